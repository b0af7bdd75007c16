"""What all tables share: names of constraints, types of columns, and what a key to a person declares."""

import enum
import secrets
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Enum, ForeignKey, Integer, MetaData, String
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite counts by itself only in a column that is called INTEGER.
ID = BigInteger().with_variant(Integer, "sqlite")

PUBLIC_ID_LENGTH = 16


class Moment(TypeDecorator[datetime]):
    """A moment, always aware and in UTC on our side; SQLite has no zones, so it keeps the bare UTC time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs a time zone.")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: Moment, int: ID}  # noqa: RUF012  # SQLAlchemy reads it from the class


def checked(words: type[enum.StrEnum], name: str) -> Enum:
    """An enum as text with a check constraint: readable in the database, changeable by a migration."""
    return Enum(
        words,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=name,
        values_callable=lambda each: [word.value for word in each],
    )


def public_id() -> MappedColumn[str]:
    """A random id for whatever reaches Slack: nobody can count rows by it, or guess the next."""
    return mapped_column(String(PUBLIC_ID_LENGTH), unique=True, default=lambda: secrets.token_urlsafe(12))


class Export(enum.Enum):
    """What "take my data along" does with a row that names the person."""

    INCLUDE = enum.auto()
    LEAVE_OUT = enum.auto()


class Erase(enum.Enum):
    """What "delete me" does with it: the row goes, or stays and forgets whom it was about."""

    DELETE = enum.auto()
    FORGET = enum.auto()


class Merge(enum.Enum):
    """What joining two records of one person does: the row moves to the one that stays, or goes."""

    MOVE = enum.auto()
    DROP = enum.auto()


def person_key(*, export: Export, erase: Erase, merge: Merge, **column: Any) -> MappedColumn[Any]:
    """A foreign key to people. A test walks all tables and finds a key that was made without this."""
    fate = {"export": export, "erase": erase, "merge": merge}
    return mapped_column(ForeignKey("people.id"), info=fate, **column)
