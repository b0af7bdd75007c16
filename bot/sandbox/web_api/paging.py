"""Lists that come page by page: a cursor names the item the next page begins with."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.sandbox.refusal import Refused
from bot.sandbox.web_api.call import Call
from bot.sandbox.workspace.records import Json

PAGE = 100  # Slack's default, and the figure it recommends
LONGEST_PAGE = 999  # docs.slack.dev, conversations.history: "maximum of 999"

Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    items: Sequence[Item]
    next_cursor: str

    @property
    def metadata(self) -> Json:
        """As the lists of people and channels carry it: empty on the last page."""
        return {"response_metadata": {"next_cursor": self.next_cursor}}


def turn_to(call: Call, items: Sequence[Item], name: Callable[[Item], str]) -> Page[Item]:
    """The page that `limit` and `cursor` ask for; `name` tells the items apart."""
    size = call.whole("limit", PAGE)
    if not 1 <= size <= LONGEST_PAGE:
        raise Refused("invalid_limit")
    cursors = [_cursor(name(item)) for item in items]
    start = _place(call.text("cursor"), cursors)
    end = start + size
    return Page(items[start:end], cursors[end] if end < len(items) else "")


def _place(cursor: str, cursors: list[str]) -> int:
    if not cursor:
        return 0
    if cursor not in cursors:
        raise Refused("invalid_cursor")
    return cursors.index(cursor)


def _cursor(name: str) -> str:
    return base64.urlsafe_b64encode(f"next:{name}".encode()).decode()
