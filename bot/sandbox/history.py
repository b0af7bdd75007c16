"""conversations.history and conversations.replies: what the bot can find again."""

import base64
from dataclasses import dataclass

from bot.sandbox.call import Call
from bot.sandbox.directory import find_room
from bot.sandbox.records import Conversation, Json, Message
from bot.sandbox.refusal import Refused
from bot.sandbox.wording import message_json, parent_json

HISTORY_SCOPE = {"public": "channels:history", "private": "groups:history", "direct": "im:history"}
PAGE = 100  # Slack's default, and the figure it recommends
LONGEST_PAGE = 999  # docs.slack.dev, conversations.history: "maximum of 999"


@dataclass(frozen=True)
class Page:
    messages: list[Message]
    next_cursor: str

    @property
    def ending(self) -> Json:
        more = {"response_metadata": {"next_cursor": self.next_cursor}} if self.next_cursor else {}
        return {"has_more": bool(self.next_cursor), **more}


def history(call: Call) -> Json:
    """Newest first, without replies and without anything ephemeral."""
    room = _readable_room(call)
    top = [each for each in room.messages if not each.seen_by and (not each.is_reply or each.broadcast)]
    page = _turn_to(call, _between(call, top[::-1]))
    metadata = call.flag("include_all_metadata")
    messages = [parent_json(call.workspace, room, each, metadata=metadata) for each in page.messages]
    return {"messages": messages, "pin_count": 0, **page.ending}


def replies(call: Call) -> Json:
    """The parent first, then its replies, oldest first."""
    room = _readable_room(call)
    parent = room.find(call.text("ts"))
    if parent is None or parent.seen_by:
        raise Refused("thread_not_found")
    page = _turn_to(call, _between(call, room.replies_to(parent.ts)))
    metadata = call.flag("include_all_metadata")
    worded = [message_json(call.workspace, each, metadata=metadata) for each in page.messages]
    first = parent_json(call.workspace, room, parent, metadata=metadata)
    return {"messages": [first, *worded], **page.ending}


def _readable_room(call: Call) -> Conversation:
    room = find_room(call, call.text("channel"))
    call.needs(HISTORY_SCOPE[room.kind])
    if call.workspace.bot.user_id not in room.members:
        raise Refused("not_in_channel")
    return room


def _between(call: Call, messages: list[Message]) -> list[Message]:
    oldest, latest = _moment(call, "oldest", 0.0), _moment(call, "latest", float("inf"))
    if call.flag("inclusive"):
        return [each for each in messages if oldest <= float(each.ts) <= latest]
    return [each for each in messages if oldest < float(each.ts) < latest]


def _moment(call: Call, name: str, default: float) -> float:
    try:
        return float(call.text(name) or default)
    except ValueError:
        raise Refused(f"invalid_ts_{name}") from None


def _turn_to(call: Call, messages: list[Message]) -> Page:
    size = call.whole("limit", PAGE)
    if not 1 <= size <= LONGEST_PAGE:
        raise Refused("invalid_limit")
    start = _read_cursor(call.text("cursor"), messages)
    rest = messages[start + size :]
    return Page(messages[start : start + size], _cursor_before(rest[0]) if rest else "")


def _read_cursor(cursor: str, messages: list[Message]) -> int:
    """A cursor names the message the next page begins with."""
    if not cursor:
        return 0
    for place, message in enumerate(messages):
        if _cursor_before(message) == cursor:
            return place
    raise Refused("invalid_cursor")


def _cursor_before(message: Message) -> str:
    return base64.urlsafe_b64encode(f"next_ts:{message.ts.replace('.', '')}".encode()).decode()
