"""Signing up while the database or Slack stalls: an honest word, nothing lost, nothing twice."""

from typing import Any

import pytest

from models.people import Person
from models.sign_ups import SignUp
from tests.databases import sqlite_first
from tests.journeys.vocabulary import ANSWERS, Workspace
from tests.stage import over_http_too

ASKS = "/runforsomething signup"
NOT_SURE = "We can't be sure this was saved. Press again; nothing will be there twice."
PROFILE_SHOWN = "We'll use maya.thompson@example.org, from your Slack profile."


@pytest.mark.usefixtures("_slack_is_patient")
@over_http_too
def test_a_stalled_database_is_said_in_time_and_the_same_press_works_later(workspace: Workspace) -> None:
    maya = workspace.newcomer
    maya.types(ASKS)
    maya.fills(**ANSWERS)

    with workspace.database_stalls():
        assert maya.sends() == {"What brings you here?": NOT_SURE}
    assert maya.answers() == ANSWERS
    assert workspace.count(SignUp) == 0

    assert maya.sends() == {}
    assert "You're in" in maya.form()
    assert (workspace.count(SignUp), workspace.count(Person)) == (1, 3)
    assert (len(maya.messages()), len(workspace.staff.lines())) == (1, 1)


@pytest.mark.usefixtures("_slack_is_patient")
def test_what_was_meant_to_change_is_not_lost_to_a_stalled_database(workspace: Workspace) -> None:
    maya = workspace.newcomer
    maya.signs_up()
    maya.fills(when="Next year")

    with workspace.database_stalls():
        assert maya.sends() == {"When might you run?": NOT_SURE}

    assert maya.answer_in("when") == "Next year"
    assert maya.sends() == {}
    assert "You might run in 2027." in maya.form()


# -- Slack stalls, before the form ---------------------------------------------------------------------


@sqlite_first
def test_one_moment_becomes_the_form(workspace: Workspace) -> None:
    maya = workspace.newcomer
    workspace.slack_is("slow", "users.info", seconds=1.5, times=1)

    maya.types(ASKS)

    first, second = maya.was_shown()
    assert "One moment…" in first
    assert PROFILE_SHOWN in second
    maya.fills(**ANSWERS)
    assert maya.sends() == {}


@sqlite_first
def test_where_the_profile_does_not_come_the_form_asks(workspace: Workspace) -> None:
    maya = workspace.newcomer
    workspace.slack_is("slow", "users.info", seconds=1.5)
    maya.types(ASKS)
    maya.fills(**ANSWERS, email="maya@home.example.org")
    assert maya.sends() == {}

    workspace.slack_is_well_again()

    assert workspace.emails() == {
        "maya@home.example.org": None,
        "maya.thompson@example.org": "slack_profile",
    }


@sqlite_first
@pytest.mark.usefixtures("_profiles_are_forgotten")
def test_a_profile_that_comes_too_late_for_the_form_is_kept_later(workspace: Workspace) -> None:
    maya = workspace.newcomer
    maya.types(ASKS)
    maya.fills(**ANSWERS)
    workspace.slack_is("slow", "users.info", seconds=1.5, times=1)

    assert maya.sends() == {}

    assert "You're in" in maya.form()
    assert workspace.emails() == {"maya.thompson@example.org": "slack_profile"}
    assert len(maya.messages()) == 1


@pytest.mark.usefixtures("_profiles_are_forgotten")
def test_a_profile_is_asked_for_until_it_comes(workspace: Workspace) -> None:
    maya = workspace.newcomer
    maya.types(ASKS)
    maya.fills(**ANSWERS)
    workspace.slack_is("rate_limited", "users.info", times=3)

    assert maya.sends() == {}
    assert workspace.emails() == {}

    workspace.wait(minutes=1)
    workspace.wait(minutes=1)
    assert workspace.emails() == {"maya.thompson@example.org": "slack_profile"}


@sqlite_first
def test_a_form_that_opens_slowly_opens(workspace: Workspace) -> None:
    maya = workspace.newcomer
    workspace.slack_is("slow", "views.open", seconds=1.2, times=1)

    maya.types(ASKS)

    assert PROFILE_SHOWN in maya.form()


@sqlite_first
def test_a_form_that_does_not_open_is_said(workspace: Workspace) -> None:
    maya = workspace.newcomer
    workspace.slack_is("slow", "views.open", seconds=3, times=1)

    maya.types(ASKS)

    assert maya.last_answer() == "If nothing has opened, please try again."
    assert maya.signs_up() == {}


@pytest.mark.usefixtures("_slack_is_patient")
def test_while_the_database_stalls_something_honest_opens(workspace: Workspace) -> None:
    """SQLite can be read while somebody writes; PostgreSQL's table is locked to readers as well."""
    with workspace.database_stalls():
        workspace.newcomer.types(ASKS)

        reads_on = workspace.stage.database.is_sqlite
        honest = PROFILE_SHOWN if reads_on else "We couldn't open this just now. Please try again."
        assert honest in workspace.newcomer.form()


# -- Slack stalls, after it ----------------------------------------------------------------------------


@pytest.mark.usefixtures("_looks_soon")
@pytest.mark.parametrize(
    "trouble",
    [
        {"fault": "rate_limited", "retry_after": 1},
        {"fault": "lost_answer"},
        {"fault": "hang_up"},
        {"fault": "server_error"},
    ],
    ids=lambda trouble: str(trouble["fault"]),
)
def test_whatever_slack_does_one_welcome_is_seen(trouble: dict[str, Any], workspace: Workspace) -> None:
    workspace.slack_is(method="chat.postMessage", times=1, **trouble)

    workspace.newcomer.signs_up()
    workspace.newcomer.messages()
    workspace.wait(minutes=1)

    assert len(workspace.newcomer.messages()) == 1
    assert len(workspace.staff.lines()) == 1


@pytest.mark.usefixtures("_looks_soon")
def test_a_welcome_that_was_found_again_is_kept_current(workspace: Workspace) -> None:
    maya = workspace.newcomer
    workspace.slack_is("lost_answer", "chat.postMessage", times=1)
    maya.signs_up()
    (before,) = maya.messages()

    maya.fills(when="This year")
    maya.sends()

    (after,) = maya.messages()
    assert after != before
