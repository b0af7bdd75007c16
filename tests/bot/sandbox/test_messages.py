"""What the bot may say, where, and what it finds again."""

from datetime import timedelta

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import Sandbox, SandboxClock
from tests.bot.sandbox.players import (
    MAYA,
    MAYAS_ROOM,
    MENTORS,
    STAFF_ROOM,
    WELCOME,
    Person,
    client_of,
    refusal_of,
)
from tests.bot.sandbox.shapes import a_home, a_section

NOTE = {"event_type": "a_notice", "event_payload": {"id": "41"}}


def test_a_token_is_needed_and_has_to_be_the_right_one(sandbox: Sandbox) -> None:
    def error_for(**headers: str) -> str:
        return str(
            httpx.post(sandbox.api_url + "auth.test", headers=headers, trust_env=False).json()["error"]
        )

    assert error_for() == "not_authed"
    assert error_for(Authorization="Bearer xoxb-another") == "invalid_auth"
    assert error_for(Authorization=f"Bearer {sandbox.app_token}") == "not_allowed_token_type"


def test_forms_json_and_queries_are_read_alike(sandbox: Sandbox) -> None:
    url, token = sandbox.api_url + "users.info", {"Authorization": f"Bearer {sandbox.bot_token}"}
    calls = [
        httpx.get(url, params={"user": MAYA}, headers=token, trust_env=False),
        httpx.post(url, data={"user": MAYA, "token": sandbox.bot_token}, trust_env=False),
        httpx.post(url, json={"user": MAYA}, headers=token, trust_env=False),
    ]

    assert [call.json()["user"]["real_name"] for call in calls] == ["Maya Thompson"] * 3


def test_a_method_nobody_knows_is_unknown(slack: WebClient) -> None:
    assert refusal_of(slack.api_call, api_method="chat.shout") == "unknown_method"


def test_without_the_scope_it_says_which_one(strict: Sandbox) -> None:
    slack = client_of(strict)

    with pytest.raises(SlackApiError) as refused:
        slack.conversations_open(users=MAYA)

    assert refused.value.response["error"] == "missing_scope"
    assert refused.value.response["needed"] == "im:write,mpim:write"
    assert refused.value.response["provided"] == "chat:write,commands,im:history,users:read"


def test_an_email_address_needs_its_own_scope(strict: Sandbox, slack: WebClient) -> None:
    assert "email" not in client_of(strict).users_info(user=MAYA)["user"]["profile"]
    assert slack.users_info(user=MAYA)["user"]["profile"]["email"] == "maya.thompson@example.org"


def test_history_needs_the_scope_of_its_kind_of_conversation(strict: Sandbox) -> None:
    slack = client_of(strict)
    room = slack.chat_postMessage(channel=MAYA, text="Hello")["channel"]

    assert len(slack.conversations_history(channel=room)["messages"]) == 1
    assert refusal_of(slack.conversations_history, channel=WELCOME) == "missing_scope"


def test_the_locale_comes_only_when_asked_for(slack: WebClient) -> None:
    assert "locale" not in slack.users_info(user=MAYA)["user"]
    assert slack.users_info(user=MAYA, include_locale=True)["user"]["locale"] == "en-US"


def test_a_direct_conversation_keeps_its_id(slack: WebClient) -> None:
    opened = slack.conversations_open(users=MAYA)["channel"]["id"]

    assert opened == slack.chat_postMessage(channel=MAYA, text="Hello")["channel"] == MAYAS_ROOM


def test_nothing_to_say_is_refused(slack: WebClient) -> None:
    arguments = {"channel": WELCOME, "text": ""}

    assert refusal_of(slack.api_call, api_method="chat.postMessage", json=arguments) == "no_text"


def test_a_channel_or_person_has_to_exist(slack: WebClient) -> None:
    assert refusal_of(slack.chat_postMessage, channel="C07NOWHERE", text="x") == "channel_not_found"
    assert refusal_of(slack.chat_postMessage, channel="U07NOBODY1", text="x") == "channel_not_found"


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


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        ({"event_type": "x"}, "invalid_metadata_format"),
        ({"event_type": "Not-A-Name", "event_payload": {}}, "invalid_metadata_schema"),
        ({"event_type": "x", "event_payload": {"ids": [1, 2]}}, "invalid_metadata_schema"),
    ],
)
def test_metadata_has_names_and_flat_values(metadata: object, error: str, slack: WebClient) -> None:
    assert refusal_of(slack.chat_postMessage, channel=WELCOME, text="x", metadata=metadata) == error


def test_history_goes_back_page_by_page(slack: WebClient) -> None:
    posted = [slack.chat_postMessage(channel=WELCOME, text=str(number))["ts"] for number in range(5)]

    first = slack.conversations_history(channel=WELCOME, limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    rest = slack.conversations_history(channel=WELCOME, limit=3, cursor=cursor)

    assert [each["ts"] for each in first["messages"] + rest["messages"]] == posted[::-1]
    assert (first["has_more"], rest["has_more"]) == (True, False)
    assert refusal_of(slack.conversations_history, channel=WELCOME, cursor="x") == "invalid_cursor"


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


def test_a_reply_needs_a_parent_that_is_no_reply(slack: WebClient) -> None:
    parent = slack.chat_postMessage(channel=MENTORS, text="A case")["ts"]
    reply = slack.chat_postMessage(channel=MENTORS, text="A line", thread_ts=parent)["ts"]

    def refusal(thread_ts: str) -> str:
        return refusal_of(slack.chat_postMessage, channel=MENTORS, text="x", thread_ts=thread_ts)

    assert refusal("1.000001") == "thread_not_found"
    assert refusal(reply) == "cannot_reply_to_message"


def test_new_text_without_blocks_takes_the_blocks_away(slack: WebClient, maya: Person) -> None:
    ts = slack.chat_postMessage(channel=WELCOME, text="Before", blocks=[a_section()], metadata=NOTE)["ts"]

    slack.chat_update(channel=WELCOME, ts=ts, text="After")

    message = maya.messages()[0]
    assert (message["text"], message["blocks"], message["edited"]) == ("After", [], True)


def test_only_ones_own_messages_can_be_changed(slack: WebClient, maya: Person) -> None:
    maya.say("Mine")
    hers = maya.messages()[0]["ts"]

    assert refusal_of(slack.chat_update, channel=WELCOME, ts=hers, text="x") == "cant_update_message"
    assert refusal_of(slack.chat_delete, channel=WELCOME, ts=hers) == "cant_delete_message"
    assert refusal_of(slack.chat_update, channel=WELCOME, ts="1.000001", text="x") == "message_not_found"


def test_a_person_is_no_channel_to_change_a_message_in(slack: WebClient) -> None:
    ts = slack.chat_postMessage(channel=MAYA, text="Hello")["ts"]

    assert refusal_of(slack.chat_update, channel=MAYA, ts=ts, text="x") == "channel_not_found"


def test_a_changed_text_has_4000_characters_at_most(slack: WebClient) -> None:
    ts = slack.chat_postMessage(channel=WELCOME, text="x")["ts"]

    assert refusal_of(slack.chat_update, channel=WELCOME, ts=ts, text="x" * 4001) == "msg_too_long"


def test_a_deleted_message_is_gone(slack: WebClient, maya: Person) -> None:
    ts = slack.chat_postMessage(channel=WELCOME, text="x")["ts"]

    slack.chat_delete(channel=WELCOME, ts=ts)

    assert maya.messages() == []


def test_an_ephemeral_message_is_for_one_and_in_no_history(
    slack: WebClient, maya: Person, linh: Person
) -> None:
    ts = slack.chat_postEphemeral(channel=WELCOME, user=MAYA, text="Only you")["message_ts"]

    assert (maya.texts(), linh.texts()) == (["Only you"], [])
    assert slack.conversations_history(channel=WELCOME)["messages"] == []
    assert refusal_of(slack.chat_update, channel=WELCOME, ts=ts, text="x") == "message_not_found"


def test_an_ephemeral_message_needs_somebody_who_is_there(slack: WebClient) -> None:
    assert refusal_of(slack.chat_postEphemeral, channel=STAFF_ROOM, user=MAYA, text="x") == (
        "user_not_in_channel"
    )


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


def test_tabs_that_are_off_in_the_manifest_take_nothing(bare: Sandbox) -> None:
    slack = client_of(bare)

    assert refusal_of(slack.chat_postMessage, channel=MAYA, text="x") == "messages_tab_disabled"
    assert refusal_of(slack.views_publish, user_id=MAYA, view=a_home()) == "not_enabled"
