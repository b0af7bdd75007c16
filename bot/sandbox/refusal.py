"""How a request is refused: Slack's way for the bot, a sentence for the page."""

from collections.abc import Sequence

from bot.sandbox.records import Json


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


def refuse_shape(error: str, problems: Sequence[str]) -> Refused:
    """Slack names each fault with a JSON pointer (slack-platform.md, section 7)."""
    return Refused(error, response_metadata={"messages": list(problems)})
