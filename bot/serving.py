"""From settings to a running bot for a real workspace, or to a database that is up to date."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import structlog
from alembic.util import CommandError
from sqlalchemy import make_url
from sqlalchemy.exc import DatabaseError

from bot.alone import AlreadyRunning, only_one
from bot.database import Database, migrate
from bot.ending import wait_for_the_end
from bot.journeys import given_by
from bot.log import describe
from bot.running import Bot, Plan
from bot.settings import CannotStart, Settings
from models.keys import KeyDoesNotFit

log = structlog.get_logger()


def serve(settings: Settings) -> None:
    """A real workspace, over Socket Mode or HTTP. Raises CannotStart, with a sentence."""
    access, data_keys = settings.need_slack(), settings.need_key()
    plan = Plan(access, settings.staff_channel, settings.admin_user_ids, given=given_by(settings))
    with _alone_with(settings.database_url), _opened(settings.database_url, data_keys) as database:
        bot = Bot(plan, database)
        bot.start()
        try:
            wait_for_the_end()
        finally:
            bot.stop()


def bring_up_to_date(settings: Settings, *, say: Callable[[str], None]) -> None:
    """Raises CannotStart."""
    with _alone_with(settings.database_url):
        _migrate(settings.database_url)
    say("The database is up to date.")


@contextmanager
def _alone_with(url: str) -> Iterator[None]:
    """SQLite serves one process; PostgreSQL as many as you like."""
    file = make_url(url).database
    if make_url(url).get_backend_name() != "sqlite" or not file:
        yield
        return
    if not Path(file).absolute().parent.is_dir():
        raise CannotStart(f"DATABASE_URL names a file in a folder that does not exist: {file}.")
    try:
        with only_one(Path(f"{file}.lock")):
            yield
    except AlreadyRunning:
        raise CannotStart(f"Another bot is running with {file}: SQLite serves one at a time.") from None


@contextmanager
def _opened(url: str, data_keys: Sequence[str]) -> Iterator[Database]:
    _migrate(url)
    database = Database(url)
    try:
        database.open_vault(data_keys, now=datetime.now(UTC))
    except KeyDoesNotFit:
        raise CannotStart(
            "DATA_KEY is not the one that this database was made with: put that one back into .env "
            "(several can stand there, with commas)."
        ) from None
    yield database
    database.close()


def _migrate(url: str) -> None:
    try:
        migrate(url)
    except (DatabaseError, OSError) as broken:
        log.error("the database cannot be opened", **describe(broken))
        raise CannotStart(
            "The database at DATABASE_URL can't be opened: is it running, and may the bot write there? "
            "A file that is broken is restored from a backup, see docs/operations.md."
        ) from None
    except CommandError:
        raise CannotStart("The database is of a newer version of the bot than this one.") from None
