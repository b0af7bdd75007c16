"""What is owed, and when it may go: at once, at the first humane moment, or never."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database import Database
from bot.deadline import Deadline
from models import outbox, people
from models.notices import Card
from models.people import Person
from models.rooms import Room
from tests.models.outgoing import ANSWER, CARD, DUTY, NUDGE, a_room, a_staff_room, claim, notices
from tests.models.races import both_wait_before, together
from tests.moments import DAY, HOUR, NOON

NIGHT = NOON + 11 * HOUR  # 11 pm in New York, 8 pm in California
NINE_AM = datetime(2026, 3, 11, 13, tzinfo=UTC)  # the next morning in New York
FRIDAY = NOON + 3 * DAY
MONDAY_NINE_AM = datetime(2026, 3, 16, 13, tzinfo=UTC)


@pytest.fixture
def room(session: Session) -> Room:
    return a_room(session)


@pytest.fixture
def person(session: Session, room: Room) -> Person:
    return session.get_one(Person, room.person_id)


def moments(session: Session) -> list[datetime]:
    return [notice.not_before for notice in notices(session)]


def test_what_was_asked_for_goes_at_once_at_any_hour(session: Session, room: Room) -> None:
    outbox.owe(session, ANSWER, room, now=NIGHT)

    assert moments(session) == [NIGHT]


def test_what_is_wanted_later_goes_later(session: Session, room: Room) -> None:
    outbox.owe(session, ANSWER, room, now=NOON, wanted_at=NIGHT)

    assert moments(session) == [NIGHT]


def test_duty_waits_for_a_working_day(session: Session) -> None:
    outbox.owe(session, DUTY, a_staff_room(session), now=FRIDAY)

    assert moments(session) == [MONDAY_NINE_AM]


def test_what_nobody_asked_for_waits_for_the_morning(session: Session, room: Room) -> None:
    outbox.owe(session, NUDGE, room, now=NIGHT)

    assert moments(session) == [NINE_AM]


def test_the_hours_are_those_of_where_the_person_lives(session: Session, room: Room, person: Person) -> None:
    person.zip_code = "90012"  # Los Angeles

    outbox.owe(session, NUDGE, room, now=NIGHT)

    assert moments(session) == [NIGHT]


@pytest.mark.parametrize(
    ("zip_code", "zone", "found"),
    [
        ("27601", "America/Los_Angeles", "America/New_York"),
        ("09006", "Europe/Berlin", "Europe/Berlin"),  # a military ZIP is nowhere in particular
        (None, "Europe/Berlin", "Europe/Berlin"),
        ("09006", None, None),
    ],
)
def test_a_persons_zone_is_that_of_their_zip_before_what_slack_says(
    zip_code: str | None, zone: str | None, found: str | None, session: Session, person: Person
) -> None:
    person.zip_code, person.zone = zip_code, zone

    assert people.zone_of(session, person) == (ZoneInfo(found) if found else None)


def test_a_third_unasked_notice_waits_until_the_first_is_a_week_old(session: Session, room: Room) -> None:
    for _ in range(3):
        outbox.owe(session, NUDGE, room, now=NOON)

    assert moments(session) == [NOON, NOON, NOON + timedelta(days=7)]


def test_who_wants_fewer_gets_one_a_week(session: Session, room: Room, person: Person) -> None:
    person.fewer = True

    for _ in range(2):
        outbox.owe(session, NUDGE, room, now=NOON)

    assert moments(session) == [NOON, NOON + timedelta(days=7)]


def test_who_paused_is_left_alone_until_then_and_answered_nevertheless(
    session: Session, room: Room, person: Person
) -> None:
    person.paused_until = NOON + 30 * DAY

    outbox.owe(session, NUDGE, room, now=NOON)
    outbox.owe(session, ANSWER, room, now=NOON)

    assert moments(session) == [NOON + 30 * DAY, NOON]


def test_who_said_stop_is_owed_only_what_they_ask_for(session: Session, room: Room, person: Person) -> None:
    person.stopped_at = NOON

    outbox.owe(session, NUDGE, room, now=NOON)
    outbox.owe(session, ANSWER, room, now=NOON)

    assert [notice.kind for notice in notices(session)] == [ANSWER.name]


def test_one_dedupe_key_is_owed_once(session: Session, room: Room) -> None:
    for _ in range(2):
        outbox.owe(session, ANSWER, room, now=NOON, dedupe_key="answer:1")
    outbox.owe(session, ANSWER, room, now=NOON, dedupe_key="answer:2")
    outbox.owe(session, ANSWER, room, now=NOON)

    assert [notice.dedupe_key for notice in notices(session)] == ["answer:1", "answer:2", None]


def test_facts_are_those_of_the_change(session: Session, room: Room) -> None:
    outbox.owe(session, ANSWER, room, now=NOON, subject_id=7, facts={"before": "4 pm", "after": 5})

    claimed = claim(session)

    assert (claimed.subject_id, claimed.facts) == (7, ({"before": "4 pm", "after": 5},))


def test_a_subject_has_one_card_in_a_room(session: Session, room: Room) -> None:
    for subject in (1, 1, 2):
        outbox.draw(session, CARD, room, subject_id=subject, now=NOON)

    cards = session.scalars(select(Card).order_by(Card.subject_id)).all()
    assert [(card.subject_id, card.wanted) for card in cards] == [(1, 2), (2, 1)]


# -- Two at once ---------------------------------------------------------------------------------------


def draw(session: Session) -> None:
    outbox.draw(session, CARD, a_room(session), subject_id=1, now=NOON)


@pytest.mark.parametrize("earlier", [0, 1])
def test_two_who_draw_a_card_at_once_draw_one_card_twice(earlier: int, postgresql: Database) -> None:
    with postgresql.begin(Deadline.in_seconds(30)) as session:
        a_room(session)
        for _ in range(earlier):
            draw(session)

    with both_wait_before(postgresql, "SELECT cards" if earlier else "INSERT INTO cards"):
        together(postgresql, draw, draw)

    with postgresql.read(Deadline.in_seconds(30)) as session:
        assert session.scalars(select(Card.wanted)).all() == [earlier + 2]


def test_two_who_owe_the_same_at_once_owe_it_once(postgresql: Database) -> None:
    def owe(session: Session) -> None:
        outbox.owe(session, ANSWER, a_room(session), now=NOON, dedupe_key="one")

    together(postgresql, a_room)
    with both_wait_before(postgresql, "INSERT INTO notices"):
        together(postgresql, owe, owe)

    with postgresql.read(Deadline.in_seconds(30)) as session:
        assert len(notices(session)) == 1
