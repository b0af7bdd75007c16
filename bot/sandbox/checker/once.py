"""Nothing is seen twice: neither one notice in two messages, nor the same words without being asked again.

A message that is gone may come again; and the same words a week later are about another occasion.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.sandbox.checker.reading import called, is_message, words_in, words_of
from bot.sandbox.workspace.seen import Done, Gone, Shown, Sight

ANOTHER_OCCASION = timedelta(days=6)  # two weekly calls, also where the second begins a little earlier

Heard = tuple[str, str, str, tuple[str, ...]]
"""Where, by whom, how, and which words."""


@dataclass
class Memory:
    """`acts`: how often a person has done something. `owed`: what they typed and nothing has answered yet.

    `heard`: when it was last said, and how often they had done something by then. `said`: by which message.

    `told`: messages of people that are known by their ts, since Slack may tell of one several times.
    """

    acts: Counter[str] = field(default_factory=Counter)
    owed: Counter[tuple[str, str]] = field(default_factory=Counter)
    heard: dict[Heard, tuple[datetime, int]] = field(default_factory=dict)
    said: dict[tuple[str, str], tuple[Heard, str]] = field(default_factory=dict)
    notices: set[str] = field(default_factory=set)
    told: set[tuple[str | None, str]] = field(default_factory=set)


def seen_twice(sights: Sequence[Sight]) -> Iterator[str]:
    memory = Memory()
    for sight in sights:
        if isinstance(sight, Done):
            _remember(memory, sight)
        elif isinstance(sight, Gone):
            _forget(memory, sight)
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


def _forget(memory: Memory, gone: Gone) -> None:
    heard, notice = memory.said.pop((gone.where, gone.ts), (None, ""))
    if heard:
        memory.heard.pop(heard, None)
    memory.notices.discard(notice)


def _judge(memory: Memory, shown: Shown) -> Iterator[str]:
    notice = _notice_of(shown)
    if notice and notice in memory.notices:
        yield f"Twice: {called(shown)} carries the notice of an earlier one."
    memory.notices.add(notice)
    memory.said[shown.where, str(shown.ts)] = _heard(shown), notice
    if shown.to and not _is_new(memory, shown, shown.to):
        yield f"Twice: {called(shown)} says the same again, and they did nothing in between."


def _is_new(memory: Memory, shown: Shown, to: str) -> bool:
    """Other words, or the person did something since; or they asked twice before the first answer came."""
    heard, acts = _heard(shown), memory.acts[to]
    before, acts_before = memory.heard.get(heard, (shown.at, -1))
    is_owed = memory.owed[to, shown.how] > 0
    is_new = acts_before != acts or is_owed or shown.at - before >= ANOTHER_OCCASION
    memory.heard[heard] = shown.at, acts
    memory.owed[to, shown.how] -= is_owed
    return is_new


def _heard(shown: Shown) -> Heard:
    return shown.where, str(shown.to), shown.how, _said(shown)


def _said(shown: Shown) -> tuple[str, ...]:
    return words_of(str(shown.content.get("text") or "")) + words_in(shown.content)


def _notice_of(shown: Shown) -> str:
    """Of the metadata: the random id by which the bot finds its message again."""
    payload = (shown.content.get("metadata") or {}).get("event_payload") or {}
    return str(payload.get("id") or "")
