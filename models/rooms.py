"""Rooms: Slack conversations as rows, which carry the pace and the order of what is sent there."""

import enum
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Erase, Export, Merge, checked, person_key
from models.inserting import insert_if_new


class RoomKind(enum.StrEnum):
    """What a room is for; a direct one is the bot's conversation with one person."""

    DIRECT = "direct"
    STAFF = "staff"


class Room(Base):
    """`slack_channel` of a direct room is learnt from Slack's first answer, or from its events.

    `heard_up_to` is the ts up to which nothing that the person wrote is missing.
    """

    __tablename__ = "rooms"
    __table_args__ = (
        UniqueConstraint("team", "kind", "person_id"),
        Index("ix_rooms_slack_user", "team", "slack_user"),
        Index(
            "uq_rooms_shared",
            "team",
            "kind",
            unique=True,
            sqlite_where=text("person_id IS NULL"),
            postgresql_where=text("person_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team: Mapped[str] = mapped_column(String(20))
    kind: Mapped[RoomKind] = mapped_column(checked(RoomKind, "kind"))
    person_id: Mapped[int | None] = person_key(
        export=Export.INCLUDE, erase=Erase.DELETE, merge=Merge.MOVE, index=True
    )
    slack_user: Mapped[str | None] = mapped_column(String(20))
    slack_channel: Mapped[str | None] = mapped_column(String(20))
    heard_up_to: Mapped[str | None] = mapped_column(String(20))
    next_send_at: Mapped[datetime | None]
    blocked_until: Mapped[datetime | None]
    closed_because: Mapped[str | None] = mapped_column(String(80))


def open_direct(session: Session, person_id: int, *, team: str, user: str) -> None:
    """The conversation with one person: there once, however often it is opened.

    They are here just now, so whatever made Slack refuse it may be over.
    """
    insert_if_new(session, Room, team=team, kind=RoomKind.DIRECT, person_id=person_id, slack_user=user)
    closed = (Room.person_id == person_id) & Room.closed_because.is_not(None)
    session.execute(update(Room).where(closed).values(closed_because=None))


def open_shared(session: Session, kind: RoomKind, *, team: str, channel: str | None) -> None:
    """At the start, from the settings: the room takes the channel that is configured now, or none.

    A room that Slack had refused is tried again: somebody may have mended it.
    """
    insert_if_new(session, Room, team=team, kind=kind, slack_channel=channel)
    room = _shared(session, kind, team)
    assert room is not None
    room.slack_channel, room.closed_because = channel, None


def direct(session: Session, person_id: int) -> Room:
    """Everybody we have met in Slack has one."""
    return session.scalars(
        select(Room).where(Room.person_id == person_id, Room.kind == RoomKind.DIRECT)
    ).one()


def learn_channel(room: Room, channel: str) -> None:
    """A direct conversation's own id, as Slack's events name it."""
    room.slack_channel = room.slack_channel or channel


def hear(session: Session, team: str, user: str, *, channel: str, ts: str) -> None:
    """The person has written here. From their first message on, catching up knows where to begin."""
    if room := _direct_of(session, team, user):
        learn_channel(room, channel)
        room.heard_up_to = room.heard_up_to or ts


def caught_up(session: Session, team: str, user: str, *, up_to: str) -> None:
    """Everything up to this message is in the inbox. Only whoever has looked may say so."""
    if room := _direct_of(session, team, user):
        room.heard_up_to = max(room.heard_up_to or "", up_to)


@dataclass(frozen=True)
class Heard:
    """A conversation in which somebody has written to us, and the ts up to which nothing is missing."""

    team: str
    user: str
    channel: str
    up_to: str


def heard(session: Session) -> list[Heard]:
    """The latest first."""
    wanted = (
        select(Room.team, Room.slack_user, Room.slack_channel, Room.heard_up_to)
        .where(Room.kind == RoomKind.DIRECT)
        .order_by(Room.heard_up_to.desc())
    )
    return [
        Heard(team, user, channel, up_to)
        for team, user, channel, up_to in session.execute(wanted)
        if user and channel and up_to
    ]


def shared(session: Session, kind: RoomKind, *, team: str) -> Room | None:
    """None where no channel is configured for it: what would go there is left out."""
    room = _shared(session, kind, team)
    return room if room and room.slack_channel else None


def _direct_of(session: Session, team: str, user: str) -> Room | None:
    mine = (Room.team == team) & (Room.slack_user == user) & (Room.kind == RoomKind.DIRECT)
    return session.scalar(select(Room).where(mine))


def _shared(session: Session, kind: RoomKind, team: str) -> Room | None:
    return session.scalar(select(Room).where(Room.team == team, Room.kind == kind, Room.person_id.is_(None)))
