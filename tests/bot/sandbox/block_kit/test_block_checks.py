"""What Slack would show is taken as it is; what is refused stands in test_refusals.py."""

from typing import Any

from slack_sdk import WebClient

from tests.bot.sandbox.block_kit.shapes import a_home, a_section, an_input, options, plain
from tests.bot.sandbox.players import MAYA, WELCOME, Person
from tests.bot.sandbox.refusals.refusals_of_blocks import DIVIDER, a_menu, in_actions, in_section


def test_a_message_may_have_fifty_blocks(slack: WebClient) -> None:
    assert slack.chat_postMessage(channel=WELCOME, text="x", blocks=[DIVIDER] * 50)["ok"]


def test_everything_this_workspace_knows_can_be_shown(slack: WebClient, maya: Person) -> None:
    pick = {"type": "users_select", "action_id": "who"}
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": plain("Title")},
        DIVIDER,
        {**a_section(), "fields": [plain("a"), {"type": "mrkdwn", "text": "*b*", "verbatim": True}]},
        {"type": "context", "elements": [plain("small"), {"type": "mrkdwn", "text": "_small_"}]},
        {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A door"},
        in_actions(
            pick, a_menu(), a_menu("checkboxes", action_id="tick"), {"type": "datepicker", "action_id": "day"}
        ),
        in_section({"type": "overflow", "action_id": "more", "options": options("a")}),
        an_input({"type": "number_input", "action_id": "n", "is_decimal_allowed": False}, "number"),
        an_input({"type": "email_text_input", "action_id": "e"}, "email", optional=True),
    ]

    slack.views_publish(user_id=MAYA, view=a_home(*blocks))

    home = maya.screen()["home"]
    assert all(block["block_id"] for block in home["blocks"])
    assert home["state"]["values"]["email"] == {"e": {"type": "email_text_input", "value": None}}


def test_ids_that_were_left_out_are_made_up(slack: WebClient) -> None:
    message = slack.chat_postMessage(
        channel=WELCOME, text="x", blocks=[in_actions({"type": "button", "text": plain("Press")})]
    )["message"]

    assert message["blocks"][0]["block_id"]
    assert message["blocks"][0]["elements"][0]["action_id"]
