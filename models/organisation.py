"""What the organisation decides and may change: dated rows; a decision names the one it was made under."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")  # in the order of datetime.weekday()

# The first row, so that there are rules at every moment since the organisation began. Whoever changes the
# rules adds a row; nobody of the organisation has confirmed this one.
FIRST_RULES: dict[str, Any] = {
    "valid_from": datetime(2017, 1, 20, tzinfo=ZoneInfo("America/New_York")),
    "zone": "America/New_York",
    "working_days": "mon,tue,wed,thu",
    "day_starts": "09:00",
    "day_ends": "21:00",
    "unasked_a_week": 2,
    "source": "Run for Something onboarding design, section 3, rule 7",
    "checked_by": None,
    "checked_at": None,
}


class OrganisationRules(Base):
    """Rows are added, never changed. Clock times are "HH:MM" where the recipient is."""

    __tablename__ = "organisation_rules"
    __table_args__ = (
        CheckConstraint(
            "day_starts LIKE '__:__' AND day_ends LIKE '__:__' AND day_starts < day_ends", name="hours"
        ),
        # Duty would wait for ever for a first working day.
        CheckConstraint("working_days <> ''", name="working_days"),
        CheckConstraint("unasked_a_week >= 0", name="unasked_a_week"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    valid_from: Mapped[datetime] = mapped_column(unique=True)
    zone: Mapped[str] = mapped_column(Text)
    working_days: Mapped[str] = mapped_column(Text)
    day_starts: Mapped[str] = mapped_column(Text)
    day_ends: Mapped[str] = mapped_column(Text)
    unasked_a_week: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    checked_by: Mapped[str | None] = mapped_column(Text)
    checked_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Rules:
    """`working_days` are numbers as of datetime.weekday(); nobody is written to unasked outside of
    `day_starts` to `day_ends` on their own clock. `version` is the row's id."""

    version: int
    zone: ZoneInfo
    working_days: frozenset[int]
    day_starts: time
    day_ends: time
    unasked_a_week: int


def rules_at(session: Session, now: datetime) -> Rules:
    """The rules that hold at this moment: those that came into force last."""
    in_force = select(OrganisationRules).where(OrganisationRules.valid_from <= now)
    latest = in_force.order_by(OrganisationRules.valid_from.desc()).limit(1)
    return _read(session.scalars(latest).one())


def _read(row: OrganisationRules) -> Rules:
    return Rules(
        version=row.id,
        zone=ZoneInfo(row.zone),
        working_days=frozenset(DAYS.index(day) for day in row.working_days.split(",")),
        day_starts=time.fromisoformat(row.day_starts),
        day_ends=time.fromisoformat(row.day_ends),
        unasked_a_week=row.unasked_a_week,
    )
