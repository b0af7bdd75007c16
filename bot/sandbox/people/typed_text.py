"""How Slack rewrites what people type before an app sees it.

`&`, `<`, `>` are escaped; @names, #channels and links become markup in angle brackets
(docs.slack.dev, "Formatting message text" and slash commands' "Escape channels, users, and links").
"""

import re

from bot.sandbox.workspace.state import Workspace

LINK = re.compile(r"<[^<>]*>|(https?://[^\s<>]*[^\s<>.,;:!?)])")  # or markup, which stays as it is


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_sent(workspace: Workspace, text: str) -> str:
    """The text of a message (or of a command with `should_escape`) as an app receives it."""
    return link_all(workspace, escape(text))


def link_all(workspace: Workspace, text: str) -> str:
    """What Slack makes of plain names and addresses, also in an app's text with `parse: full`."""
    text = LINK.sub(lambda found: f"<{found[1]}>" if found[1] else found[0], text)
    text = _mention(text, "@", _people(workspace))
    return _mention(text, "#", _channels(workspace))


def _mention(text: str, sign: str, names: dict[str, str]) -> str:
    """Longest names first, so that "@Maya Thompson" is not "@Maya" and a word."""
    for name in sorted(names, key=len, reverse=True):
        pattern = rf"(?<![\w&<]){sign}{re.escape(name)}(?!\w)"
        as_markup = names[name].replace("\\", r"\\")  # in a replacement a backslash is a sign
        text = re.sub(pattern, as_markup, text, flags=re.IGNORECASE)
    return text


def _people(workspace: Workspace) -> dict[str, str]:
    people = {name: f"<!{name}>" for name in ("here", "channel", "everyone")}
    for member in workspace.members.values():
        for name in filter(None, (member.display_name, member.real_name, member.name)):
            people.setdefault(name, f"<@{member.id}>")
    return people


def _channels(workspace: Workspace) -> dict[str, str]:
    """Private channels come without their name."""
    rooms = [room for room in workspace.conversations.values() if room.kind != "direct"]
    return {room.name: f"<#{room.id}|{room.name if room.kind == 'public' else ''}>" for room in rooms}
