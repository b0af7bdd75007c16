"""HTTP mode: a bot with a request URL gets there what others get over sockets, signed as Slack signs it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.sandbox import Sandbox, SandboxClock
from bot.sandbox.refusal import Unplayable
from tests.bot.sandbox.block_kit.shapes import a_button, a_home, a_modal, an_input
from tests.bot.sandbox.players import MAYA, MAYAS_ROOM, WELCOME, BareSocket, Person, until
from tests.bot.sandbox.to_bot.http_bots import Got, Scripted, a_bolt_app, an_address, served
from tests.moments import MINUTE

TIMED_OUT = "/runforsomething failed because of the error operation_timeout. Learn more about slash commands."
NO_ANSWER = (
    "/runforsomething failed because of the error invalid_command_response. Learn more about slash commands."
)


@pytest.fixture
def bolt(sandbox: Sandbox) -> Iterator[App]:
    """As people write it: one app, and Bolt's own adapter."""
    app = a_bolt_app(sandbox)
    with served(app) as url:
        sandbox.send_to(url)
        yield app


@pytest.fixture
def scripted(sandbox: Sandbox) -> Iterator[Scripted]:
    bot = Scripted()
    with an_address(bot.answer) as url:
        sandbox.send_to(url)
        yield bot


# -- A bot as people write it --------------------------------------------------------------------------


def test_a_form_is_opened_corrected_and_sent(bolt: App, maya: Person) -> None:
    @bolt.command("/runforsomething")
    def open_form(ack: Any, body: Any, client: WebClient) -> None:
        ack("One moment")
        client.views_open(trigger_id=body["trigger_id"], view=a_modal(an_input(block_id="zip")))

    @bolt.view("a_form")
    def take(ack: Any, view: Any) -> None:
        zip_code = view["state"]["values"]["zip"]["value"]["value"]
        ack() if zip_code == "27601" else ack(response_action="errors", errors={"zip": "No such ZIP code."})

    assert maya.say("/runforsomething")["answered"]
    assert maya.texts(WELCOME) == ["One moment"]
    form = maya.modal()["id"]
    wrong = maya.do("submit", view=form, values={"zip": {"value": "1"}})
    right = maya.do("submit", view=form, values={"zip": {"value": "27601"}})

    assert wrong["errors"] == {"zip": "No such ZIP code."}
    assert right["action"] == "closed"


def test_home_is_drawn_and_its_button_works(bolt: App, maya: Person) -> None:
    pressed: list[str] = []

    @bolt.event("app_home_opened")
    def show_home(event: Any, client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view=a_home(a_button("go")))

    @bolt.action("go")
    def go(ack: Any, body: Any) -> None:
        pressed.append(body["user"]["id"])
        ack()

    maya.do("open_home")
    home = until(lambda: maya.screen()["home"])

    assert maya.do("click", view=home["id"], block_id="row", action_id="go")["answered"]
    assert pressed == [MAYA]


def test_a_message_is_heard(bolt: App, maya: Person) -> None:
    @bolt.event("message")
    def answer(event: Any, say: Any) -> None:
        say(f"You said {event['text']}")

    assert maya.say("hi", where=MAYAS_ROOM)["answered"]

    assert maya.texts(MAYAS_ROOM) == ["hi", "You said hi"]


def test_a_bot_with_another_secret_is_not_accepted(sandbox: Sandbox) -> None:
    app = a_bolt_app(sandbox, signing_secret="another")

    with served(app) as url, pytest.raises(Unplayable, match="it answered with an error"):
        sandbox.send_to(url)


# -- What is sent --------------------------------------------------------------------------------------


def test_a_command_comes_as_a_form(scripted: Scripted, maya: Person) -> None:
    maya.say("/runforsomething ask José & co")

    (got,) = scripted.got
    assert got.headers["content-type"] == "application/x-www-form-urlencoded"
    assert (got.form["command"], got.form["text"]) == ("/runforsomething", "ask José &amp; co")
    assert {"trigger_id", "response_url", "user_id", "channel_id", "team_id"} <= set(got.form)


def test_an_event_comes_as_json(scripted: Scripted, maya: Person) -> None:
    maya.do("deliver_event", event={"type": "team_join"})

    (got,) = scripted.got
    assert got.headers["content-type"] == "application/json"
    assert json.loads(got.body)["event"]["type"] == "team_join"
    assert "x-slack-retry-num" not in got.headers


def test_an_interaction_comes_as_json_in_a_form(scripted: Scripted, maya: Person) -> None:
    payload = {"type": "block_actions", "user": {"id": MAYA}}

    maya.do("payload", type="interactive", payload=payload)

    assert json.loads(scripted.got[0].form["payload"]) == payload


def test_everything_is_signed(scripted: Scripted, maya: Person, sandbox: Sandbox) -> None:
    """The SDK looks whether it is of this moment, too."""
    maya.say("/runforsomething")
    maya.do("deliver_event", event={"type": "team_join"})

    verifier = SignatureVerifier(sandbox.signing_secret)
    assert [verifier.is_valid_request(got.body, got.headers) for got in scripted.got] == [True, True]


def test_nothing_goes_over_sockets_any_more(socket: BareSocket, scripted: Scripted, maya: Person) -> None:
    assert maya.say("/runforsomething")["answered"]

    with pytest.raises(TimeoutError):
        socket.read(within=0.1)
    assert len(scripted.got) == 1


# -- What an answer may be -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (PlainTextResponse("Hi"), "Hi"),
        (JSONResponse({"text": "Hi"}), "Hi"),
        (PlainTextResponse('{"text": "Hi"}'), '{"text": "Hi"}'),
        (Response("{", media_type="application/json"), NO_ANSWER),
        (Response('{"text": NaN}', media_type="application/json"), NO_ANSWER),
        (Response("[" * 100_000, media_type="application/json"), NO_ANSWER),
        (JSONResponse(["Hi"]), NO_ANSWER),
        (PlainTextResponse("Hi", 500), TIMED_OUT),
    ],
)
def test_a_command_is_answered_with_text_or_json(
    answer: Response, shown: str, scripted: Scripted, maya: Person
) -> None:
    scripted.answers = [answer]

    maya.say("/runforsomething")

    assert maya.texts(WELCOME) == [shown]


@pytest.mark.parametrize(
    ("answer", "action"),
    [
        (Response(), "closed"),
        (JSONResponse({}), "closed"),
        (JSONResponse({"response_action": "clear"}), "cleared"),
        (PlainTextResponse("ok"), "trouble"),
        (JSONResponse({"ok": True}), "trouble"),
        (Response(status_code=503), "trouble"),
    ],
)
def test_a_form_is_answered_with_nothing_or_an_action(
    answer: Response, action: str, scripted: Scripted, maya: Person, slack: WebClient
) -> None:
    maya.say("/runforsomething")
    slack.views_open(trigger_id=scripted.got[0].form["trigger_id"], view=a_modal())
    scripted.answers = [answer]

    outcome = maya.do("submit", view=maya.modal()["id"], values={"name": {"value": "Maya"}})

    assert outcome["action"] == action


# -- Events that come again ----------------------------------------------------------------------------


def test_an_event_comes_again_three_times_and_says_why(
    scripted: Scripted, maya: Person, clock: SandboxClock
) -> None:
    scripted.answers = [Response(status_code=503)]

    assert not maya.do("deliver_event", event={"type": "team_join"})["answered"]
    until(lambda: len(scripted.got) == 2)
    for minutes, times in ((1, 3), (5, 4)):
        until(lambda: maya.screen()["next_due"])
        clock.advance(minutes * MINUTE)
        until(lambda times=times: len(scripted.got) == times)  # type: ignore[misc]

    retries = [_retry_of(got) for got in scripted.got]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    assert len({got.body for got in scripted.got}) == 1


@pytest.mark.usefixtures("quick")
def test_who_is_too_slow_is_told_so_at_the_next_try(sandbox: Sandbox, maya: Person) -> None:
    bot = Scripted()

    async def be_slow_once(request: Request) -> Response:
        answer = await bot.answer(request)
        if len(bot.got) == 1:
            await request.receive()  # until the sandbox has hung up
        return answer

    with an_address(be_slow_once) as url:
        sandbox.send_to(url)
        maya.do("deliver_event", event={"type": "team_join"})

        until(lambda: len(bot.got) == 2)
    assert _retry_of(bot.got[1]) == ("1", "http_timeout")


def test_who_wants_no_retry_gets_none(scripted: Scripted, maya: Person) -> None:
    scripted.answers = [Response(status_code=503, headers={"x-slack-no-retry": "1"})]
    maya.do("deliver_event", event={"type": "team_join"})

    scripted.answers = [Response()]
    maya.do("deliver_event", event={"type": "user_change"})

    assert [json.loads(got.body)["event"]["type"] for got in scripted.got] == ["team_join", "user_change"]
    assert maya.screen()["next_due"] is None


def _retry_of(got: Got) -> tuple[str | None, str | None]:
    return got.headers.get("x-slack-retry-num"), got.headers.get("x-slack-retry-reason")
