"""Turns: who comes late with a claim that another has taken over changes nothing; nothing counts twice."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models import doubts, looking, outbox, people, sending
from models.notices import Card, Notice, State
from models.rooms import Room
from models.sending import LEASE, LOOK_AFTER, PACE, SET_ASIDE_AT_ONCE, Claim
from tests.models.outgoing import (
    ANSWER,
    CARD,
    LINE,
    TEAM,
    a_room,
    a_staff_room,
    claim,
    nothing_is_due,
    notices,
    states,
)
from tests.moments import HOUR, MINUTE, NOON, SECOND

Change = Callable[[Session, Claim], None]

LATE = NOON + LEASE + HOUR


@pytest.fixture
def room(session: Session) -> Room:
    return a_room(session)


def looked_for(session: Session, machine: datetime) -> Claim:
    claimed = looking.next_to_look_for(session, machine=machine)
    assert claimed is not None
    return claimed


def a_staff_member(session: Session) -> int:
    return people.meet(session, TEAM, "U1STAFF", zone=None, now=NOON).id


def sent(session: Session, claimed: Claim) -> None:
    sending.record_sent(session, claimed, channel="D1", ts="1.000001", now=LATE)


def put_off(session: Session, claimed: Claim, until: datetime = LATE) -> None:
    sending.put_off(session, claimed, "service_unavailable", until=until, blocks_room=True, now=LATE)


def refuse(session: Session, claimed: Claim) -> None:
    sending.refuse(session, claimed, "invalid_blocks", closes_room=True, now=LATE)


CHANGES: dict[str, Change] = {
    "sent": sent,
    "put off": put_off,
    "refused": refuse,
    "doubted": lambda session, late: sending.doubt(session, late, look_at=LATE),
    "closed": lambda session, late: sending.close(session, late, "not true any more", now=LATE),
    "failed": lambda session, late: sending.fail(session, late, now=LATE),
    "card lost": lambda session, late: sending.lose_card(session, late, now=LATE),
    "sent again": lambda session, late: looking.send_again(session, late, now=LATE),
    "looked for later": lambda session, late: looking.look_later(session, late, until=LATE),
    "left to staff": lambda session, late: looking.leave_to_staff(session, late, "no", now=LATE),
}
EACH_CHANGE = pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)


def everything(session: Session) -> list[object]:
    """Every value that a claim could change, of every row."""
    session.flush()
    tables = (Notice.__table__, Card.__table__, Room.__table__)
    return [session.execute(select(table).order_by(table.c.id)).all() for table in tables]


# -- Claims that were taken over -----------------------------------------------------------------------


@EACH_CHANGE
def test_who_comes_back_after_another_has_claimed_changes_nothing(
    change: Change, session: Session, room: Room
) -> None:
    a_staff_room(session)
    outbox.draw(session, CARD, room, subject_id=1, now=NOON - HOUR)
    sent(session, claim(session, NOON - HOUR))
    outbox.draw(session, CARD, room, subject_id=1, now=NOON)
    late = claim(session, NOON)
    looking.release_lapsed(session, machine=NOON + LEASE)
    assert claim(session, NOON + LEASE).id == late.id
    before = everything(session)

    change(session, late)

    assert everything(session) == before


@EACH_CHANGE
def test_who_comes_back_while_another_looks_changes_nothing(
    change: Change, session: Session, room: Room
) -> None:
    a_staff_room(session)
    outbox.draw(session, CARD, room, subject_id=1, now=NOON)
    late = claim(session)
    looking.release_lapsed(session, machine=NOON + LEASE)
    looked_for(session, NOON + LEASE + LOOK_AFTER)
    before = everything(session)

    change(session, late)

    assert everything(session) == before


def test_of_two_who_look_the_second_decides(session: Session, room: Room) -> None:
    outbox.owe(session, ANSWER, room, now=NOON)
    sending.doubt(session, claim(session), look_at=NOON)
    first = looked_for(session, NOON)
    second = looked_for(session, NOON + looking.LEASE)

    looking.send_again(session, first, now=LATE)
    assert (states(session), nothing_is_due(session, LATE)) == ([State.UNSURE], True)

    sent(session, second)
    assert states(session) == [State.SENT]


def test_who_still_looks_is_too_late_once_staff_have_decided(session: Session, room: Room) -> None:
    outbox.owe(session, ANSWER, room, now=NOON)
    sending.doubt(session, claim(session), look_at=NOON)
    looking_on = looked_for(session, NOON)
    staff = a_staff_member(session)
    doubts.decide(session, notices(session)[0].public_id, arrived=True, by=staff, now=NOON)

    looking.send_again(session, looking_on, now=LATE)

    assert states(session) == [State.SENT]


def test_an_answer_that_comes_late_but_before_anybody_else_counts(session: Session, room: Room) -> None:
    outbox.owe(session, ANSWER, room, now=NOON)
    slow = claim(session)
    looking.release_lapsed(session, machine=NOON + LEASE)

    sent(session, slow)

    assert states(session) == [State.SENT]
    assert looking.next_to_look_for(session, machine=LATE) is None


# -- What became part of another -----------------------------------------------------------------------


def owe_lines(session: Session, room: Room, *numbers: int, now: datetime = NOON) -> None:
    for number in numbers:
        outbox.owe(session, LINE, room, now=now, facts={"number": number})


def numbers_of(claimed: Claim) -> list[str]:
    return sorted(str(fact["number"]) for fact in claimed.facts)


def test_lines_stay_counted_through_a_put_off_and_a_further_collapse(session: Session, room: Room) -> None:
    owe_lines(session, room, 0, 1)
    put_off(session, claim(session), until=NOON + MINUTE)
    owe_lines(session, room, 2, now=NOON + SECOND)
    put_off(session, claim(session, NOON + MINUTE), until=NOON + 2 * MINUTE)
    owe_lines(session, room, 3, now=NOON + MINUTE)

    assert numbers_of(claim(session, NOON + 2 * MINUTE)) == ["0", "1", "2", "3"]


def test_lines_stay_counted_where_a_newer_one_takes_the_older_along(session: Session, room: Room) -> None:
    owe_lines(session, room, 0, 1)
    first = claim(session)
    sending.put_off(session, first, "x", until=NOON + MINUTE, blocks_room=False, now=NOON)
    owe_lines(session, room, 2, now=NOON + SECOND)

    newer = claim(session, NOON + MINUTE)

    assert newer.id != first.id
    assert numbers_of(newer) == ["0", "1", "2"]


def test_lines_stay_counted_after_a_lost_answer(session: Session, room: Room) -> None:
    owe_lines(session, room, 0, 1)
    sending.doubt(session, claim(session), look_at=NOON)

    assert numbers_of(looked_for(session, NOON)) == ["0", "1"]


# -- After a long absence ------------------------------------------------------------------------------


def test_many_that_have_become_useless_are_closed_in_order(session: Session, room: Room) -> None:
    """A part of them in each transaction, so that a long absence makes no long one."""
    outbox.owe(session, ANSWER, room, now=NOON, useless_after=NOON + MINUTE)
    copy_of_the_first(session, times=5 * SET_ASIDE_AT_ONCE - 1)
    outbox.owe(session, ANSWER, room, now=NOON)
    useless = all_ids(session)[:-1]

    for turn in range(1, 6):
        assert nothing_is_due(session, LATE)
        assert all_ids(session, State.CLOSED) == useless[: turn * SET_ASIDE_AT_ONCE]

    assert claim(session, LATE).id not in useless


def copy_of_the_first(session: Session, *, times: int) -> None:
    """In one statement, because `owe` asks about each."""
    [first] = session.execute(select(Notice.__table__)).mappings().all()
    same = {name: value for name, value in first.items() if name != "id"}
    session.execute(insert(Notice), [{**same, "public_id": f"copy{number}"} for number in range(times)])


def all_ids(session: Session, state: State | None = None) -> list[int]:
    session.flush()
    wanted = select(Notice.id).order_by(Notice.id)
    return list(session.scalars(wanted.where(Notice.state == state) if state else wanted))


# -- A card's version ----------------------------------------------------------------------------------


def test_a_lost_answer_is_found_as_what_was_drawn_and_not_as_what_is_wanted_now(
    session: Session, room: Room
) -> None:
    outbox.draw(session, CARD, room, subject_id=1, now=NOON)
    sending.doubt(session, claim(session), look_at=NOON)
    outbox.draw(session, CARD, room, subject_id=1, now=NOON)

    found = looked_for(session, NOON)
    sent(session, found)

    card = session.scalars(select(Card)).one()
    assert (found.version, card.shown, card.wanted) == (1, 1, 2)
    assert (claim(session, NOON + PACE).version, states(session)[0]) == (2, State.SENT)


def test_a_change_while_a_card_is_on_its_way_is_drawn_after_it(session: Session, room: Room) -> None:
    outbox.draw(session, CARD, room, subject_id=1, now=NOON)
    under_way = claim(session)
    outbox.draw(session, CARD, room, subject_id=1, now=NOON)
    sent(session, under_way)

    update = claim(session, NOON + PACE)

    assert (under_way.version, update.version, update.ts) == (1, 2, "1.000001")
