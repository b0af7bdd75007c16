"""The Web API's views methods: modals by trigger, Home pages at any time."""

from bot.sandbox.refusal import Refused
from bot.sandbox.web_api.call import Call
from bot.sandbox.web_api.triggers import Trigger
from bot.sandbox.workspace.records import Json, View
from bot.sandbox.workspace.views import (
    accept_view,
    as_slack,
    open_modal,
    publish_home,
    push_modal,
    replace_view,
)


def open_view(call: Call) -> Json:
    body = accept_view(call.workspace, call.nested("view"), "modal")
    trigger = _trigger(call)
    view = open_modal(call.workspace, trigger.user, body)
    trigger.used = True
    return {"view": as_slack(call.workspace, view)}


def push_view(call: Call) -> Json:
    """Only with a trigger from inside a modal that is still open."""
    body = accept_view(call.workspace, call.nested("view"), "modal")
    trigger = _trigger(call)
    if all(view.id != trigger.view_id for view in call.workspace.stack(trigger.user)):
        raise Refused("not_found")
    view = push_modal(call.workspace, trigger.user, body)
    trigger.used = True
    return {"view": as_slack(call.workspace, view)}


def update_view(call: Call) -> Json:
    view = _named_view(call)
    body = accept_view(call.workspace, call.nested("view"), view.type, replacing=view)
    _check_hash(call, view)
    replace_view(call.workspace, view, body)
    return {"view": as_slack(call.workspace, view)}


def publish_view(call: Call) -> Json:
    if not call.parts.manifest.home_tab:
        raise Refused("not_enabled")
    member = call.workspace.members.get(call.text("user_id"))
    if member is None or member.is_bot or member.deleted:
        raise Refused("user_not_found")
    known = call.workspace.homes.get(member.id)
    body = accept_view(call.workspace, call.nested("view"), "home", replacing=known)
    if known:
        _check_hash(call, known)
    view = publish_home(call.workspace, member.id, body)
    return {"view": as_slack(call.workspace, view)}


def _trigger(call: Call) -> Trigger:
    return call.parts.triggers.look_at(call.text("trigger_id"))


def _named_view(call: Call) -> View:
    view_id, external_id = call.text("view_id"), call.text("external_id")
    for view in call.workspace.open_views():
        if view.id == view_id or (external_id and view.external_id == external_id):
            return view
    raise Refused("not_found")


def _check_hash(call: Call, view: View) -> None:
    """The hash the bot last saw; a stale one loses the race."""
    seen = call.text("hash")
    if seen and seen != view.hash:
        raise Refused("hash_conflict")
