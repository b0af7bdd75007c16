"""The process that dies: it serves the bot, counts what it does, and ends at the point it was given.

The product has no hooks for this. The wires hang on SQLAlchemy's events, and around the functions by which
this process, and no other, commits, answers and calls Slack.
"""

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from typing import Any

from slack_sdk.socket_mode import SocketModeClient
from sqlalchemy import Engine, event

from bot import schedule
from bot.database import Database
from bot.running import Bot, Plan
from bot.sandbox import SandboxClock
from bot.settings import SlackAccess
from bot.slack import Slack
from tests.bot.sandbox.players import STAFF_ROOM

KILLED = 137  # as after `kill -9`
NEVER = 86_400  # seconds; the tick would add looks in vain, at moments that differ from run to run

# The threads that serve a sign-up, and what they are called; the SDK's own ones send the answers.
STRANDS = ("door", "answers", "hearing", "delivery")

# Where this process touches others, apart from single statements.
OUTWARD = ("do_commit", "send_socket_mode_response", "call")


@dataclass(frozen=True)
class Point:
    """A moment to die at. Each strand counts for itself, so that a number means the same in every run.

    With `outward` only commits, answers and calls are counted.
    """

    strand: str
    number: int
    outward: bool = False


@dataclass(frozen=True)
class Order:
    """What a child is to do; without a `point` nothing happens to it. `now` is the moment in the sandbox."""

    database_url: str
    access: SlackAccess
    now: datetime
    point: Point | None


def serve(order: Order, driver: Connection) -> None:
    """Runs until it is told None, and then ends in order; a number of seconds moves its clock on.

    Leases go by the same clock, so that they lapse without anybody waiting for it.
    """
    schedule.TICK = NEVER
    clock = SandboxClock(order.now)
    database = Database(order.database_url)
    wire = TripWire(driver)
    wire.hang_on(database.engine)
    database.open_vault([], now=clock.now())
    bot = Bot(Plan(order.access, STAFF_ROOM, now=clock.now, machine=clock.now), database)
    bot.start()
    clock.watch(bot.wake)
    wire.trip_at(order.point)
    driver.send("ready")
    while (seconds := driver.recv()) is not None:
        clock.advance(timedelta(seconds=seconds))
    bot.stop()
    os._exit(0)


class TripWire:
    """Before and after each statement, commit, answer and call of Slack there is one point."""

    def __init__(self, driver: Connection) -> None:
        self._driver, self._lock = driver, threading.Lock()
        self._point: Point | None = None
        self._passed = 0

    def trip_at(self, point: Point | None) -> None:
        """Count from now on; the first point is number 1."""
        self._point = point

    def hang_on(self, engine: Engine) -> None:
        event.listen(engine, "before_cursor_execute", self._around_statement("before"))
        event.listen(engine, "after_cursor_execute", self._around_statement("after"))
        owners = (engine.dialect, SocketModeClient, Slack)
        for owner, name in zip(owners, OUTWARD, strict=True):
            setattr(owner, name, self._around(name, getattr(owner, name)))

    def _around(self, name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*given: Any, **named: Any) -> Any:
            self._pass(f"before {name}", outward=True)
            answer = act(*given, **named)
            self._pass(f"after {name}", outward=True)
            return answer

        return watched

    def _around_statement(self, when: str) -> Callable[..., None]:
        def passed(_connection: object, _cursor: object, sql: str, *_: object) -> None:
            self._pass(f"{when} {' '.join(sql.split()[:3])}", outward=False)

        return passed

    def _pass(self, name: str, *, outward: bool) -> None:
        point = self._point
        if point is None or point.strand != _strand() or (point.outward and not outward):
            return
        with self._lock:
            self._passed += 1
            if self._passed == point.number:
                self._driver.send(name)
                os._exit(KILLED)


def _strand() -> str:
    name = threading.current_thread().name.partition("_")[0]
    return "answers" if name.startswith("ThreadPool") else name
