"""Hearing: events are stored before Slack is told so, and handed to the journey that hears them after."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.orm import Session

from bot.database import Database
from bot.deadline import Deadline
from bot.dispatch import Dispatch
from handlers import payloads
from handlers.payloads import Account
from handlers.routes import Clock, Heard
from models import inbox, rooms

PROFILE_WITHIN = 3.0  # seconds; what others wrote waits behind it

log = structlog.get_logger()


@dataclass(frozen=True)
class Hearing:
    """A stepper like Delivery."""

    database: Database
    dispatch: Dispatch
    now: Clock
    machine: Clock

    def take_in(self, body: Mapping[str, Any], deadline: Deadline) -> None:
        """Store an event that some journey hears; raises TooLate, and then Slack sends it again."""
        event, account = body.get("event") or {}, payloads.account_of_event(body)
        if account is None or account.team != self.dispatch.team or body.get("is_ext_shared_channel"):
            return
        if not _is_of_interest(event) or not isinstance(body.get("event_id"), str):
            return
        with self.database.begin(deadline) as session:
            inbox.take_in(
                session,
                event_id=body["event_id"],
                kind=event["type"],
                payload={"team_id": account.team, "event": dict(event)},
                message=(event["channel"], event["ts"]) if event["type"] == "message" else None,
                now=self.now(),
            )

    def take_over(self) -> None:
        """At the start, where no other process can be at work."""
        with self._begin() as session:
            inbox.release_all(session)

    def step(self) -> bool:
        """Hear one event; False when none waits."""
        with self._begin() as session:
            claimed = inbox.claim_next(session, now=self.now(), machine=self.machine())
        if claimed is None:
            return False
        with self.database.read(Deadline.unhurried()) as session:
            taken = inbox.open_claimed(session, claimed)
        self._hear(taken)
        return True

    def next_due(self) -> datetime | None:
        with self.database.read(Deadline.unhurried()) as session:
            return inbox.next_due(session, after=self.now())

    def forget_old(self) -> None:
        """Ids that Slack will not send again."""
        with self._begin() as session:
            inbox.forget_old(session, now=self.now())

    def _hear(self, taken: inbox.Taken) -> None:
        """The event is settled in the transaction of what it brings about."""
        account, route = payloads.account_of_event(taken.payload), self.dispatch.journeys.heard[taken.kind]
        assert account is not None  # take_in stores no others
        deadline = Deadline.unhurried()

        @contextmanager
        def begin_and_settle() -> Iterator[Session]:
            with self.dispatch.begin(route, account, deadline) as session:
                yield session
                self._settle(session, taken, account)

        profile = self.dispatch.profiles.find
        given = {
            **_read(taken),
            "begin": begin_and_settle,
            "profile": lambda: profile(account, deadline, at_most=PROFILE_WITHIN),
        }
        self._run(route, account, deadline, given, taken)

    def _run(
        self,
        route: Heard,
        account: Account,
        deadline: Deadline,
        given: Mapping[str, object],
        taken: inbox.Taken,
    ) -> None:
        trouble = self.dispatch.attempt(route, account, deadline, given)
        with self._begin() as session:
            if trouble is None:
                inbox.settle(session, taken, now=self.now())
                return
            is_failure = not trouble.passes
            if inbox.put_off(session, taken, is_failure=is_failure, now=self.now()):
                log.error("an event was set aside", kind=taken.kind, id=taken.id)

    def _settle(self, session: Session, taken: inbox.Taken, account: Account) -> None:
        inbox.settle(session, taken, now=self.now())
        if taken.kind == "message":
            event = taken.payload["event"]
            rooms.hear(session, account.team, account.user, channel=event["channel"], ts=event["ts"])

    def _begin(self) -> AbstractContextManager[Session]:
        return self.database.begin(Deadline.unhurried())


def _read(taken: inbox.Taken) -> dict[str, object]:
    event = taken.payload["event"]
    if taken.kind == "message":
        return {"said": payloads.read_said(event)}
    return {"channel": str(event.get("channel") or "")}


def _is_of_interest(event: Mapping[str, Any]) -> bool:
    """Somebody looks at their Home page, or writes to the bot, perhaps with a picture; no echo, no edits."""
    if event.get("type") == "app_home_opened":
        return event.get("tab") == "home"
    is_direct = event.get("channel_type") == "im" and str(event.get("channel")).startswith("D")
    has_ts = isinstance(event.get("ts"), str)
    return event.get("type") == "message" and is_direct and has_ts and payloads.is_by_a_person(event)
