"""Keeping the workspace in a file, so that it goes on where it was."""

import asyncio
import json
import os
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

from bot.sandbox.workspace.changes import Changes
from bot.sandbox.workspace.records import Conversation, File, Json, Member, Message, Scheduled, View
from bot.sandbox.workspace.state import Workspace

SOON = 0.2  # seconds: many changes of one moment become one write
FORMAT = 2


class CannotGoOn(Exception):
    """What was kept is of no use: whoever starts the sandbox has to start over."""


class Keeping:
    """Writes atomically, soon after a change; open modals and ephemeral messages are not kept.

    (Slack forgets both when somebody reloads.) Of files only the names are: their bytes would make
    each write long.
    """

    def __init__(self, path: Path | None, workspace: Workspace, changes: Changes) -> None:
        self._path, self._workspace, self._changes = path, workspace, changes
        self._loop: asyncio.AbstractEventLoop | None = None
        self._planned: asyncio.TimerHandle | None = None

    def restore(self) -> bool:
        """Read what was kept, with the clock at its moment; False when there is nothing to go on from.

        Raises CannotGoOn where the file is broken, or of another version.
        """
        if self._path is None or not self._path.exists():
            return False
        try:
            self._go_on_from(json.loads(self._path.read_text(encoding="utf-8")))
        except (AttributeError, LookupError, TypeError, ValueError):  # no JSON, or JSON but no workspace
            raise CannotGoOn(f"{self._path} is broken.") from None
        return True

    def open(self) -> None:
        """From now on changes are written; called in the server's loop."""
        self._loop = asyncio.get_running_loop()

    def plan(self) -> None:
        if self._path and self._loop and self._planned is None:
            self._planned = self._loop.call_later(SOON, self.write)

    def close(self) -> None:
        """Write a last time; what changes from now on changes nothing in the file."""
        self.write()
        self._loop = None

    def write(self) -> None:
        """A reader sees the old file or the new one, never half of one."""
        if self._planned:
            self._planned.cancel()
            self._planned = None
        if self._path is None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_name(self._path.name + ".new")
        beside.touch(mode=0o600)  # it holds what people typed
        beside.write_text(json.dumps(self._as_json()), encoding="utf-8")
        os.replace(beside, self._path)

    def _go_on_from(self, kept: Json) -> None:
        if kept.get("format") != FORMAT:
            raise CannotGoOn(f"{self._path} is of another version of the sandbox.")
        _restore(self._workspace, kept)
        self._changes.version = kept["version"]
        self._workspace.clock.resume(datetime.fromisoformat(kept["now"]))

    def _as_json(self) -> Json:
        workspace = self._workspace
        rooms = [_without_whispers(room) for room in workspace.conversations.values()]
        return {
            "format": FORMAT,
            "now": workspace.clock.now().isoformat(),
            "version": self._changes.version,
            "last_ts": workspace.last_ts,
            "beginning": workspace.beginning,
            "members": [asdict(member) for member in workspace.members.values()],
            "conversations": [asdict(room) for room in rooms],
            "homes": [asdict(view) for view in workspace.homes.values()],
            "files": [asdict(file) for file in workspace.files.values()],
            "scheduled": [asdict(each) for each in workspace.scheduled.values()],
        }


def _without_whispers(room: Conversation) -> Conversation:
    return replace(room, messages=[each for each in room.messages if not each.seen_by])


def _restore(workspace: Workspace, kept: Json) -> None:
    workspace.last_ts, workspace.beginning = kept["last_ts"], kept["beginning"]
    workspace.members = {each["id"]: Member(**each) for each in kept["members"]}
    workspace.conversations = {each["id"]: _room(each) for each in kept["conversations"]}
    workspace.homes = {each["user"]: View(**each) for each in kept["homes"]}
    workspace.files = {each["id"]: File(**each) for each in kept["files"]}
    workspace.scheduled = {each["id"]: Scheduled(**each) for each in kept["scheduled"]}


def _room(kept: Json) -> Conversation:
    return Conversation(**{**kept, "messages": [Message(**each) for each in kept["messages"]]})
