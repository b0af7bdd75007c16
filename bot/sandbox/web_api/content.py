"""What a message may say: text, blocks and metadata, checked the way Slack checks them."""

import re
from dataclasses import dataclass, field

from bot.sandbox.block_kit.check import accept_blocks
from bot.sandbox.people.typed_text import link_all
from bot.sandbox.refusal import Refused
from bot.sandbox.web_api.call import Call
from bot.sandbox.workspace.records import Json

TEXT_TRUNCATED_AFTER = 40_000  # docs.slack.dev, chat.postMessage: longer text is cut, with a warning
MARKDOWN_LIMIT = 12_000
ATTACHMENTS_LIMIT = 100
METADATA_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Content:
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    warning: str | None = None


def read_content(call: Call) -> Content:
    """Refuses what says nothing (`no_text`), and blocks that Slack would not show."""
    text, markdown = call.text("text"), call.text("markdown_text")
    blocks = read_blocks(call)
    if call.text("parse") == "full":
        text = link_all(call.workspace, text)
    attachments = _accept_attachments(call.nested("attachments"))
    if markdown:
        text = _accept_markdown(markdown, conflict=bool(text or blocks))
    if not text and not blocks and not attachments:
        raise Refused("no_text")
    cut = len(text) > TEXT_TRUNCATED_AFTER
    return Content(text[:TEXT_TRUNCATED_AFTER], blocks, attachments, "message_truncated" if cut else None)


def read_blocks(call: Call) -> list[Json]:
    return accept_blocks(call.nested("blocks", "invalid_blocks_format"))


def read_metadata(call: Call) -> Json | None:
    """Names and flat values only; the sandbox refuses more, since Slack's byte limit is not published."""
    metadata = call.nested("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        raise Refused("invalid_metadata_format")
    name, payload = metadata["event_type"], metadata["event_payload"]
    if not isinstance(name, str) or not METADATA_NAME.fullmatch(name) or not isinstance(payload, dict):
        raise Refused("invalid_metadata_schema")
    if not all(METADATA_NAME.fullmatch(key) and _is_flat(value) for key, value in payload.items()):
        raise Refused("invalid_metadata_schema")
    return metadata


def _accept_markdown(markdown: str, *, conflict: bool) -> str:
    if conflict:
        raise Refused("markdown_text_conflict")
    if len(markdown) > MARKDOWN_LIMIT:
        raise Refused("msg_too_long")
    return markdown


def _accept_attachments(attachments: object) -> list[Json]:
    if attachments is None:
        return []
    if not isinstance(attachments, list):
        raise Refused("invalid_attachments")
    if len(attachments) > ATTACHMENTS_LIMIT:
        raise Refused("too_many_attachments")
    return attachments


def _is_flat(value: object) -> bool:
    """Strings, numbers, truth values, and objects of these one level deep (slack-platform.md, section 7)."""
    if isinstance(value, dict):
        return all(isinstance(each, str | int | float | bool) for each in value.values())
    return isinstance(value, str | int | float | bool)
