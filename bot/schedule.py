"""What runs when: one worker a stepper, woken by commits and by APScheduler's tick.

APScheduler is only the tick. What is due, and whether it was done, stands in the database.
"""

import threading
from collections.abc import Callable

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import SQLAlchemyError

from bot.deadline import TooLate
from bot.log import describe, error_number

TICK = 1  # seconds: the longest that something due waits for a worker that nobody has woken
HOUSEKEEPING = 3600  # seconds
STOP_WITHIN = 15.0  # seconds for what is under way

log = structlog.get_logger()


class Worker:
    """A thread that steps on, whenever it is woken, until there is nothing to do.

    Trouble with the database is waited out until the next tick. Whatever else goes wrong ends one step,
    never the worker.
    """

    def __init__(self, name: str, step: Callable[[], bool]) -> None:
        self._step = step
        self._woken, self._stopped = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        self._woken.set()

    def stop(self) -> None:
        """Returns when what was under way has ended."""
        self._stopped.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(STOP_WITHIN)

    def _work(self) -> None:
        while not self._stopped.is_set():
            self._woken.wait()
            self._woken.clear()
            while not self._stopped.is_set() and self.step():
                pass

    def step(self) -> bool:
        """One step, whatever happens in it; False when it is time to rest."""
        try:
            return self._step()
        except (SQLAlchemyError, TooLate) as error:
            log.warning("the database does not answer", worker=self._thread.name, **describe(error))
        except Exception as error:  # noqa: BLE001  # the loop behind all messages must not end with one
            log.error("stumbled", worker=self._thread.name, number=error_number(), **describe(error))
        return False


class Schedule:
    """All workers of this process, and the tick."""

    def __init__(
        self, workers: list[Worker], *, woken_apart: list[Worker], housekeeping: Callable[[], bool]
    ) -> None:
        self._workers = workers
        keeper = Worker("housekeeping", housekeeping)
        self._all = [*workers, *woken_apart, keeper]
        self._scheduler = BackgroundScheduler(timezone="UTC")
        self._add(self.wake, TICK)
        self._add(keeper.wake, HOUSEKEEPING)

    def start(self) -> None:
        for worker in self._all:
            worker.start()
        self._scheduler.start()
        self.wake()

    def wake(self) -> None:
        """Something was committed, or the clock was moved."""
        for worker in self._workers:
            worker.wake()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)
        for worker in self._all:
            worker.stop()

    def _add(self, job: Callable[[], None], seconds: int) -> None:
        """A late tick is as good as one in time, and two late ones are no better than one."""
        self._scheduler.add_job(job, "interval", seconds=seconds, misfire_grace_time=None, coalesce=True)
