"""What comes in and goes back over HTTP, and what is too long, too slow, or no payload at all."""

import json
import socket
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_bolt import BoltResponse

from bot.web import EVENTS, LONGEST_BODY
from tests.bot.front import a_click, a_command, a_form, an_event
from tests.bot.web.callers import FORM, JSON, Behind, Caller, signed


def test_a_command_comes_in_and_its_answer_goes_back(slack: Caller, behind: Behind) -> None:
    behind.answer = BoltResponse(status=200, body={"response_type": "ephemeral", "text": "Hi"})

    answer = slack.types("signup")

    assert behind.came[0].body == a_command("signup")
    assert (answer.status_code, answer.json()["text"]) == (200, "Hi")


@pytest.mark.parametrize("payload", [a_click("sign_up.open"), a_form("sign_up", ["zip"])])
def test_a_click_and_a_form_come_as_json_in_a_form(
    payload: dict[str, Any], slack: Caller, behind: Behind
) -> None:
    answer = slack.signs(urlencode({"payload": json.dumps(payload)}).encode())

    assert behind.came[0].body == payload
    assert (answer.status_code, answer.content) == (200, b"")


def test_an_event_says_how_often_it_was_tried(slack: Caller, behind: Behind) -> None:
    slack.signs(
        json.dumps(an_event()).encode(), JSON, x_slack_retry_num="2", x_slack_retry_reason="http_error"
    )

    (event,) = behind.came
    assert event.body == an_event()
    assert event.headers == {"x-slack-retry-num": ["2"], "x-slack-retry-reason": ["http_error"]}


def test_letters_of_all_kinds_arrive_as_they_were(slack: Caller, behind: Behind) -> None:
    slack.types("ask José ☂ & <you>")

    assert behind.came[0].body["text"] == "ask José ☂ & <you>"


# -- What nobody can read ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{}", "text/plain"),
        (b"{}", ""),
        (b"<command/>", "application/xml"),
        (b"{", JSON),
        (b"[]", JSON),
        (b"null", JSON),
        (b"[" * 100_000, JSON),
        (b"payload=7", FORM),
        (b"payload=%7B", FORM),
        (b"text=%FF", FORM),
        (b'{"team": 7}', JSON),
    ],
)
def test_a_payload_that_nobody_can_read_is_refused(
    body: bytes, content_type: str, slack: Caller, behind: Behind
) -> None:
    assert slack.signs(body, content_type).status_code == 400
    assert behind.came == []


def test_a_strange_content_type_without_a_signature_is_no_different_from_others(slack: Caller) -> None:
    assert slack.post(b"{}", "text/plain").status_code == 401


def test_a_body_up_to_the_limit_is_taken(slack: Caller) -> None:
    assert slack.signs(b"a" * LONGEST_BODY).status_code == 200
    assert slack.signs(b"a" * (LONGEST_BODY + 1)).status_code == 413


def test_a_body_that_is_announced_as_too_long_is_not_waited_for(slack: Caller) -> None:
    assert status_of(slack, b"", says=LONGEST_BODY + 1) == 413


def test_a_body_that_never_ends_is_cut_off(slack: Caller) -> None:
    """Chunks, without any length announced."""
    request = f"POST {EVENTS} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"

    with a_line_to(slack) as line:
        line.sendall(request)
        sent = 0
        with suppress(OSError):
            while sent <= 10 * LONGEST_BODY:
                line.sendall(chunk)
                sent += 0x10000

    assert LONGEST_BODY < sent < 10 * LONGEST_BODY


def test_a_body_that_is_shorter_than_it_said_is_not_waited_for(
    slack: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.READ_WITHIN", 0.1)

    assert status_of(slack, b"a=1", says=10) == 408


def test_a_body_that_is_longer_than_it_said_is_not_what_was_signed(slack: Caller) -> None:
    assert status_of(slack, b"a=1&b=2", says=3) == 401


@pytest.mark.parametrize("head", ["", "POST /sl", f"POST {EVENTS} HTTP/1.1\r\nHost: x\r\n"])
def test_who_never_comes_to_the_point_is_let_go(
    head: str, slack: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.HEAD_WITHIN", 0.1)

    with a_line_to(slack) as line:
        line.sendall(head.encode())
        assert line.recv(100) == b""


def test_who_asks_again_and_then_never_comes_to_the_point_is_let_go(
    slack: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.HEAD_WITHIN", 0.1)
    whole = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"

    with a_line_to(slack) as line:
        for _ in range(2):
            line.sendall(whole)
            assert heard_until(line, b"running")
        line.sendall(whole[:10])
        assert line.recv(100) == b""


def test_who_goes_on_talking_where_nobody_is_is_let_go(slack: Caller) -> None:
    with a_line_to(slack) as line:
        line.sendall(b"POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\n")
        sent = 0
        with suppress(OSError):
            while sent < 50_000_000:
                line.sendall(b"a" * 0x10000)
                sent += 0x10000

    assert sent < 50_000_000


def heard_until(line: socket.socket, end: bytes) -> bytes:
    heard = b""
    while end not in heard:
        heard += line.recv(1000)
    return heard


def status_of(caller: Caller, body: bytes, *, says: int) -> int:
    """Of a signed request that lies about its length."""
    headers = {**signed(body), "host": "x", "content-type": FORM, "content-length": str(says)}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    with a_line_to(caller) as line:
        line.sendall(f"POST {EVENTS} HTTP/1.1\r\n{head}\r\n".encode() + body)
        return int(line.recv(100).split()[1])


def a_line_to(caller: Caller) -> socket.socket:
    return socket.create_connection(("127.0.0.1", caller.port), timeout=10)


@settings(max_examples=50)
@given(st.binary(max_size=200), st.sampled_from([FORM, JSON, "text/plain", f"{JSON}; charset=utf-8"]))
def test_whatever_comes_gets_an_answer(shared: Caller, body: bytes, content_type: str) -> None:
    assert shared.signs(body, content_type).status_code in (200, 400, 401)


@pytest.mark.parametrize(("path", "status"), [(EVENTS, 405), ("/", 404), ("/slack", 404), ("/docs", 404)])
def test_nothing_else_is_there(path: str, status: int, slack: Caller) -> None:
    assert slack.get(path).status_code == status
