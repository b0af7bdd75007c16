"""Views as the workspace keeps them: ids, hashes, stacks of at most three, and what Slack sends of them."""

from bot.sandbox.block_kit.check import accept_view_body
from bot.sandbox.block_kit.fields import first_values, keep_typed
from bot.sandbox.refusal import Refused
from bot.sandbox.workspace.records import Json, View
from bot.sandbox.workspace.state import Workspace, new_id

STACK_LIMIT = 3  # docs.slack.dev, "Modals": up to three views at a time

EMPTY = {
    "private_metadata": "",
    "callback_id": "",
    "external_id": "",
    "title": None,
    "submit": None,
    "close": None,
    "clear_on_close": False,
    "notify_on_close": False,
}


def accept_view(workspace: Workspace, body: object, kind: str, replacing: View | None = None) -> Json:
    """The view with ids filled in; refuses what Slack refuses, with its pointers.

    An external_id is unique in the workspace; a view may keep its own when it is updated.
    """
    accepted = accept_view_body(body, kind)
    external_id = accepted.get("external_id")
    others = (view for view in workspace.open_views() if view is not replacing)
    if external_id and any(view.external_id == external_id for view in others):
        raise Refused("duplicate_external_id")
    return {**EMPTY, **accepted}


def open_modal(workspace: Workspace, user: str, body: Json) -> View:
    """A new stack: what was open before is gone from the screen."""
    workspace.stack(user).clear()
    return push_modal(workspace, user, body)


def push_modal(workspace: Workspace, user: str, body: Json) -> View:
    stack = workspace.stack(user)
    if len(stack) >= STACK_LIMIT:
        raise Refused("push_limit_reached")
    view = _new_view(workspace, user, body, below=stack[-1] if stack else None)
    stack.append(view)
    workspace.shown(view)
    return view


def replace_view(workspace: Workspace, view: View, body: Json) -> None:
    """New content and a new hash; what was typed stays where the ids stay."""
    view.body, view.hash = body, workspace.new_hash()
    view.values = keep_typed(view.values, view.blocks)
    workspace.shown(view)


def publish_home(workspace: Workspace, user: str, body: Json) -> View:
    known = workspace.homes.get(user)
    if known:
        replace_view(workspace, known, body)
        return known
    view = workspace.homes[user] = _new_view(workspace, user, body)
    workspace.shown(view)
    return view


def _new_view(workspace: Workspace, user: str, body: Json, below: View | None = None) -> View:
    view_id = new_id("V")
    return View(
        id=view_id,
        user=user,
        hash=workspace.new_hash(),
        body=body,
        root_id=below.root_id if below else view_id,
        previous_id=below.id if below else None,
        values=first_values(body["blocks"]),
    )


def as_slack(workspace: Workspace, view: View, *, with_values: bool = True) -> Json:
    return {
        "id": view.id,
        "team_id": workspace.team.id,
        "app_id": workspace.bot.app_id,
        "app_installed_team_id": workspace.team.id,
        "bot_id": workspace.bot.bot_id,
        **view.body,
        "hash": view.hash,
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "state": {"values": view.values if with_values else {}},
    }
