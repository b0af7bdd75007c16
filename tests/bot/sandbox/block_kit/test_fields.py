"""What a field can hold, and what nobody could have put into it."""

import pytest

from bot.sandbox.block_kit.fields import entry_of
from bot.sandbox.refusal import Unplayable
from tests.bot.sandbox.block_kit.shapes import options


@pytest.mark.parametrize(
    ("kind", "plain"),
    [
        ("plain_text_input", {"a": 1}),
        ("number_input", True),
        ("rich_text_input", "Hello"),
        ("users_select", {"id": "U07NEWRAL1"}),
        ("multi_channels_select", [["C07WELCOME"]]),
        ("datetimepicker", True),
        ("datetimepicker", 1e17),
        ("datetimepicker", "0001-01-01T00:00+00:00"),
        ("multi_users_select", ["U07NEWRAL1", "U07NEWRAL1"]),
        ("checkboxes", ["a", "a"]),
    ],
)
def test_nobody_can_put_in(kind: str, plain: object) -> None:
    with pytest.raises(Unplayable):
        entry_of({"type": kind, "options": options("a", "b")}, plain)
