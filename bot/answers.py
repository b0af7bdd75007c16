"""What the bot says when a click, a command or a form could not do what was asked, in a shape that fits."""

from collections.abc import Mapping
from typing import Any

from handlers.blocks import Json, modal, section
from handlers.routes import Route, Submission

NOT_SURE = "We can't be sure this was saved. Press again; nothing will be there twice."
TOOK_TOO_LONG = "That took too long, sorry. Please try again; nothing will be there twice."
NOT_OPENED = "If nothing has opened, please try again."
NOT_READY = "We couldn't open this just now. Please try again."
ONE_MOMENT = "One moment…"
OLD_BUTTON = "This is from an earlier version of the bot. Type /runforsomething help to go on."


def apology(number: str) -> str:
    return f"That's our mistake, not yours, and we will look at it (number {number}). Please try again later."


def too_late(route: Route) -> str:
    """Only who has sent a form has something that may be saved or not."""
    return NOT_SURE if isinstance(route, Submission) else TOOK_TOO_LONG


def build_notice(sentence: str) -> Json:
    """A modal that only says something."""
    return modal("Run for Something", [section(sentence)], "notice", close="Close")


def answer_with(body: Mapping[str, Any], sentence: str, *, at: str | None = None) -> Json | None:
    """The acknowledgement that says it; None where Slack shows nothing that an answer carries.

    A form says it at a field (`at`, or its first one), so that it stays open with what was typed.
    """
    if "command" in body:
        return {"response_type": "ephemeral", "text": sentence}
    if body.get("type") == "view_submission":
        return _answer_form(_inputs(body), sentence, at)
    if body.get("type") == "block_suggestion":
        return {"options": []}
    return None


def _answer_form(inputs: list[str], sentence: str, at: str | None) -> Json:
    if not inputs:
        return {"response_action": "update", "view": build_notice(sentence)}
    if at is not None and at not in inputs:  # it was opened before a change of ours
        return {"response_action": "errors", "errors": {inputs[0]: OLD_BUTTON}}
    return {"response_action": "errors", "errors": {at or inputs[0]: sentence}}


def _inputs(body: Mapping[str, Any]) -> list[str]:
    blocks = (body.get("view") or {}).get("blocks") or []
    return [str(block.get("block_id")) for block in blocks if block.get("type") == "input"]
