"""A stage for whole stories: a sandbox, a real database, and the bot between them over real Socket Mode."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Select, func, select

from bot.database import Database
from bot.deadline import Deadline
from bot.running import Bot, Plan
from bot.sandbox import Sandbox, SandboxClock, read_seed
from bot.settings import SlackAccess
from models.inbox import Progress, ReceivedEvent
from models.notices import Notice, State
from tests.bot.sandbox.players import STAFF_ROOM, Person, until

SEED = read_seed()
MANIFEST = Path(__file__).parent.parent / "manifest.yml"


@dataclass(frozen=True)
class Stage:
    sandbox: Sandbox
    clock: SandboxClock
    database: Database
    bot: Bot
    visitors: list[Person] = field(default_factory=list)

    def person(self, user: str) -> Person:
        """Somebody at the page; they leave by themselves."""
        self.visitors.append(Person(self.sandbox, user))
        return self.visitors[-1]

    def settle(self) -> None:
        """Wait until the bot has heard everything and has sent all that is due by now."""
        until(self._is_idle, within=20)

    def _is_idle(self) -> bool:
        now = self.clock.now()
        with self.database.read(Deadline.in_seconds(10)) as session:
            unheard = session.scalar(_count_unheard(now)) or 0
            unsent = session.scalar(_count_unsent(now)) or 0
        return unheard + unsent == 0


def _count_unheard(now: datetime) -> Select[int]:
    waiting = (ReceivedEvent.progress == Progress.WAITING) & (ReceivedEvent.not_before <= now)
    return select(func.count()).select_from(ReceivedEvent).where(waiting)


def _count_unsent(now: datetime) -> Select[int]:
    """A look for a lost message counts, one that was left to staff does not."""
    due = (Notice.state == State.DUE) & (Notice.not_before <= now)
    looked_for = (Notice.state == State.UNSURE) & Notice.look_at.is_not(None)
    unsettled = due | looked_for | (Notice.state == State.CLAIMED)
    return select(func.count()).select_from(Notice).where(unsettled)


@contextmanager
def a_stage(
    database_url: str,
    *,
    staff_channel: str | None = STAFF_ROOM,
    admins: frozenset[tuple[str, str]] = frozenset(),
    rate_limits: bool = True,
) -> Iterator[Stage]:
    """Everything as in `make try`, at the seed's moment: Tuesday, March 10, 2026, noon in New York."""
    clock = SandboxClock(SEED.start)
    sandbox = Sandbox(SEED, clock=clock, manifest=MANIFEST, rate_limits=rate_limits)
    sandbox.start()
    try:
        with a_bot(sandbox, clock, database_url, staff_channel=staff_channel, admins=admins) as stage:
            yield stage
    finally:
        sandbox.stop()


@contextmanager
def a_bot(
    sandbox: Sandbox,
    clock: SandboxClock,
    database_url: str,
    *,
    staff_channel: str | None = STAFF_ROOM,
    admins: frozenset[tuple[str, str]] = frozenset(),
) -> Iterator[Stage]:
    """A bot of its own for a sandbox that is there already."""
    database = Database(database_url)
    database.open_vault([], now=clock.now())
    access = SlackAccess(sandbox.bot_token, sandbox.app_token, sandbox.api_url)
    bot = Bot(Plan(access, staff_channel, admins, now=clock.now), database)
    bot.start()
    clock.watch(bot.wake)
    stage = Stage(sandbox, clock, database, bot)
    try:
        yield stage
    finally:
        for person in stage.visitors:
            person.leave()
        clock.unwatch(bot.wake)
        bot.stop()
        database.close()
