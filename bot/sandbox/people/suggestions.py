"""A person types into a menu that searches; the bot is asked what to offer."""

from bot.sandbox.block_kit.fields import find_element
from bot.sandbox.calls.request_body import Body
from bot.sandbox.people import payloads
from bot.sandbox.people.acts import interact
from bot.sandbox.people.choices import SEARCHES, Place, is_enough
from bot.sandbox.refusal import Unplayable
from bot.sandbox.workspace.records import Json, View


async def suggest(body: Body) -> Json:
    """`value` may be empty where the menu asks for no letters."""
    parts, member = body.parts, body.member()
    view = body.view() if body.fields.get("view") else None
    shown = view or body.message()
    block, element = find_element(shown.blocks, body.text("block_id"), body.text("action_id"))
    typed = str(body.fields.get("value") or "")
    if element["type"] not in SEARCHES:
        raise Unplayable("This menu has all its choices; there is nothing to search.")
    if not is_enough(element, typed):
        raise Unplayable("Slack asks the bot only when more letters are typed.")
    menu = {"block_id": block["block_id"], "action_id": element["action_id"]}
    payload = payloads.suggestion(parts.workspace, member, _where(body, view), menu, typed)
    answer = await interact(parts, payload)
    place = Place(member.id, view.id if view else body.text("ts"))
    offered = parts.choices.offer(place, menu["block_id"], menu["action_id"], answer)
    return {"answered": answer.given, **offered}


def _where(body: Body, view: View | None) -> Json:
    if view:
        return payloads.in_view(body.parts.workspace, view)
    return payloads.in_message(body.parts.workspace, body.room(), body.message())
