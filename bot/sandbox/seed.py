"""What a fresh workspace holds: read from seed.yml, or built by a test."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import yaml

from bot.sandbox.records import SlackRole

SEED_FILE = Path(__file__).with_name("seed.yml")


@dataclass(frozen=True)
class SeedMember:
    """A person of the workspace; `roles` are the bot's words, which the sandbox only carries."""

    id: str
    name: str
    real_name: str
    zone: str
    display_name: str = ""
    email: str | None = None
    about: str = ""
    roles: tuple[str, ...] = ()
    slack_role: SlackRole = "member"
    locale: str = "en-US"


@dataclass(frozen=True)
class SeedChannel:
    """A public or private channel; `members` are user ids, the bot is added where `bot` is true.

    Who joins the workspace later is at once in each channel that `is_default`.
    """

    id: str
    name: str
    members: tuple[str, ...]
    private: bool = False
    topic: str = ""
    bot: bool = True
    archived: bool = False
    is_default: bool = False


@dataclass(frozen=True)
class SeedBot:
    """The app's own ids; its name comes from the manifest where there is one."""

    user_id: str = "U07BOT0001"
    bot_id: str = "B07BOT0001"
    app_id: str = "A07RUNFOR1"
    name: str = "Run for Something"


@dataclass(frozen=True)
class Seed:
    """A whole workspace before anybody has done anything."""

    team_id: str
    team_name: str
    domain: str
    start: datetime
    members: tuple[SeedMember, ...]
    channels: tuple[SeedChannel, ...]
    bot: SeedBot = SeedBot()


def read_seed(path: Path = SEED_FILE) -> Seed:
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    members = tuple(_member(each) for each in raw["members"])
    return Seed(
        team_id=raw["team"]["id"],
        team_name=raw["team"]["name"],
        domain=raw["team"]["domain"],
        start=datetime.fromisoformat(raw["start"]),
        members=members,
        channels=tuple(_channel(each, members) for each in raw["channels"]),
        bot=SeedBot(**raw.get("bot", {})),
    )


def _member(raw: dict[str, Any]) -> SeedMember:
    member = SeedMember(**{**raw, "roles": tuple(raw.get("roles", ()))})
    if member.slack_role not in get_args(SlackRole):
        raise ValueError(f"{member.id}'s slack_role is one of {', '.join(get_args(SlackRole))}.")
    return member


def _channel(raw: dict[str, Any], members: tuple[SeedMember, ...]) -> SeedChannel:
    """`members: everyone` saves a list to keep up to date; guests are only where they were invited."""
    everyone = raw["members"] == "everyone"
    fixed = (each.id for each in members if each.slack_role in ("owner", "admin", "member"))
    return SeedChannel(
        **{**raw, "members": tuple(fixed if everyone else raw["members"])}, is_default=everyone
    )
