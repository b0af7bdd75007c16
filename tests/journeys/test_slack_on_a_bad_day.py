"""Signing up and asking while Slack has a bad day: nothing is lost, and nobody is told anything twice."""

from typing import Any

import pytest

from models.inbox import Progress, ReceivedEvent
from models.sign_ups import SignUp
from tests.bot.sandbox.players import until
from tests.journeys.vocabulary import ANSWERS, Someone, Workspace

HELLO = "Hi. I'm the bot of Run for Something."
HANDLED = ReceivedEvent.progress == Progress.HANDLED
EVENT_FAULTS: list[dict[str, Any]] = [
    {"fault": "event_late", "seconds": 120},
    {"fault": "event_twice"},
    {"fault": "event_two_ids"},
    {"fault": "events_out_of_order", "seconds": 120},
    {"fault": "event_lost", "times": 2},
    {"fault": "event_lost_ack"},
]


def named(trouble: dict[str, Any]) -> str:
    return str(trouble["fault"])


# -- What people write ---------------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", [EVENT_FAULTS[2]], ids=named)
def test_a_word_is_answered_once(trouble: dict[str, Any], workspace: Workspace) -> None:
    assert_each_word_is_answered_once(trouble, workspace)


@pytest.mark.slow
@pytest.mark.parametrize("trouble", [each for each in EVENT_FAULTS if each is not EVENT_FAULTS[2]], ids=named)
def test_a_word_is_answered_once_whatever_happens_to_its_event(
    trouble: dict[str, Any], workspace: Workspace
) -> None:
    assert_each_word_is_answered_once(trouble, workspace)


def assert_each_word_is_answered_once(trouble: dict[str, Any], workspace: Workspace) -> None:
    """Two words, so that one can overtake the other; where both wait, one answer does for both."""
    maya = workspace.newcomer
    assert maya.person.do("faults", event="message", **trouble)["ok"]

    for word in ("hi", "hello"):
        maya.person.say(word, where=maya.room)
    until(lambda: passes(workspace) and workspace.count(ReceivedEvent, HANDLED) == 2, within=30)

    workspace.wait(minutes=10)
    assert workspace.count(ReceivedEvent) == 2
    assert 1 <= len(maya.messages()) <= 2
    assert all(answer.startswith(HELLO) for answer in maya.messages())


@pytest.mark.slow
@pytest.mark.parametrize("trouble", EVENT_FAULTS, ids=named)
def test_home_is_drawn_whatever_happens_to_its_event(trouble: dict[str, Any], workspace: Workspace) -> None:
    maya = workspace.newcomer
    assert maya.person.do("faults", event="app_home_opened", **trouble)["ok"]

    maya.person.do("open_home")

    until(lambda: passes(workspace) and "You could run for office." in maya.home(), within=30)


# -- Signing up ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_looks_soon")
@pytest.mark.parametrize("method", ["chat.postMessage"])
def test_half_an_answer_is_one_welcome(method: str, workspace: Workspace) -> None:
    workspace.slack_is("half_answer", method, times=2)

    workspace.newcomer.signs_up()
    workspace.wait(minutes=1)

    assert_signed_up_once(workspace)


@pytest.mark.slow
@pytest.mark.usefixtures("_looks_soon")
@pytest.mark.parametrize(
    "method", ["users.info", "views.publish", "views.update", "conversations.history", "chat.update"]
)
@pytest.mark.parametrize("fault", ["half_answer", "lost_answer"])
def test_an_answer_that_is_lost_anywhere_costs_nothing(fault: str, method: str, workspace: Workspace) -> None:
    maya = workspace.newcomer
    workspace.slack_is("lost_answer", "chat.postMessage", times=1)
    workspace.slack_is(fault, method, times=1)

    maya.opens_home()
    maya.types("/runforsomething signup")
    maya.closes()
    assert maya.signs_up() == {}
    maya.fills(when="Next year")
    assert maya.sends() == {}
    for _ in range(3):
        workspace.wait(minutes=1)

    assert_signed_up_once(workspace)
    assert "You might run in 2027." in maya.form()


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["half_answer", "lost_answer"])
def test_a_form_whose_opening_is_not_confirmed_is_not_opened_twice(fault: str, workspace: Workspace) -> None:
    maya = workspace.newcomer
    workspace.slack_is(fault, "views.open", times=1)

    maya.types("/runforsomething signup")

    assert "What brings you here?" in maya.form() or "One moment…" in maya.form()
    maya.closes()
    maya.signs_up()
    assert_signed_up_once(workspace)


# -- Sockets -------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("transport", ["socket"], indirect=True)
def test_a_socket_that_ends_without_a_word_is_replaced(workspace: Workspace) -> None:
    """Within one interval of pings; the SDK alone needs four."""
    maya = workspace.newcomer
    maya.types("/runforsomething signup")

    maya.person.do("faults", fault="close")
    until(lambda: maya.person.screen()["connected"] == 0)
    until(lambda: maya.person.screen()["connected"] == 1, within=20)

    assert maya.signs_up() == {}
    assert_signed_up_once(workspace)


@pytest.mark.slow
@pytest.mark.usefixtures("_pings_each_second")
@pytest.mark.parametrize("transport", ["socket"], indirect=True)
@pytest.mark.parametrize("heard_before", [True, False])
def test_a_deaf_socket_is_noticed_and_what_was_said_meanwhile_is_heard(
    heard_before: bool, workspace: Workspace
) -> None:
    """Where nothing has come over it yet, too: then there was no pong to miss."""
    maya = workspace.newcomer
    if heard_before:
        maya.types("hello")
        maya.messages()

    maya.person.do("faults", fault="deaf")
    assert not maya.person.say("hi", where=maya.room)["answered"]
    until(lambda: maya.person.look("faults")["ordered"] == [] and is_connected(maya), within=30)
    until(lambda: passes(workspace) and len(maya.messages()) == 1 + heard_before, within=30)

    workspace.wait(minutes=10)
    assert len(maya.messages()) == 1 + heard_before
    assert maya.signs_up() == {}
    assert workspace.count(SignUp) == 1


@pytest.mark.slow
@pytest.mark.usefixtures("_pings_each_second")
@pytest.mark.parametrize("transport", ["socket"], indirect=True)
def test_a_form_that_was_sent_into_a_deaf_socket_is_sent_again_by_hand(workspace: Workspace) -> None:
    maya = workspace.newcomer
    maya.types("/runforsomething signup")
    maya.fills(**ANSWERS)
    modal, typed = maya.person.modal(), dict(maya._typed)

    maya.person.do("faults", fault="deaf")
    lost = maya.person.do("submit", view=modal["id"], values=typed)
    assert (lost["answered"], lost["action"]) == (False, "trouble")
    until(lambda: maya.person.look("faults")["ordered"] == [] and is_connected(maya), within=30)

    assert maya.sends() == {}
    assert_signed_up_once(workspace)


def passes(workspace: Workspace) -> bool:
    """A little time, as often as this is asked."""
    workspace.wait(seconds=10)
    return True


def is_connected(somebody: Someone) -> bool:
    return bool(somebody.person.screen()["connected"])


def assert_signed_up_once(workspace: Workspace) -> None:
    assert workspace.count(SignUp) == 1
    assert len(workspace.newcomer.messages()) == 1
    assert len(workspace.staff.lines()) == 1
