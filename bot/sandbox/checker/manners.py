"""How messages are made: said aloud, with a reason, with all ways to stop, and calling nobody by accident."""

import re
from collections.abc import Iterator, Sequence

from bot.sandbox.checker.phrases import STOP_LINE, WHY
from bot.sandbox.checker.reading import (
    called,
    everything_in,
    is_message,
    is_unasked,
    small_lines,
    stop_words,
    things_in,
    words_of,
)
from bot.sandbox.workspace.seen import Done, Gone, Shown, Sight, Typed

CALL_TO_ALL = re.compile(r"<!(?:channel|here|everyone|subteam\^)")
MENTION = re.compile(r"<@([UW]\w+)[^>]*>?")
NEAR = 40  # characters in which a neighbour begins or ends

Mention = tuple[str, str, str]
"""The word before, who is called, the word after; "" where nothing stands."""


def bad_manners(sights: Sequence[Sight]) -> Iterator[str]:
    typed: set[Mention] = set()
    for sight in sights:
        if isinstance(sight, Shown):
            yield from _judge(sight, typed)
        elif not isinstance(sight, Gone):
            typed.update(_mentions(_words_of(sight)))


def _judge(shown: Shown, typed: set[Mention]) -> Iterator[str]:
    marked_up = "\n".join(_marked_up(shown))
    if CALL_TO_ALL.search(marked_up) or any(things_in(shown.content, "broadcast")):
        yield f"A live call to everybody stands in {called(shown)}."
    if is_message(shown):
        is_echo = any(_is_out_of(a, each) for a in _mentions(marked_up) for each in typed)
        yield from _judge_message(shown, is_echo=is_echo)


def _judge_message(shown: Shown, *, is_echo: bool) -> Iterator[str]:
    """Somebody who is named in what people typed must not be called by it; only they see a whisper."""
    if not str(shown.content.get("text") or "").strip():
        yield f"No text to read aloud: {called(shown)} has blocks only."
    if shown.how == "whispered":
        return
    if is_echo:
        yield f"A live mention out of somebody's text stands in {called(shown)}."
    if not any(phrase in small_lines(shown.content) for phrase in WHY):
        yield f"No reason: {called(shown)} does not say why it came."
    elif is_unasked(shown) and stop_words(shown.content) != set(STOP_LINE):
        yield f"No way out: {called(shown)} is unasked and lacks one of {', '.join(STOP_LINE)}."


def _mentions(text: str) -> set[Mention]:
    return {
        (_word(text[max(0, each.start() - NEAR) : each.start()], -1), each[1], _word(text[each.end() :], 0))
        for each in MENTION.finditer(text)
    }


def _word(text: str, place: int) -> str:
    words = words_of(text[:NEAR])
    return words[place] if words else ""


def _is_out_of(shown: Mention, typed: Mention) -> bool:
    """The same person between the same words; the bot may name them by itself, between its own."""
    before, who, after = typed
    fits = (not before or before == shown[0]) and (not after or after == shown[2])
    return fits and who == shown[1] and bool(before or after)


def _marked_up(shown: Shown) -> Iterator[str]:
    """Texts in which Slack makes mentions of what looks like one."""
    yield str(shown.content.get("text") or "")
    yield from (str(each["text"]) for each in things_in(shown.content, "mrkdwn", "markdown"))
    for attached in shown.content.get("attachments") or []:
        yield from everything_in(attached)


def _words_of(sight: Done | Typed) -> str:
    return sight.words if isinstance(sight, Done) else sight.value
