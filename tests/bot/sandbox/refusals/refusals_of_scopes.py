"""One call for each scope that can be missing."""

from collections.abc import Callable
from typing import Any

from tests.bot.sandbox.players import MAYA, MAYAS_ROOM, MENTORS, WELCOME
from tests.bot.sandbox.refusals.refusal_scene import Scene

Call = Callable[[Scene], Any]


def thread_with_maya(scene: Scene) -> Any:
    scene.maya_at_narrow.screen()  # who looks at Slack has a conversation with the app
    return scene.narrow.conversations_replies(channel=MAYAS_ROOM, ts="1.000001")


PEOPLE: dict[str, Call] = {
    "scope.team.info": lambda scene: scene.modest.team_info(),
    "scope.bots.info": lambda scene: scene.modest.bots_info(bot="B07NOBODY"),
    "scope.users.info": lambda scene: scene.modest.users_info(user=MAYA),
    "scope.users.list": lambda scene: scene.modest.users_list(),
    "scope.users.lookupByEmail": lambda scene: scene.narrow.users_lookupByEmail(email="a@example.org"),
}
CONVERSATIONS: dict[str, Call] = {
    "scope.conversations.open": lambda scene: scene.narrow.conversations_open(users=MAYA),
    "scope.conversations.info": lambda scene: scene.modest.conversations_info(channel=WELCOME),
    "scope.conversations.members": lambda scene: scene.modest.conversations_members(channel=WELCOME),
    "scope.conversations.list": lambda scene: scene.modest.conversations_list(),
    "scope.conversations.list.private": lambda scene: scene.narrow.conversations_list(
        types="public_channel,private_channel"
    ),
    "scope.conversations.history": lambda scene: scene.modest.conversations_history(channel=WELCOME),
    "scope.conversations.history.private": lambda scene: scene.narrow.conversations_history(channel=MENTORS),
    "scope.conversations.replies": thread_with_maya,
    "scope.conversations.join": lambda scene: scene.narrow.conversations_join(channel=WELCOME),
    "scope.conversations.invite": lambda scene: scene.narrow.conversations_invite(
        channel=WELCOME, users=MAYA
    ),
    "scope.conversations.kick": lambda scene: scene.narrow.conversations_kick(channel=WELCOME, user=MAYA),
}
CHAT: dict[str, Call] = {
    "scope.chat.postMessage": lambda scene: scene.modest.chat_postMessage(channel=WELCOME, text="x"),
    "scope.chat.postEphemeral": lambda scene: scene.modest.chat_postEphemeral(
        channel=WELCOME, user=MAYA, text="x"
    ),
    "scope.chat.update": lambda scene: scene.modest.chat_update(channel=WELCOME, ts="1", text="x"),
    "scope.chat.delete": lambda scene: scene.modest.chat_delete(channel=WELCOME, ts="1"),
    "scope.chat.scheduleMessage": lambda scene: scene.modest.chat_scheduleMessage(
        channel=WELCOME, post_at=2_000_000_000, text="x"
    ),
    "scope.chat.deleteScheduledMessage": lambda scene: scene.modest.chat_deleteScheduledMessage(
        channel=WELCOME, scheduled_message_id="Q07NOTHING"
    ),
    "scope.chat.customize": lambda scene: scene.narrow.chat_postMessage(
        channel=WELCOME, text="x", username="Somebody else"
    ),
}
FILES: dict[str, Call] = {
    "scope.files.getUploadURLExternal": lambda scene: scene.narrow.files_getUploadURLExternal(
        filename="a.txt", length=3
    ),
    "scope.files.completeUploadExternal": lambda scene: scene.narrow.files_completeUploadExternal(
        files=[{"id": "F07NOTHING"}]
    ),
    "scope.files.info": lambda scene: scene.narrow.files_info(file="F07NOTHING"),
}

SCOPES: dict[str, Call] = {**PEOPLE, **CONVERSATIONS, **CHAT, **FILES}
