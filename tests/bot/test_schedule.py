"""Workers: whatever goes wrong in a step ends that step alone, and a bot that stops waits for no queue."""

import threading
from collections.abc import Iterator
from queue import Queue

import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.deadline import TooLate
from bot.schedule import STOP_WITHIN, Schedule, Worker
from bot.slack_errors import CallFailed, Outcome

WITHIN = 10.0  # seconds until we believe that nothing comes any more
ZUZANNA = "zuzanna@example.org"  # what somebody told us, and no log may hold

ANYTHING = [
    KeyError(ZUZANNA),
    AssertionError(ZUZANNA),
    RecursionError(ZUZANNA),
    OSError(ZUZANNA),
    CallFailed("chat.postMessage", "no_text", Outcome.FOR_GOOD),
    OperationalError(ZUZANNA, {}, Exception(ZUZANNA)),
    TooLate(),
]


class Steps:
    """What each step is to do; `done` tells the test of every step that began."""

    def __init__(self, *orders: Exception | bool) -> None:
        self._orders = iter(orders)
        self.done = Queue[str]()

    def __call__(self) -> bool:
        order = next(self._orders)
        self.done.put(type(order).__name__)
        if isinstance(order, Exception):
            raise order
        return order

    def next(self) -> str:
        return self.done.get(timeout=WITHIN)


@pytest.fixture
def started() -> Iterator[list[Worker]]:
    """Those a test has started end with it."""
    workers: list[Worker] = []
    yield workers
    for worker in workers:
        worker.stop()


@pytest.mark.parametrize("error", ANYTHING, ids=lambda error: type(error).__name__)
def test_a_worker_whose_step_raises_goes_on_at_the_next_wake(error: Exception, started: list[Worker]) -> None:
    steps = Steps(error, False)
    worker = a_worker(steps, started)

    with capture_logs() as log:
        worker.wake()
        assert steps.next() == type(error).__name__
        worker.wake()
        assert steps.next() == "bool"

    assert len(log) == 1
    assert ZUZANNA not in str(log)


def test_a_worker_steps_on_until_there_is_nothing_to_do(started: list[Worker]) -> None:
    steps = Steps(True, True, False, False)
    worker = a_worker(steps, started)

    worker.wake()
    assert [steps.next() for _ in range(3)] == ["bool"] * 3

    worker.wake()
    assert steps.next() == "bool"


def test_a_wake_in_the_middle_of_a_step_is_not_lost(started: list[Worker]) -> None:
    begun, may_end = Queue[None](), threading.Event()

    def step() -> bool:
        begun.put(None)
        may_end.wait(timeout=WITHIN)
        return False

    worker = a_worker(step, started)
    worker.wake()
    begun.get(timeout=WITHIN)
    worker.wake()
    may_end.set()

    begun.get(timeout=WITHIN)


def test_a_worker_with_endless_work_stops_between_two_steps(started: list[Worker]) -> None:
    begun = threading.Event()

    def step() -> bool:
        begun.set()
        return True

    worker = a_worker(step, started, name="endless")
    worker.wake()
    assert begun.wait(timeout=WITHIN)

    worker.stop()

    assert "endless" not in {thread.name for thread in threading.enumerate()}


def test_a_schedule_ends_all_its_workers_and_one_stumbling_does_not_stop_the_others() -> None:
    stumbling, busy, apart = Steps(KeyError(), KeyError()), Steps(False, False), Steps()
    workers = [Worker("stumbling", stumbling), Worker("busy", busy)]
    schedule = Schedule(workers, woken_apart=[Worker("apart", apart)], housekeeping=lambda: False)
    schedule.start()

    assert [stumbling.next(), busy.next()] == ["KeyError", "bool"]
    schedule.wake()
    assert [stumbling.next(), busy.next()] == ["KeyError", "bool"]

    schedule.stop()
    named = {thread.name for thread in threading.enumerate()}
    assert not named & {"stumbling", "busy", "apart", "housekeeping"}
    assert apart.done.empty()


def test_stopping_waits_longer_than_a_transaction_may_take_to_end() -> None:
    assert STOP_WITHIN >= 10


def a_worker(step: object, started: list[Worker], name: str = "under test") -> Worker:
    assert callable(step)
    worker = Worker(name, step)
    started.append(worker)
    worker.start()
    return worker
