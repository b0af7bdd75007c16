"""Messages that nobody can be sure of: staff see them, and one of them decides."""

import pytest

from bot.sandbox.workspace.records import Json
from tests.journeys.vocabulary import Someone, Workspace, at_once
from tests.journeys.wording import buttons_of

DOUBT = "Slack didn't say whether one message arrived: “the welcome after signing up”."
SETTLED = "Settled: nothing more is sent of the message “the welcome after signing up”."


@pytest.fixture(autouse=True)
def _a_doubt(_looks_soon: None, workspace: Workspace) -> None:
    """Maya's welcome is stored in Slack, its answer is lost, and nobody can look for it."""
    workspace.slack_is("unknown_method", "conversations.history")
    workspace.slack_is("lost_answer", "chat.postMessage", times=1)
    workspace.newcomer.signs_up()
    workspace.newcomer.messages()


def test_staff_are_asked_and_nothing_is_sent_again(workspace: Workspace) -> None:
    assert any(line.startswith(DOUBT) for line in workspace.staff.lines())
    assert len(workspace.newcomer.messages()) == 1


def test_the_card_names_nobody_and_the_form_does(workspace: Workspace) -> None:
    assert workspace.newcomer.person.user not in str(_cards(workspace.staff))

    workspace.staff.presses("Decide")

    assert f"<@{workspace.newcomer.person.user}>" in workspace.staff.form()


def test_it_arrived_settles_it(workspace: Workspace) -> None:
    _decide(workspace.staff, "It arrived")

    assert any(line.startswith(SETTLED) for line in workspace.staff.lines())
    assert _cards(workspace.staff) == []
    assert len(workspace.newcomer.messages()) == 1


@pytest.mark.usefixtures("_may_be_seen_twice")  # staff choose that it may be seen twice
def test_it_did_not_sends_it_again(workspace: Workspace) -> None:
    _decide(workspace.staff, "Send it again")

    assert len(workspace.newcomer.messages()) == 2


def test_the_second_one_is_told_kindly(workspace: Workspace) -> None:
    workspace.staff.presses("Decide")
    workspace.colleague.presses("Decide")
    workspace.staff.fills(decision="It arrived")
    workspace.staff.sends()

    workspace.colleague.fills(decision="Send it again")

    assert workspace.colleague.sends() == {
        "What shall we do?": "Somebody else was a minute faster: this one is settled."
    }
    assert len(workspace.newcomer.messages()) == 1


@pytest.mark.usefixtures("_may_be_seen_twice")
def test_of_two_at_the_same_moment_one_decides(workspace: Workspace) -> None:
    for somebody in (workspace.staff, workspace.colleague):
        somebody.presses("Decide")
        somebody.fills(decision="Send it again")

    said = at_once(workspace.staff.sends, workspace.colleague.sends)

    assert sorted(map(len, said)) == [0, 1]
    assert len(workspace.newcomer.messages()) == 2


def test_a_newcomer_who_forges_the_click_is_refused(workspace: Workspace) -> None:
    ((_, button),) = _cards(workspace.staff)

    answer = workspace.newcomer.forges("block_actions", {"actions": [button]})

    assert answer["answered"]
    assert "This is for staff." in workspace.newcomer.form()
    assert "Look there, or ask them" not in workspace.newcomer.form()


def test_a_newcomer_who_forges_the_form_is_refused(workspace: Workspace) -> None:
    ((_, button),) = _cards(workspace.staff)
    field = {"type": "input", "block_id": "choice"}
    state = {"values": {"choice": {"answer": {"selected_option": {"value": "arrived"}}}}}
    view = {"type": "modal", "callback_id": "doubt.form", "private_metadata": button["value"]}

    forged = {"view": {**view, "blocks": [field], "state": state}}
    answer = workspace.newcomer.forges("view_submission", forged)["answer"]

    assert answer["errors"]["choice"].startswith("This is for staff.")
    assert len(_cards(workspace.staff)) == 1


def _decide(somebody: Someone, words: str) -> None:
    somebody.presses("Decide")
    somebody.fills(decision=words)
    assert somebody.sends() == {}


def _cards(staff: Someone) -> list[tuple[Json, Json]]:
    """The buttons "Decide" that stand in the staff's channel."""
    staff.lines()
    messages = staff.person.messages("C07STAFF01")
    return [pair for message in messages for pair in buttons_of(message["blocks"])]
