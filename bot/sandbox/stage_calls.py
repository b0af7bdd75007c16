"""The JSON calls that move the stage itself: the clock, faults, sockets, hand-made payloads, a new start."""

from typing import get_args

from bot.sandbox.faults import Fault
from bot.sandbox.plays import Play
from bot.sandbox.records import Json
from bot.sandbox.refusal import Unplayable
from bot.sandbox.request_body import Body
from bot.sandbox.to_bot import EnvelopeType

FAULT = ("method + fault, or clear", "times?", "seconds?", "error?", "retry_after?")


async def order_fault(body: Body) -> Json:
    if body.fields.get("clear"):
        body.parts.faults.clear()
        return {}
    fault = Fault(
        method=body.text("method"),
        kind=body.text("fault"),  # type: ignore[arg-type]  # order() refuses unknown words
        seconds=body.number("seconds", default=0.0),
        error=str(body.fields.get("error") or "fatal_error"),
        retry_after=body.whole("retry_after"),
        times=body.whole("times"),
    )
    body.parts.faults.order(fault)
    return {}


async def disconnect(body: Body) -> Json:
    await body.parts.sockets.disconnect(str(body.fields.get("reason") or "refresh_requested"))
    return {}


async def deliver_event(body: Body) -> Json:
    """Any event, subscribed or not; the same `event_id` twice is what a clumsy network does."""
    event_id = body.fields.get("event_id")
    first = body.parts.events.send(body.thing("event"), str(event_id) if event_id else None)
    return {"answered": await first}


async def send_payload(body: Body) -> Json:
    """A payload nobody's click made: ids of other people, stale views, forged values."""
    kind = body.text("type")
    if kind not in get_args(EnvelopeType):
        raise Unplayable(f"A payload is one of {', '.join(get_args(EnvelopeType))}.")
    answer = await body.parts.to_bot.ask(kind, body.thing("payload"))  # type: ignore[arg-type]
    return {"answered": answer.given, "answer": answer.payload}


async def start_over(body: Body) -> Json:
    await body.parts.start_over()
    return {}


STAGE_PLAYS = (
    Play("faults", order_fault, "breaks the Web API, or mends it", FAULT),
    Play("disconnect", disconnect, "announces the end to all sockets", ("reason?",)),
    Play("deliver_event", deliver_event, "sends any event to the bot", ("event", "event_id?")),
    Play("payload", send_payload, "sends a payload that nobody's click made", ("type", "payload")),
    Play("start_over", start_over, "begins again as on the first day"),
)
