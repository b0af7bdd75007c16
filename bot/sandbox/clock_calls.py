"""The JSON call that moves the sandbox's clock: by a while, to a moment, or to what comes next."""

from datetime import datetime, timedelta

from bot.sandbox.inside import next_due
from bot.sandbox.plays import Play
from bot.sandbox.records import Json
from bot.sandbox.refusal import Unplayable
from bot.sandbox.request_body import Body

A_BREATH = timedelta(milliseconds=1)  # so that what is due at a moment is due, whoever rounds it down


async def move_clock(body: Body) -> Json:
    clock = body.parts.workspace.clock
    if body.fields.get("next_due"):
        return await _to_next_due(body)
    if body.fields.get("until"):
        clock.advance(_until(body.text("until"), clock.now()))
    else:
        clock.advance(timedelta(seconds=body.number("advance")))
    return {"now": clock.now().timestamp()}


async def _to_next_due(body: Body) -> Json:
    workspace = body.parts.workspace
    due = await next_due(workspace, body.parts.insider)
    if due is None:
        raise Unplayable("Nothing is due: the bot waits for people.")
    workspace.clock.advance(max(timedelta(0), due.at - workspace.clock.now()) + A_BREATH)
    return {"now": workspace.clock.now().timestamp(), "what": due.what}


def _until(text: str, now: datetime) -> timedelta:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Unplayable(f"{text} is no date and time, such as 2026-03-20T09:00-04:00.") from None
    if moment.tzinfo is None:
        raise Unplayable("A moment needs its zone, such as 2026-03-20T09:00-04:00.")
    if moment < now:
        raise Unplayable("That moment is past: the clock only goes forward.")
    return moment - now


CLOCK_PLAYS = (
    Play(
        "clock", move_clock, "moves the clock forward", ("advance (seconds), until (a moment), or next_due",)
    ),
)
