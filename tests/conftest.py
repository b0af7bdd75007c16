"""What every test may ask for: real databases, and a machine without proxies."""

from collections.abc import Iterator

import hypothesis
import pytest
from sqlalchemy.orm import Session

from bot.database import Database
from bot.deadline import Deadline
from tests.moments import NOON
from tests.stage import Transport

pytest_plugins = ["tests.databases", "tests.crash.summary"]

# Machines are small and busy: how long an example takes says nothing.
hypothesis.settings.register_profile("any machine", deadline=None)
hypothesis.settings.register_profile("long", deadline=None, max_examples=1000)
hypothesis.settings.load_profile("any machine")


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """slack_sdk takes a proxy from the environment and ignores NO_PROXY."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Migrated, with keys, on both kinds."""
    database = Database(database_url)
    database.open_vault([], now=NOON)
    yield database
    database.close()


@pytest.fixture(params=["socket", pytest.param("http", marks=pytest.mark.slow)])
def transport(request: pytest.FixtureRequest) -> Transport:
    """Every story runs over both; `over_http_too` (tests/stage.py) is for those that do so in `make test`."""
    chosen: Transport = request.param
    return chosen


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One open transaction that writes, and is committed at the end."""
    with database.begin(Deadline.in_seconds(30)) as session:
        yield session
