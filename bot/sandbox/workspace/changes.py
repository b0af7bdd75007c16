"""Telling whoever looks that something has changed: the page by server-sent events, the file by a call."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

HEARTBEAT = 15.0  # seconds; a comment keeps the page's connection from going stale


@dataclass
class Changes:
    """Touched from the event loop only; `version` rises with each change and is never reused."""

    version: int = 0
    closed: bool = False
    _watchers: list[Callable[[], None]] = field(default_factory=list)
    _streams: set[asyncio.Event] = field(default_factory=set)

    def touch(self) -> None:
        self.version += 1
        for watcher in self._watchers:
            watcher()
        self._wake()

    def watch(self, watcher: Callable[[], None]) -> None:
        self._watchers.append(watcher)

    def close(self) -> None:
        """End all streams, so that the server can stop."""
        self.closed = True
        self._wake()

    async def stream(self) -> AsyncIterator[str]:
        """The present version at once, then one line for each change (several may become one)."""
        woken = asyncio.Event()
        self._streams.add(woken)
        try:
            yield self._line()
            while not self.closed:
                yield self._line() if await _wait(woken) else ": still here\n\n"
        finally:
            self._streams.discard(woken)

    def _line(self) -> str:
        return f"data: {json.dumps({'version': self.version})}\n\n"

    def _wake(self) -> None:
        for woken in self._streams:
            woken.set()


async def _wait(woken: asyncio.Event) -> bool:
    try:
        await asyncio.wait_for(woken.wait(), HEARTBEAT)
    except TimeoutError:
        return False
    woken.clear()
    return True
