"""For each kind of block that is refused: one that is, and what Slack says of it, with its pointer."""

from typing import Any

from tests.bot.sandbox.block_kit.shapes import Block, a_button, a_section, an_input, options, plain

Spoiled = dict[str, tuple[list[Block], str]]

DIVIDER: Block = {"type": "divider"}
IMAGE: Block = {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A door"}
VIDEO: Block = {
    "type": "video",
    "title": plain("A film"),
    "alt_text": "A film",
    "video_url": "https://example.org/v",
    "thumbnail_url": "https://example.org/t",
}
CELL: Block = {"type": "raw_text", "text": "x"}


def long(characters: int) -> str:
    return "x" * characters


def numbered(count: int) -> list[Block]:
    return options(*(f"o{number}" for number in range(count)))


def in_section(element: Block) -> Block:
    return {**a_section(), "accessory": element}


def in_actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def a_menu(kind: str = "static_select", **more: Any) -> Block:
    return {"type": kind, "action_id": "pick", "options": options("a", "b"), **more}


def a_choice(**more: Any) -> Block:
    """A menu whose one option has more, or other, properties."""
    return in_section(a_menu(options=[{"text": plain("x"), "value": "a", **more}]))


def an_overflow(*offered: Block) -> Block:
    return in_section({"type": "overflow", "action_id": "more", "options": list(offered)})


def a_field(kind: str = "plain_text_input", **more: Any) -> Block:
    return an_input({"type": kind, "action_id": "value", **more})


def a_question(**other: Any) -> Block:
    asked = {"title": plain("Sure?"), "text": plain("?"), "confirm": plain("Yes"), "deny": plain("No")}
    left = {name: words for name, words in {**asked, **other}.items() if words}
    return a_button("a", confirm=left)


def a_table(rows: int, cells: int) -> Block:
    return {"type": "table", "rows": [[CELL] * cells] * rows}


def grouped(count: int, each: int = 1, label: str = "g") -> Block:
    groups = [{"label": plain(label), "options": numbered(each)}] * count
    return in_section({"type": "static_select", "action_id": "pick", "option_groups": groups})


def too_long(most: int, pointer: str) -> str:
    return f"must be less than {most + 1} characters [json-pointer:/blocks/0{pointer}]"


def too_many(most: int, pointer: str) -> str:
    return f"no more than {most} items allowed [json-pointer:/blocks{pointer}]"


WHOLE: Spoiled = {
    "blocks.count": ([DIVIDER] * 51, too_many(50, "")),
    "block.unknown": ([{"type": "banner"}], "unsupported type: banner [json-pointer:/blocks/0/type]"),
    "block.no_type": ([{"text": plain("x")}], "missing required field: type [json-pointer:/blocks/0]"),
    "block_id.length": ([{**DIVIDER, "block_id": long(256)}], too_long(255, "/block_id")),
    "block_id.twice": (
        [a_button("a", "same"), a_button("b", "same")],
        "`block_id` same already exists [json-pointer:/blocks/1/block_id]",
    ),
    "action_id.length": ([a_button(long(256))], too_long(255, "/elements/0/action_id")),
    "action_id.twice": (
        [in_actions(*a_button("same")["elements"] * 2)],
        "`action_id` same already exists [json-pointer:/blocks/0]",
    ),
    "property.unknown": (
        [a_button("a", colour="red")],
        "invalid additional property: colour [json-pointer:/blocks/0/elements/0]",
    ),
    "element.misplaced": (
        [in_section({"type": "plain_text_input", "action_id": "t"})],
        "unsupported type: plain_text_input [json-pointer:/blocks/0/accessory/type]",
    ),
}
TEXTS: Spoiled = {
    "text.empty": ([a_section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    "text.length": ([a_section(long(3001))], too_long(3000, "/text/text")),
    "header.length": ([{"type": "header", "text": plain(long(151))}], too_long(150, "/text/text")),
    "header.mrkdwn": (
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
        "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
    ),
    "section.empty": (
        [{"type": "section"}],
        "must have either text or fields [json-pointer:/blocks/0]",
    ),
    "section.fields": ([{"type": "section", "fields": [plain("x")] * 11}], too_many(10, "/0/fields")),
    "section.field": (
        [{"type": "section", "fields": [plain(long(2001))]}],
        too_long(2000, "/fields/0/text"),
    ),
    "context.elements": ([{"type": "context", "elements": [plain("x")] * 11}], too_many(10, "/0/elements")),
    "actions.elements": (
        [in_actions(*(a_button(f"a{number}")["elements"][0] for number in range(26)))],
        too_many(25, "/0/elements"),
    ),
    "input.label": (
        [an_input(label=None)],
        "missing required field: label [json-pointer:/blocks/0]",
    ),
    "input.label_length": ([an_input(label=plain(long(2001)))], too_long(2000, "/label/text")),
    "input.hint_length": ([an_input(hint=plain(long(2001)))], too_long(2000, "/hint/text")),
    "markdown.together": (
        [{"type": "markdown", "text": long(6001)}] * 2,
        "markdown must be less than 12001 characters in all [json-pointer:/blocks]",
    ),
    "table.rows": ([a_table(101, 1)], too_many(100, "/0/rows")),
    "table.cells": ([a_table(1, 21)], too_many(20, "/0/rows/0")),
    "table.twice": ([a_table(1, 1)] * 2, "only one table allowed [json-pointer:/blocks]"),
}
PICTURES: Spoiled = {
    "image.alt_text": (
        [{**IMAGE, "alt_text": None}],
        "missing required field: alt_text [json-pointer:/blocks/0]",
    ),
    "image.alt_text_length": ([{**IMAGE, "alt_text": long(2001)}], too_long(2000, "/alt_text")),
    "image.url_length": (
        [{**IMAGE, "image_url": f"https://example.org/{long(2981)}"}],
        too_long(3000, "/image_url"),
    ),
    "image.title_length": ([{**IMAGE, "title": plain(long(2001))}], too_long(2000, "/title/text")),
    "image.two_sources": (
        [{**IMAGE, "slack_file": {"id": "F07PICTURE"}}],
        "must have either image_url or slack_file [json-pointer:/blocks/0]",
    ),
    "video.title": ([{**VIDEO, "title": plain(long(200))}], too_long(199, "/title/text")),
    "video.author": ([{**VIDEO, "author_name": long(50)}], too_long(49, "/author_name")),
}
BUTTONS: Spoiled = {
    "button.text": ([a_button("a", text=plain(long(76)))], too_long(75, "/elements/0/text/text")),
    "button.value": ([a_button("a", value=long(2001))], too_long(2000, "/elements/0/value")),
    "button.url": (
        [a_button("a", url=f"https://example.org/{long(2981)}")],
        too_long(3000, "/elements/0/url"),
    ),
    "button.url_shape": (
        [a_button("a", url="example")],
        "must match the expected format [json-pointer:/blocks/0/elements/0/url]",
    ),
    "button.accessibility_label": (
        [a_button("a", accessibility_label=long(76))],
        too_long(75, "/elements/0/accessibility_label"),
    ),
    "button.style": (
        [a_button("a", style="green")],
        "must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]",
    ),
    "overflow.options": ([an_overflow(*numbered(6))], too_many(5, "/0/accessory/options")),
    "overflow.no_options": (
        [an_overflow()],
        "must contain at least 1 items [json-pointer:/blocks/0/accessory/options]",
    ),
    "option.url": (
        [an_overflow({**numbered(1)[0], "url": f"https://example.org/{long(2981)}"})],
        too_long(3000, "/accessory/options/0/url"),
    ),
    "confirm.title": (
        [a_question(title=plain(long(101)))],
        too_long(100, "/elements/0/confirm/title/text"),
    ),
    "confirm.text": ([a_question(text=plain(long(301)))], too_long(300, "/elements/0/confirm/text/text")),
    "confirm.confirm": (
        [a_question(confirm=plain(long(31)))],
        too_long(30, "/elements/0/confirm/confirm/text"),
    ),
    "confirm.deny": ([a_question(deny=plain(long(31)))], too_long(30, "/elements/0/confirm/deny/text")),
    "confirm.no_deny": (
        [a_question(deny=None)],
        "missing required field: deny [json-pointer:/blocks/0/elements/0/confirm]",
    ),
}
