"""Opening a modal in time: a trigger lives three seconds, so "One moment…" opens where we are slower."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy.orm import Session

from bot.answers import NOT_OPENED, ONE_MOMENT, build_notice
from bot.database import Database
from bot.deadline import Deadline, TooLate
from bot.profiles import ASK_WITHIN, ProfileBook
from bot.slack import Slack
from bot.slack_errors import CallFailed
from handlers.blocks import Json
from handlers.limits import check_view
from handlers.payloads import Account
from handlers.routes import Profile

READ_WITHIN = 0.3  # seconds that may go by before a modal opens (design.md, foundation 3)


class ModalDidNotOpen(Exception):
    """Slack did not take it, or not in time."""


class QuickLook:
    """Before the modal: one read and one profile, each with a short limit; raises TooLate."""

    def __init__(
        self, database: Database, profiles: ProfileBook, account: Account, deadline: Deadline
    ) -> None:
        self._database, self._profiles, self._account, self._deadline = database, profiles, account, deadline

    def read(self) -> AbstractContextManager[Session]:
        return self._database.read(Deadline.in_seconds(min(READ_WITHIN, self._deadline.left())))

    def profile(self) -> Profile:
        found = self._profiles.find(self._account, self._deadline)
        if found is None:
            raise TooLate
        return found


class PatientLook(QuickLook):
    """Behind "One moment…": all the time that is left; a profile that does not come is an empty one."""

    def read(self) -> AbstractContextManager[Session]:
        return self._database.read(self._deadline)

    def profile(self) -> Profile:
        found = self._profiles.find(self._account, self._deadline, at_most=ASK_WITHIN)
        return found or Profile()


class OneModal:
    """The modal of one click or command; `push` where it comes from inside another modal."""

    def __init__(
        self,
        slack: Slack,
        looks: tuple[QuickLook, PatientLook],
        trigger: str,
        deadline: Deadline,
        *,
        push: bool,
    ) -> None:
        self._slack, self._trigger, self._deadline = slack, trigger, deadline
        self._quick, self._patient = looks
        self._method = "views.push" if push else "views.open"

    def open(self, build: Callable[[QuickLook], Json]) -> None:
        """Raises ModalDidNotOpen, TooLate, and whatever `build` refuses with."""
        if not self._slack.has("views.update"):
            self._show(build(self._patient))
            return
        try:
            view = build(self._quick)
        except TooLate:
            self._open_later(build)
        else:
            self._show(view)

    def say(self, sentence: str) -> None:
        """Raises ModalDidNotOpen."""
        self._show(build_notice(sentence))

    def _open_later(self, build: Callable[[QuickLook], Json]) -> None:
        waiting = self._show(build_notice(ONE_MOMENT))
        try:
            view = build(self._patient)
        except TooLate:
            view = build_notice(NOT_OPENED)
        check_view(view)
        self._call("views.update", view_id=waiting["id"], view=view)

    def _show(self, view: Json) -> Json:
        check_view(view)
        shown: Json = self._call(self._method, trigger_id=self._trigger, view=view)["view"]
        return shown

    def _call(self, method: str, **arguments: Any) -> Json:
        try:
            return self._slack.call(method, max(0.1, self._deadline.left()), **arguments)
        except CallFailed as failed:
            raise ModalDidNotOpen from failed
