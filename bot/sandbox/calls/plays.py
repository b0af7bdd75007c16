"""What another program can ask of the sandbox, as data: routes and docs are made from it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.sandbox.calls.request_body import Body
from bot.sandbox.parts import Parts
from bot.sandbox.workspace.records import Json

Query = Mapping[str, str]


@dataclass(frozen=True)
class Look:
    """One JSON call that changes nothing: GET /sandbox/<name>. `shows` goes on from its name."""

    name: str
    give: Callable[[Parts, Query], Awaitable[Json | list[Json]]]
    shows: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Play:
    """One JSON call that does something: POST /sandbox/<name>.

    `does` goes on from "The person …" or "The stage …"; a field that may be left out ends in "?".
    """

    name: str
    act: Callable[[Body], Awaitable[Json]]
    does: str
    fields: tuple[str, ...] = ()
