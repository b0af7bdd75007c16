"""Insert unless it is there: the database decides who was first, on both databases alike."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.base import Base

INSERT: dict[str, Callable[[type[Base]], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def insert_if_new(session: Session, table: type[Base], **values: Any) -> int | None:
    """The new row's id; None when a unique key says that it is there already.

    Two transactions at once: the second waits for the first, and then finds its row.
    """
    insert = INSERT[session.get_bind().dialect.name]
    statement = insert(table).values(**values).on_conflict_do_nothing().returning(table.__table__.c.id)
    new_id: int | None = session.execute(statement).scalar()
    return new_id
