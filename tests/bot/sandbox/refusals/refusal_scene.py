"""Where refusals are provoked: workspaces with all, few and no scopes, a bot that answers by hand, Maya."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.sandbox import SandboxClock
from tests.bot.sandbox.block_kit.shapes import a_button, a_home, a_modal, a_section
from tests.bot.sandbox.players import MAYA, WELCOME, BareSocket, Person

NO_SCOPES = """
display_information: {name: Modest}
"""
FEW_SCOPES = """
display_information: {name: Narrow}
features:
  slash_commands: [{command: /runforsomething, description: Everything}]
oauth_config: {scopes: {bot: [commands, "chat:write", "users:read", "channels:read", "channels:history"]}}
"""

Provocations = dict[str, Callable[["Scene"], str]]


@dataclass(frozen=True)
class Scene:
    """`slack` may do everything, `narrow` few things and at Slack's pace, `modest` nothing."""

    slack: WebClient
    narrow: WebClient
    modest: WebClient
    maya: Person
    maya_at_narrow: Person
    socket: BareSocket
    clock: SandboxClock
    patch: pytest.MonkeyPatch
    meanwhile: Callable[..., "Future[Any]"]

    def hurry(self) -> None:
        """Nobody waits three seconds for an answer that does not come."""
        self.patch.setattr("bot.sandbox.to_bot.way.ANSWER_WITHIN", 0.1)

    def envelope(self, kind: str) -> dict[str, Any]:
        """The next of this kind; whatever else is under way is acknowledged."""
        while (envelope := self.socket.read())["type"] != kind:
            self.socket.answer(envelope)
        return envelope

    def answers(
        self, answer: object, to: Callable[[], dict[str, Any]], kind: str = "interactive"
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Maya does something, the bot answers it so: the outcome, and what the bot got."""
        done = self.meanwhile(to)
        envelope = self.envelope(kind)
        self.socket.answer(envelope, answer)
        return done.result(), envelope["payload"]

    def command(self, answer: object = None, **more: Any) -> dict[str, Any]:
        _, payload = self.answers(answer, lambda: self.maya.say("/try", **more), "slash_commands")
        return payload

    def trigger(self) -> str:
        return str(self.command()["trigger_id"])

    def opened(self) -> dict[str, Any]:
        """A form that is open on Maya's screen, and nothing above or below it."""
        view: dict[str, Any] = self.slack.views_open(trigger_id=self.trigger(), view=a_modal())["view"]
        return view

    def submission(self, answer: object) -> tuple[dict[str, Any], dict[str, Any]]:
        """Maya sends the form in front, and the bot answers so."""
        view = self.maya.modal()["id"]
        return self.answers(answer, lambda: self.maya.do("submit", view=view, values=FILLED))

    def message(self) -> str:
        """The bot's, with a button."""
        return str(self.slack.chat_postMessage(channel=WELCOME, text="x", blocks=[a_button("go")])["ts"])

    def click(self, ts: str) -> dict[str, Any]:
        return self.maya.do("click", conversation=WELCOME, ts=ts, block_id="row", action_id="go")

    def response_url(self) -> str:
        ts = self.message()
        return str(self.answers(None, lambda: self.click(ts))[1]["response_url"])

    def home(self) -> dict[str, Any]:
        page = a_home(a_section(), SEARCH)
        view: dict[str, Any] = self.slack.views_publish(user_id=MAYA, view=page)["view"]
        return view

    def search(self) -> dict[str, Any]:
        """In her Home page, which no form hides."""
        for view in self.maya.screen()["modals"][-1:]:
            self.maya.do("close", view=view["id"], everything=True)
        return self.maya.do("suggest", view=self.home()["id"], block_id="find", action_id="office", value="")


FILLED = {"name": {"value": "Maya"}}
SEARCH = {
    "type": "section",
    "block_id": "find",
    "text": {"type": "plain_text", "text": "Which office?"},
    "accessory": {"type": "external_select", "action_id": "office", "min_query_length": 0},
}
