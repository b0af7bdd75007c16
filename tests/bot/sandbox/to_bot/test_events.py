"""Events come again until they are acknowledged, three times."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient

from bot.sandbox import Sandbox, SandboxClock
from tests.bot.sandbox.players import (
    MAYA,
    MAYAS_ROOM,
    WELCOME,
    BareSocket,
    Person,
    a_socket,
    client_of,
    until,
)

Meanwhile = Callable[..., "Future[Any]"]


def test_an_event_is_repeated_at_once_after_a_minute_and_after_five(
    socket: BareSocket, maya: Person, clock: SandboxClock, meanwhile: Meanwhile, quick: None
) -> None:
    meanwhile(maya.do, "open_home")
    tries = [socket.read(), socket.read()]
    for minutes in (1, 5):
        until(lambda: len(_tries_at_end(maya)) == len(tries))
        clock.advance(timedelta(minutes=minutes))
        tries.append(socket.read())

    assert [each["retry_attempt"] for each in tries] == [0, 1, 2, 3]
    assert [each["retry_reason"] for each in tries] == ["", "timeout", "timeout", "timeout"]
    assert len({each["payload"]["event_id"] for each in tries}) == 1


def _tries_at_end(person: Person) -> list[dict[str, Any]]:
    return [each for each in person.traffic() if each["what"] == "event_callback"]


def test_an_acknowledged_event_does_not_come_again(
    socket: BareSocket, maya: Person, clock: SandboxClock, meanwhile: Meanwhile
) -> None:
    said = meanwhile(maya.say, "Hello", MAYAS_ROOM)
    socket.answer(socket.read())
    said.result()

    clock.advance(timedelta(minutes=10))

    assert len(_tries_at_end(maya)) == 1


def test_an_event_waits_for_a_socket(sandbox: Sandbox, maya: Person, clock: SandboxClock) -> None:
    maya.do("open_home")
    until(lambda: len(_tries_at_end(maya)) == 2)

    with a_socket(sandbox) as socket:
        clock.advance(timedelta(minutes=1))
        late = socket.read()

    assert (late["retry_attempt"], late["payload"]["event"]["type"]) == (2, "app_home_opened")


def test_commands_are_never_repeated(
    socket: BareSocket, maya: Person, clock: SandboxClock, quick: None
) -> None:
    maya.say("/runforsomething")
    clock.advance(timedelta(minutes=10))

    assert [each["what"] for each in maya.traffic() if each["direction"] == "to_bot"] == ["slash_commands"]


def test_the_bots_own_words_come_back_to_it(socket: BareSocket, slack: WebClient) -> None:
    slack.chat_postMessage(channel=MAYA, text="Hello")

    event = socket.read()["payload"]["event"]

    assert (event["type"], event["bot_id"], event["text"]) == ("message", "B07BOT0001", "Hello")


def test_one_event_can_be_delivered_twice(socket: BareSocket, maya: Person, meanwhile: Meanwhile) -> None:
    event = {"type": "team_join", "user": {"id": MAYA}}
    ids = []
    for _ in range(2):
        sent = meanwhile(maya.do, "deliver_event", event=event, event_id="Ev0TWICE")
        envelope = socket.read()
        socket.answer(envelope)
        ids.append((sent.result()["answered"], envelope["payload"]["event_id"]))

    assert ids == [(True, "Ev0TWICE")] * 2


def test_home_comes_along_once_it_was_published(
    socket: BareSocket, slack: WebClient, maya: Person, meanwhile: Meanwhile
) -> None:
    slack.views_publish(user_id=MAYA, view={"type": "home", "blocks": [{"type": "divider"}]})

    maya.do("open_home")
    envelope = socket.read()
    socket.answer(envelope)

    assert envelope["payload"]["event"]["view"]["type"] == "home"


def test_only_what_the_manifest_subscribes_to_is_sent(
    strict: Sandbox, visit: Callable[[Sandbox, str], Person]
) -> None:
    maya = visit(strict, MAYA)
    client_of(strict).chat_postMessage(channel=WELCOME, text="x")

    maya.say("Hello", WELCOME)

    assert _tries_at_end(maya) == []
