"""Signing up: the first thing a person tells us, and the welcome it owes them."""

import enum
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import SmallInteger, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import organisation, outbox, people, rooms, zip_codes
from models.base import Base, Erase, Export, Merge, checked, person_key
from models.hours import Attention
from models.inserting import insert_if_new
from models.notices import Form, Kind, Lane
from models.people import ContactKind, ContactPoint, Email, Person, SlackAccount
from models.refusal import NothingChosen, Refusal
from models.rooms import RoomKind

WELCOME = Kind("sign_up.welcome", Form.CARD, Attention.ASKED_FOR, Lane.ANSWER)
STAFF_LINE = Kind("sign_up.staff_line", Form.POST, Attention.DUTY, Lane.DUTY, collapses=True)


class Reason(enum.StrEnum):
    MIGHT_RUN = "might_run"
    HELP_SOMEONE = "help_someone"
    JUST_LOOKING = "just_looking"


class When(enum.StrEnum):
    THIS_YEAR = "this_year"
    NEXT_YEAR = "next_year"
    SOMEDAY = "someday"
    RATHER_HELP = "rather_help"


class ConsentIsMissing(Refusal):
    """Nothing is kept of somebody who has not said yes to it."""


class NotSignedUp(Refusal):
    """This comes after signing up."""


class SignUp(Base):
    """`consent` is the version of the sentence that was agreed to, `might_run_in` the year that "this year"
    or "next year" meant.
    """

    __tablename__ = "sign_ups"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = person_key(
        export=Export.INCLUDE, erase=Erase.DELETE, merge=Merge.MOVE, unique=True
    )
    reason: Mapped[Reason] = mapped_column(checked(Reason, "reason"))
    consent: Mapped[str] = mapped_column(String(20))
    consented_at: Mapped[datetime]
    source: Mapped[str] = mapped_column(String(20))
    signed_up_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    might_run: Mapped[When | None] = mapped_column(checked(When, "might_run"))
    might_run_in: Mapped[int | None] = mapped_column(SmallInteger)
    might_run_said_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Answers:
    """What somebody says on the form. `consent` names the sentence they agreed to, None without a yes."""

    reason: Reason | None
    zip_code: str
    email: Email | None
    consent: str | None


def sign_up(session: Session, person: Person, answers: Answers, *, now: datetime) -> SignUp:
    """Keep the answers and owe the welcome; signing up again changes the answers and tells nobody anew.

    Refuses with NothingChosen, ConsentIsMissing, NotAZipCode, UnknownZipCode or NotAnEmail.
    """
    if answers.reason is None:
        raise NothingChosen
    if answers.consent is None:
        raise ConsentIsMissing
    person.stopped_at = None  # who had said "stop" is back
    person.zip_code = zip_codes.find(session, answers.zip_code).zip_code
    if answers.email:
        people.keep_email(session, person, answers.email, now=now)
    if _keep(session, person.id, answers.reason, answers.consent, now):
        _tell_staff(session, person, answers.reason, now)
    _redraw(session, person.id, now)
    return _row_of(session, person.id)


def say_when(session: Session, person: Person, when: When | None, *, now: datetime) -> SignUp:
    """When they might run; saying it again changes it. Refuses with NotSignedUp or NothingChosen."""
    row = of(session, person.id, for_update=True)
    if row is None:
        raise NotSignedUp
    if when is None:
        raise NothingChosen
    row.might_run, row.might_run_said_at = when, now
    row.might_run_in = _year(session, person, when, now)
    _redraw(session, person.id, now)
    return row


def of(session: Session, person_id: int | None, *, for_update: bool = False) -> SignUp | None:
    """The person's sign-up; None for somebody new."""
    wanted = select(SignUp).where(SignUp.person_id == person_id)
    return session.scalar(wanted.with_for_update(key_share=True) if for_update else wanted)


@dataclass(frozen=True)
class Before:
    """What somebody who has signed up told us; `email` only where they typed it."""

    reason: Reason
    zip_code: str | None
    email: str | None
    consent: str


def answers_of(session: Session, team: str, user: str) -> Before | None:
    """What the form shows again, to the person themselves: one read, by the Slack account."""
    typed = (ContactPoint.person_id == Person.id) & ContactPoint.verified_at.is_(None)
    wanted = (
        select(SignUp.reason, Person.zip_code, ContactPoint.value, SignUp.consent)
        .join(SlackAccount, SlackAccount.person_id == SignUp.person_id)
        .join(Person, Person.id == SignUp.person_id)
        .outerjoin(ContactPoint, typed & (ContactPoint.kind == ContactKind.EMAIL))
        .where(SlackAccount.team == team, SlackAccount.user == user)
        .order_by(ContactPoint.told_at.desc())
    )
    found = session.execute(wanted).first()
    return Before(*found) if found else None


def _keep(session: Session, person_id: int, reason: Reason, consent: str, now: datetime) -> bool:
    """True for the first time. Of two presses at once the second waits, and finds the first one's row."""
    said = {"reason": reason, "consent": consent, "consented_at": now, "changed_at": now}
    new = insert_if_new(session, SignUp, person_id=person_id, source="slack", signed_up_at=now, **said)
    if new is None:
        row = _row_of(session, person_id)
        row.reason, row.changed_at = reason, now
        if row.consent != consent:
            row.consent, row.consented_at = consent, now
    return new is not None


def _row_of(session: Session, person_id: int) -> SignUp:
    return session.scalars(
        select(SignUp).where(SignUp.person_id == person_id).with_for_update(key_share=True)
    ).one()


def _year(session: Session, person: Person, when: When, now: datetime) -> int | None:
    """By the calendar where they live."""
    zone = people.zone_of(session, person) or organisation.rules_at(session, now).zone
    ahead = {When.THIS_YEAR: 0, When.NEXT_YEAR: 1}.get(when)
    return None if ahead is None else now.astimezone(zone).year + ahead


def _redraw(session: Session, person_id: int, now: datetime) -> None:
    room = rooms.direct(session, person_id)
    outbox.draw(session, WELCOME, room, subject_id=person_id, now=now)
    outbox.refresh_home(session, room, now=now)


def _tell_staff(session: Session, person: Person, reason: Reason, now: datetime) -> None:
    """One line, and nothing in it about who it is."""
    team = rooms.direct(session, person.id).team
    staff = rooms.shared(session, RoomKind.STAFF, team=team)
    if staff:
        outbox.owe(
            session,
            STAFF_LINE,
            staff,
            now=now,
            facts={"reason": reason},
            dedupe_key=f"sign_up:{person.id}",
        )
