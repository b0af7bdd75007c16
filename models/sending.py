"""How notices leave the outbox: claimed for a while, then settled by what Slack said.

Several deliveries may do this at once, in one process or in several: row locks see to it that each notice is
claimed once, and that nothing is posted into one room by two at a time. A claim has a turn: who comes back
after another has taken over changes nothing any more. looking.py has what happens after a lost answer.

All locks of rows are `key_share`: with stronger ones a sign-up, which owes a notice for a room, and the
delivery that has the room in hand waited for each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.orm import Session, aliased

from models import doubts, outbox
from models.hours import Attention
from models.notices import Card, Form, Notice, State
from models.rooms import Room, RoomKind

LEASE = timedelta(seconds=30)  # reliability R11: another process takes over within 30 seconds
LOOK_AFTER = timedelta(seconds=3)  # Slack may still be storing what it did not confirm
LOOK_AFTER_A_TIMEOUT = timedelta(minutes=1)  # it may even be storing it later than we have waited
PACE = timedelta(seconds=1)  # docs.slack.dev, rate limits: one message a second in a channel
MOST_ATTEMPTS = 5  # that did not end in order: it can't be drawn, ends the program, or its answer is lost
FAILED_PAUSE = timedelta(seconds=10)
KEEP_TRYING = timedelta(hours=24)  # what Slack may only be refusing for now; then staff decide
SET_ASIDE_AT_ONCE = 50  # notices in one transaction, after a long absence

IN_FLIGHT = (State.CLAIMED, State.UNSURE)


@dataclass(frozen=True)
class Claim:
    """All that is needed to render and send one notice, read in the claiming transaction.

    `facts` holds one entry for every notice that this one stands for, its own first. `ts` is the card's
    message, None where there is none yet; `version` is the card's that is drawn.
    """

    id: int
    turn: int
    public_id: str
    kind: str
    form: Form
    team: str
    user: str | None
    channel: str | None
    subject_id: int | None
    facts: tuple[Mapping[str, int | str | None], ...]
    ts: str | None
    version: int
    put_off: int
    tried_at: datetime

    @property
    def is_posted_anew(self) -> bool:
        """A second try could show twice; anything else can be repeated without harm."""
        return self.form is Form.POST or (self.form is Form.CARD and self.ts is None)


def claim_next(
    session: Session, forms: Sequence[Form] = tuple(Form), *, now: datetime, machine: datetime
) -> Claim | None:
    """Take the most urgent notice (of these forms) whose moment has come; None when nothing is due.

    What is of no use any more, has failed too often, or waits for a humane hour is set aside on the way.
    """
    for _ in range(SET_ASIDE_AT_ONCE):
        row = session.execute(_due(now).where(Notice.form.in_(forms)).limit(1)).first()
        if row is None:
            return None
        if not _is_set_aside(session, row.Notice, row.Room, now):
            return _claim(session, row.Notice, row.Room, now, machine)
    return None


def record_sent(session: Session, claim: Claim, *, channel: str, ts: str | None, now: datetime) -> None:
    """Slack has it. A direct conversation's own id is learnt from the first answer."""
    if (notice := mine(session, claim)) is None:
        return
    settle(notice, State.SENT, None, now)
    notice.slack_channel, notice.slack_ts = channel, ts
    room = session.get_one(Room, notice.room_id)
    if room.kind is RoomKind.DIRECT and claim.form is not Form.HOME:
        room.slack_channel = channel
    if notice.card_id:
        card = session.get_one(Card, notice.card_id)
        card.slack_channel, card.slack_ts, card.shown = channel, ts, claim.version


def close(session: Session, claim: Claim, reason: str, *, now: datetime) -> None:
    if notice := mine(session, claim):
        settle(notice, State.CLOSED, reason, now)


def put_off(
    session: Session,
    claim: Claim,
    reason: str,
    *,
    until: datetime,
    blocks_room: bool,
    for_ever: bool = False,
    now: datetime,
) -> None:
    """Slack did not take it for now; after a day without success staff are asked.

    `blocks_room`: what comes after it waits, too, so that the order stays. `for_ever`: it is our access that
    is missing, not this message's fault.
    """
    if (notice := mine(session, claim)) is None:
        return
    room = session.get_one(Room, notice.room_id)
    if now - claim.tried_at > KEEP_TRYING and not for_ever:
        _refuse(session, notice, room, reason, now)
        return
    notice.state, notice.reason, notice.put_off = State.DUE, reason, notice.put_off + 1
    notice.tried_at = None if for_ever else notice.tried_at
    if blocks_room and notice.form is not Form.HOME:
        room.blocked_until = until
    else:
        notice.not_before = until


def fail(session: Session, claim: Claim, *, now: datetime) -> None:
    """It could not even be drawn: a few more tries, then it is set aside."""
    if notice := mine(session, claim):
        notice.state, notice.not_before = State.DUE, now + FAILED_PAUSE * notice.attempts
        notice.reason = "it could not be drawn"


def refuse(session: Session, claim: Claim, reason: str, *, closes_room: bool, now: datetime) -> None:
    """Slack refuses it for good: staff see it, with the reason."""
    if (notice := mine(session, claim)) is None:
        return
    room = session.get_one(Room, notice.room_id)
    if closes_room:
        room.closed_because = reason
    _refuse(session, notice, room, reason, now)


def lose_card(session: Session, claim: Claim, *, now: datetime) -> None:
    """The card's message is gone from Slack: it is drawn again from the database."""
    if notice := mine(session, claim):
        card = session.get_one(Card, notice.card_id)
        card.slack_channel = card.slack_ts = None
        notice.state, notice.not_before, notice.put_off = State.DUE, now, notice.put_off + 1


def doubt(session: Session, claim: Claim, *, look_at: datetime) -> None:
    """The answer was lost: before it is sent again, somebody looks (by the machine's clock)."""
    if notice := mine(session, claim):
        notice.state, notice.look_at = State.UNSURE, look_at


# -- Shared with looking.py ----------------------------------------------------------------------------


def mine(session: Session, claim: Claim) -> Notice | None:
    """The notice, locked; None when somebody else has taken over meanwhile."""
    notice = session.get(Notice, claim.id, with_for_update={"key_share": True}, populate_existing=True)
    return notice if notice and notice.turn == claim.turn else None


def settle(notice: Notice, state: State, reason: str | None, now: datetime) -> None:
    notice.state, notice.reason, notice.settled_at = state, reason, now
    notice.claimed_until = notice.look_at = None


def as_claim(session: Session, notice: Notice, room: Room, now: datetime) -> Claim:
    session.flush()
    card = session.get(Card, notice.card_id) if notice.card_id else None
    parts = select(Notice.facts).where(Notice.into_id == notice.id).order_by(Notice.id)
    return Claim(
        id=notice.id,
        turn=notice.turn,
        public_id=notice.public_id,
        kind=notice.kind,
        form=notice.form,
        team=room.team,
        user=room.slack_user,
        channel=(card.slack_channel if card else None) or room.slack_channel,
        subject_id=notice.subject_id,
        facts=(notice.facts, *session.scalars(parts)),
        ts=card.slack_ts if card else None,
        version=notice.version,
        put_off=notice.put_off,
        tried_at=notice.tried_at or now,
    )


# -- Claiming ------------------------------------------------------------------------------------------


def _due(now: datetime) -> Select[Notice, Room]:
    """Both rows are locked: two deliveries never send into one room at the same moment.

    A Home page is no conversation: it knows neither pace nor closed rooms.
    """
    is_open = Room.closed_because.is_(None)
    paced = or_(Room.next_send_at.is_(None), Room.next_send_at <= now)
    unblocked = or_(Room.blocked_until.is_(None), Room.blocked_until <= now)
    return (
        select(Notice, Room)
        .join(Room, Room.id == Notice.room_id)
        .where(Notice.state == State.DUE, Notice.not_before <= now)
        .where(or_(Notice.form == Form.HOME, and_(is_open, paced, unblocked)), ~in_flight_elsewhere())
        .order_by(Notice.lane, Notice.not_before, Notice.id)
        .with_for_update(key_share=True, skip_locked=True, of=(Notice, Room))
    )


def in_flight_elsewhere() -> ColumnElement[bool]:
    """The same card or page is under way, or unsure: another beside it could double it, or turn it back."""
    other = aliased(Notice)
    same_card = other.card_id == Notice.card_id
    same_page = and_(Notice.form == Form.HOME, other.form == Form.HOME, other.room_id == Notice.room_id)
    others = or_(same_card, same_page) & (other.id != Notice.id) & other.state.in_(IN_FLIGHT)
    return select(other.id).where(others).exists()


def _is_set_aside(session: Session, notice: Notice, room: Room, now: datetime) -> bool:
    if notice.useless_after and notice.useless_after <= now:
        settle(notice, State.CLOSED, "too late", now)
    elif notice.attempts - notice.put_off >= MOST_ATTEMPTS:
        _refuse(session, notice, room, notice.reason or "it failed every time", now)
    elif _is_shown(session, notice):
        settle(notice, State.CLOSED, "shown already", now)
    else:
        return not _is_humane(session, notice, room, now)
    return True


def _is_shown(session: Session, notice: Notice) -> bool:
    card = session.get(Card, notice.card_id) if notice.card_id else None
    return card is not None and card.slack_ts is not None and card.shown >= card.wanted


def _is_humane(session: Session, notice: Notice, room: Room, now: datetime) -> bool:
    """Reckoned again: it may have waited, and they may have said "stop" or "pause" since it was owed."""
    moment = outbox.humane_moment(session, notice.attention, room, now, but=notice.id)
    if moment is None:
        settle(notice, State.CLOSED, "they said stop", now)
    elif moment > now or notice.attention is Attention.UNASKED:
        notice.not_before = moment  # the week's number counts when they get it, not when it was wanted
    return moment is not None and moment <= now


def _claim(session: Session, notice: Notice, room: Room, now: datetime, machine: datetime) -> Claim:
    notice.state, notice.claimed_until = State.CLAIMED, machine + LEASE
    notice.attempts, notice.turn = notice.attempts + 1, notice.turn + 1
    notice.tried_at = notice.tried_at or now
    if notice.card_id:
        notice.version = session.get_one(Card, notice.card_id).wanted
    if notice.form is not Form.HOME:
        room.next_send_at = now + PACE
    _take_along(session, notice, now)
    return as_claim(session, notice, room, now)


def _take_along(session: Session, notice: Notice, now: datetime) -> None:
    """What waits for the same card or the same line becomes part of this one, with what is part of it."""
    if notice.collapse_key is None:
        return
    others = session.scalars(
        select(Notice)
        .where(Notice.collapse_key == notice.collapse_key, Notice.state == State.DUE)
        .where(Notice.id != notice.id, Notice.not_before <= now)
        .with_for_update(key_share=True, skip_locked=True)
    ).all()
    for other in others:
        settle(other, State.CLOSED, "part of another", now)
        other.into_id = notice.id
    theirs = Notice.into_id.in_([other.id for other in others])
    session.execute(update(Notice).where(theirs).values(into_id=notice.id))


def _refuse(session: Session, notice: Notice, room: Room, reason: str, now: datetime) -> None:
    settle(notice, State.REFUSED, reason, now)
    doubts.ask(session, notice, room, now=now)
