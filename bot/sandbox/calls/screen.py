"""What one person sees: the page draws this and knows nothing else."""

from bot.sandbox.parts import Parts
from bot.sandbox.workspace.files import on_screen
from bot.sandbox.workspace.records import Conversation, Json, Member, Message, View
from bot.sandbox.workspace.state import Workspace
from bot.sandbox.workspace.views import as_slack


def screen_of(parts: Parts, me: Member, version: int) -> Json:
    workspace = parts.workspace
    workspace.direct(me.id)
    rooms = workspace.conversations_of(me.id)
    home = workspace.homes.get(me.id)
    bot = workspace.bot
    return {
        "me": me.id,
        "team": {"id": workspace.team.id, "name": workspace.team.name, "domain": workspace.team.domain},
        "bot": {"user_id": bot.user_id, "name": bot.name, "app_id": bot.app_id},
        "now": workspace.clock.now().timestamp(),
        "version": version,
        "connected": parts.to_bot.connected,
        "members": [_member(each) for each in workspace.people()],
        "gone": [_gone(each) for each in workspace.members.values() if each.deleted],
        "conversations": [_room(workspace, room, me) for room in rooms],
        "messages": {room.id: _messages(workspace, room, me) for room in rooms},
        "home": as_slack(workspace, home) if home else None,
        "modals": [_modal(workspace, view) for view in workspace.stack(me.id)],
        "commands": [
            {"command": each.command, "description": each.description, "usage_hint": each.usage_hint}
            for each in parts.manifest.commands
        ],
    }


def _member(member: Member) -> Json:
    return {
        "id": member.id,
        "name": member.real_name,
        "about": member.about,
        "zone": member.zone,
        "roles": member.roles,
        "slack_role": member.slack_role,
    }


def _gone(member: Member) -> Json:
    """Deactivated: their messages stay, and nobody can be them."""
    return {"id": member.id, "name": member.real_name}


def _room(workspace: Workspace, room: Conversation, me: Member) -> Json:
    direct = room.kind == "direct"
    return {
        "id": room.id,
        "name": workspace.bot.name if direct else room.name,
        "kind": room.kind,
        "with": workspace.bot.user_id if direct else None,
        "topic": room.topic,
        "is_archived": room.is_archived,
        "bot_is_in": workspace.bot.user_id in room.members,
        "read": room.read.get(me.id, "0"),
        "unread": _unread(room, me),
    }


def _unread(room: Conversation, me: Member) -> int:
    """A reply counts in its thread, unless it was also sent to the channel."""
    read = float(room.read.get(me.id, "0"))
    in_channel = (each for each in _visible(room, me) if not each.is_reply or each.broadcast)
    return sum(1 for each in in_channel if float(each.ts) > read and each.user != me.id)


def _visible(room: Conversation, me: Member) -> list[Message]:
    return [each for each in room.messages if each.seen_by in (None, me.id)]


def _messages(workspace: Workspace, room: Conversation, me: Member) -> list[Json]:
    return [_message(workspace, room, message) for message in _visible(room, me)]


def _message(workspace: Workspace, room: Conversation, message: Message) -> Json:
    author = workspace.members.get(message.user)
    return {
        "ts": message.ts,
        "user": message.user,
        "name": author.real_name if author else "Slackbot",
        "is_bot": author is None or author.is_bot,
        "text": message.text,
        "blocks": message.blocks,
        "ephemeral": bool(message.seen_by),
        "edited": bool(message.edited),
        "thread_ts": message.thread_ts,
        "broadcast": message.broadcast,
        "reply_count": len(room.replies_to(message.ts)),
        "files": [on_screen(workspace.files[each]) for each in message.files],
    }


def _modal(workspace: Workspace, view: View) -> Json:
    worded = as_slack(workspace, view)
    del worded["private_metadata"]
    return worded
