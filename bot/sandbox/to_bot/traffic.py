"""What went to the bot and what came from it, for the page's log and for tests."""

import itertools
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Literal

from bot.sandbox.workspace.clock import SandboxClock
from bot.sandbox.workspace.records import Json

KEPT = 500  # enough for one long try-out; older lines go


@dataclass(frozen=True)
class Exchange:
    """One request and its answer: `at` is by the sandbox's clock, `milliseconds` by the machine's."""

    number: int
    direction: Literal["to_bot", "from_bot"]
    what: str
    at: float
    milliseconds: float
    ok: bool
    error: str | None
    arguments: object
    answer: object


class Traffic:
    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._numbers = itertools.count(1)
        self._kept: deque[Exchange] = deque(maxlen=KEPT)

    def start(self, direction: Literal["to_bot", "from_bot"], what: str) -> Callable[..., None]:
        """Take the time; call what is returned with the outcome."""
        at, begun = self._clock.now().timestamp(), time.monotonic()

        def finish(*, ok: bool, error: str | None = None, arguments: object, answer: object = None) -> None:
            milliseconds = round((time.monotonic() - begun) * 1000, 1)
            number = next(self._numbers)
            self._kept.append(
                Exchange(number, direction, what, at, milliseconds, ok, error, arguments, answer)
            )

        return finish

    def clear(self) -> None:
        self._kept.clear()

    def as_json(self, after: int = 0) -> list[Json]:
        """Those with a higher number, the oldest first."""
        return [asdict(each) for each in self._kept if each.number > after]
