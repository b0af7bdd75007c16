"""Reading what Slack shows: the words of views and messages, their buttons, their fields."""

from collections.abc import Iterator

from bot.sandbox.block_kit.fields import elements_of
from bot.sandbox.workspace.records import Json


def words_of(shown: object) -> str:
    """Every text in a view or message, in its order."""
    return "\n".join(_texts(shown))


def _texts(shown: object) -> Iterator[str]:
    if isinstance(shown, dict):
        if shown.get("type") in ("mrkdwn", "plain_text"):
            yield shown["text"]
            return
        for key in ("title", "blocks", "text", "label", "elements", "element", "options", "hint"):
            yield from _texts(shown.get(key))
    elif isinstance(shown, list):
        for each in shown:
            yield from _texts(each)


def buttons_of(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    for block in blocks:
        yield from ((block, each) for each in elements_of(block) if each["type"] == "button")


def labels_of(blocks: list[Json]) -> list[str]:
    return [button["text"]["text"] for _, button in buttons_of(blocks)]


def label_of(block: Json) -> str:
    return str(block["label"]["text"]) if "label" in block else ""


def filled_in(view: Json, label: str, words: str) -> dict[str, dict[str, object]]:
    """One field of a form, found by its label, with these words in it."""
    for block in view["blocks"]:
        if block["type"] == "input" and label_of(block).startswith(label):
            element = block["element"]
            return {block["block_id"]: {element["action_id"]: _as_chosen(element, words)}}
    raise AssertionError(f"the form asks for no “{label}”")


def as_read(entry: Json) -> str | None:
    chosen = entry.get("selected_option") or next(iter(entry.get("selected_options") or []), None)
    return str(chosen["text"]["text"]) if chosen else entry.get("value")


def _as_chosen(element: Json, words: str) -> object:
    """An option by its words; what is typed stays as it is. Nothing at all unticks a box."""
    if "options" not in element:
        return words
    values = [option["value"] for option in element["options"] if option["text"]["text"] == words]
    assert values or not words, f"there is no option “{words}”"
    return values if element["type"] == "checkboxes" else values[0]
