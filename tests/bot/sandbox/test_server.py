"""Where the sandbox listens: on its port, and alone in a process."""

import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from slack_sdk import WebClient

from bot.sandbox import Sandbox, SandboxClock
from tests.bot.sandbox.conftest import SEED
from tests.bot.sandbox.players import until


def test_a_stopped_sandbox_starts_again_on_its_port(sandbox: Sandbox, slack: WebClient) -> None:
    port = int(sandbox.url.rpartition(":")[2])
    sandbox.stop()

    sandbox.start(port)

    assert slack.auth_test()["ok"]


def test_a_taken_port_is_an_error(sandbox: Sandbox) -> None:
    port = int(sandbox.url.rpartition(":")[2])

    with pytest.raises(OSError, match="in use"):
        Sandbox(SEED, clock=SandboxClock()).start(port)


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
