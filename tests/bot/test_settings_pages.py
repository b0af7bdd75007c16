"""The pages about settings say what the code says, and what they tell people to do works."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.docs import PAGES, SANDBOX_PAGE, env_example, settings_page, stale_pages, write_pages
from bot.settings import Settings, about, read_settings

ROOT = Path(__file__).resolve().parents[2]
NAMES = [name.upper() for name in Settings.model_fields]


@pytest.fixture(autouse=True)
def _a_clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_the_pages_on_disk_are_as_the_code_makes_them() -> None:
    assert stale_pages(ROOT) == [], "run `make docs`"


def test_pages_are_written_once(tmp_path: Path) -> None:
    assert write_pages(tmp_path) == [*PAGES, SANDBOX_PAGE]
    assert write_pages(tmp_path) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_is_in_the_page_and_in_the_example(name: str) -> None:
    assert re.search(rf"^\| `{name}` \|( [^|]+ \|){{3}}$", settings_page(), re.MULTILINE)
    assert re.search(rf"^#?{name}=", env_example(), re.MULTILINE)


def test_the_example_sets_nothing_by_itself(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text(env_example(), encoding="utf-8")

    assert not any(dotenv_values(env_file).values())
    assert read_settings(env_file) == read_settings(None)


def test_the_command_that_makes_a_key_works() -> None:
    command = re.search(r"`\.venv/bin/python (.*)`", about("data_key")["how"])
    assert command

    made = subprocess.run(
        [sys.executable, *shlex.split(command[1])], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert re.fullmatch(r"[\w-]{43}=", made.stdout.strip())
