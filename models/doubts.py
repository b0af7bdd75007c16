"""Messages that staff decide about: the answer was lost and nobody can look, or Slack refused for good."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import audit, outbox, rooms
from models.hours import Attention
from models.notices import Card, Form, Kind, Lane, Notice, State
from models.refusal import Refusal
from models.rooms import Room, RoomKind

DOUBT = Kind("delivery.doubt", Form.CARD, Attention.DUTY, Lane.DUTY)

OPEN = (State.UNSURE, State.REFUSED)
IT_ARRIVED, SEND_AGAIN = "staff: it arrived", "staff: send it again"


class AlreadyDecided(Refusal):
    """Somebody else has decided about this message."""


def ask(session: Session, notice: Notice, room: Room, *, now: datetime) -> None:
    """Put it before staff as a card. A doubt about a doubt would never end, so it stays in the database."""
    staff = rooms.shared(session, RoomKind.STAFF, team=room.team)
    if staff is not None and notice.kind != DOUBT.name:
        outbox.draw(session, DOUBT, staff, subject_id=notice.id, now=now)


def ask_about_all(session: Session, *, team: str, now: datetime) -> None:
    """At the start: what nobody could be asked about, because staff had no channel."""
    asked = select(Card.id).where(Card.kind == DOUBT.name, Card.subject_id == Notice.id)
    waiting = Notice.state.in_(OPEN) & Notice.look_at.is_(None) & (Notice.kind != DOUBT.name)
    for notice in session.scalars(select(Notice).where(waiting, ~asked.exists())):
        room = session.get_one(Room, notice.room_id)
        if room.team == team:
            ask(session, notice, room, now=now)


def about(session: Session, notice_id: int | None) -> Notice | None:
    """None once the person it was for has asked to be forgotten."""
    return session.get(Notice, notice_id)


def find(session: Session, public_id: str) -> Notice:
    """A message that is still to be decided about. Refuses with AlreadyDecided."""
    notice = session.scalar(select(Notice).where(Notice.public_id == public_id))
    if notice is None or notice.state not in OPEN:
        raise AlreadyDecided
    return notice


def receiver_of(session: Session, notice: Notice) -> str | None:
    """The Slack id of the person it was for; None for a channel."""
    return session.get_one(Room, notice.room_id).slack_user


def decide(session: Session, public_id: str, *, arrived: bool, by: int, now: datetime) -> None:
    """It arrived, or it is to be sent again, also into a room that was closed.

    The same decision by the same person again changes nothing. Refuses with AlreadyDecided.
    """
    notice = session.scalar(
        select(Notice).where(Notice.public_id == public_id).with_for_update(key_share=True)
    )
    how = IT_ARRIVED if arrived else SEND_AGAIN
    if notice is None:
        raise AlreadyDecided
    if notice.state not in OPEN:
        if (notice.decided_by_id, notice.decision) != (by, how):
            raise AlreadyDecided
        return
    room = session.get_one(Room, notice.room_id)
    _settle(notice, room, arrived=arrived, now=now)
    notice.decided_by_id, notice.decision = by, how
    if notice.person_id:
        audit.note(session, by=by, about=notice.person_id, did=audit.Did.CHANGED, what="delivery", now=now)
    ask(session, notice, room, now=now)  # the card says now what was decided


def _settle(notice: Notice, room: Room, *, arrived: bool, now: datetime) -> None:
    notice.turn += 1  # whoever was still looking for it is too late
    if arrived:
        notice.state, notice.settled_at = State.SENT, now
        return
    notice.state, notice.not_before, notice.settled_at = State.DUE, now, None
    notice.tried_at, notice.attempts, notice.put_off = None, 0, 0
    room.closed_because = room.blocked_until = None
