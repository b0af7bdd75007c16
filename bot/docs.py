"""The pages that are made from the code, so that they say what the code does: `make docs` writes them."""

import calendar
import textwrap
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Column, Table

from bot.journeys import ROUTES
from bot.sandbox import docs as sandbox
from bot.settings import Settings, about
from handlers.routes import Action, Heard, HomePart, NextStep, Route, Submission, Verb, Words
from models import outbox, tables
from models.hours import Attention
from models.keys import Sealed
from models.notices import Kind
from models.organisation import DAYS, FIRST_RULES
from models.roles import Role

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

ROUTES_INTRO = """\
# Routes

<!-- Made from bot/journeys.py by `make docs`: change a journey's ROUTES. -->

Everything people can do, as each journey declares it in its `ROUTES`.
What is not here has no effect: the bot does not know it.
A role is asked for before the handler runs, and once more in the transaction that acts.
"Sensitive" means that the handler reads or keeps an email address, or something else that is sealed in the
database.
"""

NOTICES_INTRO = """\
# Notices

<!-- Made from bot/journeys.py by `make docs`: change a journey's ROUTES, or the Kind in models/. -->

Everything the bot sends by itself.
A post goes once, a card is one message that is kept current, a page is somebody's Home tab.
A last line in every message says why it came.
"By day" and "working days" are rules with a date, in the table `organisation_rules`.
The first ones: from {day_starts} to {day_ends} where the reader is (in a channel: by the organisation's
clock), on {working_days}, and at most
{unasked_a_week} unasked messages a week.
"""

TABLES_INTRO = """\
# Tables

<!-- Made from models/ by `make docs`: change the table there, and add a migration. -->

A sealed column is encrypted; the database never sees its words.
A column that names a person says what is to become of its row when that person takes their data along
(export), asks to be deleted (erase), or turns out to be somebody we know already (merge).
Why a table is as it is stands above its class in `models/`.
"""

DAY_NAMES = dict(zip(DAYS, calendar.day_name, strict=True))

HOW_THEY_COME: dict[type, str] = {
    Verb: "typed word",
    Action: "button",
    Submission: "form",
    Heard: "event",
    HomePart: "part of Home",
    NextStep: "next step",
}

# How far a notice may intrude: its name for readers, its hours, whether it can be stopped.
INTRUDES = {
    Attention.ASKED_FOR: ("asked for", "at once, at any hour", "no"),
    Attention.DUTY: ("duty", "by day, on working days", "no"),
    Attention.UNASKED: ("unasked", "by day, within the weekly number", "yes"),
}


def settings_page() -> str:
    head = _head("name", "required, or what stands for it", "what for", "how to get it")
    return SETTINGS_INTRO + "\n" + head + "".join(_row(name) for name in Settings.model_fields)


def env_example() -> str:
    return "\n".join([ENV_INTRO, *(_entry(name) for name in Settings.model_fields)])


def routes_page() -> str:
    head = _head("how it comes", "id", "journey", "function", "role", "sensitive")
    rows = (_route_row(entry) for entry in ROUTES if not isinstance(entry, Words))
    return ROUTES_INTRO + "\n" + head + "".join(rows)


def notices_page() -> str:
    head = _head("kind", "form", "asked for, duty or unasked", "when", "can be stopped", "why it came")
    rows = [_notice_row(entry.kind, entry.why) for entry in ROUTES if isinstance(entry, Words)]
    page = _notice_row(outbox.HOME, "It is the reader's own page, and says so.")
    return _notices_intro() + "\n" + head + "".join([*rows, page])


def tables_page() -> str:
    return TABLES_INTRO + "".join(map(_table, tables.metadata.sorted_tables))


# Where each page lies, from the root of the project.
PAGES: dict[Path, Callable[[], str]] = {
    Path("docs/settings.md"): settings_page,
    Path("docs/routes.md"): routes_page,
    Path("docs/notices.md"): notices_page,
    Path("docs/tables.md"): tables_page,
    Path(".env.example"): env_example,
}

# A page that is written by hand, but for what stands between two marks.
SANDBOX_PAGE = Path("docs/sandbox.md")
SANDBOX_SECTIONS: dict[str, Callable[[], str]] = {
    "faults": sandbox.faults,
    "looks": sandbox.looks,
    "plays of people": sandbox.plays_of_people,
    "plays of the stage": sandbox.plays_of_the_stage,
    "methods": sandbox.methods,
    "refusals": sandbox.refusals,
}


def write_pages(root: Path) -> list[Path]:
    """The pages that were not as the code has them, and now are."""
    stale = {page: made for page, made in _made(root).items() if _on_disk(root / page) != made}
    for page, made in stale.items():
        (root / page).parent.mkdir(parents=True, exist_ok=True)
        (root / page).write_text(made, encoding="utf-8", newline="\n")
    return list(stale)


def stale_pages(root: Path) -> list[Path]:
    return [page for page, made in _made(root).items() if _on_disk(root / page) != made]


def _made(root: Path) -> dict[Path, str]:
    written = _on_disk(root / SANDBOX_PAGE) or ""
    return {page: make() for page, make in PAGES.items()} | {SANDBOX_PAGE: with_sections(written)}


def with_sections(page: str) -> str:
    """The page with each section as the code has it now."""
    for name, make in SANDBOX_SECTIONS.items():
        before, start, rest = page.partition(f"<!-- {name}: made by `make docs` -->\n")
        _, end, after = rest.partition("<!-- end -->")
        page = f"{before}{start}{make() if start else ''}{end}{after}"
    return page


def _on_disk(page: Path) -> str | None:
    return page.read_text(encoding="utf-8") if page.exists() else None


def _head(*names: str) -> str:
    return _cells(*names) + _cells(*("---" for _ in names))


def _cells(*cells: str) -> str:
    return f"| {' | '.join(cells)} |\n"


def _row(name: str) -> str:
    known, default = about(name), _default(name)
    unset = f"`{default}`" if default else known["needed"]
    return _cells(f"`{name.upper()}`", unset, known["what"], known["how"])


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


def _route_row(entry: Route | HomePart | NextStep) -> str:
    run = entry.build if isinstance(entry, HomePart | NextStep) else entry.run
    journey = "/".join(run.__module__.split(".")[:2])
    sensitive = "yes" if getattr(entry, "sensitive", False) else "no"
    return _cells(
        HOW_THEY_COME[type(entry)],
        _id(entry),
        f"`{journey}`",
        f"`{run.__name__}`",
        getattr(entry, "role", Role.MEMBER),
        sensitive,
    )


def _id(entry: Route | HomePart | NextStep) -> str:
    if isinstance(entry, Verb):
        return f"`/runforsomething {entry.name}`"
    if isinstance(entry, Heard):
        return f"`{entry.event}`"
    return f"place {entry.place}" if isinstance(entry, HomePart | NextStep) else f"`{entry.id}`"


def _notices_intro() -> str:
    days = ", ".join(DAY_NAMES[day] for day in FIRST_RULES["working_days"].split(","))
    return NOTICES_INTRO.format(**FIRST_RULES | {"working_days": days})


def _notice_row(kind: Kind, why: str) -> str:
    form = "page" if kind is outbox.HOME else kind.form
    return _cells(f"`{kind.name}`", form, *INTRUDES[kind.attention], why)


def _table(table: Table) -> str:
    head = _head("column", "type", "sealed", "export, erase, merge")
    return f"\n## {table.name}\n\n" + head + "".join(map(_column_row, table.columns))


def _column_row(column: Column[object]) -> str:
    is_sealed = isinstance(column.type, Sealed)
    kind = "text" if is_sealed else type(column.type).__name__.lower()
    fates = (column.info[step] for step in ("export", "erase", "merge") if step in column.info)
    fate = ", ".join(each.name.lower().replace("_", " ") for each in fates)
    return _cells(f"`{column.name}`", kind, "sealed" if is_sealed else "", fate)
