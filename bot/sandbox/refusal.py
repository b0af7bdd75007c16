"""How a request is refused: Slack's way for the bot, a sentence for the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.sandbox.workspace.records import Json


class Refused(Exception):
    """What Slack answers with `"ok": false`; `error` is Slack's own name for it."""

    def __init__(self, error: str, **details: object) -> None:
        super().__init__(error)
        self.error = error
        self.details = details

    def as_json(self) -> Json:
        return {"ok": False, "error": self.error, **self.details}


class RateLimited(Refused):
    """HTTP 429; `retry_after` None leaves the header out, which Slack also does at times."""

    def __init__(self, retry_after: int | None) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


class Unplayable(Exception):
    """Nobody could do this on a screen: the page (or test) is told in a sentence, with status 400."""


def bad_shape(error: str, problems: Sequence[str]) -> Refused:
    """Slack names each fault with a JSON pointer (slack-platform.md, section 7)."""
    return Refused(error, response_metadata={"messages": list(problems)})


Whose = Literal["Slack", "unverified", "ours"]
"""Whose the name is: in Slack's documentation; said of Slack, but not known for sure; or this workspace's.

"ours" also marks a figure of this workspace's own. What is unverified: slack-platform.md, section 22.
"""


@dataclass(frozen=True)
class Refusal:
    """A row of the table in refusals.py.

    `error` is the name for it or, where no call is answered, what the person or the bot sees.
    """

    id: str
    what: str
    error: str
    whose: Whose = "Slack"


def rows(error: str, whats: Mapping[str, str], whose: Whose = "Slack") -> tuple[Refusal, ...]:
    """Rows that share their error, from id and plain words."""
    return tuple(Refusal(name, what, error, whose) for name, what in whats.items())
