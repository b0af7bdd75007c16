"""What people do in conversations: they type, look around, and click in messages and views."""

import uuid
from dataclasses import dataclass

from bot.sandbox.block_kit.fields import (
    KEYS,
    Values,
    entry_of,
    fill_in,
    find_element,
    first_values,
    options_of,
)
from bot.sandbox.parts import Parts
from bot.sandbox.people import payloads
from bot.sandbox.people.choices import Place
from bot.sandbox.people.typed_text import as_sent, escape
from bot.sandbox.refusal import Refused, Unplayable
from bot.sandbox.to_bot.way import Answer
from bot.sandbox.workspace.manifest import Command
from bot.sandbox.workspace.records import Conversation, File, Json, Member, Message, View
from bot.sandbox.workspace.wording import message_json

LONGEST_LINE = 40_000  # characters: what chat.postMessage keeps of a text; of people's Slack states no figure

Typed = dict[str, dict[str, object]]


@dataclass(frozen=True)
class Line:
    """What somebody types into a conversation, or a thread of it; `files` go with it."""

    text: str
    thread_ts: str | None = None
    files: tuple[File, ...] = ()


async def say(parts: Parts, member: Member, room: Conversation, line: Line) -> Json:
    """A line beginning with "/" is a command, anything else a message."""
    if room.is_archived:
        raise Unplayable(f"#{room.name} is archived: it can be read, and that is all.")
    if len(line.text) > LONGEST_LINE:
        raise Unplayable(f"A message has up to {LONGEST_LINE:,} characters.")
    if line.text.startswith("/") and not line.files:
        return {"kind": "command", "answered": await _command(parts, member, room, line)}
    return {"kind": "message", "answered": await _message(parts, member, room, line)}


async def click_message(
    parts: Parts,
    member: Member,
    room: Conversation,
    message: Message,
    pressed: tuple[str, str],
    choice: object,
    typed: Typed,
) -> Answer:
    first = first_values(message.blocks)
    blocks = parts.choices.blocks_for(Place(member.id, message.ts), message.blocks, first)
    block, element = find_element(blocks, *pressed)
    values = fill_in(first, blocks, typed)
    action = _press(parts, block, element, values, choice)
    payload = payloads.click_on_message(parts, member, room, message, values, action)
    return await interact(parts, payload)


async def click_view(
    parts: Parts, member: Member, view: View, pressed: tuple[str, str], choice: object, typed: Typed
) -> Answer:
    """What stands in the fields is kept with the view, as it is on a screen."""
    blocks = parts.choices.blocks_for(Place(member.id, view.id), view.blocks, view.values)
    block, element = find_element(blocks, *pressed)
    if block["type"] == "input" and not block.get("dispatch_action"):
        raise Unplayable("This field sends nothing by itself (no dispatch_action).")
    values = fill_in(view.values, blocks, typed)
    action = _press(parts, block, element, values, choice)
    view.values = values
    parts.workspace.touched()
    return await interact(parts, payloads.click_in_view(parts, member, view, action))


async def interact(parts: Parts, payload: Json) -> Answer:
    if not parts.manifest.interactivity:
        raise Unplayable("Interactivity is off in the app's manifest, so its buttons do nothing.")
    return await parts.to_bot.ask("interactive", payload)


async def _command(parts: Parts, member: Member, room: Conversation, line: Line) -> bool:
    word, rest = [*line.text.split(maxsplit=1), ""][:2]
    known = parts.manifest.command(word)
    if known is None or line.thread_ts:
        why = "does not work in threads" if line.thread_ts else "is not a valid command"
        sentence = f"{word} {why}."
        parts.workspace.whisper(room, member.id, sentence)
        return False
    rest = as_sent(parts.workspace, rest) if known.should_escape else rest
    answer = await parts.to_bot.ask(
        "slash_commands", payloads.command(parts, member, room, word, rest.strip())
    )
    _show_command_answer(parts, member, room, known, line.text, answer)
    return answer.given


def _show_command_answer(
    parts: Parts, member: Member, room: Conversation, known: Command, typed: str, answer: Answer
) -> None:
    """The words for what went wrong are Slack's own."""
    if not answer.given:
        _report(parts, member, room, known, "operation_timeout")
        return
    body = {"text": answer.payload} if isinstance(answer.payload, str) else answer.payload
    if not body:
        return
    try:
        if not isinstance(body, dict):
            raise Refused("invalid_command_response")
        _show(parts, member, room, typed, body)
    except Refused:
        _report(parts, member, room, known, "invalid_command_response")


def _show(parts: Parts, member: Member, room: Conversation, typed: str, body: Json) -> None:
    """An answer for everybody also shows what was typed."""
    if body.get("response_type") == "in_channel":
        parts.workspace.add(room, Message(parts.workspace.next_ts(), member.id, escape(typed)))
    parts.response_urls.say(room, member.id, body)


def _report(parts: Parts, member: Member, room: Conversation, known: Command, error: str) -> None:
    sentence = f"{known.command} failed because of the error {error}. Learn more about slash commands."
    parts.workspace.whisper(room, member.id, sentence)


async def _message(parts: Parts, member: Member, room: Conversation, line: Line) -> bool:
    if room.kind == "direct" and (not parts.manifest.messages_tab or parts.manifest.messages_tab_read_only):
        raise Unplayable("Sending messages to this app has been turned off.")
    if line.thread_ts and room.find(line.thread_ts) is None:
        raise Unplayable("There is no message to reply to.")
    message = Message(
        ts=parts.workspace.next_ts(),
        user=member.id,
        text=as_sent(parts.workspace, line.text),
        thread_ts=line.thread_ts,
        client_msg_id=str(uuid.uuid4()),
        files=[file.id for file in line.files],
    )
    for file in line.files:
        file.shared = True
    parts.workspace.add(room, message)
    told = parts.events.tell_of_message(room, message_json(parts.workspace, message))
    return await told if told else False


def _press(parts: Parts, block: Json, element: Json, values: Values, choice: object) -> Json:
    """Use one element: a button has its own value, everything else takes the choice."""
    entry = None
    if element["type"] in KEYS:
        if choice is not None:
            values.setdefault(block["block_id"], {})[element["action_id"]] = entry_of(element, choice)
        entry = values[block["block_id"]][element["action_id"]]
    action = payloads.action_json(parts.workspace, block, element, entry)
    if element["type"] == "overflow":
        action["selected_option"] = _overflow_option(element, choice)
    return action


def _overflow_option(element: Json, choice: object) -> Json:
    for option in options_of(element):
        if option["value"] == choice:
            return option
    raise Unplayable(f"There is no choice {choice!r} in this menu.")
