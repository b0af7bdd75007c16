"""Delivery: takes notices from the outbox to Slack, one at a time and in their order.

    claim (one transaction) → render from the database → one call of Slack → record what came of it

A step is repeated until nothing is due. Where an answer is lost, the message is looked for before it is
sent again; where nobody can look, staff decide.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.database import Database
from bot.deadline import Deadline, TooLate
from bot.journeys import Journeys
from bot.posting import Place, Posting
from bot.slack_errors import CallFailed, Outcome
from handlers import home
from handlers.blocks import Json, Message, context
from handlers.limits import check_message, check_view
from handlers.payloads import Account
from handlers.routes import Clock, Due, Words
from models import looking, outbox, sending, upcoming
from models.notices import Form
from models.people import Known
from models.sending import Claim
from models.upcoming import Upcoming

FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=5)
ACCESS_PAUSE = timedelta(minutes=1)  # between two tries while our token is not accepted

# A method that was asked too fast waits alone: what needs others goes on.
METHODS = {
    Form.HOME: {"views.publish"},
    Form.POST: {"chat.postMessage"},
    Form.CARD: {"chat.postMessage", "chat.update"},
}
EVERYTHING = "everything"
NO_ACCESS = (Outcome.ACCESS_LOST, Outcome.METHOD_MISSING)
TOO_FAST = ("ratelimited", "rate_limited")

log = structlog.get_logger()


@dataclass
class Delivery:
    """A stepper: `step` does one thing that is due, `next_due` says when there is more."""

    database: Database
    journeys: Journeys
    posting: Posting
    who_is: Callable[[Session, Account], Known]
    now: Clock
    machine: Clock
    _waits_until: dict[str, datetime] = field(default_factory=dict)
    _drawing: Claim | None = None

    def take_over(self, *, all_of_them: bool) -> None:
        """At the start: what a delivery that died had claimed. See looking.release_lapsed."""
        with self._begin() as session:
            looking.release_lapsed(session, machine=self.machine(), all_of_them=all_of_them)

    def step(self) -> bool:
        """One notice further; False when there is nothing to do now."""
        self._set_stumbling_aside()
        now, machine = self.now(), self.machine()
        waiting = {method for method, until in self._waits_until.items() if until > now}
        if EVERYTHING in waiting:
            return False
        forms = [form for form, methods in METHODS.items() if not methods & waiting]
        with self._begin() as session:
            looking.release_lapsed(session, machine=machine)
            lost = looking.next_to_look_for(session, machine=machine)
            claim = None if lost else sending.claim_next(session, forms, now=now, machine=machine)
        if lost:
            self._look_for(lost)
        elif claim:
            self._deliver(claim)
        return bool(lost or claim)

    def next_due(self) -> Upcoming | None:
        """What waits for the clock people live by; None when nothing does.

        A lost message is looked for by the machine's clock: no moved clock brings that nearer.
        """
        with self.database.read(Deadline.unhurried()) as session:
            first = upcoming.first(session, after=self.now())
        paused_until = self._waits_until.get(EVERYTHING)
        return replace(first, at=max(first.at, paused_until)) if first and paused_until else first

    def forget_old(self) -> None:
        """What nobody will ask about."""
        with self._begin() as session:
            outbox.forget_old_pages(session, now=self.now())

    # -- Sending ---------------------------------------------------------------------------------------

    def _deliver(self, claim: Claim) -> None:
        rendered = self._render(claim)
        if rendered is None:
            self._record(sending.close, claim, "not true any more", now=self.now())
            return
        try:
            place = self.posting.show(claim, rendered)
        except CallFailed as failed:
            self._take_no(claim, failed)
        else:
            self._record_sent(claim, place)

    def _render(self, claim: Claim) -> Message | Json | None:
        """Drawn at the last moment: what is not true any more is not said."""
        self._drawing = claim
        try:
            rendered = self._draw(claim)
        except (TooLate, SQLAlchemyError):  # the notice is as good as before
            self._drawing = None
            raise
        self._drawing = None
        return rendered

    def _set_stumbling_aside(self) -> None:
        """The step before ended in the middle of drawing: this notice must not stop all the others."""
        if self._drawing:
            self._record(sending.fail, self._drawing, now=self.now())
            self._drawing = None

    def _draw(self, claim: Claim) -> Message | Json | None:
        with self.database.read(Deadline.unhurried()) as session:
            person = self.who_is(session, Account(claim.team, claim.user)) if claim.user else None
            step = self.journeys.next_step(session, person, self.now()) if person else None
            due = Due(person, claim.subject_id, claim.facts, step, self.now())
            if claim.form is Form.HOME:
                page = home.build_page(session, due, self.journeys.home_parts)
                check_view(page)
                return page
            words = self.journeys.words[claim.kind]
            message = words.render(session, due)
        return _with_reason(message, words) if message else None

    def _take_no(self, claim: Claim, failed: CallFailed) -> None:
        """What each outcome means for a notice."""
        log.info("not delivered", kind=claim.kind, method=failed.method, error=failed.error)
        outcome, now = failed.outcome, self.now()
        if outcome is Outcome.UNSURE and claim.is_posted_anew:
            after = sending.LOOK_AFTER_A_TIMEOUT if failed.timed_out else sending.LOOK_AFTER
            self._record(sending.doubt, claim, look_at=self.machine() + after)
        elif outcome is Outcome.METHOD_MISSING and (claim.ts or claim.form is Form.HOME):
            self._record(sending.close, claim, "this Slack can't show it", now=now)
        elif outcome is Outcome.MESSAGE_GONE and claim.ts:
            self._record(sending.lose_card, claim, now=now)
        elif outcome is Outcome.MESSAGE_FIXED:
            self._record(sending.close, claim, "this Slack lets nobody change it", now=now)
        elif outcome in (Outcome.PASSING, Outcome.UNSURE) or outcome in NO_ACCESS:
            self._put_off(claim, failed)
        else:
            closes = outcome is Outcome.ROOM_CLOSED and claim.form is not Form.HOME
            log.error("refused for good", kind=claim.kind, error=failed.error, closes_the_room=closes)
            self._record(sending.refuse, claim, failed.error, closes_room=closes, now=now)

    def _put_off(self, claim: Claim, failed: CallFailed) -> None:
        """Trouble that is Slack's makes the whole conversation wait, so that its order stays."""
        until, is_too_fast = self.now() + _pause(claim, failed), failed.error in TOO_FAST
        if failed.outcome in NO_ACCESS:
            log.error("Slack does not let us; nothing is sent until it does", error=failed.error)
            self._waits_until[EVERYTHING] = until
        elif is_too_fast:
            self._waits_until[failed.method] = until
        blocks = is_too_fast or failed.outcome is not Outcome.PASSING
        self._record(
            sending.put_off,
            claim,
            failed.error,
            until=until,
            blocks_room=blocks,
            for_ever=failed.outcome in NO_ACCESS,
            now=self.now(),
        )

    # -- After a lost answer ---------------------------------------------------------------------------

    def _look_for(self, claim: Claim) -> None:
        try:
            place = self.posting.find(claim)
        except CallFailed as failed:
            self._take_blindness(claim, failed)
            return
        if place is None:
            self._record(looking.send_again, claim, now=self.now())
        else:
            self._record_sent(claim, place)

    def _take_blindness(self, claim: Claim, failed: CallFailed) -> None:
        """What passes is waited for; then staff are asked."""
        log.info("cannot look", kind=claim.kind, method=failed.method, error=failed.error)
        if failed.outcome in (Outcome.PASSING, Outcome.UNSURE, Outcome.ACCESS_LOST):
            until = self.machine() + _pause(claim, failed)
            self._record(looking.look_later, claim, until=until)
            return
        log.error("left to staff", kind=claim.kind, error=failed.error)
        self._record(looking.leave_to_staff, claim, failed.error, now=self.now())

    # -- Book-keeping ----------------------------------------------------------------------------------

    def _record_sent(self, claim: Claim, place: Place) -> None:
        self._record(sending.record_sent, claim, channel=place.channel, ts=place.ts, now=self.now())

    def _record(self, change: Callable[..., None], claim: Claim, *words: str, **more: Any) -> None:
        with self._begin() as session:
            change(session, claim, *words, **more)

    def _begin(self) -> AbstractContextManager[Session]:
        return self.database.begin(Deadline.unhurried())


def _with_reason(message: Message, words: Words) -> Message:
    """Why it came is the last line of every message, also for those who hear it read."""
    full = Message(f"{message.text} {words.why}", [*message.blocks, context(words.why)])
    check_message({"text": full.text, "blocks": full.blocks})
    return full


def _pause(claim: Claim, failed: CallFailed) -> timedelta:
    """As long as Slack says, or twice as long as the last time."""
    if failed.outcome in NO_ACCESS:
        return ACCESS_PAUSE
    if failed.seconds is not None:
        return timedelta(seconds=failed.seconds)
    doubled: timedelta = FIRST_PAUSE * 2 ** min(claim.put_off, 10)
    return min(doubled, LONGEST_PAUSE)
