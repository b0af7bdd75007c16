"""A Slack workspace in one process, for trying and testing: it shares nothing with the bot it serves.

Somebody on the page (or a test) does something: people_calls.py reads the JSON call, people.py plays the
person, payloads.py words it as Slack would, socket_mode.py sends it to one of the bot's sockets (or
http_mode.py to its request URL), and to_bot.py waits three seconds for the answer. The bot speaks back
through web_api.py, whose table names every method; what it refuses, as Slack does, is listed in
refusals.py. All state is one Workspace, touched only by the server's own event loop, kept in a file by
keeping.py, and drawn for the page by screen.py.
"""

from bot.sandbox.clock import SandboxClock
from bot.sandbox.inside import Insider, NextDue, Section
from bot.sandbox.seed import NoSeed, Seed, read_seed
from bot.sandbox.server import Sandbox

__all__ = ["Insider", "NextDue", "NoSeed", "Sandbox", "SandboxClock", "Section", "Seed", "read_seed"]
