"""The JSON calls that move the stage itself: the clock, faults, sockets, hand-made payloads, a new start."""

from typing import get_args

from bot.sandbox.calls.plays import Play
from bot.sandbox.calls.request_body import Body
from bot.sandbox.refusal import Unplayable
from bot.sandbox.to_bot.faults import Fault, Kind, find_kind
from bot.sandbox.to_bot.http_mode import save_request_url
from bot.sandbox.to_bot.way import EnvelopeType
from bot.sandbox.workspace.records import Json

LONGEST = 366 * 24 * 3600.0  # seconds: nobody waits for more than a year

REASONS = ("warning", "refresh_requested", "link_disabled", "too_many_websockets")


async def order_fault(body: Body) -> Json:
    """What happens to sockets happens at once, to those that are open; all else waits for its turn."""
    if body.fields.get("clear"):
        body.parts.faults.clear()
        body.parts.sockets.hear_again()
        return {}
    kind = find_kind(body.text("fault"))
    if kind.name == "close":
        body.parts.sockets.hang_up()
    elif kind.name == "deaf":
        body.parts.sockets.go_deaf()
    else:
        body.parts.faults.order(_read_fault(body, kind))
    return {}


def _read_fault(body: Body, kind: Kind) -> Fault:
    default = None if "seconds" in kind.fields else kind.seconds  # without a "?" it has to be said
    seconds, times = body.number("seconds", default=default), body.whole("times")
    if seconds > LONGEST or times == 0:
        raise Unplayable("A fault comes at least once, and takes no longer than a year.")
    of = body.text("method") if kind.where == "web_api" else str(body.fields.get("event") or "*")
    return Fault(
        kind,
        of=of,
        seconds=seconds,
        error=str(body.fields.get("error") or "fatal_error"),
        retry_after=body.whole("retry_after"),
        times=times,
    )


async def disconnect(body: Body) -> Json:
    reason = str(body.fields.get("reason") or "refresh_requested")
    if reason not in REASONS:
        raise Unplayable(f"Slack's reasons are {', '.join(REASONS)}.")
    await body.parts.sockets.disconnect(reason)
    return {}


async def travel(body: Body) -> Json:
    """The person is somewhere else; who subscribed to it hears of their new zone."""
    member, zone = body.member(), body.zone()
    member.zone = zone
    body.parts.workspace.touched()
    body.parts.events.tell_of_member(member)
    return {}


async def deliver_event(body: Body) -> Json:
    """Any event, subscribed or not; the same `event_id` twice is what a clumsy network does."""
    event, event_id = body.thing("event"), body.fields.get("event_id")
    if not isinstance(event.get("type"), str):
        raise Unplayable("An event has a type, which is a text.")
    first = body.parts.events.send(event, str(event_id) if event_id else None)
    return {"answered": await first}


async def send_payload(body: Body) -> Json:
    """A payload nobody's click made: ids of other people, stale views, forged values."""
    kind = body.text("type")
    if kind not in get_args(EnvelopeType):
        raise Unplayable(f"A payload is one of {', '.join(get_args(EnvelopeType))}.")
    asked = body.parts.to_bot.ask(kind, body.thing("payload"))  # type: ignore[arg-type]  # looked up above
    answer = await asked
    return {"answered": answer.given, "answer": answer.payload}


async def set_request_url(body: Body) -> Json:
    await save_request_url(body.parts, body.text("request_url"))
    return {}


async def start_over(body: Body) -> Json:
    await body.parts.start_over()
    return {}


STAGE_PLAYS = (
    Play(
        "faults",
        order_fault,
        "breaks what GET /sandbox/faults lists, or mends all of it",
        ("fault + its fields, or clear",),
    ),
    Play("disconnect", disconnect, "announces the end to all sockets", ("reason?",)),
    Play("zone", travel, "takes the person to another time zone", ("zone",)),
    Play("deliver_event", deliver_event, "sends any event to the bot", ("event", "event_id?")),
    Play("payload", send_payload, "sends a payload that nobody's click made", ("type", "payload")),
    Play(
        "request_url",
        set_request_url,
        "sends everything there over HTTP, once the bot has given a challenge back",
        ("request_url",),
    ),
    Play("start_over", start_over, "begins again as on the first day"),
)
