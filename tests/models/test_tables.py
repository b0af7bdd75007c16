"""The tables as the database has them: what every column of a kind promises, and migrations that keep up."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Enum,
    Inspector,
    String,
    Table,
    create_engine,
    delete,
    insert,
    inspect,
    literal,
    select,
    text,
)
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from bot.database import Database
from models.base import Erase, Export, Merge, Moment, person_key
from models.keys import Sealed
from models.people import Person
from models.tables import metadata
from tests.moments import NOON

TABLES = sorted(metadata.tables.values(), key=lambda table: table.name)
COLUMNS = [column for table in TABLES for column in table.columns]
NOON_IN_NEW_YORK = datetime(2026, 3, 10, 12, tzinfo=ZoneInfo("America/New_York"))


def of_type(kind: type[Any]) -> list[Column[Any]]:
    return [column for column in COLUMNS if isinstance(column.type, kind)]


def named(column: Column[Any]) -> str:
    return f"{column.table.name}.{column.name}"


# -- Keys to people ------------------------------------------------------------------------------------


def test_every_key_to_a_person_says_what_happens_at_export_erasure_and_merging() -> None:
    keys = [
        column for column in COLUMNS if any(key.target_fullname == "people.id" for key in column.foreign_keys)
    ]

    promised = {"export": Export, "erase": Erase, "merge": Merge}
    silent = [named(key) for key in keys if {name: type(fate) for name, fate in key.info.items()} != promised]

    assert keys
    assert silent == []


def test_what_forgets_a_person_can_be_without_one() -> None:
    stuck = [
        named(column)
        for column in COLUMNS
        if column.info.get("erase") is Erase.FORGET and not column.nullable
    ]

    assert stuck == []


# -- Migrations give what the code has -----------------------------------------------------------------


def test_the_migrations_give_the_tables_that_the_code_has(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, metadata) == []


def test_the_migrations_give_all_constraints_and_conditions_too(database: Database) -> None:
    with database.engine.connect() as connection, _made_from_the_code(connection) as (fresh, schema):
        migrated = _shapes(inspect(connection), None)

        assert migrated == _shapes(fresh, schema)
        assert set(migrated) == set(metadata.tables)


@contextmanager
def _made_from_the_code(connection: Connection) -> Iterator[tuple[Inspector, str | None]]:
    if connection.dialect.name == "sqlite":
        fresh = create_engine("sqlite://")
        metadata.create_all(fresh)
        yield inspect(fresh), None
        fresh.dispose()
        return
    connection.execute(text("CREATE SCHEMA fresh"))
    there = connection.execution_options(schema_translate_map={None: "fresh"})
    metadata.create_all(there)
    yield inspect(connection), "fresh"
    connection.rollback()


def _shapes(inspector: Inspector, schema: str | None) -> dict[str, Any]:
    names = set(inspector.get_table_names(schema=schema)) - {"alembic_version"}
    return {name: _shape(inspector, name, schema) for name in names}


def _shape(inspector: Inspector, name: str, schema: str | None) -> dict[str, list[str]]:
    """Names, texts and conditions of all that Alembic does not compare."""
    found: dict[str, Any] = {
        "checks": inspector.get_check_constraints(name, schema=schema),
        "indexes": inspector.get_indexes(name, schema=schema),
        "uniques": inspector.get_unique_constraints(name, schema=schema),
        "keys": inspector.get_foreign_keys(name, schema=schema),
    }
    return {kind: sorted(_worded(dict(each)) for each in all_of_it) for kind, all_of_it in found.items()}


def _worded(constraint: dict[str, Any]) -> str:
    options = constraint.pop("dialect_options", {})
    conditions = {key: str(value).strip("()") for key, value in options.items()}
    return str(sorted((constraint | conditions | {"referred_schema": None}).items()))


# -- What each kind of column keeps --------------------------------------------------------------------


@pytest.fixture
def loose(session: Session) -> Iterator[Session]:
    """References are not looked at, so that any row can stand alone; nothing is kept."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    session.execute(
        text("PRAGMA defer_foreign_keys = ON" if sqlite else "SET LOCAL session_replication_role = replica")
    )
    yield session
    session.rollback()


@pytest.mark.parametrize("column", of_type(Enum), ids=named)
def test_a_choice_is_text_that_the_database_checks(column: Column[Any], loose: Session) -> None:
    row = _a_row(column.table)
    wrong = literal("none of these", String)

    with pytest.raises(IntegrityError, match=r"(?i)check"), loose.begin_nested():
        loose.execute(insert(column.table).values(row | {column.name: wrong}))

    loose.execute(insert(column.table).values(row))


@pytest.mark.parametrize("column", of_type(Moment), ids=named)
def test_a_moment_comes_back_aware_and_in_utc(column: Column[Any], loose: Session) -> None:
    loose.execute(delete(column.table))
    loose.execute(insert(column.table).values(_a_row(column.table) | {column.name: NOON_IN_NEW_YORK}))

    found = loose.scalars(select(column).where(column == NOON_IN_NEW_YORK)).one()

    assert (found, found.tzinfo) == (NOON, UTC)


def test_a_moment_without_a_zone_is_refused(session: Session) -> None:
    with pytest.raises(StatementError, match="needs a time zone"), session.begin_nested():
        session.execute(insert(Person).values(known_since=NOON.replace(tzinfo=None), fewer=False))


def test_a_key_to_a_person_needs_all_three_answers() -> None:
    with pytest.raises(TypeError):
        person_key(export=Export.INCLUDE, erase=Erase.DELETE)  # type: ignore[call-arg]


def test_public_ids_cannot_be_counted_through(session: Session) -> None:
    people = [Person(known_since=NOON) for _ in range(50)]
    session.add_all(people)
    session.flush()

    assert len({person.public_id for person in people}) == 50
    assert {len(person.public_id) for person in people} == {16}


def _a_row(table: Table) -> dict[str, Any]:
    """The smallest one: a value of the right type in each column."""
    return {column.name: SPECIAL.get(named(column)) or _a_value(column.type) for column in table.columns}


def _a_value(kind: TypeEngine[Any]) -> Any:
    if isinstance(kind, Enum):
        assert kind.enum_class is not None
        return next(iter(kind.enum_class))
    if isinstance(kind, Moment):
        return NOON
    if isinstance(kind, String | Sealed):
        return "x"
    return {Boolean: False, JSON: {}}.get(type(kind), 1)


# Where a rule of the table wants more than a letter or a one.
SPECIAL = {
    "organisation_rules.day_starts": "09:00",
    "organisation_rules.day_ends": "21:00",
    "possible_duplicates.other_id": 2,
}
