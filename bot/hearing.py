"""Hearing: takes events out of the inbox and hands them to the journey that hears them."""

from dataclasses import dataclass
from datetime import datetime

from bot.database import Database
from bot.deadline import Deadline
from bot.dispatch import Dispatch
from handlers.routes import Clock
from models import inbox

WORK_WITHIN = 20.0  # seconds for a transaction that nobody waits for


@dataclass(frozen=True)
class Hearing:
    """A stepper like Delivery."""

    database: Database
    dispatch: Dispatch
    now: Clock
    machine: Clock

    def take_over(self) -> None:
        """At the start, where no other process can be at work."""
        with self.database.begin(Deadline.in_seconds(WORK_WITHIN)) as session:
            inbox.release_all(session)

    def run_due(self) -> None:
        while taken := self._claim():
            self.dispatch.hear(taken)

    def next_due(self) -> datetime | None:
        with self.database.read(Deadline.in_seconds(WORK_WITHIN)) as session:
            return inbox.next_due(session)

    def forget_old(self) -> None:
        """Ids that Slack will not send again."""
        with self.database.begin(Deadline.in_seconds(WORK_WITHIN)) as session:
            inbox.forget_old(session, now=self.now())

    def _claim(self) -> inbox.Taken | None:
        with self.database.begin(Deadline.in_seconds(WORK_WITHIN)) as session:
            return inbox.claim_next(session, now=self.now(), machine=self.machine())
