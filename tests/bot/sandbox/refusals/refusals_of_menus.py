"""For each kind of menu or field that is refused: a block with one, and what Slack says of it."""

from typing import Any

from tests.bot.sandbox.block_kit.shapes import Block, options, plain
from tests.bot.sandbox.refusals.refusals_of_blocks import (
    Spoiled,
    a_choice,
    a_field,
    a_menu,
    grouped,
    in_actions,
    in_section,
    long,
    numbered,
    too_long,
    too_many,
)


def outside(lowest: int, highest: int, pointer: str) -> str:
    return f"must be between {lowest} and {highest} [json-pointer:/blocks/0{pointer}]"


def a_picker(kind: str, **first: Any) -> Block:
    return in_section({"type": kind, "action_id": "when", **first})


MENUS: Spoiled = {
    "select.options": ([in_section(a_menu(options=numbered(101)))], too_many(100, "/0/accessory/options")),
    "select.no_options": (
        [in_section(a_menu(options=[]))],
        "must contain at least 1 items [json-pointer:/blocks/0/accessory/options]",
    ),
    "select.groups": ([grouped(101)], too_many(100, "/0/accessory/option_groups")),
    "select.group_options": (
        [grouped(1, each=101)],
        too_many(100, "/0/accessory/option_groups/0/options"),
    ),
    "select.options_and_groups": (
        [in_section(a_menu(option_groups=[{"label": plain("g"), "options": options("c")}]))],
        "must have either options or option_groups [json-pointer:/blocks/0/accessory]",
    ),
    "select.initial": (
        [in_section(a_menu(initial_option=options("z")[0]))],
        "initial option is not among the options [json-pointer:/blocks/0/accessory]",
    ),
    "multi_select.options": (
        [in_section(a_menu("multi_static_select", options=numbered(101)))],
        too_many(100, "/0/accessory/options"),
    ),
    "multi_select.max_selected_items": (
        [in_section(a_menu("multi_static_select", max_selected_items=0))],
        outside(1, 10_000, "/accessory/max_selected_items"),
    ),
    "option.text": ([a_choice(text=plain(long(76)))], too_long(75, "/accessory/options/0/text/text")),
    "option.description": (
        [a_choice(description=plain(long(76)))],
        too_long(75, "/accessory/options/0/description/text"),
    ),
    "option.value": ([a_choice(value=long(151))], too_long(150, "/accessory/options/0/value")),
    "option.url_misplaced": (
        [a_choice(url="https://example.org")],
        "invalid additional property: url [json-pointer:/blocks/0/accessory/options/0]",
    ),
    "group.label": ([grouped(1, label=long(76))], too_long(75, "/accessory/option_groups/0/label/text")),
    "placeholder.length": (
        [in_section(a_menu(placeholder=plain(long(151))))],
        too_long(150, "/accessory/placeholder/text"),
    ),
    "external_select.min_query_length": (
        [a_picker("external_select", min_query_length=-1)],
        outside(0, 10_000, "/accessory/min_query_length"),
    ),
    "checkboxes.options": (
        [in_section(a_menu("checkboxes", options=numbered(11)))],
        too_many(10, "/0/accessory/options"),
    ),
    "radio_buttons.options": (
        [in_section(a_menu("radio_buttons", options=numbered(11)))],
        too_many(10, "/0/accessory/options"),
    ),
}
FIELDS: Spoiled = {
    "text_input.min_length": ([a_field(min_length=3001)], outside(0, 3000, "/element/min_length")),
    "text_input.max_length": ([a_field(max_length=3001)], outside(1, 3000, "/element/max_length")),
    "text_input.no_room": ([a_field(max_length=0)], outside(1, 3000, "/element/max_length")),
    "text_input.lengths": (
        [a_field(min_length=5, max_length=4)],
        "min_length must not be more than max_length [json-pointer:/blocks/0/element]",
    ),
    "number_input.decimal": (
        [a_field("number_input")],
        "missing required field: is_decimal_allowed [json-pointer:/blocks/0/element]",
    ),
    "file_input.max_files": ([a_field("file_input", max_files=11)], outside(1, 10, "/element/max_files")),
    "file_input.no_files": ([a_field("file_input", max_files=0)], outside(1, 10, "/element/max_files")),
    "datepicker.initial_date": (
        [a_picker("datepicker", initial_date="2026-13-01")],
        "must match the expected format [json-pointer:/blocks/0/accessory/initial_date]",
    ),
    "timepicker.initial_time": (
        [a_picker("timepicker", initial_time="25:00")],
        "must match the expected format [json-pointer:/blocks/0/accessory/initial_time]",
    ),
    "datetimepicker.initial_date_time": (
        [in_actions({"type": "datetimepicker", "action_id": "when", "initial_date_time": 1764000000000})],
        outside(1_000_000_000, 9_999_999_999, "/elements/0/initial_date_time"),
    ),
}
