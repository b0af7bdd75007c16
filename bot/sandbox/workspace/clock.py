"""The time people live by: it runs like a real clock and can be moved forward, never back."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta


class SandboxClock:
    """Aware UTC time; safe to read and to move from any thread.

    It follows the machine's monotonic clock, so that a correction of the machine's own time in the
    middle of a test moves nothing.
    """

    def __init__(self, start: datetime | None = None) -> None:
        if start is not None and start.tzinfo is None:
            raise ValueError("The sandbox's clock needs a start with a time zone.")
        self._start = start.astimezone(UTC) if start else None
        self._lock = threading.Lock()
        self._watchers: list[Callable[[], None]] = []
        self._appointments: list[tuple[datetime, str]] = []
        self._set(self._first_moment())

    def now(self) -> datetime:
        with self._lock:
            return self._moment + timedelta(seconds=time.monotonic() - self._mark)

    def advance(self, by: timedelta) -> None:
        """Jump forward and wake whatever waits for a moment; time does not go back."""
        if by < timedelta(0):
            raise ValueError("The sandbox's clock only goes forward.")
        with self._lock:
            self._moment += by
        self._tell()

    def resume(self, moment: datetime) -> None:
        """Go on from a stored moment, before anybody has read the time of this workspace."""
        self._set(moment)
        self._tell()

    def start_over(self) -> None:
        """Back to the first moment: a new workspace has no past."""
        self.resume(self._first_moment())

    def watch(self, watcher: Callable[[], None]) -> None:
        """Call `watcher` after every jump, in the thread that jumped."""
        self._watchers.append(watcher)

    def unwatch(self, watcher: Callable[[], None]) -> None:
        self._watchers.remove(watcher)

    @contextmanager
    def appointment(self, at: datetime, what: str) -> Iterator[None]:
        """While it lasts, somebody waits for this moment."""
        kept = (at, what)
        self._appointments.append(kept)
        try:
            yield
        finally:
            self._appointments.remove(kept)

    def appointments(self) -> list[tuple[datetime, str]]:
        return list(self._appointments)

    def _set(self, moment: datetime) -> None:
        with self._lock:
            self._moment, self._mark = moment, time.monotonic()

    def _first_moment(self) -> datetime:
        return self._start or datetime.now(UTC)

    def _tell(self) -> None:
        for watcher in tuple(self._watchers):
            watcher()
