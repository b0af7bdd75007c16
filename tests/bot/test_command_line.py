"""The commands as one types them: what they print, and how they end."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from slack_sdk import WebClient

from bot.sandbox.workspace.seed import SEED_FILE
from bot.settings import new_data_key

ROOT = Path(__file__).parent.parent.parent
ADDRESS = re.compile(r"Sandbox: (http://127\.0\.0\.1:\d+)")
MAYA, WELCOME = "U07NEWRAL1", "C07WELCOME"

Started = Callable[..., "Playing"]


class Playing:
    """A sandbox that somebody has started in a folder."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._process = _start(folder, "sandbox", *options)
        assert self._process.stdout
        self.said: list[str] = []
        while not self.said or not ADDRESS.search(self.said[-1]):
            line = self._process.stdout.readline()
            assert line, "it ended before it said where it is"
            self.said.append(line.strip())
        found = ADDRESS.search(self.said[-1])
        assert found
        self.url = found.group(1)

    def does(self, what: str, **body: object) -> None:
        answer = httpx.post(
            f"{self.url}/sandbox/{what}", json={"as": MAYA, **body}, trust_env=False, timeout=20
        )
        assert answer.json()["ok"], answer.text

    def says(self, text: str) -> None:
        self.does("say", conversation=WELCOME, text=text)

    def sees(self) -> list[str]:
        screen = httpx.get(f"{self.url}/sandbox/state", params={"as": MAYA}, trust_env=False).json()
        return [message["text"] for message in screen["messages"][WELCOME]]

    def people(self) -> list[str]:
        screen = httpx.get(f"{self.url}/sandbox/state", params={"as": MAYA}, trust_env=False).json()
        return [member["name"] for member in screen["members"]]

    def hears(self, lines: int) -> list[str]:
        """What is printed next."""
        assert self._process.stdout
        return [self._process.stdout.readline() for _ in range(lines)]

    def end(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        self._process.communicate(timeout=30)


@pytest.fixture
def play(tmp_path: Path) -> Iterator[Started]:
    begun: list[Playing] = []

    def start(*options: str) -> Playing:
        begun.append(Playing(tmp_path, *options))
        return begun[-1]

    yield start
    for each in begun:
        each.end()


def test_the_sandbox_goes_on_where_one_left_until_one_starts_over(play: Started, tmp_path: Path) -> None:
    first = play("--port", _free_port())
    first.says("Hello from the first time")
    first.end()

    second = play("--port", _free_port())
    assert second.sees() == ["Hello from the first time"]
    second.end()

    assert play("--port", _free_port(), "--fresh").sees() == []
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600


@pytest.mark.slow
def test_a_port_in_use_is_replaced_by_the_next_and_that_is_said(play: Started) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        playing = play("--port", str(port))

    assert f"Port {port} is in use" in playing.said[0]
    assert playing.url != f"http://127.0.0.1:{port}"


def test_a_second_one_in_the_same_folder_is_told_of_the_first(play: Started, tmp_path: Path) -> None:
    play("--port", _free_port())

    ended = _run(tmp_path, "sandbox")

    assert ended.stderr == "The sandbox is running already in another terminal: stop it there first.\n"
    assert ended.returncode == 1


@pytest.mark.slow
def test_alone_it_takes_another_bot_and_says_how(play: Started) -> None:
    playing = play("--only", "--port", _free_port())
    said = dict(re.findall(r"^  (\w[\w ]+?) {2,}(\S+)", "".join(playing.hears(5)), re.MULTILINE))

    us = WebClient(token=said["bot token"], base_url=said["base URL"]).auth_test()

    assert us["team_id"] == "T07RUNFOR1"
    assert set(said) == {"bot token", "app token", "signing secret", "base URL"}


@pytest.mark.slow
def test_a_seed_of_ones_own_is_a_workspace_of_its_own(play: Started, tmp_path: Path) -> None:
    seed = SEED_FILE.read_text(encoding="utf-8").replace("Maya Thompson", "Zoe Zimmer")
    (tmp_path / "mine.yml").write_text(seed, encoding="utf-8")
    play("--port", _free_port())

    mine = play("--seed", "mine.yml", "--port", _free_port())

    assert mine.people()[0] == "Zoe Zimmer"
    assert (tmp_path / ".sandbox" / "mine" / "onboarding.db").exists()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--seed", "nowhere.yml"], "There is no file nowhere.yml that can be read.\n"),
        (["--seed", "bad.yml"], "bad.yml is no seed for a sandbox: the file: "),
        (["--seed", "roles.yml"], "The seed gives Denise Okafor the role queen, but there are only "),
        (["--only", "--manifest", "nowhere.yml"], "nowhere.yml is no app manifest that can be read.\n"),
        (["--manifest", "bad.yml"], "--manifest goes with --only: our own bot has its own.\n"),
        (["--only", "--http"], "--http is for our own bot; "),
        (["--only", "--manifest", "bad.yml"], "bad.yml is no app manifest that can be read.\n"),
    ],
)
@pytest.mark.slow
def test_what_cannot_be_read_is_one_sentence(options: list[str], sentence: str, tmp_path: Path) -> None:
    (tmp_path / "bad.yml").write_text("hello", encoding="utf-8")
    seed = SEED_FILE.read_text(encoding="utf-8").replace("[mentor]", "[queen]")
    (tmp_path / "roles.yml").write_text(seed, encoding="utf-8")

    ended = _run(tmp_path, "sandbox", *options)

    assert ended.stderr.startswith(sentence)
    assert (len(ended.stderr.splitlines()), ended.returncode) == (1, 1)


def test_what_serves_a_real_workspace_does_not_even_load_the_sandbox(tmp_path: Path) -> None:
    program = "import sys, bot.serving; print([name for name in sys.modules if 'sandbox' in name])"

    said = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert said.stdout == "[]\n"


def test_a_run_without_tokens_says_in_a_sentence_what_is_missing(tmp_path: Path) -> None:
    ended = _run(tmp_path, "run")

    assert ended.stderr.startswith("SLACK_BOT_TOKEN is missing: ")
    assert len(ended.stderr.splitlines()) == ended.returncode == 1


def test_a_run_with_another_key_than_the_databases_says_so(tmp_path: Path) -> None:
    tokens = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
    _run(tmp_path, "migrate")
    keys = [new_data_key(), new_data_key()]
    nowhere = {"SLACK_API_URL": "http://127.0.0.1:9/api/"}
    with _start(tmp_path, "run", **tokens, **nowhere, DATA_KEY=keys[0]) as first:
        _wait_for(first, "cannot reach Slack")
        first.terminate()

    ended = _run(tmp_path, "run", **tokens, **nowhere, DATA_KEY=keys[1])

    assert ended.stderr.startswith("DATA_KEY is not the one that this database was made with")
    assert ended.returncode == 1


def _start(folder: Path, *command: str, **settings: str) -> "subprocess.Popen[str]":
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *command],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT), **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _run(folder: Path, *command: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    process = _start(folder, *command, **settings)
    said, wrong = process.communicate(timeout=60)
    return subprocess.CompletedProcess(command, process.returncode, said, wrong)


def _wait_for(process: "subprocess.Popen[str]", words: str) -> None:
    assert process.stderr
    while words not in (line := process.stderr.readline()):
        assert line, f"it ended without saying: {words}"


def _free_port() -> str:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return str(listener.getsockname()[1])
