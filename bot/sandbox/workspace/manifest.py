"""What the app's manifest lets it do: its name, commands, events and scopes."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Command:
    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True)
class Manifest:
    """Without a manifest (scopes None) the app may do everything, so that a first try needs no setup."""

    name: str | None = None
    scopes: frozenset[str] | None = None
    commands: tuple[Command, ...] = ()
    events: frozenset[str] | None = None
    home_tab: bool = True
    messages_tab: bool = True
    messages_tab_read_only: bool = False
    interactivity: bool = True

    def allows(self, scope: str) -> bool:
        return self.scopes is None or scope in self.scopes

    @property
    def shows_emails(self) -> bool:
        return self.allows("users:read.email")

    def provided(self) -> str:
        return ",".join(sorted(self.scopes or ()))

    def command(self, word: str) -> Command | None:
        """The app's command of that name; without a manifest every word is the app's."""
        if self.scopes is None:
            return Command(word, should_escape=True)
        return next((each for each in self.commands if each.command == word), None)

    def subscribes_to(self, event: str) -> bool:
        """Without a manifest only the two events that every bot with a Home page wants are sent."""
        if self.events is None:
            return event in ("message.im", "app_home_opened")
        return event in self.events


def read_manifest(path: Path | None) -> Manifest:
    if path is None:
        return Manifest()
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    features, settings = raw.get("features", {}), raw.get("settings", {})
    home = features.get("app_home", {})
    return Manifest(
        name=features.get("bot_user", {}).get("display_name") or raw["display_information"]["name"],
        scopes=frozenset(raw.get("oauth_config", {}).get("scopes", {}).get("bot", ())),
        commands=tuple(_command(each) for each in features.get("slash_commands", ())),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
        home_tab=bool(home.get("home_tab_enabled")),
        messages_tab=bool(home.get("messages_tab_enabled")),
        messages_tab_read_only=bool(home.get("messages_tab_read_only_enabled")),
        interactivity=bool(settings.get("interactivity", {}).get("is_enabled")),
    )


def _command(raw: Mapping[str, Any]) -> Command:
    return Command(
        command=raw["command"],
        description=raw.get("description", ""),
        usage_hint=raw.get("usage_hint", ""),
        should_escape=bool(raw.get("should_escape")),
    )
