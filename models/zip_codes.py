"""Our own table of ZIP codes: where a person is, in which state and county, and what their clock shows.

Its content comes from the `zipcodes` package once. Later everybody asks the table: it can be joined, it
holds still while a migration runs, and rows of people can refer to it.
"""

import enum
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

import zipcodes
from sqlalchemy import ColumnElement, FromClause, String, Text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, checked
from models.inserting import INSERT
from models.refusal import Refusal

Insert = postgresql.Insert | sqlite.Insert

DATASET = "zip_codes"

# ZIP+4 is welcome, and the four digits are forgotten. Phones make a long dash of a hyphen.
TYPED = re.compile(r"([0-9]{5})(?:(?: ?[-‐–—] ?| )?[0-9]{4})?")


class NotAZipCode(Refusal):
    """What was typed has not the five digits of a ZIP code."""


class UnknownZipCode(Refusal):
    """Five digits that the Postal Service has not given to any place, as far as we know."""

    def __init__(self, zip_code: str) -> None:
        super().__init__()  # a ZIP is private, so it is not in the text that a log would show
        self.zip_code = zip_code


class ZipKind(enum.StrEnum):
    STANDARD = "standard"
    PO_BOX = "po_box"
    UNIQUE = "unique"  # one receiver has it: a university, a company, an agency
    MILITARY = "military"


class ZipCode(Base):
    """Rows stay for good, since people refer to them; one out of use has `active` False."""

    __tablename__ = "zip_codes"

    zip_code: Mapped[str] = mapped_column(String(5), primary_key=True)
    kind: Mapped[ZipKind] = mapped_column(checked(ZipKind, "kind"))
    active: Mapped[bool]
    city: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(2))
    county: Mapped[str | None] = mapped_column(Text)
    zone: Mapped[str | None] = mapped_column(Text)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]


class Dataset(Base):
    """Which version of somebody else's data our tables hold."""

    __tablename__ = "datasets"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    version: Mapped[str] = mapped_column(Text)
    rows: Mapped[int]
    loaded_at: Mapped[datetime]


def find(session: Session, typed: str) -> ZipCode:
    """The ZIP code that a person typed. Post-office boxes and those out of use are ZIP codes too.

    Refuses with NotAZipCode or UnknownZipCode.
    """
    digits = read_typed(typed)
    found = session.get(ZipCode, digits)
    if found is None:
        raise UnknownZipCode(digits)
    return found


def read_typed(text: str) -> str:
    """The five digits. Refuses with NotAZipCode."""
    # NFKC makes plain digits of the wide ones that some keyboards type.
    typed = TYPED.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if typed is None:
        raise NotAZipCode
    return typed[1]


def load(session: Session, *, now: datetime) -> int:
    """Bring the table to the version of the installed package; returns how many rows were written.

    Does nothing when it is there already. A ZIP code that the package no longer has stays as it was.
    """
    kept = session.get(Dataset, DATASET)
    if kept is not None and kept.version == zipcodes.__version__:
        return 0
    rows = _rows_of_package()
    if not _is_ours_to_load(session, len(rows), now):
        return 0
    # Into the table, not by the class: 40,000 rows take a third less time.
    session.execute(_or_update(_insert(session, ZipCode.__table__), "zip_code"), rows)
    session.expire_all()  # rows that were read before have changed below the session
    return len(rows)


def _rows_of_package() -> list[dict[str, Any]]:
    # By first digit, since list_all() would keep its 140 MB for as long as the process lives.
    zones = available_timezones()
    by_first_digit = map(zipcodes.similar_to, "0123456789")
    return [_row(entry, zones) for entries in by_first_digit for entry in entries]


def _row(entry: Mapping[str, Any], zones: set[str]) -> dict[str, Any]:
    latitude, longitude = float(entry["lat"]), float(entry["long"])
    # 0, 0 is in the Gulf of Guinea: it stands for an unknown place, mostly a military post office.
    located = (latitude, longitude) != (0, 0)
    return {
        "zip_code": entry["zip_code"],
        "kind": ZipKind(entry["zip_code_type"].lower().replace(" ", "_")),
        "active": entry["active"],
        "city": entry["city"],
        "state": entry["state"],
        "county": entry["county"] or None,
        # Napakiak, Alaska, has its own name for a zone.
        "zone": entry["timezone"] if entry["timezone"] in zones else None,
        "latitude": latitude if located else None,
        "longitude": longitude if located else None,
    }


def _is_ours_to_load(session: Session, rows: int, now: datetime) -> bool:
    """Of two processes that start at once, the second waits here for the first, and then finds it done."""
    version = zipcodes.__version__
    fresh = _insert(session, Dataset).values(name=DATASET, version=version, rows=rows, loaded_at=now)
    written = _or_update(fresh, "name", only_if=Dataset.version != version).returning(Dataset.name)
    return session.scalar(written) is not None


def _insert(session: Session, table: type[Base] | FromClause) -> Insert:
    return INSERT[session.get_bind().dialect.name](table)


def _or_update(insert: Insert, key: str, only_if: ColumnElement[bool] | None = None) -> Insert:
    new = {column.name: column for column in insert.excluded if column.name != key}
    return insert.on_conflict_do_update(index_elements=[key], set_=new, where=only_if)
