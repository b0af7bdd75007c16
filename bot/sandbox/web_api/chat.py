"""The Web API's chat methods: what the bot says, and how it takes it back."""

from bot.sandbox.refusal import Refused
from bot.sandbox.web_api.call import Call
from bot.sandbox.web_api.content import Content, read_content, read_metadata
from bot.sandbox.web_api.directory import find_room
from bot.sandbox.workspace.records import Conversation, Json, Message
from bot.sandbox.workspace.wording import message_json

UPDATE_TEXT_LIMIT = 4000  # docs.slack.dev, chat.update: longer text is `msg_too_long`
CUSTOM = ("username", "icon_url", "icon_emoji")  # another name or picture than the app's own


def post_message(call: Call) -> Json:
    if any(call.text(name) for name in CUSTOM):
        call.needs("chat:write.customize")
    room = room_to_post_in(call, call.text("channel"))
    content, metadata = read_content(call), read_metadata(call)
    thread_ts = thread_of(call, room)
    call.parts.pace.take_turn(room.id)
    message = _own_message(call, content, thread_ts)
    message.metadata = metadata
    message.broadcast = bool(thread_ts) and call.flag("reply_broadcast")
    call.workspace.add(room, message)
    worded = message_json(call.workspace, message, metadata=True)
    call.parts.events.tell_of_message(room, worded)
    warning = {"warning": content.warning} if content.warning else {}
    return {"channel": room.id, "ts": message.ts, "message": worded, **warning}


def post_ephemeral(call: Call) -> Json:
    """Only for somebody who is there; nobody can find it again."""
    room = room_to_post_in(call, call.text("channel"))
    content, user = read_content(call), call.text("user")
    if user not in room.members:
        raise Refused("user_not_in_channel")
    message = _own_message(call, content, thread_of(call, room), seen_by=user)
    call.workspace.add(room, message)
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    """New content for one's own message; text without blocks takes the blocks away."""
    room, message = _own_stored_message(call, "cant_update_message")
    content, metadata = read_content(call), read_metadata(call)
    if len(content.text) > UPDATE_TEXT_LIMIT:
        raise Refused("msg_too_long")
    before = message_json(call.workspace, message)
    message.text, message.blocks, message.attachments = content.text, content.blocks, content.attachments
    message.metadata = metadata or message.metadata
    message.edited = {"user": call.workspace.bot.user_id, "ts": call.workspace.next_ts()}
    call.workspace.updated(room, message)
    worded = message_json(call.workspace, message)
    change = {"subtype": "message_changed", "message": worded, "previous_message": before, "hidden": True}
    call.parts.events.tell_of_message(room, {**change, "ts": message.edited["ts"]})
    return {"channel": room.id, "ts": message.ts, "text": message.text, "message": worded}


def delete(call: Call) -> Json:
    room, message = _own_stored_message(call, "cant_delete_message")
    call.workspace.remove(room, message)
    before = message_json(call.workspace, message)
    change = {"subtype": "message_deleted", "deleted_ts": message.ts, "previous_message": before}
    call.parts.events.tell_of_message(room, {**change, "hidden": True, "ts": call.workspace.next_ts()})
    return {"channel": room.id, "ts": message.ts}


def room_to_post_in(call: Call, channel: str) -> Conversation:
    """By conversation id, or into the app's conversation with a person by theirs."""
    room = _direct_with(call, channel) if channel.startswith("U") else find_room(call, channel)
    if room.is_archived:
        raise Refused("is_archived")
    if room.kind == "direct" and not call.parts.manifest.messages_tab:
        raise Refused("messages_tab_disabled")
    if call.workspace.bot.user_id not in room.members and not call.parts.manifest.allows("chat:write.public"):
        raise Refused("not_in_channel")
    return room


def _direct_with(call: Call, user: str) -> Conversation:
    """Nobody there: chat.postMessage has no other name for it than for a wrong channel."""
    member = call.workspace.members.get(user)
    if member is None or member.is_bot or member.deleted:
        raise Refused("channel_not_found")
    return call.workspace.direct(user)


def thread_of(call: Call, room: Conversation) -> str | None:
    """Replies hang on a parent that exists; a reply's own ts is no parent."""
    thread_ts = call.text("thread_ts")
    if not thread_ts:
        return None
    parent = room.find(thread_ts)
    if parent is None or parent.seen_by:
        raise Refused("thread_not_found")
    if parent.is_reply:
        raise Refused("cannot_reply_to_message")
    return thread_ts


def _own_message(call: Call, content: Content, thread_ts: str | None, seen_by: str | None = None) -> Message:
    more = {"attachments": content.attachments, "thread_ts": thread_ts, "seen_by": seen_by}
    return call.workspace.bots_message(content.text, content.blocks, **more)


def _own_stored_message(call: Call, not_own: str) -> tuple[Conversation, Message]:
    """An ephemeral message is in no history, so it cannot be found either."""
    room = find_room(call, call.text("channel"))
    message = room.find(call.text("ts"))
    if message is None or message.seen_by:
        raise Refused("message_not_found")
    if message.bot_id != call.workspace.bot.bot_id:
        raise Refused(not_own)
    return room, message
