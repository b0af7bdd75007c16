"""Faults on order: how Slack behaves on a bad day, in one table that the docs are made from."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from bot.sandbox.refusal import Unplayable
from bot.sandbox.workspace.records import Json

Where = Literal["web_api", "events", "sockets"]

UNNOTICED = 30.0  # seconds of the sandbox's clock: nothing is held back for longer, so nothing for ever


@dataclass(frozen=True)
class Kind:
    """One thing that can go wrong. A field that may be left out ends in "?"; `seconds` is its default."""

    name: str
    where: Where
    does: str
    fields: tuple[str, ...] = ()
    seconds: float = 0.0


METHOD = ("method", "times?")  # "*" is every method
EVENT = ("event?", "times?")  # the type of the event; left out, it is every event

KINDS = (
    Kind("slow", "web_api", "the answer takes `seconds` longer", (*METHOD, "seconds")),
    Kind("error", "web_api", "Slack says no, with the name in `error`", (*METHOD, "error?")),
    Kind(
        "rate_limited",
        "web_api",
        "“too many requests”, with `retry_after` in seconds, or without it",
        (*METHOD, "retry_after?"),
    ),
    Kind("lost_answer", "web_api", "it is done, and the answer gets lost", METHOD),
    Kind("half_answer", "web_api", "it is done, and the answer ends in the middle", METHOD),
    Kind("server_error", "web_api", "status 500; nothing is done", METHOD),
    Kind("hang_up", "web_api", "the connection ends; nothing is done", METHOD),
    Kind("unknown_method", "web_api", "as if Slack had no such method", METHOD),
    Kind(
        "event_late",
        "events",
        "the event comes `seconds` later, by the sandbox's clock",
        (*EVENT, "seconds?"),
        seconds=60.0,
    ),
    Kind("event_twice", "events", "the event comes twice at the same moment, with one `event_id`", EVENT),
    Kind("event_two_ids", "events", "the event comes twice at the same moment, with two `event_id`s", EVENT),
    Kind(
        "events_out_of_order",
        "events",
        "the event waits until another has gone first, at most `seconds` by the sandbox's clock",
        (*EVENT, "seconds?"),
        seconds=UNNOTICED,
    ),
    Kind("event_lost", "events", "the event does not arrive, and comes again as Slack's next try", EVENT),
    Kind(
        "event_lost_ack",
        "events",
        "the bot's acknowledgement gets lost, so that the event comes again",
        EVENT,
    ),
    Kind("close", "sockets", "every socket that is open now ends without a word"),
    Kind(
        "deaf",
        "sockets",
        "every socket that is open now stays open, but nothing comes over it and no ping is answered; "
        "new ones work",
    ),
)
KIND_OF = {kind.name: kind for kind in KINDS}


@dataclass(frozen=True)
class Reply:
    """One answer of the Web API; where it is `dropped` or `halved`, the connection ends before its end."""

    body: Json | str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    dropped: bool = False
    halved: bool = False


DROPPED = Reply("", dropped=True)
SERVER_ERROR = Reply("Internal Server Error", status=500)


@dataclass
class Fault:
    """`of`: the method or the type of event, "*" for all. `times` counts down; None lasts until cleared."""

    kind: Kind
    of: str = "*"
    seconds: float = 0.0
    error: str = "fatal_error"
    retry_after: int | None = None
    times: int | None = None

    def as_json(self) -> Json:
        of = {"method": self.of} if self.kind.where == "web_api" else {"event": self.of}
        more = {"seconds": self.seconds, "error": self.error, "retry_after": self.retry_after}
        used = {name: value for name, value in more.items() if _uses(self.kind, name)}
        return {"fault": self.kind.name, **of, **used, "times": self.times}


@dataclass
class Faults:
    _ordered: list[Fault] = field(default_factory=list)

    def order(self, fault: Fault) -> None:
        self._ordered.append(fault)

    def clear(self) -> None:
        self._ordered.clear()

    def take(self, where: Where, of: str) -> Fault | None:
        """The first fault that fits, used up by one."""
        for fault in self._ordered:
            if fault.kind.where == where and fault.of in (of, "*"):
                self._count_down(fault)
                return fault
        return None

    def as_json(self) -> list[Json]:
        return [fault.as_json() for fault in self._ordered]

    def _count_down(self, fault: Fault) -> None:
        if fault.times is None:
            return
        fault.times -= 1
        if fault.times <= 0:
            self._ordered.remove(fault)


def find_kind(name: str) -> Kind:
    if name not in KIND_OF:
        raise Unplayable(f"There is no fault named {name}; there are {', '.join(KIND_OF)}.")
    return KIND_OF[name]


def kinds_as_json() -> list[Json]:
    return [
        {"name": kind.name, "does": kind.does, "fields": list(kind.fields), "where": kind.where}
        for kind in KINDS
    ]


async def answer_under(fault: Fault | None, work: Callable[[], Reply]) -> Reply:
    """The answer as the fault lets it through; "slow", "lost_answer" and "half_answer" do the work."""
    if fault is None:
        return work()
    if fault.kind.name == "slow":
        await asyncio.sleep(fault.seconds)
        return work()
    if fault.kind.name == "half_answer":
        return replace(work(), halved=True)
    if fault.kind.name == "lost_answer":
        work()
    return _broken_answer(fault)


def _broken_answer(fault: Fault) -> Reply:
    name = fault.kind.name
    if name == "rate_limited":
        return too_fast(fault.retry_after)
    if name == "server_error":
        return SERVER_ERROR
    if name in ("lost_answer", "hang_up"):
        return DROPPED
    error = "unknown_method" if name == "unknown_method" else fault.error
    return Reply({"ok": False, "error": error})


def too_fast(retry_after: int | None) -> Reply:
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return Reply({"ok": False, "error": "ratelimited"}, status=429, headers=headers)


def _uses(kind: Kind, name: str) -> bool:
    return name in kind.fields or f"{name}?" in kind.fields
