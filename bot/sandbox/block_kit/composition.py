"""Text, options and dialogs: what blocks and elements are composed of.

Figures: slack-platform.md, section 6 (docs.slack.dev, composition objects).
"""

from bot.sandbox.block_kit.rules import (
    Problems,
    Rule,
    anything,
    by_type,
    each,
    flag,
    note,
    one_of,
    shape,
    string,
)
from bot.sandbox.workspace.records import Json

ID = string(255, shortest=0)
URL = string(3000, pattern=r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
OPTIONS = 100
TYPE: dict[str, Rule] = {"type": anything}


def plain_text(longest: int) -> Rule:
    return by_type({"plain_text": _plain(longest)})


def any_text(longest: int) -> Rule:
    return by_type(texts(longest))


def texts(longest: int) -> dict[str, Rule]:
    return {"plain_text": _plain(longest), "mrkdwn": _mrkdwn(longest)}


def _plain(longest: int) -> Rule:
    return shape({**TYPE, "text": string(longest), "emoji": flag}, needs=["text"])


def _mrkdwn(longest: int) -> Rule:
    return shape({**TYPE, "text": string(longest), "verbatim": flag}, needs=["text"])


def options(most: int, *, least: int = 1, rich: bool = False, links: bool = False) -> Rule:
    """`rich`: checkboxes and radio buttons take mrkdwn; `links`: only an overflow's option has a url."""
    text = any_text if rich else plain_text
    properties = {"text": text(75), "value": string(150), "description": text(75)}
    if links:
        properties["url"] = URL
    return each(shape(properties, needs=["text", "value"]), most=most, least=least)


OPTION_GROUPS = each(
    shape({"label": plain_text(75), "options": options(OPTIONS)}, needs=["label", "options"]), most=OPTIONS
)

CONFIRM = shape(
    {
        "title": plain_text(100),
        "text": any_text(300),
        "confirm": plain_text(30),
        "deny": plain_text(30),
        "style": one_of("primary", "danger"),
    },
    needs=["title", "text", "confirm", "deny"],
)

CONVERSATION_FILTER = shape(
    {
        "include": each(one_of("im", "mpim", "private", "public"), most=4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    }
)

DISPATCH = shape({"trigger_actions_on": each(one_of("on_enter_pressed", "on_character_entered"), most=2)})

SLACK_FILE = shape({"id": string(255), "url": URL})


def options_or_groups(value: object, pointer: str, problems: Problems) -> None:
    """A static menu has either options or groups of them, never both."""
    assert isinstance(value, dict)
    if bool(value.get("options")) == bool(value.get("option_groups")):
        note(problems, "must have either options or option_groups", pointer)
    else:
        initial_is_offered(value, pointer, problems)


def initial_is_offered(value: object, pointer: str, problems: Problems) -> None:
    """What is chosen at first must be one of the choices."""
    assert isinstance(value, dict)
    offered = [_essence(option) for option in _offered(value)]
    single = [value["initial_option"]] if value.get("initial_option") else []
    for option in [*single, *(value.get("initial_options") or [])]:
        if _essence(option) not in offered:
            note(problems, "initial option is not among the options", pointer)


def _offered(element: Json) -> list[Json]:
    grouped = [option for group in element.get("option_groups") or [] for option in group["options"]]
    return [*(element.get("options") or []), *grouped]


def _essence(option: Json) -> tuple[str, str]:
    return option["value"], option["text"]["text"]
