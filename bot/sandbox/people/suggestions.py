"""A person types into a menu that searches; the bot is asked what to offer."""

from bot.sandbox.block_kit.fields import find_element
from bot.sandbox.parts import Parts
from bot.sandbox.people import payloads
from bot.sandbox.people.acts import interact
from bot.sandbox.people.choices import SEARCHES, Place, is_enough
from bot.sandbox.refusal import Unplayable
from bot.sandbox.workspace.records import Conversation, Json, Member, Message, View

Where = View | tuple[Conversation, Message]
"""The view or the message in which the menu stands."""


async def suggest(parts: Parts, member: Member, where: Where, menu: tuple[str, str], typed: str) -> Json:
    """`menu`: its block_id and action_id; `typed` may be empty where the menu asks for no letters."""
    shown = where if isinstance(where, View) else where[1]
    block, element = find_element(shown.blocks, *menu)
    if element["type"] not in SEARCHES:
        raise Unplayable("This menu has all its choices; there is nothing to search.")
    if not is_enough(element, typed):
        raise Unplayable("Slack asks the bot only when more letters are typed.")
    names = {"block_id": block["block_id"], "action_id": element["action_id"]}
    payload = payloads.suggestion(parts.workspace, member, _container(parts, where), names, typed)
    answer = await interact(parts, payload)
    place = Place(member.id, where.id if isinstance(where, View) else where[1].ts)
    return {"answered": answer.given, **parts.choices.offer(place, *menu, answer)}


def _container(parts: Parts, where: Where) -> Json:
    if isinstance(where, View):
        return payloads.in_view(parts.workspace, where)
    return payloads.in_message(parts.workspace, *where)
