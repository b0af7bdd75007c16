"""From the command line to a running sandbox: with the bot in it, or alone for another bot."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog
import yaml
from sqlalchemy.exc import DatabaseError

from bot.alone import AlreadyRunning, only_one
from bot.docs import env_example
from bot.ending import wait_for_the_end
from bot.journeys import given_by
from bot.log import describe
from bot.playground import WORKSPACE, Playground, forget_everything, listen
from bot.sandbox import CannotGoOn, NoSeed, Sandbox, SandboxClock, Seed, read_seed
from bot.settings import CannotStart, read_settings, write_data_key
from models.keys import KeyDoesNotFit

FOLDER = Path(".sandbox")

AFRESH = "start over with --fresh (`make try FRESH=1`)"
FOR_ANOTHER_BOT = """\
For your bot:
  bot token        {bot_token}
  app token        {app_token}
  signing secret   {signing_secret}
  base URL         {api_url}   (the `base_url` of slack_sdk's WebClient)"""

log = structlog.get_logger()


@dataclass(frozen=True)
class Wishes:
    """What was asked for on the command line; `seed` None takes the workspace that comes with it."""

    port: int
    fresh: bool = False
    seed: Path | None = None
    only: bool = False
    over_http: bool = False

    @property
    def folder(self) -> Path:
        """Each kind of workspace has its own, so that none goes on where another ended."""
        with_seed = FOLDER / self.seed.stem if self.seed else FOLDER
        return with_seed / "only" if self.only else with_seed


def play(env_file: Path, wishes: Wishes, *, say: Callable[[str], None]) -> None:
    """The sandbox with the bot in it; makes a DATA_KEY where there is none. Raises CannotStart."""
    if not read_settings(env_file).data_keys:
        _make_env_file(env_file)
        write_data_key(env_file)
    with _alone_in(wishes.folder):
        if wishes.fresh:
            forget_everything(wishes.folder)
        settings = read_settings(env_file)
        playground = Playground(
            wishes.folder,
            settings.data_keys,
            _seed(wishes),
            given=given_by(settings),
            over_http=wishes.over_http,
        )
        _say_where(playground.start(wishes.port), wishes.port, playground.url, say)
        try:
            wait_for_the_end()
        finally:
            playground.stop()


def play_alone(wishes: Wishes, *, manifest: Path | None, say: Callable[[str], None]) -> None:
    """The sandbox without the bot; without a manifest the other bot may do everything. Raises CannotStart."""
    with _alone_in(wishes.folder):
        if wishes.fresh:
            forget_everything(wishes.folder)
        sandbox = _another_bots(wishes, manifest)
        _say_where(listen(sandbox, wishes.port), wishes.port, sandbox.url, say)
        say(FOR_ANOTHER_BOT.format(
            bot_token=sandbox.bot_token, app_token=sandbox.app_token,
            signing_secret=sandbox.signing_secret, api_url=sandbox.api_url,
        ))  # fmt: skip
        try:
            wait_for_the_end()
        finally:
            sandbox.stop()


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """One sandbox in a folder; what goes wrong is a sentence that says what to do."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with only_one(folder / "lock"):
            yield
    except AlreadyRunning:
        raise CannotStart(
            "The sandbox is running already in another terminal: stop it there first."
        ) from None
    except KeyDoesNotFit:
        raise CannotStart(
            "DATA_KEY in .env is not the one that this sandbox was made with: put that one back, "
            f"or {AFRESH}."
        ) from None
    except (DatabaseError, CannotGoOn) as broken:
        log.error("the sandbox cannot go on", **describe(broken))
        raise CannotStart(f"What the sandbox kept is broken: {AFRESH}.") from None


def _another_bots(wishes: Wishes, manifest: Path | None) -> Sandbox:
    seed, kept = _seed(wishes), wishes.folder / WORKSPACE
    try:
        return Sandbox(seed, clock=SandboxClock(seed.start), state_file=kept, manifest=manifest)
    except (OSError, AttributeError, LookupError, TypeError, yaml.YAMLError):
        raise CannotStart(f"{manifest} is no app manifest that can be read.") from None


def _seed(wishes: Wishes) -> Seed:
    if wishes.seed is None:
        return read_seed()
    try:
        return read_seed(wishes.seed)
    except OSError:
        raise CannotStart(f"There is no file {wishes.seed} that can be read.") from None
    except NoSeed as wrong:
        raise CannotStart(f"{wishes.seed} is no seed for a sandbox: {wrong}. See docs/sandbox.md.") from None


def _say_where(taken: int, wanted: int, url: str, say: Callable[[str], None]) -> None:
    if taken != wanted:
        say(f"Port {wanted} is in use, so this takes {taken}.")
    say(f"Sandbox: {url}")


def _make_env_file(env_file: Path) -> None:
    """With all settings in it, so that a real workspace can be connected by filling them in."""
    if not env_file.exists():
        env_file.touch(mode=0o600)
        env_file.write_text(env_example(), encoding="utf-8")
