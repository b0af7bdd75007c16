"""Only this machine's own page may talk to the sandbox: no other site, whatever name it resolves to us."""

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class Guard:
    """Refuses a Host or an Origin other than the loopback address the server is bound to.

    A picture or a link in another site's page asks without any Origin; browsers say where it stands.
    """

    def __init__(self, app: ASGIApp, address: str) -> None:
        self._app, self._host, self._origin = app, address.removeprefix("http://"), address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._is_ours(Headers(scope=scope), scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            sentence = f"The sandbox only answers at {self._origin}, and only to its own page."
            await JSONResponse({"ok": False, "error": sentence}, 400)(scope, receive, send)

    def _is_ours(self, headers: Headers, scope: Scope) -> bool:
        """slack_sdk's own Socket Mode client leaves the port out of Host (its tickets guard that door)."""
        host, is_socket = headers.get("host") or "", scope["type"] == "websocket"
        known = host == self._host or (is_socket and host == self._host.partition(":")[0])
        return known and headers.get("origin") in (None, self._origin) and not _is_others(headers, scope)


def _is_others(headers: Headers, scope: Scope) -> bool:
    """A link of another site may lead to our front page, in a window of its own."""
    opens_page = scope["path"] == "/" and headers.get("sec-fetch-dest") == "document"
    return headers.get("sec-fetch-site") in ("cross-site", "same-site") and not opens_page
