"""The inbox: each event once, in order, tried a few times, and forgotten when it is done."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.database import Database
from bot.deadline import Deadline
from models import inbox
from models.inbox import (
    LEASE,
    LONGEST_PAUSE,
    MOST_ATTEMPTS,
    PAUSE,
    REMEMBERED,
    Progress,
    ReceivedEvent,
    Taken,
)
from tests.models.races import both_wait_before, together
from tests.moments import DAY, HOUR, NOON, SECOND

SAID = "zuzanna"


def take_in(
    session: Session, event_id: str = "Ev1", message: tuple[str, str] | None = None, **payload: Any
) -> None:
    inbox.take_in(
        session,
        event_id=event_id,
        kind="message",
        payload=payload or {"text": SAID},
        message=message,
        now=NOON,
    )


def take(session: Session, now: datetime = NOON) -> Taken:
    """The next one; fails when none waits."""
    claimed = inbox.claim_next(session, now=now, machine=now)
    assert claimed is not None
    return inbox.open_claimed(session, claimed)


def nothing_waits(session: Session, now: datetime = NOON) -> bool:
    return inbox.claim_next(session, now=now, machine=now) is None


def rows(session: Session) -> list[ReceivedEvent]:
    session.flush()
    return list(session.scalars(select(ReceivedEvent).order_by(ReceivedEvent.id)))


def test_an_event_that_comes_again_is_there_already(session: Session) -> None:
    take_in(session, text="first")
    take_in(session, text="again")

    assert [take(session).payload] == [{"text": "first"}]
    assert len(rows(session)) == 1


def test_one_message_under_two_event_ids_is_there_once(session: Session) -> None:
    for event_id, message in (("Ev1", ("D1", "1.1")), ("Ev2", ("D1", "1.1")), ("Ev3", ("D1", "1.2"))):
        take_in(session, event_id, message)

    assert [row.event_id for row in rows(session)] == ["Ev1", "Ev3"]


def test_events_that_are_no_messages_do_not_stand_in_each_others_way(session: Session) -> None:
    take_in(session, "Ev1")
    take_in(session, "Ev2")

    assert len(rows(session)) == 2


def test_the_oldest_goes_first_and_each_once(session: Session) -> None:
    take_in(session, "Ev1", number=1)
    take_in(session, "Ev2", number=2)

    assert [take(session).payload["number"] for _ in range(2)] == [1, 2]
    assert nothing_waits(session)


def test_what_was_said_is_erased_as_soon_as_it_is_handled(session: Session) -> None:
    take_in(session)

    inbox.settle(session, take(session), now=NOON + SECOND)

    [row] = rows(session)
    assert (row.progress, row.payload, row.handled_at) == (Progress.HANDLED, None, NOON + SECOND)
    assert nothing_waits(session, NOON + DAY)


def test_what_could_not_be_handled_waits_longer_each_time_and_is_then_set_aside(session: Session) -> None:
    take_in(session)
    take_in(session, "Ev2")
    now, pauses = NOON, []

    for _ in range(MOST_ATTEMPTS):
        inbox.put_off(session, take(session, now), is_failure=True, now=now)
        pauses.append(rows(session)[0].not_before - now)
        now = rows(session)[0].not_before

    assert pauses == [PAUSE * 2**attempt for attempt in range(1, MOST_ATTEMPTS + 1)]
    assert (rows(session)[0].progress, rows(session)[0].payload) == (
        Progress.SET_ASIDE,
        '{"text": "zuzanna"}',
    )
    assert take(session, now).id == rows(session)[1].id


def test_what_is_not_to_be_had_is_asked_for_during_a_day(session: Session) -> None:
    take_in(session)
    for hour in range(24):
        inbox.put_off(session, take(session, NOON + hour * HOUR), is_failure=False, now=NOON + hour * HOUR)
    assert rows(session)[0].not_before == NOON + 23 * HOUR + LONGEST_PAUSE

    inbox.put_off(session, take(session, NOON + DAY), is_failure=False, now=NOON + DAY + SECOND)

    assert rows(session)[0].progress is Progress.SET_ASIDE


def test_an_attempt_is_counted_before_it_is_made(session: Session) -> None:
    take_in(session)

    take(session)
    take(session, NOON + LEASE)

    assert [row.attempts for row in rows(session)] == [2]


def test_what_a_dead_worker_had_is_taken_over_after_its_lease_or_at_the_start(session: Session) -> None:
    take_in(session)
    take(session)
    assert nothing_waits(session, NOON + LEASE - SECOND)
    again = take(session, NOON + LEASE)

    inbox.release_all(session)

    assert take(session, NOON + LEASE) == again


def test_when_the_next_one_is_due(session: Session) -> None:
    take_in(session)
    assert inbox.next_due(session, after=NOON) is None

    inbox.put_off(session, take(session), is_failure=True, now=NOON)
    assert inbox.next_due(session, after=NOON) == NOON + PAUSE * 2


def test_ids_are_remembered_for_a_week(session: Session) -> None:
    take_in(session)
    inbox.settle(session, take(session), now=NOON)

    inbox.forget_old(session, now=NOON + REMEMBERED)
    assert len(rows(session)) == 1
    inbox.forget_old(session, now=NOON + REMEMBERED + SECOND)
    assert rows(session) == []


def test_what_still_waits_is_not_forgotten(session: Session) -> None:
    take_in(session)

    inbox.forget_old(session, now=NOON + REMEMBERED + HOUR)

    assert len(rows(session)) == 1


def test_a_profile_that_is_wanted_is_an_event_each_time(session: Session) -> None:
    for _ in range(2):
        inbox.want_profile(session, "T1", "U1", now=NOON)

    taken = take(session)
    assert (taken.kind, taken.payload["event"]["user"]) == ("profile_wanted", "U1")
    assert len(rows(session)) == 2


def test_the_database_never_sees_what_was_said(session: Session) -> None:
    take_in(session)

    kept = session.scalar(text("SELECT payload FROM inbox"))

    assert str(kept).startswith("f1:")
    assert SAID not in str(kept)


@pytest.mark.parametrize("message", [None, ("D1", "1.1")])
def test_one_event_over_two_sockets_at_once_is_there_once(
    message: tuple[str, str] | None, postgresql: Database
) -> None:
    with both_wait_before(postgresql, "INSERT INTO inbox"):
        together(postgresql, *[lambda session: take_in(session, message=message)] * 2)

    with postgresql.read(Deadline.in_seconds(30)) as session:
        assert len(rows(session)) == 1


def test_two_workers_at_once_take_two_events(postgresql: Database) -> None:
    with postgresql.begin(Deadline.in_seconds(30)) as session:
        take_in(session, "Ev1")
        take_in(session, "Ev2")
    taken = list[int]()

    with both_wait_before(postgresql, "UPDATE inbox"):
        together(postgresql, *[lambda session: taken.append(take(session).id)] * 2)

    assert len(set(taken)) == 2
