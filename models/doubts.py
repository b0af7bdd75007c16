"""Messages that staff decide about: the answer was lost and nobody can look, or Slack refused for good."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import audit, outbox, rooms
from models.hours import Attention
from models.notices import Form, Kind, Lane, Notice, State
from models.refusal import Refusal
from models.rooms import Room, RoomKind

DOUBT = Kind("delivery.doubt", Form.CARD, Attention.DUTY, Lane.DUTY)

OPEN = (State.UNSURE, State.REFUSED)


class AlreadyDecided(Refusal):
    """Somebody else has decided about this message."""


def ask(session: Session, notice: Notice, room: Room, *, now: datetime) -> None:
    """Put it before staff as a card. A doubt about a doubt would never end, so it stays in the database."""
    staff = rooms.shared(session, RoomKind.STAFF, team=room.team)
    if staff is not None and notice.kind != DOUBT.name:
        outbox.draw(session, DOUBT, staff, subject_id=notice.id, now=now)


def about(session: Session, notice_id: int | None) -> Notice | None:
    """None once the person it was for has asked to be forgotten."""
    return session.get(Notice, notice_id)


def receiver_of(session: Session, notice: Notice) -> str | None:
    """The Slack id of the person it was for; None for a channel."""
    return session.get_one(Room, notice.room_id).slack_user


def find(session: Session, public_id: str) -> Notice:
    """Refuses with AlreadyDecided."""
    notice = session.scalars(select(Notice).where(Notice.public_id == public_id)).one_or_none()
    if notice is None or notice.state not in OPEN:
        raise AlreadyDecided
    return notice


def decide(session: Session, public_id: str, *, arrived: bool, by: int, now: datetime) -> None:
    """It arrived, or it is to be sent again, also into a room that was closed.

    Refuses with AlreadyDecided.
    """
    notice = find(session, public_id)
    session.refresh(notice, with_for_update=True)  # two of staff may press at the same moment
    if notice.state not in OPEN:
        raise AlreadyDecided
    room = session.get_one(Room, notice.room_id)
    if arrived:
        notice.state, notice.settled_at, notice.reason = State.SENT, now, "staff: it arrived"
    else:
        notice.state, notice.not_before, notice.reason = State.DUE, now, "staff: send again"
        notice.tried_at, notice.attempts, notice.put_off = None, 0, 0
        room.closed_because = None
    if notice.person_id:
        audit.note(session, by=by, about=notice.person_id, did=audit.Did.CHANGED, what="delivery", now=now)
    ask(session, notice, room, now=now)
