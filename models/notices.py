"""Notices and cards, as rows: what the bot owes to somebody until Slack has it.

A notice becomes a post (goes once), or brings a card or a Home page up to date. outbox.py makes it due;
sending.py has its way from there to sent, closed, refused, or unsure when an answer was lost.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Erase, Export, Merge, checked, person_key, public_id
from models.hours import Attention

Facts = Mapping[str, int | str | None]
"""Ids, times, old and new values, frozen at the change; never free text."""


class Form(enum.StrEnum):
    POST = "post"
    CARD = "card"
    HOME = "home"


class Lane(enum.IntEnum):
    """Which notices go first when many are due."""

    ANSWER = 0
    PROMISED = 1
    DUTY = 2
    NUDGE = 3
    BROADCAST = 4


@dataclass(frozen=True)
class Kind:
    """One kind of notice. `collapses`: many that wait for one room become one message."""

    name: str
    form: Form
    attention: Attention
    lane: Lane
    collapses: bool = False


class State(enum.StrEnum):
    DUE = "due"
    CLAIMED = "claimed"
    UNSURE = "unsure"
    SENT = "sent"
    CLOSED = "closed"
    REFUSED = "refused"


class Card(Base):
    """One message that is kept current. `wanted` rises with each change, `shown` is what Slack has."""

    __tablename__ = "cards"
    __table_args__ = (UniqueConstraint("kind", "subject_id", "room_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[int]
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"))
    slack_channel: Mapped[str | None] = mapped_column(String(20))
    slack_ts: Mapped[str | None] = mapped_column(String(20))
    wanted: Mapped[int] = mapped_column(default=0)
    shown: Mapped[int] = mapped_column(default=0)


class Notice(Base):
    """`public_id` goes into the message's metadata, so that the message can be found again.

    `attempts` are counted before they are made, `put_off` when one ended in order; what is between them
    did not. `tried_at` is the first attempt, `turn` rises with each claim, `version` is the card's that is
    drawn. `claimed_until` and `look_at` are by the machine's clock, all else is the time people live by.
    `into_id`: what this one became a part of.
    """

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_due", "lane", "not_before", sqlite_where=text("state = 'due'"),
              postgresql_where=text("state = 'due'")),
        Index("ix_notices_unsettled", "state", sqlite_where=text("state IN ('claimed', 'unsure')"),
              postgresql_where=text("state IN ('claimed', 'unsure')")),
        Index("ix_notices_collapse", "collapse_key", sqlite_where=text("state = 'due'"),
              postgresql_where=text("state = 'due'")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id()
    kind: Mapped[str] = mapped_column(String(60))
    form: Mapped[Form] = mapped_column(checked(Form, "form"))
    lane: Mapped[int] = mapped_column(SmallInteger)
    attention: Mapped[Attention] = mapped_column(checked(Attention, "attention"))
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"), index=True)
    person_id: Mapped[int | None] = person_key(
        export=Export.INCLUDE, erase=Erase.DELETE, merge=Merge.MOVE, index=True
    )
    subject_id: Mapped[int | None]
    card_id: Mapped[int | None] = mapped_column(ForeignKey("cards.id"), index=True)
    facts: Mapped[dict[str, int | str | None]] = mapped_column(JSON)
    dedupe_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    collapse_key: Mapped[str | None] = mapped_column(String(120))
    into_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"), index=True)
    owed_at: Mapped[datetime]
    not_before: Mapped[datetime]
    useless_after: Mapped[datetime | None]
    tried_at: Mapped[datetime | None]
    state: Mapped[State] = mapped_column(checked(State, "state"), default=State.DUE)
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    put_off: Mapped[int] = mapped_column(SmallInteger, default=0)
    turn: Mapped[int] = mapped_column(SmallInteger, default=0)
    version: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None]
    look_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(120))
    slack_channel: Mapped[str | None] = mapped_column(String(20))
    slack_ts: Mapped[str | None] = mapped_column(String(20))
    settled_at: Mapped[datetime | None]
    decision: Mapped[str | None] = mapped_column(String(40))
    decided_by_id: Mapped[int | None] = person_key(
        export=Export.LEAVE_OUT, erase=Erase.FORGET, merge=Merge.MOVE
    )
