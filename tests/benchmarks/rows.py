"""The rows of sign-ups, read from a database in which people have signed up, and ways to store them again."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from bot.database import Database, journal_mode
from bot.deadline import Deadline
from models import keys, people, rooms, sign_ups
from models.audit import AuditRow
from models.base import Base
from models.inserting import insert_if_new
from models.keys import Vault
from models.notices import Card, Notice
from models.people import ContactPoint, Email, Person, SlackAccount
from models.rooms import Room, RoomKind
from models.sign_ups import Answers, Reason, SignUp
from tests.moments import NOON

TEAM = "T07RUNFOR1"
PATIENCE = 30  # seconds

# Whose rows they are, in an order that keys allow.
TABLES: dict[type[Base], Callable[[Any], int | None]] = {
    Person: lambda row: row.id,
    SlackAccount: lambda row: row.person_id,
    Room: lambda row: row.person_id,
    ContactPoint: lambda row: row.person_id,
    AuditRow: lambda row: row.about_id,
    SignUp: lambda row: row.person_id,
    Card: lambda row: row.subject_id,
    Notice: lambda row: _number_in(row.dedupe_key) or row.person_id,
}

STEPS = ((Person,), (SlackAccount, Room, ContactPoint, AuditRow, SignUp), (Card,), (Notice,))

Row = tuple[type[Base], dict[str, Any]]
Statement = tuple[str, Any]
Act = Callable[[], None]


class SealedBefore(Vault):
    """Encrypting took place before the clock started: it costs the same whoever stores."""

    def seal(self, text: str) -> str:
        return SEALED

    def open(self, sealed: str) -> str:
        return "somebody@example.org"


SEALED = Vault(Fernet.generate_key(), b"pepper").seal("somebody@example.org")
SEALED_BEFORE = SealedBefore(b"", b"pepper")


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """With a room for staff, as in a workspace that is at work."""
    with closing(Database(url)) as database:
        keys.hang_on(database.engine, SEALED_BEFORE)
        with database.begin(Deadline.in_seconds(PATIENCE)) as session:
            rooms.open_shared(session, RoomKind.STAFF, team=TEAM, channel="C07STAFF01")
        yield database


def sign_up_one_by_one(database: Database) -> Act:
    """What the handler of the form does in its transaction, for one person after another."""
    numbers = iter(range(1, 1_000_000))

    def sign_up() -> None:
        number = next(numbers)
        email = Email(f"somebody-{number}@example.org", "typed")
        answers = Answers(Reason.MIGHT_RUN, "27601", email, consent="2026-11-24")
        with database.begin(Deadline.in_seconds(PATIENCE)) as session:
            person = people.meet(session, TEAM, f"U{number:09}", zone="America/New_York", now=NOON)
            sign_ups.sign_up(session, person, answers, now=NOON)

    return sign_up


def rows_of_sign_ups(url: str, wanted: int) -> list[list[Row]]:
    """So many people sign up here; the rows that this left, by person."""
    with opened(url) as database:
        sign_up = sign_up_one_by_one(database)
        for _ in range(wanted):
            sign_up()
        with database.read(Deadline.in_seconds(PATIENCE)) as session:
            return _by_person(session, wanted)


def store_as_the_models_do(database: Database, signed_up: Sequence[list[Row]]) -> Act:
    """Each row by `insert_if_new`, in the transaction that every handler gets."""
    waiting = iter(signed_up)

    def store() -> None:
        with database.begin(Deadline.in_seconds(PATIENCE)) as session:
            for table, row in next(waiting):
                insert_if_new(session, table, **row)

    return store


def store_with_add_all(engine: Engine, signed_up: Sequence[list[Row]]) -> Act:
    """A plain session, which is handed finished objects with their keys: the best that it can get.

    In four steps, since the tables declare no relationships by which the ORM would know an order.
    """
    waiting = iter(signed_up)

    def store() -> None:
        with Session(engine) as session:
            rows = next(waiting)
            for step in STEPS:
                session.add_all([table(**row) for table, row in rows if table in step])
                session.flush()
            session.commit()

    return store


def store_with_sqlite3(connection: sqlite3.Connection, recorded: Sequence[list[Statement]]) -> Act:
    """The driver alone, which is handed the finished statements and values."""
    waiting = iter(recorded)

    def store() -> None:
        connection.execute("BEGIN IMMEDIATE")
        for sql, values in next(waiting):
            connection.execute(sql, values).fetchall()
        connection.execute("COMMIT")

    return store


@contextmanager
def bare_sqlite(file: str) -> Iterator[sqlite3.Connection]:
    """With the same promises as the bot's own connections."""
    settings = (f"journal_mode = {journal_mode()}", "synchronous = FULL")
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for setting in (*settings, "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {setting}")
        yield connection


class Recorder:
    """The statements that change something, as the driver gets them, by transaction."""

    def __init__(self, engine: Engine) -> None:
        self.transactions: list[list[Statement]] = []
        event.listen(engine, "begin", self._begin)
        event.listen(engine, "before_cursor_execute", self._note)

    def _begin(self, _connection: object) -> None:
        self.transactions.append([])

    def _note(
        self, _connection: object, _cursor: object, sql: str, values: Any, context: Any, _many: bool
    ) -> None:
        if context is not None and (context.isinsert or context.isupdate or context.isdelete):
            self.transactions[-1].append((sql, values))


def _by_person(session: Session, wanted: int) -> list[list[Row]]:
    found: dict[int, list[Row]] = {number: [] for number in range(1, wanted + 1)}
    for table, whose in TABLES.items():
        for row in session.execute(select(table.__table__)):
            number = whose(row)
            if number is not None:
                found[number].append((table, dict(row._mapping)))
    return list(found.values())


def _number_in(dedupe_key: str | None) -> int | None:
    """The line for staff names its person only there: "sign_up:7"."""
    return int(dedupe_key.partition(":")[2]) if dedupe_key else None
