"""The examples of CONTRIBUTING.md as they stand there: put where they say, and used by somebody."""

import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import bot.settings
import handlers
import models
from bot.docs import env_example, settings_page
from bot.journeys import ROUTES
from bot.settings import read_settings
from handlers.routes import Entry
from tests.journeys.vocabulary import Workspace
from tests.journeys.wording import filled_in
from tests.stage import Transport, a_stage

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```python\n# ([^\n]+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
BLOCKS = dict(BLOCK.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
FIELD, NAMED = "bot/settings.py, in Settings", "bot/journeys.py"
MODULES = [place for place in BLOCKS if place not in (FIELD, NAMED)]


@pytest.fixture
def routes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Entry, ...]]:
    """What the journeys among them declare; their modules lie beside ours while the test runs."""
    for package in (handlers, models):
        (tmp_path / package.__name__).mkdir()
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path / package.__name__)])
    for place in MODULES:
        (tmp_path / place).write_text(BLOCKS[place], encoding="utf-8")
    names = [place.removesuffix(".py").replace("/", ".") for place in MODULES]
    found = [import_module(name) for name in names]
    yield tuple(entry for module in found for entry in getattr(module, "ROUTES", ()))
    for name in names:
        package_name, _, module_name = name.partition(".")
        delattr(sys.modules[package_name], module_name)
        del sys.modules[name]


@pytest.fixture(autouse=True)
def _the_setting_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    settings: dict[str, Any] = {**vars(bot.settings)}
    exec("class Settings(Settings):\n" + textwrap.indent(BLOCKS[FIELD], "    "), settings)
    for user in ("bot.settings", "bot.docs", "bot.journeys"):
        monkeypatch.setattr(f"{user}.Settings", settings["Settings"])
    named: dict[str, Any] = {}
    exec(BLOCKS[NAMED], named)
    monkeypatch.setattr("bot.journeys.SETTINGS", named["SETTINGS"])


@contextmanager
def _a_workspace(database_url: str, routes: tuple[Entry, ...], transport: Transport) -> Iterator[Workspace]:
    whole = (*ROUTES, *routes)
    with a_stage(database_url, routes=whole, settings=read_settings(None), transport=transport) as stage:
        yield Workspace(stage)


def test_somebody_types_the_command_sends_the_form_and_gets_the_notice(
    sqlite_url: str, routes: tuple[Entry, ...], transport: Transport
) -> None:
    with _a_workspace(sqlite_url, routes, transport) as workspace:
        newcomer = workspace.newcomer
        newcomer.types("/runforsomething help")
        assert "*/runforsomething polls*: see when the polls close" in newcomer.last_answer()
        newcomer.types("/runforsomething polls")
        assert newcomer.last_answer().startswith("The polls close at *7:30 pm*.")

        newcomer.types("/runforsomething ride")
        form = newcomer.person.modal()
        typed = filled_in(form, "Where are you?", "Pen & Paper")
        newcomer.person.do("submit", view=form["id"], values=typed)
        assert "near Pen &amp; Paper." in newcomer.form()
        newcomer.closes()

        newcomer.types("/runforsomething later")
        assert newcomer.messages() == []
        workspace.wait(days=7)
        assert newcomer.messages() == [
            "You had no time a week ago. Is it better now? You get this because you asked us to come back."
        ]


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ("weekdays from 9 to 5", "You find us there weekdays from 9 to 5."),
        ("", "Nobody is there yet. Write to us here."),
    ],
)
def test_the_setting_takes_effect(
    hours: str,
    said: str,
    sqlite_url: str,
    routes: tuple[Entry, ...],
    transport: Transport,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OFFICE_HOURS", hours)

    with _a_workspace(sqlite_url, routes, transport) as workspace:
        workspace.newcomer.types("/runforsomething office")

        assert workspace.newcomer.last_answer() == said


def test_the_setting_is_in_the_pages_that_are_made_from_it() -> None:
    assert "| `OFFICE_HOURS` | not needed | when somebody is in the office |" in settings_page()
    assert "OFFICE_HOURS=\n" in env_example()


def test_the_examples_are_in_our_style(routes: tuple[Entry, ...], tmp_path: Path) -> None:
    for check in (["format", "--check"], ["check"]):
        command = [
            sys.executable,
            "-m",
            "ruff",
            *check,
            "--no-cache",
            "--config",
            "pyproject.toml",
            str(tmp_path),
        ]
        looked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

        assert looked.returncode == 0, looked.stdout
