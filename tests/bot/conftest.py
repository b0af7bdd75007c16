"""The bot's front, reached by both ways."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from bot.database import Database
from tests.bot.front import Front, a_front
from tests.bot.web.callers import a_front_over_http
from tests.stage import Transport

Opened = Callable[..., AbstractContextManager[Front]]


@pytest.fixture
def opened(transport: Transport) -> Opened:
    """A front with these routes, or all; payloads come to it by the one way or the other."""
    return a_front_over_http if transport == "http" else a_front


@pytest.fixture
def front(opened: Opened, database: Database) -> Iterator[Front]:
    with opened(database) as front:
        yield front
