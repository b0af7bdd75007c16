"""One deadline for everything that is done before an answer: the person waits only so long."""

import threading
import time
from typing import Self

UNHURRIED = 20.0  # seconds


class TooLate(Exception):
    """Time is up, or the answer has gone out already: whatever was begun is undone."""


class Deadline:
    """A moment by the machine's clock, and the mark that the answer has gone out."""

    def __init__(self, at: float) -> None:
        self._at = at
        self._answered = threading.Event()

    @classmethod
    def in_seconds(cls, seconds: float) -> Self:
        return cls(time.monotonic() + seconds)

    @classmethod
    def unhurried(cls) -> Self:
        """For what nobody waits for: long enough for a busy database, and an end all the same."""
        return cls.in_seconds(UNHURRIED)

    def left(self) -> float:
        """Seconds, never negative."""
        return max(0.0, self._at - time.monotonic())

    def milliseconds_left(self) -> int:
        """At least one: to databases zero means no limit at all."""
        return max(1, int(self.left() * 1000))

    def is_over(self) -> bool:
        return self._answered.is_set() or self.left() <= 0

    def check(self) -> None:
        """Raises TooLate."""
        if self.is_over():
            raise TooLate

    def mark_answered(self) -> None:
        """From now on nothing that belongs to this answer is committed."""
        self._answered.set()
