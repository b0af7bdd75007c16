"""The state of one workspace. Only the server's event loop touches it, so it needs no locks."""

import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from bot.sandbox.workspace.clock import SandboxClock
from bot.sandbox.workspace.records import SLACKBOT, Conversation, File, Json, Member, Message, Scheduled, View
from bot.sandbox.workspace.seed import Seed, SeedChannel, SeedMember
from bot.sandbox.workspace.seen import Gone, How, Seen

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
    """`touched` is called after each change: the page is told and the state file is written.

    `beginning` is another one each time the workspace starts over.
    `files_at` is the address below which the bot finds /files; empty where it may not read them.
    """

    team: Team
    bot: Bot
    clock: SandboxClock
    touched: Touched
    members: dict[str, Member] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)
    modals: dict[str, list[View]] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    scheduled: dict[str, Scheduled] = field(default_factory=dict)
    seen: Seen = field(default_factory=Seen)
    last_ts: int = 0
    beginning: str = ""
    files_at: str = ""

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

    def bots_message(self, text: str, blocks: list[Json], **more: Any) -> Message:
        """Of the bot, now; not in any conversation yet. `more`: what else a Message can have."""
        bot = self.bot
        return Message(self.next_ts(), bot.user_id, text, blocks, bot_id=bot.bot_id, **more)

    def add(self, conversation: Conversation, message: Message) -> Message:
        conversation.messages.append(message)
        if message.user in conversation.members and not message.seen_by:
            conversation.read[message.user] = message.ts
        self._note("posted", conversation, message)
        self.touched()
        return message

    def updated(self, conversation: Conversation, message: Message) -> None:
        """A message has other content than before."""
        self._note("updated", conversation, message)
        self.touched()

    def shown(self, view: View) -> None:
        """Somebody sees a view, or other content in it."""
        self.seen.note_view(view, self.members, self.clock.now())
        self.touched()

    def remove(self, conversation: Conversation, message: Message) -> None:
        conversation.messages.remove(message)
        self.seen.note(Gone(conversation.id, message.ts))
        self.touched()

    def whisper(self, conversation: Conversation, to: str, text: str) -> Message:
        """An ephemeral line from Slackbot, which is how Slack reports a command that went wrong."""
        return self.add(conversation, Message(self.next_ts(), SLACKBOT, text, seen_by=to))

    def asked(self, kind: str, payload: Json) -> None:
        """Somebody does something that the bot is told of."""
        self.seen.note_payload(kind, payload, self.clock.now())

    def emails(self) -> dict[str, str]:
        """Those in people's profiles, by their ids; called from any thread."""
        return {each.id: each.email for each in list(self.members.values()) if each.email}

    def stack(self, user: str) -> list[View]:
        return self.modals.setdefault(user, [])

    def open_views(self) -> list[View]:
        """Every view that is open on somebody's screen, or published as their Home."""
        return [*self.homes.values(), *(view for stack in self.modals.values() for view in stack)]

    def new_hash(self) -> str:
        return f"{int(self.clock.now().timestamp())}.{secrets.token_hex(4)}"

    def _note(self, how: How, conversation: Conversation, message: Message) -> None:
        shared = [self.files[each] for each in message.files if each in self.files]
        names = [f"{file.name} {file.title} {file.alt}" for file in shared]
        self.seen.note_message(how, conversation, message, names, self.members, self.clock.now())


def direct_id(user: str) -> str:
    return "D" + user[1:]


def new_id(prefix: Literal["V", "Ev", "F", "Q", "U"]) -> str:
    return f"{prefix}07{secrets.token_hex(4).upper()}"


def furnish(workspace: Workspace, seed: Seed) -> None:
    """Make the workspace what the seed says, whatever it was before."""
    bot = workspace.bot
    workspace.members = {each.id: _member(each) for each in seed.members}
    workspace.members[bot.user_id] = _bot_member(bot)
    workspace.conversations = {each.id: _channel(each, bot) for each in seed.channels}
    workspace.homes.clear()
    workspace.modals.clear()
    workspace.files.clear()
    workspace.scheduled.clear()
    workspace.seen.forget()
    workspace.last_ts, workspace.beginning = 0, secrets.token_hex(8)
    workspace.touched()


def _member(seed: SeedMember) -> Member:
    return Member(**{**asdict(seed), "roles": list(seed.roles)})


def _bot_member(bot: Bot) -> Member:
    handle = bot.name.lower().replace(" ", "")
    return Member(bot.user_id, handle, bot.name, "America/Los_Angeles", is_bot=True)


def _channel(seed: SeedChannel, bot: Bot) -> Conversation:
    return Conversation(
        seed.id,
        seed.name,
        "private" if seed.private else "public",
        [*seed.members, *([bot.user_id] if seed.bot else [])],
        topic=seed.topic,
        is_archived=seed.archived,
        is_default=seed.is_default,
    )
