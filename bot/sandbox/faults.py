"""Faults on order: how Slack's Web API behaves on a bad day, for a method or for all of them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, get_args

from bot.sandbox.records import Json
from bot.sandbox.refusal import Unplayable

Kind = Literal["slow", "unknown_method", "error", "rate_limited", "lost_answer", "server_error", "hang_up"]


@dataclass(frozen=True)
class Reply:
    """One answer of the Web API; `dropped` means the connection ends without one."""

    body: Json | str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    dropped: bool = False


DROPPED = Reply("", dropped=True)
SERVER_ERROR = Reply("Internal Server Error", status=500)


@dataclass
class Fault:
    """`times` counts down; None lasts until it is cleared."""

    method: str
    kind: Kind
    seconds: float = 0.0
    error: str = "fatal_error"
    retry_after: int | None = None
    times: int | None = None


@dataclass
class Faults:
    _ordered: list[Fault] = field(default_factory=list)

    def order(self, fault: Fault) -> None:
        if fault.kind not in get_args(Kind):
            raise Unplayable(f"There is no fault named {fault.kind}; there are {', '.join(get_args(Kind))}.")
        self._ordered.append(fault)

    def clear(self) -> None:
        self._ordered.clear()

    def take(self, method: str) -> Fault | None:
        """The first fault that fits, used up by one."""
        for fault in self._ordered:
            if fault.method in (method, "*"):
                self._count_down(fault)
                return fault
        return None

    def _count_down(self, fault: Fault) -> None:
        if fault.times is None:
            return
        fault.times -= 1
        if fault.times <= 0:
            self._ordered.remove(fault)


async def answer_under(fault: Fault | None, work: Callable[[], Reply]) -> Reply:
    """The answer as the fault lets it through; only "slow" and "lost_answer" do the work."""
    if fault is None:
        return work()
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
        return work()
    if fault.kind == "lost_answer":
        work()
    return _broken_answer(fault)


def _broken_answer(fault: Fault) -> Reply:
    if fault.kind == "rate_limited":
        return too_fast(fault.retry_after)
    if fault.kind == "server_error":
        return SERVER_ERROR
    if fault.kind in ("lost_answer", "hang_up"):
        return DROPPED
    error = "unknown_method" if fault.kind == "unknown_method" else fault.error
    return Reply({"ok": False, "error": error})


def too_fast(retry_after: int | None) -> Reply:
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return Reply({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
