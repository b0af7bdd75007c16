"""People look at something: their Home page, or a conversation."""

from bot.sandbox.parts import Parts
from bot.sandbox.people import payloads
from bot.sandbox.workspace.records import Conversation, Member


def open_home(parts: Parts, member: Member) -> None:
    parts.events.tell("app_home_opened", payloads.home_opened(parts.workspace, member, "home"))


def open_room(parts: Parts, member: Member, room: Conversation) -> None:
    """Looking at a conversation reads it; the bot hears of its own."""
    if room.messages:
        room.read[member.id] = room.messages[-1].ts
        parts.workspace.touched()
    if room.kind == "direct":
        parts.events.tell("app_home_opened", payloads.home_opened(parts.workspace, member, "messages"))
