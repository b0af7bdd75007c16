"""Calls about who and where, and calls that are none: one for each way they are refused."""

from typing import Any

import httpx

from tests.bot.sandbox.players import MAYA, MAYAS_ROOM, SAM, STAFF_ROOM, WELCOME, refusal_of
from tests.bot.sandbox.refusals.refusal_scene import Provocations, Scene
from tests.bot.sandbox.refusals.refusals_of_calls import GREG, OLD_CANVASS, RANDOM, begun, complete, open_room

ONE_CHANNEL_GUEST = "U07GUEST02"


def with_body(scene: Scene, body: str) -> str:
    headers = {"Content-Type": "application/json"}
    answer = httpx.post(f"{scene.slack.base_url}auth.test", content=body, headers=headers, trust_env=False)
    return str(answer.json()["error"])


def call(scene: Scene, method: str, **arguments: Any) -> str:
    return refusal_of(scene.slack.api_call, api_method=method, json=arguments)


def invite(scene: Scene, *users: str, into: str = WELCOME) -> str:
    return call(scene, "conversations.invite", channel=into, users=",".join(users))


def kick(scene: Scene, user: str, out_of: str) -> str:
    return call(scene, "conversations.kick", channel=out_of, user=user)


def into_direct(scene: Scene) -> str:
    scene.maya.screen()  # who looks at Slack has a conversation with the app
    return invite(scene, SAM, into=MAYAS_ROOM)


def the_bot(scene: Scene) -> str:
    return str(scene.slack.auth_test()["user_id"])


UNREADABLE: Provocations = {
    "json.broken": lambda scene: with_body(scene, "{"),
    "json.list": lambda scene: with_body(scene, "[1]"),
    "view.none": lambda scene: call(scene, "views.open", trigger_id="1.2.abc"),
    "argument.number": lambda scene: call(scene, "users.list", limit="many"),
    "argument.nested": lambda scene: call(scene, "views.open", trigger_id="1.2.abc", view="{"),
    "attachments.no_list": lambda scene: call(
        scene, "chat.postMessage", channel=WELCOME, text="x", attachments={"text": "x"}
    ),
    "limit.too_many": lambda scene: call(scene, "conversations.list", limit=1000),
    "history.oldest": lambda scene: call(scene, "conversations.history", channel=WELCOME, oldest="noon"),
    "history.latest": lambda scene: call(scene, "conversations.history", channel=WELCOME, latest="noon"),
    "file.none": lambda scene: call(scene, "files.completeUploadExternal", files=[]),
}
LOOKED_UP: Provocations = {
    "email.unknown": lambda scene: call(scene, "users.lookupByEmail", email="nobody@example.org"),
    "user.unknown": lambda scene: call(scene, "users.info", user="U07NOBODY1"),
    "bot.unknown": lambda scene: call(scene, "bots.info", bot="B07NOBODY"),
    "types.unknown": lambda scene: call(scene, "conversations.list", types="rooms"),
    "replies.unknown": lambda scene: call(scene, "conversations.replies", channel=WELCOME, ts="1.000001"),
    "open.several": lambda scene: open_room(scene, MAYA, SAM),
    "file.archived": lambda scene: complete(scene, begun(scene, "abc")[0], channel_id=OLD_CANVASS),
}
MEMBERSHIP: Provocations = {
    "join.private": lambda scene: call(scene, "conversations.join", channel=STAFF_ROOM),
    "invite.direct": into_direct,
    "invite.nobody": lambda scene: invite(scene),
    "invite.too_many": lambda scene: invite(scene, *[MAYA] * 1001),
    "invite.unknown": lambda scene: invite(scene, GREG),
    "invite.twice": lambda scene: invite(scene, MAYA),
    "invite.guest": lambda scene: invite(scene, ONE_CHANNEL_GUEST, into=STAFF_ROOM),
    "invite.self": lambda scene: invite(scene, the_bot(scene)),
    "invite.outside": lambda scene: invite(scene, MAYA, into=RANDOM),
    "invite.archived": lambda scene: invite(scene, MAYA, into=OLD_CANVASS),
    "kick.self": lambda scene: kick(scene, the_bot(scene), WELCOME),
    "kick.absent": lambda scene: kick(scene, MAYA, STAFF_ROOM),
}

DIRECTORY: Provocations = {**UNREADABLE, **LOOKED_UP, **MEMBERSHIP}
