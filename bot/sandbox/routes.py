"""Every address of the sandbox, in one place."""

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket

from bot.sandbox.calls.addresses import look_routes, play_routes, stream_route
from bot.sandbox.calls.all import LOOKS, PLAYS_OF_PEOPLE, PLAYS_OF_THE_STAGE
from bot.sandbox.parts import Parts
from bot.sandbox.web_api.file_doors import file_routes
from bot.sandbox.web_api.methods import answer_call
from bot.sandbox.web_api.response_door import answer_response_url

PAGE = Path(__file__).with_name("page")

# What people write is never markup; if it ever were, no browser would run it, nor show it in another site.
ONLY_OURS = (
    "default-src 'self'; img-src http: https: data:; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)


def all_routes(parts: Parts) -> list[BaseRoute]:
    return [
        *_slack_routes(parts),
        *file_routes(parts),
        *look_routes(LOOKS, parts),
        stream_route(parts.changes),
        *play_routes((*PLAYS_OF_PEOPLE, *PLAYS_OF_THE_STAGE), parts),
        Route("/", _front_page),
        Mount("/page", _Fresh(directory=PAGE)),
    ]


def _slack_routes(parts: Parts) -> list[BaseRoute]:
    async def api(request: Request) -> Response:
        return await answer_call(request, parts)

    async def response_url(request: Request) -> Response:
        return await answer_response_url(request, parts)

    async def link(websocket: WebSocket) -> None:
        await parts.sockets.serve(websocket)

    return [
        Route("/api/{method}", api, methods=["GET", "POST"]),
        Route("/response/{kind}/{team}/{number}/{key}", response_url, methods=["POST"]),
        WebSocketRoute("/link/", link),
    ]


async def _front_page(request: Request) -> Response:
    return FileResponse(PAGE / "index.html", headers={"Content-Security-Policy": ONLY_OURS})


class _Fresh(StaticFiles):
    """Asked for anew each time, since files of two versions do not fit together."""

    def file_response(self, *args: Any, **more: Any) -> Response:
        response = super().file_response(*args, **more)
        response.headers["Cache-Control"] = "no-cache"
        return response
