"""Insert unless it is there: the database decides who was first, on both databases alike."""

import functools
from collections.abc import Callable
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from models.base import Base

INSERT: dict[str, Callable[..., sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def insert_if_new(session: Session, table: type[Base], **values: Any) -> int | None:
    """The new row's id; None when a unique key says that it is there already.

    Two transactions at once: the second waits for the first, and then finds its row.
    """
    session.flush()  # what was changed before this comes before this in the database, too
    connection = session.connection()
    new_id: int | None = connection.execute(_statement(connection.dialect.name, table), values).scalar()
    return new_id


@functools.cache
def _statement(dialect: str, table: type[Base]) -> ReturningInsert[int]:
    """Made once for each table: to build it takes longer than to send it."""
    columns = table.__table__
    return INSERT[dialect](columns).on_conflict_do_nothing().returning(columns.c.id)
