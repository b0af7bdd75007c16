"""Reading what the page (or a test) asks for; whatever does not fit is refused in a sentence."""

import base64
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import available_timezones

from starlette.requests import Request

from bot.sandbox import strict_json
from bot.sandbox.parts import Parts
from bot.sandbox.people.acts import Typed
from bot.sandbox.refusal import Unplayable
from bot.sandbox.workspace.records import Conversation, File, Json, Member, Message, View

UPLOAD_LIMIT = 10_000_000  # docs.slack.dev, file input: 10 MB a file


@dataclass(frozen=True)
class Body:
    """The fields of one JSON call, looked up in the workspace."""

    fields: Json
    parts: Parts

    def now(self) -> datetime:
        return self.parts.workspace.clock.now()

    def text(self, name: str) -> str:
        value = self.fields.get(name)
        if not isinstance(value, str) or not value:
            raise Unplayable(f"“{name}” is missing: it is a text.")
        return value

    def number(self, name: str, default: float | None = None) -> float:
        value = self.fields.get(name, default)
        if not isinstance(value, int | float) or isinstance(value, bool) or not value >= 0:
            raise Unplayable(f"“{name}” is missing: it is a number of at least zero.")
        return float(value)

    def whole(self, name: str) -> int | None:
        """Left out or null where there is no such number."""
        return None if self.fields.get(name) is None else int(self.number(name))

    def content(self, name: str) -> bytes:
        """Bytes, written in base64."""
        try:
            content = base64.b64decode(self.text(name), validate=True)
        except ValueError:
            raise Unplayable(f"“{name}” is no base64.") from None
        if not 0 < len(content) <= UPLOAD_LIMIT:
            raise Unplayable(f"A file has 1 to {UPLOAD_LIMIT:,} bytes here.")
        return content

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

    def zone(self) -> str:
        zone = self.text("zone")
        if zone not in available_timezones():
            raise Unplayable(f"There is no time zone named {zone[:40]}; one is America/Denver.")
        return zone

    def member(self) -> Member:
        return find_member(self.parts, str(self.fields.get("as") or ""))

    def files(self) -> tuple[File, ...]:
        """Files this person has uploaded, and not sent yet."""
        wanted = self.fields.get("files") or []
        member, files = self.member(), self.parts.workspace.files
        own = {each.id: each for each in files.values() if each.user == member.id and not each.shared}
        if not isinstance(wanted, list) or not all(str(each) in own for each in wanted):
            raise Unplayable("“files” is a list of ids of files that you have uploaded and not sent yet.")
        return tuple(own[str(each)] for each in wanted)

    def channel(self, name: str = "conversation") -> Conversation:
        """Any channel, whoever is in it."""
        room = self.parts.workspace.conversations.get(self.text(name))
        if room is None or room.kind == "direct":
            raise Unplayable("There is no such channel.")
        return room

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
        fields = strict_json.read(await request.body() or b"{}")
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
