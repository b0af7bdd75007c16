"""Everything one sandbox consists of, so that it can be handed on as one thing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.sandbox.calls.inside import Insider
from bot.sandbox.people.choices import Choices
from bot.sandbox.to_bot.events import Events
from bot.sandbox.to_bot.faults import Faults
from bot.sandbox.to_bot.socket_mode import SocketMode
from bot.sandbox.to_bot.traffic import Traffic
from bot.sandbox.to_bot.way import ToBot
from bot.sandbox.web_api.pace import Pace
from bot.sandbox.web_api.response_urls import ResponseUrls
from bot.sandbox.web_api.scheduled import ScheduledPosts
from bot.sandbox.web_api.triggers import Triggers
from bot.sandbox.workspace.changes import Changes
from bot.sandbox.workspace.files import FileStore
from bot.sandbox.workspace.manifest import Manifest
from bot.sandbox.workspace.state import Workspace


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
