"""What stands in the fields of a view: Slack's `state.values`, and what a person types into them.

Shapes: slack-platform.md, section 5 (docs.slack.dev, view interaction payloads).
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime

from bot.sandbox.refusal import Unplayable
from bot.sandbox.workspace.records import Json

Values = dict[str, dict[str, Json]]

TEXTS = ("plain_text_input", "email_text_input", "url_text_input", "number_input")
ONE_OPTION = ("static_select", "external_select", "radio_buttons")
MANY_OPTIONS = ("multi_static_select", "multi_external_select", "checkboxes")

FILES = 10  # docs.slack.dev, file input: max_files, where it does not say

# element type → (key in the state, key of the first value)
SINGLE = {
    **dict.fromkeys(TEXTS, ("value", "initial_value")),
    "rich_text_input": ("rich_text_value", "initial_value"),
    **dict.fromkeys(ONE_OPTION, ("selected_option", "initial_option")),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
MANY = {
    **dict.fromkeys(MANY_OPTIONS, ("selected_options", "initial_options")),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "file_input": ("files", "initial_files"),
}
KEYS = {**SINGLE, **MANY}


def elements_of(block: Json) -> Iterator[Json]:
    """Everything in a block that somebody can click or fill in."""
    yield from (block[slot] for slot in ("element", "accessory") if block.get(slot))
    if block["type"] == "actions":
        yield from block["elements"]


def find_element(blocks: list[Json], block_id: str, action_id: str) -> tuple[Json, Json]:
    """The block and the element, as they are on the screen now; what is not there cannot be used."""
    for block in blocks:
        for element in elements_of(block):
            if block.get("block_id") == block_id and element.get("action_id") == action_id:
                return block, element
    raise Unplayable(f"There is nothing named {block_id} / {action_id} on this screen.")


def first_values(blocks: list[Json]) -> Values:
    """The state of a screen that nobody has touched: every field that can hold something, filled or not."""
    values: Values = {}
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in KEYS:
                values.setdefault(block["block_id"], {})[element["action_id"]] = _first_value(element)
    return values


def keep_typed(old: Values, blocks: list[Json]) -> Values:
    """What was typed stays where block_id, action_id and kind are the same (docs.slack.dev, "Modals")."""
    values = first_values(blocks)
    for block_id, entries in values.items():
        for action_id, entry in entries.items():
            before = old.get(block_id, {}).get(action_id)
            if before and before["type"] == entry["type"]:
                entries[action_id] = before
    return values


def fill_in(values: Values, blocks: list[Json], typed: dict[str, dict[str, object]]) -> Values:
    """The values after somebody has typed; naming a field that is not there is refused."""
    filled = {block_id: dict(entries) for block_id, entries in values.items()}
    for block_id, entries in typed.items():
        for action_id, plain in entries.items():
            _, element = find_element(blocks, block_id, action_id)
            filled.setdefault(block_id, {})[action_id] = entry_of(element, plain)
    return filled


def entry_of(element: Json, plain: object) -> Json:
    """One field's entry in the state, from the plain value a page or a test sends."""
    kind = element["type"]
    if kind not in KEYS:
        raise Unplayable(f"A {kind} holds no value.")
    key = KEYS[kind][0]
    if kind in MANY:
        return {"type": kind, key: _many_values(element, _as_list(plain))}
    return {"type": kind, key: None if plain in (None, "") else _one_value(element, plain)}


def options_of(element: Json) -> list[Json]:
    grouped = [option for group in element.get("option_groups", ()) for option in group["options"]]
    return [*element.get("options", ()), *grouped]


def is_empty(entry: Json) -> bool:
    return all(not value for key, value in entry.items() if key != "type")


def _first_value(element: Json) -> Json:
    key, initial = KEYS[element["type"]]
    empty: object = [] if element["type"] in MANY else None
    return {"type": element["type"], key: element.get(initial, empty)}


def _as_list(plain: object) -> list[object]:
    if plain is None:
        return []
    return plain if isinstance(plain, list) else [plain]


def _many_values(element: Json, plain: list[object]) -> list[object]:
    """Slack lets nobody choose more than `max_selected_items`, or bring more than `max_files`."""
    most = element.get("max_files", FILES) if element["type"] == "file_input" else None
    most = element.get("max_selected_items", most)
    if most is not None and len(plain) > most:
        raise Unplayable(f"At most {most} can be chosen here.")
    if any(each in plain[:place] for place, each in enumerate(plain)):
        raise Unplayable("Nothing can be chosen twice.")
    return [_chosen(element, each) for each in plain]


def _one_value(element: Json, plain: object) -> object:
    kind = element["type"]
    if kind in ONE_OPTION:
        return _chosen(element, plain)
    try:
        return READERS[kind](plain)
    except (ValueError, TypeError):
        raise Unplayable(f"{plain!r} is nothing that a {kind} can hold.") from None


def _chosen(element: Json, plain: object) -> object:
    """Options are named by their value; people, channels and files by their id."""
    if element["type"] == "file_input":
        return _brought(element, plain)
    if element["type"] not in ONE_OPTION + MANY_OPTIONS:
        return _named(plain)
    for option in options_of(element):
        if option["value"] == plain:
            return option
    raise Unplayable(f"There is no choice {plain!r} here.")


def _brought(element: Json, plain: object) -> Json:
    """The whole file, as it goes to the bot; `files` are those this person has uploaded."""
    kinds = [kind.lower().lstrip(".") for kind in element.get("filetypes", ())]
    for file in element.get("files", ()):
        if file["id"] == plain and (not kinds or file["filetype"] in kinds):
            found: Json = file
            return found
    raise Unplayable(f"There is no such file to bring here{', of ' + ', '.join(kinds) if kinds else ''}.")


def _named(plain: object) -> str:
    if not isinstance(plain, str):
        raise Unplayable(f"{plain!r} is no id.")
    return plain


def _read_text(plain: object) -> str:
    if isinstance(plain, bool) or not isinstance(plain, str | int | float):
        raise ValueError
    return str(plain)


def _read_rich_text(plain: object) -> Json:
    if not isinstance(plain, dict) or plain.get("type") != "rich_text":
        raise ValueError
    return plain


def _read_time(plain: object) -> str:
    """24 hours, two digits each."""
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", str(plain)):
        raise ValueError
    return str(plain)


def _read_moment(plain: object) -> int:
    """Unix seconds, or a date and time with its zone, which is what a page's field gives."""
    if isinstance(plain, int | float):
        return _with_ten_digits(int(plain))
    moment = datetime.fromisoformat(str(plain))
    if moment.tzinfo is None:
        raise ValueError
    return _with_ten_digits(int(moment.timestamp()))


def _with_ten_digits(seconds: int) -> int:
    """From 2001 to 2286: slack-platform.md, section 5."""
    if not 1_000_000_000 <= seconds <= 9_999_999_999:
        raise ValueError
    return seconds


READERS: dict[str, Callable[[object], object]] = {
    **dict.fromkeys(TEXTS, _read_text),
    "rich_text_input": _read_rich_text,
    **dict.fromkeys(("users_select", "conversations_select", "channels_select"), _named),
    "datepicker": lambda plain: date.fromisoformat(str(plain)).isoformat(),
    "timepicker": _read_time,
    "datetimepicker": _read_moment,
}
