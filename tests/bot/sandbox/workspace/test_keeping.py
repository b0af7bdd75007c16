"""The workspace goes on where it was, or starts over."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest

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
