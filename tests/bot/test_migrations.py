"""Migrations: run again, at once, or ended in the middle; nothing is lost, and the next start finishes."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, inspect, make_url, select, text

from bot import database as databases
from bot.database import Database, migrate
from bot.deadline import Deadline
from models import people
from models.people import Person
from models.rooms import Room
from models.tables import metadata
from models.zip_codes import ZipCode
from tests.databases import database_from_template
from tests.moments import NOON

ROOT = Path(__file__).parent.parent.parent

MIGRATE = "import sys; from bot.database import migrate; migrate(sys.argv[1])"

# Ends as if the power had gone, just before a statement.
DIE = """
import os, pathlib, sys
from sqlalchemy import Engine, event
from bot import database

@event.listens_for(Engine, "before_cursor_execute")
def die(connection, cursor, statement, *rest):
    if statement.lstrip().startswith(sys.argv[2]):
        os._exit(9)

database.MIGRATIONS = pathlib.Path(sys.argv[3])
database.migrate(sys.argv[1])
"""

# A change of the kind that makes SQLite build the table anew, beside rows that refer to it.
ONE_MORE = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "{before}", None, None


def upgrade() -> None:
    with op.batch_alter_table("people") as people:
        people.alter_column("zone", type_=sa.String(70))
        people.add_column(sa.Column("nickname", sa.String(20)))
    {more}
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without any tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    name = f"empty_{os.environ.get('PYTEST_XDIST_WORKER', 'only')}"
    url = database_from_template(request.getfixturevalue("postgresql_server"), name)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url


def start(program: str, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )


def end_of(process: "subprocess.Popen[str]") -> tuple[int, str]:
    _, said = process.communicate(timeout=120)
    return process.returncode, said


def tables(url: str) -> set[str]:
    engine = create_engine(url)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def is_complete(url: str) -> bool:
    database = Database(url)
    with database.read(Deadline.in_seconds(30)) as session:
        zips = session.scalar(select(func.count()).select_from(ZipCode)) or 0
    database.close()
    return tables(url) == {*metadata.tables, "alembic_version"} and zips > 40_000


def test_a_new_database_gets_all_tables_and_zip_codes_and_the_second_run_none(empty_url: str) -> None:
    for _ in range(2):
        migrate(empty_url)

        assert is_complete(empty_url)


def test_two_processes_that_start_at_once_both_find_it_done(empty_url: str) -> None:
    both = [start(MIGRATE, empty_url) for _ in range(2)]

    assert [end_of(process) for process in both] == [(0, ""), (0, "")]
    assert is_complete(empty_url)


@pytest.mark.crash
@pytest.mark.parametrize(
    "moment",
    [
        "CREATE TABLE people",
        pytest.param("CREATE INDEX", marks=pytest.mark.slow),
        pytest.param("INSERT INTO alembic_version", marks=pytest.mark.slow),
    ],
)
def test_ended_in_the_middle_it_leaves_nothing_and_the_next_run_finishes(moment: str, empty_url: str) -> None:
    code, said = end_of(start(DIE, empty_url, moment, str(databases.MIGRATIONS)))
    assert (code, said) == (9, "")
    assert tables(empty_url) <= {"alembic_version"}

    migrate(empty_url)

    assert is_complete(empty_url)


@pytest.mark.crash
@pytest.mark.parametrize(
    "moment", ["INSERT INTO zip_codes", pytest.param("INSERT INTO datasets", marks=pytest.mark.slow)]
)
def test_ended_while_zip_codes_are_loaded_it_has_none_and_the_next_run_finishes(
    moment: str, empty_url: str
) -> None:
    code, _ = end_of(start(DIE, empty_url, moment, str(databases.MIGRATIONS)))
    assert (code, is_complete(empty_url)) == (9, False)

    migrate(empty_url)

    assert is_complete(empty_url)


# -- The next change -----------------------------------------------------------------------------------


@pytest.fixture
def add_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """As the next version of the program brings it; `more` is one more line of it."""

    def add(more: str = "") -> None:
        folder = tmp_path / "migrations"
        shutil.copytree(databases.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        latest = max(path.stem.partition("_")[0] for path in (folder / "versions").glob("*.py"))
        (folder / "versions" / "9999_more.py").write_text(ONE_MORE.format(before=latest, more=more))
        monkeypatch.setattr(databases, "MIGRATIONS", folder)

    return add


@pytest.fixture
def sqlite_with_maya(sqlite_url: str) -> str:
    """A file in which a room refers to a person."""
    database = Database(sqlite_url)
    with database.begin(Deadline.in_seconds(30)) as session:
        people.meet(session, "T1", "U1", zone="America/New_York", now=NOON)
    database.close()
    return sqlite_url


def columns_of_people(url: str) -> set[str]:
    engine = create_engine(url)
    found = {column["name"] for column in inspect(engine).get_columns("people")}
    engine.dispose()
    return found


def rooms_and_their_people(url: str) -> list[tuple[str | None, str | None]]:
    database = Database(url)
    with database.read(Deadline.in_seconds(30)) as session:
        wanted = select(Room.slack_user, Person.zone).join(Person, Person.id == Room.person_id)
        found = [(row[0], row[1]) for row in session.execute(wanted)]
    database.close()
    return found


def test_a_table_made_anew_keeps_its_rows_and_those_that_refer_to_them(
    sqlite_with_maya: str, add_migration: Callable[[str], None]
) -> None:
    add_migration("")

    migrate(sqlite_with_maya)

    assert "nickname" in columns_of_people(sqlite_with_maya)
    assert rooms_and_their_people(sqlite_with_maya) == [("U1", "America/New_York")]


@pytest.mark.crash
def test_a_change_that_is_ended_in_the_middle_leaves_all_as_it_was(
    sqlite_with_maya: str, add_migration: Callable[[str], None]
) -> None:
    add_migration("")
    code, _ = end_of(start(DIE, sqlite_with_maya, "DROP TABLE people", str(databases.MIGRATIONS)))

    assert (code, "nickname" in columns_of_people(sqlite_with_maya)) == (9, False)
    assert rooms_and_their_people(sqlite_with_maya) == [("U1", "America/New_York")]
    migrate(sqlite_with_maya)
    assert rooms_and_their_people(sqlite_with_maya) == [("U1", "America/New_York")]


def test_the_file_is_copied_before_it_is_changed(
    sqlite_with_maya: str, add_migration: Callable[[str], None]
) -> None:
    migrate(sqlite_with_maya)
    assert not copy_of(sqlite_with_maya).exists()
    add_migration("")

    migrate(sqlite_with_maya)

    copied = f"sqlite:///{copy_of(sqlite_with_maya)}"
    assert "nickname" not in columns_of_people(copied)
    assert rooms_and_their_people(copied) == [("U1", "America/New_York")]


def test_a_new_file_has_nothing_to_be_copied(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path / 'new.db'}")

    assert [path.name for path in tmp_path.iterdir()] == ["new.db"]


def test_a_migration_that_leaves_rows_which_refer_to_nothing_is_not_started_with(
    sqlite_with_maya: str, add_migration: Callable[[str], None]
) -> None:
    add_migration('op.execute("DELETE FROM people")')

    with pytest.raises(RuntimeError, match="rows that do not exist"):
        migrate(sqlite_with_maya)

    assert rooms_and_their_people(f"sqlite:///{copy_of(sqlite_with_maya)}") == [("U1", "America/New_York")]


def copy_of(url: str) -> Path:
    return Path(f"{make_url(url).database}.before-migration")
