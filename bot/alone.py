"""One process at a time: two on one SQLite file, or on one sandbox, would work against each other."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(Exception):
    """Another process holds the lock."""


@contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Hold the lock as long as this lives; the system gives it back however the process ends.

    Raises AlreadyRunning.
    """
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning from None
        yield
