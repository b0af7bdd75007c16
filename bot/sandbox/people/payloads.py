"""What Slack sends to the bot for each thing a person does (slack-platform.md, sections 14 and 19)."""

from bot.sandbox.block_kit.fields import Values
from bot.sandbox.parts import Parts
from bot.sandbox.workspace.records import Conversation, Json, Member, Message, View
from bot.sandbox.workspace.state import Workspace
from bot.sandbox.workspace.views import as_slack
from bot.sandbox.workspace.wording import message_json

SHOWN_WITH_ACTION = ("text", "value", "style", "placeholder", "confirm", "initial_option", "initial_options")


def command(parts: Parts, member: Member, room: Conversation, word: str, text: str) -> Json:
    team = parts.workspace.team
    return {
        "token": "legacy-unused",
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": room.id,
        "channel_name": room.name if room.kind != "private" else "privategroup",
        "user_id": member.id,
        "user_name": member.name,
        "command": word,
        "text": text,
        "api_app_id": parts.workspace.bot.app_id,
        "is_enterprise_install": "false",
        "response_url": parts.response_urls.issue("commands", room, member.id),
        "trigger_id": parts.triggers.issue(member.id),
    }


def click_on_message(
    parts: Parts, member: Member, room: Conversation, message: Message, state: Values, action: Json
) -> Json:
    return {
        **_interaction(parts.workspace, member, "block_actions"),
        **in_message(parts.workspace, room, message),
        "trigger_id": parts.triggers.issue(member.id),
        "state": {"values": state},
        "response_url": parts.response_urls.issue("actions", room, member.id, message),
        "actions": [action],
    }


def in_message(workspace: Workspace, room: Conversation, message: Message) -> Json:
    """Where something was used; an ephemeral message itself is never sent."""
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": room.id,
        "is_ephemeral": bool(message.seen_by),
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    channel = {"id": room.id, "name": room.name if room.kind != "private" else "privategroup"}
    shown = {} if message.seen_by else {"message": message_json(workspace, message)}
    return {"container": container, "channel": channel, **shown}


def in_view(workspace: Workspace, view: View) -> Json:
    return {"container": {"type": "view", "view_id": view.id}, "view": as_slack(workspace, view)}


def click_in_view(parts: Parts, member: Member, view: View, action: Json) -> Json:
    """A click on the Home page brings a trigger for a new modal, one in a modal may also push."""
    where = in_view(parts.workspace, view)
    return {
        **_interaction(parts.workspace, member, "block_actions"),
        **where,
        "trigger_id": parts.triggers.issue(member.id, view.id if view.type == "modal" else None),
        "state": where["view"]["state"],
        "hash": view.hash,
        "actions": [action],
    }


def suggestion(workspace: Workspace, member: Member, where: Json, menu: Json, typed: str) -> Json:
    """What is typed into a menu that searches; `menu` is its block_id and action_id."""
    return {**_interaction(workspace, member, "block_suggestion"), **where, **menu, "value": typed}


def submission(parts: Parts, member: Member, view: View) -> Json:
    return {
        **_interaction(parts.workspace, member, "view_submission"),
        "trigger_id": parts.triggers.issue(member.id, view.id),
        "response_urls": [],
        "view": as_slack(parts.workspace, view),
    }


def closing(workspace: Workspace, member: Member, view: View, *, is_cleared: bool) -> Json:
    """What was typed is left out (docs.slack.dev, view interaction payloads)."""
    worded = as_slack(workspace, view, with_values=False)
    return {**_interaction(workspace, member, "view_closed"), "view": worded, "is_cleared": is_cleared}


def action_json(workspace: Workspace, block: Json, element: Json, entry: Json | None) -> Json:
    """One entry of `actions`: what was used, and what it holds now."""
    shown = {key: element[key] for key in SHOWN_WITH_ACTION if key in element}
    worded = {"type": element["type"], "block_id": block["block_id"], "action_id": element["action_id"]}
    held = {key: value for key, value in (entry or {}).items() if key != "type"}
    return {**worded, **shown, **held, "action_ts": workspace.next_ts()}


def home_opened(workspace: Workspace, member: Member, tab: str) -> Json:
    event: Json = {
        "type": "app_home_opened",
        "user": member.id,
        "channel": workspace.direct(member.id).id,
        "tab": tab,
    }
    home = workspace.homes.get(member.id)
    if home and tab == "home":
        event["view"] = as_slack(workspace, home)
    return event


def _interaction(workspace: Workspace, member: Member, kind: str) -> Json:
    team = workspace.team
    return {
        "type": kind,
        "api_app_id": workspace.bot.app_id,
        "token": "legacy-unused",
        "user": {"id": member.id, "username": member.name, "name": member.name, "team_id": team.id},
        "team": {"id": team.id, "domain": team.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }
