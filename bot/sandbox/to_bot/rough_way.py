"""The way of an event to the bot, and what can happen to it there: late, twice, out of order, lost."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from bot.sandbox.to_bot.faults import Fault, Faults
from bot.sandbox.to_bot.way import NO_ANSWER, Answer, Retry, ToBot
from bot.sandbox.workspace.clock import SandboxClock
from bot.sandbox.workspace.records import Json
from bot.sandbox.workspace.waiting import first_of, wait_until


@dataclass
class RoughWay:
    to_bot: ToBot
    clock: SandboxClock
    faults: Faults
    new_event_id: Callable[[], str]
    _held: set[asyncio.Event] = field(default_factory=set)

    async def send(self, envelope: Json, retry: Retry | None, on_hold: Callable[[], None]) -> Answer:
        """One try; `on_hold` is called when it is held back, so that nobody waits for its answer."""
        fault = self.faults.take("events", envelope["event"]["type"])
        name = fault.kind.name if fault else ""
        if name == "event_lost":
            return NO_ANSWER
        if fault and name in ("event_late", "events_out_of_order"):
            on_hold()
            await self._hold(fault)
        answer = await self._arrive(envelope, retry, name)
        return NO_ANSWER if name == "event_lost_ack" else answer

    async def _hold(self, fault: Fault) -> None:
        until = self.clock.now() + timedelta(seconds=fault.seconds)
        at_the_latest = wait_until(until, self.clock, "an event arrives that was held back")
        if fault.kind.name == "event_late":
            await at_the_latest
            return
        overtaken = asyncio.Event()
        self._held.add(overtaken)
        try:
            await first_of(overtaken.wait(), at_the_latest)
        finally:
            self._held.discard(overtaken)

    async def _arrive(self, envelope: Json, retry: Retry | None, name: str) -> Answer:
        """Once, or twice at the same moment; whatever waited to be overtaken goes next."""
        copies = [envelope]
        if name == "event_twice":
            copies.append(envelope)
        if name == "event_two_ids":
            copies.append({**envelope, "event_id": self.new_event_id()})
        first, *_ = await asyncio.gather(*(self.to_bot.ask("events_api", each, retry) for each in copies))
        for overtaken in self._held:
            overtaken.set()
        return first
