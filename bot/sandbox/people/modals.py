"""What people do with a modal: send it, or close it."""

import re
from collections.abc import Callable, Iterator

from bot.sandbox.block_kit.fields import SINGLE, Values, fill_in, is_empty
from bot.sandbox.parts import Parts
from bot.sandbox.people import payloads
from bot.sandbox.people.acts import Typed
from bot.sandbox.people.choices import Place
from bot.sandbox.refusal import Refused
from bot.sandbox.workspace.records import Json, Member, View
from bot.sandbox.workspace.views import accept_view, push_modal, replace_view

Step = Callable[[Parts, Member, View, Json], Json]
"""What an answer does to the view that was sent; the outcome for whoever sent it."""

REQUIRED = "Please complete this required field."
TROUBLE = "We had some trouble connecting. Try again?"
WHOLE, DECIMAL = r"-?\d+", r"-?\d+(\.\d+)?"
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


async def submit(parts: Parts, member: Member, view: View, typed: Typed) -> Json:
    """Slack's own checks come first; what they stop never reaches the bot."""
    blocks = parts.choices.blocks_for(Place(member.id, view.id), view.blocks, view.values)
    view.values = fill_in(view.values, blocks, typed)
    parts.workspace.touched()
    errors = dict(_incomplete(view.blocks, view.values))
    if errors:
        return {"answered": False, "action": "incomplete", "errors": errors}
    answer = await parts.to_bot.ask("interactive", payloads.submission(parts, member, view))
    if not answer.given:
        return _trouble(answered=False)
    if view not in parts.workspace.stack(member.id):
        return {"answered": True, "action": "closed"}  # by the person, while the bot was thinking
    try:
        return {"answered": True, **_act_on(parts, member, view, answer.payload)}
    except Refused:
        return _trouble(answered=True)


def close(parts: Parts, member: Member, view: View, *, everything: bool) -> Json | None:
    """Cancel takes one view, the cross takes the stack and names its root; the payload, if one is wanted."""
    stack = parts.workspace.stack(member.id)
    told = stack[0] if everything else view
    cleared = everything or bool(view.body.get("clear_on_close"))
    stack[:] = [] if cleared else [each for each in stack if each is not view]
    parts.workspace.touched()
    if not told.body.get("notify_on_close"):
        return None
    return payloads.closing(parts.workspace, member, told, is_cleared=cleared)


def _act_on(parts: Parts, member: Member, view: View, answer: object) -> Json:
    """Do what the answer says; any other body is trouble (docs.slack.dev, "Modals": must be empty)."""
    if answer in (None, "", {}):
        _take_away(parts, member, view)
        return {"action": "closed"}
    if not isinstance(answer, dict):
        raise Refused("invalid_response")
    step = STEPS.get(str(answer.get("response_action")))
    if step is None:
        raise Refused("invalid_response_action")
    return step(parts, member, view, answer)


def _clear(parts: Parts, member: Member, view: View, answer: Json) -> Json:
    parts.workspace.stack(member.id).clear()
    parts.workspace.touched()
    return {"action": "cleared"}


def _update(parts: Parts, member: Member, view: View, answer: Json) -> Json:
    body = accept_view(parts.workspace, answer.get("view"), "modal", replacing=view)
    replace_view(parts.workspace, view, body)
    return {"action": "updated"}


def _push(parts: Parts, member: Member, view: View, answer: Json) -> Json:
    push_modal(parts.workspace, member.id, accept_view(parts.workspace, answer.get("view"), "modal"))
    return {"action": "pushed"}


def _errors(parts: Parts, member: Member, view: View, answer: Json) -> Json:
    """Only input blocks can show an error; one wrong key spoils the answer."""
    errors = answer.get("errors")
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise Refused("invalid_errors")
    if not all(isinstance(text, str) and text for text in errors.values()):
        raise Refused("invalid_errors")
    return {"action": "errors", "errors": errors}


STEPS: dict[str, Step] = {"clear": _clear, "update": _update, "push": _push, "errors": _errors}


def _take_away(parts: Parts, member: Member, view: View) -> None:
    stack = parts.workspace.stack(member.id)
    stack[:] = [each for each in stack if each is not view]
    parts.workspace.touched()


def _trouble(*, answered: bool) -> Json:
    return {"answered": answered, "action": "trouble", "text": TROUBLE}


def _incomplete(blocks: list[Json], values: Values) -> Iterator[tuple[str, str]]:
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        entry = values[block["block_id"]][element["action_id"]]
        fault = _empty_fault(block) if is_empty(entry) else _text_fault(element, entry)
        if fault:
            yield block["block_id"], fault


def _empty_fault(block: Json) -> str | None:
    return None if block.get("optional") else REQUIRED


def _text_fault(element: Json, entry: Json) -> str | None:
    """What Slack's client says about a typed value before it sends anything."""
    value = entry.get(SINGLE.get(element["type"], ("value", ""))[0])
    if element["type"] == "number_input":
        return _number_fault(element, str(value))
    if element["type"] == "email_text_input":
        return None if EMAIL.fullmatch(str(value)) else "Please enter a valid email address."
    if element["type"] == "url_text_input":
        return None if re.fullmatch(r"https?://\S+", str(value)) else "Please enter a valid URL."
    return _length_fault(element, str(value)) if element["type"] == "plain_text_input" else None


def _number_fault(element: Json, value: str) -> str | None:
    shape, what = (DECIMAL, "number") if element.get("is_decimal_allowed") else (WHOLE, "whole number")
    if not re.fullmatch(shape, value):
        return f"Please enter a {what}."
    lowest, highest = element.get("min_value"), element.get("max_value")
    if lowest is not None and float(value) < float(lowest):
        return f"Must be at least {lowest}."
    if highest is not None and float(value) > float(highest):
        return f"Must be at most {highest}."
    return None


def _length_fault(element: Json, value: str) -> str | None:
    shortest, longest = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < shortest:
        return f"Please enter at least {shortest} characters."
    return f"Please enter at most {longest} characters." if len(value) > longest else None
