"""Slack's Web API: a table of methods, and the one way a call takes through it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.sandbox.hang_up import HalfResponse, hang_up
from bot.sandbox.parts import Parts
from bot.sandbox.refusal import RateLimited, Refused
from bot.sandbox.to_bot.faults import Reply, answer_under, too_fast
from bot.sandbox.web_api import channels, chat, directory, files, history, schedule, views
from bot.sandbox.web_api.call import Call, read_arguments, read_token, without_token
from bot.sandbox.workspace.records import Json

# Calls a minute, by Slack's tiers (slack-platform.md, section 9).
TIER_2, TIER_3, TIER_4 = 20, 50, 100
HUNDREDS = 300  # "several hundred": all messages of a workspace together, and auth.test


@dataclass(frozen=True)
class Method:
    """`scopes`: one of them is needed; some methods ask for more once they know the conversation."""

    answer: Callable[[Call], Json]
    a_minute: int
    scopes: tuple[str, ...] = ()
    bearer: Literal["bot", "app"] = "bot"


READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
INVITE = ("channels:manage", "channels:write.invites", "groups:write", "groups:write.invites")
KICK = ("channels:manage", "groups:write")
WRITE = ("chat:write",)

METHODS = {
    "auth.test": Method(directory.auth_test, HUNDREDS),
    "apps.connections.open": Method(directory.open_connection, TIER_3, bearer="app"),
    "team.info": Method(directory.team_info, TIER_3, ("team:read",)),
    "bots.info": Method(directory.bot_info, TIER_3, ("users:read",)),
    "users.info": Method(directory.user_info, TIER_4, ("users:read",)),
    "users.list": Method(directory.list_users, TIER_2, ("users:read",)),
    "users.lookupByEmail": Method(directory.find_by_email, TIER_3, ("users:read.email",)),
    "conversations.open": Method(directory.open_conversation, TIER_3, ("im:write", "mpim:write")),
    "conversations.info": Method(directory.conversation_info, TIER_3, READ),
    "conversations.list": Method(channels.list_channels, TIER_2, READ),
    "conversations.members": Method(channels.list_members, TIER_4, READ),
    "conversations.join": Method(channels.join, TIER_3, ("channels:join",)),
    "conversations.invite": Method(channels.invite, TIER_3, INVITE),
    "conversations.kick": Method(channels.kick, TIER_3, KICK),
    "conversations.history": Method(history.history, TIER_3, HISTORY),
    "conversations.replies": Method(history.replies, TIER_3, HISTORY),
    "chat.postMessage": Method(chat.post_message, HUNDREDS, WRITE),
    "chat.update": Method(chat.update, TIER_3, WRITE),
    "chat.postEphemeral": Method(chat.post_ephemeral, TIER_4, WRITE),
    "chat.delete": Method(chat.delete, TIER_3, WRITE),
    "chat.scheduleMessage": Method(schedule.schedule, TIER_3, WRITE),
    "chat.scheduledMessages.list": Method(schedule.list_scheduled, TIER_3),
    "chat.deleteScheduledMessage": Method(schedule.take_back, TIER_3, WRITE),
    "files.getUploadURLExternal": Method(files.begin_upload, TIER_4, ("files:write",)),
    "files.completeUploadExternal": Method(files.complete_upload, TIER_4, ("files:write",)),
    "files.info": Method(files.file_info, TIER_4, ("files:read",)),
    "views.open": Method(views.open_view, TIER_4),
    "views.push": Method(views.push_view, TIER_4),
    "views.update": Method(views.update_view, TIER_4),
    "views.publish": Method(views.publish_view, TIER_4),
}

ARGUMENT_NAME = re.compile(r"\w{1,100}", re.ASCII)  # "very long names" are refused; Slack tells no figure


async def answer_call(request: Request, parts: Parts) -> Response:
    method = str(request.path_params["method"])
    finish = parts.traffic.start("from_bot", method)
    try:
        arguments = await read_arguments(request)
    except Refused as refused:
        unread = Reply(refused.as_json())
        finish(**_outcome(unread), arguments={}, answer=unread.body)
        return send_reply(request, unread)
    call = Call(method, without_token(arguments), read_token(request, arguments), parts)
    reply = await answer_under(parts.faults.take("web_api", method), lambda: _answer(call))
    finish(**_outcome(reply), arguments=call.arguments, answer=reply.body)
    return send_reply(request, reply)


def send_reply(request: Request, reply: Reply) -> Response:
    """Over HTTP, or not at all: a dropped reply ends the connection under the client's hands."""
    if reply.dropped:
        hang_up(request)
    kind = PlainTextResponse if isinstance(reply.body, str) else JSONResponse
    whole = kind(reply.body, reply.status, reply.headers)
    return HalfResponse(whole) if reply.halved else whole


def _answer(call: Call) -> Reply:
    try:
        return Reply({"ok": True, **_admit(call).answer(call)})
    except RateLimited as refused:
        return too_fast(refused.retry_after)
    except Refused as refused:
        return Reply(refused.as_json())


def _admit(call: Call) -> Method:
    """Slack's order: the method, then the token, the pace and the scope; only then the arguments."""
    method = METHODS.get(call.method)
    if method is None:
        raise Refused("unknown_method", req_method=call.method)
    _check_token(call, method)
    call.parts.pace.count_call(call.method, method.a_minute)
    if method.scopes:
        call.needs(*method.scopes)
    if not all(ARGUMENT_NAME.fullmatch(name) for name in call.arguments):
        raise Refused("invalid_arg_name")
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
    if reply.halved:
        return {"ok": False, "error": "half of the answer was dropped"}
    if isinstance(reply.body, str):
        return {"ok": False, "error": f"status {reply.status}"}
    return {"ok": bool(reply.body["ok"]), "error": reply.body.get("error")}
