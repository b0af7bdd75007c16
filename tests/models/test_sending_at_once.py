"""Many senders at once, and long series of mishaps: each notice goes once, and a card stays one message."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from threading import Barrier

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database import Database
from bot.deadline import Deadline
from models import looking, outbox, sending
from models.notices import Card, Form, Kind, Lane
from models.sending import LOOK_AFTER, MOST_ATTEMPTS, PACE, Claim
from tests.models.outgoing import ANSWER, CARD, LINE, a_room
from tests.moments import MINUTE, NOON, SECOND

SENDERS, RECEIVERS, EACH = 8, 15, 4

# Each example undoes what it did, so one database serves them all.
UNHURRIED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
# A database is slow: a third of what rules without one get, also with --hypothesis-profile=long.
SHARED = settings(suppress_health_check=UNHURRIED, max_examples=settings().max_examples // 3)


# -- Many at once --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sender:
    """One delivery of many: it claims until nothing is due, and remembers what it has claimed."""

    database: Database
    barrier: Barrier
    now: datetime

    def run(self) -> list[int]:
        claimed = list[int]()
        self.barrier.wait(timeout=30)
        while claim := self._claim():
            claimed.append(claim.id)
        return claimed

    def _claim(self) -> Claim | None:
        with self.database.begin(Deadline.in_seconds(30)) as session:
            return sending.claim_next(session, now=self.now, machine=NOON)


def claimed_by_many(database: Database, now: datetime) -> list[int]:
    sender = Sender(database, Barrier(SENDERS), now)
    with ThreadPoolExecutor(SENDERS) as pool:
        runs = [pool.submit(sender.run) for _ in range(SENDERS)]
        return [claimed for run in runs for claimed in run.result()]


def test_of_many_senders_one_claims_each_notice_and_one_sends_into_a_room(postgresql: Database) -> None:
    with postgresql.begin(Deadline.in_seconds(30)) as session:
        rooms = [a_room(session, f"U{number}") for number in range(RECEIVERS)]
        for room in rooms * EACH:
            outbox.owe(session, ANSWER, room, now=NOON)

    rounds = [claimed_by_many(postgresql, NOON + turn * PACE) for turn in range(EACH)]

    assert set(Counter(claimed for each in rounds for claimed in each).values()) == {1}
    assert [len(each) for each in rounds] == [RECEIVERS] * EACH


def test_of_many_senders_one_takes_all_lines_of_a_room(postgresql: Database) -> None:
    with postgresql.begin(Deadline.in_seconds(30)) as session:
        for _ in range(EACH):
            outbox.owe(session, LINE, a_room(session), now=NOON)

    assert len(claimed_by_many(postgresql, NOON)) == 1


# -- Whatever comes ------------------------------------------------------------------------------------


@SHARED
@given(st.lists(st.tuples(st.sampled_from(Lane), st.integers(-3, 3)), max_size=12))
def test_the_order_is_that_of_lane_and_moment(database: Database, owed: list[tuple[Lane, int]]) -> None:
    with database.begin(Deadline.in_seconds(30)) as session:
        for number, (lane, minutes) in enumerate(owed):
            kind = Kind(f"test.{lane.name}", Form.POST, ANSWER.attention, lane)
            wanted_at = NOON + minutes * MINUTE
            outbox.owe(session, kind, a_room(session, f"U{number}"), now=NOON, wanted_at=wanted_at)

        claimed = [(claim.kind, claim.user) for claim in all_claims(session, NOON)]

        due = sorted((lane, minutes, number) for number, (lane, minutes) in enumerate(owed) if minutes <= 0)
        assert claimed == [(f"test.{lane.name}", f"U{number}") for lane, _, number in due]
        session.rollback()


@SHARED
@given(st.lists(st.integers(0, 3000), max_size=15))
def test_two_messages_in_one_conversation_are_a_second_apart(database: Database, waits: list[int]) -> None:
    now, sent_at = NOON, list[datetime]()
    with database.begin(Deadline.in_seconds(30)) as session:
        for _ in waits:
            outbox.owe(session, ANSWER, a_room(session), now=NOON)
        for wait in waits:
            now += timedelta(milliseconds=wait)
            sent_at += [now for _ in all_claims(session, now)]
        session.rollback()

    gaps = [later - earlier for earlier, later in pairwise(sent_at)]
    assert all(gap >= PACE for gap in gaps)
    assert bool(sent_at) == bool(waits)


def all_claims(session: Session, now: datetime) -> list[Claim]:
    claims = list[Claim]()
    while claim := sending.claim_next(session, now=now, machine=now):
        claims.append(claim)
    return claims


@dataclass
class SlackAndOneSender:
    """A sender with all its mishaps, and what a person sees: messages by the id in their metadata."""

    session: Session
    now: datetime = NOON
    seen: dict[str, int] = field(default_factory=dict)

    def draw(self) -> None:
        outbox.draw(self.session, CARD, a_room(self.session), subject_id=1, now=self.now)

    def send(self, mishap: str) -> None:
        """One step: what was lost is looked for first, then the next notice is tried."""
        self.now += MINUTE
        looking.release_lapsed(self.session, machine=self.now)
        lost = looking.next_to_look_for(self.session, machine=self.now)
        if lost:
            self._look_for(lost)
        elif claim := sending.claim_next(self.session, now=self.now, machine=self.now):
            self._try(claim, mishap)

    def _look_for(self, lost: Claim) -> None:
        if lost.public_id in self.seen:
            self._record(lost, lost.public_id)
        else:
            looking.send_again(self.session, lost, now=self.now)

    def _try(self, claim: Claim, mishap: str) -> None:
        message = claim.ts or claim.public_id
        if mishap in ("none", "answer lost", "died after"):
            self.seen[message] = claim.version
        if mishap == "none":
            self._record(claim, message)
        elif mishap == "answer lost" and claim.is_posted_anew:
            sending.doubt(self.session, claim, look_at=self.now + LOOK_AFTER)
        elif mishap in ("refused for now", "answer lost"):
            sending.put_off(
                self.session, claim, mishap, blocks_room=False, until=self.now + SECOND, now=self.now
            )

    def _record(self, claim: Claim, message: str) -> None:
        """A message's ts is the id that its first notice gave it."""
        sending.record_sent(self.session, claim, channel="D1", ts=message, now=self.now)


STEPS = ("draw", "none", "answer lost", "refused for now", "died before", "died after")


def is_bearable(happens: list[str]) -> bool:
    """What ends the program too often is set aside, and staff are asked: that is another story."""
    return sum(each.startswith("died") for each in happens) < MOST_ATTEMPTS


@SHARED
@given(st.lists(st.sampled_from(STEPS), max_size=20).filter(is_bearable))
def test_whatever_goes_wrong_a_card_is_one_message_and_says_the_latest(
    database: Database, happens: list[str]
) -> None:
    with database.begin(Deadline.in_seconds(30)) as session:
        slack = SlackAndOneSender(session)
        slack.draw()
        for each in happens:
            slack.draw() if each == "draw" else slack.send(each)
        for _ in range(5):
            slack.send("none")

        card = session.scalars(select(Card)).one()
        assert list(slack.seen.values()) == [card.wanted]
        assert card.shown == card.wanted
        session.rollback()
