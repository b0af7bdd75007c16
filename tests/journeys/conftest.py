"""What stories may ask for: a workspace with its people, on both databases."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.journeys.vocabulary import Workspace
from tests.stage import a_stage


@pytest.fixture
def workspace(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """Without the pace of one message a second, which would make most of these stories wait."""
    monkeypatch.setattr("models.sending.PACE", timedelta(0))
    with a_stage(database_url, rate_limits=False) as stage:
        yield Workspace(stage)


@pytest.fixture
def _looks_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lost message is looked for at once: the sandbox has stored it when its answer is lost."""
    monkeypatch.setattr("models.sending.LOOK_AFTER", timedelta(0))


@pytest.fixture
def _profiles_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if ten minutes went by between opening a form and sending it."""
    monkeypatch.setattr("bot.profiles.KEPT", 0.0)
