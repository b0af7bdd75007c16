"""A Slack workspace in one process, for trying and testing: it shares nothing with the bot it serves.

Somebody on the page (or a test, or another program) does something:

    calls/      reads the JSON call
    people/     plays the person, and words it as Slack would
    to_bot/     sends it to one of the bot's sockets, or to its request URL, and waits three seconds
    web_api/    takes what the bot says in return; its table names every method
    block_kit/  refuses what Slack would not show
    workspace/  holds all there is, touched only by the server's own event loop, and keeps it in a file
    calls/      draws each person's screen
    checker/    judges by what people saw whether the rules of the design were kept
    page/       shows it in a browser

What it refuses, as Slack does, is listed in refusals.py.
"""

from bot.sandbox.calls.inside import Insider, NextDue, Section
from bot.sandbox.server import Sandbox
from bot.sandbox.workspace.clock import SandboxClock
from bot.sandbox.workspace.keeping import CannotGoOn
from bot.sandbox.workspace.seed import NoSeed, Seed, read_seed

__all__ = [
    "CannotGoOn",
    "Insider",
    "NextDue",
    "NoSeed",
    "Sandbox",
    "SandboxClock",
    "Section",
    "Seed",
    "read_seed",
]
