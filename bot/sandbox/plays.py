"""What another program can ask of the sandbox, as data: routes and docs are made from it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.sandbox.records import Json
from bot.sandbox.request_body import Body


@dataclass(frozen=True)
class Play:
    """One JSON call that does something: POST /sandbox/<name>.

    `does` goes on from "The person …" or "The stage …"; a field that may be left out ends in "?".
    """

    name: str
    act: Callable[[Body], Awaitable[Json]]
    does: str
    fields: tuple[str, ...] = ()
