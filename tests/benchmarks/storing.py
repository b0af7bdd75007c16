"""What storing a sign-up costs, beside the bare driver and beside ORM `add_all`: one commit each, on disk."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url

from bot.database import migrate
from models import keys
from tests.benchmarks.measuring import Pair, by_turns
from tests.benchmarks.rows import (
    SEALED_BEFORE,
    Recorder,
    Row,
    Statement,
    bare_sqlite,
    opened,
    rows_of_sign_ups,
    sign_up_one_by_one,
    store_as_the_models_do,
    store_with_add_all,
    store_with_sqlite3,
)
from tests.databases import create_template, database_from_template, start_server


def rows_beside_sqlite3(*, rounds: int, times: int) -> Pair:
    """The rows alone, on SQLite."""
    with four_files() as (seed, model, ours, theirs):
        rows = rows_of_sign_ups(seed, (rounds + 1) * times)
        recorded = _statements_for(model, rows)
        with opened(ours) as database, opened(theirs), bare_sqlite(_file(theirs)) as bare:
            mine, other = store_as_the_models_do(database, rows), store_with_sqlite3(bare, recorded)
            return by_turns(mine, other, rounds=rounds, times=times)


def sign_up_beside_sqlite3(*, rounds: int, times: int) -> Pair:
    """The whole operation, with what it looks up and decides, and its statements that change something."""
    with four_files() as (_, model, ours, theirs):
        recorded = _statements_of_sign_ups(model, (rounds + 1) * times)
        with opened(ours) as database, opened(theirs), bare_sqlite(_file(theirs)) as bare:
            mine, other = sign_up_one_by_one(database), store_with_sqlite3(bare, recorded)
            return by_turns(mine, other, rounds=rounds, times=times)


def rows_beside_add_all(server: str, *, rounds: int, times: int) -> Pair:
    """The rows alone, on PostgreSQL."""
    seed, ours, theirs = (database_from_template(server, f"rows_{name}") for name in "abc")
    rows = rows_of_sign_ups(seed, (rounds + 1) * times)
    with opened(ours) as database, _plain_engine(theirs) as engine:
        mine, other = store_as_the_models_do(database, rows), store_with_add_all(engine, rows)
        return by_turns(mine, other, rounds=rounds, times=times)


def sign_up_beside_add_all(server: str, *, rounds: int, times: int) -> Pair:
    """The whole operation, with what it looks up and decides."""
    seed, ours, theirs = (database_from_template(server, f"whole_{name}") for name in "abc")
    rows = rows_of_sign_ups(seed, (rounds + 1) * times)
    with opened(ours) as database, _plain_engine(theirs) as engine:
        mine, other = sign_up_one_by_one(database), store_with_add_all(engine, rows)
        return by_turns(mine, other, rounds=rounds, times=times)


@contextmanager
def four_files() -> Iterator[list[str]]:
    """Migrated databases, each for one purpose."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        files = [Path(folder) / f"{name}.db" for name in "abcd"]
        urls = [f"sqlite:///{file}" for file in files]
        migrate(urls[0])
        for file in files[1:]:
            shutil.copyfile(files[0], file)
        yield urls


@contextmanager
def postgresql() -> Iterator[str]:
    """A server that waits for the disk, with a template."""
    with start_server(fsync=True) as address:
        create_template(address, migrate)
        yield address


def _statements_for(url: str, rows: list[list[Row]]) -> list[list[Statement]]:
    """What the driver is given when the models store these rows."""
    with opened(url) as database:
        recorder, store = Recorder(database.engine), store_as_the_models_do(database, rows)
        for _ in rows:
            store()
    return recorder.transactions


def _statements_of_sign_ups(url: str, wanted: int) -> list[list[Statement]]:
    """Keys are counted up, so that the same statements fit into another database that begins empty."""
    with opened(url) as database:
        recorder, sign_up = Recorder(database.engine), sign_up_one_by_one(database)
        for _ in range(wanted):
            sign_up()
    return recorder.transactions


@contextmanager
def _plain_engine(url: str) -> Iterator[Engine]:
    with opened(url):
        engine = create_engine(url)
        keys.hang_on(engine, SEALED_BEFORE)
        yield engine
        engine.dispose()


def _file(url: str) -> str:
    return str(make_url(url).database)
