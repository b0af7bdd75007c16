"""A bot that keeps the rules or breaks them, at any hour: what the checker's tests let it say."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from dateutil import parser
from slack_sdk import WebClient

from bot.sandbox import Sandbox, SandboxClock
from tests.bot.sandbox.block_kit.shapes import Block, a_modal, a_section, an_input, plain
from tests.bot.sandbox.players import Person

WHY = "You get this because you signed up."
STOP = "fewer · pause · stop"
CHANNEL_WHY = "This channel hears of every sign-up."


@dataclass
class AnyBot:
    """It says what a test wants it to; `breaches` is what the checker makes of all that so far."""

    sandbox: Sandbox
    clock: SandboxClock
    slack: WebClient

    def waits_until(self, moment: str, zone: str = "America/New_York") -> None:
        wanted = parser.parse(moment).replace(tzinfo=ZoneInfo(zone))
        self.clock.advance(wanted - self.clock.now())

    def says(self, to: str, text: str = "Hello.", *small: str, **more: Any) -> str:
        """A message with its small last line; the ts. Left out, the line says why and no more."""
        line = " ".join(small or (WHY,))
        blocks = [*more.pop("blocks", [a_section(text)]), a_context(line)]
        return str(
            self.slack.chat_postMessage(channel=to, text=f"{text} {line}", blocks=blocks, **more)["ts"]
        )

    def nudges(self, to: str, text: str = "A seat is open.") -> str:
        """Unasked, by its last line."""
        return self.says(to, text, "Because you said yes to seats near you.", STOP)

    def opens(self, person: Person, *blocks: Block, **more: Any) -> None:
        """A form, after a command; `blocks` with block ids."""
        assert person.say("/runforsomething")["answered"]
        asked = [each for each in person.traffic() if each["what"] == "slash_commands"]
        trigger = asked[-1]["arguments"]["trigger_id"]
        self.slack.views_open(trigger_id=trigger, view=a_modal(*blocks, **more))

    def takes(self, person: Person, **typed: str) -> None:
        """A form with these fields, which the person fills in and sends."""
        self.opens(person, *FIELDS)
        values = {name: {"value": words} for name, words in typed.items()}
        assert person.do("submit", view=person.modal()["id"], values=values)["action"] == "closed"

    def breaches(self) -> list[str]:
        return self.sandbox.breaches()


def _field(kind: str, block_id: str, **more: Any) -> Block:
    element = {"type": kind, "action_id": "value", **more}
    return an_input(element, block_id, label=plain(block_id), optional=True)


FIELDS = (
    _field("email_text_input", "email"),
    _field("plain_text_input", "story", multiline=True),
    _field("plain_text_input", "short"),
)


def a_context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}
