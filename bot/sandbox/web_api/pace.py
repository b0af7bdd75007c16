"""How fast the bot may call: messages into one channel, and each method by its tier (docs.slack.dev)."""

import math
from dataclasses import dataclass, field
from datetime import datetime

from bot.sandbox.refusal import RateLimited
from bot.sandbox.workspace.clock import SandboxClock

BURST = 3.0  # Slack keeps its burst size secret; three in three seconds is what this workspace lets through
A_SECOND = 1.0


@dataclass
class Pace:
    """Buckets that fill by the sandbox's clock; switched off where `strict` is False."""

    clock: SandboxClock
    strict: bool = True
    _buckets: dict[str, tuple[float, datetime]] = field(default_factory=dict)

    def take_turn(self, channel: str) -> None:
        """One message into a channel; refuses with RateLimited, naming the seconds until the next turn."""
        self._take(f"into {channel}", BURST, A_SECOND)

    def count_call(self, method: str, a_minute: int) -> None:
        """One call of a method; refuses alike."""
        self._take(method, float(a_minute), a_minute / 60)

    def forget(self) -> None:
        self._buckets.clear()

    def _take(self, bucket: str, most: float, a_second: float) -> None:
        if not self.strict:
            return
        now = self.clock.now()
        left, since = self._buckets.get(bucket, (most, now))
        left = min(most, left + (now - since).total_seconds() * a_second)
        if left < 1.0:
            raise RateLimited(max(1, math.ceil((1.0 - left) / a_second)))
        self._buckets[bucket] = (left - 1.0, now)
