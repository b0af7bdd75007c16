"""The way to the bot: over HTTP where it has a request URL, else to any one of its sockets."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.sandbox.to_bot.traffic import Traffic
from bot.sandbox.workspace.records import Json

ANSWER_WITHIN = 3.0  # seconds, by the machine's clock: Slack's limit for every acknowledgement

EnvelopeType = Literal["slash_commands", "interactive", "events_api"]


@dataclass(frozen=True)
class Answer:
    """`given` is False when nobody answered in time; `payload` is what came with the answer.

    `reason` is Slack's word for what went wrong (x-slack-retry-reason); `is_final`: do not try again.
    """

    given: bool
    payload: object = None
    reason: str = "timeout"
    is_final: bool = False


NO_ANSWER = Answer(False)


@dataclass(frozen=True)
class Retry:
    attempt: int
    reason: str


class Transport(Protocol):
    @property
    def connected(self) -> int:
        """How many ways to the bot are open."""
        ...

    async def ask(self, kind: EnvelopeType, payload: Json, retry: Retry | None) -> Answer:
        """Send, and wait for as long as it takes; who calls stops waiting by cancelling."""
        ...


@dataclass
class ToBot:
    """Every payload goes through here, so that the log of what passed is whole.

    `on_asking` hears of each once, and not again when Slack tries again.
    """

    transport: Transport
    traffic: Traffic
    on_asking: Callable[[EnvelopeType, Json], None] = lambda kind, payload: None

    @property
    def connected(self) -> int:
        return self.transport.connected

    async def ask(self, kind: EnvelopeType, payload: Json, retry: Retry | None = None) -> Answer:
        """Three seconds, then a late answer is ignored."""
        if retry is None:
            self.on_asking(kind, payload)
        finish = self.traffic.start("to_bot", str(payload.get("type") or kind))
        try:
            answer = await asyncio.wait_for(self.transport.ask(kind, payload, retry), ANSWER_WITHIN)
        except TimeoutError:
            answer = NO_ANSWER
        error = None if answer.given else "not answered"
        finish(ok=answer.given, error=error, arguments=payload, answer=answer.payload)
        return answer
