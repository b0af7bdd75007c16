"""Everything configurable, read from the environment and .env, and checked before anything starts.

Each field says what it is for and how to get it; docs/settings.md and .env.example are made from that.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, ClassVar

from cryptography.fernet import Fernet
from dotenv import dotenv_values, set_key
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.settings_checks import CHECKS

OVER_HTTP = " (or SLACK_SIGNING_SECRET and PORT, where Slack shall come to the bot over HTTP)"


class CannotStart(Exception):
    """Something is missing or in the way: one sentence for the person at the terminal."""


class SettingsError(CannotStart):
    """A setting is missing or wrong; the sentence names it and how to get it, and holds no value."""


@dataclass(frozen=True)
class HttpAccess:
    """What Slack's requests are known by, and where they come in; port 0 takes any that is free."""

    signing_secret: str = field(repr=False)
    port: int


@dataclass(frozen=True)
class SocketAccess:
    """What opens connections to Slack, over which its requests come."""

    app_token: str = field(repr=False)


@dataclass(frozen=True)
class SlackAccess:
    """What every client of Slack is made with, and the way by which Slack's requests come to us."""

    bot_token: str = field(repr=False)
    way: SocketAccess | HttpAccess
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
        needed="required, unless SLACK_SIGNING_SECRET and PORT are set",
    )
    slack_signing_secret: SecretStr | None = _setting(
        None,
        what="tells Slack's requests from forged ones, where Slack comes to the bot over HTTP: only without "
        "a SLACK_APP_TOKEN",
        how="copy the Signing Secret from your app's Basic Information page, under App Credentials",
    )
    port: int | None = _setting(
        None,
        what="where the bot waits for Slack's requests over HTTP, at /slack/events: only without "
        "a SLACK_APP_TOKEN",
        how="write the number to which your proxy or your host sends them, as in 8080; many hosts set it "
        "by themselves",
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
        """Over Socket Mode wherever there is an app token: PORT may be there without anybody's wish.

        Raises SettingsError where something is missing.
        """
        if self.slack_bot_token is None:
            raise SettingsError(_missing("slack_bot_token"))
        bot_token, app_token = self.slack_bot_token.get_secret_value(), self.slack_app_token
        if app_token is not None:
            way: SocketAccess | HttpAccess = SocketAccess(app_token.get_secret_value())
        else:
            way = self._need_http()
        return SlackAccess(bot_token, way, self.slack_api_url)

    def need_key(self) -> tuple[str, ...]:
        """The data keys. Raises SettingsError where there are none and plain text is not allowed."""
        if not self.data_key and not self.allow_plaintext:
            raise SettingsError(_missing("data_key"))
        return self.data_keys

    def _need_http(self) -> HttpAccess:
        """Who has said nothing of HTTP is told of Socket Mode, which needs no public address."""
        if self.slack_signing_secret is None:
            raise SettingsError(_missing("slack_app_token", or_else=OVER_HTTP))
        if self.port is None:
            raise SettingsError(_missing("port"))
        return HttpAccess(self.slack_signing_secret.get_secret_value(), self.port)


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


def _missing(name: str, *, or_else: str = "") -> str:
    return f"{name.upper()} is missing: {about(name)['how']}, and put it into .env{or_else}."


def _first_sentence(wrong: ValidationError) -> str:
    """Our own checks say what is wrong; pydantic's words are for programmers."""
    first = wrong.errors(include_input=False, include_url=False)[0]
    name = str(first["loc"][0])
    problem = first["ctx"]["error"] if first["type"] == "value_error" else "can't be understood"
    return f"{name.upper()} {problem}: {about(name)['how']}."
