"""Only this machine's own page may talk to the sandbox: no other site, whatever name it resolves to us."""

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class Guard:
    """Refuses a Host or an Origin other than the loopback address the server is bound to."""

    def __init__(self, app: ASGIApp, address: str) -> None:
        self._app, self._host, self._origin = app, address.removeprefix("http://"), address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._is_ours(Headers(scope=scope), scope["type"]):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            sentence = f"The sandbox only answers at {self._origin}, and only to its own page."
            await JSONResponse({"ok": False, "error": sentence}, 400)(scope, receive, send)

    def _is_ours(self, headers: Headers, kind: str) -> bool:
        """slack_sdk's own Socket Mode client leaves the port out of Host (its tickets guard that door)."""
        host = headers.get("host") or ""
        known = host == self._host or (kind == "websocket" and host == self._host.partition(":")[0])
        return known and headers.get("origin") in (None, self._origin)
