"""After a lost answer: who died with a claim in hand, and was the message stored or not?

Nothing that could be seen twice is sent again before somebody has looked for it.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import doubts
from models.notices import Card, Form, Notice, State
from models.rooms import Room
from models.sending import LOOK_AFTER, Claim, as_claim, mine

LEASE = timedelta(minutes=3)  # a look turns up to ten pages, and Slack may take ten seconds for each


def release_lapsed(session: Session, *, machine: datetime, all_of_them: bool = False) -> None:
    """Notices whose delivery died. `all_of_them`: at the start, where no other process can be at work."""
    lapsed = (
        select(Notice).where(Notice.state == State.CLAIMED).with_for_update(key_share=True, skip_locked=True)
    )
    if not all_of_them:
        lapsed = lapsed.where(Notice.claimed_until <= machine)
    for notice in session.scalars(lapsed):
        if _could_be_seen_twice(session, notice):
            notice.state, notice.look_at = State.UNSURE, machine + LOOK_AFTER
        else:
            notice.state = State.DUE


def next_to_look_for(session: Session, *, machine: datetime) -> Claim | None:
    """An unsure notice that it is time to look for in Slack; it is this delivery's for the lease."""
    row = session.execute(
        select(Notice, Room)
        .join(Room, Room.id == Notice.room_id)
        .where(Notice.state == State.UNSURE, Notice.look_at <= machine)
        .order_by(Notice.look_at)
        .limit(1)
        .with_for_update(key_share=True, skip_locked=True, of=Notice)
    ).first()
    if row is None:
        return None
    row.Notice.look_at, row.Notice.turn = machine + LEASE, row.Notice.turn + 1
    return as_claim(session, row.Notice, row.Room, row.Notice.owed_at)


def send_again(session: Session, claim: Claim, *, now: datetime) -> None:
    """We looked: it is not there. The attempt stays counted, so that this does not go on for ever."""
    if notice := mine(session, claim):
        notice.state, notice.not_before, notice.look_at = State.DUE, now, None
        notice.reason = "Slack did not answer"


def look_later(session: Session, claim: Claim, *, until: datetime) -> None:
    """By the machine's clock: Slack does not let us look for now."""
    if notice := mine(session, claim):
        notice.look_at = until


def leave_to_staff(session: Session, claim: Claim, reason: str, *, now: datetime) -> None:
    """Nobody can look, so nobody guesses."""
    if notice := mine(session, claim):
        notice.look_at, notice.reason = None, reason
        doubts.ask(session, notice, session.get_one(Room, notice.room_id), now=now)


def _could_be_seen_twice(session: Session, notice: Notice) -> bool:
    card = session.get(Card, notice.card_id) if notice.card_id else None
    return notice.form is Form.POST or (card is not None and card.slack_ts is None)
