"""From a payload to its handler and back: who it is, which route, may they, and what is said if not.

Here every error ends: a refusal becomes its words, a slow database the honest sentence, and whatever
nobody expected a line in the log with a number, and an apology with the same number.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from slack_bolt import Ack
from sqlalchemy.orm import Session

from bot.answers import NOT_OPENED, NOT_SURE, OLD_BUTTON, answer_with, apology
from bot.database import Database
from bot.deadline import Deadline, TooLate
from bot.journeys import Journeys
from bot.log import describe, error_number
from bot.modals import ModalDidNotOpen, OneModal, PatientLook, QuickLook
from bot.profiles import ProfileBook
from bot.slack import Slack
from handlers import payloads, refusals
from handlers.payloads import Account
from handlers.routes import Clock, Later, Route, Submission, call
from models import inbox, people
from models.people import Known
from models.refusal import Refusal
from models.roles import Role, RoleIsMissing

HEAR_WITHIN = 20.0  # seconds for an event, which nobody waits for
PROFILE_WITHIN = 10.0

log = structlog.get_logger()


@dataclass(frozen=True)
class Trouble:
    """Why it was not done, in a sentence; `at` is the field of the form that it is about.

    Late: time was up. Early: what an event needs is not to be had yet.
    """

    sentence: str
    at: str | None = None
    is_late: bool = False
    is_early: bool = False


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

    # -- What people wait for --------------------------------------------------------------------------

    def command(self, body: Mapping[str, Any], ack: Ack, deadline: Deadline) -> None:
        asked = payloads.read_command(body)
        route = self.journeys.verbs.get(asked.verb) or self.journeys.verbs["help"]
        self._answer(route, body, ack, deadline, command=asked)

    def click(self, body: Mapping[str, Any], ack: Ack, deadline: Deadline) -> None:
        """Slack shows nothing of what the answer to a click carries, so trouble is said in another way."""
        click = payloads.read_click(body)
        route = self.journeys.actions.get(click.action)
        self._answer(route, body, ack, deadline, click=click)

    def submission(self, body: Mapping[str, Any], ack: Ack, deadline: Deadline) -> None:
        route = self.journeys.submissions.get(str((body.get("view") or {}).get("callback_id")))
        self._answer(route, body, ack, deadline, form=payloads.read_form(body))

    def _answer(
        self, route: Route | None, body: Mapping[str, Any], ack: Ack, deadline: Deadline, **given: object
    ) -> None:
        account = payloads.account_of(body)
        if account is None or account.team != self.team:
            log.warning("from another workspace", kind=body.get("type") or "command")
            ack()
            return
        modal = self._modal(body, account, deadline)
        trouble = self._attempt(route, account, deadline, {**given, "ack": ack, "modal": modal})
        if trouble:
            self._say(trouble, body, ack, modal)

    def _say(self, trouble: Trouble, body: Mapping[str, Any], ack: Ack, modal: OneModal) -> None:
        answer = answer_with(body, trouble.sentence, at=trouble.at)
        if answer is not None:
            ack(**answer)
        elif not trouble.is_late:
            self._say_beside(trouble, ack, modal)

    def _say_beside(self, trouble: Trouble, ack: Ack, modal: OneModal) -> None:
        """A click is answered by a small modal; where none opens, Slack itself marks the button."""
        try:
            modal.say(trouble.sentence)
        except ModalDidNotOpen:
            return
        ack()

    # -- What nobody waits for -------------------------------------------------------------------------

    def take_in(self, body: Mapping[str, Any], deadline: Deadline) -> None:
        """Store an event that some journey hears; raises TooLate, and then Slack sends it again."""
        event, account = body.get("event") or {}, payloads.account_of_event(body)
        if account is None or account.team != self.team or body.get("is_ext_shared_channel"):
            return
        if not _is_of_interest(event):
            return
        with self.database.begin(deadline) as session:
            inbox.take_in(
                session,
                event_id=str(body["event_id"]),
                kind=event["type"],
                payload={"team_id": account.team, "event": dict(event)},
                message=(event["channel"], event["ts"]) if event["type"] == "message" else None,
                now=self.now(),
            )

    def hear(self, taken: inbox.Taken) -> None:
        """Handle a stored event; it is settled in the transaction of what it brings about."""
        account, event = payloads.account_of_event(taken.payload), taken.payload["event"]
        route, deadline = self.journeys.heard.get(taken.kind), Deadline.in_seconds(HEAR_WITHIN)
        assert account is not None  # take_in stores no others
        assert route is not None

        @contextmanager
        def begin_and_settle() -> Iterator[Session]:
            with self._begin(route, account, deadline) as session:
                yield session
                inbox.settle(session, taken, now=self.now())

        given = {
            "begin": begin_and_settle,
            "channel": str(event.get("channel") or ""),
            "profile": lambda: self.profiles.find(account, deadline, at_most=PROFILE_WITHIN),
            "said": payloads.read_said(event) if taken.kind == "message" else None,
        }
        if trouble := self._attempt(route, account, deadline, given):
            with self.database.begin(Deadline.in_seconds(HEAR_WITHIN)) as session:
                inbox.put_off(session, taken, is_failure=not trouble.is_early, now=self.now())

    # -- The straight line -----------------------------------------------------------------------------

    def _attempt(
        self,
        route: Route | None,
        account: Account,
        deadline: Deadline,
        given: Mapping[str, object],
    ) -> Trouble | None:
        """Run the handler; None when it did what was asked."""
        if route is None:
            return Trouble(OLD_BUTTON)
        try:
            call(route.run, self._given(route, account, deadline, given))
        except Refusal as refusal:
            return Trouble(refusals.say(refusal), _field_of(route, refusal))
        except TooLate:
            return Trouble(NOT_SURE, is_late=True)
        except ModalDidNotOpen:
            return Trouble(NOT_OPENED)
        except Later:
            return Trouble("later", is_early=True)
        except Exception as error:  # noqa: BLE001  # the one place where what nobody expected ends
            number = error_number()
            log.error("unexpected", number=number, route=_name_of(route), **describe(error))
            return Trouble(apology(number))
        return None

    def _given(
        self,
        route: Route,
        account: Account,
        deadline: Deadline,
        given: Mapping[str, object],
    ) -> Mapping[str, object]:
        """Everything a handler may ask for by name; what costs a read is only read where it is needed."""
        wanted = set(route.run.__code__.co_varnames[: route.run.__code__.co_argcount])
        person = None
        if route.role is not Role.MEMBER or wanted & {"person", "verbs"}:
            with self.database.read(deadline) as session:
                person = self._admit(session, account, route.role)
        return {
            "account": account,
            "person": person,
            "verbs": self.journeys.verbs_for(person) if person else (),
            "now": self.now,
            "begin": lambda: self._begin(route, account, deadline),
            "profile": lambda: self.profiles.find(account, deadline),
            **given,
        }

    @contextmanager
    def _begin(self, route: Route, account: Account, deadline: Deadline) -> Iterator[Session]:
        """The role is asked for once more, in the transaction that acts on it."""
        with self.database.begin(deadline) as session:
            if route.role is not Role.MEMBER:
                self._admit(session, account, route.role)
            yield session

    def _admit(self, session: Session, account: Account, role: Role) -> Known:
        """Raises RoleIsMissing."""
        person = self.who_is(session, account)
        if not person.has(role):
            raise RoleIsMissing(role)
        return person

    def who_is(self, session: Session, account: Account) -> Known:
        """An admin named by the settings is staff, too: somebody has to be, before roles are granted."""
        known = people.who_is(session, account.team, account.user)
        is_named = (account.team, account.user) in self.admins
        return known.with_roles(Role.ADMIN, Role.STAFF) if is_named else known

    def _modal(self, body: Mapping[str, Any], account: Account, deadline: Deadline) -> OneModal:
        looks = (
            QuickLook(self.database, self.profiles, account, deadline),
            PatientLook(self.database, self.profiles, account, deadline),
        )
        inside = (body.get("view") or {}).get("type") == "modal"
        return OneModal(self.slack, looks, str(body.get("trigger_id") or ""), deadline, push=inside)


def _is_of_interest(event: Mapping[str, Any]) -> bool:
    """Somebody looks at their Home page, or writes to the bot; not its own echo, and no edits."""
    if event.get("type") == "app_home_opened":
        return event.get("tab") == "home"
    is_plain = not event.get("subtype") and not event.get("bot_id")
    return event.get("type") == "message" and event.get("channel_type") == "im" and is_plain


def _field_of(route: Route, refusal: Refusal) -> str | None:
    return route.at.get(type(refusal)) if isinstance(route, Submission) else None


def _name_of(route: Route) -> str:
    return str(getattr(route, "id", None) or getattr(route, "name", None) or getattr(route, "event", ""))
