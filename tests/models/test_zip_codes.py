"""ZIP codes: how they are typed, that every one is found, and that the table is filled once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import zipcodes
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import ColumnElement, Engine, create_engine, func, select, text
from sqlalchemy.orm import Session

from models.zip_codes import (
    DATASET,
    Dataset,
    NotAZipCode,
    UnknownZipCode,
    ZipCode,
    ZipKind,
    find,
    load,
    read_typed,
)
from tests.databases import database_from_template

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)


@pytest.fixture
def session(session: Session) -> Iterator[Session]:
    """Nothing is kept: all tests of a run share these rows."""
    yield session
    session.rollback()


# -- How they are typed --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "27601",
        "  27601\n",
        "27601-1234",
        "27601 1234",
        "276011234",
        "27601 – 1234",
        "２７６０１",
        "２７６０１－１２３４",
        "\u00a027601",
    ],
)
def test_a_zip_code_is_read_however_people_type_it(typed: str) -> None:
    assert read_typed(typed) == "27601"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2760",
        "276011",
        "27601-123",
        "27601-12345",
        "27 601",
        "Raleigh",
        "27601 Raleigh",
        "27601\x00",
        "\ud800",
        "🗳️🗳️🗳️🗳️🗳️",
        "٢٧٦٠١",
        "২৭৬০১",
        "7" * 3000,
        "27601" + " " * 2990 + "12345",
    ],
)
def test_anything_else_is_refused_by_name(typed: str) -> None:
    with pytest.raises(NotAZipCode):
        read_typed(typed)


@settings(deadline=None)
@given(st.text() | st.text(alphabet="0123456789０٣ -–\x00🗳", max_size=12))
def test_whatever_is_typed_is_five_plain_digits_or_refused(typed: str) -> None:
    try:
        digits = read_typed(typed)
    except NotAZipCode:
        return
    assert len(digits) == 5
    assert set(digits) <= set("0123456789")


# -- What is found -------------------------------------------------------------------------------------


def test_a_zip_code_says_where_it_is(session: Session) -> None:
    raleigh = find(session, "27601-1234")

    assert (raleigh.city, raleigh.state, raleigh.county) == ("Raleigh", "NC", "Wake County")
    assert (raleigh.zone, raleigh.kind, raleigh.active) == ("America/New_York", ZipKind.STANDARD, True)
    assert (raleigh.latitude, raleigh.longitude) == (35.7727, -78.6324)


def test_five_digits_of_no_place_are_refused_and_named(session: Session) -> None:
    with pytest.raises(UnknownZipCode) as refusal:
        find(session, "00000-1234")

    assert refusal.value.zip_code == "00000"
    assert "00000" not in str(refusal.value)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("27602", ZipKind.PO_BOX), ("00501", ZipKind.UNIQUE), ("09000", ZipKind.MILITARY)],
)
def test_zip_codes_without_homes_are_found_too(session: Session, typed: str, kind: ZipKind) -> None:
    assert find(session, typed).kind is kind


def test_zip_codes_out_of_use_are_found_too(session: Session) -> None:
    out_of_use = session.scalars(select(ZipCode).where(~ZipCode.active)).all()

    assert len(out_of_use) == 1040
    assert find(session, out_of_use[0].zip_code) is out_of_use[0]


def test_every_single_zip_code_is_found(session: Session) -> None:
    everywhere = session.scalars(select(ZipCode)).all()
    package = zipcodes.list_all()
    expected = {entry["zip_code"]: entry["city"] for entry in package}

    assert len(everywhere) == 42_789
    assert {digits: find(session, digits).city for digits in expected} == expected


def test_what_nobody_knows_is_empty_rather_than_wrong(session: Session) -> None:
    assert _count(session, ZipCode.county.is_(None)) == 977
    assert _count(session, ZipCode.zone.is_(None)) == 824
    assert _count(session, ZipCode.latitude.is_(None), ZipCode.longitude.is_(None)) == 872
    assert find(session, "99634").zone is None  # the package says "Napakiak"
    assert _count(session, ZipCode.county == "") == _count(session, ZipCode.latitude == 0) == 0


def test_every_zone_has_a_clock(session: Session) -> None:
    zones = session.scalars(select(ZipCode.zone).distinct().where(ZipCode.zone.is_not(None))).all()

    assert {ZoneInfo(zone or "").key for zone in zones} == set(zones)
    assert len(zones) == 37


# -- How the table is filled ---------------------------------------------------------------------------


def test_what_is_loaded_already_is_not_loaded_again(session: Session) -> None:
    assert load(session, now=NOW) == 0


def test_the_table_says_which_version_it_holds(session: Session) -> None:
    held = session.get_one(Dataset, DATASET)

    assert (held.version, held.rows) == (zipcodes.__version__, 42_789)


def test_another_version_brings_rows_up_to_date_and_takes_none_away(session: Session) -> None:
    session.get_one(Dataset, DATASET).version = "1"
    raleigh = find(session, "27601")
    raleigh.city = "Somewhere"
    session.add(ZipCode(zip_code="00000", kind=ZipKind.UNIQUE, active=True, city="Nowhere", state="NC"))

    assert load(session, now=NOW) == 42_789

    assert find(session, raleigh.zip_code).city == "Raleigh"
    assert find(session, "00000").city == "Nowhere"
    held = session.get_one(Dataset, DATASET)
    assert (held.version, held.rows, held.loaded_at) == (zipcodes.__version__, 42_789, NOW)


def test_of_two_processes_that_start_at_once_one_loads(postgresql_server: str) -> None:
    engine = create_engine(database_from_template(postgresql_server, "two_starts"))
    _pretend_an_older_version(engine)

    with ThreadPoolExecutor(1) as other_process, Session(engine) as session:
        assert load(session, now=NOW) == 42_789
        other = other_process.submit(_load_and_commit, engine)
        while not (_somebody_waits_for(session) or other.done()):
            pass
        session.commit()
        assert other.result() == 0
    engine.dispose()


def _pretend_an_older_version(engine: Engine) -> None:
    with Session(engine) as session:
        session.get_one(Dataset, DATASET).version = "1"
        session.commit()


def _load_and_commit(engine: Engine) -> int:
    with Session(engine) as session:
        loaded = load(session, now=NOW)
        session.commit()
    return loaded


def _somebody_waits_for(session: Session) -> bool:
    waiting = (
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    )
    return bool(session.scalar(text(waiting)))


def _count(session: Session, *conditions: ColumnElement[bool]) -> int | None:
    return session.scalar(select(func.count()).select_from(ZipCode).where(*conditions))
