"""Waiting for a moment of the sandbox's clock, which may be moved while we wait."""

import asyncio
import contextlib
from collections.abc import Coroutine
from datetime import datetime
from typing import Any

from bot.sandbox.workspace.clock import SandboxClock


async def wait_until(moment: datetime, clock: SandboxClock, what: str) -> None:
    """Return at `moment`, or as soon as the clock has jumped over it; `what` will happen then, in words."""
    loop, moved = asyncio.get_running_loop(), asyncio.Event()

    def wake() -> None:
        loop.call_soon_threadsafe(moved.set)

    clock.watch(wake)
    try:
        with clock.appointment(moment, what):
            await _pass(moment, clock, moved)
    finally:
        clock.unwatch(wake)


async def first_of(*waits: Coroutine[Any, Any, object]) -> None:
    """Return when one of them has, and end the others."""
    tasks = [asyncio.create_task(each) for each in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _pass(moment: datetime, clock: SandboxClock, moved: asyncio.Event) -> None:
    while (left := (moment - clock.now()).total_seconds()) > 0:
        moved.clear()
        await _wait_for(moved, left)


async def _wait_for(moved: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(moved.wait(), seconds)
