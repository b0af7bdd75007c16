"""One sandbox: its parts put together, served on the loopback address by a thread of its own."""

import asyncio
import socket
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp

from bot.sandbox.calls.inside import Insider
from bot.sandbox.checker import breaches
from bot.sandbox.guard import Guard
from bot.sandbox.hang_up import DeafenableProtocol, HangableProtocol
from bot.sandbox.parts import Parts
from bot.sandbox.people.choices import Choices
from bot.sandbox.prompt_server import PromptServer
from bot.sandbox.routes import all_routes
from bot.sandbox.to_bot.events import Events
from bot.sandbox.to_bot.faults import Faults
from bot.sandbox.to_bot.http_mode import save_request_url
from bot.sandbox.to_bot.rough_way import RoughWay
from bot.sandbox.to_bot.socket_mode import SocketMode
from bot.sandbox.to_bot.traffic import Traffic
from bot.sandbox.to_bot.way import ToBot
from bot.sandbox.web_api.pace import Pace
from bot.sandbox.web_api.response_urls import ResponseUrls
from bot.sandbox.web_api.scheduled import ScheduledPosts
from bot.sandbox.web_api.triggers import Triggers
from bot.sandbox.workspace.changes import Changes
from bot.sandbox.workspace.clock import SandboxClock
from bot.sandbox.workspace.files import FileStore
from bot.sandbox.workspace.keeping import Keeping
from bot.sandbox.workspace.manifest import read_manifest
from bot.sandbox.workspace.seed import Seed
from bot.sandbox.workspace.state import Bot, Team, Workspace, furnish, new_id

LOOPBACK = "127.0.0.1"


class Sandbox:
    """A Slack workspace with one app; `start` returns once it accepts connections."""

    def __init__(
        self,
        seed: Seed,
        *,
        clock: SandboxClock,
        state_file: Path | None = None,
        manifest: Path | None = None,
        on_start_over: Callable[[], None] | None = None,
        rate_limits: bool = True,
        insider: Insider | None = None,
    ) -> None:
        self._seed, self._clock = seed, clock
        self._on_start_over = on_start_over
        self._changes = Changes()
        self._parts = self._put_together(manifest, insider, rate_limits=rate_limits)
        self._keeping = Keeping(state_file, self._parts.workspace, self._changes)
        self._changes.watch(self._keeping.plan)
        self._thread: threading.Thread | None = None
        self.url = ""

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    @property
    def bot_token(self) -> str:
        return self._parts.bot_token

    @property
    def app_token(self) -> str:
        return self._parts.app_token

    @property
    def beginning(self) -> str:
        """A word for this workspace, until it starts over; for who keeps something beside it."""
        return self._parts.workspace.beginning

    @property
    def signing_secret(self) -> str:
        return self._parts.signing_secret

    def breaches(self) -> list[str]:
        """What of the design's rules was broken, by what people saw; each as a sentence."""
        workspace = self._parts.workspace
        return breaches(workspace.seen.so_far(), workspace.emails())

    def start(self, port: int = 0) -> None:
        """Bind 127.0.0.1 and serve; OSError when the port is taken.

        A sandbox that was stopped may start again, like a Slack that was away for a while.
        """
        if not self._parts.workspace.members and not self._keeping.restore():
            furnish(self._parts.workspace, self._seed)
        listener = _bind(port)
        self._set_address(f"http://{LOOPBACK}:{listener.getsockname()[1]}")
        self._changes.closed = False
        self._server = PromptServer(_config(Guard(self._app(), self.url)))
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(listener,), name="sandbox", daemon=True)
        self._thread.start()
        self._ready.wait()
        if not self._server.started:
            raise RuntimeError("The sandbox ended while it started; its thread has said why.")

    def stop(self) -> None:
        """Close all connections and write the state file; stopping twice does nothing."""
        if self._thread is None:
            return
        self._loop.call_soon_threadsafe(self._end_streams)
        self._thread.join()
        self._thread = None

    def send_to(self, request_url: str) -> None:
        """While it runs. From now on all goes there, nothing over sockets, once the bot has answered there.

        Raises Unplayable, with a sentence.
        """
        asyncio.run_coroutine_threadsafe(save_request_url(self._parts, request_url), self._loop).result()

    def _put_together(
        self, manifest_file: Path | None, insider: Insider | None, *, rate_limits: bool
    ) -> Parts:
        seed, clock, touched = self._seed, self._clock, self._changes.touch
        manifest, traffic = read_manifest(manifest_file), Traffic(clock)
        bot = Bot(seed.bot.user_id, seed.bot.bot_id, seed.bot.app_id, manifest.name or seed.bot.name)
        team = Team(seed.team_id, seed.team_name, seed.domain)
        workspace = Workspace(team, bot, clock, touched)
        sockets = SocketMode(bot.app_id, touched)
        to_bot = ToBot(sockets, traffic, workspace.asked)
        faults = Faults()
        way = RoughWay(to_bot, clock, faults, new_event_id=partial(new_id, "Ev"))
        events = Events(workspace, way, manifest)
        return Parts(
            workspace=workspace,
            changes=self._changes,
            manifest=manifest,
            sockets=sockets,
            to_bot=to_bot,
            events=events,
            triggers=Triggers(),
            response_urls=ResponseUrls(workspace, events),
            scheduled=ScheduledPosts(workspace, events),
            files=FileStore(workspace),
            choices=Choices(workspace),
            faults=faults,
            pace=Pace(clock, strict=rate_limits),
            traffic=traffic,
            insider=insider,
            start_over=self._start_over,
            bot_token=f"xoxb-sandbox-{team.id}-{bot.user_id}",
            app_token=f"xapp-sandbox-{bot.app_id}",
            signing_secret=f"sandbox{team.id}{bot.app_id}",
        )

    def _set_address(self, url: str) -> None:
        self.url = url
        self._parts.sockets.address = url.replace("http://", "ws://")
        self._parts.response_urls.address = url
        self._parts.workspace.files_at = url if self._parts.manifest.allows("files:read") else ""

    def _app(self) -> Starlette:
        return Starlette(routes=all_routes(self._parts))

    def _run(self, listener: socket.socket) -> None:
        try:
            asyncio.run(self._serve(listener))
        finally:
            self._ready.set()

    async def _serve(self, listener: socket.socket) -> None:
        self._loop = asyncio.get_running_loop()
        self._keeping.open()
        self._parts.scheduled.open()
        self._clock.watch(self._clock_moved)
        announcing = asyncio.create_task(self._announce())
        await self._server.serve(sockets=[listener])
        await announcing
        self._clock.unwatch(self._clock_moved)
        self._parts.events.forget()
        self._parts.scheduled.forget()
        self._keeping.close()

    async def _announce(self) -> None:
        while not self._server.started:
            await asyncio.sleep(0.005)
        self._ready.set()

    def _clock_moved(self) -> None:
        self._loop.call_soon_threadsafe(self._changes.touch)

    def _end_streams(self) -> None:
        self._changes.close()
        self._server.end()

    async def _start_over(self) -> None:
        """Back to the seed: what is under way is forgotten, the bot is cut off and may begin anew."""
        parts = self._parts
        parts.events.forget()
        await parts.sockets.disconnect("refresh_requested")
        for forgetful in (parts.response_urls, parts.scheduled, parts.files, parts.choices, parts.pace):
            forgetful.forget()
        parts.faults.clear()
        parts.traffic.clear()
        self._clock.start_over()
        furnish(parts.workspace, self._seed)
        self._keeping.write()
        if self._on_start_over:
            threading.Thread(target=self._on_start_over, name="sandbox start over", daemon=True).start()


def _bind(port: int) -> socket.socket:
    # The protocol is named, since asyncio sends without delay (TCP_NODELAY) only where it is: the second part
    # of an answer would wait 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=HangableProtocol,
        ws=DeafenableProtocol,
        lifespan="off",
        log_config=None,
        access_log=False,
    )
