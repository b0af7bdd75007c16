"""Catching up: what people wrote while nobody listened is fetched from Slack and put into the inbox.

Slack sends an event four times within six minutes and then no more, so a longer absence would lose it.
"""

import threading
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.database import Database
from bot.deadline import Deadline
from bot.slack import Slack
from bot.slack_errors import CallFailed, Outcome
from handlers.blocks import Json
from handlers.routes import Clock
from models import inbox, rooms
from models.rooms import Heard

WORK_WITHIN = 20.0  # seconds for a transaction that nobody waits for
BETWEEN_CALLS = 1.5  # seconds; docs.slack.dev, conversations.history: tier 3, 50 a minute
PATIENCE = 60.0  # seconds without a sign of Slack, before the next try
MOST = 100  # messages of one conversation

log = structlog.get_logger()


@dataclass
class CatchingUp:
    """Run whenever Slack says hello: at the start, and after each new connection."""

    database: Database
    slack: Slack
    now: Clock
    _stopped: threading.Event = field(default_factory=threading.Event)

    def run_due(self) -> None:
        """Every conversation in which somebody has written to us before, the latest first."""
        with self.database.read(Deadline.in_seconds(WORK_WITHIN)) as session:
            conversations = rooms.heard(session)
        for conversation in conversations:
            if self._stopped.is_set() or not self.slack.has("conversations.history"):
                return
            self._catch_up(conversation)
            self._stopped.wait(BETWEEN_CALLS)

    def stop(self) -> None:
        self._stopped.set()

    def _catch_up(self, conversation: Heard) -> None:
        try:
            missed = self._missed(conversation)
        except CallFailed as failed:
            log.info("cannot catch up", error=failed.error)
            if failed.outcome in (Outcome.PASSING, Outcome.ACCESS_LOST):
                self._stopped.wait(failed.seconds or PATIENCE)
            return
        if missed:
            log.info("caught up", messages=len(missed))
            self._take_in(conversation, missed)

    def _missed(self, conversation: Heard) -> list[Json]:
        found = self.slack.call(
            "conversations.history",
            json=False,
            channel=conversation.channel,
            oldest=conversation.up_to,
            limit=MOST,
        )
        theirs = [message for message in found["messages"] if _is_by(message, conversation.user)]
        return theirs[::-1]  # Slack gives the newest first

    def _take_in(self, conversation: Heard, missed: list[Json]) -> None:
        """Under an id of our own: the message's channel and ts tell whether we have it already."""
        with self.database.begin(Deadline.in_seconds(WORK_WITHIN)) as session:
            for message in missed:
                event: dict[str, Any] = {**message, "channel": conversation.channel, "channel_type": "im"}
                inbox.take_in(
                    session,
                    event_id=f"history:{conversation.channel}:{message['ts']}",
                    kind="message",
                    payload={"team_id": conversation.team, "event": event},
                    message=(conversation.channel, str(message["ts"])),
                    now=self.now(),
                )


def _is_by(message: Json, user: str) -> bool:
    return message.get("user") == user and not message.get("subtype") and not message.get("bot_id")
