"""Catching up: what somebody wrote while the bot was away is answered after its start, once."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.catching_up import CatchingUp
from bot.database import Database
from bot.deadline import Deadline
from bot.sandbox import Sandbox, SandboxClock
from bot.slack import Slack
from models.inbox import Progress, ReceivedEvent
from tests.bot.between import something_between
from tests.bot.sandbox.players import LINH, MAYA, MAYAS_ROOM, Person, until
from tests.moments import HOUR
from tests.stage import MANIFEST, SEED, Stage, Transport, a_bot

LINHS_ROOM = f"D{LINH[1:]}"
START = 20.0  # seconds in which a bot has started and caught up, on a busy machine
FORTY = 40


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.catching_up.PATIENCE", 0.05)
    monkeypatch.setattr("bot.catching_up.BETWEEN_CALLS", 0.0)
    monkeypatch.setattr("models.sending.PACE", timedelta(0))


@dataclass(frozen=True)
class Place:
    """A workspace that goes on while the bot comes and goes."""

    sandbox: Sandbox
    clock: SandboxClock
    database_url: str
    transport: Transport
    maya: Person
    linh: Person

    def bot(self) -> AbstractContextManager[Stage]:
        return a_bot(self.sandbox, self.clock, self.database_url, transport=self.transport)

    def knows(self, *people: Person) -> None:
        """They have written before, and were answered."""
        with self.bot() as stage:
            for person in people:
                person.say("Hello", where=room_of(person))
            stage.settle()
            assert [answers_to(person) for person in people] == [1] * len(people)

    def breaks(self, fault: str, method: str, **more: Any) -> None:
        assert self.maya.do("faults", method=method, fault=fault, **more)["ok"]


@pytest.fixture
def place(database_url: str, transport: Transport) -> Iterator[Place]:
    clock = SandboxClock(SEED.start)
    sandbox = Sandbox(SEED, clock=clock, manifest=MANIFEST, rate_limits=False)
    sandbox.start()
    maya, linh = Person(sandbox, MAYA), Person(sandbox, LINH)
    yield Place(sandbox, clock, database_url, transport, maya, linh)
    for person in (maya, linh):
        person.leave()
    sandbox.stop()


def test_what_was_written_meanwhile_is_answered_once(place: Place) -> None:
    place.knows(place.maya)
    assert not place.maya.say("Is anybody there?", where=MAYAS_ROOM)["answered"]

    with place.bot() as stage:
        until(lambda: answers_to(place.maya) == 2, within=START)
        assert place.maya.do("deliver_event", event=the_last_word_again(place.maya))["answered"]
        stage.settle()

    with place.bot() as stage:
        stage.settle()
    assert answers_to(place.maya) == 2


@pytest.mark.parametrize("fault", ["rate_limited", "server_error", "hang_up", "lost_answer"])
def test_slack_is_asked_until_it_says_what_was_written(fault: str, place: Place) -> None:
    place.knows(place.maya)
    place.maya.say("Is anybody there?", where=MAYAS_ROOM)
    place.breaks(fault, "conversations.history", times=2)

    with place.bot():
        until(lambda: answers_to(place.maya) == 2, within=START)


def test_one_conversation_that_is_closed_does_not_hide_the_others(place: Place) -> None:
    place.knows(place.maya, place.linh)
    for person in (place.maya, place.linh):
        person.say("Is anybody there?", where=room_of(person))
    place.breaks("error", "conversations.history", error="channel_not_found", times=1)

    with place.bot():
        until(lambda: answers_to(place.maya) + answers_to(place.linh) == 3, within=START)


@pytest.mark.slow
def test_forty_words_written_meanwhile_bring_few_answers(place: Place) -> None:
    place.knows(place.maya)
    for number in range(FORTY):
        place.maya.say(f"Word {number}", where=MAYAS_ROOM)
    place.breaks("error", "chat.postMessage", error="service_unavailable")

    with place.bot() as stage:
        until(lambda: count_handled(stage.database) == FORTY + 1, within=START)
        place.maya.do("faults", clear=True)
        place.clock.advance(HOUR)
        stage.settle()

    assert 2 <= answers_to(place.maya) <= 4


def test_a_word_with_a_picture_is_heard(place: Place) -> None:
    place.knows(place.maya)

    with place.bot() as stage:
        assert place.maya.do("deliver_event", event=a_picture(place.clock.now()))["answered"]
        stage.settle()

        assert answers_to(place.maya) == 2


def test_a_word_with_a_picture_is_caught_up_with(place: Place) -> None:
    place.knows(place.maya)
    place.maya.say("Look at this", where=MAYAS_ROOM)
    database = Database(place.database_url)
    database.open_vault([], now=place.clock.now())

    with something_between(place.sandbox) as between:
        between.changes["conversations.history"] = with_pictures
        slack = Slack(place.sandbox.bot_token, between.url)
        CatchingUp(database, slack, place.clock.now).step()

    assert count_events(database, Progress.WAITING) == 1
    database.close()


def room_of(person: Person) -> str:
    return f"D{person.user[1:]}"


def answers_to(person: Person) -> int:
    return sum(1 for message in person.messages(room_of(person)) if message["is_bot"])


def count_handled(database: Database) -> int:
    return count_events(database, Progress.HANDLED)


def count_events(database: Database, progress: Progress) -> int:
    counted = select(func.count()).select_from(ReceivedEvent).where(ReceivedEvent.progress == progress)
    with database.read(Deadline.in_seconds(10)) as session:
        return session.scalar(counted) or 0


def the_last_word_again(person: Person) -> dict[str, Any]:
    """As Slack sends it once more, under an id of its own."""
    theirs = [message for message in person.messages(MAYAS_ROOM) if not message["is_bot"]]
    said = {"type": "message", "channel": MAYAS_ROOM, "channel_type": "im", "user": person.user}
    return {**said, "text": theirs[-1]["text"], "ts": theirs[-1]["ts"]}


def a_picture(sent_at: datetime) -> dict[str, Any]:
    ts = f"{sent_at.timestamp():.6f}"
    said = {"type": "message", "subtype": "file_share", "channel": MAYAS_ROOM, "channel_type": "im"}
    return {**said, "user": MAYA, "text": "Look", "ts": ts, "files": [{"id": "F1", "mimetype": "image/png"}]}


def with_pictures(history: dict[str, Any]) -> dict[str, Any]:
    shared = [
        {**message, "subtype": "file_share", "files": [{"id": "F1"}]} for message in history["messages"]
    ]
    return {**history, "messages": shared}
