"""How messages, members and conversations look in Slack's JSON."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.workspace.files import address_of
from bot.sandbox.workspace.records import Conversation, File, Json, Member, Message
from bot.sandbox.workspace.state import Workspace


def message_json(workspace: Workspace, message: Message, *, metadata: bool = False) -> Json:
    """As in history and payloads; metadata only where it was asked for."""
    worded: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    worded["team"] = workspace.team.id
    if message.bot_id:
        worded |= {
            "bot_id": message.bot_id,
            "app_id": workspace.bot.app_id,
            "bot_profile": bot_profile(workspace),
        }
    given = {
        "blocks": message.blocks,
        "attachments": message.attachments,
        "thread_ts": message.thread_ts,
        "edited": message.edited,
        "client_msg_id": message.client_msg_id,
        "metadata": message.metadata if metadata else None,
        "subtype": "file_share" if message.files else "thread_broadcast" if message.broadcast else None,
        "files": [file_json(workspace, workspace.files[each]) for each in message.files],
        "upload": bool(message.files),
    }
    return worded | {key: value for key, value in given.items() if value}


def parent_json(workspace: Workspace, room: Conversation, message: Message, *, metadata: bool) -> Json:
    """A message that has replies also tells how many, and who wrote them."""
    worded = message_json(workspace, message, metadata=metadata)
    replies = room.replies_to(message.ts)
    if replies:
        users = list(dict.fromkeys(reply.user for reply in replies))
        worded |= {"thread_ts": message.ts, "reply_count": len(replies), "latest_reply": replies[-1].ts}
        worded |= {"reply_users": users, "reply_users_count": len(users)}
    return worded


def bot_profile(workspace: Workspace) -> Json:
    bot = workspace.bot
    return {
        "id": bot.bot_id,
        "app_id": bot.app_id,
        "name": bot.name,
        "team_id": workspace.team.id,
        "deleted": False,
    }


def member_json(workspace: Workspace, member: Member, *, email: bool, locale: bool) -> Json:
    profile: Json = {"real_name": member.real_name, "display_name": member.display_name}
    profile |= {"image_72": f"https://avatars.example.org/{member.id}-72.png", "team": workspace.team.id}
    if email and member.email and not member.is_bot:
        profile["email"] = member.email
    worded: Json = {
        "id": member.id,
        "team_id": workspace.team.id,
        "name": member.name,
        "deleted": member.deleted,
        "real_name": member.real_name,
        "is_admin": member.slack_role in ("owner", "admin"),
        "is_owner": member.slack_role == "owner",
        "is_bot": member.is_bot,
        "is_app_user": False,
        "is_restricted": member.is_guest,
        "is_ultra_restricted": member.slack_role == "single-channel guest",
        "is_stranger": False,
        "updated": 1764000000,
        "profile": profile,
    }
    zone = {} if member.deleted else _zone_json(member.zone, workspace.clock.now())
    return worded | zone | ({"locale": member.locale} if locale else {})


def file_json(workspace: Workspace, file: File) -> Json:
    """Where it is, is for apps that may read files."""
    worded: Json = {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": file.name.rpartition(".")[2].lower(),
        "user": file.user,
        "user_team": workspace.team.id,
        "size": file.size,
        "mode": "hosted",
        "is_external": False,
        "file_access": "visible",
    }
    alt = {"alt_txt": file.alt} if file.alt else {}
    if not workspace.files_at:
        return worded | alt
    url = f"{workspace.files_at}{address_of(file)}"
    return worded | alt | {"url_private": url, "url_private_download": url}


def conversation_json(workspace: Workspace, room: Conversation) -> Json:
    worded: Json = {"id": room.id, "created": 1764000000, "is_archived": room.is_archived, "is_mpim": False}
    if room.kind == "direct":
        other = next(member for member in room.members if member != workspace.bot.user_id)
        return worded | {"is_im": True, "user": other, "is_open": True}
    private = room.kind == "private"
    return worded | {
        "name": room.name,
        "is_channel": not private,
        "is_group": private,
        "is_im": False,
        "is_private": private,
        "is_member": workspace.bot.user_id in room.members,
        "topic": {"value": room.topic, "creator": "", "last_set": 0},
        "num_members": len(room.members),
    }


def _zone_json(zone: str, now: datetime) -> dict[str, Any]:
    offset = now.astimezone(ZoneInfo(zone)).utcoffset()
    assert offset is not None
    label = now.astimezone(ZoneInfo(zone)).tzname() or zone
    return {"tz": zone, "tz_label": label, "tz_offset": int(offset.total_seconds())}
