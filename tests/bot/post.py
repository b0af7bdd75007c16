"""Maya, a delivery with both clocks in hand, and Slack between them; and notices that only tests send."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database import Database
from bot.deadline import Deadline
from bot.delivery import Delivery
from bot.journeys import gather
from bot.posting import Posting
from bot.sandbox import Sandbox, SandboxClock
from bot.schedule import Worker
from bot.slack import Slack
from handlers import delivery_questions
from handlers.blocks import Message, section
from handlers.payloads import Account
from handlers.routes import Due, Words
from models import outbox, people, rooms
from models.notices import Form, Kind, Notice, State
from models.people import Known
from models.rooms import Room, RoomKind
from tests.bot.sandbox.players import MAYA, MAYAS_ROOM, SAM, STAFF_ROOM, Person
from tests.models.outgoing import ANSWER, CARD
from tests.moments import NOON, SECOND
from tests.stage import MANIFEST, SEED

CANARY = "zuzanna"
POISON = Kind("test.poison", Form.POST, ANSWER.attention, ANSWER.lane)
STALE = Kind("test.stale", Form.POST, ANSWER.attention, ANSWER.lane)


def render(session: Session, due: Due) -> Message:
    text = f"Number {due.subject_id}."
    return Message(text, [section(text)])


def trip(session: Session, due: Due) -> Message:
    raise KeyError(CANARY)


ENTRIES = (
    Words(ANSWER, render, why="You asked for this."),
    Words(CARD, render, why="You asked for this card."),
    Words(POISON, trip, why="This never comes."),
    Words(STALE, lambda session, due: None, why="This never comes."),
)


@dataclass(frozen=True)
class Post:
    """`deliver` lets time go by and sends what is due by then; `breaks` orders a fault of Slack's."""

    sandbox: Sandbox
    clock: SandboxClock
    database: Database
    delivery: Delivery
    maya: Person

    def owe(self, kind: Kind = ANSWER, number: int = 1) -> None:
        with self.database.begin(Deadline.in_seconds(30)) as session:
            if kind.form is Form.CARD:
                outbox.draw(session, kind, self.room(session), subject_id=number, now=self.clock.now())
            else:
                outbox.owe(session, kind, self.room(session), subject_id=number, now=self.clock.now())

    def refresh_home(self) -> None:
        with self.database.begin(Deadline.in_seconds(30)) as session:
            outbox.refresh_home(session, self.room(session), now=self.clock.now())

    def room(self, session: Session) -> Room:
        """Met once: whoever does something opens a closed room again."""
        person_id = people.who_is(session, SEED.team_id, MAYA).person_id
        if person_id is None:
            person_id = people.meet(session, SEED.team_id, MAYA, zone=None, now=self.clock.now()).id
        return rooms.direct(session, person_id)

    def deliver(self, later: timedelta = 2 * SECOND) -> None:
        """Some time goes by, and then all that is due goes."""
        self.clock.advance(later)
        worker = Worker("delivery", self.delivery.step)
        while worker.step():
            pass

    def breaks(self, fault: str, method: str = "chat.postMessage", **more: Any) -> None:
        self.maya.do("faults", method=method, fault=fault, **more)

    def mended(self) -> None:
        self.maya.do("faults", clear=True)

    def texts(self) -> list[str]:
        return self.maya.texts(MAYAS_ROOM)

    def staff_read(self) -> list[str]:
        sam = Person(self.sandbox, SAM)
        try:
            return sam.texts(STAFF_ROOM)
        finally:
            sam.leave()

    def asked(self, method: str) -> int:
        return sum(line["what"] == method for line in self.maya.traffic())

    def states(self, kind: Kind = ANSWER) -> list[State]:
        with self.database.read(Deadline.in_seconds(30)) as session:
            wanted = select(Notice.state).where(Notice.kind == kind.name).order_by(Notice.id)
            return list(session.scalars(wanted))


@contextmanager
def a_post(database: Database) -> Iterator[Post]:
    clock = SandboxClock(NOON)
    sandbox = Sandbox(SEED, clock=clock, manifest=MANIFEST)
    sandbox.start()
    maya = Person(sandbox, MAYA)
    slack = Slack(sandbox.bot_token, sandbox.api_url)
    journeys = gather([*ENTRIES, *_real_doubts()])
    delivery = Delivery(database, journeys, Posting(slack), who_is, clock.now, clock.now)
    with database.begin(Deadline.in_seconds(30)) as session:
        rooms.open_shared(session, RoomKind.STAFF, team=SEED.team_id, channel=STAFF_ROOM)
    yield Post(sandbox, clock, database, delivery, maya)
    maya.leave()
    sandbox.stop()


def _real_doubts() -> list[Words]:
    return [entry for entry in delivery_questions.ROUTES if isinstance(entry, Words)]


def who_is(session: Session, account: Account) -> Known:
    return people.who_is(session, account.team, account.user)
