"""Who is in which channel: coming, being invited, leaving, and what the bot hears of it."""

from typing import Literal

from bot.sandbox.parts import Parts
from bot.sandbox.refusal import Refused
from bot.sandbox.web_api.directory import READ_SCOPE
from bot.sandbox.workspace.records import Conversation, Json, Member

Change = Literal["member_joined_channel", "member_left_channel"]


def enter(parts: Parts, room: Conversation, member: Member, inviter: str | None = None) -> None:
    """Refuses with Slack's names for who cannot be there."""
    if room.is_archived:
        raise Refused("is_archived")
    if member.id in room.members:
        raise Refused("already_in_channel")
    if member.slack_role == "single-channel guest" and _channels_of(parts, member):
        raise Refused("ura_max_channels")
    room.members.append(member.id)
    parts.workspace.touched()
    _tell(parts, "member_joined_channel", room, member, {"inviter": inviter} if inviter else {})


def leave(parts: Parts, room: Conversation, member: Member) -> None:
    """The bot no longer hears of a channel it has left itself."""
    if member.id not in room.members:
        raise Refused("not_in_channel")
    room.members.remove(member.id)
    parts.workspace.touched()
    _tell(parts, "member_left_channel", room, member, {})


def _channels_of(parts: Parts, member: Member) -> list[Conversation]:
    return [room for room in parts.workspace.conversations_of(member.id) if room.kind != "direct"]


def _tell(parts: Parts, change: Change, room: Conversation, member: Member, more: Json) -> None:
    workspace = parts.workspace
    if workspace.bot.user_id not in room.members or not parts.manifest.allows(READ_SCOPE[room.kind]):
        return
    event = {
        "type": change,
        "user": member.id,
        "channel": room.id,
        "channel_type": "C" if room.kind == "public" else "G",
        "team": workspace.team.id,
    }
    parts.events.tell(change, {**event, **more})
