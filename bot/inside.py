"""What the sandbox's drawer shows of the bot: its outbox, and what it knows about one person."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Row, Table, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.database import Database
from bot.deadline import Deadline, TooLate
from bot.sandbox import Section
from models import people, tables
from models.notices import Notice
from models.rooms import Room

LATEST = 30  # rows of a table; who wants more opens the database
LONGEST = 200  # characters of one cell
READ_WITHIN = 2.0  # seconds
OUTBOX = f"The latest {LATEST} messages that the bot owes or has sent."
ABOUT = "All rows that name this person. What is sealed in the database is shown opened here."


class Inside:
    """Passed to the sandbox by whoever runs the bot beside it; a real workspace has nothing like it."""

    def __init__(self, database: Database, team: str) -> None:
        self._database, self._team = database, team

    def look(self, user: str) -> list[Section]:
        try:
            with self._database.read(Deadline.in_seconds(READ_WITHIN)) as session:
                return [_outbox(session), *self._about(session, user)]
        except (SQLAlchemyError, TooLate):
            return [Section("The database does not answer", (), ())]

    def _about(self, session: Session, user: str) -> Iterable[Section]:
        person_id = people.who_is(session, self._team, user).person_id
        if person_id is None:
            yield Section(f"About {user}", (), (), note="The bot does not know this person yet.")
            return
        note = f"About {user}. {ABOUT}"
        for table in tables.metadata.sorted_tables:
            if rows := _rows_about(session, table, person_id):
                yield Section(table.name, tuple(table.columns.keys()), tuple(map(_cells, rows)), note)
                note = ""


def _outbox(session: Session) -> Section:
    """The latest first."""
    rows = session.execute(
        select(Notice, Room).join(Room, Room.id == Notice.room_id).order_by(Notice.id.desc()).limit(LATEST)
    )
    columns = ("kind", "for", "state", "not before", "tries", "why", "settled")
    return Section("Outbox", columns, tuple(_notice(notice, room) for notice, room in rows), OUTBOX)


def _notice(notice: Notice, room: Room) -> tuple[str, ...]:
    to = room.slack_user or room.slack_channel
    shown = (
        notice.kind, to, notice.state, notice.not_before, notice.attempts, notice.reason, notice.settled_at
    )  # fmt: skip
    return tuple(map(_cell, shown))


def _rows_about(session: Session, table: Table, person_id: int) -> list[Row[Any]]:
    """Through the keys that name a person; a person's own row has none of these."""
    mine = [column == person_id for column in table.columns if _names_a_person(column)]
    if table.name == people.Person.__tablename__:
        mine = [table.c.id == person_id]
    if not mine:
        return []
    return list(session.execute(select(table).where(or_(*mine)).order_by(table.c.id.desc()).limit(LATEST)))


def _names_a_person(column: Column[Any]) -> bool:
    return "erase" in column.info


def _cells(row: Row[Any]) -> tuple[str, ...]:
    return tuple(map(_cell, row))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S} UTC"
    return str(value)[:LONGEST]
