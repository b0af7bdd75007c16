"""The SDK's Socket Mode clients: hello, envelopes, acknowledgements, pings, and one socket after another."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.sandbox import Sandbox, SandboxClock
from tests.bot.sandbox.conftest import SEED
from tests.bot.sandbox.players import MAYA, MAYAS_ROOM, Person, until
from tests.bot.sandbox.web_api.sdk_bots import ASYNC, SYNC, AsyncListener, Listener, SyncListener, a_listener

# Where each library under the SDK keeps what it knows of the last pong; the SDK shows it only in part.
LAST_PONG: dict[str, Callable[[Any], object]] = {
    "builtin": lambda client: client.current_session.last_ping_pong_time,
    "aiohttp": lambda client: client.last_ping_pong_time,
    "websockets": lambda client: client.current_session.latency,
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One for all of these, and for each kind of client one client."""
    sandbox = Sandbox(SEED, clock=SandboxClock(SEED.start), rate_limits=False)
    sandbox.start()
    yield sandbox
    sandbox.stop()


@pytest.fixture(scope="module")
def maya(sandbox: Sandbox) -> Iterator[Person]:
    maya = Person(sandbox, MAYA)
    yield maya
    maya.leave()


@pytest.fixture(scope="module", params=[*SYNC, *ASYNC])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def bot(kind: str, sandbox: Sandbox, maya: Person) -> Iterator[SyncListener | AsyncListener]:
    with pytest.MonkeyPatch.context() as environment:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
            environment.delenv(name, raising=False)
        bot = a_listener(kind, sandbox)
        bot.connect()
        until(lambda: maya.screen()["connected"])
        yield bot
        bot.leave()


@pytest.fixture
def ears(bot: SyncListener | AsyncListener) -> Listener:
    """What the client hears from now on."""
    until(lambda: "hello" in bot.ears.heard)
    bot.ears.requests.clear()
    return bot.ears


def test_a_command_is_answered_with_words(ears: Listener, maya: Person) -> None:
    said = maya.say("/runforsomething offices 27601", MAYAS_ROOM)

    [request] = ears.requests
    assert said["answered"]
    assert (request.type, request.accepts_response_payload) == ("slash_commands", True)
    assert request.payload["text"] == "offices 27601"
    assert maya.texts(MAYAS_ROOM)[-1] == "Heard."


def test_an_event_is_acknowledged_and_not_sent_again(ears: Listener, maya: Person) -> None:
    event = {"type": "reaction_added", "user": MAYA}

    assert maya.do("deliver_event", event=event)["answered"]

    [request] = ears.requests
    assert (request.type, request.retry_attempt, request.retry_reason) == ("events_api", 0, "")
    assert request.payload["event"]["type"] == "reaction_added"


def test_a_click_is_acknowledged(ears: Listener, maya: Person) -> None:
    assert maya.do("payload", type="interactive", payload={"type": "block_actions"})["answered"]
    assert [request.type for request in ears.requests] == ["interactive"]


def test_pings_are_answered(kind: str, ears: Listener) -> None:
    assert until(lambda: LAST_PONG[kind](ears.client))


@pytest.mark.slow  # the built-in client first waits three seconds for the old socket to fall silent
def test_before_a_socket_ends_the_client_opens_the_next_one(ears: Listener, maya: Person) -> None:
    ears.heard.clear()

    maya.do("disconnect", reason="refresh_requested")
    until(lambda: "hello" in ears.heard)

    assert maya.say("/runforsomething", MAYAS_ROOM)["answered"]
    until(lambda: maya.screen()["connected"] == 1)
