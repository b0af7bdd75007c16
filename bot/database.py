"""The database: engines, transactions that share the answer's deadline, migrations at the start.

SQLite where nothing is configured, PostgreSQL where DATABASE_URL says so. `begin` writes, `read` only
looks. Both take the deadline of whoever asked: a wait for a lock, a slow statement or a commit that comes
too late ends in TooLate, with nothing changed.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import psycopg
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from bot.deadline import Deadline, TooLate
from models import keys, zip_codes

MIGRATIONS = Path(__file__).parent.parent / "models" / "migrations"
MIGRATION_LOCK = 7_269_733  # any number, as long as every process takes the same one
OTHERS_MIGRATE_WITHIN = 120_000  # milliseconds that a second process waits for SQLite's file
CONNECT_WITHIN = 2  # seconds; libpq takes whole ones, and no fewer than two
LOST_AFTER = 10_000  # milliseconds without a sign of life from PostgreSQL: the connection is given up
CONNECTIONS = 30  # more than all threads that could want one at once, so that nobody waits for the pool
STEPS_BETWEEN_LOOKS = 2000  # of SQLite's virtual machine: well under a millisecond

WRITTEN = "has written"  # a mark on a connection, from a change to its commit

# What PostgreSQL says when our own limits (statement, lock, idle), its own end and start, or a deadlock cut
# us short.
CUT_SHORT = {"57014", "55P03", "25P03", "57P01", "57P03", "40P01"}


class Database:
    """One engine, and the two ways to use it. `on_commit` is called after each transaction that wrote."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self.on_commit: Callable[[], None] = lambda: None
        self._writers = threading.Lock()

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def begin(self, deadline: Deadline) -> Iterator[Session]:
        """A transaction that writes: committed at the end, unless the answer has gone out meanwhile.

        Raises TooLate; then nothing was stored, unless a commit was already under way.
        """
        with self._one_writer(deadline), self._session(deadline, writes=True) as session:
            yield session
            session.flush()
            deadline.check()
            has_written = session.connection().info.pop(WRITTEN, False)
            session.commit()
        if has_written:
            self.on_commit()

    @contextmanager
    def read(self, deadline: Deadline) -> Iterator[Session]:
        """A transaction that only looks. Raises TooLate."""
        with self._session(deadline, writes=False) as session:
            yield session

    def open_vault(self, data_keys: Sequence[str], *, now: datetime) -> None:
        """Make sealed columns work. Raises keys.KeyDoesNotFit."""
        with self.begin(Deadline.in_seconds(60)) as session:
            vault = keys.open_vault(session, data_keys, now=now)
        keys.hang_on(self.engine, vault)

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _one_writer(self, deadline: Deadline) -> Iterator[None]:
        """SQLite has one writer at a time: ours wait in line here, where waiting costs nothing."""
        if not self.is_sqlite:
            yield
            return
        if not self._writers.acquire(timeout=deadline.left()):
            raise TooLate
        try:
            yield
        finally:
            self._writers.release()

    @contextmanager
    def _session(self, deadline: Deadline, *, writes: bool) -> Iterator[Session]:
        deadline.check()
        with _in_time(deadline), self.engine.connect() as connection:
            writing = connection.execution_options(writes=writes)
            with _limited(writing, deadline), Session(writing, autoflush=True) as session:
                yield session


@contextmanager
def _in_time(deadline: Deadline) -> Iterator[None]:
    """What the database cuts short because time is up is TooLate; any other trouble stays what it is."""
    try:
        yield
    except SQLAlchemyError as error:
        if deadline.left() <= 0 or _was_cut_short(error):
            raise TooLate from None
        raise


def _was_cut_short(error: SQLAlchemyError) -> bool:
    original = getattr(error, "orig", None)
    if isinstance(original, sqlite3.OperationalError):
        return original.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_INTERRUPT"))
    state = getattr(original, "sqlstate", None)
    if state in CUT_SHORT or isinstance(error, PoolTimeoutError):
        return True
    # Without a code it was not PostgreSQL that spoke: there is no connection, or none any more.
    return isinstance(original, psycopg.OperationalError) and state is None


@contextmanager
def _limited(connection: Connection, deadline: Deadline) -> Iterator[None]:
    if connection.dialect.name != "sqlite":
        connection.info["deadline"] = deadline
        yield
        return
    raw = _raw(connection)
    raw.execute(f"PRAGMA busy_timeout = {deadline.milliseconds_left()}")
    raw.set_progress_handler(deadline.is_over, STEPS_BETWEEN_LOOKS)
    try:
        yield
    finally:
        raw.set_progress_handler(None, 0)


def _note_writing(
    connection: Connection, _cursor: object, _sql: str, _values: object, context: object, _many: bool
) -> None:
    """A worker that has looked in vain must not wake itself: it would never rest."""
    if any(getattr(context, kind, False) for kind in ("isinsert", "isupdate", "isdelete")):
        connection.info[WRITTEN] = True


def _raw(connection: Connection) -> sqlite3.Connection:
    return cast(sqlite3.Connection, connection.connection.dbapi_connection)


# -- Engines -------------------------------------------------------------------------------------------


def _engine(url: str) -> Engine:
    is_sqlite = make_url(url).get_backend_name() == "sqlite"
    engine = _sqlite_engine(url) if is_sqlite else _postgresql_engine(url)
    event.listen(engine, "after_cursor_execute", _note_writing)
    return engine


def _postgresql_engine(url: str) -> Engine:
    settings = {"connect_timeout": CONNECT_WITHIN, "tcp_user_timeout": LOST_AFTER, "keepalives_idle": 5}
    engine = create_engine(
        url,
        connect_args=settings,
        pool_size=CONNECTIONS,
        pool_timeout=CONNECT_WITHIN,
        pool_pre_ping=True,
        hide_parameters=True,  # an error's text would quote values, which may be personal
    )
    event.listen(engine, "begin", _begin_postgresql)
    return engine


def _begin_postgresql(connection: Connection) -> None:
    """Every statement and lock of the transaction shares what is left of the deadline."""
    deadline = connection.info.get("deadline")
    left = deadline.milliseconds_left() if deadline else 0
    limits = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    calls = ", ".join(f"set_config('{name}', '{left}', true)" for name in limits)
    connection.exec_driver_sql(f"SELECT {calls}")
    if connection.get_execution_options().get("writes") is False:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")


def _sqlite_engine(url: str) -> Engine:
    options = {"isolation_level": None}
    engine = create_engine(url, pool_size=CONNECTIONS, connect_args=options, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(raw: sqlite3.Connection, _record: object) -> None:
    raw.execute("PRAGMA busy_timeout = 2000")
    raw.execute(f"PRAGMA journal_mode = {journal_mode()}")
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute("PRAGMA foreign_keys = ON")
    raw.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten, not only forgotten


def _begin_sqlite(connection: Connection) -> None:
    """A transaction that will write takes its lock at once: taken later, it could not wait for it."""
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def journal_mode(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """WAL only where SQLite's fix of the "WAL-reset bug" is in, which could lose commits.

    Fixed in 3.51.3, and in 3.50.7 and 3.44.6 of the older lines (sqlite.org/wal.html#walresetbug).
    """
    fixed = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    return "WAL" if fixed else "DELETE"


# -- Migrations ----------------------------------------------------------------------------------------


def migrate(url: str) -> None:
    """Bring the tables up to date and load the ZIP codes; safe to run again, and from two processes.

    Interrupted, it leaves the database as it was. On SQLite the file is copied before it is changed, to
    `NAME.before-migration`; on PostgreSQL others wait at an advisory lock.
    """
    _make_private(make_url(url))
    engine = _engine(url)
    try:
        with engine.connect() as connection, _alone(connection):
            if _is_behind(connection):
                _copy_sqlite(connection)
                _upgrade(connection)
            connection.commit()
            with Session(connection) as session:
                zip_codes.load(session, now=datetime.now(UTC))
                session.commit()
    finally:
        engine.dispose()  # and with the connection goes the lock


def _make_private(url: URL) -> None:
    """A new SQLite file is its owner's alone: it will hold people's data."""
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        Path(url.database).touch(mode=0o600)


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """SQLite: keys are off while tables are made anew (a rename deletes the children), and checked after."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_lock({MIGRATION_LOCK})")
        connection.commit()
        yield
        return
    raw = _raw(connection)
    raw.execute(f"PRAGMA busy_timeout = {OTHERS_MIGRATE_WITHIN}")
    raw.execute("PRAGMA foreign_keys = OFF")
    yield
    if raw.execute("PRAGMA foreign_key_check").fetchone():
        raise RuntimeError("After the migration some rows refer to rows that do not exist.")
    raw.execute("PRAGMA foreign_keys = ON")


def _is_behind(connection: Connection) -> bool:
    """Asked in the transaction that then changes the tables: on SQLite nobody else can begin one."""
    found = MigrationContext.configure(connection).get_current_heads()
    return set(found) != set(ScriptDirectory.from_config(_alembic()).get_heads())


def _upgrade(connection: Connection) -> None:
    config = _alembic()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _copy_sqlite(connection: Connection) -> None:
    """By SQLite itself, so that the copy is whole while somebody reads; a new file has nothing to lose."""
    file = connection.engine.url.database
    has_something = bool(inspect(connection).get_table_names())
    if connection.dialect.name != "sqlite" or not file or not has_something:
        return
    unfinished = Path(f"{file}.before-migration.new")
    unfinished.touch(mode=0o600)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(unfinished)) as copy:
        source.backup(copy)
    unfinished.replace(f"{file}.before-migration")
