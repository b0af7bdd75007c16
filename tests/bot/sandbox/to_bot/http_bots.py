"""Bots that are reached over HTTP: one made with Bolt, as people write them, and one that a test scripts."""

import asyncio
import logging
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import uvicorn
from slack_bolt import App
from slack_bolt.adapter.starlette import SlackRequestHandler
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox import Sandbox
from bot.sandbox.prompt_server import PromptServer
from tests.bot.sandbox.players import client_of

PATH = "/slack/events"
Endpoint = Callable[[Request], Awaitable[Response]]


def a_bolt_app(sandbox: Sandbox, *, signing_secret: str | None = None) -> App:
    secret = signing_secret or sandbox.signing_secret
    app = App(client=client_of(sandbox), signing_secret=secret, process_before_response=True)
    app.logger.setLevel(logging.CRITICAL)
    return app


@contextmanager
def served(app: App) -> Iterator[str]:
    """Its request URL."""
    handler = SlackRequestHandler(app)
    with an_address(handler.handle) as url:
        yield url


@dataclass(frozen=True)
class Got:
    """One request, as it came."""

    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass
class Scripted:
    """Gives a challenge back, then answers with what a test has written, the last of it for ever."""

    answers: list[Response] = field(default_factory=lambda: [Response()])
    got: list[Got] = field(default_factory=list)

    async def answer(self, request: Request) -> Response:
        got = Got(dict(request.headers), await request.body())
        if b"url_verification" in got.body:
            return JSONResponse(await request.json())
        self.got.append(got)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def an_address(endpoint: Endpoint) -> Iterator[str]:
    """A web server of its own, for as long as it is wanted."""
    listener = socket.create_server(("127.0.0.1", 0))
    app = Starlette(routes=[Route(PATH, endpoint, methods=["GET", "POST"])])
    config = uvicorn.Config(app, lifespan="off", log_config=None, access_log=False)
    server = _Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), name="somebody's bot")
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}{PATH}"
    finally:
        server.let_go()
        thread.join()


class _Server(PromptServer):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._begun = threading.Event()

    async def main_loop(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._begun.set()
        await super().main_loop()

    def let_go(self) -> None:
        self._begun.wait()
        self._loop.call_soon_threadsafe(self.end)
