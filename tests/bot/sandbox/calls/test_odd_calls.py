"""Calls that no page makes are refused in a sentence, and whoever looks afterwards sees all as before."""

from typing import Any

import httpx
import pytest

from bot.sandbox import Sandbox
from tests.bot.sandbox.players import MAYA, WELCOME, Person

DEEP = "[" * 100_000 + "]" * 100_000
QUITE_DEEP = "[" * 900 + "]" * 900


@pytest.mark.parametrize(
    "text",
    ['"half of \\ud83d a smile"', "NaN", "-Infinity", "1e999", f"1{'0' * 400}", DEEP, QUITE_DEEP],
    ids=["half a letter", "NaN", "-Infinity", "too large", "too long", "too deep", "quite deep"],
)
@pytest.mark.parametrize("call", ["say", "deliver_event"])
def test_what_nobody_could_write_down_again_is_not_read(
    call: str, text: str, sandbox: Sandbox, maya: Person
) -> None:
    event = f'{{"type": "x", "y": {text}}}'
    body = f'{{"as": "{MAYA}", "conversation": "{WELCOME}", "text": {text}, "event": {event}}}'
    kind = {"content-type": "application/json"}

    answer = httpx.post(f"{sandbox.url}/sandbox/{call}", content=body, headers=kind, trust_env=False)

    assert (answer.status_code, answer.json()["error"]) == (400, "This is not JSON.")
    assert maya.messages() == []


@pytest.mark.parametrize(
    ("call", "body"),
    [
        ("join", {"real_name": "Ana", "zone": "America"}),
        ("join", {"real_name": "Ana", "zone": "a" * 5000}),
        ("say", {"conversation": WELCOME, "text": "a" * 40_001}),
        ("deliver_event", {"event": {}}),
        ("deliver_event", {"event": {"type": ["message"]}}),
        ("faults", {"fault": "event_late", "seconds": 1e15}),
        ("faults", {"fault": "slow", "method": "*", "seconds": 1, "times": 0}),
    ],
)
def test_nobody_can(call: str, body: dict[str, Any], maya: Person) -> None:
    answer = maya.do(call, **body)

    assert answer["ok"] is False
    assert answer["error"].endswith(".")


def test_the_log_is_read_on_from_a_number_that_can_be(sandbox: Sandbox) -> None:
    answer = httpx.get(f"{sandbox.url}/sandbox/traffic", params={"after": "9" * 5000}, trust_env=False)

    assert answer.status_code == 400


STATE = {"values": {"a": 5, "b": {"c": 5}}}


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("interactive", {"user": "Maya"}),
        ("interactive", {"user": {"id": ["U"]}, "view": "V", "message": 5, "state": []}),
        ("interactive", {"view": {"blocks": [5, {"block_id": ["a"], "element": "b"}], "state": STATE}}),
        ("interactive", {"view": {"blocks": 5, "state": {"values": 5}}}),
        ("slash_commands", {"user_id": ["U"], "channel_id": {"C": 1}, "text": 5}),
        ("events_api", {"event": "message"}),
        ("events_api", {"event": {"type": "message", "user": ["U"], "channel": ["C"], "ts": {"t": 1}}}),
    ],
)
def test_a_payload_may_be_forged_in_any_shape(
    kind: str, payload: dict[str, Any], maya: Person, quick: None
) -> None:
    assert maya.do("payload", type=kind, payload=payload)["ok"]

    assert maya.look("breaches") == {"breaches": []}
