"""How fast messages may come into one channel: one a second, short bursts allowed (docs.slack.dev)."""

import math
from dataclasses import dataclass, field
from datetime import datetime

from bot.sandbox.clock import SandboxClock
from bot.sandbox.refusal import RateLimited

BURST = 3.0  # Slack keeps its burst size secret; three in three seconds is what this workspace lets through
A_SECOND = 1.0


@dataclass
class Pace:
    """A bucket for each channel, filled by the sandbox's clock; switched off where `strict` is False."""

    clock: SandboxClock
    strict: bool = True
    _buckets: dict[str, tuple[float, datetime]] = field(default_factory=dict)

    def take_turn(self, channel: str) -> None:
        """Refuses with RateLimited, naming the seconds until the next turn."""
        if not self.strict:
            return
        now = self.clock.now()
        left, since = self._buckets.get(channel, (BURST, now))
        left = min(BURST, left + (now - since).total_seconds() * A_SECOND)
        if left < 1.0:
            raise RateLimited(max(1, math.ceil((1.0 - left) / A_SECOND)))
        self._buckets[channel] = (left - 1.0, now)

    def forget(self) -> None:
        self._buckets.clear()
