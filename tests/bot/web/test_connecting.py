"""What docs/connect.md tells people to put into the manifest fits the manifest, and the bot."""

import re
from pathlib import Path
from typing import Any

import yaml

from bot.web import EVENTS

ROOT = Path(__file__).resolve().parents[3]
CONNECT = (ROOT / "docs/connect.md").read_text(encoding="utf-8")
MANIFEST = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
NEW = {"url", "request_url"}


def the_lines() -> Any:
    (block,) = re.findall(r"^```yaml\n(.*?)^```$", CONNECT, re.DOTALL | re.MULTILINE)
    return yaml.safe_load(block)


def test_every_address_leads_to_where_the_bot_listens() -> None:
    told = the_lines()
    places = [*told["features"]["slash_commands"], *told["settings"].values()]
    addresses = [each[name] for each in places if isinstance(each, dict) for name in NEW & set(each)]

    assert {address.removeprefix("https://bot.example.org") for address in addresses} == {EVENTS}
    assert len(addresses) == 2 + len(MANIFEST["features"]["slash_commands"])


def test_the_lines_stand_beside_those_of_the_manifest() -> None:
    told = the_lines()

    assert [each["command"] for each in told["features"]["slash_commands"]] == [
        each["command"] for each in MANIFEST["features"]["slash_commands"]
    ]
    assert set(told["settings"]) <= set(MANIFEST["settings"])
    assert told["settings"]["socket_mode_enabled"] is not MANIFEST["settings"]["socket_mode_enabled"]
