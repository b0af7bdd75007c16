"""The rules of the organisation: what holds at which moment, and what cannot be stored as a rule."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.organisation import FIRST_RULES, OrganisationRules, Rules, rules_at
from tests.moments import NOON

JULY = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.fixture
def session(session: Session) -> Iterator[Session]:
    """Nothing is kept: all tests of a run share these rows."""
    yield session
    session.rollback()


def test_the_first_rules_are_those_that_the_design_names(session: Session) -> None:
    assert rules_at(session, NOON) == Rules(
        version=session.scalars(select(OrganisationRules.id)).one(),
        zone=ZoneInfo("America/New_York"),
        working_days=frozenset({0, 1, 2, 3}),
        day_starts=time(9),
        day_ends=time(21),
        unasked_a_week=2,
    )


def test_there_are_rules_since_the_organisation_began(session: Session) -> None:
    assert rules_at(session, FIRST_RULES["valid_from"]) == rules_at(session, NOON)


def test_rules_hold_from_their_first_moment_until_the_next(session: Session) -> None:
    from_july = FIRST_RULES | {"valid_from": JULY, "working_days": "mon,sun", "unasked_a_week": 1}
    session.execute(insert(OrganisationRules).values(from_july))

    assert rules_at(session, JULY - timedelta(microseconds=1)).unasked_a_week == 2
    assert rules_at(session, JULY).unasked_a_week == 1
    assert rules_at(session, JULY).working_days == {0, 6}


@pytest.mark.parametrize(
    "change",
    [
        {"day_starts": "22:00"},
        {"day_starts": "9:00"},
        {"working_days": ""},
        {"unasked_a_week": -1},
        {"valid_from": FIRST_RULES["valid_from"]},
    ],
)
def test_rules_that_could_not_be_kept_cannot_be_stored(session: Session, change: dict[str, object]) -> None:
    later = FIRST_RULES | {"valid_from": JULY}

    with pytest.raises(IntegrityError):
        session.execute(insert(OrganisationRules).values(later | change))
