"""The inbox: an event is stored before Slack is told that it arrived; a worker handles it afterwards.

Ids are remembered long after Slack's last retry; what was said is erased as soon as it is handled.
"""

import enum
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, Select, SmallInteger, String, UniqueConstraint, delete, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, checked
from models.inserting import insert_if_new
from models.keys import Sealed

SET_ASIDE_KEPT = timedelta(days=30)
REMEMBERED = timedelta(days=7)  # Slack's last retry comes after five minutes; a day is what we promise
LEASE = timedelta(seconds=30)
PROFILE_WANTED = "profile_wanted"
MOST_ATTEMPTS = 5
PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=15)  # doubles with each attempt
KEEP_TRYING = timedelta(hours=24)


class Progress(enum.StrEnum):
    WAITING = "waiting"
    HANDLED = "handled"
    SET_ASIDE = "set_aside"


class ReceivedEvent(Base):
    """`channel` and `ts` name a message, which may come under several event ids.

    `attempts` are counted before they are made, `put_off` when what one needed was not to be had.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "ts"),
        Index("ix_inbox_waiting", "not_before", sqlite_where=text("progress = 'waiting'"),
              postgresql_where=text("progress = 'waiting'")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str | None] = mapped_column(String(20))
    ts: Mapped[str | None] = mapped_column(String(20))
    payload: Mapped[str | None] = mapped_column(Sealed, deferred=True)
    received_at: Mapped[datetime]
    not_before: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    put_off: Mapped[int] = mapped_column(SmallInteger, default=0)
    progress: Mapped[Progress] = mapped_column(checked(Progress, "progress"), default=Progress.WAITING)
    handled_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Taken:
    """One event to be handled now."""

    id: int
    kind: str
    payload: Mapping[str, Any]


def take_in(
    session: Session,
    *,
    event_id: str,
    kind: str,
    payload: Mapping[str, Any],
    message: tuple[str, str] | None,
    now: datetime,
) -> bool:
    """Store an event; False when it, or its message (channel, ts) under another id, is there already."""
    channel, ts = message or (None, None)
    new = insert_if_new(
        session,
        ReceivedEvent,
        event_id=event_id,
        kind=kind,
        channel=channel,
        ts=ts,
        payload=json.dumps(payload),
        received_at=now,
        not_before=now,
        progress=Progress.WAITING,
    )
    return new is not None


def want_profile(session: Session, team: str, user: str, *, now: datetime) -> None:
    """An event of our own: Slack's profile of somebody did not come in time and is fetched later."""
    take_in(
        session,
        event_id=f"profile:{secrets.token_urlsafe(12)}",
        kind=PROFILE_WANTED,
        payload={"team_id": team, "event": {"type": PROFILE_WANTED, "user": user}},
        message=None,
        now=now,
    )


def claim_next(session: Session, *, now: datetime, machine: datetime) -> int | None:
    """The oldest event that waits, for this worker; what people wrote goes before what we want to know.

    One that has ended the program too often is set aside.
    """
    waiting = _waiting(now, machine)
    while (event := session.scalar(waiting)) is not None and _has_failed(event):
        event.progress = Progress.SET_ASIDE
    if event is None:
        return None
    event.attempts += 1
    event.claimed_until = machine + LEASE
    return event.id


def open_claimed(session: Session, event_id: int) -> Taken:
    """What it says. Apart from the claim: what can't be opened has used up an attempt all the same."""
    event = session.get_one(ReceivedEvent, event_id)
    assert event.payload is not None
    return Taken(event.id, event.kind, json.loads(event.payload))


def _waiting(now: datetime, machine: datetime) -> Select[ReceivedEvent]:
    free = (ReceivedEvent.claimed_until.is_(None)) | (ReceivedEvent.claimed_until <= machine)
    return (
        select(ReceivedEvent)
        .where(ReceivedEvent.progress == Progress.WAITING, ReceivedEvent.not_before <= now, free)
        .order_by(ReceivedEvent.kind == PROFILE_WANTED, ReceivedEvent.id)
        .limit(1)
        .with_for_update(key_share=True, skip_locked=True)
    )


def release_all(session: Session) -> None:
    """At the start, where no other process can be at work."""
    claimed = ReceivedEvent.claimed_until.is_not(None) & (ReceivedEvent.progress == Progress.WAITING)
    for event in session.scalars(select(ReceivedEvent).where(claimed)):
        event.claimed_until = None


def next_due(session: Session, *, after: datetime) -> datetime | None:
    """When an event that could not be handled is taken up again; None when none waits for that."""
    waiting = (ReceivedEvent.progress == Progress.WAITING) & (ReceivedEvent.not_before > after)
    return session.scalar(select(func.min(ReceivedEvent.not_before)).where(waiting))


def settle(session: Session, taken: Taken, *, now: datetime) -> None:
    """Handled, in the same transaction as what it brought about; what it said is erased."""
    event = session.get_one(ReceivedEvent, taken.id)
    event.progress, event.handled_at, event.payload, event.claimed_until = Progress.HANDLED, now, None, None


def put_off(session: Session, taken: Taken, *, is_failure: bool, now: datetime) -> bool:
    """It could not be handled: a few more tries if that was a failure of ours, a day of them if what it
    needs was not to be had. True when it is set aside, still sealed, for an engineer to look at.
    """
    event = session.get_one(ReceivedEvent, taken.id)
    event.claimed_until = None
    event.put_off += 0 if is_failure else 1
    event.not_before = now + min(PAUSE * 2 ** min(event.attempts, 10), LONGEST_PAUSE)
    if _has_failed(event) or (not is_failure and now - event.received_at > KEEP_TRYING):
        event.progress = Progress.SET_ASIDE
    return event.progress is Progress.SET_ASIDE


def _has_failed(event: ReceivedEvent) -> bool:
    return event.attempts - event.put_off >= MOST_ATTEMPTS


def forget_old(session: Session, *, now: datetime) -> None:
    """The ids of what was handled; what was set aside stays until somebody has had time to look at it."""
    for progress, kept in ((Progress.HANDLED, REMEMBERED), (Progress.SET_ASIDE, SET_ASIDE_KEPT)):
        old = (ReceivedEvent.received_at < now - kept) & (ReceivedEvent.progress == progress)
        session.execute(delete(ReceivedEvent).where(old))
