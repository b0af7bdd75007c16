"""The Web API's methods for files: upload in three steps, then say where they belong."""

from bot.sandbox.refusal import Refused
from bot.sandbox.web_api.call import Call
from bot.sandbox.web_api.chat import thread_of
from bot.sandbox.web_api.content import read_blocks
from bot.sandbox.web_api.directory import find_room
from bot.sandbox.workspace.files import BYTES_TOGETHER
from bot.sandbox.workspace.records import Conversation, File, Json
from bot.sandbox.workspace.wording import file_json, message_json

ALT_TEXT_LIMIT = 1000
SNIPPET_LIMIT = 1_000_000  # bytes


def begin_upload(call: Call) -> Json:
    """Where the bytes go, and the name the file will have."""
    name, size = call.text("filename"), call.whole("length", 0)
    if not name or size <= 0:
        raise Refused("missing_argument")
    if size > BYTES_TOGETHER:
        raise Refused("file_upload_size_restricted")
    if len(call.text("alt_txt")) > ALT_TEXT_LIMIT:
        raise Refused("alt_txt_too_large")
    if call.text("snippet_type") and size > SNIPPET_LIMIT:
        raise Refused("snippet_too_large")
    file, key = call.parts.files.expect(call.workspace.bot.user_id, name, size, call.text("alt_txt"))
    return {"upload_url": f"{call.parts.response_urls.address}/upload/{key}", "file_id": file.id}


def complete_upload(call: Call) -> Json:
    """One message in each channel; without a channel the files stay with the bot."""
    named = _named_files(call)
    rooms = [_room_to_share_in(call, channel) for channel in _channels(call)]
    threads = [thread_of(call, room) for room in rooms]
    blocks = [] if call.text("initial_comment") else read_blocks(call)
    for file, title in named:
        file.title, file.shared = title or file.title, True
    for room, thread_ts in zip(rooms, threads, strict=True):
        _share(call, room, [file for file, _ in named], blocks, thread_ts)
    call.workspace.touched()
    return {"files": [file_json(call.workspace, file) for file, _ in named]}


def file_info(call: Call) -> Json:
    file = call.workspace.files.get(call.text("file"))
    if file is None:
        raise Refused("file_not_found")
    return {"file": file_json(call.workspace, file), "comments": []}


def _named_files(call: Call) -> list[tuple[File, str]]:
    """Each with its title; only the bot's own, once their bytes have come."""
    named = call.nested("files")
    if not isinstance(named, list) or not named or not all(isinstance(each, dict) for each in named):
        raise Refused("invalid_arguments")
    files = [call.workspace.files.get(str(each.get("id"))) for each in named]
    return [
        (_accept(call, file), str(each.get("title") or "")) for file, each in zip(files, named, strict=True)
    ]


def _accept(call: Call, file: File | None) -> File:
    own = file is not None and file.user == call.workspace.bot.user_id and not file.shared
    if file is None or not own or not call.parts.files.has_come(file):
        raise Refused("file_not_found")
    return file


def _channels(call: Call) -> list[str]:
    named = [call.text("channel_id"), *call.text("channels").split(",")]
    return [channel for channel in named if channel]


def _room_to_share_in(call: Call, channel: str) -> Conversation:
    """By id, and only where the bot is."""
    try:
        room = find_room(call, channel)
    except Refused:
        raise Refused("invalid_channel") from None
    if room.is_archived:
        raise Refused("is_archived")
    if call.workspace.bot.user_id not in room.members:
        raise Refused("not_in_channel")
    return room


def _share(
    call: Call, room: Conversation, files: list[File], blocks: list[Json], thread_ts: str | None
) -> None:
    shared = [file.id for file in files]
    comment = call.text("initial_comment")
    message = call.workspace.bots_message(comment, blocks, thread_ts=thread_ts, files=shared)
    call.workspace.add(room, message)
    call.parts.events.tell_of_message(room, message_json(call.workspace, message))
