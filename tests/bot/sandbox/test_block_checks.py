"""Blocks and views that Slack refuses are refused, with its names and pointers."""

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.bot.sandbox.players import MAYA, WELCOME, Person, refusal_of
from tests.bot.sandbox.shapes import a_button, a_home, a_modal, a_section, an_input, options, plain

LONG = "x" * 5000


def select(**more: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "pick", "options": options("a", "b"), **more}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def section_with(element: dict[str, Any]) -> dict[str, Any]:
    return {**a_section(), "accessory": element}


def checkboxes(count: int) -> dict[str, Any]:
    return {"type": "checkboxes", "action_id": "tick", "options": options(*(f"o{n}" for n in range(count)))}


SPOILED = {
    "an empty text": (a_section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    "a section over 3000": (a_section("x" * 3001), "must be less than 3001 characters"),
    "a section without text": ({"type": "section"}, "must have either text or fields"),
    "a field over 2000": (
        {"type": "section", "fields": [plain("x" * 2001)]},
        "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
    ),
    "eleven fields": ({"type": "section", "fields": [plain("x")] * 11}, "no more than 10 items allowed"),
    "a header over 150": ({"type": "header", "text": plain("x" * 151)}, "must be less than 151 characters"),
    "a header in mrkdwn": (
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        "unsupported type: mrkdwn",
    ),
    "a button over 75": (a_button("a", text=plain("x" * 76)), "must be less than 76 characters"),
    "a value over 2000": (a_button("a", value="x" * 2001), "must be less than 2001 characters"),
    "a label over 75": (a_button("a", accessibility_label="x" * 76), "must be less than 76 characters"),
    "an invented style": (a_button("a", style="green"), "must be one of: primary, danger"),
    "an address that is none": (a_button("a", url="example"), "must match the expected format"),
    "an invented property": (
        a_button("a", colour="red"),
        "invalid additional property: colour [json-pointer:/blocks/0/elements/0]",
    ),
    "an invented block": ({"type": "banner"}, "unsupported type: banner [json-pointer:/blocks/0/type]"),
    "a block without type": ({"text": plain("x")}, "missing required field: type"),
    "a context of eleven": ({"type": "context", "elements": [plain("x")] * 11}, "no more than 10 items"),
    "a context with a button": ({"type": "context", "elements": [{"type": "button"}]}, "unsupported type"),
    "26 buttons": (
        actions(*(a_button(f"a{n}")["elements"][0] for n in range(26))),
        "no more than 25 items allowed",
    ),
    "an image without words": ({"type": "image", "image_url": "https://x.org/a.png"}, "alt_text"),
    "101 options": (
        section_with(select(options=options(*(f"o{n}" for n in range(101))))),
        "no more than 100 items allowed [json-pointer:/blocks/0/accessory/options]",
    ),
    "an option over 75": (
        section_with(select(options=[{"text": plain("x" * 76), "value": "a"}])),
        "must be less than 76 characters [json-pointer:/blocks/0/accessory/options/0/text/text]",
    ),
    "an option's value over 150": (
        section_with(select(options=[{"text": plain("x"), "value": "x" * 151}])),
        "must be less than 151 characters",
    ),
    "an option with a link in a menu": (
        section_with(select(options=[{"text": plain("x"), "value": "a", "url": "https://x.org"}])),
        "invalid additional property: url",
    ),
    "options and groups": (
        section_with(select(option_groups=[{"label": plain("g"), "options": options("c")}])),
        "must have either options or option_groups",
    ),
    "a first choice that is not offered": (
        section_with(select(initial_option=options("z")[0])),
        "initial option is not among the options",
    ),
    "a long placeholder": (section_with(select(placeholder=plain("x" * 151))), "less than 151"),
    "eleven checkboxes": (section_with(checkboxes(11)), "no more than 10 items allowed"),
    "an overflow of six": (
        section_with({"type": "overflow", "action_id": "m", "options": options(*"abcdef")}),
        "no more than 5 items allowed",
    ),
    "a field to type in beside a text": (
        section_with({"type": "plain_text_input", "action_id": "t"}),
        "unsupported type: plain_text_input",
    ),
    "a date in words": (
        section_with({"type": "datepicker", "action_id": "d", "initial_date": "2026-13-01"}),
        "must match the expected format",
    ),
    "25 o'clock": (
        section_with({"type": "timepicker", "action_id": "d", "initial_time": "25:00"}),
        "must match the expected format",
    ),
    "milliseconds": (
        actions({"type": "datetimepicker", "action_id": "d", "initial_date_time": 1764000000000}),
        "must be between 1000000000 and 9999999999",
    ),
    "a question without no": (
        a_button("a", confirm={"title": plain("?"), "text": plain("?"), "confirm": plain("Yes")}),
        "missing required field: deny",
    ),
    "an input without label": (
        {"type": "input", "element": {"type": "plain_text_input", "action_id": "t"}},
        "missing required field: label",
    ),
    "room for 3001 letters": (
        an_input({"type": "plain_text_input", "action_id": "t", "max_length": 3001}),
        "must be between 1 and 3000",
    ),
    "a number field that does not say which": (
        an_input({"type": "number_input", "action_id": "n"}),
        "missing required field: is_decimal_allowed",
    ),
    "a doubled action_id": (
        actions(a_button("same")["elements"][0], a_button("same")["elements"][0]),
        "`action_id` same already exists",
    ),
    "a block_id over 255": ({"type": "divider", "block_id": "x" * 256}, "must be less than 256 characters"),
    "a table of 101 rows": (
        {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * 101},
        "no more than 100 items allowed",
    ),
    "markdown over 12000": ({"type": "markdown", "text": "x" * 12001}, "must be less than 12001"),
    "a video with a long title": (
        {
            "type": "video",
            "title": plain("x" * 200),
            "alt_text": "x",
            "video_url": "https://x.org/v",
            "thumbnail_url": "https://x.org/t",
        },
        "must be less than 200 characters",
    ),
}


@pytest.mark.parametrize("spoiled", SPOILED)
def test_a_message_is_refused_with(spoiled: str, slack: WebClient) -> None:
    block, problem = SPOILED[spoiled]

    with pytest.raises(SlackApiError) as refused:
        slack.chat_postMessage(channel=WELCOME, text="x", blocks=[block])

    assert refused.value.response["error"] == "invalid_blocks"
    assert problem in refused.value.response["response_metadata"]["messages"][0]


def test_a_block_id_may_stand_once_in_a_message(slack: WebClient) -> None:
    doubled = [a_button("a", "same"), a_button("b", "same")]

    assert refusal_of(slack.chat_postMessage, channel=WELCOME, text="x", blocks=doubled) == "invalid_blocks"


def test_a_message_has_fifty_blocks_and_no_more(slack: WebClient) -> None:
    slack.chat_postMessage(channel=WELCOME, text="x", blocks=[{"type": "divider"}] * 50)

    too_many = [{"type": "divider"}] * 51
    assert refusal_of(slack.chat_postMessage, channel=WELCOME, text="x", blocks=too_many) == "invalid_blocks"


def test_blocks_that_are_too_long_together_are_refused(slack: WebClient) -> None:
    blocks = [a_section("x" * 2900)] * 5

    assert (
        refusal_of(slack.chat_postMessage, channel=WELCOME, text="x", blocks=blocks) == "msg_blocks_too_long"
    )


def test_blocks_that_are_no_list_have_the_wrong_format(slack: WebClient) -> None:
    assert (
        refusal_of(slack.chat_postMessage, channel=WELCOME, text="x", blocks="{") == "invalid_blocks_format"
    )
    assert (
        refusal_of(slack.chat_postMessage, channel=WELCOME, text="x", blocks={"a": 1})
        == "invalid_blocks_format"
    )


SPOILED_VIEWS = {
    "a title over 24": (a_modal(title=plain("x" * 25)), "less than 25 characters [json-pointer:/view/title"),
    "no title": ({"type": "modal", "blocks": [a_section()]}, "missing required field: title"),
    "an input and no submit": (a_modal(submit=None), "missing required field: submit"),
    "no blocks": ({**a_modal(), "blocks": []}, "must contain at least 1 items"),
    "101 blocks": (a_modal(*[a_section()] * 101), "no more than 100 items allowed"),
    "long private metadata": (a_modal(private_metadata="x" * 3001), "must be less than 3001 characters"),
    "a long callback_id": (a_modal(callback_id="x" * 256), "must be less than 256 characters"),
    "an invented property": (a_modal(width=3), "invalid additional property: width"),
    "a doubled block_id": (a_modal(an_input(), an_input()), "`block_id` name already exists"),
    "a home page": (a_home(), "must be one of: modal"),
    "a table": (a_modal({"type": "table", "rows": []}), "unsupported type: table"),
    "two places for the cursor": (
        a_modal(
            *(
                an_input({"type": "plain_text_input", "action_id": "t", "focus_on_load": True}, name)
                for name in "ab"
            )
        ),
        "only one element can have focus_on_load",
    ),
}


@pytest.mark.parametrize("spoiled", SPOILED_VIEWS)
def test_a_modal_is_refused_with(spoiled: str, slack: WebClient) -> None:
    view, problem = SPOILED_VIEWS[spoiled]

    with pytest.raises(SlackApiError) as refused:
        slack.views_open(trigger_id="1.2.a", view=view)

    assert refused.value.response["error"] == "invalid_arguments"
    assert problem in refused.value.response["response_metadata"]["messages"][0]


def test_a_view_of_more_than_250_kilobytes_is_too_large(slack: WebClient) -> None:
    view = a_home(*(a_section("x" * 3000) for _ in range(90)))

    assert refusal_of(slack.views_publish, user_id=MAYA, view=view) == "view_too_large"


def test_everything_this_workspace_knows_can_be_shown(slack: WebClient, maya: Person) -> None:
    pick = {"type": "users_select", "action_id": "who"}
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": plain("Title")},
        {"type": "divider"},
        {**a_section(), "fields": [plain("a"), {"type": "mrkdwn", "text": "*b*", "verbatim": True}]},
        {"type": "context", "elements": [plain("small"), {"type": "mrkdwn", "text": "_small_"}]},
        {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A door"},
        actions(pick, select(), checkboxes(3), {"type": "datepicker", "action_id": "day"}),
        section_with({"type": "overflow", "action_id": "more", "options": options("a")}),
        an_input({"type": "number_input", "action_id": "n", "is_decimal_allowed": False}, "number"),
        an_input({"type": "email_text_input", "action_id": "e"}, "email", optional=True),
    ]

    slack.views_publish(user_id=MAYA, view=a_home(*blocks))

    home = maya.screen()["home"]
    assert all(block["block_id"] for block in home["blocks"])
    assert home["state"]["values"]["email"] == {"e": {"type": "email_text_input", "value": None}}


def test_ids_that_were_left_out_are_made_up(slack: WebClient) -> None:
    message = slack.chat_postMessage(
        channel=WELCOME, text="x", blocks=[actions({"type": "button", "text": plain("Press")})]
    )["message"]

    assert message["blocks"][0]["block_id"]
    assert message["blocks"][0]["elements"][0]["action_id"]
