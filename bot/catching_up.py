"""Catching up: what people wrote while nobody listened is fetched from Slack and put into the inbox.

Slack sends an event four times within six minutes and then no more, so a longer absence would lose it.
"""

import threading
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from sqlalchemy.orm import Session

from bot.database import Database
from bot.deadline import Deadline
from bot.slack import Slack
from bot.slack_errors import CallFailed, Outcome
from handlers.blocks import Json
from handlers.payloads import is_by_a_person
from handlers.routes import Clock
from models import inbox, rooms
from models.rooms import Heard

BETWEEN_CALLS = 1.5  # seconds; docs.slack.dev, conversations.history: tier 3, 50 a minute
PATIENCE = 60.0  # seconds without a sign of Slack, before the next try
PAGE = 100  # messages
FARTHEST_BACK = inbox.REMEMBERED - timedelta(days=1)

log = structlog.get_logger()


@dataclass
class CatchingUp:
    """Run whenever Slack says hello: at the start, and after each new connection."""

    database: Database
    slack: Slack
    now: Clock
    _stopped: threading.Event = field(default_factory=threading.Event)

    def step(self) -> bool:
        """Every conversation in which somebody has written to us before, the latest first; then rest."""
        with self.database.read(Deadline.unhurried()) as session:
            conversations = rooms.heard(session)
        for conversation in conversations:
            if not self._catch_up(conversation):
                break
            self._stopped.wait(BETWEEN_CALLS)
        return False

    def stop(self) -> None:
        self._stopped.set()

    def _catch_up(self, conversation: Heard) -> bool:
        """Again and again while Slack is too busy; False when there is no use in asking on."""
        while not self._stopped.is_set():
            try:
                missed = self._missed(conversation)
            except CallFailed as failed:
                log.info("cannot catch up", error=failed.error)
                if failed.outcome not in (Outcome.PASSING, Outcome.UNSURE):
                    return failed.outcome is Outcome.ROOM_CLOSED
                self._stopped.wait(failed.seconds or PATIENCE)
            else:
                self._take_in(conversation, missed)
                return True
        return False

    def _missed(self, conversation: Heard) -> list[Json]:
        """All pages, the oldest message first."""
        found: list[Json] = []
        arguments: Json = {
            "channel": conversation.channel,
            "oldest": self._since(conversation),
            "limit": PAGE,
        }
        while not self._stopped.is_set():
            answer = self.slack.call("conversations.history", json=False, **arguments)
            theirs = (each for each in answer["messages"] if each.get("user") == conversation.user)
            found += filter(is_by_a_person, theirs)
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                break
            arguments["cursor"] = cursor
            self._stopped.wait(BETWEEN_CALLS)
        return found[::-1]  # Slack gives the newest first

    def _since(self, conversation: Heard) -> str:
        """Not so far back that the inbox has forgotten what it had."""
        earliest = (self.now() - FARTHEST_BACK).timestamp()
        return max(conversation.up_to, f"{earliest:.6f}")

    def _take_in(self, conversation: Heard, found: list[Json]) -> None:
        """Under an id of our own: the message's channel and ts tell whether we have it already."""
        if not found:
            return
        with self.database.begin(Deadline.unhurried()) as session:
            missed = sum(self._is_new(session, conversation, message) for message in found)
            up_to = str(found[-1]["ts"])
            rooms.caught_up(session, conversation.team, conversation.user, up_to=up_to)
        if missed:
            log.info("caught up", messages=missed)

    def _is_new(self, session: Session, conversation: Heard, message: Json) -> bool:
        event: Json = {**message, "channel": conversation.channel, "channel_type": "im"}
        return inbox.take_in(
            session,
            event_id=f"history:{conversation.channel}:{message['ts']}",
            kind="message",
            payload={"team_id": conversation.team, "event": event},
            message=(conversation.channel, str(message["ts"])),
            now=self.now(),
        )
