"""A process for each who takes part; they end with the one who started them, however that ends."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.databases import SECONDS_TO_STOP

Ready = dict[str, str]


@contextmanager
def started(module: str, *arguments: str) -> Iterator[Ready]:
    """What the process says when it is ready; afterwards it is gone."""
    command = [sys.executable, "-m", module, *arguments]
    # Ctrl-C is for us alone; they are told by the end of what they read.
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdin
        assert process.stdout
        try:
            yield _read(process.stdout.readline(), module)
        finally:
            process.stdin.close()
            _wait_for(process)


class Guest:
    """In such a process, first of all: it ends with the one who started it, even if it hangs by then."""

    def __init__(self) -> None:
        self._is_over = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def stay(self, **ready: str) -> None:
        """Say that one is ready, and return when it is time to go."""
        print(json.dumps(ready), flush=True)
        self._is_over.wait()

    def _watch(self) -> None:
        sys.stdin.read()
        self._is_over.set()
        time.sleep(SECONDS_TO_STOP)
        os._exit(1)


def _read(line: str, module: str) -> Ready:
    if not line:
        raise RuntimeError(f"{module} ended while it started; it has said why.")
    ready: Ready = json.loads(line)
    return ready


def _wait_for(process: subprocess.Popen[str]) -> None:
    try:
        process.wait(timeout=SECONDS_TO_STOP + 5)
    except subprocess.TimeoutExpired:
        process.kill()
