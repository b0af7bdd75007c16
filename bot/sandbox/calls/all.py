"""Every JSON call, for the routes and for the docs: what is not here is nowhere."""

from bot.sandbox.calls.clock import CLOCK_PLAYS
from bot.sandbox.calls.looks import LOOKS
from bot.sandbox.calls.membership import MEMBERSHIP_PLAYS
from bot.sandbox.calls.people import PLAYS
from bot.sandbox.calls.stage import STAGE_PLAYS

PLAYS_OF_PEOPLE = (*PLAYS, *MEMBERSHIP_PLAYS)
PLAYS_OF_THE_STAGE = (*CLOCK_PLAYS, *STAGE_PLAYS)

__all__ = ["LOOKS", "PLAYS_OF_PEOPLE", "PLAYS_OF_THE_STAGE"]
