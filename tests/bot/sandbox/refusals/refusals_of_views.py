"""For each kind of view that is refused: one that is, and what Slack says of it, with its pointer."""

from tests.bot.sandbox.block_kit.shapes import Block, a_button, a_home, a_modal, a_section, an_input, plain
from tests.bot.sandbox.refusals.refusals_of_blocks import DIVIDER, a_choice, a_table, in_actions, long


def too_long(most: int, pointer: str) -> str:
    return f"must be less than {most + 1} characters [json-pointer:/view{pointer}]"


def focused(block_id: str) -> Block:
    element = {"type": "plain_text_input", "action_id": "t", "focus_on_load": True}
    return an_input(element, block_id)


MODALS: dict[str, tuple[Block, str]] = {
    "view.type": (a_home(), "must be one of: modal [json-pointer:/view/type]"),
    "view.no_title": (a_modal(title=None), "missing required field: title [json-pointer:/view]"),
    "view.title": (a_modal(title=plain(long(25))), too_long(24, "/title/text")),
    "view.title_mrkdwn": (
        a_modal(title={"type": "mrkdwn", "text": "x"}),
        "unsupported type: mrkdwn [json-pointer:/view/title/type]",
    ),
    "view.submit": (a_modal(submit=plain(long(25))), too_long(24, "/submit/text")),
    "view.close": (a_modal(close=plain(long(25))), too_long(24, "/close/text")),
    "view.no_submit": (a_modal(submit=None), "missing required field: submit [json-pointer:/view]"),
    "view.no_blocks": (
        {**a_modal(), "blocks": []},
        "must contain at least 1 items [json-pointer:/view/blocks]",
    ),
    "view.blocks": (
        a_modal(*[DIVIDER] * 101),
        "no more than 100 items allowed [json-pointer:/view/blocks]",
    ),
    "view.private_metadata": (a_modal(private_metadata=long(3001)), too_long(3000, "/private_metadata")),
    "view.callback_id": (a_modal(callback_id=long(256)), too_long(255, "/callback_id")),
    "view.external_id": (a_modal(external_id=long(256)), too_long(255, "/external_id")),
    "view.property": (a_modal(width=3), "invalid additional property: width [json-pointer:/view]"),
    "view.block_id_twice": (
        a_modal(an_input(), an_input()),
        "`block_id` name already exists [json-pointer:/view/blocks/1/block_id]",
    ),
    "view.action_id_twice": (
        a_modal(a_section(), in_actions(*a_button("same")["elements"] * 2)),
        "`action_id` same already exists [json-pointer:/view/blocks/1]",
    ),
    "view.table": (a_modal(a_table(1, 1)), "unsupported type: table [json-pointer:/view/blocks/0/type]"),
    "view.markdown": (
        a_modal({"type": "markdown", "text": "x"}),
        "unsupported type: markdown [json-pointer:/view/blocks/0/type]",
    ),
    "view.focus": (
        a_modal(focused("a"), focused("b")),
        "only one element can have focus_on_load [json-pointer:/view/blocks]",
    ),
    "view.option_value": (
        a_modal(a_choice(value=long(151))),
        too_long(150, "/blocks/0/accessory/options/0/value"),
    ),
}
