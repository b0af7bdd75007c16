"""The docs say what is so: pages are fresh, links lead somewhere, commands and log lines exist."""

import ast
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from bot.__main__ import cli
from bot.docs import notices_page, routes_page, stale_pages, tables_page
from bot.journeys import ROUTES
from bot.settings import Settings
from handlers.routes import HomePart, NextStep, Words
from models import outbox, tables
from tests import pictures
from tests.bot.sandbox.page.browser import launch

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]
OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")

LINK = re.compile(r"\]\(([^)\s]+)\)")
MAKE = re.compile(r"\bmake ([a-z-]+|\.venv/[a-z-]+)")
BLOCK = re.compile(r"^```\w*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"`((?:bot|handlers|models|tests|docs)/[\w./-]+\.\w+)`")
MAKE_TARGET = re.compile(r"^(\$\(VENV\)/)?([a-z-]+):", re.MULTILINE)
SPEAKS = {"info", "warning", "error", "critical"}


@pytest.fixture(params=PAGES, ids=NAMES)
def page(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def test_the_pages_that_are_made_from_the_code_are_fresh() -> None:
    assert stale_pages(ROOT) == [], "run `make docs`"


def test_every_link_leads_to_a_file(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    ours = [link.partition("#")[0] for link in links if "://" not in link]

    assert [link for link in ours if not (page.parent / link).exists()] == []


def test_every_file_that_is_named_is_there(page: Path) -> None:
    named = FILE.findall(page.read_text(encoding="utf-8"))

    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_make_command_is_in_the_makefile(page: Path) -> None:
    targets = {
        f".venv/{name}" if prefix else name
        for prefix, name in MAKE_TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8"))
    }

    assert {name for name in _commands_of_make(page) if name not in targets} == set()


def test_every_setting_is_in_the_example() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")

    assert [name for name in Settings.model_fields if f"{name.upper()}=" not in example] == []


def test_every_command_of_the_bot_that_is_named_is_there(page: Path) -> None:
    named = set(re.findall(r"-m bot ([a-z]+)", page.read_text(encoding="utf-8")))

    assert named - {each.callback.__name__ for each in cli.registered_commands if each.callback} == set()


def test_the_backup_of_sqlite_works_as_written(tmp_path: Path) -> None:
    (line,) = [line for line in _lines_to_type("docs/operations.md") if "VACUUM INTO" in line]
    command = [sys.executable, *shlex.split(line)[1:]]
    (tmp_path / "onboarding.db").touch()

    subprocess.run(command, cwd=tmp_path, check=True)

    assert (tmp_path / "backup.db").exists()


def test_every_log_line_is_explained() -> None:
    told = re.findall(r"^\| `([^`]+)` \| (?:info|warning|error|critical|any) \|", OPERATIONS, re.MULTILINE)

    assert sorted(told) == sorted({*_log_lines(), "a library's words about an error are left out"})


def test_every_route_has_its_row() -> None:
    routes = [entry for entry in ROUTES if not isinstance(entry, Words)]

    assert _rows(routes_page()) == len(routes)
    assert all(
        f"`{entry.run.__name__}`" in routes_page()
        for entry in routes
        if not isinstance(entry, HomePart | NextStep)
    )


def test_every_kind_of_notice_has_its_row_and_says_why_it_came() -> None:
    kinds = [entry for entry in ROUTES if isinstance(entry, Words)]

    assert [each.why for each in kinds if f"| {each.why} |" not in notices_page()] == []
    assert f"| `{outbox.HOME.name}` | page |" in notices_page()
    assert _rows(notices_page()) == len(kinds) + 1


def test_every_column_has_its_row() -> None:
    columns = [column for table in tables.metadata.sorted_tables for column in table.columns]

    assert _rows(tables_page()) == len(columns)
    assert "| `value` | text | sealed |" in tables_page()


def test_every_picture_is_light() -> None:
    sizes = {file.name: file.stat().st_size for file in pictures.FOLDER.glob("*.png")}

    assert len(sizes) == len(pictures.SCENES) * len(pictures.SIZES)
    assert {name: size for name, size in sizes.items() if size > pictures.LARGEST} == {}


@pytest.mark.browser
@pytest.mark.parametrize("size", pictures.SIZES)
def test_the_pictures_can_be_taken_again(size: str, tmp_path: Path) -> None:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        pictures.take_all(browser, size, tmp_path)
        browser.close()

    assert {file.name for file in tmp_path.iterdir()} == {
        file.name for file in pictures.FOLDER.glob(f"*-{size}.png")
    }


def _commands_of_make(page: Path) -> Iterator[str]:
    """Where they stand to be typed: in a block, or in backticks."""
    text = page.read_text(encoding="utf-8")
    for typed in [*BLOCK.findall(text), *re.findall(r"`([^`\n]+)`", text)]:
        yield from MAKE.findall(typed)


def _lines_to_type(page: str) -> list[str]:
    blocks = BLOCK.findall((ROOT / page).read_text(encoding="utf-8"))
    return [line for block in blocks for line in block.splitlines()]


def _log_lines() -> Iterator[str]:
    """What the program itself can say: the first words of each call of a log."""
    for file in (each for folder in ("bot", "handlers", "models") for each in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _is_log(node.func):
                (first, *_) = node.args
                assert isinstance(first, ast.Constant), f"{file.name}: a log line begins with plain words"
                yield str(first.value)


def _is_log(called: ast.expr) -> bool:
    return (
        isinstance(called, ast.Attribute)
        and called.attr in SPEAKS
        and isinstance(called.value, ast.Name)
        and called.value.id in ("log", "_log")
    )


def _rows(page: str) -> int:
    """Of all tables: each has a head of two lines."""
    lines = [line for line in page.splitlines() if line.startswith("|")]
    return len(lines) - 2 * sum(line.startswith("| ---") for line in lines)
