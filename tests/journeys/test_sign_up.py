"""The sign-up story: three questions, "You're in", a welcome, and when one might run."""

import pytest

from models.people import Person
from models.sign_ups import SignUp
from tests.journeys.vocabulary import Workspace, at_once
from tests.stage import over_http_too

ASKS = "/runforsomething signup"
NEXT = "Next: say when you might run."


def test_somebody_new_is_in_and_is_asked_one_thing_more(workspace: Workspace) -> None:
    maya = workspace.newcomer
    maya.types(ASKS)
    assert "We'll use maya.thompson@example.org, from your Slack profile." in maya.form()

    maya.fills(reason="I might run for office", zip="27601", consent="Yes, you may keep them")

    assert maya.sends() == {}
    assert "You're in" in maya.form()
    assert maya.answer_in("when") is None
    assert workspace.emails() == {"maya.thompson@example.org": "slack_profile"}


def test_the_welcome_comes_and_is_kept_current(workspace: Workspace) -> None:
    maya = workspace.newcomer
    maya.signs_up()
    before = maya.messages()

    maya.fills(when="Next year")
    assert maya.sends() == {}

    (welcome,) = before
    (current,) = maya.messages()
    assert welcome.startswith("You're in.")
    assert NEXT in welcome
    assert NEXT not in current


@over_http_too
def test_when_one_might_run_can_wait_for_the_card(workspace: Workspace) -> None:
    maya = workspace.newcomer
    maya.signs_up()
    maya.closes()

    maya.presses("Say when you might run")
    maya.fills(when="Someday")

    assert maya.sends() == {}
    assert "You might run someday." in maya.form()
    assert NEXT not in maya.messages()[-1]


def test_who_comes_to_help_is_not_asked_as_if_they_would_run(workspace: Workspace) -> None:
    workspace.newcomer.signs_up(reason="I'd like to help someone run")

    assert workspace.newcomer.answer_in("when") == "I'd rather help"


def test_staff_hear_of_it_in_one_line_that_names_nobody(workspace: Workspace) -> None:
    workspace.newcomer.signs_up()

    (line,) = workspace.staff.lines()
    assert line.startswith("Somebody new signed up: “I might run for office”.")
    for private in ("Maya", "U07NEWRAL1", "27601", "maya.thompson"):
        assert private not in str(workspace.staff.person.messages("C07STAFF01"))


@pytest.mark.parametrize(
    ("night", "before", "morning"),
    [
        ("Tue 10 Mar 2026, 10 pm", "Wed 11 Mar 2026, 8:59 am", "Wed 11 Mar 2026, 9:01 am"),
        ("Thu 12 Mar 2026, 9 pm", "Mon 16 Mar 2026, 8:59 am", "Mon 16 Mar 2026, 9:01 am"),
    ],
)
def test_a_night_of_sign_ups_is_one_line_in_the_morning(
    night: str, before: str, morning: str, workspace: Workspace
) -> None:
    workspace.wait_until(night)
    for somebody in (workspace.newcomer, workspace.another_newcomer):
        somebody.signs_up()
        assert len(somebody.messages()) == 1
    workspace.somebody("U07MENTOR1").signs_up(reason="Just looking")

    workspace.wait_until(before)
    assert workspace.staff.lines() == []

    workspace.wait_until(morning)
    (line,) = workspace.staff.lines()
    assert line.startswith("3 people signed up: 2 “I might run for office”, 1 “Just looking”.")


def test_who_has_signed_up_finds_the_same_questions_with_their_answers(workspace: Workspace) -> None:
    maya = workspace.newcomer
    maya.signs_up(reason="Just looking")
    maya.closes()

    maya.types(ASKS)

    assert maya.answers() == {"reason": "Just looking", "zip": "27601", "consent": "Yes, you may keep them"}


def test_changed_answers_are_kept_and_told_to_nobody_anew(workspace: Workspace) -> None:
    maya = workspace.newcomer
    maya.signs_up()
    maya.closes()
    before = (len(maya.messages()), workspace.staff.lines())

    maya.presses("Change my answers")
    maya.fills(zip="30310", reason="Just looking")

    assert maya.sends() == {}
    assert "Your answers are saved." in maya.form()
    assert (len(maya.messages()), workspace.staff.lines()) == before
    maya.types(ASKS)
    assert (maya.answer_in("zip"), maya.answer_in("reason")) == ("30310", "Just looking")


def test_who_shares_no_email_is_asked_and_believed_but_not_verified(workspace: Workspace) -> None:
    caleb = workspace.without_email

    assert caleb.signs_up(email="Caleb@Example.org") == {}

    assert workspace.emails() == {"caleb@example.org": None}
    caleb.types(ASKS)
    assert caleb.answer_in("email") == "caleb@example.org"


def test_somebody_elses_address_opens_nothing_and_shows_nothing(workspace: Workspace) -> None:
    workspace.newcomer.signs_up(reason="Just looking")

    assert workspace.without_email.signs_up(email="maya.thompson@example.org") == {}

    assert workspace.count(SignUp) == 2
    workspace.without_email.types(ASKS)
    assert workspace.without_email.answer_in("reason") == "I might run for office"


# -- What was mistyped ---------------------------------------------------------------------------------


FIVE_DIGITS = "A ZIP code has five digits, like 27601."
UNKNOWN = "We don't know the ZIP code 00000. Is there a typo? One from the next town works, too."


@over_http_too
def test_a_mistyped_zip_is_said_at_its_field_and_all_answers_stay(workspace: Workspace) -> None:
    maya = workspace.newcomer
    yes = "Yes, you may keep them"

    for typed, sentence in {"2760": FIVE_DIGITS, "twenty": FIVE_DIGITS, "00000": UNKNOWN}.items():
        assert maya.signs_up(zip=typed, reason="Just looking") == {"Your ZIP code": sentence}
        assert maya.answers() == {"reason": "Just looking", "zip": typed, "consent": yes}

    assert workspace.count(SignUp) == 0
    maya.fills(zip="27601")
    assert maya.sends() == {}


POST_OFFICE_BOX, MILITARY, OUT_OF_USE = "27602", "09007", "01133"


def test_every_zip_that_somebody_may_have_is_taken(workspace: Workspace) -> None:
    maya = workspace.newcomer

    for typed in ("27601-1234", " 27601 ", POST_OFFICE_BOX, MILITARY, OUT_OF_USE):
        assert maya.signs_up(zip=typed) == {}

        maya.types(ASKS)
        assert maya.answer_in("zip") == typed.strip()[:5]


def test_half_an_address_is_stopped_by_slack_and_a_strange_one_by_us(workspace: Workspace) -> None:
    caleb = workspace.without_email

    assert caleb.signs_up(email="caleb@") == {"Your email address": "Please enter a valid email address."}
    caleb.fills(email="caleb@home.x..y")
    assert caleb.sends() == {
        "Your email address": ("This doesn't look like an email address yet. It reads like you@example.org.")
    }

    assert caleb.answer_in("email") == "caleb@home.x..y"
    assert caleb.answers()["zip"] == "27601"


def test_nothing_goes_out_without_consent(workspace: Workspace) -> None:
    ((label, sentence),) = workspace.newcomer.signs_up(consent="").items()

    assert label.startswith("We keep these answers and your email address")
    assert sentence == "Please complete this required field."  # Slack's own words: it has asked nobody


def test_who_gets_around_slack_is_asked_for_consent_by_us(workspace: Workspace) -> None:
    window = workspace.newcomer.opens_a_window(ASKS)

    assert "We need your yes before we can keep anything." in window.sends(consent="")
    assert workspace.count(SignUp) == 0


# -- Twice, at the same moment -------------------------------------------------------------------------


def test_a_double_click_is_one_sign_up(workspace: Workspace) -> None:
    maya = workspace.newcomer
    maya.types(ASKS)
    maya.fills(reason="Just looking", zip="27601", consent="Yes, you may keep them")

    first, second = maya.double_clicks()

    assert first == second
    assert "You're in" in first
    assert_there_is_one_of_everything(workspace)


def test_two_devices_make_one_person(workspace: Workspace) -> None:
    on_the_phone = workspace.newcomer.opens_a_window(ASKS)
    at_the_desk = workspace.newcomer.opens_a_window(ASKS)

    first, second = at_once(on_the_phone.sends, at_the_desk.sends)

    assert first == second
    assert "You're in" in first
    assert_there_is_one_of_everything(workspace)


def assert_there_is_one_of_everything(workspace: Workspace) -> None:
    assert workspace.count(SignUp) == 1
    assert workspace.count(Person) == 1 + len([workspace.staff, workspace.colleague])
    assert len(workspace.newcomer.messages()) == 1
    assert len(workspace.staff.lines()) == 1
