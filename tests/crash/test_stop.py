"""A bot that is told to stop does, whatever the SDK's own threads have missed."""

import threading

import pytest
from slack_sdk.socket_mode.builtin.connection import Connection, ConnectionState

from bot import listening
from tests.stage import a_stage

pytestmark = pytest.mark.crash


def test_a_bot_stops_although_a_thread_of_the_sdk_has_missed_the_sign(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`connect` replaces the state by which a thread ends, at times when it has just taken the old one."""
    monkeypatch.setattr(listening, "CLOSE_WITHIN", 0.3)
    receive, has_taken_it = Connection.run_until_completion, threading.Event()
    old = ConnectionState()  # type: ignore[no-untyped-call]

    def receive_until_the_old_one_ends(connection: Connection, _: ConnectionState) -> None:
        has_taken_it.set()
        receive(connection, old)

    monkeypatch.setattr(Connection, "run_until_completion", receive_until_the_old_one_ends)

    with a_stage(sqlite_url):
        assert has_taken_it.wait(timeout=10)

    old.terminated = True  # let go of the thread
