"""Sockets that end without a word, and sockets that stay open and say nothing any more."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse
from websockets.exceptions import ConnectionClosed

from bot.sandbox import Sandbox
from tests.bot.sandbox.players import BareSocket, Person, a_socket, client_of, hang_up, until

Meanwhile = Callable[..., "Future[Any]"]
ONE_IS_DEAF = [{"fault": "deaf", "sockets": 1}]


def test_a_socket_can_end_without_a_word(sandbox: Sandbox, socket: BareSocket, maya: Person) -> None:
    maya.do("faults", fault="close")

    with pytest.raises(ConnectionClosed) as ended:
        socket.read()

    assert ended.value.rcvd is None
    until(lambda: maya.screen()["connected"] == 0)
    with a_socket(sandbox) as fresh:
        assert fresh.hello["type"] == "hello"


def test_a_deaf_socket_stays_open_and_silent(
    socket: BareSocket, maya: Person, meanwhile: Meanwhile, quick: None
) -> None:
    maya.do("faults", fault="deaf")

    assert not socket.ping(within=0.3)
    assert maya.say("/runforsomething")["answered"] is False
    with pytest.raises(TimeoutError):
        socket.read(within=0.1)
    assert maya.screen()["connected"] == 1
    assert maya.look("faults")["ordered"] == ONE_IS_DEAF


def test_an_answer_over_a_deaf_socket_is_not_heard(
    socket: BareSocket, maya: Person, meanwhile: Meanwhile, quick: None
) -> None:
    said = meanwhile(maya.say, "/runforsomething")
    envelope = socket.read()

    maya.do("faults", fault="deaf")
    socket.answer(envelope)

    assert said.result()["answered"] is False


def test_only_sockets_that_were_open_are_deaf(
    sandbox: Sandbox, socket: BareSocket, maya: Person, meanwhile: Meanwhile
) -> None:
    """Slack does not notice, so it takes half of the payloads to the deaf one, as it does in life."""
    maya.do("faults", fault="deaf")

    with a_socket(sandbox) as fresh:
        assert fresh.ping()
        assert not socket.ping(within=0.1)
        assert maya.screen()["connected"] == 2
        assert maya.look("faults")["ordered"] == ONE_IS_DEAF


def test_a_deaf_socket_hears_again_when_all_is_well(
    socket: BareSocket, maya: Person, meanwhile: Meanwhile
) -> None:
    maya.do("faults", fault="deaf")
    assert maya.look("faults")["ordered"] == ONE_IS_DEAF
    maya.do("faults", clear=True)

    said = meanwhile(maya.say, "/runforsomething")
    socket.answer(socket.read())

    assert said.result()["answered"]
    assert socket.ping()


def test_a_deaf_socket_that_is_closed_is_gone(sandbox: Sandbox, maya: Person) -> None:
    with a_socket(sandbox):
        maya.do("faults", fault="deaf")
        assert maya.look("faults")["ordered"] == ONE_IS_DEAF

    until(lambda: maya.screen()["connected"] == 0)
    assert maya.look("faults")["ordered"] == []


@pytest.mark.slow
def test_slacks_own_client_notices_and_connects_anew(sandbox: Sandbox, maya: Person) -> None:
    """Four pings without a pong, one each second, and one second to look."""
    client = SocketModeClient(sandbox.app_token, web_client=client_of(sandbox), ping_interval=1)
    client.socket_mode_request_listeners.append(
        lambda client, request: client.send_socket_mode_response(SocketModeResponse(request.envelope_id))
    )
    client.connect()
    try:
        until(lambda: maya.screen()["connected"] == 1)
        maya.do("faults", fault="deaf")
        until(lambda: maya.look("faults")["ordered"] == [] and maya.screen()["connected"] == 1, within=20)
        assert maya.say("/runforsomething")["answered"]
    finally:
        hang_up(client)


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled", "too_many_websockets"])
def test_each_goodbye_is_announced_with_its_reason(reason: str, socket: BareSocket, maya: Person) -> None:
    assert maya.do("disconnect", reason=reason)["ok"]

    assert socket.read()["reason"] == reason


def test_slack_has_no_other_goodbyes(maya: Person) -> None:
    assert maya.do("disconnect", reason="lunch")["error"].startswith("Slack's reasons are warning")
