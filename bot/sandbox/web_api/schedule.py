"""The Web API's methods for messages that are due later: schedule, list, take back."""

from datetime import timedelta

from bot.sandbox.refusal import Refused
from bot.sandbox.web_api.call import Call
from bot.sandbox.web_api.chat import room_to_post_in, thread_of
from bot.sandbox.web_api.content import read_content, read_metadata
from bot.sandbox.web_api.directory import find_room
from bot.sandbox.web_api.paging import turn_to
from bot.sandbox.workspace.records import Conversation, Json, Scheduled
from bot.sandbox.workspace.state import new_id

FARTHEST = timedelta(days=120)
TOGETHER = 30  # in one channel, within any
WINDOW = 300  # seconds
TOO_LATE = 60  # docs.slack.dev, chat.deleteScheduledMessage: what is due within a minute stays


def schedule(call: Call) -> Json:
    room = room_to_post_in(call, call.text("channel"))
    content, metadata = read_content(call), read_metadata(call)
    scheduled = Scheduled(
        id=new_id("Q"),
        channel=room.id,
        post_at=_moment(call, room),
        created=int(call.workspace.clock.now().timestamp()),
        text=content.text,
        blocks=content.blocks,
        attachments=content.attachments,
        thread_ts=thread_of(call, room),
        broadcast=call.flag("reply_broadcast"),
        has_metadata=metadata is not None,
    )
    call.parts.scheduled.plan(scheduled)
    message = {"type": "delayed_message", "text": content.text, "bot_id": call.workspace.bot.bot_id}
    return {
        "channel": room.id,
        "scheduled_message_id": scheduled.id,
        "post_at": scheduled.post_at,
        "message": message | ({"blocks": content.blocks} if content.blocks else {}),
    }


def list_scheduled(call: Call) -> Json:
    """Soonest first; `channel`, `oldest` and `latest` narrow it down."""
    channel = call.text("channel")
    if channel and channel not in call.workspace.conversations:
        raise Refused("invalid_channel")
    oldest, latest = call.whole("oldest", 0), call.whole("latest", 10**11)
    waiting = [
        each
        for each in call.parts.scheduled.waiting()
        if channel in ("", each.channel) and oldest <= each.post_at <= latest
    ]
    page = turn_to(call, waiting, lambda scheduled: scheduled.id)
    return {"scheduled_messages": [_worded(each) for each in page.items], **page.metadata}


def take_back(call: Call) -> Json:
    room = find_room(call, call.text("channel"))
    scheduled = call.workspace.scheduled.get(call.text("scheduled_message_id"))
    now = call.workspace.clock.now().timestamp()
    if scheduled is None or scheduled.channel != room.id or scheduled.post_at - now < TOO_LATE:
        raise Refused("invalid_scheduled_message_id")
    call.parts.scheduled.take_back(scheduled)
    return {}


def _moment(call: Call, room: Conversation) -> int:
    try:
        post_at = int(call.text("post_at"))
    except ValueError:
        raise Refused("invalid_time") from None
    ahead = post_at - call.workspace.clock.now().timestamp()
    if ahead <= 0:
        raise Refused("time_in_past")
    if ahead > FARTHEST.total_seconds():
        raise Refused("time_too_far")
    if _crowd(call, room, post_at) > TOGETHER:
        raise Refused("restricted_too_many")
    return post_at


def _crowd(call: Call, room: Conversation, post_at: int) -> int:
    """The most messages that any five minutes around this moment would hold, with this one."""
    moments = [each.post_at for each in call.parts.scheduled.waiting() if each.channel == room.id]
    moments = [*(each for each in moments if abs(each - post_at) < WINDOW), post_at]
    return max(sum(first <= each < first + WINDOW for each in moments) for first in moments)


def _worded(scheduled: Scheduled) -> Json:
    return {
        "id": scheduled.id,
        "channel_id": scheduled.channel,
        "post_at": scheduled.post_at,
        "date_created": scheduled.created,
        "text": scheduled.text,
    }
