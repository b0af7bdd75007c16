"""The Web API's methods about who and where: auth, people and conversations."""

from bot.sandbox.refusal import Refused
from bot.sandbox.web_api.call import Call
from bot.sandbox.web_api.paging import turn_to
from bot.sandbox.workspace.records import Conversation, Json, Member
from bot.sandbox.workspace.wording import bot_profile, conversation_json, member_json

TOGETHER = 8  # docs.slack.dev, conversations.open: the most people in one group conversation
READ_SCOPE = {"public": "channels:read", "private": "groups:read", "direct": "im:read"}


def auth_test(call: Call) -> Json:
    team, bot = call.workspace.team, call.workspace.bot
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": call.workspace.members[bot.user_id].name,
        "team_id": team.id,
        "user_id": bot.user_id,
        "bot_id": bot.bot_id,
        "is_enterprise_install": False,
    }


def open_connection(call: Call) -> Json:
    """A new URL, good for one socket."""
    return {"url": f"{call.parts.sockets.address}/link/?ticket={call.parts.sockets.issue_ticket()}"}


def team_info(call: Call) -> Json:
    team = call.workspace.team
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "email_domain": ""}}


def bot_info(call: Call) -> Json:
    bot = call.workspace.bot
    if call.text("bot") != bot.bot_id:
        raise Refused("bot_not_found")
    return {"bot": {**bot_profile(call.workspace), "user_id": bot.user_id}}


def user_info(call: Call) -> Json:
    member = call.workspace.members.get(call.text("user"))
    if member is None:
        raise Refused("user_not_found")
    return {"user": _worded(call, member)}


def list_users(call: Call) -> Json:
    """Everybody who is or was here, guests, bots and the deactivated among them."""
    page = turn_to(call, list(call.workspace.members.values()), lambda member: member.id)
    return {"members": [_worded(call, member) for member in page.items], **page.metadata}


def find_by_email(call: Call) -> Json:
    """Letters count alike; who is deactivated is not found."""
    wanted = call.text("email").lower()
    for member in call.workspace.people():
        if wanted and (member.email or "").lower() == wanted:
            return {"user": _worded(call, member)}
    raise Refused("users_not_found")


def _worded(call: Call, member: Member) -> Json:
    email = call.parts.manifest.shows_emails
    return member_json(call.workspace, member, email=email, locale=call.flag("include_locale"))


def open_conversation(call: Call) -> Json:
    """With one person only: the sandbox has no group conversations."""
    users = [user for user in call.text("users").split(",") if user]
    if not users and not call.text("channel"):
        raise Refused("users_list_not_supplied")
    if len(users) > TOGETHER:
        raise Refused("too_many_users")
    if len(users) > 1:
        raise Refused("method_not_supported_for_channel_type")
    call.needs("im:write")
    room = _open_direct(call, users[0]) if users else find_room(call, call.text("channel"))
    worded = conversation_json(call.workspace, room) if call.flag("return_im") else {"id": room.id}
    return {"channel": worded}


def _open_direct(call: Call, user: str) -> Conversation:
    member = call.workspace.members.get(user)
    if member is None or member.is_bot:
        raise Refused("user_not_found")
    if member.deleted:
        raise Refused("user_disabled")
    return call.workspace.direct(user)


def conversation_info(call: Call) -> Json:
    room = find_room(call, call.text("channel"))
    call.needs(READ_SCOPE[room.kind])
    return {"channel": conversation_json(call.workspace, room)}


def find_room(call: Call, channel: str) -> Conversation:
    """A private room the bot is not in looks as if it did not exist."""
    room = call.workspace.conversations.get(channel)
    if room is None or (room.kind != "public" and call.workspace.bot.user_id not in room.members):
        raise Refused("channel_not_found")
    return room
