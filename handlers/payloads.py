"""Slack's payloads as small values: what a handler reads, and nothing else of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.text import clean, unescape

ID = re.compile(r"[A-Z0-9]{2,20}")  # of a workspace or a member

Values = Mapping[str, Mapping[str, Mapping[str, Any]]]


@dataclass(frozen=True)
class Account:
    """A member of a workspace, by Slack's ids."""

    team: str
    user: str


@dataclass(frozen=True)
class Command:
    """`verb` is the first word in lower case, "" without one; `words` are the rest."""

    verb: str
    words: str


@dataclass(frozen=True)
class Click:
    """`about` is the id that the button carries. Never a record, and never a person."""

    action: str
    about: str


@dataclass(frozen=True)
class Form:
    """A form as it was sent; `id` is its callback id.

    Missing fields read as empty: it may be from before a change of ours.
    """

    id: str
    about: str
    values: Values

    def text(self, block: str) -> str:
        """What was typed, without the blanks around it."""
        return clean(str(self._entry(block).get("value") or "")).strip()

    def choice(self, block: str) -> str | None:
        """The value of the one option that was chosen."""
        option = self._entry(block).get("selected_option")
        return str(option.get("value")) if isinstance(option, Mapping) else None

    def choices(self, block: str) -> list[str]:
        options = self._entry(block).get("selected_options")
        found = options if isinstance(options, list) else []
        return [str(option.get("value")) for option in found if isinstance(option, Mapping)]

    def has(self, block: str) -> bool:
        return isinstance(self.values.get(block), Mapping)

    def _entry(self, block: str) -> Mapping[str, Any]:
        """Each of our fields has one element, so the name of its action does not matter."""
        entries = self.values.get(block)
        found = next(iter(entries.values()), None) if isinstance(entries, Mapping) else None
        return found if isinstance(found, Mapping) else {}


@dataclass(frozen=True)
class Said:
    """A message that a person wrote to the bot in its own conversation."""

    channel: str
    ts: str
    text: str


def read_command(body: Mapping[str, Any]) -> Command:
    verb, _, words = unescape(str(body.get("text") or "")).strip().partition(" ")
    return Command(verb.lower(), words.strip())


def read_click(body: Mapping[str, Any]) -> Click:
    """Of an element with a state, the choice stands where a button has its value."""
    action = body["actions"][0]
    option = action.get("selected_option")
    about = option.get("value") if isinstance(option, Mapping) else action.get("value")
    return Click(str(action.get("action_id")), str(about or ""))


def read_form(body: Mapping[str, Any]) -> Form:
    view = body.get("view") or {}
    values = (view.get("state") or {}).get("values")
    return Form(
        id=str(view.get("callback_id")),
        about=str(view.get("private_metadata") or ""),
        values=values if isinstance(values, Mapping) else {},
    )


def read_said(event: Mapping[str, Any]) -> Said:
    return Said(str(event["channel"]), str(event["ts"]), unescape(str(event.get("text") or "")))


def is_by_a_person(message: Mapping[str, Any]) -> bool:
    """Somebody wrote it, perhaps with a picture: no echo of a bot, no edit, no "has joined"."""
    return message.get("subtype") in (None, "file_share") and not message.get("bot_id")


def account_of(body: Mapping[str, Any]) -> Account | None:
    """Whoever did it, wherever this kind of payload says so; None when it does not.

    Somebody of another workspace, in a shared channel, has their own team's id.
    """
    user = body.get("user")
    if isinstance(user, Mapping):
        return _account(user.get("team_id") or (body.get("team") or {}).get("id"), user.get("id"))
    return _account(body.get("team_id"), body.get("user_id"))


def account_of_event(body: Mapping[str, Any]) -> Account | None:
    """Some events carry the person as an id, some as an object."""
    user = (body.get("event") or {}).get("user")
    return _account(body.get("team_id"), user.get("id") if isinstance(user, Mapping) else user)


def _account(team: object, user: object) -> Account | None:
    """Slackbot is nobody."""
    if not isinstance(team, str) or not isinstance(user, str) or user == "USLACKBOT":
        return None
    return Account(team, user) if ID.fullmatch(team) and ID.fullmatch(user) else None
