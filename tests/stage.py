"""A stage for whole stories: a sandbox, a real database, and the bot, over real Socket Mode or real HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from sqlalchemy import select

from bot.database import Database
from bot.deadline import Deadline
from bot.journeys import ROUTES, given_by
from bot.running import Bot, Plan
from bot.sandbox import Sandbox, SandboxClock, read_seed
from bot.settings import HttpAccess, Settings, SlackAccess, SocketAccess
from bot.web import EVENTS
from handlers.routes import Entry
from models.inbox import Progress, ReceivedEvent
from models.notices import Notice, State
from tests.bot.sandbox.players import STAFF_ROOM, Person, until

Transport = Literal["socket", "http"]

# Above a story that runs over both in `make test` too; the others do so in `make check-all`.
over_http_too = pytest.mark.parametrize("transport", ["socket", "http"], indirect=True)

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
        """The clock is read after the rows, so that what became due meanwhile counts."""
        with self.database.read(Deadline.in_seconds(10)) as session:
            unheard = session.scalars(UNHEARD).all()
            unsent = session.execute(UNSENT).all()
        now = self.clock.now()
        is_sent = all(state is State.DUE and not_before > now for state, not_before in unsent)
        return is_sent and all(not_before > now for not_before in unheard)


UNHEARD = select(ReceivedEvent.not_before).where(ReceivedEvent.progress == Progress.WAITING)

# A look for a lost message counts, one that was left to staff does not. One statement: between two, a
# notice could pass from one to the other.
LOOKED_FOR = (Notice.state == State.UNSURE) & Notice.look_at.is_not(None)
UNSENT = select(Notice.state, Notice.not_before).where(
    LOOKED_FOR | Notice.state.in_((State.DUE, State.CLAIMED))
)


@contextmanager
def a_stage(
    database_url: str,
    *,
    staff_channel: str | None = STAFF_ROOM,
    admins: frozenset[tuple[str, str]] = frozenset(),
    rate_limits: bool = True,
    routes: tuple[Entry, ...] = ROUTES,
    settings: Settings | None = None,
    transport: Transport = "socket",
    allows: tuple[str, ...] = (),
) -> Iterator[Stage]:
    """Everything as in `make try`, at the seed's moment: Tuesday, March 10, 2026, noon in New York.

    At its end the sandbox's checker judges what people saw; `allows` names rules that a test breaks itself,
    by how the checker's sentences begin ("Twice").
    """
    clock = SandboxClock(SEED.start)
    sandbox = Sandbox(SEED, clock=clock, manifest=MANIFEST, rate_limits=rate_limits)
    sandbox.start()
    try:
        with a_bot(
            sandbox,
            clock,
            database_url,
            staff_channel=staff_channel,
            admins=admins,
            routes=routes,
            settings=settings,
            transport=transport,
            allows=allows,
        ) as stage:
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
    routes: tuple[Entry, ...] = ROUTES,
    settings: Settings | None = None,
    transport: Transport = "socket",
    allows: tuple[str, ...] = (),
) -> Iterator[Stage]:
    """A bot of its own for a sandbox that is there already."""
    database = Database(database_url)
    database.open_vault([], now=clock.now())
    over_http, over_sockets = HttpAccess(sandbox.signing_secret, port=0), SocketAccess(sandbox.app_token)
    way = over_http if transport == "http" else over_sockets
    access = SlackAccess(sandbox.bot_token, way, sandbox.api_url)
    plan = Plan(access, staff_channel, admins, now=clock.now, routes=routes, given=given_by(settings))
    bot = Bot(plan, database)
    bot.start()
    if bot.port:
        sandbox.send_to(f"http://127.0.0.1:{bot.port}{EVENTS}")
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
    broken = [each for each in sandbox.breaches() if each.partition(":")[0] not in allows]
    assert not broken, "\n".join(broken)
