"""The two addresses files go through: where their bytes come in, and where people see them."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.sandbox.parts import Parts
from bot.sandbox.refusal import Refused
from bot.sandbox.workspace.files import PICTURES
from bot.sandbox.workspace.records import File


def file_routes(parts: Parts) -> list[Route]:
    async def bring(request: Request) -> Response:
        finish = parts.traffic.start("from_bot", "upload")
        content = await request.body()
        try:
            file = parts.files.take(request.path_params["key"], content)
        except Refused as refused:
            finish(ok=False, error=refused.error, arguments=f"{len(content)} bytes")
            return PlainTextResponse("These are not the bytes that were announced.", 400)
        finish(ok=True, arguments=f"{file.name}, {len(content)} bytes")
        return PlainTextResponse(f"OK - {len(content)}")

    async def see(request: Request) -> Response:
        file = parts.workspace.files.get(request.path_params["file"])
        content = parts.files.bytes_of(file.id) if file else None
        if file is None or content is None:
            return PlainTextResponse("This file is gone: files are not kept when the sandbox ends.", 404)
        return _show(file, content)

    return [
        Route("/upload/{key}", bring, methods=["POST"]),
        Route("/files/{file}/{name}", see, methods=["GET"]),
    ]


def _show(file: File, content: bytes) -> Response:
    """Pictures in the page, anything else only to be saved: what people upload never becomes a page."""
    is_picture = file.mimetype in PICTURES.values()
    way = "inline" if is_picture else "attachment"
    headers = {
        "Content-Disposition": f"{way}; filename*=UTF-8''{quote(file.name, safe='')}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    kind = file.mimetype if is_picture else "application/octet-stream"
    return Response(content, media_type=kind, headers=headers)
