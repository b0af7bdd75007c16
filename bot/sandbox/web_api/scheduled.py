"""Messages that are due later: they wait for the sandbox's clock, and are posted when it gets there."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.sandbox.to_bot.events import Events
from bot.sandbox.workspace.records import Scheduled
from bot.sandbox.workspace.state import Workspace
from bot.sandbox.workspace.waiting import wait_until
from bot.sandbox.workspace.wording import message_json


@dataclass
class ScheduledPosts:
    """The workspace keeps them; this wakes up for them."""

    workspace: Workspace
    events: Events
    _tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    def open(self) -> None:
        """Go on waiting for what a workspace that was kept still owes; called in the server's loop."""
        for scheduled in self.waiting():
            self._wait_for(scheduled)

    def waiting(self) -> list[Scheduled]:
        """Soonest first."""
        return sorted(self.workspace.scheduled.values(), key=lambda each: (each.post_at, each.created))

    def plan(self, scheduled: Scheduled) -> None:
        self.workspace.scheduled[scheduled.id] = scheduled
        self.workspace.touched()
        self._wait_for(scheduled)

    def take_back(self, scheduled: Scheduled) -> None:
        del self.workspace.scheduled[scheduled.id]
        self._tasks.pop(scheduled.id).cancel()
        self.workspace.touched()

    def forget(self) -> None:
        """Wait for nothing any more: the workspace starts over, or closes."""
        for task in self._tasks.values():
            task.cancel()
        self._tasks.clear()

    def _wait_for(self, scheduled: Scheduled) -> None:
        self._tasks[scheduled.id] = asyncio.create_task(self._post_at(scheduled.post_at))

    async def _post_at(self, post_at: int) -> None:
        moment = datetime.fromtimestamp(post_at, UTC)
        await wait_until(moment, self.workspace.clock, "a scheduled message is posted")
        self._post_due()

    def _post_due(self) -> None:
        """In their order: one jump of the clock may pass several."""
        now = self.workspace.clock.now().timestamp()
        for scheduled in self.waiting():
            if scheduled.post_at <= now:
                del self.workspace.scheduled[scheduled.id]
                self._tasks.pop(scheduled.id, None)
                self._post(scheduled)

    def _post(self, scheduled: Scheduled) -> None:
        """What has metadata Slack never posts, a bug its own page warns of; nor what has lost its place."""
        room = self.workspace.conversations.get(scheduled.channel)
        us = self.workspace.bot.user_id
        if scheduled.has_metadata or room is None or room.is_archived or us not in room.members:
            self.workspace.touched()
            return
        message = self.workspace.bots_message(
            scheduled.text,
            scheduled.blocks,
            attachments=scheduled.attachments,
            thread_ts=scheduled.thread_ts,
            broadcast=bool(scheduled.thread_ts) and scheduled.broadcast,
        )
        self.workspace.add(room, message)
        self.events.tell_of_message(room, message_json(self.workspace, message))
