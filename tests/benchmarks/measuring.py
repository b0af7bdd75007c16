"""Timing: two ways of the same thing by turns in one run, and what their medians say about each other."""

import gc
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

Act = Callable[[], object]


@dataclass(frozen=True)
class Times:
    """Seconds that single runs took."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def percentile(self, percent: int) -> float:
        """The time within which so many of a hundred runs have ended."""
        ranked = sorted(self.seconds)
        return ranked[min(len(ranked) - 1, len(ranked) * percent // 100)]

    @property
    def per_second(self) -> float:
        """How many one caller gets done after another."""
        return len(self.seconds) / sum(self.seconds)

    def __add__(self, other: Self) -> "Times":
        return Times(self.seconds + other.seconds)


@dataclass(frozen=True)
class Pair:
    """Two ways, measured by turns: one ratio of medians for each round."""

    ours: Times
    theirs: Times
    ratios: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """The median round's: what the machine does beside us falls on one round and not on both ways."""
        return statistics.median(self.ratios)

    @property
    def spread(self) -> tuple[float, float]:
        """The middle half of the rounds."""
        ranked = sorted(self.ratios)
        quarter = len(ranked) // 4
        return ranked[quarter], ranked[-1 - quarter]


def measure(act: Act, times: int) -> Times:
    """The runs of one thing; it has been warmed up with a tenth of them."""
    for _ in range(max(1, times // 10)):
        act()
    with _no_collection():
        return Times(tuple(_seconds_of(act) for _ in range(times)))


def once(act: Act) -> Times:
    return Times((_seconds_of(act),))


def by_turns(ours: Act, theirs: Act, *, rounds: int, times: int) -> Pair:
    """Each round runs one way `times` times, then the other; who begins changes. The first warms up."""
    pairs = [_round(ours, theirs, times, ours_first=number % 2 == 0) for number in range(rounds + 1)][1:]
    return Pair(
        ours=_together([mine for mine, _ in pairs]),
        theirs=_together([other for _, other in pairs]),
        ratios=tuple(mine.median / other.median for mine, other in pairs),
    )


def _round(ours: Act, theirs: Act, times: int, *, ours_first: bool) -> tuple[Times, Times]:
    order = (ours, theirs) if ours_first else (theirs, ours)
    with _no_collection():
        first, second = (Times(tuple(_seconds_of(act) for _ in range(times))) for act in order)
    return (first, second) if ours_first else (second, first)


def _together(parts: Sequence[Times]) -> Times:
    return Times(tuple(seconds for part in parts for seconds in part.seconds))


def _seconds_of(act: Act) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


@contextmanager
def _no_collection() -> Iterator[None]:
    """Python's own tidying falls between the rounds, not on one way or the other."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
