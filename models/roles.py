"""Roles: who may do what. Rows that are granted and revoked, by whom and when; never a flag."""

import enum
from datetime import datetime

from sqlalchemy import ColumnElement, Index, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Erase, Export, Merge, checked, person_key
from models.inserting import insert_if_new
from models.refusal import Refusal


class Role(enum.StrEnum):
    """`MEMBER` is everyone in the workspace and is never granted."""

    MEMBER = "member"
    MENTOR = "mentor"
    INTERVIEWER = "interviewer"
    HOST = "host"
    RESEARCHER = "researcher"
    STAFF = "staff"
    ADMIN = "admin"


class RoleIsMissing(Refusal):
    """This is for people with a role that this person does not have (any more)."""

    def __init__(self, role: Role) -> None:
        super().__init__()
        self.role = role


class NobodyGrantsThemselves(Refusal):
    """A role comes from somebody else."""


class LastAdminStays(Refusal):
    """Without an admin nobody could give access again."""


class RoleGrant(Base):
    __tablename__ = "role_grants"
    __table_args__ = (
        Index(
            "uq_role_grants_active",
            "person_id",
            "role",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = person_key(export=Export.INCLUDE, erase=Erase.DELETE, merge=Merge.MOVE)
    role: Mapped[Role] = mapped_column(checked(Role, "role"))
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[int | None] = person_key(
        export=Export.LEAVE_OUT, erase=Erase.FORGET, merge=Merge.MOVE
    )
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = person_key(
        export=Export.LEAVE_OUT, erase=Erase.FORGET, merge=Merge.MOVE
    )


def grant(session: Session, person_id: int, role: Role, *, by: int | None, now: datetime) -> None:
    """Give a role; giving it twice changes nothing. `by` None: when the workspace is set up.

    Refuses with NobodyGrantsThemselves.
    """
    if by == person_id:
        raise NobodyGrantsThemselves
    insert_if_new(session, RoleGrant, person_id=person_id, role=role, granted_at=now, granted_by_id=by)


def revoke(
    session: Session, person_id: int, role: Role, *, by: int | None, now: datetime, others_are_admins: bool
) -> None:
    """Take a role away. `others_are_admins`: the settings name an admin who needs no row.

    Refuses with LastAdminStays.
    """
    active = session.scalars(
        select(RoleGrant).where(RoleGrant.role == role, _active()).with_for_update(key_share=True)
    )
    grants = list(active)  # locked: two admins who revoke each other at once are not both right
    theirs = [each for each in grants if each.person_id == person_id]
    if role is Role.ADMIN and theirs and len(grants) == 1 and not others_are_admins:
        raise LastAdminStays
    for each in theirs:
        each.revoked_at, each.revoked_by_id = now, by


def has_anybody_one(session: Session) -> bool:
    """Whether a role was ever granted here."""
    return session.scalar(select(RoleGrant.id).limit(1)) is not None


def holds(session: Session, person_id: int, role: Role) -> bool:
    """Asked inside the transaction that acts on it, so that a role lost in between counts."""
    mine = select(func.count()).where(RoleGrant.person_id == person_id, RoleGrant.role == role, _active())
    return bool(session.scalar(mine))


def _active() -> ColumnElement[bool]:
    return RoleGrant.revoked_at.is_(None)
