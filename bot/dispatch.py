"""From a payload to its handler and back: who it is, which route, may they, and what is said if not.

Here every error ends: a refusal becomes its words, a slow database the honest sentence, and whatever
nobody expected a line in the log with a number, and an apology with the same number.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy.orm import Session

from bot.answers import NOT_OPENED, OLD_BUTTON, answer_with, apology, too_late
from bot.database import Database
from bot.deadline import Deadline, TooLate
from bot.journeys import Journeys
from bot.log import describe, error_number
from bot.modals import Look, ModalDidNotOpen, OneModal
from bot.profiles import ProfileBook
from bot.slack import Slack
from handlers import payloads, refusals
from handlers.limits import check_answer
from handlers.payloads import Account
from handlers.routes import Ack, Clock, Later, Route, Submission, arguments_of, call
from models import people
from models.people import Known, Person
from models.refusal import Refusal
from models.roles import Role, RoleIsMissing

Found = tuple[Route | None, Mapping[str, object]]
"""A route, and what its payload gives to the handler."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Trouble:
    """Why it was not done, in a sentence; `at` is the field of the form that it is about.

    `passes`: the database or Slack were not to be had, and it may well work later.
    """

    sentence: str
    at: str | None = None
    passes: bool = False
    is_late: bool = False


@dataclass(frozen=True)
class Dispatch:
    """`admins` are named by the settings and need no row."""

    journeys: Journeys
    database: Database
    slack: Slack
    profiles: ProfileBook
    now: Clock
    team: str
    admins: frozenset[tuple[str, str]]

    def command(self, body: Mapping[str, Any], ack: Ack, deadline: Deadline) -> None:
        def find() -> Found:
            asked = payloads.read_command(body)
            return self.journeys.verbs.get(asked.verb) or self.journeys.verbs["help"], {"command": asked}

        self._answer(find, body, ack, deadline)

    def click(self, body: Mapping[str, Any], ack: Ack, deadline: Deadline) -> None:
        """Slack shows nothing of what the answer to a click carries, so trouble is said in another way."""

        def find() -> Found:
            click = payloads.read_click(body)
            return self.journeys.actions.get(click.action), {"click": click}

        self._answer(find, body, ack, deadline)

    def submission(self, body: Mapping[str, Any], ack: Ack, deadline: Deadline) -> None:
        def find() -> Found:
            form = payloads.read_form(body)
            return self.journeys.submissions.get(form.id), {"form": form}

        self._answer(find, body, ack, deadline)

    # -- The straight line, also of what is heard ------------------------------------------------------

    def attempt(
        self, route: Route | None, account: Account, deadline: Deadline, given: Mapping[str, object]
    ) -> Trouble | None:
        """Run the handler; None when it did what was asked."""
        if route is None:
            return Trouble(OLD_BUTTON)
        try:
            call(route.run, self._given(route, account, deadline, given))
        except Refusal as refusal:
            return Trouble(refusals.say(refusal), _field_of(route, refusal))
        except TooLate:
            return Trouble(too_late(route), passes=True, is_late=True)
        except ModalDidNotOpen:
            return Trouble(NOT_OPENED)
        except Later:
            return Trouble("", passes=True)
        except Exception as error:  # noqa: BLE001  # the one place where what nobody expected ends
            number = error_number()
            log.error("unexpected", number=number, route=_name_of(route), **describe(error))
            return Trouble(apology(number))
        return None

    @contextmanager
    def begin(self, route: Route, account: Account, deadline: Deadline) -> Iterator[Session]:
        """The role is asked for once more, in the transaction that acts on it."""
        with self.database.begin(deadline) as session:
            if route.role is not Role.MEMBER:
                self._admit(session, account, route.role)
            yield session

    def who_is(self, session: Session, account: Account) -> Known:
        """An admin named by the settings is staff, too: somebody has to be, before roles are granted."""
        known = people.who_is(session, account.team, account.user)
        is_named = (account.team, account.user) in self.admins
        return known.with_roles(Role.ADMIN, Role.STAFF) if is_named else known

    def _given(
        self, route: Route, account: Account, deadline: Deadline, given: Mapping[str, object]
    ) -> Mapping[str, object]:
        """Everything a handler may ask for by name; what costs a read is only read where it is needed."""
        person = None
        if route.role is not Role.MEMBER or arguments_of(route.run) & {"person", "verbs"}:
            with self.database.read(deadline) as session:
                person = self._admit(session, account, route.role)
        return {
            **self.journeys.given,
            "account": account,
            "person": person,
            "verbs": self.journeys.verbs_for(person) if person else (),
            "now": self.now,
            "begin": lambda: self.begin(route, account, deadline),
            "meet": self._meeting(account),
            "profile": lambda: self.profiles.find(account, deadline),
            **given,
        }

    def _meeting(self, account: Account) -> Callable[..., Person]:
        def meet(session: Session, zone: str | None = None) -> Person:
            return people.meet(session, account.team, account.user, zone=zone, now=self.now())

        return meet

    def _admit(self, session: Session, account: Account, role: Role) -> Known:
        """Raises RoleIsMissing."""
        person = self.who_is(session, account)
        if not person.has(role):
            raise RoleIsMissing(role)
        return person

    # -- The answer ------------------------------------------------------------------------------------

    def _answer(
        self, find: Callable[[], Found], body: Mapping[str, Any], ack: Ack, deadline: Deadline
    ) -> None:
        try:
            account, (route, given) = payloads.account_of(body), find()
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            log.warning("a payload that nobody can read", kind=str(body.get("type"))[:40])
            ack()
            return
        if account is None or account.team != self.team:
            log.warning("from another workspace", kind=str(body.get("type") or "command")[:40])
            ack()
            return
        modal = self._modal(body, account, deadline)
        trouble = self.attempt(route, account, deadline, {**given, "ack": _checked(ack), "modal": modal})
        if trouble:
            _say(trouble, body, ack, modal)

    def _modal(self, body: Mapping[str, Any], account: Account, deadline: Deadline) -> OneModal:
        def look(*, quick: bool) -> Look:
            return Look(self.database, self.profiles, account, deadline, quick=quick)

        inside = (body.get("view") or {}).get("type") == "modal"
        return OneModal(self.slack, look, str(body.get("trigger_id") or ""), deadline, push=inside)


def _say(trouble: Trouble, body: Mapping[str, Any], ack: Ack, modal: OneModal) -> None:
    """A click is answered by a small modal; where none opens, Slack itself marks the button."""
    answer = answer_with(body, trouble.sentence, at=trouble.at)
    if answer is not None:
        ack(**answer)
    elif not trouble.is_late and modal.say(trouble.sentence):
        ack()


def _checked(ack: Ack) -> Ack:
    """What Slack would not show is a mistake of ours, and is found here, not by the person."""

    def send(**answer: Any) -> None:
        check_answer(answer)
        ack(**answer)

    return send


def _field_of(route: Route, refusal: Refusal) -> str | None:
    return route.at.get(type(refusal)) if isinstance(route, Submission) else None


def _name_of(route: Route) -> str:
    return str(getattr(route, "id", None) or getattr(route, "name", None) or getattr(route, "event", ""))
