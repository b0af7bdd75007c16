"""What is next to be sent, and when, by the clock people live by: for whoever moves that clock."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.notices import Form, Notice, State
from models.rooms import Room
from models.sending import in_flight_elsewhere


@dataclass(frozen=True)
class Upcoming:
    """What comes next, and to whom it goes, if to anybody; `kind` is a notice's."""

    at: datetime
    kind: str
    form: Form | None = None
    user: str | None = None
    channel: str | None = None


def first(session: Session, *, after: datetime) -> Upcoming | None:
    """What comes first after that moment: all before it is under way. None when nothing waits."""
    rows = session.execute(
        select(Notice.kind, Notice.form, Notice.not_before, Room)
        .join(Room, Room.id == Notice.room_id)
        .where(Notice.state == State.DUE, ~in_flight_elsewhere())
        .where(or_(Notice.form == Form.HOME, Room.closed_because.is_(None)))
        .order_by(Notice.not_before)
        .limit(50)  # a room that waits for its pace may stand before one that does not
    )
    waiting = [
        Upcoming(_earliest(form, not_before, room), kind, form, room.slack_user, room.slack_channel)
        for kind, form, not_before, room in rows
    ]
    later = (each for each in waiting if each.at > after)
    return min(later, key=lambda each: each.at, default=None)


def _earliest(form: Form, not_before: datetime, room: Room) -> datetime:
    """A Home page knows no pace."""
    if form is Form.HOME:
        return not_before
    return max(not_before, room.next_send_at or not_before, room.blocked_until or not_before)
