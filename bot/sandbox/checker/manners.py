"""How messages are made: said aloud, with a reason, with all ways to stop, and calling nobody by accident."""

import re
from collections.abc import Iterator, Sequence

from bot.sandbox.checker.phrases import STOP_LINE, WHY
from bot.sandbox.checker.reading import called, is_message, is_unasked, small_lines, stop_words, things_in
from bot.sandbox.checker.seen import Done, Shown, Sight, Typed

CALL_TO_ALL = re.compile(r"<!(?:channel|here|everyone|subteam\^)")
MENTION = re.compile(r"<@([UW]\w+)")


def bad_manners(sights: Sequence[Sight]) -> Iterator[str]:
    typed: set[str] = set()
    for sight in sights:
        if isinstance(sight, Shown):
            yield from _judge(sight, typed)
        else:
            typed.update(MENTION.findall(_words_of(sight)))


def _judge(shown: Shown, typed: set[str]) -> Iterator[str]:
    marked_up = "\n".join(_marked_up(shown))
    if CALL_TO_ALL.search(marked_up) or any(things_in(shown.content, "broadcast")):
        yield f"A live call to everybody stands in {called(shown)}."
    if is_message(shown):
        yield from _judge_message(shown, set(MENTION.findall(marked_up)) & typed)


def _judge_message(shown: Shown, mentioned: set[str]) -> Iterator[str]:
    """Somebody who is named in what people typed must not be called by it; only they see a whisper."""
    if not str(shown.content.get("text") or "").strip():
        yield f"No text to read aloud: {called(shown)} has blocks only."
    if shown.how == "whispered":
        return
    if mentioned:
        yield f"A live mention out of somebody's text stands in {called(shown)}."
    if not any(phrase in small_lines(shown.content) for phrase in WHY):
        yield f"No reason: {called(shown)} does not say why it came."
    if is_unasked(shown) and stop_words(shown.content) != set(STOP_LINE):
        yield f"No way out: {called(shown)} is unasked and lacks one of {', '.join(STOP_LINE)}."


def _marked_up(shown: Shown) -> Iterator[str]:
    """Texts in which Slack makes mentions of what looks like one."""
    yield str(shown.content.get("text") or "")
    yield from (str(each["text"]) for each in things_in(shown.content, "mrkdwn"))


def _words_of(sight: Done | Typed) -> str:
    return sight.words if isinstance(sight, Done) else sight.value
