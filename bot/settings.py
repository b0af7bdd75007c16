"""Everything configurable, read from the environment and .env, and checked before anything starts.

Each field says what it is for and how to get it; docs/settings.md and .env.example are made from that.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import AddressValueError, IPv4Address
from pathlib import Path
from typing import Annotated, Any, ClassVar
from urllib.parse import SplitResult, urlsplit

from cryptography.fernet import Fernet
from dotenv import dotenv_values, set_key
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError


class CannotStart(Exception):
    """Something is missing or in the way: one sentence for the person at the terminal."""


class SettingsError(CannotStart):
    """A setting is missing or wrong; the sentence names it and how to get it, and holds no value."""


@dataclass(frozen=True)
class SlackAccess:
    """What every client of Slack is made with."""

    bot_token: str = field(repr=False)
    app_token: str = field(repr=False)
    api_url: str


def _setting(default: object, *, what: str, how: str, needed: str = "not needed", shown: bool = True) -> Any:
    """`how` goes on after a colon, in the docs and in a SettingsError; `needed` stands for no default."""
    more: dict[str, Any] = {"how": how, "needed": needed}
    return Field(default, description=what, json_schema_extra=more, repr=shown)


class Settings(BaseSettings):
    """Made by read_settings. What only some commands need is asked for with need_slack and need_key."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        frozen=True,
        extra="ignore",  # a .env is shared with other programs
        env_ignore_empty=True,
        hide_input_in_errors=True,
    )

    slack_bot_token: SecretStr | None = _setting(
        None,
        what="the bot's own token, with which it reads and writes in your workspace",
        how="copy the Bot User OAuth Token (xoxb-…) from your app's OAuth & Permissions page "
        "once the app is installed",
        needed="required",
    )
    slack_app_token: SecretStr | None = _setting(
        None,
        what="opens the connection through which Slack tells the bot what people do (Socket Mode)",
        how="make one with the scope connections:write on your app's Basic Information page, "
        "under App-Level Tokens",
        needed="required",
    )
    slack_api_url: str = _setting(
        "https://slack.com/api/",
        what="where Slack's Web API is; only a test or a sandbox has another one",
        how="leave it out, or give an address that ends in /api/, with https "
        "(http is for this machine alone)",
    )
    database_url: str = _setting(
        "sqlite:///onboarding.db",
        what="the database in which everything is kept: SQLite, or PostgreSQL",
        how="leave it out for a file beside the program, or write "
        "postgresql://user:password@host/name with what your database's host gave you",
        shown=False,  # it may hold a password
    )
    data_key: Annotated[tuple[SecretStr, ...], NoDecode] = _setting(
        (),
        what="locks what is sensitive in the database, so keep a copy somewhere else: without it "
        "nobody can read that again; to change it, put a new one before the old, with a comma",
        how="make one with `.venv/bin/python -m bot key`",
        needed="required, unless ALLOW_PLAINTEXT is set",
    )
    allow_plaintext: bool = _setting(
        False,
        what="lets the bot run without a DATA_KEY: what is sensitive then lies readable in the database",
        how="write 1 to allow it, for trying things out only",
    )
    admin_user_ids: Annotated[frozenset[tuple[str, str]], NoDecode] = _setting(
        frozenset(),
        what="who is an admin, and staff, from the start",
        how="write the workspace's id and the member's, as in T024BE7LD/U023BECGF, several with commas; "
        "in Slack the first stands in the address after app.slack.com/client/, the second is under "
        "“Copy member ID” in the profile",
    )
    staff_channel: str | None = _setting(
        None,
        what="the private channel in which staff hear what needs them",
        how="copy the channel's id (C…), which stands at the end of its details in Slack",
    )

    @field_validator("*", mode="before")
    @classmethod
    def _check(cls, given: object, info: ValidationInfo) -> object:
        check = CHECKS.get(str(info.field_name), str)
        return check(given.strip()) if isinstance(given, str) else given

    @property
    def data_keys(self) -> tuple[str, ...]:
        """The current one first; none where nothing is to be locked."""
        return tuple(key.get_secret_value() for key in self.data_key)

    def need_slack(self) -> SlackAccess:
        """Raises SettingsError where a token is missing."""
        if self.slack_bot_token is None:
            raise SettingsError(_missing("slack_bot_token"))
        if self.slack_app_token is None:
            raise SettingsError(_missing("slack_app_token"))
        return SlackAccess(
            self.slack_bot_token.get_secret_value(),
            self.slack_app_token.get_secret_value(),
            self.slack_api_url,
        )

    def need_key(self) -> tuple[str, ...]:
        """The data keys. Raises SettingsError where there are none and plain text is not allowed."""
        if not self.data_key and not self.allow_plaintext:
            raise SettingsError(_missing("data_key"))
        return self.data_keys


def read_settings(env_file: Path | None = Path(".env")) -> Settings:
    """The environment goes before the file; an empty value is none. Raises SettingsError."""
    try:
        return Settings(_env_file=env_file)  # type: ignore[call-arg]  # mypy sees only the fields
    except ValidationError as wrong:
        raise SettingsError(_first_sentence(wrong)) from None
    except (OSError, UnicodeDecodeError):
        raise SettingsError(
            f"{env_file} can't be read: make it a text file in UTF-8 that is yours."
        ) from None


def about(name: str) -> dict[str, str]:
    """Of a field: what it is for, how to get it, and whether it is needed where nothing stands for it."""
    known = Settings.model_fields[name]
    assert isinstance(known.json_schema_extra, dict)
    return {"what": str(known.description)} | {
        key: str(text) for key, text in known.json_schema_extra.items()
    }


def new_data_key() -> str:
    return Fernet.generate_key().decode()


def write_data_key(env_file: Path) -> None:
    """Put a new DATA_KEY into the file, which is made where it is missing; one that is there stays."""
    if dotenv_values(env_file).get("DATA_KEY"):
        return
    env_file.touch(mode=0o600)
    set_key(env_file, "DATA_KEY", new_data_key(), quote_mode="never", follow_symlinks=True)


def _missing(name: str) -> str:
    return f"{name.upper()} is missing: {about(name)['how']}, and put it into .env."


def _first_sentence(wrong: ValidationError) -> str:
    """Our own checks say what is wrong; pydantic's words are for programmers."""
    first = wrong.errors(include_input=False, include_url=False)[0]
    name = str(first["loc"][0])
    problem = first["ctx"]["error"] if first["type"] == "value_error" else "can't be understood"
    return f"{name.upper()} {problem}: {about(name)['how']}."


# -- What a value has to look like. Each check raises ValueError with the words that go on after the name. --


def _token(given: str, kind: str) -> str:
    if not re.fullmatch(rf"{kind}-[\w.-]+", given, re.ASCII):
        raise ValueError(f"has to start with {kind}- and have no spaces in it")
    return given


def _api_url(given: str) -> str:
    try:
        parts = urlsplit(given)
        whole = parts.port != 0
    except ValueError:  # brackets that don't close, a port that is no number; the error quotes them
        raise ValueError("is not an address") from None
    if not whole or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("has more or less in it than an address needs")
    if not re.search(r"/api/?$", parts.path):
        raise ValueError("has to end in /api/")
    if not _is_safe(parts):
        raise ValueError("has to begin with https://")
    return parts.geturl().removesuffix("/") + "/"


def _is_safe(parts: SplitResult) -> bool:
    """Without https a token would be readable on its way; on this machine it has no way."""
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(parts.hostname or ""))
    )


def _is_this_machine(host: str) -> bool:
    try:
        return host in ("localhost", "::1") or IPv4Address(host).is_loopback
    except AddressValueError:
        return False


# What people write, and the driver that is installed for it.
DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def _database(given: str) -> str:
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):  # a port that is no number; the error quotes what may be a password
        raise ValueError("is not the address of a database") from None
    if url.drivername not in DRIVERS:
        raise ValueError("names a database that the bot doesn't know")
    return url.set(drivername=DRIVERS[url.drivername]).render_as_string(hide_password=False)


def _data_keys(given: str) -> tuple[SecretStr, ...]:
    keys = _parts(given)
    if not all(re.fullmatch(r"[A-Za-z0-9_-]{43}=", key) for key in keys):
        raise ValueError("is not a key (44 letters and digits, the last one =), or several with commas")
    return tuple(SecretStr(key) for key in keys)


def _members(given: str) -> frozenset[tuple[str, str]]:
    found = [re.fullmatch(r"(T[A-Z0-9]{2,})/([UW][A-Z0-9]{2,})", part) for part in _parts(given)]
    if not all(found):
        raise ValueError("is not T…/U… (or T…/W…), or several with commas")
    return frozenset((each[1], each[2]) for each in found if each)


def _channel(given: str) -> str:
    if not re.fullmatch(r"[CG][A-Z0-9]{2,}", given):
        raise ValueError("is not the id of a channel (C… or G…)")
    return given


def _parts(given: str) -> list[str]:
    return [part.strip() for part in given.split(",") if part.strip()]


CHECKS: dict[str, Callable[[str], object]] = {
    "slack_bot_token": lambda given: _token(given, "xoxb"),
    "slack_app_token": lambda given: _token(given, "xapp"),
    "slack_api_url": _api_url,
    "database_url": _database,
    "data_key": _data_keys,
    "admin_user_ids": _members,
    "staff_channel": _channel,
}
