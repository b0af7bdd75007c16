"""What whoever starts the sandbox may show of the bot: the sandbox itself knows nothing of it."""

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.sandbox.workspace.records import Json
from bot.sandbox.workspace.state import Workspace


@dataclass(frozen=True)
class NextDue:
    """The next thing that will happen by itself, and when."""

    at: datetime
    what: str


@dataclass(frozen=True)
class Section:
    """One table of the drawer; a cell that is a member's or a channel's id is shown with its name."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


class Insider(Protocol):
    """Both may take a moment, and are called in a thread."""

    def next_due(self) -> NextDue | None: ...

    def look(self, user: str) -> list[Section]: ...


async def next_due(workspace: Workspace, insider: Insider | None) -> NextDue | None:
    """The bot's or the sandbox's own, whichever comes first."""
    theirs = await asyncio.to_thread(insider.next_due) if insider else None
    ours = [NextDue(at, what) for at, what in workspace.clock.appointments()]
    later = (each for each in [*ours, *_some(theirs)] if each.at > workspace.clock.now())
    first = min(later, key=lambda each: each.at, default=None)
    return first and replace(first, what=_with_names(workspace, first.what))


async def look(workspace: Workspace, insider: Insider, user: str) -> Json:
    sections = await asyncio.to_thread(insider.look, user)
    return {"sections": [_named(workspace, section) for section in sections]}


def due_json(due: NextDue | None) -> Json | None:
    return None if due is None else {"at": due.at.timestamp(), "what": due.what}


def _some(due: NextDue | None) -> Iterable[NextDue]:
    return [due] if due else []


def _named(workspace: Workspace, section: Section) -> Json:
    rows = [[_with_names(workspace, cell) for cell in row] for row in section.rows]
    title, note = _with_names(workspace, section.title), _with_names(workspace, section.note)
    return {"title": title, "note": note, "columns": section.columns, "rows": rows}


def _with_names(workspace: Workspace, text: str) -> str:
    """Names in place of ids; an id of nobody here stays."""
    return re.sub(r"\b[UC][A-Z0-9]{8,}\b", lambda found: _name_of(workspace, found.group()), text)


def _name_of(workspace: Workspace, word: str) -> str:
    if member := workspace.members.get(word):
        return member.real_name
    room = workspace.conversations.get(word)
    return f"#{room.name}" if room else word
