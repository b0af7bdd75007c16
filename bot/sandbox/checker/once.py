"""Nothing is seen twice: neither one notice in two messages, nor the same words without being asked again."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.sandbox.checker.reading import called, is_message, words_in, words_of
from bot.sandbox.checker.seen import Done, Shown, Sight

Heard = tuple[str, str, str, tuple[str, ...]]
"""Where, by whom, how, and which words."""


@dataclass
class Memory:
    """`acts`: how often a person has done something. `owed`: what they typed and nothing has answered yet.

    `told`: messages of people that are known by their ts, since Slack may tell of one several times.
    """

    acts: Counter[str] = field(default_factory=Counter)
    owed: Counter[tuple[str, str]] = field(default_factory=Counter)
    heard: dict[Heard, int] = field(default_factory=dict)
    notices: set[str] = field(default_factory=set)
    told: set[tuple[str | None, str]] = field(default_factory=set)


def seen_twice(sights: Sequence[Sight]) -> Iterator[str]:
    memory = Memory()
    for sight in sights:
        if isinstance(sight, Done):
            _remember(memory, sight)
        elif isinstance(sight, Shown) and is_message(sight) and sight.how != "updated":
            yield from _judge(memory, sight)


def _remember(memory: Memory, done: Done) -> None:
    """A message is answered by a message, all else by something that only they see."""
    if done.ts:
        if (done.where, done.ts) in memory.told:
            return
        memory.told.add((done.where, done.ts))
    memory.acts[done.by] += 1
    memory.owed[done.by, "posted" if done.what == "message" else "whispered"] += 1


def _judge(memory: Memory, shown: Shown) -> Iterator[str]:
    notice = _notice_of(shown)
    if notice and notice in memory.notices:
        yield f"Twice: {called(shown)} carries the notice of an earlier one."
    memory.notices.add(notice)
    if shown.to and not _is_new(memory, shown, shown.to):
        yield f"Twice: {called(shown)} says the same again, and they did nothing in between."


def _is_new(memory: Memory, shown: Shown, to: str) -> bool:
    """Other words, or the person did something since; or they asked twice before the first answer came."""
    heard = (shown.where, to, shown.how, _said(shown))
    is_owed = memory.owed[to, shown.how] > 0
    is_new = memory.heard.get(heard) != memory.acts[to] or is_owed
    memory.heard[heard] = memory.acts[to]
    memory.owed[to, shown.how] -= is_owed
    return is_new


def _said(shown: Shown) -> tuple[str, ...]:
    return words_of(str(shown.content.get("text") or "")) + words_in(shown.content)


def _notice_of(shown: Shown) -> str:
    """Of the metadata: the random id by which the bot finds its message again."""
    payload = (shown.content.get("metadata") or {}).get("event_payload") or {}
    return str(payload.get("id") or "")
