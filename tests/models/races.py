"""Two transactions that meet where it matters, made certain by a barrier in front of a statement."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Event
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from bot.database import Database
from bot.deadline import Deadline


@contextmanager
def both_wait_before(database: Database, statement: str) -> Iterator[None]:
    """Two that are about to run such a statement wait for each other, once; fails if they do not meet.

    So both have looked before either writes.
    """
    barrier, met = Barrier(2), Event()

    def wait(_connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
        if sql.startswith(statement) and not met.is_set():
            barrier.wait(timeout=10)
            met.set()

    event.listen(database.engine, "before_cursor_execute", wait)
    yield
    event.remove(database.engine, "before_cursor_execute", wait)
    assert met.is_set()


def together(database: Database, *changes: Callable[[Session], object]) -> None:
    def run(change: Callable[[Session], object]) -> None:
        with database.begin(Deadline.in_seconds(30)) as session:
            change(session)

    with ThreadPoolExecutor(len(changes)) as pool:
        for each in [pool.submit(run, change) for change in changes]:
            each.result()
