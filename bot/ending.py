"""How a program that serves comes to its end: Ctrl-C, or a polite end by the system, which sends SIGTERM."""

import signal
import threading


def wait_for_the_end() -> None:
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    while not ended.wait(1.0):
        pass
