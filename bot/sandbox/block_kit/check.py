"""Is this a message, a modal or a Home page that Slack would show? The checks, and the ids Slack fills in.

Figures: slack-platform.md, sections 4, 6 and 7.
"""

import json
import secrets
from collections.abc import Iterator

from bot.sandbox.block_kit.blocks import IN_MESSAGES, IN_VIEWS
from bot.sandbox.block_kit.composition import ID, OPTION_GROUPS, OPTIONS, TYPE, options, plain_text
from bot.sandbox.block_kit.fields import elements_of
from bot.sandbox.block_kit.rules import Problems, each, flag, note, shape, string
from bot.sandbox.refusal import Refused, bad_shape
from bot.sandbox.workspace.records import Json

BLOCKS_IN_A_MESSAGE = 50
BLOCKS_IN_A_VIEW = 100
MESSAGE_BLOCKS_TOGETHER = 13_200  # characters of JSON: where slackapi/bolt-js#2509 and #2867 were refused
MARKDOWN_TOGETHER = 12_000
VIEW_BYTES = 250_000

COMMON = {
    **TYPE,
    "blocks": each(IN_VIEWS, most=BLOCKS_IN_A_VIEW),
    "private_metadata": string(3000, shortest=0),
    "callback_id": ID,
    "external_id": ID,
}
MODAL = shape(
    {
        **COMMON,
        "title": plain_text(24),
        "submit": plain_text(24),
        "close": plain_text(24),
        "clear_on_close": flag,
        "notify_on_close": flag,
    },
    needs=["title", "blocks"],
)
HOME = shape(COMMON, needs=["blocks"])
FOUND = shape({"options": options(OPTIONS, least=0), "option_groups": OPTION_GROUPS})


def accept_blocks(blocks: object) -> list[Json]:
    """A message's blocks with all ids; refuses with Slack's names for what is wrong."""
    if not blocks:
        return []
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise Refused("invalid_blocks_format")
    problems: Problems = []
    each(IN_MESSAGES, most=BLOCKS_IN_A_MESSAGE)(blocks, "/blocks", problems)
    if not problems:
        _check_ids(blocks, "/blocks", problems)
        _check_sums(blocks, problems)
    if problems:
        raise bad_shape("invalid_blocks", problems)
    if len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))) > MESSAGE_BLOCKS_TOGETHER:
        raise Refused("msg_blocks_too_long")
    return with_ids(blocks)


def accept_view_body(body: object, kind: str) -> Json:
    """A modal's or Home page's body with all ids; refuses with pointers below `/view`."""
    if not isinstance(body, dict):
        raise bad_shape("invalid_arguments", ["[ERROR] missing required field: view [json-pointer:/view]"])
    if len(json.dumps(body, ensure_ascii=False).encode()) > VIEW_BYTES:
        raise Refused("view_too_large")
    problems = _view_problems(body, kind)
    if problems:
        raise bad_shape("invalid_arguments", problems)
    return {**body, "blocks": with_ids(body["blocks"])}


def accept_options(answer: object) -> Json:
    """What a bot found for a search: options or groups of them, perhaps none."""
    problems: Problems = []
    FOUND(answer, "", problems)
    if problems or not isinstance(answer, dict) or len(answer) != 1:
        raise bad_shape("invalid_options", problems)
    found: Json = json.loads(json.dumps(answer))
    _fill_in_texts(found)
    return found


def with_ids(blocks: list[Json]) -> list[Json]:
    """Random ids where they were left out: no listener will know them."""
    filled = []
    for block in json.loads(json.dumps(blocks)):
        block["block_id"] = block.get("block_id") or secrets.token_urlsafe(4)
        for element in elements_of(block):
            if element["type"] != "image":
                element["action_id"] = element.get("action_id") or secrets.token_urlsafe(4)
        _fill_in_texts(block)
        filled.append(block)
    return filled


def _view_problems(body: Json, kind: str) -> Problems:
    problems: Problems = []
    if body.get("type") != kind:
        note(problems, f"must be one of: {kind}", "/view/type")
        return problems
    (MODAL if kind == "modal" else HOME)(body, "/view", problems)
    if not problems:
        _check_ids(body["blocks"], "/view/blocks", problems)
        _check_focus(body["blocks"], problems)
    if not problems and kind == "modal":
        _check_submit(body, problems)
    return problems


def _check_submit(body: Json, problems: Problems) -> None:
    if not body.get("submit") and any(block["type"] == "input" for block in body["blocks"]):
        note(problems, "missing required field: submit", "/view")


def _check_ids(blocks: list[Json], pointer: str, problems: Problems) -> None:
    """A block_id once in the whole, an action_id once in its block."""
    for place, block_id in _doubled([block.get("block_id") for block in blocks]):
        note(problems, f"`block_id` {block_id} already exists", f"{pointer}/{place}/block_id")
    for place, block in enumerate(blocks):
        for _, action_id in _doubled([element.get("action_id") for element in elements_of(block)]):
            note(problems, f"`action_id` {action_id} already exists", f"{pointer}/{place}")


def _doubled(ids: list[str | None]) -> Iterator[tuple[int, str]]:
    for place, each_id in enumerate(ids):
        if each_id and each_id in ids[:place]:
            yield place, each_id


def _check_focus(blocks: list[Json], problems: Problems) -> None:
    focused = [element for block in blocks for element in elements_of(block) if element.get("focus_on_load")]
    if len(focused) > 1:
        note(problems, "only one element can have focus_on_load", "/view/blocks")


def _check_sums(blocks: list[Json], problems: Problems) -> None:
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > MARKDOWN_TOGETHER:
        note(problems, f"markdown must be less than {MARKDOWN_TOGETHER + 1} characters in all", "/blocks")
    if sum(block["type"] == "table" for block in blocks) > 1:
        note(problems, "only one table allowed", "/blocks")


def _fill_in_texts(value: object) -> None:
    """Slack writes out what a text object leaves open, and sends it back that way."""
    if isinstance(value, list):
        for item in value:
            _fill_in_texts(item)
    elif isinstance(value, dict):
        if value.get("type") == "plain_text":
            value.setdefault("emoji", True)
        elif value.get("type") == "mrkdwn":
            value.setdefault("verbatim", False)
        for inside in value.values():
            _fill_in_texts(inside)
