"""Events that come late, twice, out of order, or not at all: what a socket sees."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from typing import Any

from bot.sandbox import Sandbox, SandboxClock
from tests.bot.sandbox.players import MAYAS_ROOM, BareSocket, Person, a_socket, until

Meanwhile = Callable[..., "Future[Any]"]


def test_an_event_can_be_late_by_the_sandboxs_clock(
    socket: BareSocket, maya: Person, meanwhile: Meanwhile, clock: SandboxClock
) -> None:
    maya.do("faults", fault="event_late", seconds=600, times=1)

    assert maya.say("Are you there?", MAYAS_ROOM)["answered"] is False
    asked_again = meanwhile(maya.say, "Hello?", MAYAS_ROOM)
    assert _words(_read_and_answer(socket)) == "Hello?"
    assert asked_again.result()["answered"]

    clock.advance(timedelta(minutes=10))
    assert _words(_read_and_answer(socket)) == "Are you there?"


def test_an_event_can_come_twice_under_one_id(socket: BareSocket, maya: Person, meanwhile: Meanwhile) -> None:
    maya.do("faults", fault="event_twice", event="message", times=1)

    first, second = _both(socket, meanwhile(maya.say, "Hi", MAYAS_ROOM))

    assert first["payload"] == second["payload"]
    assert first["envelope_id"] != second["envelope_id"]
    assert [each["retry_attempt"] for each in (first, second)] == [0, 0]


def test_a_message_can_come_under_two_ids(socket: BareSocket, maya: Person, meanwhile: Meanwhile) -> None:
    maya.do("faults", fault="event_two_ids", event="message", times=1)

    first, second = _both(socket, meanwhile(maya.say, "Hi", MAYAS_ROOM))

    assert first["payload"]["event"] == second["payload"]["event"]
    assert first["payload"]["event_id"] != second["payload"]["event_id"]


def test_an_event_can_be_overtaken_by_the_next(
    socket: BareSocket, maya: Person, meanwhile: Meanwhile
) -> None:
    maya.do("faults", fault="events_out_of_order", times=1)

    maya.say("one", MAYAS_ROOM)
    two = meanwhile(maya.say, "two", MAYAS_ROOM)

    came = _read_and_answer(socket), _read_and_answer(socket)
    assert [_words(each) for each in came] == ["two", "one"]
    assert two.result()["answered"]


def test_an_event_that_nothing_overtakes_is_not_held_for_ever(
    socket: BareSocket, maya: Person, clock: SandboxClock
) -> None:
    maya.do("faults", fault="events_out_of_order")
    maya.say("one", MAYAS_ROOM)
    maya.say("two", MAYAS_ROOM)

    clock.advance(timedelta(seconds=31))

    assert {_words(_read_and_answer(socket)), _words(_read_and_answer(socket))} == {"one", "two"}


def test_an_event_can_be_lost_and_come_as_the_next_try(socket: BareSocket, maya: Person) -> None:
    maya.do("faults", fault="event_lost", event="app_home_opened", times=1)

    maya.do("open_home")
    envelope = socket.read()

    assert (envelope["retry_attempt"], envelope["retry_reason"]) == (1, "timeout")


def test_an_acknowledgement_can_be_lost(socket: BareSocket, maya: Person, clock: SandboxClock) -> None:
    """Four times the same event, and the bot has said yes to each: at once, at once, a minute, five."""
    maya.do("faults", fault="event_lost_ack", event="app_home_opened")

    maya.do("open_home")
    tries = [_read_and_answer(socket), _read_and_answer(socket)]
    for minutes in (1, 5):
        until(lambda: _tries_at_end(maya) == len(tries))
        clock.advance(timedelta(minutes=minutes))
        tries.append(_read_and_answer(socket))

    assert [each["retry_attempt"] for each in tries] == [0, 1, 2, 3]
    assert len({each["payload"]["event_id"] for each in tries}) == 1


def test_a_fault_of_one_kind_of_event_leaves_the_others_alone(
    socket: BareSocket, maya: Person, meanwhile: Meanwhile
) -> None:
    maya.do("faults", fault="event_lost", event="team_join")

    said = meanwhile(maya.say, "Hi", MAYAS_ROOM)
    _read_and_answer(socket)

    assert said.result()["answered"]


def test_what_is_held_back_is_forgotten_when_all_begins_anew(
    sandbox: Sandbox, socket: BareSocket, maya: Person, clock: SandboxClock, meanwhile: Meanwhile
) -> None:
    """The next that the bot hears is from the new day, and nothing is due there."""
    maya.do("faults", fault="event_late", seconds=60)
    maya.say("From the day before", MAYAS_ROOM)

    maya.do("start_over")

    assert socket.read()["type"] == "disconnect"
    until(lambda: maya.screen()["next_due"] is None)
    with a_socket(sandbox) as fresh:
        clock.advance(timedelta(hours=1))
        said = meanwhile(maya.say, "Good morning", MAYAS_ROOM)
        assert _words(_read_and_answer(fresh)) == "Good morning"
        assert said.result()["answered"]


def test_the_clock_knows_what_is_held_back(socket: BareSocket, maya: Person) -> None:
    maya.do("faults", fault="event_late", seconds=60, times=1)
    maya.say("Hi", MAYAS_ROOM)

    assert maya.do("clock", next_due=True)["what"] == "an event arrives that was held back"
    assert _words(socket.read()) == "Hi"


def _both(socket: BareSocket, sending: "Future[Any]") -> tuple[dict[str, Any], dict[str, Any]]:
    """Two envelopes that are under way at the same moment: neither waits for the other's answer."""
    first, second = socket.read(), socket.read()
    for envelope in (first, second):
        socket.answer(envelope)
    assert sending.result()["answered"]
    return first, second


def _read_and_answer(socket: BareSocket) -> dict[str, Any]:
    envelope = socket.read()
    socket.answer(envelope)
    return envelope


def _words(envelope: dict[str, Any]) -> str:
    return str(envelope["payload"]["event"]["text"])


def _tries_at_end(person: Person) -> int:
    return sum(1 for each in person.traffic() if each["what"] == "event_callback")
