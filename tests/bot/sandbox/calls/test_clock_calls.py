"""The clock's call: by a while, to a moment, to what comes next; never back."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from bot.sandbox import Sandbox, SandboxClock
from tests.bot.sandbox.conftest import SEED
from tests.bot.sandbox.players import BareSocket, Person, until

A_WEEK_LATER = SEED.start + timedelta(days=7)


def test_the_clock_goes_to_a_date(maya: Person, clock: SandboxClock) -> None:
    answer = maya.do("clock", until=A_WEEK_LATER.isoformat())

    assert datetime.fromtimestamp(answer["now"], UTC) >= A_WEEK_LATER
    assert clock.now() - A_WEEK_LATER < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        ("tomorrow", "tomorrow is no date and time, such as 2026-03-20T09:00-04:00."),
        ("2026-03-20T09:00", "A moment needs its zone, such as 2026-03-20T09:00-04:00."),
        ("2026-03-09T09:00-04:00", "That moment is past: the clock only goes forward."),
        ("9999-12-31T23:59-12:00", "That is too far: this calendar ends in 2099."),
    ],
)
def test_what_is_no_moment_ahead_is_refused(
    moment: str, sentence: str, maya: Person, clock: SandboxClock
) -> None:
    before = clock.now()

    assert maya.do("clock", until=moment) == {"ok": False, "error": sentence}
    assert clock.now() - before < timedelta(minutes=1)


@pytest.mark.parametrize("seconds", ["1e11", "1e300"])
def test_too_far_a_jump_is_refused(seconds: str, sandbox: Sandbox) -> None:
    assert refusal(sandbox, seconds) == "That is too far: this calendar ends in 2099."


@pytest.mark.parametrize("seconds", ["-1", "true", '"60"', "null"])
def test_what_is_no_number_ahead_is_refused(seconds: str, sandbox: Sandbox) -> None:
    assert refusal(sandbox, seconds) == "“advance” is missing: it is a number of at least zero."


def test_where_nothing_is_due_the_clock_stays(maya: Person) -> None:
    assert maya.do("clock", next_due=True)["error"] == "Nothing is due: the bot waits for people."
    assert maya.screen()["next_due"] is None


def test_the_clock_hops_to_what_the_sandbox_itself_will_do(
    maya: Person, socket: BareSocket, quick: None, sandbox: Sandbox
) -> None:
    """An event that nobody acknowledges comes again: at once, after one minute, after five."""
    maya.do("open_home")
    first, at_once = socket.read(), socket.read()
    assert [first["retry_attempt"], at_once["retry_attempt"]] == [0, 1]
    until(lambda: maya.screen()["next_due"])

    answer = maya.do("clock", next_due=True)

    assert answer["what"] == "Slack sends an event again (2 of 3)"
    assert socket.read()["retry_attempt"] == 2


def refusal(sandbox: Sandbox, advance: str) -> str:
    """The number as it is written, since JSON has some that Python's own writer refuses."""
    body, kind = f'{{"advance": {advance}}}', {"content-type": "application/json"}
    answer = httpx.post(f"{sandbox.url}/sandbox/clock", content=body, headers=kind, trust_env=False)
    assert answer.status_code == 400
    return str(answer.json()["error"])
