"""The addresses of the JSON calls: what the page (or a test) can look at, and what it can do."""

from collections.abc import Awaitable, Callable, Iterable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.sandbox.calls.plays import Look, Play
from bot.sandbox.calls.request_body import read_body
from bot.sandbox.parts import Parts
from bot.sandbox.refusal import Unplayable
from bot.sandbox.workspace.changes import Changes


def play_routes(plays: Iterable[Play], parts: Parts) -> list[Route]:
    return [Route(f"/sandbox/{play.name}", _endpoint(play, parts), methods=["POST"]) for play in plays]


def look_routes(looks: Iterable[Look], parts: Parts) -> list[Route]:
    return [Route(f"/sandbox/{look.name}", _view(look, parts), methods=["GET"]) for look in looks]


def stream_route(changes: Changes) -> Route:
    """The version of what is seen, as server-sent events: the page asks for the state when it rises."""

    async def stream(request: Request) -> Response:
        headers = {"Cache-Control": "no-store"}
        return StreamingResponse(changes.stream(), media_type="text/event-stream", headers=headers)

    return Route("/sandbox/changes", stream, methods=["GET"])


def _view(look: Look, parts: Parts) -> Callable[[Request], Awaitable[Response]]:
    async def view(request: Request) -> Response:
        try:
            return JSONResponse(await look.give(parts, request.query_params))
        except Unplayable as why:
            return _refuse(why)

    return view


def _endpoint(play: Play, parts: Parts) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse({"ok": True, **await play.act(await read_body(request, parts))})
        except Unplayable as why:
            return _refuse(why)

    return endpoint


def _refuse(why: Unplayable) -> Response:
    return JSONResponse({"ok": False, "error": str(why)}, status_code=400)
