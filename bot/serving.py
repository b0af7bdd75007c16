"""From settings to a running bot: for a real workspace, or with the sandbox. Each ends with Ctrl-C."""

import signal
import threading
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
from bot.docs import env_example
from bot.log import describe
from bot.playground import Playground, forget_everything
from bot.running import Bot, Plan
from bot.settings import CannotStart, Settings, read_settings, write_data_key
from models.keys import KeyDoesNotFit

SANDBOX_FOLDER = Path(".sandbox")

log = structlog.get_logger()


def serve(settings: Settings) -> None:
    """A real workspace over Socket Mode. Raises CannotStart, with a sentence."""
    access, data_keys = settings.need_slack(), settings.need_key()
    plan = Plan(access, settings.staff_channel, settings.admin_user_ids)
    with _alone_with(settings.database_url), _opened(settings.database_url, data_keys) as database:
        bot = Bot(plan, database)
        bot.start()
        try:
            _wait_for_the_end()
        finally:
            bot.stop()


def bring_up_to_date(settings: Settings, *, say: Callable[[str], None]) -> None:
    """Raises CannotStart."""
    with _alone_with(settings.database_url):
        _migrate(settings.database_url)
    say("The database is up to date.")


def play(env_file: Path, *, fresh: bool, port: int, say: Callable[[str], None]) -> None:
    """The sandbox with the bot in it; makes a DATA_KEY where there is none. Raises CannotStart."""
    if not read_settings(env_file).data_keys:
        _make_env_file(env_file)
        write_data_key(env_file)
    SANDBOX_FOLDER.mkdir(exist_ok=True)
    try:
        with only_one(SANDBOX_FOLDER / "lock"):
            _play(read_settings(env_file).data_keys, fresh=fresh, port=port, say=say)
    except AlreadyRunning:
        raise CannotStart(
            "The sandbox is running already in another terminal: stop it there first."
        ) from None
    except KeyDoesNotFit:
        raise CannotStart(
            "DATA_KEY in .env is not the one that this sandbox was made with: put that one back, "
            "or start over with `make try FRESH=1`."
        ) from None
    except (DatabaseError, ValueError) as broken:
        log.error("the sandbox cannot go on", **describe(broken))
        raise CannotStart("What the sandbox kept is broken: start over with `make try FRESH=1`.") from None


def _play(data_keys: Sequence[str], *, fresh: bool, port: int, say: Callable[[str], None]) -> None:
    if fresh:
        forget_everything(SANDBOX_FOLDER)
    playground = Playground(SANDBOX_FOLDER, data_keys)
    taken = playground.start(port)
    if taken != port:
        say(f"Port {port} is in use, so this takes {taken}.")
    say(f"Sandbox: {playground.url}")
    try:
        _wait_for_the_end()
    finally:
        playground.stop()


def _make_env_file(env_file: Path) -> None:
    """With all settings in it, so that a real workspace can be connected by filling them in."""
    if not env_file.exists():
        env_file.touch(mode=0o600)
        env_file.write_text(env_example(), encoding="utf-8")


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


def _wait_for_the_end() -> None:
    """Ctrl-C, or a polite end by the system, which sends SIGTERM."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    while not ended.wait(1.0):
        pass
