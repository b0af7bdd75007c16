"""The JSON call that moves the sandbox's clock: by a while, to a moment, or to what comes next."""

from datetime import UTC, datetime, timedelta

from bot.sandbox.calls.inside import next_due
from bot.sandbox.calls.plays import Play
from bot.sandbox.calls.request_body import Body
from bot.sandbox.refusal import Unplayable
from bot.sandbox.workspace.records import Json

EXAMPLE = "2026-03-20T09:00-04:00"
LAST = datetime(2099, 12, 31, tzinfo=UTC)  # people and programs count on years of four digits
FAR = 1e10  # seconds: over three hundred years
A_BREATH = timedelta(milliseconds=1)  # so that what is due at a moment is due, whoever rounds it down


async def move_clock(body: Body) -> Json:
    if body.fields.get("next_due"):
        return await _to_next_due(body)
    if body.fields.get("until"):
        return _move(body, _moment(body.text("until")))
    return _move(body, _after(body.now(), body.number("advance")))


async def _to_next_due(body: Body) -> Json:
    due = await next_due(body.parts.workspace, body.parts.insider)
    if due is None:
        raise Unplayable("Nothing is due: the bot waits for people.")
    return _move(body, max(due.at, body.now()) + A_BREATH) | {"what": due.what}


def _move(body: Body, moment: datetime) -> Json:
    clock = body.parts.workspace.clock
    now = clock.now()
    if moment < now:
        raise Unplayable("That moment is past: the clock only goes forward.")
    if moment > LAST:
        raise Unplayable(f"That is too far: this calendar ends in {LAST.year}.")
    clock.advance(moment - now)
    return {"now": clock.now().timestamp()}


def _after(now: datetime, seconds: float) -> datetime:
    return now + timedelta(seconds=seconds) if seconds < FAR else LAST + A_BREATH


def _moment(text: str) -> datetime:
    """Aware, whatever its zone; comparing it with another does not overflow."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Unplayable(f"{text} is no date and time, such as {EXAMPLE}.") from None
    if moment.tzinfo is None:
        raise Unplayable(f"A moment needs its zone, such as {EXAMPLE}.")
    return moment


CLOCK_PLAYS = (
    Play(
        "clock", move_clock, "moves the clock forward", ("advance (seconds), until (a moment), or next_due",)
    ),
)
