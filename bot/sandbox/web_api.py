"""Slack's Web API: a table of methods, and the one way a call takes through it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.sandbox import chat, directory, history, view_methods
from bot.sandbox.call import Call, read_arguments, read_token, without_token
from bot.sandbox.faults import Reply, answer_under, too_fast
from bot.sandbox.hang_up import hang_up
from bot.sandbox.parts import Parts
from bot.sandbox.records import Json
from bot.sandbox.refusal import RateLimited, Refused


@dataclass(frozen=True)
class Method:
    """`scopes`: one of them is needed; some methods ask for more once they know the conversation."""

    answer: Callable[[Call], Json]
    scopes: tuple[str, ...] = ()
    bearer: Literal["bot", "app"] = "bot"


READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")

METHODS = {
    "auth.test": Method(directory.auth_test),
    "apps.connections.open": Method(directory.open_connection, bearer="app"),
    "users.info": Method(directory.user_info, ("users:read",)),
    "conversations.open": Method(directory.open_conversation, ("im:write", "mpim:write")),
    "conversations.info": Method(directory.conversation_info, READ),
    "conversations.history": Method(history.history, HISTORY),
    "conversations.replies": Method(history.replies, HISTORY),
    "chat.postMessage": Method(chat.post_message, ("chat:write",)),
    "chat.update": Method(chat.update, ("chat:write",)),
    "chat.postEphemeral": Method(chat.post_ephemeral, ("chat:write",)),
    "chat.delete": Method(chat.delete, ("chat:write",)),
    "views.open": Method(view_methods.open_view),
    "views.push": Method(view_methods.push_view),
    "views.update": Method(view_methods.update_view),
    "views.publish": Method(view_methods.publish_view),
}


async def answer_call(request: Request, parts: Parts) -> Response:
    method = str(request.path_params["method"])
    finish = parts.traffic.start("from_bot", method)
    try:
        arguments = await read_arguments(request)
    except Refused as refused:
        return JSONResponse(refused.as_json())
    call = Call(method, without_token(arguments), read_token(request, arguments), parts)
    reply = await answer_under(parts.faults.take(method), lambda: _answer(call))
    finish(**_outcome(reply), arguments=call.arguments, answer=reply.body)
    return send_reply(request, reply)


def send_reply(request: Request, reply: Reply) -> Response:
    """Over HTTP, or not at all: a dropped reply ends the connection under the client's hands."""
    if reply.dropped:
        hang_up(request)
    if isinstance(reply.body, str):
        return PlainTextResponse(reply.body, reply.status, reply.headers)
    return JSONResponse(reply.body, reply.status, reply.headers)


def _answer(call: Call) -> Reply:
    try:
        return Reply({"ok": True, **_admit(call).answer(call)})
    except RateLimited as refused:
        return too_fast(refused.retry_after)
    except Refused as refused:
        return Reply(refused.as_json())


def _admit(call: Call) -> Method:
    """Slack's order: the method, then the token, then the scope; only then the arguments."""
    method = METHODS.get(call.method)
    if method is None:
        raise Refused("unknown_method", req_method=call.method)
    _check_token(call, method)
    if method.scopes:
        call.needs(*method.scopes)
    return method


def _check_token(call: Call, method: Method) -> None:
    tokens = {"bot": call.parts.bot_token, "app": call.parts.app_token}
    if not call.token:
        raise Refused("not_authed")
    if call.token not in tokens.values():
        raise Refused("invalid_auth")
    if call.token != tokens[method.bearer]:
        raise Refused("not_allowed_token_type")


def _outcome(reply: Reply) -> Json:
    if reply.dropped:
        return {"ok": False, "error": "the answer was dropped"}
    if isinstance(reply.body, str):
        return {"ok": False, "error": f"status {reply.status}"}
    return {"ok": bool(reply.body["ok"]), "error": reply.body.get("error")}
