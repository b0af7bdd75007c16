"""The Events API: an event that is not acknowledged comes again, three times.

"Nearly at once, after 1 minute, after 5 minutes": docs.slack.dev, Events API (slack-platform.md, section 3).
"""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

from bot.sandbox.to_bot.rough_way import RoughWay
from bot.sandbox.to_bot.way import Retry
from bot.sandbox.workspace.manifest import Manifest
from bot.sandbox.workspace.records import Conversation, Json, Member
from bot.sandbox.workspace.state import Workspace, new_id
from bot.sandbox.workspace.waiting import wait_until
from bot.sandbox.workspace.wording import member_json

RETRIES_AFTER = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))

SCOPE_OF_EVENT = {
    "message.im": "im:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "team_join": "users:read",
    "user_change": "users:read",
}
MESSAGE_EVENT_OF = {"direct": "message.im", "public": "message.channels", "private": "message.groups"}
CHANNEL_TYPE_OF = {"direct": "im", "public": "channel", "private": "group"}


@dataclass
class Events:
    workspace: Workspace
    way: RoughWay
    manifest: Manifest
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def tell(self, subscription: str, event: Json) -> asyncio.Future[bool] | None:
        """Send what the app subscribed to and may see; None when that is not the case."""
        scope = SCOPE_OF_EVENT.get(subscription)
        if not self.manifest.subscribes_to(subscription) or (scope and not self.manifest.allows(scope)):
            return None
        return self.send(event)

    def tell_of_message(self, conversation: Conversation, event: Json) -> asyncio.Future[bool] | None:
        """A message (or a change of one) reaches the app where the app is a member."""
        if self.workspace.bot.user_id not in conversation.members:
            return None
        event = {
            "type": "message",
            "channel": conversation.id,
            "channel_type": CHANNEL_TYPE_OF[conversation.kind],
            **event,
        }
        return self.tell(MESSAGE_EVENT_OF[conversation.kind], event)

    def tell_of_member(self, member: Member) -> None:
        """Something in somebody's profile has changed."""
        user = member_json(self.workspace, member, email=self.manifest.shows_emails, locale=True)
        changed_at = int(self.workspace.clock.now().timestamp())
        self.tell("user_change", {"type": "user_change", "user": user, "cache_ts": changed_at})

    def send(self, event: Json, event_id: str | None = None) -> asyncio.Future[bool]:
        """Start the delivery; the future tells whether the first attempt was acknowledged.

        An event that is held back counts as not acknowledged: nobody waits for a clock to be moved.
        """
        envelope = self._wrap(event, event_id or new_id("Ev"))
        first: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(self._deliver(envelope, first))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: _tell(first, False))
        return first

    def forget(self) -> None:
        """Stop all retries: the workspace starts over, or closes."""
        for task in list(self._tasks):
            task.cancel()

    async def _deliver(self, envelope: Json, first: asyncio.Future[bool]) -> None:
        answer = await self.way.send(envelope, None, on_hold=lambda: _tell(first, False))
        _tell(first, answer.given)
        for attempt, pause in enumerate(RETRIES_AFTER, start=1):
            if answer.given or answer.is_final:
                return
            again = self.workspace.clock.now() + pause
            await wait_until(again, self.workspace.clock, f"Slack sends an event again ({attempt} of 3)")
            retry = Retry(attempt, answer.reason)
            answer = await self.way.send(envelope, retry, on_hold=lambda: None)

    def _wrap(self, event: Json, event_id: str) -> Json:
        team, bot = self.workspace.team, self.workspace.bot
        authorization = {
            "enterprise_id": None,
            "team_id": team.id,
            "user_id": bot.user_id,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        return {
            "token": "legacy-unused",
            "team_id": team.id,
            "api_app_id": bot.app_id,
            "type": "event_callback",
            "event_id": event_id,
            "event_time": int(self.workspace.clock.now().timestamp()),
            "is_ext_shared_channel": False,
            "event_context": "4-sandbox",
            "authorizations": [authorization],
            "event": {**event, "event_ts": event.get("event_ts") or self.workspace.next_ts()},
        }


def _tell(first: asyncio.Future[bool], answered: bool) -> None:
    if not first.done():
        first.set_result(answered)
