"""When messages may come: quiet hours, two unasked ones a week, and the working days of duty.

The design, rule 7: unasked none between 9 pm and 9 am where the reader is, at most two a person a week
(any seven days, so that no calendar week has more either); duty in the same hours, Monday to Thursday.
What is only brought up to date reaches nobody anew. A channel lives by the organisation's clock.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.sandbox.checker.phrases import ANY_HOUR, DUTY
from bot.sandbox.checker.reading import (
    ORGANISATION,
    at,
    called,
    clock_where_read,
    is_message,
    is_unasked,
    small_lines,
)
from bot.sandbox.workspace.seen import Shown, Sight

MORNING, NIGHT = 9, 21  # hours: from nine to nine
MONDAY_TO_THURSDAY = range(4)
A_WEEK, TIMES_A_WEEK = timedelta(days=7), 2


def breaks_of_quiet_hours(sights: Sequence[Sight]) -> Iterator[str]:
    for shown in _arriving(sights):
        there = clock_where_read(shown)
        if is_unasked(shown) and not _is_by_day(there):
            yield f"Quiet hours: {called(shown)} was unasked and came {at(there)} in {there.tzinfo}."


def breaks_of_the_weekly_two(sights: Sequence[Sight]) -> Iterator[str]:
    came: defaultdict[str, list[datetime]] = defaultdict(list)
    for shown in _arriving(sights):
        if not shown.to or not is_unasked(shown):
            continue
        earlier = came[shown.to]
        if len(earlier) >= TIMES_A_WEEK and shown.at - earlier[-TIMES_A_WEEK] < A_WEEK:
            yield f"Two a week: {called(shown)} was the third unasked one within seven days."
        earlier.append(shown.at)


def breaks_of_duty_hours(sights: Sequence[Sight]) -> Iterator[str]:
    for shown in _arriving(sights):
        there = shown.at.astimezone(ORGANISATION)
        is_working = there.weekday() in MONDAY_TO_THURSDAY and _is_by_day(there)
        if _is_duty(shown) and not is_working:
            yield f"Duty: {called(shown)} came {at(there)} in {ORGANISATION}, outside working hours."


def _arriving(sights: Sequence[Sight]) -> Iterator[Shown]:
    """What makes somebody's phone buzz."""
    for sight in sights:
        if isinstance(sight, Shown) and is_message(sight) and sight.how != "updated":
            yield sight


def _is_by_day(there: datetime) -> bool:
    return MORNING <= there.hour < NIGHT


def _is_duty(shown: Shown) -> bool:
    """By its reason, wherever it comes; what only one person sees in a channel is an answer to them."""
    why = small_lines(shown.content)
    if any(phrase in why for phrase in ANY_HOUR):
        return False
    return any(phrase in why for phrase in DUTY) or (shown.place == "private" and not shown.to)
