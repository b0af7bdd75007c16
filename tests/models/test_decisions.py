"""Decisions of staff about a message: the same one again is no quarrel, and nobody is asked in vain."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import doubts, outbox, people, sending
from models.audit import AuditRow
from models.doubts import DOUBT, AlreadyDecided
from models.notices import Card, Notice, State
from models.rooms import Room
from tests.models.outgoing import ANSWER, TEAM, a_room, a_staff_room, claim, notices, states
from tests.moments import NOON


@pytest.fixture
def room(session: Session) -> Room:
    return a_room(session)


def a_refused_post(session: Session, room: Room) -> str:
    outbox.owe(session, ANSWER, room, now=NOON)
    sending.refuse(session, claim(session), "invalid_blocks", closes_room=True, now=NOON)
    return notices(session, ANSWER)[0].public_id


def decide(session: Session, public_id: str, *, arrived: bool, user: str = "U1STAFF") -> None:
    by = people.meet(session, TEAM, user, zone=None, now=NOON)
    doubts.decide(session, public_id, arrived=arrived, by=by.id, now=NOON)


@pytest.mark.parametrize("arrived", [True, False])
def test_the_same_decision_by_the_same_person_again_changes_nothing(
    arrived: bool, session: Session, room: Room
) -> None:
    public_id = a_refused_post(session, room)
    decide(session, public_id, arrived=arrived)
    before = everything(session)

    decide(session, public_id, arrived=arrived)

    assert everything(session) == before
    assert session.scalar(select(func.count()).select_from(AuditRow)) == 1


@pytest.mark.parametrize(("user", "arrived"), [("U2STAFF", True), ("U2STAFF", False), ("U1STAFF", False)])
def test_another_person_or_another_decision_is_refused(
    user: str, arrived: bool, session: Session, room: Room
) -> None:
    public_id = a_refused_post(session, room)
    decide(session, public_id, arrived=True)

    with pytest.raises(AlreadyDecided):
        decide(session, public_id, arrived=arrived, user=user)


def test_what_nobody_could_be_asked_about_is_asked_once_staff_have_a_channel(
    session: Session, room: Room
) -> None:
    a_refused_post(session, room)
    assert states(session, DOUBT) == []
    a_staff_room(session)

    for _ in range(2):
        doubts.ask_about_all(session, team=TEAM, now=NOON)

    assert states(session, DOUBT) == [State.DUE]


def test_what_is_still_being_looked_for_is_not_asked_about(session: Session, room: Room) -> None:
    outbox.owe(session, ANSWER, room, now=NOON)
    sending.doubt(session, claim(session), look_at=NOON)
    a_staff_room(session)

    doubts.ask_about_all(session, team=TEAM, now=NOON)

    assert states(session, DOUBT) == []


def everything(session: Session) -> list[object]:
    """Every value that a decision could change, of every row."""
    session.flush()
    tables = (Notice.__table__, Card.__table__, Room.__table__)
    return [session.execute(select(table).order_by(table.c.id)).all() for table in tables]
