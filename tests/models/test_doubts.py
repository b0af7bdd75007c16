"""Messages nobody is sure about: looked for, sent again where they are not, and else decided by staff."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database import Database
from bot.deadline import Deadline
from models import doubts, looking, outbox, people, sending
from models.audit import AuditRow
from models.doubts import DOUBT, AlreadyDecided
from models.looking import LEASE
from models.notices import State
from models.rooms import Room
from models.sending import LOOK_AFTER, Claim
from tests.models.outgoing import (
    ANSWER,
    TEAM,
    a_room,
    a_staff_room,
    claim,
    nothing_is_due,
    notices,
    states,
)
from tests.moments import DAY, HOUR, MINUTE, NOON, SECOND


@pytest.fixture
def room(session: Session) -> Room:
    return a_room(session)


def an_unsure_post(session: Session, room: Room) -> Claim:
    outbox.owe(session, ANSWER, room, now=NOON)
    claimed = claim(session)
    sending.doubt(session, claimed, look_at=NOON + LOOK_AFTER)
    return claimed


def looked_for(session: Session, machine: datetime) -> Claim:
    claimed = looking.next_to_look_for(session, machine=machine)
    assert claimed is not None
    return claimed


def test_slack_gets_a_moment_before_anybody_looks_and_one_look_is_one_lease(
    session: Session, room: Room
) -> None:
    unsure = an_unsure_post(session, room)
    assert looking.next_to_look_for(session, machine=NOON + LOOK_AFTER - SECOND) is None

    assert looked_for(session, NOON + LOOK_AFTER).public_id == unsure.public_id

    assert looking.next_to_look_for(session, machine=NOON + LOOK_AFTER + LEASE - SECOND) is None
    assert looked_for(session, NOON + LOOK_AFTER + LEASE).id == unsure.id


def test_what_is_not_there_goes_again(session: Session, room: Room) -> None:
    an_unsure_post(session, room)

    looking.send_again(session, looked_for(session, NOON + MINUTE), now=NOON + MINUTE)

    again = claim(session, NOON + MINUTE)
    assert (again.is_posted_anew, again.put_off) == (True, 0)
    assert looking.next_to_look_for(session, machine=NOON + HOUR) is None


def test_what_was_found_is_sent(session: Session, room: Room) -> None:
    an_unsure_post(session, room)

    looked = looked_for(session, NOON + MINUTE)
    sending.record_sent(session, looked, channel="D1", ts="1.000001", now=NOON)

    assert states(session) == [State.SENT]
    assert (room.slack_channel, nothing_is_due(session, NOON + HOUR)) == ("D1", True)


def test_where_nobody_can_look_staff_decide_and_nothing_goes_by_itself(session: Session, room: Room) -> None:
    a_staff_room(session)
    an_unsure_post(session, room)

    looking.leave_to_staff(session, looked_for(session, NOON + MINUTE), "missing_scope", now=NOON)

    assert claim(session, NOON + HOUR).kind == DOUBT.name
    assert (states(session, ANSWER), nothing_is_due(session, NOON + DAY)) == ([State.UNSURE], True)
    assert looking.next_to_look_for(session, machine=NOON + DAY) is None


# -- Staff decide --------------------------------------------------------------------------------------


def a_refused_post(session: Session, room: Room) -> str:
    outbox.owe(session, ANSWER, room, now=NOON)
    sending.refuse(session, claim(session), "user_disabled", closes_room=True, now=NOON)
    return notices(session, ANSWER)[0].public_id


def decide(session: Session, public_id: str, *, arrived: bool, now: datetime = NOON + 2 * DAY) -> None:
    by = people.meet(session, TEAM, "U1STAFF", zone=None, now=NOON)
    doubts.decide(session, public_id, arrived=arrived, by=by.id, now=now)


def test_staff_are_asked_once_about_one_message(session: Session, room: Room) -> None:
    a_staff_room(session)
    a_refused_post(session, room)
    [answer] = notices(session, ANSWER)

    doubts.ask(session, answer, room, now=NOON)

    asked = claim(session, NOON + MINUTE)
    assert (asked.kind, asked.subject_id, asked.channel) == (DOUBT.name, answer.id, "C1STAFF")
    assert nothing_is_due(session, NOON + HOUR)


def test_what_has_arrived_is_settled(session: Session, room: Room) -> None:
    decide(session, a_refused_post(session, room), arrived=True)

    [answer] = notices(session, ANSWER)
    assert (answer.state, answer.settled_at) == (State.SENT, NOON + 2 * DAY)


def test_what_is_to_go_again_goes_also_into_a_closed_room_and_has_a_new_day(
    session: Session, room: Room
) -> None:
    decide(session, a_refused_post(session, room), arrived=False)

    again = claim(session, NOON + 2 * DAY)
    assert (again.kind, again.put_off) == (ANSWER.name, 0)
    assert notices(session, ANSWER)[0].tried_at == NOON + 2 * DAY


def test_a_decision_draws_the_card_anew_and_leaves_an_audit_row(session: Session, room: Room) -> None:
    a_staff_room(session)
    decide(session, a_refused_post(session, room), arrived=True)

    assert claim(session, NOON + 2 * DAY).version == 2
    [row] = session.scalars(select(AuditRow)).all()
    assert (row.about_id, row.did, row.what) == (room.person_id, "changed", "delivery")


def test_what_is_decided_or_unknown_cannot_be_decided(session: Session, room: Room) -> None:
    decided = a_refused_post(session, room)
    decide(session, decided, arrived=True)

    for public_id in (decided, "nobody knows it"):
        with pytest.raises(AlreadyDecided):
            decide(session, public_id, arrived=False)


def test_only_a_direct_message_has_one_receiver(session: Session, room: Room) -> None:
    outbox.owe(session, ANSWER, room, now=NOON)
    outbox.owe(session, ANSWER, a_staff_room(session), now=NOON)

    assert [doubts.receiver_of(session, notice) for notice in notices(session)] == ["U1", None]


def test_of_two_who_decide_at_the_same_moment_one_is_second(postgresql: Database) -> None:
    barrier = Barrier(2)
    with postgresql.begin(Deadline.in_seconds(30)) as session:
        public_id = a_refused_post(session, a_room(session))
        by = people.meet(session, TEAM, "U1STAFF", zone=None, now=NOON).id

    def press(arrived: bool) -> None:
        with postgresql.begin(Deadline.in_seconds(30)) as session:
            doubts.find(session, public_id)
            barrier.wait(timeout=30)
            doubts.decide(session, public_id, arrived=arrived, by=by, now=NOON)

    with ThreadPoolExecutor(2) as pool:
        presses = [pool.submit(press, arrived) for arrived in (True, False)]
        ends = sorted(type(each.exception()).__name__ for each in presses)

    assert ends == ["AlreadyDecided", "NoneType"]
