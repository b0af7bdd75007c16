"""When a notice may go: day and night where the recipient is, working days, pauses, and the weekly two."""

import enum
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from models.organisation import Rules

WEEK = timedelta(days=7)
EVERY_DAY = frozenset(range(7))

# The only working day may be a week away, and be left out where a country moves over the date line (Samoa
# had no December 30, 2011): then it is the one after.
DAYS_AHEAD = 15


class Attention(enum.StrEnum):
    """Why somebody gets a notice, which says how far it may intrude."""

    ASKED_FOR = "asked_for"
    DUTY = "duty"
    UNASKED = "unasked"


@dataclass(frozen=True)
class Receiver:
    """What we know of somebody about when to write to them.

    `zone` None: unknown, so that the organisation's stands in. `fewer`: one unasked notice a week at most.
    `unasked_sent`: when they got unasked ones; only those of about a week matter.
    """

    zone: ZoneInfo | None
    paused_until: datetime | None
    stopped: bool
    fewer: bool
    unasked_sent: tuple[datetime, ...]


def earliest(attention: Attention, *, wanted: datetime, receiver: Receiver, rules: Rules) -> datetime | None:
    """The first moment from `wanted` on at which the notice may go, in UTC; None if it never may.

    Neither pause nor stop holds back what was asked for, or duty: the one is a promise that we gave this
    person, behind the other somebody waits. Who wants less of them takes back the yes, or the role.
    """
    # In UTC, since Python compares two moments of one zone by their clocks, and one hour a year comes twice.
    wanted = wanted.astimezone(UTC)
    zone = receiver.zone or rules.zone
    if attention is Attention.ASKED_FOR:
        return wanted
    if attention is Attention.DUTY:
        return _next_open(wanted, zone, rules.working_days, rules)
    return _earliest_unasked(wanted, zone, receiver, rules)


def _earliest_unasked(wanted: datetime, zone: ZoneInfo, receiver: Receiver, rules: Rules) -> datetime | None:
    budget = min(1, rules.unasked_a_week) if receiver.fewer else rules.unasked_a_week
    if receiver.stopped or budget == 0:
        return None
    paused_until = receiver.paused_until.astimezone(UTC) if receiver.paused_until else wanted
    sent = [moment.astimezone(UTC) for moment in receiver.unasked_sent]
    moment = _next_open(max(wanted, paused_until), zone, EVERY_DAY, rules)
    while not _is_within_budget(moment, sent, budget):
        one_is_a_week_old = min(each + WEEK for each in sent if each + WEEK > moment)
        moment = _next_open(one_is_a_week_old, zone, EVERY_DAY, rules)
    return moment


def _is_within_budget(moment: datetime, sent: list[datetime], budget: int) -> bool:
    """Whether no seven days would have more: of any budget + 1 in a row, the ends are a week apart.

    Looks ahead too, since what was wanted on Monday may be reckoned again when something went on Tuesday.
    """
    near = sorted([moment, *(each for each in sent if abs(each - moment) < WEEK)])
    return all(last - first >= WEEK for first, last in zip(near, near[budget:], strict=False))


def _next_open(moment: datetime, zone: ZoneInfo, weekdays: frozenset[int], rules: Rules) -> datetime:
    if _is_open(moment, zone, weekdays, rules):
        return moment
    today = moment.astimezone(zone).date()
    ahead = (today + timedelta(days=days) for days in range(DAYS_AHEAD))
    turns = (turn for day in ahead for turn in _turns(day, zone, rules))
    return next(turn for turn in turns if turn > moment and _is_open(turn, zone, weekdays, rules))


def _is_open(moment: datetime, zone: ZoneInfo, weekdays: frozenset[int], rules: Rules) -> bool:
    there = moment.astimezone(zone)
    return there.weekday() in weekdays and rules.day_starts <= there.time() < rules.day_ends


def _turns(day: date, zone: ZoneInfo, rules: Rules) -> list[datetime]:
    """Where the hours of a day may begin, in order: once, or oftener in a night that changes the clocks.

    Their end is among them, because a clock that is set back across it opens them again.
    """
    edges = (datetime.combine(day, clock, zone) for clock in (rules.day_starts, rules.day_ends))
    return sorted(moment for edge in edges for moment in _moments_of(edge, zone))


def _moments_of(local: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """When a clock shows this time; if it does so twice or leaves it out, also when it is changed."""
    first, second = sorted(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    yield first
    if first < second:
        yield _change_between(first, second, zone)
        yield second


def _change_between(first: datetime, second: datetime, zone: ZoneInfo) -> datetime:
    def is_changed(seconds: int) -> bool:
        return _offset(first + timedelta(seconds=seconds), zone) != _offset(first, zone)

    length = int((second - first).total_seconds())
    return first + timedelta(seconds=bisect_left(range(length), True, key=is_changed))


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()
