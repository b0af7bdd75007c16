"""Every block: its properties, its limits, and where it may stand.

Figures: slack-platform.md, section 6 (docs.slack.dev, Block Kit blocks).
"""

from bot.sandbox.block_kit.composition import SLACK_FILE, TYPE, URL, any_text, plain_text, texts
from bot.sandbox.block_kit.elements import IMAGE_ELEMENT, IN_ACTIONS, IN_INPUT, IN_SECTION, one_source
from bot.sandbox.block_kit.rules import Problems, Rule, anything, by_type, each, flag, note, shape, string

BASE: dict[str, Rule] = {**TYPE, "block_id": string(255, shortest=0)}
RICH_TEXT_PARTS = ("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote")


def text_or_fields(value: object, pointer: str, problems: Problems) -> None:
    assert isinstance(value, dict)
    if not value.get("text") and not value.get("fields"):
        note(problems, "must have either text or fields", pointer)


def rich_text_part(value: object, pointer: str, problems: Problems) -> None:
    """Only the outer shape: the bot writes no rich text, people's clients do."""
    by_type(dict.fromkeys(RICH_TEXT_PARTS, anything))(value, pointer, problems)


CELL = by_type({"raw_text": shape({**TYPE, "text": string(3000)}, needs=["text"]), "rich_text": anything})

EVERYWHERE: dict[str, Rule] = {
    "actions": shape({**BASE, "elements": each(by_type(IN_ACTIONS), most=25)}, needs=["elements"]),
    "context": shape(
        {**BASE, "elements": each(by_type({**texts(3000), "image": IMAGE_ELEMENT}), most=10)},
        needs=["elements"],
    ),
    "divider": shape(BASE),
    "header": shape({**BASE, "text": plain_text(150)}, needs=["text"]),
    "image": shape(
        {
            **BASE,
            "image_url": URL,
            "slack_file": SLACK_FILE,
            "alt_text": string(2000),
            "title": plain_text(2000),
        },
        needs=["alt_text"],
        also=one_source,
    ),
    "input": shape(
        {
            **BASE,
            "label": plain_text(2000),
            "hint": plain_text(2000),
            "element": by_type(IN_INPUT),
            "optional": flag,
            "dispatch_action": flag,
        },
        needs=["label", "element"],
    ),
    "rich_text": shape({**BASE, "elements": each(rich_text_part, most=1000)}, needs=["elements"]),
    "section": shape(
        {
            **BASE,
            "text": any_text(3000),
            "fields": each(any_text(2000), most=10),
            "accessory": by_type(IN_SECTION),
            "expand": flag,
        },
        also=text_or_fields,
    ),
    "video": shape(
        {
            **BASE,
            "title": plain_text(199),
            "title_url": URL,
            "description": plain_text(200),
            "video_url": URL,
            "thumbnail_url": URL,
            "alt_text": string(2000),
            "author_name": string(49),
            "provider_name": string(255),
            "provider_icon_url": URL,
        },
        needs=["title", "video_url", "thumbnail_url", "alt_text"],
    ),
}
MESSAGES_ONLY: dict[str, Rule] = {
    "markdown": shape({**BASE, "text": string(12_000)}, needs=["text"]),
    "table": shape(
        {
            **BASE,
            "rows": each(each(CELL, most=20), most=100),
            "column_settings": each(shape({"align": string(10), "is_wrapped": flag}), most=20),
        },
        needs=["rows"],
    ),
}
IN_MESSAGES = by_type({**EVERYWHERE, **MESSAGES_ONLY})
IN_VIEWS = by_type(EVERYWHERE)
