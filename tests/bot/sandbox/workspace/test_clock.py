"""The workspace's clock: it goes on like a real one, and can be moved forward."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox import SandboxClock
from tests.bot.sandbox.players import Person


def test_the_clock_only_goes_forward(clock: SandboxClock, maya: Person) -> None:
    before = clock.now()

    maya.do("clock", advance=3600)

    assert timedelta(hours=1) <= clock.now() - before < timedelta(hours=1, seconds=10)
    with pytest.raises(ValueError, match="forward"):
        clock.advance(timedelta(seconds=-1))


def test_without_a_start_the_clock_shows_the_real_time() -> None:
    assert abs(SandboxClock().now() - datetime.now(UTC)) < timedelta(seconds=5)
