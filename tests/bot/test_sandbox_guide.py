"""What docs/sandbox.md says to type is typed here: the program that plays a person, and the smallest seed."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox import Sandbox, SandboxClock, read_seed
from bot.sandbox.calls.all import LOOKS, PLAYS_OF_PEOPLE, PLAYS_OF_THE_STAGE
from bot.sandbox.docs import PLACES
from bot.sandbox.refusals import REFUSALS
from bot.sandbox.to_bot.faults import KINDS
from bot.sandbox.web_api.methods import METHODS
from tests.stage import Stage, a_stage

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs/sandbox.md").read_text(encoding="utf-8")

# How each line of each table begins; that the rest is fresh, too, is held in test_docs.py.
TABLES = {
    "looks": [f"`GET /sandbox/{look.name}` | {look.shows}" for look in LOOKS],
    "plays of people": [f"`POST /sandbox/{play.name}` | {play.does}" for play in PLAYS_OF_PEOPLE],
    "plays of the stage": [f"`POST /sandbox/{play.name}` | {play.does}" for play in PLAYS_OF_THE_STAGE],
    "faults": [f"`{kind.name}` | {PLACES[kind.where]} | {kind.does}" for kind in KINDS],
    "methods": [f"`{name}`" for name in METHODS],
    "refusals": [f"{row.what} | `{row.error}` | {row.whose} | `[{row.id}]`" for row in REFUSALS],
}


@pytest.fixture
def stage(sqlite_url: str) -> Iterator[Stage]:
    with a_stage(sqlite_url) as stage:
        yield stage


def test_the_program_that_plays_a_person_does_what_the_page_says(stage: Stage) -> None:
    program = block("python").replace("http://127.0.0.1:8090", stage.sandbox.url)

    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert ended.stdout == "You're in\n", ended.stderr


def test_the_smallest_seed_makes_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "seed.yml").write_text(block("yaml"), encoding="utf-8")
    seed = read_seed(tmp_path / "seed.yml")

    sandbox = Sandbox(seed, clock=SandboxClock(seed.start))
    sandbox.start()
    sandbox.stop()

    assert [channel.members for channel in seed.channels] == [("U0000ANNA1",)]


@pytest.mark.parametrize("table", TABLES)
def test_the_page_holds_what_the_code_has(table: str) -> None:
    assert [line for line in TABLES[table] if f"| {line} |" not in GUIDE] == []


def block(language: str) -> str:
    """The one block in that language."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
    return str(found)
