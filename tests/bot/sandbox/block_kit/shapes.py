"""Small views and blocks that Slack would show, for tests to send or to spoil."""

from typing import Any

Block = dict[str, Any]


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def a_section(text: str = "Hello") -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def a_button(action_id: str, block_id: str = "row", **more: Any) -> Block:
    button = {"type": "button", "action_id": action_id, "text": plain("Press"), "value": "7", **more}
    return {"type": "actions", "block_id": block_id, "elements": [button]}


def options(*values: str) -> list[Block]:
    return [{"text": plain(value.title()), "value": value} for value in values]


def an_input(element: Block | None = None, block_id: str = "name", **more: Any) -> Block:
    element = element or {"type": "plain_text_input", "action_id": "value"}
    return {"type": "input", "block_id": block_id, "label": plain("Your name"), "element": element, **more}


def a_modal(*blocks: Block, **more: Any) -> Block:
    return {
        "type": "modal",
        "callback_id": "a_form",
        "title": plain("A form"),
        "submit": plain("Send"),
        "blocks": list(blocks) or [an_input()],
        **more,
    }


def a_home(*blocks: Block) -> Block:
    return {"type": "home", "blocks": list(blocks) or [a_section()]}
