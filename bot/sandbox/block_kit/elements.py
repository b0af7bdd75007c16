"""Every interactive element: which properties it has, and how long they may be.

Figures: slack-platform.md, section 6 (docs.slack.dev, block elements).
"""

from bot.sandbox.block_kit.composition import (
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH,
    ID,
    OPTION_GROUPS,
    OPTIONS,
    SLACK_FILE,
    TYPE,
    URL,
    initial_is_offered,
    options,
    options_or_groups,
    plain_text,
)
from bot.sandbox.block_kit.rules import (
    Problems,
    Rule,
    anything,
    each,
    flag,
    note,
    one_of,
    shape,
    string,
    whole,
)

DATE = string(10, pattern=r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
TIME = string(5, pattern=r"([01]\d|2[0-3]):[0-5]\d")
NUMBER = string(255, pattern=r"-?\d+(\.\d+)?")
TEN_DIGITS = whole(1_000_000_000, 9_999_999_999)
NO_BOUND = 10_000  # "max_selected_items": at least 1, no upper bound is stated

BASE = {**TYPE, "action_id": ID, "confirm": CONFIRM, "focus_on_load": flag}
MENU = {**BASE, "placeholder": plain_text(150)}
MANY: dict[str, Rule] = {**MENU, "max_selected_items": whole(1, NO_BOUND)}
FIELD = {
    **TYPE,
    "action_id": ID,
    "placeholder": plain_text(150),
    "focus_on_load": flag,
    "dispatch_action_config": DISPATCH,
}
STATIC = {"options": options(OPTIONS), "option_groups": OPTION_GROUPS}


def one_option(value: object, pointer: str, problems: Problems) -> None:
    """One option as it was offered; whether it was, `also` looks up."""
    options(1, rich=True)([value], pointer, problems)


def lengths_fit(value: object, pointer: str, problems: Problems) -> None:
    assert isinstance(value, dict)
    shortest, longest = value.get("min_length") or 0, value.get("max_length") or 3000
    if shortest > longest:
        note(problems, "min_length must not be more than max_length", pointer)


def one_source(value: object, pointer: str, problems: Problems) -> None:
    assert isinstance(value, dict)
    if bool(value.get("image_url")) == bool(value.get("slack_file")):
        note(problems, "must have either image_url or slack_file", pointer)


def _choices(properties: dict[str, Rule]) -> Rule:
    return shape(properties, needs=["options"], also=initial_is_offered)


def _pick(what: str, **more: Rule) -> tuple[Rule, Rule]:
    """A select of users, conversations or channels, and its sibling that takes several."""
    single = shape({**MENU, f"initial_{what}": ID, "response_url_enabled": flag, **more})
    several = shape({**MANY, f"initial_{what}s": each(ID, most=NO_BOUND, least=0), **more})
    return single, several


CONVERSATIONS = {"default_to_current_conversation": flag, "filter": CONVERSATION_FILTER}
USERS_SELECT, MULTI_USERS_SELECT = _pick("user")
CHANNELS_SELECT, MULTI_CHANNELS_SELECT = _pick("channel")
CONVERSATIONS_SELECT, MULTI_CONVERSATIONS_SELECT = _pick("conversation", **CONVERSATIONS)

BUTTON = shape(
    {
        **TYPE,
        "action_id": ID,
        "text": plain_text(75),
        "value": string(2000, shortest=0),
        "url": URL,
        "style": one_of("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    },
    needs=["text"],
)
IMAGE_ELEMENT = shape(
    {**TYPE, "image_url": URL, "slack_file": SLACK_FILE, "alt_text": string(2000)},
    needs=["alt_text"],
    also=one_source,
)
INITIAL_MANY: dict[str, Rule] = {"initial_options": each(one_option, most=OPTIONS)}
INITIAL_ONE: dict[str, Rule] = {"initial_option": one_option}

SELECTS: dict[str, Rule] = {
    "static_select": shape({**MENU, **STATIC, **INITIAL_ONE}, also=options_or_groups),
    "external_select": shape({**MENU, **INITIAL_ONE, "min_query_length": whole(0, NO_BOUND)}),
    "users_select": USERS_SELECT,
    "conversations_select": CONVERSATIONS_SELECT,
    "channels_select": CHANNELS_SELECT,
    "multi_static_select": shape({**MANY, **STATIC, **INITIAL_MANY}, also=options_or_groups),
    "multi_external_select": shape({**MANY, **INITIAL_MANY, "min_query_length": whole(0, NO_BOUND)}),
    "multi_users_select": MULTI_USERS_SELECT,
    "multi_conversations_select": MULTI_CONVERSATIONS_SELECT,
    "multi_channels_select": MULTI_CHANNELS_SELECT,
}
CHOICES: dict[str, Rule] = {
    "checkboxes": _choices({**BASE, **INITIAL_MANY, "options": options(10, rich=True)}),
    "radio_buttons": _choices({**BASE, **INITIAL_ONE, "options": options(10, rich=True)}),
}
PICKERS: dict[str, Rule] = {
    "datepicker": shape({**MENU, "initial_date": DATE}),
    "timepicker": shape({**MENU, "initial_time": TIME, "timezone": string(255)}),
}
MOMENT: dict[str, Rule] = {"datetimepicker": shape({**BASE, "initial_date_time": TEN_DIGITS})}
BUTTONS: dict[str, Rule] = {
    "button": BUTTON,
    "overflow": shape(
        {**TYPE, "action_id": ID, "confirm": CONFIRM, "options": options(5, links=True)}, needs=["options"]
    ),
}
FIELDS: dict[str, Rule] = {
    "plain_text_input": shape(
        {
            **FIELD,
            "initial_value": string(3000, shortest=0),
            "multiline": flag,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
        },
        also=lengths_fit,
    ),
    "email_text_input": shape({**FIELD, "initial_value": string(3000, shortest=0)}),
    "url_text_input": shape({**FIELD, "initial_value": string(3000, shortest=0)}),
    "number_input": shape(
        {
            **FIELD,
            "is_decimal_allowed": flag,
            "initial_value": NUMBER,
            "min_value": NUMBER,
            "max_value": NUMBER,
        },
        needs=["is_decimal_allowed"],
    ),
    "rich_text_input": shape({**FIELD, "initial_value": anything}),
    "file_input": shape(
        {**TYPE, "action_id": ID, "filetypes": each(string(20), most=100), "max_files": whole(1, 10)}
    ),
}

IN_SECTION = {**SELECTS, **CHOICES, **PICKERS, **BUTTONS, "image": IMAGE_ELEMENT}
IN_ACTIONS = {**SELECTS, **CHOICES, **PICKERS, **MOMENT, **BUTTONS}
IN_INPUT = {**SELECTS, **CHOICES, **PICKERS, **MOMENT, **FIELDS}
