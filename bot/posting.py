"""The calls by which a notice reaches Slack, and by which it is found again after a lost answer."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.slack import Slack
from bot.slack_errors import CallFailed, Outcome
from handlers.blocks import Json, Message
from models.sending import Claim

EVENT_TYPE = "notice"  # everybody can read metadata: a neutral name and a random id, nothing else
LOOK_BACK = timedelta(minutes=1)  # before the first try: two clocks need not agree
PAGES = 10  # of history, a hundred messages each, that are looked through


@dataclass(frozen=True)
class Place:
    """Where a message is; a Home page has no ts."""

    channel: str
    ts: str | None


@dataclass(frozen=True)
class Posting:
    slack: Slack

    def show(self, claim: Claim, rendered: Message | Json) -> Place:
        """Post, update or publish. Raises CallFailed."""
        if isinstance(rendered, Message):
            return self._update(claim, rendered) if claim.ts else self._post(claim, rendered)
        self.slack.call("views.publish", user_id=claim.user, view=rendered)
        return Place(claim.channel or claim.user or "", None)

    def find(self, claim: Claim) -> Place | None:
        """The message of this notice, looked for by its id. Raises CallFailed where nobody can look, or not
        far enough.
        """
        channel = claim.channel or self._open_direct(claim)
        cursor = ""
        for _ in range(PAGES):
            page = self._history(claim, channel, cursor)
            for message in page["messages"]:
                if _id_of(message) == claim.public_id:
                    return Place(channel, str(message["ts"]))
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return None
        raise CallFailed("conversations.history", "too many messages", Outcome.FOR_GOOD)

    def _post(self, claim: Claim, message: Message) -> Place:
        """To a person by their own id: that needs no opened conversation, and the answer names it."""
        answer = self.slack.call(
            "chat.postMessage",
            channel=claim.channel or claim.user,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"id": claim.public_id}},
            **_content(message),
        )
        channel, ts = answer.get("channel"), answer.get("ts")
        if not isinstance(channel, str) or not isinstance(ts, str):
            raise CallFailed("chat.postMessage", "no answer of Slack's", Outcome.UNSURE)
        return Place(channel, ts)

    def _update(self, claim: Claim, message: Message) -> Place:
        assert claim.channel is not None
        self.slack.call("chat.update", channel=claim.channel, ts=claim.ts, **_content(message))
        return Place(claim.channel, claim.ts)

    def _open_direct(self, claim: Claim) -> str:
        answer = self.slack.call("conversations.open", json=False, users=claim.user)
        return str(answer["channel"]["id"])

    def _history(self, claim: Claim, channel: str, cursor: str) -> Json:
        arguments: dict[str, Any] = {"channel": channel, "include_all_metadata": True, "limit": 100}
        arguments["oldest"] = f"{(claim.tried_at - LOOK_BACK).timestamp():.6f}"
        if cursor:
            arguments["cursor"] = cursor
        return self.slack.call("conversations.history", json=False, **arguments)


def _content(message: Message) -> Json:
    return {
        "text": message.text,
        "blocks": message.blocks,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _id_of(message: Json) -> str | None:
    metadata = message.get("metadata") or {}
    payload: Json = metadata.get("event_payload") or {}
    return payload.get("id") if metadata.get("event_type") == EVENT_TYPE else None
