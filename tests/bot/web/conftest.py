"""One server for all tests that leave it as it was."""

from collections.abc import Iterator

import pytest
from slack_bolt import BoltResponse

from bot.door import Door
from tests.bot.web.callers import Behind, Caller, opened


@pytest.fixture(scope="module")
def behind() -> Behind:
    return Behind()


@pytest.fixture(scope="module")
def shared(behind: Behind) -> Iterator[Caller]:
    """One server for all tests that leave it as it was."""
    web, door = opened(), Door(behind)
    web.start(door)
    caller = Caller(web.port)
    yield caller
    caller.leave()
    web.stop()
    door.close()


@pytest.fixture
def slack(shared: Caller, behind: Behind) -> Iterator[Caller]:
    behind.came.clear()
    behind.reached.clear()
    yield shared
    behind.may_go_on.set()
    behind.answer = BoltResponse(status=200, body="")
