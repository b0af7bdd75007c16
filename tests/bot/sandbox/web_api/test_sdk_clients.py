"""The SDK's own Web clients, both kinds of them: every way a call can be made, and every way it can end."""

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook import WebhookClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.sandbox import Sandbox, SandboxClock
from tests.bot.sandbox.block_kit.shapes import a_button, a_home, a_modal, a_section
from tests.bot.sandbox.conftest import SEED
from tests.bot.sandbox.players import DENISE, MAYA, WELCOME, Person, a_socket

Answer = Any


@dataclass(frozen=True)
class Sdk:
    """One kind of the SDK's clients, called alike; `finish` waits for an asynchronous answer."""

    client: Any
    webhook: type[Any]
    finish: Callable[[Any], Any]
    patience: Any

    def __call__(self, method: str, /, **arguments: Any) -> Answer:
        return self.finish(getattr(self.client, method)(**arguments))


def at_once(answer: Any) -> Any:
    return answer


def in_a_loop(answer: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(answer)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One for all of these: no test looks at what another one has left."""
    sandbox = Sandbox(SEED, clock=SandboxClock(SEED.start), rate_limits=False)
    sandbox.start()
    yield sandbox
    sandbox.stop()


@pytest.fixture(params=["sync", "aiohttp"])
def sdk(request: pytest.FixtureRequest, sandbox: Sandbox) -> Sdk:
    settings: dict[str, Any] = {"token": sandbox.bot_token, "base_url": sandbox.api_url}
    if request.param == "sync":
        return Sdk(WebClient(**settings), WebhookClient, at_once, RateLimitErrorRetryHandler())
    return Sdk(AsyncWebClient(**settings), AsyncWebhookClient, in_a_loop, AsyncRateLimitErrorRetryHandler())


# -- How arguments travel ------------------------------------------------------------------------------


def test_a_call_without_arguments(sdk: Sdk) -> None:
    who = sdk("auth_test")

    assert (who["ok"], who["team_id"], who["user_id"]) == (True, SEED.team_id, SEED.bot.user_id)


def test_arguments_in_the_address(sdk: Sdk) -> None:
    assert sdk("users_info", user=MAYA)["user"]["id"] == MAYA


def test_arguments_as_json(sdk: Sdk, maya: Person) -> None:
    text = "Ünï & <https://example.org|a link> + 100 %\nand a line"

    posted = sdk("chat_postMessage", channel=WELCOME, text=text, blocks=[a_section("Café & more")])

    [shown] = [each for each in maya.messages() if each["ts"] == posted["ts"]]
    assert (shown["text"], shown["blocks"][0]["text"]["text"]) == (text, "Café & more")


def test_arguments_as_a_form(sdk: Sdk, maya: Person) -> None:
    text, blocks = "Ünï & = + 100 %\nand a line", json.dumps([a_section("Café & more")])

    arguments = {"channel": WELCOME, "text": text, "blocks": blocks, "unfurl_links": False}
    posted = sdk("api_call", api_method="chat.postMessage", data=arguments)

    [shown] = [each for each in maya.messages() if each["ts"] == posted["ts"]]
    assert (shown["text"], shown["blocks"][0]["text"]["text"]) == (text, "Café & more")


def test_a_conversation_is_opened_said_into_changed_and_cleared(sdk: Sdk) -> None:
    room = sdk("conversations_open", users=[DENISE])["channel"]["id"]
    said = sdk("chat_postMessage", channel=room, text="One")

    sdk("chat_update", channel=room, ts=said["ts"], text="Two")
    now = sdk("conversations_history", channel=room, limit=1)["messages"][0]["text"]
    sdk("chat_delete", channel=room, ts=said["ts"])

    assert now == "Two"
    assert all(each["ts"] != said["ts"] for each in sdk("conversations_history", channel=room)["messages"])


def test_a_thread_is_read_from_its_parent_on(sdk: Sdk) -> None:
    parent = sdk("chat_postMessage", channel=WELCOME, text="Parent")["ts"]
    sdk("chat_postMessage", channel=WELCOME, text="Reply", thread_ts=parent)

    thread = sdk("conversations_replies", channel=WELCOME, ts=parent)["messages"]

    assert [each["text"] for each in thread] == ["Parent", "Reply"]


def test_a_word_for_one_person(sdk: Sdk, maya: Person) -> None:
    whispered = sdk("chat_postEphemeral", channel=WELCOME, user=MAYA, text="Only you")

    assert maya.messages()[-1]["ts"] == whispered["message_ts"]


def test_pages_are_turned_by_iterating(sdk: Sdk) -> None:
    posted = [sdk("chat_postMessage", channel=WELCOME, text=str(number))["ts"] for number in range(5)]

    pages = sdk.finish(_pages(sdk, oldest=posted[0], inclusive=True, limit=2))

    assert [len(page) for page in pages] == [2, 2, 1]
    assert [ts for page in pages for ts in page] == posted[::-1]


def _pages(sdk: Sdk, **wanted: Any) -> Any:
    """The times of the messages, page by page; both kinds of client iterate in their own way."""
    if isinstance(sdk.client, WebClient):
        answer = sdk.client.conversations_history(channel=WELCOME, **wanted)
        return [[each["ts"] for each in page["messages"]] for page in answer]
    return _pages_without_blocking(sdk.client, wanted)


async def _pages_without_blocking(client: AsyncWebClient, wanted: dict[str, Any]) -> list[list[str]]:
    answer = await client.conversations_history(channel=WELCOME, **wanted)
    return [[each["ts"] for each in page["messages"]] async for page in answer]


def test_everybody_is_listed_page_by_page(sdk: Sdk) -> None:
    first = sdk("users_list", limit=2)
    second = sdk("users_list", limit=2, cursor=first["response_metadata"]["next_cursor"])

    ids = [each["id"] for page in (first, second) for each in page["members"]]
    assert (len(ids), len(set(ids))) == (4, 4)


# -- Files ---------------------------------------------------------------------------------------------


def test_a_file_is_uploaded_and_shown_with_its_comment(sdk: Sdk, maya: Person) -> None:
    sent = sdk(
        "files_upload_v2", channel=WELCOME, filename="plan.txt", content="Knock on doors", initial_comment="A"
    )

    shown = maya.messages()[-1]
    assert (shown["text"], shown["files"][0]["name"]) == ("A", "plan.txt")
    assert sdk("files_info", file=sent["file"]["id"])["file"]["size"] == len("Knock on doors")


def test_two_files_come_in_one_message(sdk: Sdk, maya: Person) -> None:
    files = [{"filename": f"{name}.txt", "content": name, "title": name.title()} for name in ("one", "two")]

    sdk("files_upload_v2", channel=WELCOME, file_uploads=files)

    assert [each["title"] for each in maya.messages()[-1]["files"]] == ["One", "Two"]


# -- Views ---------------------------------------------------------------------------------------------


def test_a_view_is_opened_and_updated(sdk: Sdk, sandbox: Sandbox, maya: Person) -> None:
    opened = sdk("views_open", trigger_id=_command(sandbox, maya)["trigger_id"], view=a_modal())["view"]

    sdk("views_update", view_id=opened["id"], hash=opened["hash"], view=a_modal(a_section("Thank you")))

    assert maya.modal()["blocks"][0]["text"]["text"] == "Thank you"
    maya.do("close", view=opened["id"])


def test_a_view_is_pushed_over_another(sdk: Sdk, sandbox: Sandbox, maya: Person) -> None:
    first = sdk(
        "views_open", trigger_id=_command(sandbox, maya)["trigger_id"], view=a_modal(a_button("more"))
    )
    click = {"view": first["view"]["id"], "block_id": "row", "action_id": "more"}

    trigger = _payload_of(sandbox, lambda: maya.do("click", **click))["trigger_id"]
    second = sdk("views_push", trigger_id=trigger, view=a_modal())["view"]

    assert (second["root_view_id"], second["previous_view_id"]) == (first["view"]["id"], first["view"]["id"])
    maya.do("close", view=second["id"], everything=True)


def test_a_home_page_is_published(sdk: Sdk) -> None:
    assert sdk("views_publish", user_id=MAYA, view=a_home())["view"]["type"] == "home"


def _command(sandbox: Sandbox, person: Person) -> dict[str, Any]:
    return _payload_of(sandbox, lambda: person.say("/runforsomething"))


def _payload_of(sandbox: Sandbox, act: Callable[[], object]) -> dict[str, Any]:
    """What the bot is sent, and acknowledges without a word."""
    with a_socket(sandbox) as socket, ThreadPoolExecutor(max_workers=1) as aside:
        done = aside.submit(act)
        envelope = socket.read()
        socket.answer(envelope)
        done.result()
    payload: dict[str, Any] = envelope["payload"]
    return payload


# -- Response URLs -------------------------------------------------------------------------------------


def test_a_response_url_is_posted_to(sdk: Sdk, sandbox: Sandbox, maya: Person) -> None:
    address = _command(sandbox, maya)["response_url"]

    answer = sdk.finish(sdk.webhook(address).send(text="Here", blocks=[a_section("Here you are")]))

    assert (answer.status_code, answer.body) == (200, "ok")
    assert maya.messages()[-1]["blocks"][0]["text"]["text"] == "Here you are"


def test_a_response_url_that_never_was_is_refused(sdk: Sdk, sandbox: Sandbox) -> None:
    answer = sdk.finish(sdk.webhook(f"{sandbox.url}/response/commands/T1/1/none").send(text="Here"))

    assert answer.status_code == 404


# -- When it does not work -----------------------------------------------------------------------------


def test_a_refusal_is_an_error_with_the_whole_answer(sdk: Sdk) -> None:
    with pytest.raises(SlackApiError) as refused:
        sdk("chat_postMessage", channel="C07NOWHERE", text="x")

    response = refused.value.response
    assert (response.status_code, response["ok"], response["error"]) == (200, False, "channel_not_found")


def test_messages_about_arguments_come_with_the_refusal(sdk: Sdk) -> None:
    with pytest.raises(SlackApiError) as refused:
        sdk("views_publish", user_id=MAYA, view={"type": "home", "blocks": [{"type": "section"}]})

    assert refused.value.response["response_metadata"]["messages"]


def test_a_method_that_slack_has_not_is_refused(sdk: Sdk) -> None:
    with pytest.raises(SlackApiError, match="unknown_method"):
        sdk("api_call", api_method="chat.shout", json={"text": "x"})


@pytest.mark.parametrize(("token", "error"), [("xoxb-wrong", "invalid_auth"), (None, "not_authed")])
def test_a_wrong_token_and_none_are_refused(token: str | None, error: str, sdk: Sdk) -> None:
    sdk.client.token = token

    with pytest.raises(SlackApiError, match=error):
        sdk("auth_test")


def test_a_limit_ends_the_call_and_names_its_seconds(sdk: Sdk, maya: Person) -> None:
    maya.do("faults", method="auth.test", fault="rate_limited", retry_after=30, times=1)

    with pytest.raises(SlackApiError) as refused:
        sdk("auth_test")

    response = refused.value.response
    assert (response.status_code, response["error"]) == (429, "ratelimited")
    assert response.headers["Retry-After"] == "30"


def test_the_sdk_waits_out_a_limit_where_it_is_asked_to(
    sdk: Sdk, maya: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("random.random", lambda: 0.0)  # the SDK adds up to a second to what Slack asks for
    sdk.client.retry_handlers.append(sdk.patience)
    maya.do("faults", method="auth.test", fault="rate_limited", retry_after=0, times=1)

    assert sdk("auth_test")["ok"]


@pytest.mark.slow  # the SDK waits a second before it tries again
def test_an_answer_that_does_not_come_is_tried_again(sdk: Sdk, maya: Person) -> None:
    maya.do("faults", method="auth.test", fault="hang_up", times=1)

    assert sdk("auth_test")["ok"]
