"""Listening: Slack replaces connections every few hours, and nobody at a form may notice."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from slack_bolt import BoltResponse
from slack_sdk import WebClient
from sqlalchemy import event, func, select

from bot.deadline import Deadline
from bot.door import Door
from bot.listening import LONGEST_ANSWER, Listening
from bot.sandbox import Sandbox, SandboxClock
from models.sign_ups import SignUp
from tests.bot.sandbox.players import MAYA, MAYAS_ROOM, SAM, WELCOME, Person, until
from tests.databases import sqlite_first
from tests.moments import NOON
from tests.sign_up_form import FILLED
from tests.stage import MANIFEST, SEED, Stage, a_stage

EACH_REASON = pytest.mark.parametrize("reason", ["refresh_requested", "warning"])


@pytest.fixture
def stage(database_url: str) -> Iterator[Stage]:
    with a_stage(database_url, rate_limits=False) as stage:
        yield stage


# -- Connections that are replaced ---------------------------------------------------------------------


@EACH_REASON
def test_a_connection_that_is_replaced_right_before_a_form_is_sent(reason: str, stage: Stage) -> None:
    maya, slack = stage.person(MAYA), stage.person(SAM)
    send = a_filled_form(maya)

    slack.do("disconnect", reason=reason)
    answer = send()

    assert_in_once(stage, maya, answer)


@EACH_REASON
def test_a_connection_that_is_replaced_while_a_form_is_being_kept(reason: str, stage: Stage) -> None:
    maya, slack = stage.person(MAYA), stage.person(SAM)
    send = a_filled_form(maya)

    with held_before(stage, "INSERT INTO sign_ups") as held, ThreadPoolExecutor(1) as pool:
        sending = pool.submit(send)
        assert held.reached.wait(timeout=10)
        slack.do("disconnect", reason=reason)
        held.may_go_on.set()

    assert_in_once(stage, maya, sending.result())


@EACH_REASON
def test_a_connection_that_is_replaced_right_after_a_form_was_sent(reason: str, stage: Stage) -> None:
    maya, slack = stage.person(MAYA), stage.person(SAM)
    answer = a_filled_form(maya)()

    slack.do("disconnect", reason=reason)
    asked = maya.say("/runforsomething")

    assert asked["answered"]
    assert_in_once(stage, maya, answer)


@sqlite_first
def test_a_connection_that_is_replaced_again_and_again(stage: Stage) -> None:
    maya, slack = stage.person(MAYA), stage.person(SAM)

    answers = []
    for turn in range(5):
        slack.do("disconnect")
        answers.append(maya.say("/runforsomething")["answered"])
        until(lambda turn=turn: has_only_a_new_connection(slack, turn + 2))  # type: ignore[misc]

    assert answers == [True] * 5


def has_only_a_new_connection(slack: Person, tickets: int) -> bool:
    asked = [line for line in slack.traffic() if line["what"] == "apps.connections.open"]
    return len(asked) == tickets and slack.screen()["connected"] == 1


def a_filled_form(maya: Person) -> Callable[[], dict[str, Any]]:
    assert maya.say("/runforsomething signup")["answered"]
    view = maya.modal()["id"]
    return lambda: maya.do("submit", view=view, values=FILLED)


def assert_in_once(stage: Stage, maya: Person, answer: dict[str, Any]) -> None:
    """The form became "You're in", and one sign-up and one welcome came of it."""
    assert answer.get("action") == "updated", answer
    assert maya.modal()["title"]["text"] == "You're in"
    stage.settle()
    with stage.database.read(Deadline.in_seconds(10)) as session:
        assert session.scalar(select(func.count()).select_from(SignUp)) == 1
    assert len(maya.texts(MAYAS_ROOM)) == 1


class Held:
    """Two signs between a test and a statement of the bot's."""

    def __init__(self) -> None:
        self.reached, self.may_go_on = threading.Event(), threading.Event()


@contextmanager
def held_before(stage: Stage, statement: str) -> Iterator[Held]:
    """The bot stands still before such a statement, until the test lets it go on."""
    held = Held()

    def wait(_connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
        if sql.startswith(statement):
            held.reached.set()
            held.may_go_on.wait(timeout=10)

    event.listen(stage.database.engine, "before_cursor_execute", wait)
    try:
        yield held
    finally:
        held.may_go_on.set()
        event.remove(stage.database.engine, "before_cursor_execute", wait)


# -- Answers that no frame holds -----------------------------------------------------------------------


@pytest.mark.parametrize("letter", ["a", "é"])
def test_an_answer_that_is_too_long_becomes_an_apology(letter: str) -> None:
    with a_listener(BoltResponse(status=200, body=letter * LONGEST_ANSWER)) as maya:
        assert maya.say("/runforsomething")["answered"]

        assert "That's our mistake, not yours" in maya.texts(WELCOME)[-1]


def test_a_long_answer_that_fits_is_given() -> None:
    with a_listener(BoltResponse(status=200, body="a" * 30_000)) as maya:
        maya.say("/runforsomething")

        assert maya.texts(WELCOME)[-1].startswith("aaa")


@contextmanager
def a_listener(response: BoltResponse) -> Iterator[Person]:
    """A door behind which everybody gets the same answer; Maya stands before it."""
    sandbox = Sandbox(SEED, clock=SandboxClock(NOON), manifest=MANIFEST)
    sandbox.start()
    maya, door = Person(sandbox, MAYA), Door(lambda _request: response)
    web_client = WebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
    listening = Listening(sandbox.app_token, web_client, on_hello=lambda: None)
    listening.start(door)
    try:
        until(lambda: listening.is_connected)
        yield maya
    finally:
        listening.stop()
        door.close()
        maya.leave()
        sandbox.stop()
