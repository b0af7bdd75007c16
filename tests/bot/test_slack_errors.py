"""What a failed call means: the real client against a Slack with faults, and one table of names."""

import gc
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.sandbox import Sandbox, SandboxClock
from bot.slack import Slack
from bot.slack_errors import NAMES, OUTCOME_OF, CallFailed, Outcome
from tests.bot.sandbox.players import MAYA, WELCOME, Person
from tests.moments import NOON
from tests.stage import SEED


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    sandbox = Sandbox(SEED, clock=SandboxClock(NOON), rate_limits=False)
    sandbox.start()
    yield sandbox
    sandbox.stop()


@pytest.fixture
def slack(sandbox: Sandbox) -> Slack:
    return Slack(sandbox.bot_token, sandbox.api_url)


@pytest.fixture
def maya(sandbox: Sandbox) -> Iterator[Person]:
    maya = Person(sandbox, MAYA)
    yield maya
    maya.leave()


def post(slack: Slack, within: float = 10.0) -> None:
    slack.call("chat.postMessage", within, channel=WELCOME, text="Hello")


def failure_of(slack: Slack, within: float = 10.0) -> CallFailed:
    with pytest.raises(CallFailed) as failed:
        post(slack, within)
    return failed.value


def test_no_error_name_stands_in_the_table_twice() -> None:
    assert sum(map(len, NAMES.values())) == len(OUTCOME_OF)


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("service_unavailable", Outcome.PASSING),
        ("fatal_error", Outcome.UNSURE),
        ("missing_scope", Outcome.METHOD_MISSING),
        ("message_not_found", Outcome.MESSAGE_GONE),
        ("is_archived", Outcome.ROOM_CLOSED),
        ("token_revoked", Outcome.ACCESS_LOST),
        ("invalid_blocks", Outcome.FOR_GOOD),
        ("brand_new_error", Outcome.PASSING),  # what nobody knows is tried for a day
    ],
)
def test_each_name_has_its_outcome(name: str, outcome: Outcome, slack: Slack, maya: Person) -> None:
    maya.do("faults", method="chat.postMessage", fault="error", error=name)

    failed = failure_of(slack)

    assert (failed.method, failed.error, failed.outcome) == ("chat.postMessage", name, outcome)


def test_words_in_the_place_of_a_name_are_not_repeated(slack: Slack, maya: Person) -> None:
    maya.do("faults", method="chat.postMessage", fault="error", error="Maya is not here")

    failed = failure_of(slack)

    assert (failed.outcome, "Maya" in str(failed)) == (Outcome.UNSURE, False)


@pytest.mark.parametrize("seconds", [7, None])
def test_a_limit_passes_after_the_seconds_that_slack_names(
    seconds: int | None, slack: Slack, maya: Person
) -> None:
    maya.do("faults", method="chat.postMessage", fault="rate_limited", retry_after=seconds)

    failed = failure_of(slack)

    assert (failed.error, failed.outcome, failed.seconds) == ("ratelimited", Outcome.PASSING, seconds)


@pytest.mark.parametrize("fault", ["server_error", "lost_answer", "hang_up"])
def test_an_answer_that_says_nothing_leaves_us_unsure(fault: str, slack: Slack, maya: Person) -> None:
    maya.do("faults", method="chat.postMessage", fault=fault)

    assert failure_of(slack).outcome is Outcome.UNSURE


def test_an_answer_that_takes_too_long_leaves_us_unsure(slack: Slack, maya: Person) -> None:
    maya.do("faults", method="chat.postMessage", fault="slow", seconds=5)

    assert failure_of(slack, within=0.2).outcome is Outcome.UNSURE


def test_a_missing_method_is_not_asked_for_again(slack: Slack, maya: Person) -> None:
    maya.do("faults", method="chat.postMessage", fault="unknown_method", times=1)

    outcomes = [failure_of(slack).outcome for _ in range(2)]

    assert outcomes == [Outcome.METHOD_MISSING] * 2
    assert not slack.has("chat.postMessage")
    assert maya.texts() == []


HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"
HALF = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"ok": tr'
A_LIST = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]"
BROKEN = b'HTTP/1.1 503 Busy\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{"error": "no"}'
NO_HTTP = b"SSH-2.0-OpenSSH_9.6\r\n"


@contextmanager
def a_server_that_says(answer: bytes) -> Iterator[str]:
    """To one call, whatever it asks."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host, port = listener.getsockname()

        def serve() -> None:
            line, _ = listener.accept()
            with line:
                line.recv(65_536)
                line.sendall(answer)

        serving = threading.Thread(target=serve)
        serving.start()
        yield f"http://{host}:{port}/api/"
        serving.join()


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.parametrize("answer", [HTML, HALF, NO_HTTP, A_LIST, BROKEN])
def test_half_an_answer_or_none_of_slacks_leaves_us_unsure(answer: bytes) -> None:
    with a_server_that_says(answer) as url:
        outcome = failure_of(Slack("xoxb-1", url)).outcome

    assert outcome is Outcome.UNSURE
    gc.collect()  # of half an answer the SDK leaves the socket to the collector, which would warn later


def test_where_nobody_listens_nothing_was_sent(sandbox: Sandbox, slack: Slack) -> None:
    sandbox.stop()

    assert failure_of(slack).outcome is Outcome.PASSING


def test_a_host_that_has_no_address_was_not_asked() -> None:
    assert failure_of(Slack("xoxb-1", "http://nowhere.invalid/api/")).outcome is Outcome.PASSING
