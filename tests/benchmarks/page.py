"""The page of the docs, from what was measured."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.benchmarks.machine import Description
from tests.benchmarks.measuring import Pair, Times


@dataclass(frozen=True)
class Comparison:
    """Two ways of one thing; `at_most` is the target for ours divided by theirs, None where there is none."""

    what: str
    theirs: str
    pair: Pair
    at_most: float | None = None

    @property
    def is_missed(self) -> bool:
        return self.at_most is not None and self.pair.ratio > self.at_most


@dataclass(frozen=True)
class Results:
    machine: Description
    answers: Mapping[str, Times]
    dispatch: tuple[Comparison, ...]
    storing: tuple[Comparison, ...]

    @property
    def missed(self) -> list[Comparison]:
        return [each for each in (*self.dispatch, *self.storing) if each.is_missed]


def render(results: Results) -> str:
    return (
        "\n\n".join(
            [
                HEAD.strip(),
                _verdict(results.missed),
                "## The machine",
                _table(("", ""), results.machine.items()),
                ANSWERS.strip(),
                _table(("What is asked", "Median", "95 %", "99 %", "A second"), _answers(results.answers)),
                DISPATCH.strip(),
                _compared(results.dispatch),
                STORING.strip(),
                _compared(results.storing),
            ]
        )
        + "\n"
    )


HEAD = """
# Benchmarks

`make bench` has written this page; it takes a few minutes. For the answers, the bot, the sandbox and whoever
measures are processes of their own. Where two ways are compared, they take turns in one process, so that
whatever else the machine does falls on both. A ratio is the median of all rounds; in brackets stands the
middle half of them. A target that is missed is marked, and nothing fails: a busy machine is no reason to
stop anybody.
"""

ANSWERS = """
## Answers of the sandbox

One caller, one call after the other, over one connection that stays open.
"""

DISPATCH = """
## The bot's dispatch

A click whose handler only acknowledges it, given to the same kind of pool. Ours finds it among all routes,
reads the payload, looks whom it is from, and checks the answer. The other is a Bolt app with this one
listener. No database and no network take part.
"""

STORING = """
## Storing a sign-up

One commit a person, on disk, in a migrated database; the e-mail is encrypted before. "The rows" are those
that a sign-up leaves, handed over finished: ours stores them as the models do (`insert_if_new`, in the
transaction that every handler gets). "The whole sign-up" is what the handler of the form does. It also looks
up who it is, the ZIP code, possible duplicates, rooms and rules, and decides what is owed, while the other
way still writes no more than rows; so it has no target.
"""


def _verdict(missed: list[Comparison]) -> str:
    if not missed:
        return "Every target was met."
    return "**Missed:** " + "; ".join(f"{each.what}, beside {each.theirs}" for each in missed) + "."


def _answers(answers: Mapping[str, Times]) -> Iterable[tuple[str, ...]]:
    for what, times in answers.items():
        shown = (times.median, times.percentile(95), times.percentile(99))
        yield what, *(_milliseconds(each) for each in shown), f"{times.per_second:,.0f}"


def _compared(comparisons: Iterable[Comparison]) -> str:
    head = ("What", "Beside", "Ours", "Theirs", "Ratio", "Target", "")
    return _table(head, [_line(each) for each in comparisons])


def _line(each: Comparison) -> tuple[str, ...]:
    low, high = each.pair.spread
    target = "none" if each.at_most is None else f"at most {each.at_most:g}"
    verdict = "" if each.at_most is None else "**missed**" if each.is_missed else "met"
    ours, theirs = (_milliseconds(times.median) for times in (each.pair.ours, each.pair.theirs))
    return (
        each.what,
        each.theirs,
        ours,
        theirs,
        f"{each.pair.ratio:.2f} ({low:.2f} to {high:.2f})",
        target,
        verdict,
    )


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
