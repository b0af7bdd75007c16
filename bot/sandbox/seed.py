"""What a fresh workspace holds: read from seed.yml, or built by a test."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

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
    is_admin: bool = False
    is_restricted: bool = False
    deleted: bool = False
    locale: str = "en-US"


@dataclass(frozen=True)
class SeedChannel:
    """A public or private channel; `members` are user ids, the bot is added where `bot` is true."""

    id: str
    name: str
    members: tuple[str, ...]
    private: bool = False
    topic: str = ""
    bot: bool = True


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
    return SeedMember(**{**raw, "roles": tuple(raw.get("roles", ()))})


def _channel(raw: dict[str, Any], members: tuple[SeedMember, ...]) -> SeedChannel:
    """`members: everyone` saves a list that would have to be kept up to date."""
    everyone = tuple(member.id for member in members)
    named = raw["members"]
    return SeedChannel(**{**raw, "members": everyone if named == "everyone" else tuple(named)})
