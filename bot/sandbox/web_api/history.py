"""conversations.history and conversations.replies: what the bot can find again."""

from bot.sandbox.refusal import Refused
from bot.sandbox.web_api.call import Call
from bot.sandbox.web_api.directory import find_room
from bot.sandbox.web_api.paging import Page, turn_to
from bot.sandbox.workspace.records import Conversation, Json, Message
from bot.sandbox.workspace.wording import message_json, parent_json

HISTORY_SCOPE = {"public": "channels:history", "private": "groups:history", "direct": "im:history"}


def history(call: Call) -> Json:
    """Newest first, without replies and without anything ephemeral."""
    room = _readable_room(call)
    top = [each for each in room.messages if not each.seen_by and (not each.is_reply or each.broadcast)]
    page = turn_to(call, _between(call, top[::-1]), _ts)
    metadata = call.flag("include_all_metadata")
    messages = [parent_json(call.workspace, room, each, metadata=metadata) for each in page.items]
    return {"messages": messages, "pin_count": 0, **_ending(page)}


def replies(call: Call) -> Json:
    """The parent first, then its replies, oldest first."""
    room = _readable_room(call)
    parent = room.find(call.text("ts"))
    if parent is None or parent.seen_by:
        raise Refused("thread_not_found")
    page = turn_to(call, _between(call, room.replies_to(parent.ts)), _ts)
    metadata = call.flag("include_all_metadata")
    worded = [message_json(call.workspace, each, metadata=metadata) for each in page.items]
    first = parent_json(call.workspace, room, parent, metadata=metadata)
    return {"messages": [first, *worded], **_ending(page)}


def _readable_room(call: Call) -> Conversation:
    room = find_room(call, call.text("channel"))
    call.needs(HISTORY_SCOPE[room.kind])
    if call.workspace.bot.user_id not in room.members:
        raise Refused("not_in_channel")
    return room


def _between(call: Call, messages: list[Message]) -> list[Message]:
    oldest = _moment(call.text("oldest"), 0.0, "invalid_ts_oldest")
    latest = _moment(call.text("latest"), float("inf"), "invalid_ts_latest")
    if call.flag("inclusive"):
        return [each for each in messages if oldest <= float(each.ts) <= latest]
    return [each for each in messages if oldest < float(each.ts) < latest]


def _moment(ts: str, default: float, error: str) -> float:
    try:
        return float(ts or default)
    except ValueError:
        raise Refused(error) from None


def _ts(message: Message) -> str:
    return message.ts


def _ending(page: Page[Message]) -> Json:
    return {"has_more": bool(page.next_cursor), **(page.metadata if page.next_cursor else {})}
