"""What a workspace is made of: members, conversations, messages, files and views, as plain records."""

from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]
"""A JSON object as it goes over the wire; Slack's shapes end (and begin) here."""

Kind = Literal["public", "private", "direct"]
SlackRole = Literal["owner", "admin", "member", "guest", "single-channel guest", "deactivated"]

SLACKBOT = "USLACKBOT"


@dataclass
class Member:
    id: str
    name: str
    real_name: str
    zone: str
    display_name: str = ""
    email: str | None = None
    about: str = ""
    roles: list[str] = field(default_factory=list)
    slack_role: SlackRole = "member"
    is_bot: bool = False
    locale: str = "en-US"

    @property
    def shown_name(self) -> str:
        return self.display_name or self.real_name

    @property
    def deleted(self) -> bool:
        return self.slack_role == "deactivated"

    @property
    def is_guest(self) -> bool:
        """Sees only the channels somebody has invited them to."""
        return self.slack_role in ("guest", "single-channel guest")


@dataclass
class Message:
    """`seen_by` names the one person an ephemeral message is for; `ts` is a string, never a number.

    `files` are ids of the workspace's files.
    """

    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    bot_id: str | None = None
    thread_ts: str | None = None
    broadcast: bool = False
    edited: Json | None = None
    metadata: Json | None = None
    seen_by: str | None = None
    client_msg_id: str | None = None
    files: list[str] = field(default_factory=list)

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass
class Conversation:
    """`read` holds, for each member, the ts up to which they have looked.

    Who joins the workspace is at once in each channel that `is_default`.
    """

    id: str
    name: str
    kind: Kind
    members: list[str]
    topic: str = ""
    is_archived: bool = False
    is_default: bool = False
    messages: list[Message] = field(default_factory=list)
    read: dict[str, str] = field(default_factory=dict)

    def find(self, ts: str) -> Message | None:
        return next((message for message in self.messages if message.ts == ts), None)

    def replies_to(self, ts: str) -> list[Message]:
        return [each for each in self.messages if each.thread_ts == ts and each.is_reply and not each.seen_by]


@dataclass
class File:
    """`shared` begins when the upload is complete; `alt` is read aloud in place of a picture."""

    id: str
    user: str
    name: str
    title: str
    mimetype: str
    size: int
    created: int
    alt: str = ""
    shared: bool = False


@dataclass
class Scheduled:
    """A message of the bot that is due later; `has_metadata` keeps it from ever being posted."""

    id: str
    channel: str
    post_at: int
    created: int
    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    broadcast: bool = False
    has_metadata: bool = False


@dataclass
class View:
    """A modal or a Home page; `values` is what the person sees in its fields, in the shapes of `state`."""

    id: str
    user: str
    hash: str
    body: Json
    root_id: str
    previous_id: str | None = None
    values: dict[str, dict[str, Json]] = field(default_factory=dict)

    @property
    def type(self) -> str:
        return str(self.body["type"])

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.body["blocks"]
        return blocks

    @property
    def external_id(self) -> str:
        return str(self.body.get("external_id") or "")
