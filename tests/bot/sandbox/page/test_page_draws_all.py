"""Nothing that Block Kit has is forgotten by the page: what the checks know, its tables know."""

import re
from pathlib import Path

import bot.sandbox
from bot.sandbox.block_kit.blocks import EVERYWHERE, MESSAGES_ONLY, RICH_TEXT_PARTS
from bot.sandbox.block_kit.elements import IN_ACTIONS, IN_INPUT, IN_SECTION

PAGE = Path(bot.sandbox.__path__[0]) / "page"
ELEMENTS = {*IN_SECTION, *IN_ACTIONS, *IN_INPUT}
WITHOUT_VALUE = {"button", "overflow", "image"}  # pressed or looked at, never filled in


def test_every_block_is_drawn() -> None:
    assert table("blocks.js", "BLOCKS") == {*EVERYWHERE, *MESSAGES_ONLY}


def test_every_element_is_drawn() -> None:
    assert table("elements.js", "ELEMENTS") == ELEMENTS


def test_every_field_has_a_first_value() -> None:
    assert table("values.js", "INITIAL") == ELEMENTS - WITHOUT_VALUE


def test_every_part_of_a_rich_text_is_drawn() -> None:
    assert table("rich_text.js", "PARTS") == {*RICH_TEXT_PARTS}


def table(file: str, name: str) -> set[str]:
    """The keys of a constant object, each at the beginning of its line."""
    script = (PAGE / file).read_text(encoding="utf-8")
    found = re.search(rf"^const {name} = {{\n(.*?)^}};", script, re.DOTALL | re.MULTILINE)
    assert found, f"{file} has no table {name}"
    return set(re.findall(r"^  (\w+):", found[1], re.MULTILINE))
