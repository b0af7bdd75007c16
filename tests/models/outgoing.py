"""Somebody to write to, and kinds of notices that only tests send."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import people, rooms, sending
from models.hours import Attention
from models.notices import Form, Kind, Lane, Notice, State
from models.people import ContactPoint
from models.rooms import Room, RoomKind
from models.sending import Claim
from tests.moments import NOON

TEAM = "T1"

ANSWER = Kind("test.answer", Form.POST, Attention.ASKED_FOR, Lane.ANSWER)
PROMISE = Kind("test.promise", Form.POST, Attention.ASKED_FOR, Lane.PROMISED)
CARD = Kind("test.card", Form.CARD, Attention.ASKED_FOR, Lane.PROMISED)
LINE = Kind("test.line", Form.POST, Attention.ASKED_FOR, Lane.DUTY, collapses=True)
DUTY = Kind("test.duty", Form.POST, Attention.DUTY, Lane.DUTY)
NUDGE = Kind("test.nudge", Form.POST, Attention.UNASKED, Lane.NUDGE)


def a_room(session: Session, user: str = "U1") -> Room:
    """The conversation with one person, who is new or known."""
    return rooms.direct(session, people.meet(session, TEAM, user, zone=None, now=NOON).id)


def a_staff_room(session: Session) -> Room:
    rooms.open_shared(session, RoomKind.STAFF, team=TEAM, channel="C1STAFF")
    staff = rooms.shared(session, RoomKind.STAFF, team=TEAM)
    assert staff is not None
    return staff


def claim(session: Session, now: datetime = NOON) -> Claim:
    """What goes next; fails when nothing does."""
    claim = sending.claim_next(session, now=now, machine=now)
    assert claim is not None
    return claim


def nothing_is_due(session: Session, now: datetime = NOON) -> bool:
    return sending.claim_next(session, now=now, machine=now) is None


def notices(session: Session, kind: Kind | None = None) -> list[Notice]:
    session.flush()
    wanted = select(Notice).order_by(Notice.id)
    return list(session.scalars(wanted.where(Notice.kind == kind.name) if kind else wanted))


def states(session: Session, kind: Kind | None = None) -> list[State]:
    return [notice.state for notice in notices(session, kind)]


def email_of(session: Session, person_id: int) -> str | None:
    """The verified one before a typed one."""
    mine = select(ContactPoint.value).where(ContactPoint.person_id == person_id)
    return session.scalar(mine.order_by(ContactPoint.verified_at.is_(None)).limit(1))
