"""Transactions share the answer's deadline: what comes too late changes nothing, and says so in one way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError, InternalError
from sqlalchemy.orm import Session

from bot.database import Database, journal_mode
from bot.deadline import Deadline, TooLate
from models.people import Person
from tests.moments import NOON

SOON = 0.2  # seconds: what is in the way stays there until the test ends

# Each would go on for minutes.
SLOW = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
    "postgresql": "SELECT pg_sleep(600)",
}


@pytest.fixture
def another(database_url: str) -> Iterator[Database]:
    """The same database as another process would open it."""
    another = Database(database_url)
    yield another
    another.close()


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Database]:
    sqlite = Database(sqlite_url)
    yield sqlite
    sqlite.close()


@pytest.fixture
def postgresql(postgresql_url: str) -> Iterator[Database]:
    postgresql = Database(postgresql_url)
    yield postgresql
    postgresql.close()


def in_time() -> Deadline:
    return Deadline.in_seconds(30)


def count(database: Database) -> int:
    with database.read(in_time()) as session:
        return session.scalar(select(func.count()).select_from(Person)) or 0


def store(database: Database, deadline: Deadline, *more: Callable[[Session], object]) -> None:
    """A person, and whatever else happens in that transaction."""
    with database.begin(deadline) as session:
        session.add(Person(known_since=NOON))
        session.flush()
        for step in more:
            step(session)


def look(database: Database, deadline: Deadline, *steps: Callable[[Session], object]) -> None:
    with database.read(deadline) as session:
        for step in steps:
            step(session)


def run(statement: str) -> Callable[[Session], object]:
    return lambda session: session.execute(text(statement))


# -- Too late ------------------------------------------------------------------------------------------


@contextmanager
def a_lock(database: Database) -> Iterator[None]:
    """All of SQLite's file, or PostgreSQL's table of people, as long as the block lasts."""
    with database.begin(in_time()) as session:
        session.execute(text("SELECT 1" if database.is_sqlite else "LOCK TABLE people"))
        yield


def test_a_lock_of_another_process_is_waited_for_while_there_is_time(
    database: Database, another: Database
) -> None:
    with a_lock(another), pytest.raises(TooLate):
        store(database, Deadline.in_seconds(SOON))

    assert count(database) == 0


def test_writers_of_one_process_wait_while_there_is_time(database: Database) -> None:
    with a_lock(database), pytest.raises(TooLate):
        store(database, Deadline.in_seconds(SOON))

    assert count(database) == 0


def test_readers_wait_while_there_is_time(postgresql: Database) -> None:
    with a_lock(postgresql), pytest.raises(TooLate):
        look(postgresql, Deadline.in_seconds(SOON), run("SELECT * FROM people"))


def test_nothing_begins_after_the_time_is_up(database: Database) -> None:
    begun = list[Session]()

    for way in (store, look):
        with pytest.raises(TooLate):
            way(database, Deadline.in_seconds(0), begun.append)

    assert begun == []


def test_nothing_is_stored_once_the_answer_has_gone_out(database: Database) -> None:
    deadline = in_time()

    with pytest.raises(TooLate):
        store(database, deadline, lambda _: deadline.mark_answered())

    assert count(database) == 0


@pytest.mark.parametrize("way", [store, look])
def test_a_slow_statement_is_cut_short_and_the_next_one_is_served(
    way: Callable[..., None], database: Database
) -> None:
    with pytest.raises(TooLate):
        way(database, Deadline.in_seconds(SOON), run(SLOW[database.engine.dialect.name]))

    assert count(database) == 0


def test_a_statement_ends_when_the_answer_has_gone_out(sqlite: Database) -> None:
    deadline = in_time()

    with pytest.raises(TooLate):
        look(sqlite, deadline, lambda _: deadline.mark_answered(), run(SLOW["sqlite"]))


def test_a_connection_that_the_server_ends_is_too_late_and_the_next_one_is_served(
    postgresql: Database,
) -> None:
    with pytest.raises(TooLate):
        store(postgresql, in_time(), run("SELECT pg_terminate_backend(pg_backend_pid())"))

    assert count(postgresql) == 0


# -- What is not too late ------------------------------------------------------------------------------


def test_what_was_done_in_time_is_stored(database: Database) -> None:
    store(database, in_time())

    assert count(database) == 1


def test_an_error_undoes_everything_and_stays_what_it_is(database: Database) -> None:
    def trip(_session: Session) -> None:
        raise KeyError

    with pytest.raises(KeyError):
        store(database, in_time(), trip)

    assert count(database) == 0


def test_a_rule_of_the_database_is_no_matter_of_time_and_its_error_quotes_nobody(database: Database) -> None:
    nobody = insert(Person).values(public_id="zuzanna", known_since=NOON, fewer=False, merged_into_id=999)

    with pytest.raises(IntegrityError) as refused:
        store(database, in_time(), lambda session: session.execute(nobody), Session.commit)

    assert "zuzanna" not in str(refused.value)
    assert count(database) == 0


def test_whoever_waits_for_changes_is_woken_by_commits_alone(database: Database) -> None:
    woken = list[str]()
    database.on_commit = lambda: woken.append("woken")

    look(database, in_time())
    with pytest.raises(TooLate):
        store(database, Deadline.in_seconds(0))
    assert woken == []

    store(database, in_time())
    assert woken == ["woken"]


def test_who_only_reads_cannot_write(postgresql: Database) -> None:
    with pytest.raises(InternalError, match="read-only"):
        look(postgresql, in_time(), run("DELETE FROM people"))


# -- How SQLite is used --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 7, 0), "DELETE"),
        ((3, 40, 1), "DELETE"),
        ((3, 44, 5), "DELETE"),
        ((3, 44, 6), "WAL"),
        ((3, 45, 0), "DELETE"),
        ((3, 50, 6), "DELETE"),
        ((3, 50, 7), "WAL"),
        ((3, 51, 0), "DELETE"),
        ((3, 51, 2), "DELETE"),
        ((3, 51, 3), "WAL"),
        ((3, 52, 0), "WAL"),
        ((4, 0, 0), "WAL"),
    ],
)
def test_wal_is_only_for_versions_that_do_not_lose_commits(version: tuple[int, ...], mode: str) -> None:
    assert journal_mode(version) == mode


def test_sqlite_checks_keys_overwrites_what_is_deleted_and_waits_for_the_disk(sqlite: Database) -> None:
    promised = {
        "foreign_keys": 1,
        "secure_delete": 1,
        "synchronous": 2,
        "journal_mode": journal_mode().lower(),
    }

    with sqlite.read(in_time()) as session:
        kept = {name: session.scalar(text(f"PRAGMA {name}")) for name in promised}

    assert kept == promised


def test_what_was_deleted_is_gone_from_the_file(sqlite: Database) -> None:
    somebody = insert(Person).values(public_id="zuzanna", known_since=NOON, fewer=False)
    store(sqlite, in_time(), lambda session: session.execute(somebody))
    assert b"zuzanna" in file_of(sqlite)

    store(sqlite, in_time(), run("DELETE FROM people"))

    assert b"zuzanna" not in file_of(sqlite)


def file_of(database: Database) -> bytes:
    """The file and whatever SQLite keeps beside it."""
    name = Path(str(database.engine.url.database))
    return b"".join(each.read_bytes() for each in name.parent.glob(f"{name.name}*"))
