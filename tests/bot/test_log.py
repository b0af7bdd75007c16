"""The log tells what happened and where, and never a word that somebody wrote."""

import io
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
import structlog
from psycopg.pq import DiagnosticField
from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.logger import get_bolt_logger
from slack_sdk.errors import SlackApiError
from sqlalchemy import CheckConstraint, Column, MetaData, String, Table, create_engine, insert
from sqlalchemy.exc import IntegrityError

from bot.log import FLOORS, describe, error_number, set_up_logging
from bot.settings import SettingsError, read_settings
from models.keys import Vault

SECRET = "zuzanna"  # a word that no library and no page of ours has


def a_refused_row() -> None:
    table = Table("people", MetaData(), Column("name", String), CheckConstraint("name = 'x'", name="only_x"))
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as connection:
            table.create(connection)
            connection.execute(insert(table).values(name=SECRET))
    finally:
        engine.dispose()


def a_refused_call() -> None:
    answer = {"ok": False, "error": SECRET}
    raise SlackApiError("Slack said no.", answer)  # type: ignore[no-untyped-call]


def a_missing_key() -> None:
    raise KeyError(SECRET)


MISHAPS = (a_refused_row, a_refused_call, a_missing_key)


def error_of(mishap: Callable[[], None]) -> Exception:
    with pytest.raises((IntegrityError, SlackApiError, KeyError), match=SECRET) as raised:
        mishap()
    return raised.value


@pytest.fixture
def as_json() -> bool:
    return True


@pytest.fixture
def written(as_json: bool, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[str]]]:
    """Logging as the program sets it up; afterwards as it was. Gives the lines on stderr."""
    handlers, level, stderr = logging.root.handlers[:], logging.root.level, io.StringIO()
    monkeypatch.setattr(sys, "stderr", stderr)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    set_up_logging(as_json=as_json)
    yield lambda: stderr.getvalue().splitlines()
    structlog.reset_defaults()
    for name in FLOORS:
        logging.getLogger(name).setLevel(logging.NOTSET)
    logging.root.setLevel(level)
    logging.root.handlers[:] = handlers


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.parametrize("mishap", MISHAPS)
def test_no_way_of_logging_an_error_tells_its_text(
    mishap: Callable[[], None], written: Callable[[], list[str]]
) -> None:
    try:
        mishap()
    except (IntegrityError, SlackApiError, KeyError) as error:
        structlog.get_logger("ours").exception("it went wrong")
        structlog.get_logger("ours").error("it went wrong", exc_info=error, why=error)
        logging.getLogger("x").exception("it went wrong")
        logging.getLogger("x").warning(f"it went wrong: {error}", stack_info=True)

    later = error_of(mishap)
    logging.getLogger("x").error("it went wrong: %s", later)
    logging.getLogger("x").error("it went wrong: %(why)s", {"why": later})
    logging.getLogger("x").error(later)
    lines = written()

    assert len(lines) == 7
    assert all(type(later).__name__ in line for line in lines)
    assert SECRET not in "".join(lines)
    assert "most recent call" not in "".join(lines)


def test_a_listener_of_bolt_that_fails_tells_no_text(written: Callable[[], list[str]]) -> None:
    app = App(
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T1"), process_before_response=True
    )
    app.event("team_join")(a_missing_key)
    body = {"type": "event_callback", "team_id": "T1", "event": {"type": "team_join", "user": SECRET}}

    app.dispatch(BoltRequest(body=body, mode="socket_mode"))
    [line] = map(json.loads, written())

    assert (line["logger"], line["error"]) == ("slack_bolt.App", "KeyError")
    assert SECRET not in str(line)


@pytest.mark.parametrize("name", FLOORS)
def test_the_libraries_never_speak_below_their_floor(name: str, written: Callable[[], list[str]]) -> None:
    talkative = logging.getLogger(f"{name}.talkative")
    talkative.setLevel(logging.DEBUG)

    talkative.debug(SECRET)
    talkative.log(FLOORS[name] - 1, SECRET)
    talkative.log(FLOORS[name], "heard")

    assert [json.loads(line)["event"] for line in written()] == ["heard"]


def test_bolt_sets_its_own_levels_and_is_not_heard_for_it(written: Callable[[], list[str]]) -> None:
    get_bolt_logger(App).info(f"body: {SECRET}")

    assert written() == []


def test_a_thread_that_dies_tells_no_text(written: Callable[[], list[str]]) -> None:
    thread = threading.Thread(target=a_missing_key)
    thread.start()
    thread.join()

    [line] = map(json.loads, written())

    assert line["error"] == "KeyError"
    assert SECRET not in str(line)


@pytest.mark.parametrize(
    ("mishap", "event"),
    [
        (f"raise KeyError('{SECRET}')", "stopped by an error that nobody caught"),
        (f"logging.warning('%d', '{SECRET}')", "a line could not be written"),
    ],
)
def test_neither_a_crash_nor_a_line_that_can_not_be_written_tells_a_text(mishap: str, event: str) -> None:
    program = f"import logging; from bot.log import set_up_logging as up; up(as_json=True); {mishap}"

    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert json.loads(ended.stderr)["event"] == event
    assert SECRET not in ended.stderr


def test_a_line_says_when_and_who_and_what(written: Callable[[], list[str]]) -> None:
    structlog.get_logger("bot.delivery").info("sent", notice=7)

    line: dict[str, Any] = json.loads(written()[0])

    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "sent", "notice": 7, "logger": "bot.delivery", "level": "info"}


@pytest.mark.parametrize("as_json", [False])
def test_at_a_terminal_a_line_is_plain(written: Callable[[], list[str]]) -> None:
    structlog.get_logger("bot.delivery").info("sent", notice=7)

    [line] = written()

    assert "sent" in line
    assert "notice=7" in line


def test_an_error_of_sqlite_has_its_code() -> None:
    assert describe(error_of(a_refused_row)) == {
        "error": "IntegrityError",
        "sql_state": "SQLITE_CONSTRAINT_CHECK",
    }


def test_an_error_of_postgresql_has_its_state_and_its_constraint() -> None:
    cause = psycopg.errors.UniqueViolation(SECRET, info={DiagnosticField.CONSTRAINT_NAME: b"uq_people_email"})

    assert describe(IntegrityError("insert", SECRET, cause)) == {
        "error": "IntegrityError",
        "sql_state": "23505",
        "constraint": "uq_people_email",
    }


def test_an_error_names_the_innermost_line_of_ours() -> None:
    with pytest.raises(SettingsError) as here:
        read_settings(None).need_slack()
    with pytest.raises(ValueError, match="Fernet") as deeper:
        Vault(b"no key", b"").seal(SECRET)

    assert describe(here.value)["where"].startswith("bot/settings.py:")
    assert describe(deeper.value)["where"].startswith("models/keys.py:")


def test_the_number_of_an_error_can_be_read_aloud() -> None:
    numbers = {error_number() for _ in range(1000)}

    assert len(numbers) == 1000
    assert all(len(number) == 8 for number in numbers)
    assert not set("".join(numbers)) & set("0O1ILU")
