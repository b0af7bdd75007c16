"""Ending a connection without an answer or in the middle of one, and sockets that go deaf.

ASGI cannot say any of it, and a bad network does all of it. A deaf socket is one half of a broken TCP
connection: its closing is noticed, all else is lost in both directions.
"""

import asyncio
from typing import Any

from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

OPEN = "sandbox.open_connections"


class HangableProtocol(H11Protocol):
    """Remembers each connection by its address, where a request can find it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # it is always this kind
        super().connection_made(transport)
        _open(self.app_state)[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        _open(self.app_state).pop(self.client, None)
        super().connection_lost(exc)


class DeafenableProtocol(WebSocketsSansIOProtocol):
    """A socket that was a request at first: the connection is remembered already."""

    is_deaf = False

    def connection_lost(self, exc: Exception | None) -> None:
        _open(self.app_state).pop(self.client, None)
        super().connection_lost(exc)

    def set_deaf(self, is_deaf: bool) -> None:
        self.is_deaf = is_deaf
        if is_deaf:
            self.stop_keepalive()
        else:
            self.start_keepalive()

    def handle_ping(self) -> None:
        if self.is_deaf:
            self.conn.data_to_send()  # the pong that is ready there goes nowhere
        else:
            super().handle_ping()

    def handle_text(self, event: Frame) -> None:
        if not self.is_deaf:
            super().handle_text(event)

    def handle_close(self, event: Frame) -> None:
        if self.is_deaf:
            self.transport.abort()
        else:
            super().handle_close(event)


class HalfResponse(Response):
    """Promises its whole length, sends half of it, and ends the connection."""

    def __init__(self, whole: Response) -> None:
        super().__init__()
        self._whole = whole

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        whole, body = self._whole, bytes(self._whole.body)
        start = {"type": "http.response.start", "status": whole.status_code, "headers": whole.raw_headers}
        await send(start)
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
        transport = _transport_of(HTTPConnection(scope))
        if transport:
            transport.close()  # after what was written
        while (await receive())["type"] != "http.disconnect":
            pass


def hang_up(connection: HTTPConnection) -> None:
    """Whatever is sent after this goes nowhere."""
    transport = _transport_of(connection)
    if transport:
        transport.abort()


def set_deaf(connection: HTTPConnection, is_deaf: bool) -> None:
    transport = _transport_of(connection)
    protocol = transport.get_protocol() if transport else None
    if isinstance(protocol, DeafenableProtocol):
        protocol.set_deaf(is_deaf)


def _transport_of(connection: HTTPConnection) -> asyncio.Transport | None:
    client = connection.client
    return _open(connection.scope["state"]).get((client.host, client.port)) if client else None


def _open(state: dict[str, Any]) -> dict[Any, asyncio.Transport]:
    """`app_state` is uvicorn's one dictionary that protocols, requests and sockets see."""
    connections: dict[Any, asyncio.Transport] = state.setdefault(OPEN, {})
    return connections
