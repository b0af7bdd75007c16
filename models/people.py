"""People: who they are, by which accounts and addresses we know them.

Only an address in somebody's Slack profile is verified. A typed one never opens anybody's record and
never shows whether it is known; it makes a possible duplicate, which only staff see.
"""

import enum
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, delete, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models import audit, rooms
from models.base import Base, Erase, Export, Merge, checked, person_key, public_id
from models.inserting import insert_if_new
from models.keys import Sealed, vault_of
from models.refusal import Refusal
from models.roles import Role, RoleGrant
from models.zip_codes import ZipCode


class ContactKind(enum.StrEnum):
    EMAIL = "email"
    PHONE = "phone"


class NotAnEmail(Refusal):
    """What was typed is no address that mail could reach."""


class Person(Base):
    """Anyone the bot knows, in Slack or imported. `zone` is a name such as America/New_York."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = public_id()
    known_since: Mapped[datetime]
    zip_code: Mapped[str | None] = mapped_column(ForeignKey("zip_codes.zip_code"))
    zone: Mapped[str | None] = mapped_column(String(64))
    merged_into_id: Mapped[int | None] = person_key(
        export=Export.LEAVE_OUT, erase=Erase.DELETE, merge=Merge.MOVE
    )
    paused_until: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    fewer: Mapped[bool] = mapped_column(default=False)


class SlackAccount(Base):
    """A member of a Slack workspace, as a person."""

    __tablename__ = "slack_accounts"
    __table_args__ = (UniqueConstraint("team", "user"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team: Mapped[str] = mapped_column(String(20))
    user: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int] = person_key(
        export=Export.INCLUDE, erase=Erase.DELETE, merge=Merge.MOVE, index=True
    )
    known_since: Mapped[datetime]


class ContactPoint(Base):
    """An address or number, sealed; `digest` is a keyed hash that finds it again."""

    __tablename__ = "contact_points"
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "digest"),
        Index(
            "uq_contact_points_verified",
            "kind",
            "digest",
            unique=True,
            sqlite_where=text("verified_at IS NOT NULL"),
            postgresql_where=text("verified_at IS NOT NULL"),
        ),
        Index("ix_contact_points_kind_digest", "kind", "digest"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = person_key(export=Export.INCLUDE, erase=Erase.DELETE, merge=Merge.MOVE)
    kind: Mapped[ContactKind] = mapped_column(checked(ContactKind, "kind"))
    value: Mapped[str] = mapped_column(Sealed)
    digest: Mapped[str] = mapped_column(String(64))
    told_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[str | None] = mapped_column(String(40))


class PossibleDuplicate(Base):
    """Two records that may be one person. Staff decide; nobody else learns of it."""

    __tablename__ = "possible_duplicates"
    __table_args__ = (
        UniqueConstraint("person_id", "other_id"),
        CheckConstraint("person_id < other_id", name="in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = person_key(export=Export.LEAVE_OUT, erase=Erase.DELETE, merge=Merge.DROP)
    other_id: Mapped[int] = person_key(export=Export.LEAVE_OUT, erase=Erase.DELETE, merge=Merge.DROP)
    because: Mapped[str] = mapped_column(String(40))
    found_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Known:
    """What a click has to know of the person who clicked; `person_id` None for somebody new."""

    team: str
    user: str
    person_id: int | None = None
    roles: frozenset[Role] = frozenset()

    def has(self, role: Role) -> bool:
        return role is Role.MEMBER or role in self.roles

    def with_roles(self, *roles: Role) -> "Known":
        return replace(self, roles=self.roles | set(roles))


@dataclass(frozen=True)
class Email:
    """An address as it was told; `source` says by whom, and only the Slack profile verifies it."""

    address: str
    source: Literal["slack_profile", "typed"]


def who_is(session: Session, team: str, user: str) -> Known:
    """The person behind a Slack account with the roles that are theirs now: one indexed read."""
    active = (RoleGrant.person_id == SlackAccount.person_id) & RoleGrant.revoked_at.is_(None)
    wanted = (
        select(SlackAccount.person_id, RoleGrant.role)
        .outerjoin(RoleGrant, active)
        .where(SlackAccount.team == team, SlackAccount.user == user)
    )
    rows = session.execute(wanted).all()
    person_id = rows[0].person_id if rows else None
    return Known(team, user, person_id, frozenset(row.role for row in rows if row.role))


def meet(session: Session, team: str, user: str, *, zone: str | None, now: datetime) -> Person:
    """The person behind a Slack account, made on first contact together with their direct conversation.

    `zone` None leaves what is known. Two devices at once make one person: the account is unique.
    """
    person = _person_of(session, team, user) or _make_person(session, team, user, now)
    person.zone = zone or person.zone
    rooms.open_direct(session, person.id, team=team, user=user)
    return person


def stop(person: Person, *, now: datetime) -> None:
    """Nothing unasked from now on; what they ask for still gets its answer."""
    person.stopped_at = person.stopped_at or now


def keep_email(session: Session, person: Person, email: Email, *, now: datetime) -> None:
    """Remember the address; one from the profile is verified, and a typed one replaces the typed one before.

    Somebody else's address is no error and no match: it is noted as a possible duplicate.
    Refuses with NotAnEmail.
    """
    address = _read_address(email)
    digest = vault_of(session.get_bind().dialect).hash_of(address)
    others = _others_with(session, person, digest)
    for other in others:
        _note_possible_duplicate(session, person.id, other.person_id, now)
    verified = email.source == "slack_profile" and not any(other.verified_at for other in others)
    if email.source == "typed":
        _forget_typed(session, person, but=digest)
    if not _store(session, person, address, digest, verified_by=email.source if verified else None, now=now):
        # Somebody else's profile has shown the same address at this moment: now we see it.
        keep_email(session, person, email, now=now)


def zone_of(session: Session, person: Person) -> ZoneInfo | None:
    """Where they live, by ZIP; military ZIPs have no zone: then what Slack says; then nothing."""
    lived_in = session.get(ZipCode, person.zip_code) if person.zip_code else None
    name = (lived_in.zone if lived_in else None) or person.zone
    return ZoneInfo(name) if name else None


def _person_of(session: Session, team: str, user: str) -> Person | None:
    account = (SlackAccount.team == team) & (SlackAccount.user == user)
    return session.scalar(
        select(Person).join(SlackAccount, SlackAccount.person_id == Person.id).where(account)
    )


def _make_person(session: Session, team: str, user: str, now: datetime) -> Person:
    person = Person(known_since=now)
    session.add(person)
    session.flush()
    account = insert_if_new(session, SlackAccount, team=team, user=user, person_id=person.id, known_since=now)
    if account is not None:
        return person
    # Their other device was faster, and its transaction has ended: the person is there by now.
    session.delete(person)
    session.flush()
    first = _person_of(session, team, user)
    assert first is not None
    return first


def _read_address(email: Email) -> str:
    """In one spelling, so that the same mailbox has the same digest."""
    try:
        return validate_email(email.address.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        if email.source == "slack_profile":  # Slack has sent mail there, whatever we think of it
            return email.address.strip().lower()
        raise NotAnEmail from None


def _others_with(session: Session, person: Person, digest: str) -> list[ContactPoint]:
    wanted = select(ContactPoint).where(
        ContactPoint.kind == ContactKind.EMAIL,
        ContactPoint.digest == digest,
        ContactPoint.person_id != person.id,
    )
    return list(session.scalars(wanted))


def _note_possible_duplicate(session: Session, one: int, other: int, now: datetime) -> None:
    first, second = sorted((one, other))
    insert_if_new(
        session, PossibleDuplicate, person_id=first, other_id=second, because="same e-mail", found_at=now
    )


def _forget_typed(session: Session, person: Person, *, but: str) -> None:
    session.execute(
        delete(ContactPoint).where(
            ContactPoint.person_id == person.id,
            ContactPoint.kind == ContactKind.EMAIL,
            ContactPoint.verified_at.is_(None),
            ContactPoint.digest != but,
        )
    )


def _store(
    session: Session, person: Person, address: str, digest: str, *, verified_by: str | None, now: datetime
) -> bool:
    """False when another person has it, verified: the index on verified addresses said so."""
    verified_at = now if verified_by else None
    new = insert_if_new(
        session,
        ContactPoint,
        person_id=person.id,
        kind=ContactKind.EMAIL,
        value=address,
        digest=digest,
        told_at=now,
        verified_at=verified_at,
        verified_by=verified_by,
    )
    if new is not None:
        audit.note(session, by=person.id, about=person.id, did=audit.Did.CHANGED, what="e-mail", now=now)
        return True
    mine = (ContactPoint.person_id == person.id) & (ContactPoint.digest == digest)
    point = session.scalar(select(ContactPoint).where(mine, ContactPoint.kind == ContactKind.EMAIL))
    if point and verified_by and point.verified_at is None:
        # What was typed before turned out to be in the profile.
        point.verified_at, point.verified_by = now, verified_by
    return point is not None
