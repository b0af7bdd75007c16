"""Slack's limits as one table, and the check of everything the bot sends against it.

Figures: slack-platform.md, sections 4, 6 and 7. Written apart from the sandbox's, and compared with them by
a test. What the bot does not send yet (tables, videos, rich text, images beside a text) has no rows, and is
refused like any name that Slack does not know.
"""

import json
import re
from collections.abc import Iterable

from handlers.blocks import Json
from handlers.text import length

EVERYWHERE = ("actions", "context", "divider", "header", "image", "input", "section")
MESSAGES_ONLY = ("markdown",)

STATIC = ("static_select", "multi_static_select")
SEVERAL = (
    "multi_static_select", "multi_external_select", "multi_users_select", "multi_conversations_select",
    "multi_channels_select",
)  # fmt: skip
SELECTS = (*(name.removeprefix("multi_") for name in SEVERAL), *SEVERAL)
CHOICES = ("checkboxes", "radio_buttons")
PICKERS = ("datepicker", "timepicker")
TYPED = ("plain_text_input", "email_text_input", "url_text_input", "number_input")
PRESSED = ("button", "overflow")
ELEMENTS = (*SELECTS, *CHOICES, *PICKERS, "datetimepicker", *TYPED, *PRESSED, "file_input")

OPTIONS = ("option", "rich option", "linked option")  # of menus; of checkboxes and radios; of overflows

# What may stand where.
PARTS = {
    "message.blocks": (*EVERYWHERE, *MESSAGES_ONLY),
    "modal.blocks": EVERYWHERE,
    "home.blocks": EVERYWHERE,
    "section.accessory": (*SELECTS, *CHOICES, *PICKERS, *PRESSED),
    "actions.elements": (*SELECTS, *CHOICES, *PICKERS, "datetimepicker", *PRESSED),
    "input.element": (*SELECTS, *CHOICES, *PICKERS, "datetimepicker", *TYPED, "file_input"),
}

# Objects that do not carry their own type.
OBJECTS = {
    **{f"{name}.options": "option" for name in (*STATIC, "option group")},
    **{f"{name}.option_groups": "option group" for name in STATIC},
    **{f"{name}.initial_option": "option" for name in ("static_select", "external_select")},
    **{f"{name}.initial_options": "option" for name in ("multi_static_select", "multi_external_select")},
    **{f"{name}.options": "rich option" for name in CHOICES},
    "radio_buttons.initial_option": "rich option",
    "checkboxes.initial_options": "rich option",
    "overflow.options": "linked option",
    **{f"{name}.confirm": "confirm" for name in (*SELECTS, *CHOICES, *PICKERS, *PRESSED, "datetimepicker")},
}

# Text objects: at most so many characters, at least one.
TEXTS = {
    "modal.title": 24,
    "modal.submit": 24,
    "modal.close": 24,
    "header.text": 150,
    "section.text": 3000,
    "section.fields": 2000,
    "context.elements": 3000,
    "input.label": 2000,
    "input.hint": 2000,
    "image.title": 2000,
    "button.text": 75,
    "option group.label": 75,
    **{f"{name}.text": 75 for name in OPTIONS},
    **{f"{name}.description": 75 for name in OPTIONS},
    **{f"{name}.placeholder": 150 for name in (*SELECTS, *PICKERS, *TYPED)},
    "confirm.title": 100,
    "confirm.text": 300,
    "confirm.confirm": 30,
    "confirm.deny": 30,
}
# The only ones that may be mrkdwn.
RICH = {"section.text", "section.fields", "context.elements", "confirm.text"} | {
    "rich option.text", "rich option.description",
}  # fmt: skip
TEXT_PROPERTIES = {"plain_text": {"type", "text", "emoji"}, "mrkdwn": {"type", "text", "verbatim"}}

# Strings: at most so many characters.
STRINGS = {
    "message.text": 4000,  # chat.update refuses more, and cards are updated
    **{f"{view}.private_metadata": 3000 for view in ("modal", "home")},
    **{f"{view}.callback_id": 255 for view in ("modal", "home")},
    **{f"{view}.external_id": 255 for view in ("modal", "home")},
    **{f"{name}.block_id": 255 for name in (*EVERYWHERE, *MESSAGES_ONLY)},
    **{f"{name}.action_id": 255 for name in ELEMENTS},
    **{f"{name}.value": 150 for name in OPTIONS},
    "linked option.url": 3000,
    "button.value": 2000,
    "button.url": 3000,
    "button.accessibility_label": 75,
    "image.image_url": 3000,
    "image.alt_text": 2000,
    "markdown.text": 12_000,
    **{f"{name}.initial_value": 3000 for name in TYPED if name != "number_input"},
}
MAY_BE_EMPTY = {"private_metadata", "callback_id", "external_id", "block_id", "value", "initial_value"}

# Lists: at most so many items, at least one.
COUNTS = {
    "message.blocks": 50,
    "modal.blocks": 100,
    "home.blocks": 100,
    "section.fields": 10,
    "context.elements": 10,
    "actions.elements": 25,
    **{f"{name}.options": 100 for name in (*STATIC, "option group")},
    **{f"{name}.option_groups": 100 for name in STATIC},
    **{f"{name}.initial_options": 100 for name in ("multi_static_select", "multi_external_select")},
    **{f"{name}.options": 10 for name in CHOICES},
    "checkboxes.initial_options": 10,
    "overflow.options": 5,
}

NUMBERS = {
    "plain_text_input.min_length": (0, 3000),
    "plain_text_input.max_length": (1, 3000),
    "file_input.max_files": (1, 10),
}
FORMATS = {
    "datepicker.initial_date": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "timepicker.initial_time": re.compile(r"\d{2}:\d{2}"),
}

# Nothing to measure.
FREE = {
    "modal.clear_on_close", "modal.notify_on_close", "input.optional", "input.dispatch_action",
    "section.expand", "plain_text_input.multiline", "number_input.is_decimal_allowed",
    "number_input.initial_value", "number_input.min_value", "number_input.max_value",
    "button.style", "confirm.style",
    "external_select.min_query_length", "multi_external_select.min_query_length",
    "datetimepicker.initial_date_time", *(f"{name}.max_selected_items" for name in SEVERAL),
}  # fmt: skip

# An element without action_id gets a random one that no listener knows.
NEEDED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(ELEMENTS, ("action_id",)),
    **dict.fromkeys((*CHOICES, "overflow"), ("action_id", "options")),
    **dict.fromkeys(OPTIONS, ("text", "value")),
    "message": ("text",),  # screen readers read it, and not the blocks
    "modal": ("title", "blocks"),
    "home": ("blocks",),
    "header": ("text",),
    "markdown": ("text",),
    "context": ("elements",),
    "actions": ("elements",),
    "image": ("image_url", "alt_text"),
    "input": ("label", "element"),
    "button": ("text", "action_id"),
    "number_input": ("action_id", "is_decimal_allowed"),
    "option group": ("label", "options"),
    "confirm": ("title", "text", "confirm", "deny"),
}

MESSAGE_BLOCKS_BELOW = 12_000  # characters together; at about 13,200 one was refused
VIEW_BYTES = 250_000


class SlackWouldRefuseError(Exception):
    """Something breaks a rule of Slack's: where (a JSON pointer), which, and its figure. Never the words."""

    def __init__(self, pointer: str, rule: str, limit: int | None = None) -> None:
        super().__init__(f"{pointer or '/'}: {rule}" + ("" if limit is None else f" {limit}"))
        self.pointer = pointer
        self.rule = rule
        self.limit = limit


def check_message(message: Json) -> None:
    """`text` and `blocks` of what is posted, updated or answered; raises SlackWouldRefuseError."""
    blocks = message.get("blocks") or []
    _check_parts({"text": message.get("text")} | ({"blocks": blocks} if blocks else {}), "message", "")
    _check_ids(blocks, "/blocks")
    if length(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))) >= MESSAGE_BLOCKS_BELOW:
        raise SlackWouldRefuseError("/blocks", "characters together must be below", MESSAGE_BLOCKS_BELOW)


def check_answer(answer: Json) -> None:
    """What goes with an acknowledgement: a view, a message, or neither."""
    if "view" in answer:
        check_view(answer["view"])
    if "blocks" in answer:
        check_message({"text": answer.get("text"), "blocks": answer["blocks"]})


def check_view(view: Json) -> None:
    """A modal or a Home page before it is opened, updated or published; raises SlackWouldRefuseError."""
    if view.get("type") not in ("modal", "home"):
        raise SlackWouldRefuseError("/view/type", "must be modal or home")
    _check_parts(view, view["type"], "/view")
    _check_ids(view["blocks"], "/view/blocks")
    if view["type"] == "modal" and not view.get("submit") and _has_input(view):
        raise SlackWouldRefuseError("/view/submit", "is needed where there is an input")
    if len(json.dumps(view)) > VIEW_BYTES:  # as the SDK writes it: ASCII only
        raise SlackWouldRefuseError("/view", "bytes at most", VIEW_BYTES)


def _check_parts(thing: Json, kind: str, pointer: str) -> None:
    for name in NEEDED.get(kind, ()):
        if thing.get(name) in (None, "", []):
            raise SlackWouldRefuseError(f"{pointer}/{name}", "is missing")
    _check_pairs(thing, kind, pointer)
    for name, value in thing.items():
        if isinstance(value, list):
            _check_list(value, f"{kind}.{name}", f"{pointer}/{name}")
        elif name != "type":
            _check_one(value, f"{kind}.{name}", f"{pointer}/{name}")


def _check_pairs(thing: Json, kind: str, pointer: str) -> None:
    if kind == "section" and not (thing.get("text") or thing.get("fields")):
        raise SlackWouldRefuseError(pointer, "needs text or fields")
    if kind in STATIC and bool(thing.get("options")) == bool(thing.get("option_groups")):
        raise SlackWouldRefuseError(pointer, "needs either options or option_groups")
    if (thing.get("min_length") or 0) > (thing.get("max_length") or 3000):
        raise SlackWouldRefuseError(f"{pointer}/min_length", "at most max_length")


def _check_list(values: list[Json], key: str, pointer: str) -> None:
    if key not in COUNTS:
        raise SlackWouldRefuseError(pointer, "is not known here")
    if not 1 <= len(values) <= COUNTS[key]:
        raise SlackWouldRefuseError(pointer, "items at least 1, at most", COUNTS[key])
    for place, value in enumerate(values):
        _check_one(value, key, f"{pointer}/{place}")


def _check_one(value: object, key: str, pointer: str) -> None:
    if key in TEXTS:
        _check_text(value, key, pointer)
    elif key in STRINGS:
        _check_string(value, key, pointer)
    elif key in PARTS or key in OBJECTS:
        _check_object(value, key, pointer)
    elif key in NUMBERS or key in FORMATS:
        _check_format(value, key, pointer)
    elif key not in FREE:
        raise SlackWouldRefuseError(pointer, "is not known here")


def _check_text(value: object, key: str, pointer: str) -> None:
    kinds = ("plain_text", "mrkdwn") if key in RICH else ("plain_text",)
    if not isinstance(value, dict) or value.get("type") not in kinds:
        raise SlackWouldRefuseError(pointer, f"must be {' or '.join(kinds)}")
    if not value.keys() <= TEXT_PROPERTIES[value["type"]]:
        raise SlackWouldRefuseError(pointer, "has a property that is not known here")
    _check_length(value.get("text"), TEXTS[key], f"{pointer}/text")


def _check_string(value: object, key: str, pointer: str) -> None:
    if value != "" or key.rpartition(".")[2] not in MAY_BE_EMPTY:
        _check_length(value, STRINGS[key], pointer)


def _check_length(value: object, most: int, pointer: str) -> None:
    if not isinstance(value, str) or not value:
        raise SlackWouldRefuseError(pointer, "must be a string that is not empty")
    if length(value) > most:
        raise SlackWouldRefuseError(pointer, "characters at most", most)


def _check_object(value: object, key: str, pointer: str) -> None:
    kind = OBJECTS.get(key) or (value.get("type") if isinstance(value, dict) else None)
    if not isinstance(value, dict) or (key in PARTS and kind not in PARTS[key]):
        raise SlackWouldRefuseError(f"{pointer}/type", "cannot stand here")
    _check_parts(value, str(kind), pointer)


def _check_format(value: object, key: str, pointer: str) -> None:
    if key in FORMATS and not (isinstance(value, str) and FORMATS[key].fullmatch(value)):
        raise SlackWouldRefuseError(pointer, f"must look like {FORMATS[key].pattern}")
    if key in NUMBERS:
        least, most = NUMBERS[key]
        if not isinstance(value, int) or not least <= value <= most:
            raise SlackWouldRefuseError(pointer, f"at least {least}, at most", most)


def _check_ids(blocks: list[Json], pointer: str) -> None:
    """A block_id once in the whole, an action_id once in its block."""
    _check_once(blocks, "block_id", pointer)
    for place, block in enumerate(blocks):
        _check_once(block.get("elements", ()), "action_id", f"{pointer}/{place}/elements")


def _check_once(things: Iterable[Json], name: str, pointer: str) -> None:
    seen = set()
    for place, thing in enumerate(things):
        given = thing.get(name)
        if given and given in seen:
            raise SlackWouldRefuseError(f"{pointer}/{place}/{name}", "times at most", 1)
        seen.add(given)


def _has_input(view: Json) -> bool:
    return any(block["type"] == "input" for block in view["blocks"])
