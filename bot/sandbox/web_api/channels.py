"""The Web API's methods about channels: which there are, who is in them, joining and inviting."""

from bot.sandbox.people import membership
from bot.sandbox.refusal import Refused
from bot.sandbox.web_api.call import Call
from bot.sandbox.web_api.directory import READ_SCOPE, find_room
from bot.sandbox.web_api.paging import turn_to
from bot.sandbox.workspace.records import Conversation, Json, Member
from bot.sandbox.workspace.wording import conversation_json

TYPES = {"public_channel": "public", "private_channel": "private", "im": "direct", "mpim": ""}
INVITED_AT_ONCE = 1000  # docs.slack.dev, conversations.invite


def list_channels(call: Call) -> Json:
    """Public channels unless `types` says otherwise; of the rest only where the bot is."""
    kinds = [_kind(call, wanted) for wanted in (call.text("types") or "public_channel").split(",")]
    skips_archived = call.flag("exclude_archived")
    rooms = [
        room
        for room in call.workspace.conversations.values()
        if room.kind in kinds and _is_seen(call, room) and not (skips_archived and room.is_archived)
    ]
    page = turn_to(call, rooms, lambda room: room.id)
    return {"channels": [conversation_json(call.workspace, room) for room in page.items], **page.metadata}


def list_members(call: Call) -> Json:
    room = find_room(call, call.text("channel"))
    call.needs(READ_SCOPE[room.kind])
    page = turn_to(call, room.members, lambda user: user)
    return {"members": list(page.items), **page.metadata}


def join(call: Call) -> Json:
    """Public channels only; being there already is no fault."""
    room = find_room(call, call.text("channel"))
    if room.kind != "public":
        raise Refused("method_not_supported_for_channel_type")
    bot = call.workspace.members[call.workspace.bot.user_id]
    if bot.id not in room.members:
        membership.enter(call.parts, room, bot)
    return {"channel": conversation_json(call.workspace, room)}


def invite(call: Call) -> Json:
    room = _room_to_manage(call, "write.invites")
    users = [user for user in call.text("users").split(",") if user]
    if not users:
        raise Refused("no_user")
    if len(users) > INVITED_AT_ONCE:
        raise Refused("too_many_users")
    for member in [_somebody(call, user, "cant_invite_self") for user in users]:
        membership.enter(call.parts, room, member, inviter=call.workspace.bot.user_id)
    return {"channel": conversation_json(call.workspace, room)}


def kick(call: Call) -> Json:
    room = _room_to_manage(call)
    membership.leave(call.parts, room, _somebody(call, call.text("user"), "cant_kick_self"))
    return {}


def _kind(call: Call, wanted: str) -> str:
    if wanted not in TYPES:
        raise Refused("invalid_types")
    kind = TYPES[wanted]
    call.needs(READ_SCOPE.get(kind, "mpim:read"))
    return kind


def _is_seen(call: Call, room: Conversation) -> bool:
    return room.kind == "public" or call.workspace.bot.user_id in room.members


def _room_to_manage(call: Call, narrower: str = "") -> Conversation:
    """Only where the bot is; `narrower` is the end of the scope that allows this alone."""
    room = find_room(call, call.text("channel"))
    if room.kind == "direct":
        raise Refused("method_not_supported_for_channel_type")
    wide, of = ("channels:manage", "channels") if room.kind == "public" else ("groups:write", "groups")
    call.needs(wide, *([f"{of}:{narrower}"] if narrower else []))
    if call.workspace.bot.user_id not in room.members:
        raise Refused("not_in_channel")
    return room


def _somebody(call: Call, user: str, self_error: str) -> Member:
    member = call.workspace.members.get(user)
    if member is None or member.deleted:
        raise Refused("user_not_found")
    if member.is_bot:
        raise Refused(self_error)
    return member
