"""The pages that are made from the code, so that they say what the code does: `make docs` writes them."""

import textwrap
from collections.abc import Callable
from pathlib import Path

from bot.settings import Settings, about

# The command that makes a key fits on one line.
_WRAP = textwrap.TextWrapper(109, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)

SETTINGS_INTRO = """\
# Settings

<!-- Made from bot/settings.py by `make docs`: change it there. -->

The bot reads its settings from the environment and from a file named `.env` in the folder it is started in;
the environment goes first, and an empty value counts as none.
Copy `.env.example` to `.env`, fill in what is required, and keep that file to yourself: who has it can speak
as the bot and read what people told it.
All settings are checked at the start: when one is missing or wrong, the bot says which, and how to get it.
"""

ENV_INTRO = """\
# Copy this file to .env and fill in what is required; lines with a # before the name may stay as they are.
# Made from bot/settings.py by `make docs`: change it there.
"""


def settings_page() -> str:
    head = (
        "| name | required, or what stands for it | what for | how to get it |\n| --- | --- | --- | --- |\n"
    )
    return SETTINGS_INTRO + "\n" + head + "".join(_row(name) for name in Settings.model_fields)


def env_example() -> str:
    return "\n".join([ENV_INTRO, *(_entry(name) for name in Settings.model_fields)])


# Where each page lies, from the root of the project.
PAGES: dict[Path, Callable[[], str]] = {
    Path("docs/settings.md"): settings_page,
    Path(".env.example"): env_example,
}


def write_pages(root: Path) -> list[Path]:
    """The pages that were not as the code has them, and now are."""
    stale = stale_pages(root)
    for page in stale:
        (root / page).parent.mkdir(parents=True, exist_ok=True)
        (root / page).write_text(PAGES[page](), encoding="utf-8", newline="\n")
    return stale


def stale_pages(root: Path) -> list[Path]:
    return [page for page, made in PAGES.items() if _on_disk(root / page) != made()]


def _on_disk(page: Path) -> str | None:
    return page.read_text(encoding="utf-8") if page.exists() else None


def _row(name: str) -> str:
    known, default = about(name), _default(name)
    unset = f"`{default}`" if default else known["needed"]
    return f"| `{name.upper()}` | {unset} | {known['what']} | {known['how']} |\n"


def _entry(name: str) -> str:
    known, default = about(name), _default(name)
    unset = f"without it: {default}" if default else known["needed"]
    comment = _comment(f"{known['what']} ({unset}).") + _comment(f"How to get it: {known['how']}.")
    return comment + (f"#{name.upper()}={default}\n" if default else f"{name.upper()}=\n")


def _comment(text: str) -> str:
    lines = _WRAP.wrap(text[0].upper() + text[1:])
    return "\n".join(lines) + "\n"


def _default(name: str) -> str:
    default = Settings.model_fields[name].default
    if isinstance(default, bool):
        return str(int(default))
    return str(default) if default else ""
