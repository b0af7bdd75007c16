"""Reading what was shown, as people do: its words, its small last lines, its buttons."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from bot.sandbox.checker.phrases import ANY_HOUR, ASKED_FOR, DUTY, STOP_LINE
from bot.sandbox.workspace.records import Json
from bot.sandbox.workspace.seen import Shown

ORGANISATION = ZoneInfo("America/New_York")  # the design: where nobody's zone is known
WORD = re.compile(r"[^\W_]+")


def everything_in(shown: object) -> Iterator[str]:
    """Each text in it, wherever it stands: also ids, values and metadata."""
    if isinstance(shown, str):
        yield shown
    elif isinstance(shown, dict):
        for key, value in shown.items():
            yield from everything_in(key)
            yield from everything_in(value)
    elif isinstance(shown, list):
        for each in shown:
            yield from everything_in(each)


def things_in(shown: object, *types: str) -> Iterator[Json]:
    """Each block, element or text object of these types."""
    if isinstance(shown, dict):
        if shown.get("type") in types:
            yield shown
        shown = list(shown.values())
    if isinstance(shown, list):
        for each in shown:
            yield from things_in(each, *types)


def words_in(shown: object) -> tuple[str, ...]:
    """What it says, without capitals and marks, so that two can be compared."""
    return words_of(" ".join(each["text"] for each in things_in(shown, "mrkdwn", "plain_text")))


def words_of(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(text.lower()))


def small_lines(content: Json) -> str:
    """What stands small below a message; where there are no blocks, the text itself."""
    if not content.get("blocks"):
        return str(content.get("text") or "").lower()
    lines = (each["text"] for each in things_in(list(things_in(content["blocks"], "context")), "mrkdwn"))
    return " ".join(lines).lower().replace("’", "'")


def stop_words(content: Json) -> set[str]:
    """Which of “fewer”, “pause” and “stop” are offered, in the small line or on buttons."""
    buttons = (each["text"]["text"] for each in things_in(content.get("blocks"), "button"))
    return set(words_of(" ".join([small_lines(content), *buttons]))) & set(STOP_LINE)


def is_unasked(shown: Shown) -> bool:
    """By its stop line, even half a one; and whatever comes to one person for no reason that is listed."""
    if len(stop_words(shown.content)) > 1:
        return True
    why = small_lines(shown.content)
    is_for_one = shown.place == "direct" and shown.how != "whispered"
    return is_for_one and not any(phrase in why for phrase in (*ASKED_FOR, *DUTY, *ANY_HOUR))


def is_message(shown: Shown) -> bool:
    return shown.place not in ("modal", "home")


def clock_where_read(shown: Shown) -> datetime:
    return shown.at.astimezone(ZoneInfo(shown.zone) if shown.zone else ORGANISATION)


def called(shown: Shown) -> str:
    """The message or view, as a sentence names it: to whom, and how it begins."""
    text = str(shown.content.get("text") or shown.name)
    begins = text if len(text) <= 60 else f"{text[:60]}…"
    return f"{_kind_of(shown)} {_addressed(shown)} (“{begins}”)"


def at(moment: datetime) -> str:
    return f"on {moment:%A, %B} {moment.day} at {moment.hour % 12 or 12}:{moment:%M} {moment:%p}".lower()


def _kind_of(shown: Shown) -> Literal["a message", "a form", "the Home page"]:
    if is_message(shown):
        return "a message"
    return "a form" if shown.place == "modal" else "the Home page"


def _addressed(shown: Shown) -> str:
    return f"for {shown.to}" if shown.to else f"in #{shown.name}"
