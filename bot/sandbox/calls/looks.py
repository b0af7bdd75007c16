"""The JSON calls by which the page, or a test, looks: at the screen, at what passed, and inside the bot."""

from bot.sandbox.calls import inside
from bot.sandbox.calls.plays import Look, Query
from bot.sandbox.calls.request_body import find_member
from bot.sandbox.calls.screen import screen_of
from bot.sandbox.checker import breaches
from bot.sandbox.parts import Parts
from bot.sandbox.refusal import Unplayable
from bot.sandbox.to_bot.faults import kinds_as_json
from bot.sandbox.workspace.records import Json, Member

MOST_DIGITS = 20  # Python reads no number of thousands


async def state(parts: Parts, query: Query) -> Json:
    due = await inside.next_due(parts.workspace, parts.insider)
    screen = screen_of(parts, _who_looks(parts, query.get("as", "")), parts.changes.version)
    more = {"next_due": inside.due_json(due), "can_look_inside": bool(parts.insider)}
    return screen | more


async def traffic(parts: Parts, query: Query) -> list[Json]:
    after = query.get("after", "0")
    if not (after.isdecimal() and len(after) < MOST_DIGITS):
        raise Unplayable("“after” is the number of the last exchange that is known.")
    return parts.traffic.as_json(int(after))


async def look_inside(parts: Parts, query: Query) -> Json:
    if parts.insider is None:
        raise Unplayable("This sandbox runs without the bot, so nobody can look inside it.")
    return await inside.look(parts.workspace, parts.insider, find_member(parts, query.get("as", "")).id)


async def faults(parts: Parts, query: Query) -> Json:
    """A deaf socket stays so until all faults are cleared, or it is closed."""
    deaf = [{"fault": "deaf", "sockets": parts.sockets.deaf}] if parts.sockets.deaf else []
    return {"kinds": kinds_as_json(), "ordered": [*parts.faults.as_json(), *deaf]}


async def broken_rules(parts: Parts, query: Query) -> Json:
    return {"breaches": breaches(parts.workspace.seen.so_far(), parts.workspace.emails())}


LOOKS = (
    Look("state", state, "what the person sees, and the clock", ("as",)),
    Look("traffic", traffic, "what passed between Slack and the bot", ("after?",)),
    Look("faults", faults, "what can go wrong, and what of it is on order"),
    Look("breaches", broken_rules, "which rules of the design were broken, by what people saw"),
    Look("inside", look_inside, "the outbox, and what the database holds about the person", ("as",)),
)


def _who_looks(parts: Parts, user: str) -> Member:
    """Who comes to the page for the first time has not chosen yet, and begins as the first person."""
    anybody = next(iter(parts.workspace.people()), None)
    return anybody if anybody and not user else find_member(parts, user)
