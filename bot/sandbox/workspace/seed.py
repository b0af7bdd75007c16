"""What a fresh workspace holds: read from seed.yml, or built by a test."""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

import yaml
from pydantic import AfterValidator, AwareDatetime, ConfigDict, TypeAdapter, ValidationError

from bot.sandbox.workspace.records import SlackRole

STRICT = ConfigDict(extra="forbid")  # a slip in a file is said, not passed over
SEED_FILE = Path(__file__).with_name("seed.yml")


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("there is no time zone of this name")
    return name


@dataclass(frozen=True)
class SeedMember:
    """A person of the workspace; `roles` are the bot's words, which the sandbox only carries."""

    id: str
    name: str
    real_name: str
    zone: Annotated[str, AfterValidator(_known_zone)]
    display_name: str = ""
    email: str | None = None
    about: str = ""
    roles: tuple[str, ...] = ()
    slack_role: SlackRole = "member"
    locale: str = "en-US"
    __pydantic_config__ = STRICT


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
    __pydantic_config__ = STRICT


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


class NoSeed(ValueError):
    """What is wrong with a seed's file, as words that go on after its name."""


@dataclass(frozen=True)
class _Team:
    id: str
    name: str
    domain: str
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class _Channel:
    """As in the file, where `members: everyone` saves a list to keep up to date."""

    id: str
    name: str
    members: Literal["everyone"] | tuple[str, ...]
    private: bool = False
    topic: str = ""
    bot: bool = True
    archived: bool = False
    __pydantic_config__ = STRICT


@dataclass(frozen=True)
class _File:
    team: _Team
    start: AwareDatetime
    members: tuple[SeedMember, ...]
    channels: tuple[_Channel, ...]
    bot: SeedBot = SeedBot()
    __pydantic_config__ = STRICT


def read_seed(path: Path = SEED_FILE) -> Seed:
    """Raises OSError where there is no such file, and NoSeed."""
    try:
        file = TypeAdapter(_File).validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as wrong:
        first = wrong.errors()[0]
        raise NoSeed(f"{'.'.join(map(str, first['loc'])) or 'the file'}: {first['msg']}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as wrong:
        raise NoSeed(f"it is no YAML ({' '.join(str(wrong).split())})") from None
    _check_ids(file)
    return Seed(
        team_id=file.team.id,
        team_name=file.team.name,
        domain=file.team.domain,
        start=file.start,
        members=file.members,
        channels=tuple(_channel(each, file.members) for each in file.channels),
        bot=file.bot,
    )


def _check_ids(file: _File) -> None:
    people = [member.id for member in file.members]
    ids = [*people, file.bot.user_id, *(channel.id for channel in file.channels)]
    if twice := {each for each in ids if ids.count(each) > 1}:
        raise NoSeed(f"the id {min(twice)} stands there twice")
    named = {each for channel in file.channels if channel.members != "everyone" for each in channel.members}
    if strangers := named - set(people):
        raise NoSeed(f"{min(strangers)} is in a channel, but not among the members")


def _channel(raw: _Channel, members: tuple[SeedMember, ...]) -> SeedChannel:
    """Guests are only where they were invited."""
    everyone = tuple(each.id for each in members if each.slack_role in ("owner", "admin", "member"))
    given = {**asdict(raw), "members": everyone if raw.members == "everyone" else raw.members}
    return SeedChannel(**given, is_default=raw.members == "everyone")
