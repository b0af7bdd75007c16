"""HTTP: Slack's requests come to an address of ours, and go through the one door.

Slack speaks only https, so a proxy or a host's load balancer stands before this and ends that; it may ask
/healthz whether to send anything here.
"""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qsl

import h11
import structlog
import uvicorn
from slack_bolt import BoltRequest, BoltResponse
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.door import Door
from bot.settings import CannotStart, HttpAccess
from bot.signature import is_slacks

EVENTS = "/slack/events"
EVERYWHERE = "0.0.0.0"  # noqa: S104  # whoever reaches us needs Slack's signature
# Bytes. A view may have 250 kB, what stands in its fields comes on top, and a form's percent signs make
# three of one.
LONGEST_BODY = 2 * 1024 * 1024
HEAD_WITHIN = 5.0  # seconds from the first to the last line before a body; uvicorn itself has no limit
READ_WITHIN = 2.0  # seconds for a whole body: nobody may hold as much for longer, and Slack waits only three
WAITING = 48  # requests that may wait for the door at once, as over Socket Mode
CLOSE_WITHIN = 4  # seconds: an answer that is under way takes no longer
RETRIES = ("x-slack-retry-num", "x-slack-retry-reason")

log = structlog.get_logger()


class Web:
    """A server in a thread of its own, which asks the door in others: its loop never waits for anything."""

    def __init__(self, access: HttpAccess, *, on_start: Callable[[], None]) -> None:
        self._wanted, self._on_start = access.port, on_start
        self._verifier = SignatureVerifier(access.signing_secret)
        self._waiting = ThreadPoolExecutor(WAITING, thread_name_prefix="web")
        self._door: Door | None = None
        self._status = "starting"
        self._server = _Server(_config(self._app()))
        self._thread = threading.Thread(target=self._server.run_with, name="web", daemon=True)
        self.port = 0

    @property
    def is_connected(self) -> bool:
        return self._door is not None and self._thread.is_alive()

    def open(self) -> None:
        """From now on /healthz says that we are starting. Raises CannotStart."""
        self._server.listener = _bind(self._wanted)
        self.port = self._server.listener.getsockname()[1]
        self._thread.start()

    def start(self, door: Door) -> None:
        """From now on Slack is answered."""
        self._door, self._status = door, "running"
        self._on_start()
        log.info("waiting for Slack's requests", port=self.port, path=EVENTS)

    def stop(self) -> None:
        """Nobody is let in any more; what is under way is answered."""
        self._door, self._status = None, "stopping"
        if self._thread.is_alive():
            self._server.end()
            self._thread.join()
        self._waiting.shutdown()

    def _app(self) -> Starlette:
        return Starlette(
            routes=[
                Route(EVENTS, self._take, methods=["POST"]),
                Route("/healthz", self._tell_health, methods=["GET"]),
            ]
        )

    async def _tell_health(self, _request: Request) -> Response:
        return JSONResponse({"status": self._status}, 200 if self._status == "running" else 503)

    async def _take(self, request: Request) -> Response:
        received, door = time.monotonic(), self._door
        if door is None:
            return _refuse(503, "The bot is starting, or stopping.")
        try:
            async with asyncio.timeout(READ_WITHIN):
                body = await _read(request)
        except TimeoutError:
            return _refuse(408, "That came too slowly.")
        except ClientDisconnect:
            return _refuse(400, "Nobody hears this any more.")
        if body is None:
            return _refuse(413, "That is too long.")
        if not is_slacks(self._verifier, request.headers, body):
            log.warning("a request without Slack's signature")
            return _refuse(401, "This is not signed by Slack, or not now.")
        return await self._answer(request, body, door, received)

    async def _answer(self, request: Request, body: bytes, door: Door, received: float) -> Response:
        try:
            asked = _as_bolt_has_it(request, body)
        except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
            log.warning("a payload that nobody can read", kind="http")
            return _refuse(400, "Nobody can read this.")
        loop = asyncio.get_running_loop()
        return _as_starlette_has_it(await loop.run_in_executor(self._waiting, door.answer, asked, received))


class _Server(uvicorn.Server):
    """uvicorn in a thread, with a listener that was bound before."""

    listener: socket.socket

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._begun = threading.Event()

    def run_with(self) -> None:
        try:
            self.run(sockets=[self.listener])
        finally:
            self._begun.set()

    async def main_loop(self) -> None:
        self._begun.set()
        await super().main_loop()

    def end(self) -> None:
        """Not before it has begun: what it has opened by then would stay open."""
        self._begun.wait()
        self.should_exit = True


class _Impatient(H11Protocol):
    """Holds no connection for who never comes to the point, or goes on talking after the answer."""

    _heading: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # it is always this kind
        super().connection_made(transport)
        self._watch_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch_head()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.conn.their_state is h11.SEND_BODY:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_watching()
        super().connection_lost(exc)

    def _watch_head(self) -> None:
        """While something of a head has come; between two requests uvicorn's own limit holds."""
        if self.conn.their_state is not h11.IDLE:
            self._stop_watching()
        elif self._heading is None:
            self._heading = self.loop.call_later(HEAD_WITHIN, self.transport.close)

    def _stop_watching(self) -> None:
        if self._heading:
            self._heading.cancel()
            self._heading = None


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=_Impatient,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=CLOSE_WITHIN,
    )


def _bind(port: int) -> socket.socket:
    # The protocol is named, since asyncio sends without delay (TCP_NODELAY) only where it is.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((EVERYWHERE, port))
        listener.listen()
    except OSError:
        listener.close()
        raise CannotStart(
            f"Port {port} can't be opened: end the program that has it, or set PORT to another one "
            "(those below 1024 are for the system)."
        ) from None
    return listener


async def _read(request: Request) -> bytes | None:
    """None over the limit; no more than that is ever held, whatever length was announced."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > LONGEST_BODY:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_BODY:
            return None
    return bytes(body)


def _as_bolt_has_it(request: Request, body: bytes) -> BoltRequest:
    """As Socket Mode hands it on. In Bolt's mode "http" it would check the signature too, without a secret.

    Raises ValueError and others at what is no payload.
    """
    payload = _payload_of(request.headers.get("content-type", ""), body.decode())
    if not isinstance(payload, dict):
        raise ValueError("A payload is an object.")
    retries: dict[str, str | Sequence[str]] = {
        name: value for name in RETRIES if (value := request.headers.get(name)) is not None
    }
    return BoltRequest(mode="socket_mode", body=payload, headers=retries)


def _payload_of(content_type: str, text: str) -> Any:
    """Events come as JSON, commands as a form, everything else as JSON in a form."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json":
        return json.loads(text)
    if kind != "application/x-www-form-urlencoded":
        raise ValueError("Slack sends JSON or a form.")
    fields = dict(parse_qsl(text, keep_blank_values=True, errors="strict"))
    return json.loads(fields["payload"]) if "payload" in fields else fields


def _as_starlette_has_it(response: BoltResponse) -> Response:
    headers = response.first_headers_without_set_cookie()
    return Response(response.body, response.status, headers)


def _refuse(status: int, sentence: str) -> Response:
    """The connection is closed, as the rest of the request may still be on its way."""
    return PlainTextResponse(sentence, status, headers={"connection": "close"})
