"""Opening a modal in time: a trigger lives three seconds, so "One moment…" opens where we are slower."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.orm import Session

from bot.answers import NOT_READY, ONE_MOMENT, build_notice
from bot.database import Database
from bot.deadline import Deadline, TooLate
from bot.profiles import ASK_WITHIN, ProfileBook
from bot.slack import Slack
from bot.slack_errors import CallFailed
from handlers.blocks import Json
from handlers.limits import check_view
from handlers.payloads import Account
from handlers.routes import Profile

TO_SHOW_IT = 0.4  # seconds that are kept for the call that shows the form
READ_WITHIN = 0.3  # seconds that may go by before a modal opens (design.md, foundation 3)


class ModalDidNotOpen(Exception):
    """Slack did not take it, or not in time."""


@dataclass(frozen=True)
class Look:
    """What may be looked at for a modal. `quick`: before it opens, within short limits; raises TooLate.

    Behind "One moment…" there is all the time that is left, and a profile that does not come is an empty one.
    """

    database: Database
    profiles: ProfileBook
    account: Account
    deadline: Deadline
    quick: bool

    def read(self) -> AbstractContextManager[Session]:
        left = self.deadline.left()
        return self.database.read(Deadline.in_seconds(min(READ_WITHIN, left) if self.quick else left))

    def profile(self) -> Profile:
        within = ASK_WITHIN if self.quick else self.deadline.left() - TO_SHOW_IT
        found = self.profiles.find(self.account, self.deadline, at_most=within)
        if found is None and self.quick:
            raise TooLate
        return found or Profile()


class Looks(Protocol):
    def __call__(self, *, quick: bool) -> Look: ...


class OneModal:
    """The modal of one click or command; `push` where it comes from inside another modal."""

    def __init__(self, slack: Slack, look: Looks, trigger: str, deadline: Deadline, *, push: bool) -> None:
        self._slack, self._look, self._trigger, self._deadline = slack, look, trigger, deadline
        self._method = "views.push" if push else "views.open"
        self._waiting: str | None = None  # the id of "One moment…"

    def open(self, build: Callable[[Look], Json]) -> None:
        """Raises ModalDidNotOpen, TooLate, and whatever `build` refuses with."""
        if not self._slack.has("views.update"):
            self._show(build(self._look(quick=False)))
            return
        try:
            view = build(self._look(quick=True))
        except TooLate:
            self._waiting = self._show(build_notice(ONE_MOMENT))
            view = self._build_late(build)
        self._show(view)

    def say(self, sentence: str) -> bool:
        """Show only a sentence, in place of "One moment…" if that is open; False when Slack does not."""
        try:
            self._show(build_notice(sentence))
        except ModalDidNotOpen:
            return False
        return True

    def _build_late(self, build: Callable[[Look], Json]) -> Json:
        try:
            return build(self._look(quick=False))
        except TooLate:
            return build_notice(NOT_READY)

    def _show(self, view: Json) -> str:
        """The view's id."""
        check_view(view)
        if self._waiting:
            return self._call("views.update", view_id=self._waiting, view=view)
        return self._call(self._method, trigger_id=self._trigger, view=view)

    def _call(self, method: str, **arguments: Any) -> str:
        try:
            answer = self._slack.call(method, max(0.1, self._deadline.left()), **arguments)
        except CallFailed as failed:
            raise ModalDidNotOpen from failed
        return str(answer["view"]["id"])
