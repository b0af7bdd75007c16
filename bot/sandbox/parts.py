"""Everything one sandbox consists of, so that it can be handed on as one thing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.sandbox.changes import Changes
from bot.sandbox.choices import Choices
from bot.sandbox.events import Events
from bot.sandbox.faults import Faults
from bot.sandbox.file_store import FileStore
from bot.sandbox.inside import Insider
from bot.sandbox.manifest import Manifest
from bot.sandbox.pace import Pace
from bot.sandbox.response_urls import ResponseUrls
from bot.sandbox.scheduled import ScheduledPosts
from bot.sandbox.socket_mode import SocketMode
from bot.sandbox.to_bot import ToBot
from bot.sandbox.traffic import Traffic
from bot.sandbox.triggers import Triggers
from bot.sandbox.workspace import Workspace


@dataclass(frozen=True)
class Parts:
    workspace: Workspace
    changes: Changes
    manifest: Manifest
    sockets: SocketMode
    to_bot: ToBot
    events: Events
    triggers: Triggers
    response_urls: ResponseUrls
    scheduled: ScheduledPosts
    files: FileStore
    choices: Choices
    faults: Faults
    pace: Pace
    traffic: Traffic
    insider: Insider | None
    start_over: Callable[[], Awaitable[None]]
    bot_token: str
    app_token: str
    signing_secret: str
