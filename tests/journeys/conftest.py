"""What stories may ask for: a workspace with its people, on both databases."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.journeys.vocabulary import Workspace
from tests.stage import Transport, a_stage


@pytest.fixture
def workspace(
    database_url: str, transport: Transport, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Workspace]:
    """Without the pace of one message a second, which would make most of these stories wait."""
    monkeypatch.setattr("models.sending.PACE", timedelta(0))
    allows = ("Twice",) if "_may_be_seen_twice" in request.fixturenames else ()
    with a_stage(database_url, rate_limits=False, transport=transport, allows=allows) as stage:
        yield Workspace(stage)


@pytest.fixture
def _looks_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lost message is looked for at once: the sandbox has stored it when its answer is lost."""
    monkeypatch.setattr("models.sending.LOOK_AFTER", timedelta(0))


@pytest.fixture
def _profiles_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if ten minutes went by between opening a form and sending it."""
    monkeypatch.setattr("bot.profiles.KEPT", 0.0)


@pytest.fixture
def _may_be_seen_twice() -> None:
    """Somebody asks for it in this story, by hand."""


@pytest.fixture
def _slack_is_patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The door answers by itself after two and a half seconds, and a busy machine takes another to say so.

    That it is two and a half, and that Slack waits three, is held in tests/bot/test_door.py and
    tests/bot/sandbox/to_bot/.
    """
    monkeypatch.setattr("bot.sandbox.to_bot.way.ANSWER_WITHIN", 10.0)


@pytest.fixture
def _pings_each_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that is silent, or has ended without a word, is given up after five seconds, not fifty."""
    monkeypatch.setattr("bot.listening.PING_EVERY", 1)
