"""The JSON calls by which people come to the workspace and to its channels, invite others, and leave."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import get_args

from bot.sandbox.calls.plays import Play
from bot.sandbox.calls.request_body import Body
from bot.sandbox.people import membership
from bot.sandbox.refusal import Refused, Unplayable
from bot.sandbox.workspace.records import Json, Member, SlackRole
from bot.sandbox.workspace.state import new_id
from bot.sandbox.workspace.wording import member_json

SENTENCES = {
    "is_archived": "This channel is archived.",
    "already_in_channel": "They are there already.",
    "not_in_channel": "They are not there.",
    "ura_max_channels": "A single-channel guest is in one channel and no other.",
}


async def join(body: Body) -> Json:
    """The new member is told to the bot before their first channels are, as Slack does it."""
    parts, member = body.parts, _newcomer(body)
    parts.workspace.members[member.id] = member
    parts.workspace.touched()
    user = member_json(parts.workspace, member, email=parts.manifest.shows_emails, locale=False)
    parts.events.tell("team_join", {"type": "team_join", "user": user})
    for room in () if member.is_guest else list(parts.workspace.conversations.values()):
        if room.is_default:
            membership.enter(parts, room, member)
    return {"member": {"id": member.id, "name": member.real_name}}


async def join_channel(body: Body) -> Json:
    """Guests cannot come by themselves; a private channel cannot even be seen."""
    member, room = body.member(), body.channel()
    if room.kind != "public" or member.is_guest:
        raise Unplayable(f"{member.real_name} has to be invited there.")
    with _in_sentences():
        membership.enter(body.parts, room, member)
    return {}


async def leave_channel(body: Body) -> Json:
    with _in_sentences():
        membership.leave(body.parts, body.channel(), body.member())
    return {}


async def invite(body: Body) -> Json:
    """Only from inside; the bot comes this way too."""
    member, room = body.member(), body.channel()
    invited = body.parts.workspace.members.get(body.text("user"))
    if member.id not in room.members or member.is_guest:
        raise Unplayable(f"{member.real_name} cannot invite anybody there.")
    if invited is None or invited.deleted:
        raise Unplayable("Nobody here has this id.")
    with _in_sentences():
        membership.enter(body.parts, room, invited, inviter=member.id)
    return {}


MEMBERSHIP_PLAYS = (
    Play(
        "join",
        join,
        "comes new into the workspace",
        ("real_name", "display_name?", "email?", "zone?", "locale?", "slack_role?"),
    ),
    Play("join_channel", join_channel, "enters a public channel", ("conversation",)),
    Play("leave_channel", leave_channel, "leaves a channel", ("conversation",)),
    Play("invite", invite, "brings somebody, or the bot, into a channel", ("conversation", "user")),
)


def _newcomer(body: Body) -> Member:
    real_name = body.text("real_name")
    zone = body.zone() if body.fields.get("zone") else "America/New_York"
    role = str(body.fields.get("slack_role") or "member")
    if role not in get_args(SlackRole) or role == "deactivated":
        raise Unplayable("“slack_role” is owner, admin, member, guest or single-channel guest.")
    return Member(
        id=new_id("U"),
        name=_handle(real_name),
        real_name=real_name,
        zone=zone,
        display_name=str(body.fields.get("display_name") or ""),
        email=str(body.fields.get("email") or "") or None,
        slack_role=role,  # type: ignore[arg-type]  # looked up above
        locale=str(body.fields.get("locale") or "en-US"),
    )


def _handle(real_name: str) -> str:
    plain = unicodedata.normalize("NFKD", real_name).encode("ascii", "ignore").decode()
    return ".".join(plain.lower().split()) or "newcomer"


@contextmanager
def _in_sentences() -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        raise Unplayable(SENTENCES[refused.error]) from None
