"""Signing up: what is kept, what it owes, and what a second time changes."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.database import Database
from bot.deadline import Deadline
from models import outbox, people, sign_ups
from models.notices import Notice
from models.people import ContactPoint, Email, NotAnEmail, Person
from models.refusal import NothingChosen, Refusal
from models.sign_ups import (
    STAFF_LINE,
    WELCOME,
    Answers,
    ConsentIsMissing,
    NotSignedUp,
    Reason,
    SignUp,
    When,
)
from models.zip_codes import NotAZipCode, UnknownZipCode
from tests.models.outgoing import TEAM, a_staff_room, claim, email_of, notices
from tests.models.races import both_wait_before, together
from tests.moments import DAY, MINUTE, NOON

ANSWERS = Answers(Reason.MIGHT_RUN, "27601", Email("maya@example.org", "typed"), "2026-11-24")


@pytest.fixture
def person(session: Session) -> Person:
    return people.meet(session, TEAM, "U1", zone=None, now=NOON)


def sign_up(session: Session, person: Person, answers: Answers = ANSWERS) -> SignUp:
    return sign_ups.sign_up(session, person, answers, now=NOON)


def test_the_answers_are_kept_with_the_sentence_that_was_agreed_to(session: Session, person: Person) -> None:
    row = sign_up(session, person)

    assert (row.reason, row.consent, row.consented_at) == (Reason.MIGHT_RUN, "2026-11-24", NOON)
    assert (row.signed_up_at, row.might_run) == (NOON, None)
    assert (person.zip_code, email_of(session, person.id)) == ("27601", "maya@example.org")


def test_signing_up_owes_a_welcome_a_home_page_and_a_line_for_staff(session: Session, person: Person) -> None:
    staff = a_staff_room(session)

    sign_up(session, person)

    owed = {notice.kind: notice for notice in notices(session)}
    assert set(owed) == {WELCOME.name, outbox.HOME.name, STAFF_LINE.name}
    assert (owed[STAFF_LINE.name].room_id, owed[STAFF_LINE.name].facts) == (staff.id, {"reason": "might_run"})


def test_without_a_room_for_staff_nobody_else_is_told(session: Session, person: Person) -> None:
    sign_up(session, person)

    assert {notice.kind for notice in notices(session)} == {WELCOME.name, outbox.HOME.name}


def test_signing_up_again_changes_the_answers_and_tells_nobody_anew(session: Session, person: Person) -> None:
    a_staff_room(session)
    sign_up(session, person)
    other = replace(ANSWERS, reason=Reason.JUST_LOOKING, zip_code="90012", email=None)

    row = sign_ups.sign_up(session, person, other, now=NOON + DAY)

    assert (row.reason, row.changed_at, row.signed_up_at) == (Reason.JUST_LOOKING, NOON + DAY, NOON)
    assert (row.consented_at, person.zip_code) == (NOON, "90012")
    assert len(notices(session, STAFF_LINE)) == 1
    assert claim(session, NOON + MINUTE).version == 2


def test_another_sentence_is_another_consent(session: Session, person: Person) -> None:
    sign_up(session, person)

    row = sign_ups.sign_up(session, person, replace(ANSWERS, consent="2027-01-01"), now=NOON + DAY)

    assert (row.consent, row.consented_at) == ("2027-01-01", NOON + DAY)


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        (replace(ANSWERS, reason=None), NothingChosen),
        (replace(ANSWERS, zip_code="2760"), NotAZipCode),
        (replace(ANSWERS, zip_code="00000"), UnknownZipCode),
        (replace(ANSWERS, email=Email("maya", "typed")), NotAnEmail),
        (replace(ANSWERS, consent=None), ConsentIsMissing),
    ],
)
def test_what_is_missing_or_wrong_is_refused_by_name_and_nothing_is_kept(
    answers: Answers, refusal: type[Refusal], database: Database
) -> None:
    with pytest.raises(refusal):
        together(
            database,
            lambda session: sign_up(session, people.meet(session, TEAM, "U1", zone=None, now=NOON), answers),
        )

    with database.read(Deadline.in_seconds(30)) as session:
        for table in (Person, SignUp, ContactPoint, Notice):
            assert session.scalar(select(func.count()).select_from(table)) == 0


def test_when_they_might_run_can_be_said_and_changed(session: Session, person: Person) -> None:
    sign_up(session, person)

    assert sign_ups.say_when(session, person, When.NEXT_YEAR, now=NOON).might_run_in == 2027
    row = sign_ups.say_when(session, person, When.SOMEDAY, now=NOON + DAY)

    assert (row.might_run, row.might_run_in, row.might_run_said_at) == (When.SOMEDAY, None, NOON + DAY)
    assert claim(session, NOON + DAY).version == 3


def test_this_year_is_that_of_where_they_live(session: Session, person: Person) -> None:
    sign_up(session, person, replace(ANSWERS, zip_code="99501"))
    new_year_in_new_york = datetime(2027, 1, 1, 5, 30, tzinfo=UTC)

    row = sign_ups.say_when(session, person, When.THIS_YEAR, now=new_year_in_new_york)

    assert row.might_run_in == 2026


def test_when_is_refused_before_signing_up_and_without_a_choice(session: Session, person: Person) -> None:
    with pytest.raises(NotSignedUp):
        sign_ups.say_when(session, person, When.SOMEDAY, now=NOON)
    sign_up(session, person)

    with pytest.raises(NothingChosen):
        sign_ups.say_when(session, person, None, now=NOON)


def test_the_form_shows_again_what_was_typed_and_not_what_slack_knows(
    session: Session, person: Person
) -> None:
    assert sign_ups.answers_of(session, TEAM, "U1") is None
    sign_up(session, person, replace(ANSWERS, email=Email("maya@example.com", "slack_profile")))
    before = sign_ups.answers_of(session, TEAM, "U1")
    assert before
    assert before.email is None

    sign_up(session, person)

    again = sign_ups.answers_of(session, TEAM, "U1")
    assert again == sign_ups.Before(Reason.MIGHT_RUN, "27601", "maya@example.org", "2026-11-24")


def test_two_presses_at_once_are_one_sign_up_and_one_line_for_staff(postgresql: Database) -> None:
    with postgresql.begin(Deadline.in_seconds(30)) as session:
        a_staff_room(session)
        people.meet(session, TEAM, "U1", zone=None, now=NOON)

    def press(session: Session) -> None:
        sign_up(session, people.meet(session, TEAM, "U1", zone=None, now=NOON))

    with both_wait_before(postgresql, "UPDATE people"):
        together(postgresql, press, press)

    with postgresql.read(Deadline.in_seconds(30)) as session:
        assert len(session.scalars(select(SignUp)).all()) == 1
        assert len(notices(session, STAFF_LINE)) == 1
