"""The audit trail: every look at, and change of, what is sensitive, by whom and when. Never the words."""

import enum
from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Erase, Export, Merge, checked, person_key


class Did(enum.StrEnum):
    READ = "read"
    CHANGED = "changed"


class AuditRow(Base):
    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = person_key(export=Export.LEAVE_OUT, erase=Erase.FORGET, merge=Merge.MOVE)
    about_id: Mapped[int | None] = person_key(
        export=Export.INCLUDE, erase=Erase.FORGET, merge=Merge.MOVE, index=True
    )
    did: Mapped[Did] = mapped_column(checked(Did, "did"))
    what: Mapped[str] = mapped_column(String(40))


def note(session: Session, *, by: int, about: int, did: Did, what: str, now: datetime) -> None:
    """`what` names a field ("e-mail"); what stood in it is nowhere here."""
    session.add(AuditRow(at=now, by_id=by, about_id=about, did=did, what=what))
