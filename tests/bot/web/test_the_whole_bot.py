"""The whole bot over HTTP: what comes twice has one effect, and what it missed comes again."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from sqlalchemy import func, select

from bot.deadline import Deadline
from bot.sandbox import Sandbox, SandboxClock
from models.inbox import ReceivedEvent
from models.sign_ups import SignUp
from tests.bot.sandbox.players import MAYA, MAYAS_ROOM, Person, until
from tests.bot.web.callers import FORM, JSON, Caller, signed
from tests.moments import HOUR
from tests.sign_up_form import FILLED
from tests.stage import MANIFEST, SEED, Stage, a_bot, a_stage


@pytest.fixture
def stage(sqlite_url: str) -> Iterator[Stage]:
    with a_stage(sqlite_url, rate_limits=False, transport="http") as stage:
        yield stage


@contextmanager
def slack_at(stage: Stage) -> Iterator["Copier"]:
    assert stage.bot.port
    caller = Caller(stage.bot.port)
    try:
        yield Copier(caller, stage.sandbox.signing_secret)
    finally:
        caller.leave()


@dataclass
class Copier:
    """Somebody who has a request of Slack's, to the last byte, and sends it again and again."""

    caller: Caller
    secret: str

    def sends(self, times: int, body: bytes, content_type: str) -> list[httpx.Response]:
        headers = signed(body, secret=self.secret)
        return [self.caller.post(body, content_type, **headers) for _ in range(times)]


def test_a_form_that_is_replayed_signs_nobody_up_again(stage: Stage) -> None:
    maya = stage.person(MAYA)
    maya.say("/runforsomething signup")
    maya.do("submit", view=maya.modal()["id"], values=FILLED)
    sent, answered = went_to_the_bot(maya, "view_submission")

    with slack_at(stage) as slack:
        answers = slack.sends(3, urlencode({"payload": json.dumps(sent)}).encode(), FORM)

    stage.settle()
    titles = [answer.json()["view"]["title"] for answer in answers]
    assert titles == [answered["view"]["title"]] * 3
    assert (count(stage, SignUp), len(maya.texts(MAYAS_ROOM))) == (1, 1)


def test_an_event_that_is_replayed_is_heard_once(stage: Stage) -> None:
    maya = stage.person(MAYA)
    maya.say("hi", where=MAYAS_ROOM)
    sent, _ = went_to_the_bot(maya, "event_callback")

    with slack_at(stage) as slack:
        answers = slack.sends(3, json.dumps(sent).encode(), JSON)

    stage.settle()
    assert [answer.status_code for answer in answers] == [200] * 3
    assert (count(stage, ReceivedEvent), len(answers_to(maya))) == (1, 1)


def test_only_slack_is_given_its_challenge_back(stage: Stage) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc"}).encode()

    with slack_at(stage) as slack:
        (signed_one,) = slack.sends(1, body, JSON)
        unsigned = slack.caller.post(body, JSON)

    assert signed_one.json() == {"challenge": "abc"}
    assert (unsigned.status_code, "abc" in unsigned.text) == (401, False)


def test_what_was_said_while_the_bot_was_away_comes_again(sqlite_url: str) -> None:
    with a_workspace() as (sandbox, clock, maya):
        with a_bot(sandbox, clock, sqlite_url, transport="http"):
            pass
        assert not maya.say("hi", where=MAYAS_ROOM)["answered"]

        with a_bot(sandbox, clock, sqlite_url, transport="http") as stage:
            clock.advance(timedelta(minutes=7))
            until(lambda: count(stage, ReceivedEvent))
            stage.settle()

            assert len(answers_to(maya)) == 1
        assert maya.screen()["connected"]


def test_what_slack_sends_no_more_is_caught_up_with_at_the_start(sqlite_url: str) -> None:
    with a_workspace() as (sandbox, clock, maya):
        with a_bot(sandbox, clock, sqlite_url, transport="http") as stage:
            maya.say("hi", where=MAYAS_ROOM)
            stage.settle()
        maya.say("Anybody there?", where=MAYAS_ROOM)
        clock.advance(HOUR)

        with a_bot(sandbox, clock, sqlite_url, transport="http") as stage:
            until(lambda: len(answers_to(maya)) == 2)


@contextmanager
def a_workspace() -> Iterator[tuple[Sandbox, SandboxClock, Person]]:
    """It goes on while bots come and go."""
    clock = SandboxClock(SEED.start)
    sandbox = Sandbox(SEED, clock=clock, manifest=MANIFEST, rate_limits=False)
    sandbox.start()
    maya = Person(sandbox, MAYA)
    try:
        yield sandbox, clock, maya
    finally:
        maya.leave()
        sandbox.stop()


def went_to_the_bot(somebody: Person, what: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The last one of this kind, and its answer."""
    sent = [each for each in somebody.traffic() if each["what"] == what][-1]
    return sent["arguments"], sent["answer"]


def answers_to(somebody: Person) -> list[str]:
    return [each["text"] for each in somebody.messages(MAYAS_ROOM) if each["is_bot"]]


def count(stage: Stage, table: type[SignUp] | type[ReceivedEvent]) -> int:
    with stage.database.read(Deadline.in_seconds(10)) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0
