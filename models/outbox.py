"""The outbox: a change of state owes its messages here, in the same transaction.

Nothing is sent from here: a delivery takes notices out (sending.py), renders and sends them.
"""

from datetime import datetime, timedelta

from sqlalchemy import and_, delete, select
from sqlalchemy.orm import Session, aliased

from models import hours, organisation, people
from models.hours import Attention, Receiver
from models.inserting import insert_if_new
from models.notices import Card, Facts, Form, Kind, Lane, Notice, State
from models.people import Person
from models.rooms import Room

PAGES_KEPT = timedelta(days=7)  # how long we remember that somebody's Home page was drawn

HOME = Kind("home", Form.HOME, Attention.ASKED_FOR, Lane.ANSWER, collapses=True)


def owe(
    session: Session,
    kind: Kind,
    room: Room,
    *,
    now: datetime,
    subject_id: int | None = None,
    facts: Facts | None = None,
    wanted_at: datetime | None = None,
    useless_after: datetime | None = None,
    dedupe_key: str | None = None,
) -> None:
    """Owe a post to a room, at `wanted_at` (now) or at the first humane moment after it.

    With a `dedupe_key` that was used before, nothing more is owed; somebody who said stop is owed
    nothing unasked.
    """
    collapse_key = f"{kind.name}:{room.id}" if kind.collapses else None
    _insert(
        session,
        kind,
        room,
        now=now,
        wanted_at=wanted_at or now,
        subject_id=subject_id,
        facts=dict(facts or {}),
        useless_after=useless_after,
        dedupe_key=dedupe_key,
        collapse_key=collapse_key,
    )


def draw(session: Session, kind: Kind, room: Room, *, subject_id: int, now: datetime) -> None:
    """The card about this subject has changed: delivery draws it, many changes in one go."""
    insert_if_new(session, Card, kind=kind.name, subject_id=subject_id, room_id=room.id, wanted=0, shown=0)
    mine = (Card.kind == kind.name) & (Card.subject_id == subject_id) & (Card.room_id == room.id)
    card = session.scalars(select(Card).where(mine).with_for_update(key_share=True)).one()
    card.wanted += 1
    _insert(
        session,
        kind,
        room,
        now=now,
        wanted_at=now,
        subject_id=subject_id,
        card_id=card.id,
        facts={},
        collapse_key=f"card:{card.id}",
    )


def refresh_home(session: Session, room: Room, *, now: datetime) -> None:
    """The person's own page has changed, or they are looking at it."""
    owe(session, HOME, room, now=now)


def forget_old_pages(session: Session, *, now: datetime) -> None:
    """Every look at Home is a row; nobody will ask about it later. Those that became part of others first."""
    old = and_(Notice.form == Form.HOME, Notice.settled_at < now - PAGES_KEPT)
    part = aliased(Notice)
    session.execute(delete(Notice).where(old, Notice.into_id.is_not(None)))
    session.execute(delete(Notice).where(old, ~select(part.id).where(part.into_id == Notice.id).exists()))


def _insert(
    session: Session, kind: Kind, room: Room, *, now: datetime, wanted_at: datetime, **columns: object
) -> None:
    not_before = humane_moment(session, kind.attention, room, wanted_at)
    if not_before is None:
        return
    insert_if_new(
        session,
        Notice,
        kind=kind.name,
        form=kind.form,
        lane=kind.lane,
        attention=kind.attention,
        room_id=room.id,
        person_id=room.person_id,
        owed_at=now,
        not_before=not_before,
        state=State.DUE,
        **columns,
    )


def humane_moment(
    session: Session, attention: Attention, room: Room, wanted_at: datetime, *, but: int | None = None
) -> datetime | None:
    """What one asked for comes at once; for the rest somebody's hours are looked up, and their number a week.

    None for somebody who said stop. `but`: a notice that is not to be counted, being the one in question.
    """
    if attention is Attention.ASKED_FOR:
        return wanted_at
    rules = organisation.rules_at(session, wanted_at)
    receiver = _receiver(session, room, since=wanted_at - hours.WEEK, but=but)
    return hours.earliest(attention, wanted=wanted_at, receiver=receiver, rules=rules)


def _receiver(session: Session, room: Room, *, since: datetime, but: int | None) -> Receiver:
    person = session.get(Person, room.person_id) if room.person_id else None
    if person is None:
        return Receiver(zone=None, paused_until=None, stopped=False, fewer=False, unasked_sent=())
    return Receiver(
        zone=people.zone_of(session, person),
        paused_until=person.paused_until,
        stopped=person.stopped_at is not None,
        fewer=person.fewer,
        unasked_sent=_unasked_since(session, room, since, but),
    )


def _unasked_since(session: Session, room: Room, since: datetime, but: int | None) -> tuple[datetime, ...]:
    """Sent, perhaps sent, or still to be sent: all of them use up the week's number."""
    using_up = (State.DUE, State.CLAIMED, State.UNSURE, State.SENT)
    counted = (Notice.room_id == room.id) & Notice.state.in_(using_up)
    unasked = (Notice.attention == Attention.UNASKED) & (Notice.not_before >= since)
    unasked &= Notice.id != (but or 0)
    return tuple(session.scalars(select(Notice.not_before).where(counted, unasked)))
