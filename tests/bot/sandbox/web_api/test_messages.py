"""What the bot may say, where, and what it finds again."""

from datetime import timedelta

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Sandbox, SandboxClock
from tests.bot.sandbox.block_kit.shapes import a_section
from tests.bot.sandbox.players import (
    MAYA,
    MAYAS_ROOM,
    MENTORS,
    WELCOME,
    Person,
    client_of,
    refusal_of,
)

NOTE = {"event_type": "a_notice", "event_payload": {"id": "41"}}


def test_forms_json_and_queries_are_read_alike(sandbox: Sandbox) -> None:
    url, token = sandbox.api_url + "users.info", {"Authorization": f"Bearer {sandbox.bot_token}"}
    calls = [
        httpx.get(url, params={"user": MAYA}, headers=token, trust_env=False),
        httpx.post(url, data={"user": MAYA, "token": sandbox.bot_token}, trust_env=False),
        httpx.post(url, json={"user": MAYA}, headers=token, trust_env=False),
    ]

    assert [call.json()["user"]["real_name"] for call in calls] == ["Maya Thompson"] * 3


@pytest.mark.parametrize("body", [b'{"text": "half of \\ud83d"}', b'{"text": NaN}', b"[" * 100_000])
def test_json_that_nobody_could_write_down_again_is_none(
    body: bytes, sandbox: Sandbox, slack: WebClient
) -> None:
    headers = {"Authorization": f"Bearer {sandbox.bot_token}", "Content-Type": "application/json"}
    url = sandbox.api_url + "chat.postMessage"

    assert httpx.post(url, content=body, headers=headers, trust_env=False).json()["error"] == "invalid_json"
    deep = {"channel": WELCOME, "text": "Hi", "blocks": "[" * 100_000}
    assert refusal_of(slack.chat_postMessage, **deep) == "invalid_blocks_format"


def test_a_form_that_is_no_text_is_read_as_far_as_it_is(sandbox: Sandbox, maya: Person) -> None:
    body, form = b"channel=" + WELCOME.encode() + b"&text=Hi\xff", "application/x-www-form-urlencoded"
    headers = {"Authorization": f"Bearer {sandbox.bot_token}", "Content-Type": form}

    httpx.post(sandbox.api_url + "chat.postMessage", content=body, headers=headers, trust_env=False)

    assert maya.texts() == ["Hi\ufffd"]


def test_an_email_address_stands_in_the_profile(slack: WebClient) -> None:
    assert slack.users_info(user=MAYA)["user"]["profile"]["email"] == "maya.thompson@example.org"


def test_history_is_there_for_who_has_the_scope_of_its_kind(strict: Sandbox) -> None:
    slack = client_of(strict)
    room = slack.chat_postMessage(channel=MAYA, text="Hello")["channel"]

    assert len(slack.conversations_history(channel=room)["messages"]) == 1


def test_the_locale_comes_only_when_asked_for(slack: WebClient) -> None:
    assert "locale" not in slack.users_info(user=MAYA)["user"]
    assert slack.users_info(user=MAYA, include_locale=True)["user"]["locale"] == "en-US"


def test_a_direct_conversation_keeps_its_id(slack: WebClient) -> None:
    opened = slack.conversations_open(users=MAYA)["channel"]["id"]

    assert opened == slack.chat_postMessage(channel=MAYA, text="Hello")["channel"] == MAYAS_ROOM


def test_text_that_is_far_too_long_is_cut_with_a_warning(slack: WebClient) -> None:
    posted = slack.chat_postMessage(channel=WELCOME, text="x" * 40_001)

    assert posted["warning"] == "message_truncated"
    assert len(posted["message"]["text"]) == 40_000


def test_each_ts_is_new_and_higher(slack: WebClient) -> None:
    stamps = [slack.chat_postMessage(channel=WELCOME, text="x")["ts"] for _ in range(5)]

    assert stamps == sorted(set(stamps))
    assert all(isinstance(ts, str) for ts in stamps)


def test_metadata_is_found_again_only_when_asked_for(slack: WebClient) -> None:
    slack.chat_postMessage(channel=WELCOME, text="x", metadata=NOTE)

    plainly = slack.conversations_history(channel=WELCOME)["messages"][0]
    with_all = slack.conversations_history(channel=WELCOME, include_all_metadata=True)["messages"][0]
    assert "metadata" not in plainly
    assert with_all["metadata"] == NOTE
    assert (with_all["bot_id"], with_all["app_id"]) == ("B07BOT0001", "A07RUNFOR1")


def test_history_goes_back_page_by_page(slack: WebClient) -> None:
    posted = [slack.chat_postMessage(channel=WELCOME, text=str(number))["ts"] for number in range(5)]

    first = slack.conversations_history(channel=WELCOME, limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    rest = slack.conversations_history(channel=WELCOME, limit=3, cursor=cursor)

    assert [each["ts"] for each in first["messages"] + rest["messages"]] == posted[::-1]
    assert (first["has_more"], rest["has_more"]) == (True, False)


def test_history_ends_before_its_bounds_unless_they_are_included(slack: WebClient) -> None:
    first, second, third = (slack.chat_postMessage(channel=WELCOME, text="x")["ts"] for _ in range(3))

    between = slack.conversations_history(channel=WELCOME, oldest=first, latest=third)["messages"]
    exactly = slack.conversations_history(channel=WELCOME, oldest=second, latest=second, inclusive=True)

    assert [each["ts"] for each in between] == [second]
    assert [each["ts"] for each in exactly["messages"]] == [second]


def test_replies_hang_on_their_parent(slack: WebClient) -> None:
    parent = slack.chat_postMessage(channel=MENTORS, text="A case")["ts"]
    reply = slack.chat_postMessage(channel=MENTORS, text="A line", thread_ts=parent)["ts"]

    top = slack.conversations_history(channel=MENTORS)["messages"]
    thread = slack.conversations_replies(channel=MENTORS, ts=parent)["messages"]

    assert [(each["ts"], each["reply_count"]) for each in top] == [(parent, 1)]
    assert [each["ts"] for each in thread] == [parent, reply]


def test_new_text_without_blocks_takes_the_blocks_away(slack: WebClient, maya: Person) -> None:
    ts = slack.chat_postMessage(channel=WELCOME, text="Before", blocks=[a_section()], metadata=NOTE)["ts"]

    slack.chat_update(channel=WELCOME, ts=ts, text="After")

    message = maya.messages()[0]
    assert (message["text"], message["blocks"], message["edited"]) == ("After", [], True)


def test_a_deleted_message_is_gone(slack: WebClient, maya: Person) -> None:
    ts = slack.chat_postMessage(channel=WELCOME, text="x")["ts"]

    slack.chat_delete(channel=WELCOME, ts=ts)

    assert maya.messages() == []


def test_an_ephemeral_message_is_for_one_and_in_no_history(
    slack: WebClient, maya: Person, linh: Person
) -> None:
    slack.chat_postEphemeral(channel=WELCOME, user=MAYA, text="Only you")

    assert (maya.texts(), linh.texts()) == (["Only you"], [])
    assert slack.conversations_history(channel=WELCOME)["messages"] == []


def test_messages_come_one_a_second_after_a_short_burst(strict: Sandbox, clock: SandboxClock) -> None:
    slack = client_of(strict)
    for _ in range(3):
        slack.chat_postMessage(channel=WELCOME, text="x")

    with pytest.raises(SlackApiError) as refused:
        slack.chat_postMessage(channel=WELCOME, text="x")

    assert refused.value.response.status_code == 429
    assert refused.value.response["error"] == "ratelimited"
    assert refused.value.response.headers["Retry-After"] == "1"
    slack.chat_postMessage(channel=MENTORS, text="x")
    clock.advance(timedelta(seconds=1))
    slack.chat_postMessage(channel=WELCOME, text="x")


def test_only_who_asks_for_it_has_plain_names_and_addresses_linked(slack: WebClient) -> None:
    text = "@Denise: https://example.org, <https://example.org|here>, #wins"

    plainly = slack.chat_postMessage(channel=WELCOME, text=text)["message"]["text"]
    parsed = slack.chat_postMessage(channel=WELCOME, text=text, parse="full")["message"]["text"]

    assert plainly == text
    assert parsed == ("<@U07MENTOR1>: <https://example.org>, <https://example.org|here>, <#C07WINS001|wins>")


def test_each_method_has_its_own_pace(strict: Sandbox, clock: SandboxClock) -> None:
    slack = client_of(strict)
    for _ in range(20):
        slack.users_list(limit=1)

    with pytest.raises(SlackApiError) as refused:
        slack.users_list(limit=1)

    assert refused.value.response.headers["Retry-After"] == "3"
    assert slack.users_info(user=MAYA)["ok"]
    clock.advance(timedelta(seconds=3))
    assert slack.users_list(limit=1)["ok"]
