"""Small builders for what Slack shows: blocks, their elements, modals, Home pages and messages.

Texts given to them are already safe (handlers/text.py); nothing is escaped or cut here, and lengths are
checked by handlers/limits.py.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

BOLD = re.compile(r"\*([^*\n]+)\*")

Json = dict[str, Any]
"""A JSON object as Slack takes it."""


@dataclass(frozen=True)
class Message:
    """What is said: `text` is the whole of it in plain sentences, for notifications and screen readers."""

    text: str
    blocks: list[Json]

    def as_answer(self) -> Json:
        """What `ack` or `respond` takes to answer a command, for the asking person's eyes only."""
        return {"response_type": "ephemeral", "text": self.text, "blocks": self.blocks}


def message(lines: Sequence[str], *more: Json) -> Message:
    """Each line a section, then `more`; said aloud, it is the same lines without the stars of bold."""
    text = " ".join(BOLD.sub(r"\1", line) for line in lines)
    return Message(text, [*map(section, lines), *more])


def modal(
    title: str,
    blocks: list[Json],
    callback_id: str,
    submit: str | None = None,
    close: str | None = None,
    private_metadata: str = "",
) -> Json:
    view = {"type": "modal", "title": _plain(title), "blocks": blocks, "callback_id": callback_id}
    buttons = _given(submit=_plain_or_none(submit), close=_plain_or_none(close))
    return view | buttons | {"private_metadata": private_metadata}


def home(blocks: list[Json]) -> Json:
    return {"type": "home", "blocks": blocks}


def section(text: str, accessory: Json | None = None, block_id: str | None = None) -> Json:
    return {"type": "section", "text": _mrkdwn(text)} | _given(accessory=accessory, block_id=block_id)


def fields(*texts: str, block_id: str | None = None) -> Json:
    """Short texts in two columns, on a phone below each other."""
    return {"type": "section", "fields": [_mrkdwn(text) for text in texts]} | _given(block_id=block_id)


def header(text: str, block_id: str | None = None) -> Json:
    return {"type": "header", "text": _plain(text)} | _given(block_id=block_id)


def context(*texts: str, block_id: str | None = None) -> Json:
    """The small last line that says why it came."""
    return {"type": "context", "elements": [_mrkdwn(text) for text in texts]} | _given(block_id=block_id)


def divider() -> Json:
    return {"type": "divider"}


def actions(*elements: Json, block_id: str | None = None) -> Json:
    return {"type": "actions", "elements": list(elements)} | _given(block_id=block_id)


def button(
    label: str, action_id: str, value: str | None = None, *, primary: bool = False, spoken: str | None = None
) -> Json:
    """`spoken` is read aloud instead of the label, where that is not enough alone."""
    style = "primary" if primary else None
    return {"type": "button", "text": _plain(label), "action_id": action_id} | _given(
        value=value, style=style, accessibility_label=spoken
    )


def input_(
    label: str, element: Json, block_id: str, *, hint: str | None = None, optional: bool = False
) -> Json:
    block = {"type": "input", "block_id": block_id, "label": _plain(label), "element": element}
    return block | _given(hint=_plain_or_none(hint), optional=optional or None)


def text_input(
    action_id: str, initial: str | None = None, placeholder: str | None = None, max_length: int | None = None
) -> Json:
    field = {"type": "plain_text_input", "action_id": action_id}
    return field | _given(
        initial_value=initial, placeholder=_plain_or_none(placeholder), max_length=max_length
    )


def email_input(action_id: str, initial: str | None = None, placeholder: str | None = None) -> Json:
    field = {"type": "email_text_input", "action_id": action_id}
    return field | _given(initial_value=initial, placeholder=_plain_or_none(placeholder))


def radio(action_id: str, options: Sequence[Json], chosen: str | None = None) -> Json:
    """`chosen` is an option's value; one that is no longer offered leaves the choice open."""
    kept = [option for option in options if option["value"] == chosen]
    choice = {"type": "radio_buttons", "action_id": action_id, "options": list(options)}
    return choice | _given(initial_option=kept[0] if kept else None)


def checkboxes(action_id: str, options: Sequence[Json], chosen: Collection[str] = ()) -> Json:
    """`chosen` are options' values; those that are no longer offered are left out."""
    kept = [option for option in options if option["value"] in chosen]
    choice = {"type": "checkboxes", "action_id": action_id, "options": list(options)}
    return choice | _given(initial_options=kept or None)


def option(value: str, text: str, description: str | None = None) -> Json:
    return {"value": value, "text": _plain(text)} | _given(description=_plain_or_none(description))


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def _plain_or_none(text: str | None) -> Json | None:
    return None if text is None else _plain(text)


def _mrkdwn(text: str) -> Json:
    """Verbatim: Slack makes no links out of the addresses and #names that people type.

    Links of ours are written out, `<https://…|label>`, and work all the same, as do dates and mentions.
    """
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _given(**properties: object) -> Json:
    """Slack takes a property that is left out, not one that is null."""
    return {name: value for name, value in properties.items() if value is not None}
