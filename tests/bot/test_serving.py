"""Starting where something is broken: one sentence that says what to do, status 1, and nothing lost."""

import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from bot.database import migrate
from bot.sandbox import Sandbox, SandboxClock
from bot.settings import new_data_key
from tests.bot.sandbox.players import MAYA, Person, until
from tests.stage import MANIFEST, SEED

ROOT = Path(__file__).parent.parent.parent
NOWHERE = "http://127.0.0.1:9/api/"  # nothing listens there, and nobody gets as far
SECRET = "0123456789abcdef0123456789abcdef"
RUBBISH = b"This has never been a database. " * 200

CANNOT_BE_OPENED = "The database at DATABASE_URL can't be opened"
NO_FOLDER = "DATABASE_URL names a file in a folder that does not exist"
NEWER = "The database is of a newer version of the bot than this one."
SANDBOX_BROKEN = "What the sandbox kept is broken: start over with --fresh (`make try FRESH=1`)."

EACH_COMMAND = pytest.mark.parametrize("command", ["run", pytest.param("migrate", marks=pytest.mark.slow)])


@EACH_COMMAND
def test_a_file_that_is_no_database_is_said_and_left_as_it_is(command: str, tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    file.write_bytes(RUBBISH)

    said = what_stops(command, tmp_path, f"sqlite:///{file}")

    assert said.startswith(CANNOT_BE_OPENED)
    assert file.read_bytes() == RUBBISH


@EACH_COMMAND
def test_a_database_that_is_broken_in_the_middle_is_said(command: str, tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    migrate(f"sqlite:///{file}")
    whole = file.read_bytes()
    file.write_bytes(whole[:100] + RUBBISH[:4000] + whole[4100:])

    assert what_stops(command, tmp_path, f"sqlite:///{file}").startswith(CANNOT_BE_OPENED)


@EACH_COMMAND
def test_a_folder_that_does_not_exist_is_said_and_not_made(command: str, tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there"

    assert what_stops(command, tmp_path, f"sqlite:///{folder / 'bot.db'}").startswith(NO_FOLDER)

    assert not folder.parent.exists()


@EACH_COMMAND
def test_a_folder_in_place_of_the_file_is_said(command: str, tmp_path: Path) -> None:
    (tmp_path / "bot.db").mkdir()

    said = what_stops(command, tmp_path, f"sqlite:///{tmp_path / 'bot.db'}")

    assert said.startswith(CANNOT_BE_OPENED)


@EACH_COMMAND
def test_a_server_that_is_not_there_is_said_without_its_password(command: str, tmp_path: Path) -> None:
    url = "postgresql://bot:zuzanna@127.0.0.1:9/bot"

    said = what_stops(command, tmp_path, url)

    assert said.startswith(CANNOT_BE_OPENED)


@EACH_COMMAND
def test_a_database_of_a_newer_bot_is_said_and_left_as_it_is(command: str, tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    migrate(f"sqlite:///{file}")
    change(file, "UPDATE alembic_version SET version_num = '9999'")

    assert what_stops(command, tmp_path, f"sqlite:///{file}") == NEWER

    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]


BROKEN = [b"", b"[]", b"\xff\xfe", b'{"format": 0}']


@pytest.mark.parametrize(
    "kept", [b"{", b'{"format": 1}', *(pytest.param(each, marks=pytest.mark.slow) for each in BROKEN)]
)
def test_a_workspace_that_is_broken_is_said_by_the_sandbox(kept: bytes, tmp_path: Path) -> None:
    (tmp_path / ".sandbox").mkdir()
    (tmp_path / ".sandbox" / "workspace.json").write_bytes(kept)

    assert what_stops("sandbox", tmp_path, None) == SANDBOX_BROKEN


def test_a_database_that_is_broken_is_said_by_the_sandbox(tmp_path: Path) -> None:
    (tmp_path / ".sandbox").mkdir()
    (tmp_path / ".sandbox" / "onboarding.db").write_bytes(RUBBISH)

    assert what_stops("sandbox", tmp_path, None) == SANDBOX_BROKEN


def test_a_port_in_use_is_said_before_slack_is_asked(tmp_path: Path) -> None:
    with closing(socket.create_server(("0.0.0.0", 0))) as other:
        port = str(other.getsockname()[1])

        said = what_stops("run", tmp_path, None, SLACK_APP_TOKEN="", SLACK_SIGNING_SECRET=SECRET, PORT=port)

    assert said.startswith(f"Port {port} can't be opened: ")


@pytest.mark.slow
def test_a_bot_over_http_serves_and_ends_politely(tmp_path: Path) -> None:
    port = a_free_port()
    with a_workspace() as (sandbox, maya):
        slack = {"SLACK_BOT_TOKEN": sandbox.bot_token, "SLACK_API_URL": sandbox.api_url}
        over_http = {"SLACK_SIGNING_SECRET": sandbox.signing_secret, "PORT": str(port)}
        with started("run", tmp_path, **slack, **over_http) as running:
            try:
                until(lambda: health_at(port) == {"status": "running"}, within=120)
                sandbox.send_to(f"http://127.0.0.1:{port}/slack/events")

                assert maya.say("/runforsomething")["answered"]
            finally:
                running.terminate()

    assert running.returncode == 0


@contextmanager
def a_workspace() -> Iterator[tuple[Sandbox, Person]]:
    sandbox = Sandbox(SEED, clock=SandboxClock(SEED.start), manifest=MANIFEST)
    sandbox.start()
    maya = Person(sandbox, MAYA)
    try:
        yield sandbox, maya
    finally:
        maya.leave()
        sandbox.stop()


def health_at(port: int) -> object:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False).json()
    except httpx.ConnectError:
        return None


def a_free_port() -> int:
    with closing(socket.create_server(("0.0.0.0", 0))) as listener:
        return int(listener.getsockname()[1])


def what_stops(command: str, folder: Path, database_url: str | None, **more: str) -> str:
    """The one sentence at the end; before it there may be lines of the log, but nothing for programmers."""
    slack = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_API_URL": NOWHERE}
    with started(command, folder, **{**slack, "DATABASE_URL": database_url or "", **more}) as process:
        try:
            _, said = process.communicate(timeout=60)
        finally:
            process.kill()  # where it has not ended by itself, nobody waits for it
    assert process.returncode == 1, said
    assert "Traceback" not in said
    assert "zuzanna" not in said
    return said.splitlines()[-1]


def started(command: str, folder: Path, **settings: str) -> "subprocess.Popen[str]":
    machine = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return subprocess.Popen(
        [sys.executable, "-m", "bot", command],
        cwd=folder,
        env={**machine, "PYTHONPATH": str(ROOT), "DATA_KEY": new_data_key(), **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def change(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(statement)
