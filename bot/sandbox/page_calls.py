"""The addresses of the JSON calls: what the page (or a test) can look at, and what it can do."""

from collections.abc import Awaitable, Callable, Iterable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.sandbox.changes import Changes
from bot.sandbox.parts import Parts
from bot.sandbox.plays import Play
from bot.sandbox.records import Member
from bot.sandbox.refusal import Unplayable
from bot.sandbox.request_body import find_member, read_body
from bot.sandbox.screen import screen_of


def play_routes(plays: Iterable[Play], parts: Parts) -> list[Route]:
    return [Route(f"/sandbox/{play.name}", _endpoint(play, parts), methods=["POST"]) for play in plays]


def look_routes(parts: Parts, changes: Changes) -> list[Route]:
    async def state(request: Request) -> Response:
        try:
            me = _who_looks(parts, request.query_params.get("as", ""))
        except Unplayable as why:
            return _refuse(why)
        return JSONResponse(screen_of(parts, me, changes.version))

    async def stream(request: Request) -> Response:
        headers = {"Cache-Control": "no-store"}
        return StreamingResponse(changes.stream(), media_type="text/event-stream", headers=headers)

    async def traffic(request: Request) -> Response:
        return JSONResponse(parts.traffic.as_json())

    looks = {"state": state, "changes": stream, "traffic": traffic}
    return [Route(f"/sandbox/{name}", look, methods=["GET"]) for name, look in looks.items()]


def _who_looks(parts: Parts, user: str) -> Member:
    """Who comes to the page for the first time has not chosen yet, and begins as the first person."""
    anybody = next(iter(parts.workspace.people()), None)
    return anybody if anybody and not user else find_member(parts, user)


def _endpoint(play: Play, parts: Parts) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse({"ok": True, **await play.act(await read_body(request, parts))})
        except Unplayable as why:
            return _refuse(why)

    return endpoint


def _refuse(why: Unplayable) -> Response:
    return JSONResponse({"ok": False, "error": str(why)}, status_code=400)
