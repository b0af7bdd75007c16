"""The checker: judges the design's rules by what people saw, knowing nothing of the bot.

Everything in here is written from the design's text: its own clock hours, its own lists of phrases, its own
idea of what is private. A slip in the bot's rules cannot pass both.
"""

from collections.abc import Mapping, Sequence

from bot.sandbox.checker.hours import breaks_of_duty_hours, breaks_of_quiet_hours, breaks_of_the_weekly_two
from bot.sandbox.checker.manners import bad_manners
from bot.sandbox.checker.once import seen_twice
from bot.sandbox.checker.privacy import leaks
from bot.sandbox.workspace.seen import Sight


def breaches(sights: Sequence[Sight], emails: Mapping[str, str]) -> list[str]:
    """Each breach as a sentence, the same one once; `emails`: those in people's profiles, by their ids."""
    found = [
        *breaks_of_quiet_hours(sights),
        *breaks_of_the_weekly_two(sights),
        *breaks_of_duty_hours(sights),
        *seen_twice(sights),
        *leaks(sights, emails),
        *bad_manners(sights),
    ]
    return list(dict.fromkeys(found))
