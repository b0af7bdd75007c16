"""Response URLs: five posts within thirty minutes (docs.slack.dev, "Handling user interaction")."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.sandbox.block_kit.check import accept_blocks
from bot.sandbox.refusal import Refused
from bot.sandbox.to_bot.events import Events
from bot.sandbox.workspace.records import Conversation, Json, Message
from bot.sandbox.workspace.state import Workspace
from bot.sandbox.workspace.wording import message_json

POSTS = 5
LIVES = timedelta(minutes=30)  # by the sandbox's clock


@dataclass
class Door:
    """Where a response URL leads: a person in a conversation, and the message they clicked, if any."""

    room: str
    user: str
    clicked: str | None
    thread_ts: str | None
    until: datetime
    left: int = POSTS


@dataclass
class ResponseUrls:
    workspace: Workspace
    events: Events
    address: str = ""
    _doors: dict[str, Door] = field(default_factory=dict)

    def issue(self, kind: str, room: Conversation, user: str, clicked: Message | None = None) -> str:
        key, until = secrets.token_hex(12), self.workspace.clock.now() + LIVES
        thread_ts = clicked.thread_ts if clicked else None
        self._doors[key] = Door(room.id, user, clicked.ts if clicked else None, thread_ts, until)
        return f"{self.address}/response/{kind}/{self.workspace.team.id}/{secrets.randbelow(10**6)}/{key}"

    def post(self, key: str, body: Json) -> None:
        """Refuses with `used_url` or `expired_url`: names that no page of Slack states."""
        door = self._open_door(key)
        room = self.workspace.conversations[door.room]
        clicked = room.find(door.clicked) if door.clicked else None
        if body.get("delete_original"):
            self._delete(room, clicked, body)
        elif body.get("replace_original") and clicked:
            self._replace(room, clicked, body)
        else:
            self.say(room, door.user, body, thread_ts=door.thread_ts)
        door.left -= 1

    def say(self, room: Conversation, user: str, body: Json, *, thread_ts: str | None = None) -> Message:
        """A message of the bot for this one person, or for the room where `in_channel` is asked for."""
        text, blocks = read_body(body)
        everybody = body.get("response_type") == "in_channel"
        seen_by = None if everybody else user
        message = self.workspace.bots_message(text, blocks, thread_ts=thread_ts, seen_by=seen_by)
        self.workspace.add(room, message)
        if everybody:
            self.events.tell_of_message(room, message_json(self.workspace, message))
        return message

    def forget(self) -> None:
        self._doors.clear()

    def _open_door(self, key: str) -> Door:
        door = self._doors.get(key)
        if door is None:
            raise Refused("no_service")
        if self.workspace.clock.now() > door.until:
            raise Refused("expired_url")
        if door.left <= 0:
            raise Refused("used_url")
        return door

    def _delete(self, room: Conversation, clicked: Message | None, body: Json) -> None:
        """Deleting stands alone: Slack takes no new text with it."""
        if set(body) - {"delete_original", "response_type", "replace_original"} or clicked is None:
            raise Refused("invalid_arguments")
        self.workspace.remove(room, clicked)

    def _replace(self, room: Conversation, clicked: Message, body: Json) -> None:
        clicked.text, clicked.blocks = read_body(body)
        if not clicked.seen_by:
            clicked.edited = {"user": self.workspace.bot.user_id, "ts": self.workspace.next_ts()}
        self.workspace.updated(room, clicked)


def read_body(body: Json) -> tuple[str, list[Json]]:
    """Text and blocks of a response URL's post, or of a command's answer."""
    text, blocks = str(body.get("text") or ""), accept_blocks(body.get("blocks"))
    if not text and not blocks:
        raise Refused("no_text")
    return text, blocks
