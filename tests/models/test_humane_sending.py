"""Humane hours at the moment of sending: a notice may have waited, and its moment is reckoned again."""

from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from bot.database import Database
from bot.deadline import Deadline
from models import outbox, sending, upcoming
from models.hours import WEEK
from models.notices import State
from models.people import Person
from models.rooms import Room
from models.sending import PACE, Claim
from tests.models.outgoing import DUTY, NUDGE, a_room, a_staff_room, claim, nothing_is_due, notices
from tests.moments import DAY, HOUR, MINUTE, NOON, SECOND

EVENING, THREE_AT_NIGHT, NEXT_NINE = NOON + 8 * HOUR, NOON + 15 * HOUR, NOON + 21 * HOUR
THURSDAY, MONDAY_NINE = NOON + 2 * DAY, NOON + 5 * DAY + 21 * HOUR

# Each example undoes what it did, so one database serves them all.
UNHURRIED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
# A database is slow: a third of what rules without one get, also with --hypothesis-profile=long.
SHARED = settings(suppress_health_check=UNHURRIED, max_examples=settings().max_examples // 3)


@pytest.fixture
def room(session: Session) -> Room:
    return a_room(session)


def owe_a_nudge(session: Session, room: Room, wanted_at: datetime = EVENING) -> None:
    outbox.owe(session, NUDGE, room, now=NOON, wanted_at=wanted_at)


def person_of(session: Session, room: Room) -> Person:
    return session.get_one(Person, room.person_id)


def put_off(session: Session, claimed: Claim, until: datetime, *, now: datetime) -> None:
    sending.put_off(session, claimed, "service_unavailable", until=until, blocks_room=False, now=now)


def test_what_nobody_asked_for_and_whose_moment_was_missed_does_not_come_at_night(
    session: Session, room: Room
) -> None:
    owe_a_nudge(session, room)

    assert nothing_is_due(session, THREE_AT_NIGHT)

    first = upcoming.first(session, after=NOON)
    assert first is not None
    assert first.at == NEXT_NINE
    assert nothing_is_due(session, NEXT_NINE - SECOND)
    assert claim(session, NEXT_NINE).kind == NUDGE.name


def test_who_said_stop_meanwhile_gets_nothing(session: Session, room: Room) -> None:
    owe_a_nudge(session, room)
    person_of(session, room).stopped_at = NOON + MINUTE

    assert nothing_is_due(session, EVENING)

    assert [(each.state, each.reason) for each in notices(session)] == [(State.CLOSED, "they said stop")]


def test_who_pauses_meanwhile_gets_it_afterwards(session: Session, room: Room) -> None:
    owe_a_nudge(session, room)
    person_of(session, room).paused_until = NOON + 3 * DAY

    assert nothing_is_due(session, EVENING)
    assert nothing_is_due(session, NOON + 3 * DAY - SECOND)

    assert claim(session, NOON + 3 * DAY).kind == NUDGE.name


def test_a_line_for_staff_that_is_put_off_into_the_night_waits_for_the_morning(session: Session) -> None:
    outbox.owe(session, DUTY, a_staff_room(session), now=EVENING)
    put_off(session, claim(session, EVENING), until=THREE_AT_NIGHT, now=EVENING)

    assert nothing_is_due(session, THREE_AT_NIGHT)

    assert claim(session, NEXT_NINE).kind == DUTY.name


def test_one_that_is_put_off_beyond_the_week_waits_for_monday(session: Session) -> None:
    thursday_evening = THURSDAY + 8 * HOUR
    outbox.owe(session, DUTY, a_staff_room(session), now=thursday_evening)
    put_off(session, claim(session, thursday_evening), until=THURSDAY + DAY, now=thursday_evening)

    assert nothing_is_due(session, THURSDAY + DAY)
    assert nothing_is_due(session, MONDAY_NINE - SECOND)

    assert claim(session, MONDAY_NINE).kind == DUTY.name


def test_what_one_asked_for_comes_at_night_as_well(session: Session, room: Room) -> None:
    outbox.refresh_home(session, room, now=EVENING)

    assert not nothing_is_due(session, THREE_AT_NIGHT)


def test_three_that_have_waited_are_not_sent_at_once_and_none_is_forgotten(
    session: Session, room: Room
) -> None:
    for wanted_at in (NOON, NOON + DAY, NOON + 8 * DAY):
        owe_a_nudge(session, room, wanted_at)
    back = NOON + 10 * DAY

    sent_at = list[datetime]()
    for days in range(30):
        sent_at += all_sent(session, back + days * DAY)

    assert len(sent_at) == 3
    assert sent_at[0] == back
    assert sent_at[2] - sent_at[0] >= WEEK


def test_what_may_have_arrived_counts_like_what_has(session: Session, room: Room) -> None:
    for now in (NOON, NOON + HOUR):
        owe_a_nudge(session, room, now)
        sending.doubt(session, claim(session, now), look_at=now)

    owe_a_nudge(session, room, NOON + 2 * DAY)

    assert nothing_is_due(session, NOON + WEEK - SECOND)
    assert claim(session, NOON + WEEK).kind == NUDGE.name


@SHARED
@given(
    wanted=st.lists(st.integers(0, 30 * 24), min_size=3, max_size=7),
    waits=st.lists(st.integers(1, 9 * 24), min_size=4, max_size=8),
    lost=st.sets(st.integers(0, 7)),
)
def test_whenever_the_bot_is_there_nobody_gets_three_unasked_ones_within_seven_days(
    database: Database, wanted: list[int], waits: list[int], lost: set[int]
) -> None:
    with database.begin(Deadline.in_seconds(30)) as session:
        room = a_room(session)
        for hours in wanted:
            owe_a_nudge(session, room, NOON + hours * HOUR)
        sent_at, now = list[datetime](), NOON
        for visit, wait in enumerate(waits):
            now += wait * HOUR
            sent_at += all_sent(session, now, lost=visit in lost)
        session.rollback()

    assert all(third - first >= WEEK for first, third in zip(sent_at, sent_at[2:], strict=False))
    assert all(later > earlier for earlier, later in pairwise(sent_at))


def all_sent(session: Session, now: datetime, *, lost: bool = False) -> list[datetime]:
    """When something went that was due by now; what is `lost` is in doubt, and may have arrived."""
    seen = list[datetime]()
    while claimed := sending.claim_next(session, now=now, machine=now):
        seen.append(now)
        if lost:
            sending.doubt(session, claimed, look_at=now + WEEK)
        else:
            sending.record_sent(session, claimed, channel="D1", ts="1.000001", now=now)
        now += PACE
    return seen
