"""What stories may ask for: a workspace with its people, on both databases."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.journeys.vocabulary import Workspace
from tests.stage import Transport, a_stage


@pytest.fixture(params=["socket", pytest.param("http", marks=pytest.mark.slow)])
def transport(request: pytest.FixtureRequest) -> Transport:
    """Every story runs over both; `over_http_too` (tests/stage.py) is for those that do so in `make test`."""
    chosen: Transport = request.param
    return chosen


@pytest.fixture
def workspace(
    database_url: str, transport: Transport, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Workspace]:
    """Without the pace of one message a second, which would make most of these stories wait."""
    monkeypatch.setattr("models.sending.PACE", timedelta(0))
    is_judged = "_breaks_a_rule_on_purpose" not in request.fixturenames
    with a_stage(database_url, rate_limits=False, transport=transport, judged=is_judged) as stage:
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
def _breaks_a_rule_on_purpose() -> None:
    """What people saw in this story is not judged at its end."""


@pytest.fixture
def _pings_each_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that is silent, or has ended without a word, is given up after five seconds, not fifty."""
    monkeypatch.setattr("bot.listening.PING_EVERY", 1)
