"""For races, which only PostgreSQL lets us run: SQLite has one writer at a time."""

from collections.abc import Iterator

import pytest

from bot.database import Database
from tests.moments import NOON


@pytest.fixture
def postgresql(postgresql_url: str) -> Iterator[Database]:
    database = Database(postgresql_url)
    database.open_vault([], now=NOON)
    yield database
    database.close()
