"""Ending a connection without an answer, which ASGI cannot say and a bad network does all the time."""

import asyncio
from typing import Any

from starlette.requests import Request
from uvicorn.protocols.http.h11_impl import H11Protocol

OPEN = "sandbox.open_connections"


class HangableProtocol(H11Protocol):
    """Remembers each connection by its address, where a request can find it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._open()[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self._open().pop(self.client, None)
        super().connection_lost(exc)

    def _open(self) -> dict[Any, asyncio.Transport]:
        """`app_state` is uvicorn's one dictionary that both protocols and requests see."""
        connections: dict[Any, asyncio.Transport] = self.app_state.setdefault(OPEN, {})
        return connections


def hang_up(request: Request) -> None:
    """Whatever is answered after this goes nowhere."""
    connections = request.scope["state"][OPEN]
    client = request.client
    transport = connections.get((client.host, client.port)) if client else None
    if transport:
        transport.abort()
