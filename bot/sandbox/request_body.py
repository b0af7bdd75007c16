"""Reading what the page (or a test) asks for; whatever does not fit is refused in a sentence."""

import json
from dataclasses import dataclass

from starlette.requests import Request

from bot.sandbox.parts import Parts
from bot.sandbox.people import Typed
from bot.sandbox.records import Conversation, Json, Member, Message, View
from bot.sandbox.refusal import Unplayable


@dataclass(frozen=True)
class Body:
    """The fields of one JSON call, looked up in the workspace."""

    fields: Json
    parts: Parts

    def text(self, name: str) -> str:
        value = self.fields.get(name)
        if not isinstance(value, str) or not value:
            raise Unplayable(f"“{name}” is missing: it is a text.")
        return value

    def number(self, name: str, default: float | None = None) -> float:
        value = self.fields.get(name, default)
        if not isinstance(value, int | float) or isinstance(value, bool) or value < 0:
            raise Unplayable(f"“{name}” is missing: it is a number of at least zero.")
        return float(value)

    def whole(self, name: str) -> int | None:
        """Left out or null where there is no such number."""
        return None if self.fields.get(name) is None else int(self.number(name))

    def thing(self, name: str) -> Json:
        value = self.fields.get(name)
        if not isinstance(value, dict):
            raise Unplayable(f"“{name}” is missing: it is a JSON object.")
        return value

    def typed(self) -> Typed:
        """`values`: what stands in the fields, by block and action."""
        values = self.fields.get("values") or {}
        if not isinstance(values, dict) or not all(isinstance(entry, dict) for entry in values.values()):
            raise Unplayable("“values” is an object of objects: block, action, value.")
        return values

    def member(self) -> Member:
        return find_member(self.parts, str(self.fields.get("as") or ""))

    def room(self) -> Conversation:
        """A conversation the person is in; the one with the bot may be opened by asking for it."""
        member, wanted = self.member(), self.text("conversation")
        self.parts.workspace.direct(member.id)
        room = self.parts.workspace.conversations.get(wanted)
        if room is None or member.id not in room.members:
            raise Unplayable(f"{member.real_name} is in no conversation {wanted}.")
        return room

    def message(self) -> Message:
        message = self.room().find(self.text("ts"))
        if message is None or message.seen_by not in (None, self.member().id):
            raise Unplayable("There is no such message for this person.")
        return message

    def view(self) -> View:
        """Their Home page, or the modal on top: nobody reaches what lies below."""
        member, wanted = self.member(), self.text("view")
        home = self.parts.workspace.homes.get(member.id)
        if home and home.id == wanted and not self.parts.workspace.stack(member.id):
            return home
        return self.modal()

    def modal(self) -> View:
        stack = self.parts.workspace.stack(self.member().id)
        if not stack or stack[-1].id != self.text("view"):
            raise Unplayable("This view is not the one in front.")
        return stack[-1]


async def read_body(request: Request, parts: Parts) -> Body:
    """JSON only: a form of another site cannot send it without asking first."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Unplayable("Send JSON, with the content type application/json.")
    try:
        fields = json.loads(await request.body() or b"{}")
    except ValueError:
        raise Unplayable("This is not JSON.") from None
    if not isinstance(fields, dict):
        raise Unplayable("Send a JSON object.")
    return Body(fields, parts)


def find_member(parts: Parts, user: str) -> Member:
    member = parts.workspace.members.get(user)
    if member is None or member.is_bot or member.deleted:
        raise Unplayable(f"Nobody here has the id {user or '(none)'}.")
    return member
