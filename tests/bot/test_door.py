"""The one door: what takes too long is answered for, and is not stored behind anybody's back."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Semaphore

import pytest
from slack_bolt import BoltRequest, BoltResponse
from sqlalchemy import func, select

from bot.answers import NOT_SURE, TOOK_TOO_LONG
from bot.database import Database
from bot.deadline import Deadline, TooLate
from bot.door import ANSWER_WITHIN, DEADLINE, WORK_WITHIN, Door
from models.people import Person
from tests.bot.front import Json, a_click, a_command, a_form, an_event
from tests.moments import NOON

DONE = BoltResponse(status=200, body="done")


def test_the_door_has_answered_before_slack_gives_up() -> None:
    """Slack waits three seconds (docs.slack.dev, "Acknowledging requests")."""
    assert WORK_WITHIN < ANSWER_WITHIN <= 2.5


class SlowWork:
    """A dispatch that goes on only when it is let go."""

    def __init__(self) -> None:
        self.begun = Semaphore(0)
        self.go_on = Event()
        self.requests: list[BoltRequest] = []

    def __call__(self, request: BoltRequest) -> BoltResponse:
        self.requests.append(request)
        self.begun.release()
        assert self.go_on.wait(timeout=30)
        return DONE


@pytest.fixture
def slow() -> Iterator[SlowWork]:
    slow = SlowWork()
    yield slow
    slow.go_on.set()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.door.ANSWER_WITHIN", 0.1)


def request_of(payload: Json) -> BoltRequest:
    return BoltRequest(mode="socket_mode", body=payload)


def answer(door: Door, payload: Json) -> BoltResponse:
    return door.answer(request_of(payload), time.monotonic())


def test_what_is_answered_in_time_goes_back_as_it_is() -> None:
    seen = list[Deadline]()

    def quick(request: BoltRequest) -> BoltResponse:
        seen.append(request.context[DEADLINE])
        return DONE

    door = Door(quick)

    assert answer(door, a_command("signup")) is DONE
    assert not seen[0].is_over()
    door.close()


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (a_command("signup"), {"response_type": "ephemeral", "text": TOOK_TOO_LONG}),
        (a_form("x", ["name", "zip"]), {"response_action": "errors", "errors": {"name": NOT_SURE}}),
        ({"type": "block_suggestion"}, {"options": []}),
    ],
)
@pytest.mark.usefixtures("impatient")
def test_a_command_and_a_form_get_the_honest_answer(payload: Json, expected: Json, slow: SlowWork) -> None:
    door = Door(slow)

    response = answer(door, payload)

    assert (response.status, json.loads(response.body)) == (200, expected)
    slow.go_on.set()
    door.close()


@pytest.mark.parametrize("payload", [an_event(), a_click("sign_up.open")])
@pytest.mark.usefixtures("impatient")
def test_an_event_and_a_click_are_not_acknowledged(payload: Json, slow: SlowWork) -> None:
    door = Door(slow)

    assert answer(door, payload).status == 503
    slow.go_on.set()
    door.close()


@pytest.mark.usefixtures("impatient")
def test_a_form_without_fields_turns_into_the_honest_answer(slow: SlowWork) -> None:
    door = Door(slow)

    said = json.loads(answer(door, a_form("x", [])).body)

    assert said["view"]["blocks"][0]["text"]["text"] == NOT_SURE
    slow.go_on.set()
    door.close()


@pytest.mark.usefixtures("impatient")
def test_nothing_is_stored_after_the_honest_answer(database: Database) -> None:
    answered, ended = Event(), Future[None]()

    def sign_up(request: BoltRequest) -> BoltResponse:
        try:
            with database.begin(request.context[DEADLINE]) as session:
                session.add(Person(known_since=NOON))
                assert answered.wait(timeout=30)
        except TooLate as late:
            ended.set_exception(late)
        return DONE

    door = Door(sign_up)
    answer(door, a_command("signup"))
    answered.set()

    assert isinstance(ended.exception(timeout=30), TooLate)
    door.close()
    with database.read(Deadline.in_seconds(30)) as session:
        assert session.scalar(select(func.count()).select_from(Person)) == 0


@pytest.mark.usefixtures("impatient")
def test_a_flood_of_slow_requests_does_not_hold_up_the_answers(
    slow: SlowWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.door.WORKERS", 2)
    door = Door(slow)

    with ThreadPoolExecutor(20) as people:
        answers = list(people.map(lambda _: answer(door, a_command("signup")), range(20)))

    assert [json.loads(each.body)["text"] for each in answers] == [TOOK_TOO_LONG] * 20
    assert len(slow.requests) == 2  # the others were not even begun, and never will be
    slow.go_on.set()
    assert _is_served_again(door)
    door.close()
    assert len(slow.requests) == 3


def _is_served_again(door: Door) -> bool:
    return door.answer(request_of(a_command("signup")), time.monotonic() + 30) is DONE


def test_closing_lets_what_is_under_way_end(slow: SlowWork) -> None:
    door = Door(slow)
    with ThreadPoolExecutor(2) as pool:
        under_way = pool.submit(answer, door, a_command("signup"))
        assert slow.begun.acquire(timeout=30)
        closing = pool.submit(door.close)

        slow.go_on.set()

        closing.result(timeout=30)
        assert under_way.result(timeout=30) is DONE
