"""Socket Mode by hand: tickets, answers that come late, several sockets, goodbyes."""

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import ExitStack
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from bot.sandbox import Sandbox
from tests.bot.sandbox.players import LINH, MAYA, WELCOME, BareSocket, Person, a_socket, a_ticket, until

Meanwhile = Callable[..., "Future[Any]"]
TIMED_OUT = "/runforsomething failed because of the error operation_timeout. Learn more about slash commands."


def test_it_says_hello(socket: BareSocket) -> None:
    assert socket.hello["type"] == "hello"
    assert socket.hello["connection_info"] == {"app_id": "A07RUNFOR1"}


def test_a_ticket_is_good_for_one_socket(sandbox: Sandbox) -> None:
    url = a_ticket(sandbox)

    with connect(url, proxy=None), pytest.raises(InvalidStatus), connect(url, proxy=None):
        pass


def test_a_ping_comes_back(socket: BareSocket) -> None:
    assert socket.ping()


def test_a_command_arrives_with_everything_slack_sends(
    socket: BareSocket, maya: Person, meanwhile: Meanwhile
) -> None:
    said = meanwhile(maya.say, "/runforsomething ask @Denise <now>")
    envelope = socket.read()
    socket.answer(envelope)
    said.result()

    payload = envelope["payload"]
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert payload["text"] == "ask <@U07MENTOR1> &lt;now&gt;"
    assert (payload["user_id"], payload["channel_id"], payload["channel_name"]) == (MAYA, WELCOME, "welcome")
    assert payload["is_enterprise_install"] == "false"


def test_a_command_nobody_answers_has_failed_by_slackbots_words(
    socket: BareSocket, maya: Person, quick: None
) -> None:
    said = maya.say("/runforsomething")

    assert said["answered"] is False
    assert maya.texts() == [TIMED_OUT]
    assert maya.messages()[0]["name"] == "Slackbot"


def test_an_answer_that_comes_late_is_ignored(socket: BareSocket, maya: Person, quick: None) -> None:
    maya.say("/runforsomething")

    socket.answer(socket.read(), {"text": "Sorry, I was away."})
    maya.say("Anybody there?")

    assert maya.texts() == [TIMED_OUT, "Anybody there?"]


def test_an_answer_that_is_no_json_is_ignored(socket: BareSocket, maya: Person, meanwhile: Meanwhile) -> None:
    said = meanwhile(maya.say, "/runforsomething")
    envelope = socket.read()["envelope_id"]

    for payload in ("NaN", '"\\ud83d"', "[" * 100_000):
        socket.say(f'{{"envelope_id": "{envelope}", "payload": {payload}}}')
    socket.say(f'{{"envelope_id": "{envelope}", "payload": {{"text": "Here"}}}}')

    assert said.result()["answered"]
    assert maya.texts() == ["Here"]


def test_an_answer_slack_cannot_show_is_reported(
    socket: BareSocket, maya: Person, meanwhile: Meanwhile
) -> None:
    said = meanwhile(maya.say, "/runforsomething")
    socket.answer(socket.read(), {"blocks": [{"type": "banner"}]})
    said.result()

    assert "invalid_command_response" in maya.texts()[0]


def test_two_commands_of_the_same_moment_are_both_under_way(
    socket: BareSocket, maya: Person, linh: Person, meanwhile: Meanwhile
) -> None:
    both = [meanwhile(person.say, "/runforsomething") for person in (maya, linh)]

    envelopes = [socket.read(), socket.read()]
    for envelope in envelopes:
        socket.answer(envelope)

    assert {each["payload"]["user_id"] for each in envelopes} == {MAYA, LINH}
    assert all(each.result()["answered"] for each in both)


def test_each_payload_goes_to_one_socket_only(sandbox: Sandbox, maya: Person, meanwhile: Meanwhile) -> None:
    with a_socket(sandbox) as one, a_socket(sandbox) as two:
        said = meanwhile(maya.say, "/runforsomething")
        one_got, two_got = _read_or_none(one), _read_or_none(two)
        if one_got:
            one.answer(one_got)
        if two_got:
            two.answer(two_got)

        assert said.result()["answered"]
        assert [one_got, two_got].count(None) == 1


def _read_or_none(socket: BareSocket) -> dict[str, Any] | None:
    try:
        return socket.read(within=0.2)
    except TimeoutError:
        return None


def test_the_eleventh_socket_is_sent_away(sandbox: Sandbox, maya: Person) -> None:
    with ExitStack() as ten:
        for _ in range(10):
            ten.enter_context(a_socket(sandbox))

        with a_socket(sandbox) as eleventh:
            assert eleventh.hello["type"] == "disconnect"
            assert eleventh.hello["reason"] == "too_many_websockets"
        assert maya.screen()["connected"] == 10


def test_a_goodbye_is_announced_and_the_next_socket_gets_the_work(
    sandbox: Sandbox, socket: BareSocket, maya: Person, meanwhile: Meanwhile
) -> None:
    maya.do("disconnect", reason="warning")

    assert socket.read()["reason"] == "warning"
    with a_socket(sandbox) as fresh:
        said = meanwhile(maya.say, "/runforsomething")
        fresh.answer(fresh.read())
        assert said.result()["answered"]


def test_a_socket_that_leaves_is_not_counted_any_more(sandbox: Sandbox, maya: Person) -> None:
    with a_socket(sandbox):
        assert maya.screen()["connected"] == 1

    until(lambda: maya.screen()["connected"] == 0)


def test_any_payload_can_be_forged(socket: BareSocket, maya: Person, meanwhile: Meanwhile) -> None:
    forged = {"type": "block_actions", "user": {"id": "U07STRANGE"}}

    sent = meanwhile(maya.do, "payload", type="interactive", payload=forged)
    envelope = socket.read()
    socket.answer(envelope, {"text": "Not you."})

    assert envelope["payload"] == forged
    assert sent.result() == {"ok": True, "answered": True, "answer": {"text": "Not you."}}
