"""One call of the Web API for each way it refuses: what slack_sdk's client is told."""

import time
from typing import Any

import httpx
from slack_sdk import WebClient

from tests.bot.sandbox.block_kit.shapes import a_home, a_modal, a_section
from tests.bot.sandbox.players import MAYA, SAM, STAFF_ROOM, WELCOME, refusal_of
from tests.bot.sandbox.refusals.refusal_scene import Provocations, Scene

RANDOM, LEADS, OLD_CANVASS, GREG = "C07RANDOM1", "C07LEADS01", "C07CANVASS", "U07GONE001"
NOTE: dict[str, Any] = {"event_type": "a_note", "event_payload": {"id": "41"}}


def post(scene: Scene, channel: str = WELCOME, **said: Any) -> str:
    return refusal_of(scene.slack.chat_postMessage, channel=channel, **{"text": "x", **said})


def push(scene: Scene, trigger: str) -> str:
    return refusal_of(scene.slack.views_push, trigger_id=trigger, view=a_modal())


def open_with(scene: Scene, trigger: str) -> str:
    return refusal_of(scene.slack.views_open, trigger_id=trigger, view=a_modal())


def with_token(scene: Scene, token: str | None) -> str:
    return refusal_of(WebClient(token=token, base_url=scene.slack.base_url).auth_test)


def used_trigger(scene: Scene) -> str:
    trigger = scene.trigger()
    scene.slack.views_open(trigger_id=trigger, view=a_modal())
    return trigger


def old_trigger(scene: Scene) -> str:
    trigger, later = scene.trigger(), time.monotonic() + 3.1
    scene.patch.setattr("bot.sandbox.web_api.triggers.machine", lambda: later)
    return trigger


def fourth_trigger(scene: Scene) -> str:
    """From the third of three views."""
    scene.opened()
    for _ in range(2):
        scene.submission({"response_action": "push", "view": a_modal()})
    return str(scene.submission({"response_action": "errors", "errors": {"name": "?"}})[1]["trigger_id"])


def outside_trigger(scene: Scene) -> str:
    scene.opened()
    return scene.trigger()


def taken_external_id(scene: Scene) -> str:
    named = {**a_home(), "external_id": "taken"}
    scene.slack.views_publish(user_id=MAYA, view=named)
    return refusal_of(scene.slack.views_publish, user_id=SAM, view=named)


def stale_update(scene: Scene) -> str:
    view = scene.opened()
    scene.slack.views_update(view_id=view["id"], view=a_modal())
    return refusal_of(scene.slack.views_update, view_id=view["id"], hash=view["hash"], view=a_modal())


def stale_publish(scene: Scene) -> str:
    seen = scene.home()["hash"]
    scene.home()
    return refusal_of(scene.slack.views_publish, user_id=MAYA, hash=seen, view=a_home())


def far_too_large(scene: Scene) -> str:
    view = a_home(*(a_section("x" * 3000) for _ in range(90)))
    return refusal_of(scene.slack.views_publish, user_id=MAYA, view=view)


def mayas_message(scene: Scene) -> str:
    scene.maya.say("Mine")
    return str(scene.maya.messages()[-1]["ts"])


def update(scene: Scene, ts: str, channel: str = WELCOME, text: str = "x") -> str:
    return refusal_of(scene.slack.chat_update, channel=channel, ts=ts, text=text)


def whisper(scene: Scene) -> str:
    return str(scene.slack.chat_postEphemeral(channel=WELCOME, user=MAYA, text="x")["message_ts"])


def reply(scene: Scene) -> str:
    parent = scene.message()
    return str(scene.slack.chat_postMessage(channel=WELCOME, text="x", thread_ts=parent)["ts"])


def open_room(scene: Scene, *users: str) -> str:
    return refusal_of(scene.slack.conversations_open, users=",".join(users))


VIEWS: Provocations = {
    "trigger.unknown": lambda scene: open_with(scene, "1.2.abc"),
    "trigger.twice": lambda scene: open_with(scene, used_trigger(scene)),
    "trigger.late": lambda scene: open_with(scene, old_trigger(scene)),
    "push.outside": lambda scene: push(scene, outside_trigger(scene)),
    "push.fourth": lambda scene: push(scene, fourth_trigger(scene)),
    "view.bytes": far_too_large,
    "view.external_id_twice": taken_external_id,
    "update.unknown": lambda scene: refusal_of(scene.slack.views_update, view_id="V07NO", view=a_modal()),
    "update.stale": stale_update,
    "publish.stale": stale_publish,
    "publish.off": lambda scene: refusal_of(scene.narrow.views_publish, user_id=MAYA, view=a_home()),
    "publish.nobody": lambda scene: refusal_of(scene.slack.views_publish, user_id=GREG, view=a_home()),
}
MESSAGES: Provocations = {
    "message.empty": lambda scene: refusal_of(
        scene.slack.api_call, api_method="chat.postMessage", json={"channel": WELCOME, "text": ""}
    ),
    "blocks.no_json": lambda scene: post(scene, blocks="{"),
    "blocks.no_list": lambda scene: post(scene, blocks={"type": "divider"}),
    "blocks.together": lambda scene: post(scene, blocks=[a_section("x" * 2900)] * 5),
    "attachments.count": lambda scene: post(scene, attachments=[{"text": "x", "fallback": "x"}] * 101),
    "markdown_text.beside": lambda scene: post(scene, markdown_text="x"),
    "markdown_text.length": lambda scene: post(scene, text=None, markdown_text="x" * 12_001),
    "metadata.format": lambda scene: post(scene, metadata={"event_type": "x"}),
    "metadata.name": lambda scene: post(scene, metadata={**NOTE, "event_type": "A-Note"}),
    "metadata.nested": lambda scene: post(scene, metadata={**NOTE, "event_payload": {"ids": [1, 2]}}),
    "channel.unknown": lambda scene: post(scene, "C07NOWHERE"),
    "channel.unseen": lambda scene: post(scene, LEADS),
    "channel.nobody": lambda scene: post(scene, GREG),
    "channel.outside": lambda scene: refusal_of(scene.narrow.chat_postMessage, channel=RANDOM, text="x"),
    "channel.archived": lambda scene: post(scene, OLD_CANVASS),
    "direct.off": lambda scene: refusal_of(scene.narrow.chat_postMessage, channel=MAYA, text="x"),
    "thread.unknown": lambda scene: post(scene, thread_ts="1.000001"),
    "thread.reply": lambda scene: post(scene, thread_ts=reply(scene)),
    "ephemeral.absent": lambda scene: refusal_of(
        scene.slack.chat_postEphemeral, channel=STAFF_ROOM, user=MAYA, text="x"
    ),
    "update.person": lambda scene: update(scene, scene.message(), channel=MAYA),
    "update.length": lambda scene: update(scene, scene.message(), text="x" * 4001),
    "update.ephemeral": lambda scene: update(scene, whisper(scene)),
    "update.nothing": lambda scene: update(scene, "1.000001"),
    "update.foreign": lambda scene: update(scene, mayas_message(scene)),
    "delete.foreign": lambda scene: refusal_of(
        scene.slack.chat_delete, channel=WELCOME, ts=mayas_message(scene)
    ),
}
ELSEWHERE: Provocations = {
    "method.unknown": lambda scene: refusal_of(scene.slack.api_call, api_method="chat.shout"),
    "token.none": lambda scene: with_token(scene, None),
    "token.unknown": lambda scene: with_token(scene, "xoxb-another"),
    "token.kind": lambda scene: with_token(scene, "xapp-sandbox-A07RUNFOR1"),
    "argument.name": lambda scene: refusal_of(scene.slack.auth_test, **{"thread-ts": "1"}),
    "history.outside": lambda scene: refusal_of(scene.slack.conversations_history, channel=RANDOM),
    "open.nobody": lambda scene: open_room(scene),
    "open.unknown": lambda scene: open_room(scene, "U07NOBODY1"),
    "open.deactivated": lambda scene: open_room(scene, GREG),
    "open.too_many": lambda scene: open_room(scene, *[MAYA] * 9),
    "cursor.unknown": lambda scene: refusal_of(scene.slack.users_list, cursor="dXNlcg=="),
}


def too_fast(scene: Scene, method: str, calls: int, **arguments: Any) -> str:
    """A minute later the same calls are let through again."""
    for _ in range(calls):
        scene.narrow.api_call(method, params=arguments)
    return refusal_of(scene.narrow.api_call, api_method=method, params=arguments)


PACE: Provocations = {
    "pace.channel": lambda scene: too_fast(scene, "chat.postMessage", 3, channel=WELCOME, text="x"),
    "pace.method": lambda scene: too_fast(scene, "users.list", 20),
}


def in_seconds(scene: Scene, seconds: float) -> int:
    return int(scene.clock.now().timestamp() + seconds)


def schedule(scene: Scene, post_at: Any) -> str:
    return refusal_of(scene.slack.chat_scheduleMessage, channel=WELCOME, post_at=post_at, text="x")


def thirty_first(scene: Scene) -> str:
    soon = in_seconds(scene, 86_400)
    for place in range(30):
        scene.slack.chat_scheduleMessage(channel=STAFF_ROOM, post_at=soon + 9 * place, text="x")
    arguments = {"channel": STAFF_ROOM, "post_at": soon + 299, "text": "x"}
    return refusal_of(scene.slack.chat_scheduleMessage, **arguments)


def taken_back_too_late(scene: Scene) -> str:
    at = in_seconds(scene, 30)
    scheduled = scene.slack.chat_scheduleMessage(channel=WELCOME, post_at=at, text="x")
    return refusal_of(
        scene.slack.chat_deleteScheduledMessage,
        channel=WELCOME,
        scheduled_message_id=scheduled["scheduled_message_id"],
    )


SCHEDULED: Provocations = {
    "schedule.past": lambda scene: schedule(scene, in_seconds(scene, -1)),
    "schedule.far": lambda scene: schedule(scene, in_seconds(scene, 120 * 86_400 + 60)),
    "schedule.many": thirty_first,
    "schedule.no_time": lambda scene: schedule(scene, "tomorrow"),
    "schedule.sent": taken_back_too_late,
    "schedule.nowhere": lambda scene: refusal_of(scene.slack.chat_scheduledMessages_list, channel="C0"),
}


def begin_upload(scene: Scene, **other: Any) -> str:
    file = {"filename": "a.txt", "length": 3, **other}
    return refusal_of(scene.slack.files_getUploadURLExternal, **file)


def complete(scene: Scene, file_id: str, **where: str) -> str:
    return refusal_of(scene.slack.files_completeUploadExternal, files=[{"id": file_id}], **where)


def begun(scene: Scene, content: str = "") -> tuple[str, int]:
    """The file's id, and the status of bringing these bytes of three."""
    upload = scene.slack.files_getUploadURLExternal(filename="a.txt", length=3)
    status = httpx.post(upload["upload_url"], content=content, trust_env=False).status_code if content else 0
    return upload["file_id"], status


FILES: Provocations = {
    "file.empty": lambda scene: begin_upload(scene, length=0),
    "file.size": lambda scene: begin_upload(scene, length=64_000_001),
    "file.alt_txt": lambda scene: begin_upload(scene, alt_txt="x" * 1001),
    "file.snippet": lambda scene: begin_upload(scene, snippet_type="text", length=1_000_001),
    "file.length": lambda scene: f"status {begun(scene, 'four')[1]}",
    "file.unknown": lambda scene: complete(scene, "F07NOTHING"),
    "file.without_bytes": lambda scene: complete(scene, begun(scene)[0]),
    "file.outside": lambda scene: complete(scene, begun(scene, "abc")[0], channel_id=RANDOM),
    "file.channel_name": lambda scene: complete(scene, begun(scene, "abc")[0], channel_id="#welcome"),
}

CALLS: Provocations = {**VIEWS, **MESSAGES, **ELSEWHERE, **PACE, **SCHEDULED, **FILES}
