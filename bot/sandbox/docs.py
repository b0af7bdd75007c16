"""Those parts of docs/sandbox.md that are made from the sandbox's own tables."""

from collections.abc import Iterable

from bot.sandbox.calls.all import LOOKS, PLAYS_OF_PEOPLE, PLAYS_OF_THE_STAGE
from bot.sandbox.calls.plays import Play
from bot.sandbox.refusals import REFUSALS
from bot.sandbox.to_bot.faults import KINDS
from bot.sandbox.web_api.methods import METHODS

PLACES = {"web_api": "the Web API", "events": "events", "sockets": "connections"}
TESTED_IN = "tests/bot/sandbox/refusals/test_refusals.py"


def looks() -> str:
    rows = ((f"`GET /sandbox/{look.name}`", look.shows, _fields(look.fields)) for look in LOOKS)
    return _table(("call", "shows", "parameters"), rows)


def plays_of_people() -> str:
    return _plays(PLAYS_OF_PEOPLE, "the person …")


def plays_of_the_stage() -> str:
    return _plays(PLAYS_OF_THE_STAGE, "the call …")


def faults() -> str:
    rows = ((f"`{kind.name}`", PLACES[kind.where], kind.does, _fields(kind.fields)) for kind in KINDS)
    return _table(("fault", "of", "what happens", "fields"), rows)


def methods() -> str:
    """With the permissions that each asks for."""
    rows = ((f"`{name}`", _fields(method.scopes)) for name, method in sorted(METHODS.items()))
    return _table(("method", "needs one of"), rows)


def refusals() -> str:
    rows = ((each.what, f"`{each.error}`", each.whose, f"`[{each.id}]`") for each in REFUSALS)
    return _table(("what is refused", "how", "whose word", f"test in {TESTED_IN}"), rows)


def _plays(plays: Iterable[Play], does: str) -> str:
    rows = ((f"`POST /sandbox/{play.name}`", play.does, _fields(play.fields)) for play in plays)
    return _table(("call", does, "fields"), rows)


def _fields(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (heads, ("---",) * len(heads), *rows))
