"""How notices leave the outbox: claimed for a while, then settled by what Slack said.

Several deliveries may do this at once, in one process or in several: row locks see to it that each notice
is claimed once, and that what one message is about is not sent by two at a time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from models import doubts
from models.notices import Card, Form, Notice, State
from models.rooms import Room, RoomKind

LEASE = timedelta(seconds=30)  # reliability R11: another process takes over within 30 seconds
LOOK_AFTER = timedelta(seconds=3)  # Slack may still be storing what it did not confirm
PACE = timedelta(seconds=1)  # docs.slack.dev, rate limits: one message a second in a channel
MOST_ATTEMPTS = 5  # of a notice that can't be drawn, or that ends the program each time
FAILED_PAUSE = timedelta(seconds=10)
KEEP_TRYING = timedelta(hours=24)  # what Slack may only be refusing for now; then staff decide

IN_FLIGHT = (State.CLAIMED, State.UNSURE)


@dataclass(frozen=True)
class Claim:
    """All that is needed to render and send one notice, read in the claiming transaction.

    `facts` holds one entry for every notice that this one stands for, its own first. `ts` is the card's
    message, None where there is none yet.
    """

    id: int
    public_id: str
    kind: str
    form: Form
    team: str
    user: str | None
    room_id: int
    room_kind: RoomKind
    channel: str | None
    person_id: int | None
    subject_id: int | None
    facts: tuple[Mapping[str, int | str | None], ...]
    ts: str | None
    wanted: int
    put_off: int
    owed_at: datetime
    claimed_at: datetime

    @property
    def is_posted_anew(self) -> bool:
        """A second try could show twice; anything else can be repeated without harm."""
        return self.form is Form.POST or (self.form is Form.CARD and self.ts is None)


def claim_next(
    session: Session, forms: Sequence[Form] = tuple(Form), *, now: datetime, machine: datetime
) -> Claim | None:
    """Take the most urgent notice (of these forms) whose moment has come; None when nothing is due.

    What has become useless is closed on the way, and what has ended the program too often is set aside.
    """
    row = session.execute(_due(now).where(Notice.form.in_(forms)).limit(1)).first()
    if row is None:
        return None
    notice, room = row.Notice, row.Room
    if notice.useless_after and notice.useless_after <= now:
        _settle(notice, State.CLOSED, "too late", now)
        return claim_next(session, forms, now=now, machine=machine)
    if notice.attempts - notice.put_off >= MOST_ATTEMPTS:
        _refuse(session, notice, room, "it could not be drawn", now)
        return claim_next(session, forms, now=now, machine=machine)
    notice.state, notice.attempts, notice.claimed_until = State.CLAIMED, notice.attempts + 1, machine + LEASE
    notice.tried_at = notice.tried_at or now
    if notice.form is not Form.HOME:
        room.next_send_at = now + PACE
    _take_along(session, notice, now)
    return _as_claim(session, notice, room, now)


def next_due(session: Session) -> datetime | None:
    """When something is next to be sent; None when the outbox is empty."""
    moments = session.execute(
        select(Notice.not_before, Room.next_send_at, Room.blocked_until, Notice.form)
        .join(Room, Room.id == Notice.room_id)
        .where(Notice.state == State.DUE, Room.closed_because.is_(None), ~_in_flight_elsewhere())
        .order_by(Notice.not_before)
        .limit(50)  # a room that waits for its pace may stand before one that does not
    )
    starts = [
        max(not_before, blocked or not_before, (paced or not_before) if form is not Form.HOME else not_before)
        for not_before, paced, blocked, form in moments
    ]
    return min(starts, default=None)


def record_sent(session: Session, claim: Claim, *, channel: str, ts: str | None, now: datetime) -> None:
    """Slack has it. A direct conversation's own id is learnt from the first answer."""
    notice, room = _locked(session, claim)
    _settle(notice, State.SENT, None, now)
    notice.slack_channel, notice.slack_ts = channel, ts
    if room.kind is RoomKind.DIRECT and claim.form is not Form.HOME:
        room.slack_channel = channel
    if notice.card_id:
        card = session.get_one(Card, notice.card_id)
        card.slack_channel, card.slack_ts, card.shown = channel, ts, claim.wanted


def close(session: Session, claim: Claim, reason: str, *, now: datetime) -> None:
    """There is nothing to say any more."""
    notice, _ = _locked(session, claim)
    _settle(notice, State.CLOSED, reason, now)


def put_off(session: Session, claim: Claim, reason: str, *, until: datetime, now: datetime) -> None:
    """Slack did not take it for now; after a day without success staff are asked."""
    notice, room = _locked(session, claim)
    if now - (notice.tried_at or now) > KEEP_TRYING:
        _refuse(session, notice, room, reason, now)
        return
    notice.state, notice.not_before, notice.reason = State.DUE, until, reason
    notice.put_off += 1


def fail(session: Session, claim: Claim, *, now: datetime) -> None:
    """It could not even be drawn: a few more tries, then it is set aside."""
    notice, _ = _locked(session, claim)
    notice.state, notice.not_before = State.DUE, now + FAILED_PAUSE * notice.attempts


def refuse(session: Session, claim: Claim, reason: str, *, closes_room: bool, now: datetime) -> None:
    """Slack refuses it for good: staff see it, with the reason."""
    notice, room = _locked(session, claim)
    if closes_room:
        room.closed_because = reason
    _refuse(session, notice, room, reason, now)


def lose_card(session: Session, claim: Claim, *, now: datetime) -> None:
    """The card's message is gone from Slack: it is drawn again from the database."""
    notice, _ = _locked(session, claim)
    card = session.get_one(Card, notice.card_id)
    card.slack_channel = card.slack_ts = None
    notice.state, notice.not_before, notice.put_off = State.DUE, now, notice.put_off + 1


def doubt(session: Session, claim: Claim, *, machine: datetime) -> None:
    """The answer was lost: before it is sent again, somebody looks."""
    notice, _ = _locked(session, claim)
    notice.state, notice.look_at = State.UNSURE, machine + LOOK_AFTER


def release_lapsed(session: Session, *, machine: datetime, all_of_them: bool = False) -> None:
    """Notices whose delivery died. `all_of_them`: at the start, where no other process can be at work."""
    lapsed = select(Notice).where(Notice.state == State.CLAIMED).with_for_update(skip_locked=True)
    if not all_of_them:
        lapsed = lapsed.where(Notice.claimed_until <= machine)
    for notice in session.scalars(lapsed):
        if _as_claim(session, notice, session.get_one(Room, notice.room_id), notice.owed_at).is_posted_anew:
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
        .with_for_update(skip_locked=True, of=Notice)
    ).first()
    if row is None:
        return None
    row.Notice.look_at = machine + LEASE
    return _as_claim(session, row.Notice, row.Room, row.Notice.owed_at)


def next_look(session: Session) -> datetime | None:
    """When (by the machine's clock) something is next to be looked for or taken over."""
    looks = select(func.min(Notice.look_at)).where(Notice.state == State.UNSURE)
    lapses = select(func.min(Notice.claimed_until)).where(Notice.state == State.CLAIMED)
    moments = (session.scalar(looks), session.scalar(lapses))
    return min((moment for moment in moments if moment), default=None)


def send_again(session: Session, claim: Claim, *, now: datetime) -> None:
    """We looked: it is not there."""
    notice, _ = _locked(session, claim)
    notice.state, notice.not_before, notice.look_at = State.DUE, now, None
    notice.put_off += 1


def leave_to_staff(session: Session, claim: Claim, reason: str, *, now: datetime) -> None:
    """Nobody can look, so nobody guesses."""
    notice, room = _locked(session, claim)
    notice.look_at, notice.reason = None, reason
    doubts.ask(session, notice, room, now=now)


def _due(now: datetime) -> Select[Notice, Room]:
    """Both rows are locked: two deliveries never send into one room at the same moment."""
    paced = or_(Room.next_send_at.is_(None), Room.next_send_at <= now, Notice.form == Form.HOME)
    unblocked = or_(Room.blocked_until.is_(None), Room.blocked_until <= now)
    return (
        select(Notice, Room)
        .join(Room, Room.id == Notice.room_id)
        .where(Notice.state == State.DUE, Notice.not_before <= now, Room.closed_because.is_(None))
        .where(paced, unblocked, ~_in_flight_elsewhere())
        .order_by(Notice.lane, Notice.not_before, Notice.id)
        .with_for_update(skip_locked=True, of=(Notice, Room))
    )


def _in_flight_elsewhere() -> ColumnElement[bool]:
    """The same card is under way, or unsure: a second message beside it would be one too many."""
    other = aliased(Notice)
    return (
        select(other.id)
        .where(other.card_id == Notice.card_id, other.id != Notice.id, other.state.in_(IN_FLIGHT))
        .exists()
    )


def _take_along(session: Session, notice: Notice, now: datetime) -> None:
    """What waits for the same card or the same line becomes part of this one."""
    if notice.collapse_key is None:
        return
    others = (
        select(Notice)
        .where(Notice.collapse_key == notice.collapse_key, Notice.state == State.DUE)
        .where(Notice.id != notice.id, Notice.not_before <= now)
        .with_for_update(skip_locked=True)
    )
    for other in session.scalars(others):
        _settle(other, State.CLOSED, "part of another", now)
        other.into_id = notice.id


def _as_claim(session: Session, notice: Notice, room: Room, now: datetime) -> Claim:
    card = session.get(Card, notice.card_id) if notice.card_id else None
    parts = select(Notice.facts).where(Notice.into_id == notice.id).order_by(Notice.id)
    session.flush()
    return Claim(
        id=notice.id,
        public_id=notice.public_id,
        kind=notice.kind,
        form=notice.form,
        team=room.team,
        user=room.slack_user,
        room_id=room.id,
        room_kind=room.kind,
        channel=(card.slack_channel if card else None) or room.slack_channel,
        person_id=notice.person_id,
        subject_id=notice.subject_id,
        facts=(notice.facts, *session.scalars(parts)),
        ts=card.slack_ts if card else None,
        wanted=card.wanted if card else 0,
        put_off=notice.put_off,
        owed_at=notice.owed_at,
        claimed_at=now,
    )


def _locked(session: Session, claim: Claim) -> tuple[Notice, Room]:
    notice = session.get_one(Notice, claim.id, with_for_update=True)
    return notice, session.get_one(Room, claim.room_id)


def _refuse(session: Session, notice: Notice, room: Room, reason: str, now: datetime) -> None:
    _settle(notice, State.REFUSED, reason, now)
    doubts.ask(session, notice, room, now=now)


def _settle(notice: Notice, state: State, reason: str | None, now: datetime) -> None:
    notice.state, notice.reason, notice.settled_at = state, reason, now
    notice.claimed_until = notice.look_at = None
