"""Whoever is not Slack stays outside: forged, old, changed and halved requests."""

from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.signature import SignatureVerifier
from starlette.datastructures import Headers

from bot.signature import is_slacks
from bot.web import EVENTS
from tests.bot.front import a_command
from tests.bot.web.callers import SECRET, SIGNATURE, TIMESTAMP, Behind, Caller, signed

VERIFIER = SignatureVerifier(SECRET)
A_BODY = urlencode(a_command("signup")).encode()


def test_another_secret_is_refused(slack: Caller, behind: Behind) -> None:
    assert slack.signs(A_BODY, secret="another").status_code == 401
    assert behind.came == []


@pytest.mark.parametrize(("late", "status"), [(301, 401), (-302, 401), (290, 200), (-290, 200)])
def test_a_request_is_good_for_five_minutes_to_either_side(late: int, status: int, slack: Caller) -> None:
    assert slack.signs(A_BODY, late=late).status_code == status


@pytest.mark.parametrize("missing", [TIMESTAMP, SIGNATURE])
def test_half_a_signature_is_none(missing: str, slack: Caller) -> None:
    headers = signed(A_BODY)
    del headers[missing]

    assert slack.post(A_BODY, **headers).status_code == 401


@pytest.mark.parametrize(
    ("name", "value"),
    [(TIMESTAMP, "soon"), (TIMESTAMP, "9" * 400), (TIMESTAMP, "-1"), (SIGNATURE, "v0=é"), (SIGNATURE, "")],
)
def test_what_looks_like_no_signature_is_refused(name: str, value: str, slack: Caller) -> None:
    headers = {**signed(A_BODY), name: value}

    answer = httpx.post(
        f"http://127.0.0.1:{slack.port}{EVENTS}",
        content=A_BODY,
        headers=[(each.encode(), text.encode()) for each, text in headers.items()],
        trust_env=False,
    )

    assert answer.status_code == 401


@pytest.mark.parametrize("doubled", [TIMESTAMP, SIGNATURE])
def test_two_signatures_are_none(doubled: str) -> None:
    headers = [(name.encode(), value.encode()) for name, value in signed(A_BODY).items()]
    twice = [*headers, (doubled.encode(), b"0")]

    assert is_slacks(VERIFIER, Headers(raw=headers), A_BODY)
    assert not is_slacks(VERIFIER, Headers(raw=twice), A_BODY)


@settings(max_examples=1000)
@given(st.sampled_from(["body", TIMESTAMP, SIGNATURE]), st.integers(min_value=0), st.integers(1, 255))
def test_one_changed_byte_is_one_too_many(where: str, place: int, change: int) -> None:
    sent = {"body": A_BODY, **{name: value.encode() for name, value in signed(A_BODY).items()}}
    changed = bytearray(sent[where])
    changed[place % len(changed)] ^= change

    assert is_taken(sent)
    assert not is_taken({**sent, where: bytes(changed)})


def is_taken(sent: dict[str, bytes]) -> bool:
    headers = Headers(raw=[(name.encode(), sent[name]) for name in (TIMESTAMP, SIGNATURE)])
    return is_slacks(VERIFIER, headers, sent["body"])
