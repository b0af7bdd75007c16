"""The workspace goes on where it was, or starts over; and its clock."""

import json
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from slack_sdk import WebClient

from bot.sandbox import Sandbox, SandboxClock, read_seed
from tests.bot.sandbox.block_kit.shapes import a_home
from tests.bot.sandbox.players import MAYA, MAYAS_ROOM, WELCOME, Person, client_of, until

SEED = read_seed()


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "workspace.json"


def test_a_new_process_finds_everything_again(kept: Path) -> None:
    before = Sandbox(SEED, clock=SandboxClock(SEED.start), state_file=kept)
    before.start()
    slack = client_of(before)
    slack.chat_postEphemeral(channel=WELCOME, user=MAYA, text="Only now")
    ts = slack.chat_postMessage(
        channel=MAYA, text="Hello", metadata={"event_type": "x", "event_payload": {}}
    )["ts"]
    slack.views_publish(user_id=MAYA, view=a_home())
    before.stop()

    after = Sandbox(SEED, clock=SandboxClock(SEED.start), state_file=kept)
    after.start()
    maya = Person(after, MAYA)

    assert maya.texts(MAYAS_ROOM) == ["Hello"]
    assert maya.texts(WELCOME) == []
    assert maya.screen()["home"]["type"] == "home"
    assert client_of(after).chat_postMessage(channel=MAYA, text="Again")["ts"] > ts
    maya.leave()
    after.stop()


def test_the_clock_goes_on_from_the_moment_that_was_kept(kept: Path) -> None:
    first = SandboxClock(SEED.start)
    sandbox = Sandbox(SEED, clock=first, state_file=kept)
    sandbox.start()
    first.advance(timedelta(days=3))
    sandbox.stop()

    second = SandboxClock(SEED.start)
    sandbox = Sandbox(SEED, clock=second, state_file=kept)
    sandbox.start()
    sandbox.stop()

    assert timedelta(days=3) <= second.now() - SEED.start < timedelta(days=3, minutes=1)


def test_the_file_is_written_while_it_runs(kept: Path) -> None:
    sandbox = Sandbox(SEED, clock=SandboxClock(SEED.start), state_file=kept)
    sandbox.start()
    client_of(sandbox).chat_postMessage(channel=WELCOME, text="Hello")

    until(lambda: kept.exists() and "Hello" in kept.read_text(encoding="utf-8"))

    sandbox.stop()


def test_starting_over_brings_back_the_seed(kept: Path) -> None:
    told = threading.Event()
    clock = SandboxClock(SEED.start)
    sandbox = Sandbox(SEED, clock=clock, state_file=kept, on_start_over=told.set)
    sandbox.start()
    client_of(sandbox).chat_postMessage(channel=WELCOME, text="Hello")
    clock.advance(timedelta(days=1))
    maya = Person(sandbox, MAYA)
    before = maya.screen()["version"]

    maya.do("start_over")

    assert told.wait(5)
    assert maya.texts() == []
    assert clock.now() - SEED.start < timedelta(minutes=1)
    assert maya.screen()["version"] > before
    assert "Hello" not in kept.read_text(encoding="utf-8")
    maya.leave()
    sandbox.stop()


def test_a_stopped_sandbox_starts_again_on_its_port(sandbox: Sandbox, slack: WebClient) -> None:
    port = int(sandbox.url.rpartition(":")[2])
    sandbox.stop()

    sandbox.start(port)

    assert slack.auth_test()["ok"]


def test_a_taken_port_is_an_error(sandbox: Sandbox) -> None:
    port = int(sandbox.url.rpartition(":")[2])

    with pytest.raises(OSError, match="in use"):
        Sandbox(SEED, clock=SandboxClock()).start(port)


def test_the_clock_only_goes_forward(clock: SandboxClock, maya: Person) -> None:
    before = clock.now()

    maya.do("clock", advance=3600)

    assert timedelta(hours=1) <= clock.now() - before < timedelta(hours=1, seconds=10)
    with pytest.raises(ValueError, match="forward"):
        clock.advance(timedelta(seconds=-1))


def test_without_a_start_the_clock_shows_the_real_time() -> None:
    assert abs(SandboxClock().now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_it_runs_alone_in_a_process(tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    command = [sys.executable, "-m", "bot.sandbox", "--ready-file", str(ready)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            until(ready.exists, within=20)
            found = json.loads(ready.read_text(encoding="utf-8"))
            answer = httpx.get(
                found["url"] + "/api/auth.test", params={"token": found["bot_token"]}, trust_env=False
            )
        finally:
            process.terminate()

    assert answer.json()["ok"]


def test_the_seed_has_somebody_for_every_role() -> None:
    roles = {role for member in SEED.members for role in member.roles}
    rooms = {channel.name: channel.id for channel in SEED.channels}

    assert roles == {"mentor", "interviewer", "host", "staff", "admin"}
    assert rooms["onboarding-staff"] == "C07STAFF01"
    assert all(member.email is None or member.email.endswith("@example.org") for member in SEED.members)
