"""The whole bot in one object: put together, started, and stopped in order."""

import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

import structlog

from bot.app import build_app
from bot.catching_up import CatchingUp
from bot.database import Database
from bot.deadline import Deadline
from bot.delivery import Delivery
from bot.dispatch import Dispatch
from bot.door import Door
from bot.hearing import Hearing
from bot.journeys import ROUTES, Journeys, gather, given_by
from bot.listening import Listening
from bot.posting import Posting
from bot.profiles import ProfileBook
from bot.schedule import Schedule, Worker
from bot.settings import HttpAccess, SettingsError, SlackAccess
from bot.slack import Slack
from bot.slack_errors import CallFailed, Outcome
from bot.web import Web
from handlers.blocks import Json
from handlers.routes import Clock, Entry
from models import doubts, rooms
from models.rooms import RoomKind
from models.upcoming import Upcoming

BETWEEN_TRIES = 5.0  # seconds, while Slack cannot be reached at the start

log = structlog.get_logger()


def machine() -> datetime:
    """The machine's clock, for leases; people live by the other one, which the sandbox can move."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Plan:
    """What a bot is made with. `now` is the time people live by.

    `given`: settings that handlers name as arguments.
    """

    access: SlackAccess
    staff_channel: str | None = None
    admins: frozenset[tuple[str, str]] = frozenset()
    now: Clock = machine
    machine: Clock = machine
    routes: tuple[Entry, ...] = ROUTES
    given: Mapping[str, object] = field(default_factory=given_by)


class Way(Protocol):
    """How Slack's requests come to us: over a connection of ours, or to an address of ours."""

    @property
    def is_connected(self) -> bool: ...

    def open(self) -> None:
        """Before Slack is asked for anything. Raises CannotStart."""

    def start(self, door: Door) -> None:
        """From now on Slack is answered. Raises CannotStart."""

    def stop(self) -> None:
        """No more requests; also when it never started."""


class Bot:
    """Owns its threads, not its database: whoever made that closes it."""

    def __init__(self, plan: Plan, database: Database) -> None:
        self._plan, self._database = plan, database
        self.slack = Slack(plan.access.bot_token, plan.access.api_url)
        self.journeys: Journeys = gather(plan.routes, plan.given)

    @property
    def is_connected(self) -> bool:
        return self._way.is_connected

    @property
    def port(self) -> int | None:
        """Where Slack's requests come in over HTTP; None over Socket Mode."""
        return self._way.port if isinstance(self._way, Web) else None

    def start(self) -> None:
        """Returns when Slack's requests are answered. Raises CannotStart, with nothing left running."""
        self._way = self._choose_way()
        with ExitStack() as undo:
            undo.callback(self._way.stop)
            self._way.open()
            us = self._who_are_we()
            team = str(us["team_id"])
            self._open_rooms(team)
            self.slack.try_out("views.update")
            self._assemble(team, us)
            self._take_over()
            self.schedule.start()
            undo.callback(self._rest)
            self._way.start(self._door)
            undo.pop_all()
        log.info("running", team=team)

    def stop(self) -> None:
        """What is under way ends first; what is due waits in the database."""
        self._way.stop()
        self._rest()

    def _rest(self) -> None:
        self._door.close()
        self.catching_up.stop()
        self.schedule.stop()

    def next_due(self) -> Upcoming | None:
        """What happens next by itself. Raises SQLAlchemyError, or TooLate."""
        heard = self.hearing.next_due()
        again = Upcoming(heard, "an event that is heard again") if heard else None
        waiting = [due for due in (self.delivery.next_due(), again) if due]
        return min(waiting, key=lambda due: due.at, default=None)

    def wake(self) -> None:
        """The clock was moved."""
        self.schedule.wake()

    # -- Starting --------------------------------------------------------------------------------------

    def _choose_way(self) -> Way:
        """Whichever it is, what was missed before it is caught up with once it stands."""
        way = self._plan.access.way
        if isinstance(way, HttpAccess):
            return Web(way, on_start=lambda: self._catcher.wake())
        return Listening(way.app_token, self.slack.client(), on_hello=lambda: self._catcher.wake())

    def _who_are_we(self) -> Json:
        """The workspace's id and the bot's own, asked until Slack answers."""
        while True:
            try:
                return self.slack.call("auth.test", json=False)
            except CallFailed as failed:
                if failed.outcome not in (Outcome.PASSING, Outcome.UNSURE):
                    raise SettingsError(
                        "SLACK_BOT_TOKEN is not accepted by Slack: install the app again, "
                        "and copy the Bot User OAuth Token from its page OAuth & Permissions."
                    ) from None
                log.warning("cannot reach Slack; trying again", error=failed.error, seconds=BETWEEN_TRIES)
                time.sleep(BETWEEN_TRIES)

    def _open_rooms(self, team: str) -> None:
        if not self._plan.staff_channel:
            log.warning("STAFF_CHANNEL is not set, so staff hear of nothing in Slack")
        with self._database.begin(Deadline.unhurried()) as session:
            rooms.open_shared(session, RoomKind.STAFF, team=team, channel=self._plan.staff_channel)
            doubts.ask_about_all(session, team=team, now=self._plan.now())

    def _assemble(self, team: str, us: Json) -> None:
        plan, database = self._plan, self._database
        dispatch = Dispatch(
            self.journeys, database, self.slack, ProfileBook(self.slack), plan.now, team, plan.admins
        )
        self.hearing = Hearing(database, dispatch, plan.now, plan.machine)
        self.delivery = Delivery(
            database, self.journeys, Posting(self.slack), dispatch.who_is, plan.now, plan.machine
        )
        self._door = Door(build_app(dispatch, self.hearing, who_we_are=us).dispatch)
        workers = [Worker("hearing", self.hearing.step), Worker("delivery", self.delivery.step)]
        self.catching_up = CatchingUp(database, self.slack, plan.now)
        self._catcher = Worker("catching up", self.catching_up.step)
        self.schedule = Schedule(workers, woken_apart=[self._catcher], housekeeping=self._forget_old)
        database.on_commit = self.schedule.wake

    def _forget_old(self) -> bool:
        self.hearing.forget_old()
        self.delivery.forget_old()
        return False

    def _take_over(self) -> None:
        """SQLite has one process, so whatever is claimed was claimed by one that has died."""
        alone = self._database.is_sqlite
        self.delivery.take_over(all_of_them=alone)
        if alone:
            self.hearing.take_over()
