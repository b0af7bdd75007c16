"""Nobody waits for anybody else, a load balancer is told whether to come, and a stop cuts nobody off."""

import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from bot.answers import TOOK_TOO_LONG
from bot.door import Door
from bot.settings import CannotStart
from tests.bot.front import an_event
from tests.bot.sandbox.players import until
from tests.bot.web.callers import JSON, Behind, Caller, opened, visited


def test_who_is_slow_holds_up_nobody(slack: Caller, behind: Behind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.door.ANSWER_WITHIN", 10.0)
    behind.may_go_on.clear()
    with ThreadPoolExecutor(1) as pool:
        command = pool.submit(slack.types, "signup")
        assert behind.reached.wait(timeout=10)

        healthy = slack.get("/healthz")

        assert (healthy.status_code, healthy.json()) == (200, {"status": "running"})
        assert not command.done()
        behind.may_go_on.set()


def test_who_is_too_slow_is_answered_for(
    slack: Caller, behind: Behind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.door.ANSWER_WITHIN", 0.1)
    behind.may_go_on.clear()

    command = slack.types("signup")
    event = slack.signs(json.dumps(an_event()).encode(), JSON)

    assert command.json()["text"] == TOOK_TOO_LONG
    assert event.status_code == 503


def test_before_the_start_it_says_so_and_takes_nothing() -> None:
    web = opened()
    with visited(web) as caller:
        health = caller.get("/healthz")

        assert (health.status_code, health.json()) == (503, {"status": "starting"})
        assert caller.types("signup").status_code == 503
        assert not web.is_connected


def test_stopping_waits_for_the_answer_that_is_under_way(behind: Behind) -> None:
    behind.reached.clear()
    behind.may_go_on.clear()
    before, web, door = servers(), opened(), Door(behind)
    web.start(door)
    with visited(web) as caller, ThreadPoolExecutor(2) as pool:
        under_way = pool.submit(caller.types, "signup")
        assert behind.reached.wait(timeout=10)
        stopping = pool.submit(web.stop)
        until(lambda: is_closed(web.port))
        with pytest.raises(TimeoutError):
            stopping.result(timeout=0.3)
        behind.may_go_on.set()

        stopping.result(timeout=10)
        assert servers() == before
        assert under_way.result().status_code == 200
    assert not web.is_connected
    door.close()


def servers() -> int:
    """How many threads serve, in all of this process."""
    return [thread.name for thread in threading.enumerate()].count("web")


def is_closed(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except ConnectionRefusedError:
        return True
    return False


def test_a_port_in_use_is_said_in_a_sentence() -> None:
    with closing(socket.create_server(("0.0.0.0", 0))) as other:
        port = other.getsockname()[1]

        with pytest.raises(CannotStart, match=f"^Port {port} can't be opened: "):
            opened(port)
