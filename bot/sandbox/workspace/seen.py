"""What people saw of the bot, and what they did: recorded as it happens, for the checker to judge.

Kept in memory only, and not for ever: a workspace that is restored from its file has seen nothing yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.sandbox.workspace.records import Conversation, Json, Member, Message, View

KEPT = 5_000  # things seen and done: more than a test brings, and with large views still under 100 MB

How = Literal["posted", "updated", "whispered", "shown"]
Place = Literal["public", "private", "direct", "modal", "home"]


@dataclass(frozen=True)
class Shown:
    """A message or a view of the bot's, as it was at that moment.

    `to`: the one person who sees it, None in a channel; `zone`: where they were then, None where nobody
    knows. `where` is the conversation's id, or the view's. `content` has Slack's own keys.
    Views have no `ts`.
    """

    at: datetime
    how: How
    place: Place
    where: str
    name: str
    to: str | None
    zone: str | None
    content: Json
    ts: str | None = None


@dataclass(frozen=True)
class Gone:
    """A message was taken away."""

    where: str
    ts: str


@dataclass(frozen=True)
class Done:
    """Somebody did something: typed a message, gave a command, clicked, sent or closed a form, looked.

    A message that is told of again has the `ts` it had before.
    """

    at: datetime
    by: str
    what: Literal["message", "command", "act", "look"]
    where: str | None = None
    words: str = ""
    ts: str | None = None


@dataclass(frozen=True)
class Typed:
    """What somebody typed into one field, with the kind of field it was."""

    by: str
    kind: Literal["email", "long", "short"]
    value: str


Sight = Shown | Gone | Done | Typed


@dataclass
class Seen:
    """In the order in which it happened; touched from the server's event loop, read from anywhere."""

    _kept: list[Sight] = field(default_factory=list)

    def so_far(self) -> list[Sight]:
        return list(self._kept)

    def forget(self) -> None:
        self._kept.clear()

    def note(self, *sights: Sight) -> None:
        self._kept.extend(sights)
        if len(self._kept) > KEPT:
            del self._kept[: KEPT // 10]

    def note_message(
        self,
        how: How,
        room: Conversation,
        message: Message,
        files: Sequence[str],
        members: Mapping[str, Member],
        at: datetime,
    ) -> None:
        """The bot's is shown, with the names of its files; a person's is done; Slackbot's is neither."""
        if message.bot_id:
            self.note(_shown_message(how, room, message, files, members, at))
        elif message.user in members:
            self.note(Done(at, message.user, "message", room.id, message.text, message.ts))

    def note_view(self, view: View, members: Mapping[str, Member], at: datetime) -> None:
        place: Place = "home" if view.type == "home" else "modal"
        title = str((view.body.get("title") or {}).get("text") or "App Home")
        zone = _zone_of(members, view.user)
        self.note(Shown(at, "shown", place, view.id, title, view.user, zone, view.body))

    def note_payload(self, kind: str, payload: Json, at: datetime) -> None:
        """What a person did, as the bot hears of it; also where the payload was forged."""
        if kind == "slash_commands":
            words = f"{payload.get('command')} {payload.get('text')}"
            self.note(Done(at, str(payload.get("user_id")), "command", str(payload.get("channel_id")), words))
        elif kind == "interactive":
            user = str(_inside(payload, "user").get("id"))
            self.note(Done(at, user, "act"), *_typed_in(payload, user))
        else:
            self.note(*_told_by(_inside(payload, "event"), at))


def _shown_message(
    how: How,
    room: Conversation,
    message: Message,
    files: Sequence[str],
    members: Mapping[str, Member],
    at: datetime,
) -> Shown:
    content = {
        "text": message.text,
        "blocks": message.blocks,
        "attachments": message.attachments,
        "metadata": message.metadata,
        "files": list(files),
    }
    to = message.seen_by or _reader_of(room, members)
    how = "whispered" if message.seen_by else how
    return Shown(at, how, room.kind, room.id, room.name, to, _zone_of(members, to), content, message.ts)


def _told_by(event: Json, at: datetime) -> list[Done]:
    """An event made by hand may tell of what nobody can do here, such as sending from another app."""
    user = str(event.get("user"))
    if event.get("type") == "app_home_opened":
        return [Done(at, user, "look")]
    if event.get("type") != "message" or event.get("bot_id") or not event.get("user"):
        return []
    words, ts = str(event.get("text")), str(event.get("ts"))
    return [Done(at, user, "message", str(event.get("channel")), words, ts)]


def _reader_of(room: Conversation, members: Mapping[str, Member]) -> str | None:
    """The person in a direct conversation with the bot."""
    if room.kind != "direct":
        return None
    return next((each for each in room.members if each in members and not members[each].is_bot), None)


def _zone_of(members: Mapping[str, Member], user: str | None) -> str | None:
    member = members.get(user or "")
    return member.zone or None if member else None


def _typed_in(payload: Json, user: str) -> list[Typed]:
    """From a view's state or a message's: what stands in its text fields."""
    shown = _inside(payload, "view") or _inside(payload, "message")
    state = _inside(_inside(shown, "state") or _inside(payload, "state"), "values")
    blocks = shown.get("blocks")
    listed = [block for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []
    inputs = {str(block.get("block_id")): _inside(block, "element") for block in listed}
    return [
        Typed(user, _kind_of(inputs.get(block_id, {})), value)
        for block_id in state
        for entry in _inside(state, block_id).values()
        if isinstance(entry, dict) and isinstance(value := entry.get("value"), str) and value
    ]


def _inside(payload: Json, name: str) -> Json:
    """An object of a payload; empty where a forged one has none there."""
    found = payload.get(name)
    return found if isinstance(found, dict) else {}


def _kind_of(element: Json) -> Literal["email", "long", "short"]:
    if element.get("type") == "email_text_input":
        return "email"
    return "long" if element.get("multiline") or element.get("type") == "rich_text_input" else "short"
