"""The JSON calls by which the page, or a test, plays people."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.sandbox import modals, people, visits
from bot.sandbox.changes import Changes
from bot.sandbox.parts import Parts
from bot.sandbox.records import Json, Member
from bot.sandbox.refusal import Unplayable
from bot.sandbox.request_body import Body, find_member, read_body
from bot.sandbox.screen import screen_of

Play = Callable[[Body], Awaitable[Json]]


async def say(body: Body) -> Json:
    thread_ts = body.text("thread_ts") if body.fields.get("thread_ts") else None
    return await people.say(body.parts, body.member(), body.room(), body.text("text"), thread_ts)


async def click(body: Body) -> Json:
    pressed = (body.text("block_id"), body.text("action_id"))
    choice, typed, member = body.fields.get("choice"), body.typed(), body.member()
    if body.fields.get("view"):
        answer = await people.click_view(body.parts, member, body.view(), pressed, choice, typed)
    else:
        room, message = body.room(), body.message()
        answer = await people.click_message(body.parts, member, room, message, pressed, choice, typed)
    return {"answered": answer.given}


async def submit(body: Body) -> Json:
    return await modals.submit(body.parts, body.member(), body.modal(), body.typed())


async def close(body: Body) -> Json:
    """`everything`: the cross in the corner, which takes the whole stack."""
    everything = bool(body.fields.get("everything"))
    payload = modals.close(body.parts, body.member(), body.modal(), everything=everything)
    if payload is None:
        return {"answered": False}
    return {"answered": (await body.parts.to_bot.ask("interactive", payload)).given}


async def open_home(body: Body) -> Json:
    visits.open_home(body.parts, body.member())
    return {}


async def open_room(body: Body) -> Json:
    visits.open_room(body.parts, body.member(), body.room())
    return {}


PLAYS: dict[str, Play] = {
    "say": say,
    "click": click,
    "submit": submit,
    "close": close,
    "open_home": open_home,
    "open": open_room,
}


def play_routes(plays: dict[str, Play], parts: Parts) -> list[Route]:
    return [
        Route(f"/sandbox/{name}", _endpoint(play, parts), methods=["POST"]) for name, play in plays.items()
    ]


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
            return JSONResponse({"ok": True, **await play(await read_body(request, parts))})
        except Unplayable as why:
            return _refuse(why)

    return endpoint


def _refuse(why: Unplayable) -> Response:
    return JSONResponse({"ok": False, "error": str(why)}, status_code=400)
