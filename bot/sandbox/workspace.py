"""The state of one workspace. Only the server's event loop touches it, so it needs no locks."""

import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Literal

from bot.sandbox.clock import SandboxClock
from bot.sandbox.records import SLACKBOT, Conversation, Member, Message, View
from bot.sandbox.seed import Seed, SeedChannel, SeedMember

Touched = Callable[[], None]


@dataclass(frozen=True)
class Team:
    id: str
    name: str
    domain: str


@dataclass(frozen=True)
class Bot:
    user_id: str
    bot_id: str
    app_id: str
    name: str


@dataclass
class Workspace:
    """`touched` is called after each change: the page is told and the state file is written."""

    team: Team
    bot: Bot
    clock: SandboxClock
    touched: Touched
    members: dict[str, Member] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)
    modals: dict[str, list[View]] = field(default_factory=dict)
    last_ts: int = 0

    def people(self) -> list[Member]:
        return [each for each in self.members.values() if not each.is_bot and not each.deleted]

    def conversations_of(self, user: str) -> list[Conversation]:
        return [each for each in self.conversations.values() if user in each.members]

    def direct(self, user: str) -> Conversation:
        """The bot's conversation with one person: the same id each time, opened on first use."""
        known = self.conversations.get(direct_id(user))
        if known:
            return known
        opened = Conversation(direct_id(user), "directmessage", "direct", [user, self.bot.user_id])
        self.conversations[opened.id] = opened
        self.touched()
        return opened

    def next_ts(self) -> str:
        """Unique and rising in the whole workspace, also when two messages share a microsecond."""
        micros = int(self.clock.now().timestamp() * 1_000_000)
        self.last_ts = max(micros, self.last_ts + 1)
        return f"{self.last_ts // 1_000_000}.{self.last_ts % 1_000_000:06d}"

    def add(self, conversation: Conversation, message: Message) -> Message:
        conversation.messages.append(message)
        if message.user in conversation.members and not message.seen_by:
            conversation.read[message.user] = message.ts
        self.touched()
        return message

    def remove(self, conversation: Conversation, message: Message) -> None:
        conversation.messages.remove(message)
        self.touched()

    def whisper(self, conversation: Conversation, to: str, text: str) -> Message:
        """An ephemeral line from Slackbot, which is how Slack reports a command that went wrong."""
        return self.add(conversation, Message(self.next_ts(), SLACKBOT, text, seen_by=to))

    def stack(self, user: str) -> list[View]:
        return self.modals.setdefault(user, [])

    def open_views(self) -> list[View]:
        """Every view that is open on somebody's screen, or published as their Home."""
        return [*self.homes.values(), *(view for stack in self.modals.values() for view in stack)]

    def new_hash(self) -> str:
        return f"{int(self.clock.now().timestamp())}.{secrets.token_hex(4)}"


def direct_id(user: str) -> str:
    return "D" + user[1:]


def new_id(prefix: Literal["V", "Ev"]) -> str:
    return f"{prefix}07{secrets.token_hex(4).upper()}"


def furnish(workspace: Workspace, seed: Seed) -> None:
    """Make the workspace what the seed says, whatever it was before."""
    bot = workspace.bot
    workspace.members = {each.id: _member(each) for each in seed.members}
    workspace.members[bot.user_id] = _bot_member(bot)
    workspace.conversations = {each.id: _channel(each, bot) for each in seed.channels}
    workspace.homes.clear()
    workspace.modals.clear()
    workspace.last_ts = 0
    workspace.touched()


def _member(seed: SeedMember) -> Member:
    return Member(**{**asdict(seed), "roles": list(seed.roles)})


def _bot_member(bot: Bot) -> Member:
    handle = bot.name.lower().replace(" ", "")
    return Member(bot.user_id, handle, bot.name, "America/Los_Angeles", is_bot=True)


def _channel(seed: SeedChannel, bot: Bot) -> Conversation:
    members = [*seed.members, *([bot.user_id] if seed.bot else [])]
    return Conversation(
        seed.id, seed.name, "private" if seed.private else "public", members, topic=seed.topic
    )
