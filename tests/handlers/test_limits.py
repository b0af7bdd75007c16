"""Our table of Slack's limits and the sandbox's agree row by row, and a refusal says where and how much."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.sandbox.block_kit.check import accept_blocks, accept_view_body
from bot.sandbox.refusal import Refused
from handlers import blocks as build
from handlers import limits
from handlers.blocks import Json
from handlers.limits import SlackWouldRefuseError, check_message, check_view


def is_taken(check: Callable[..., object], *what: object) -> bool:
    try:
        check(*what)
    except (SlackWouldRefuseError, Refused):
        return False
    return True


# --- Row by row: the smallest example of each kind, with one property at its limit and one beyond.


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


OPTION = {"text": plain("Mayor"), "value": "mayor"}
GROUP = {"label": plain("City"), "options": [OPTION]}
CONFIRM = {name: plain("Sure?") for name in ("title", "text", "confirm", "deny")}
INPUT = build.input_("Name", build.text_input("name"), "name")

EXTRAS: dict[str, Json] = {
    "modal": {"title": plain("A form"), "submit": plain("Send"), "blocks": [INPUT]},
    "home": {"blocks": [build.divider()]},
    "actions": {"elements": [build.button("Claim", "claim")]},
    "context": {"elements": [plain("Why")]},
    "header": {"text": plain("Hello")},
    "image": {"image_url": "https://example.org/a.png", "alt_text": "A map"},
    "input": {"label": plain("Name"), "element": build.text_input("name")},
    "section": {"text": plain("Hello")},
    "markdown": {"text": "Hello"},
    "button": {"text": plain("Claim")},
    "number_input": {"is_decimal_allowed": False},
    **{name: {"options": [OPTION]} for name in (*limits.STATIC, *limits.CHOICES, "overflow")},
    "confirm": CONFIRM,
    "option group": GROUP,
    **dict.fromkeys(limits.OPTIONS, OPTION),
}
HOLDERS: dict[str, tuple[str, str]] = {
    "option": ("static_select", "options"),
    "rich option": ("checkboxes", "options"),
    "linked option": ("overflow", "options"),
    "option group": ("static_select", "option_groups"),
    "confirm": ("button", "confirm"),
}
FIELDS = (*limits.TYPED, "file_input", "datetimepicker")
URLS = {"linked option.url", "button.url", "image.image_url"}


def example(kind: str, **more: object) -> Json:
    typed = {} if kind in HOLDERS else {"type": kind}
    named = {"action_id": "act"} if kind in limits.ELEMENTS else {}
    whole = typed | named | EXTRAS.get(kind, {}) | more
    if "option_groups" in more or "fields" in more:
        whole = {name: value for name, value in whole.items() if name not in ("options", "text")}
    return whole


def in_a_view(kind: str, thing: Json) -> Json:
    if kind in ("modal", "home"):
        return thing
    if kind in HOLDERS:
        holder, place = HOLDERS[kind]
        return in_a_view(holder, example(holder, **{place: thing if place == "confirm" else [thing]}))
    if kind in limits.EVERYWHERE:
        return example("modal", blocks=[thing])
    if kind in FIELDS:
        return example("modal", blocks=[example("input", element=thing)])
    return example("modal", blocks=[example("section", accessory=thing)])


def several(key: str, count: int) -> list[Json]:
    if key == "actions.elements":
        return [example("button", action_id=f"n{number}") for number in range(count)]
    if key in limits.PARTS:
        return [build.divider()] * count
    if key in limits.TEXTS:
        return [plain("x")] * count
    return [EXTRAS[limits.OBJECTS[key]]] * count


def string(key: str, size: int) -> str:
    return "https://".ljust(size, "x") if key in URLS else "x" * size


def with_initial(key: str, value: list[Json]) -> dict[str, list[Json]]:
    """What is chosen at first has to be offered."""
    kind, name = key.split(".")
    offers = name == "initial_options" and kind != "multi_external_select"
    return {"options": value[:1]} if offers else {}


ROWS: list[tuple[str, int, Callable[[str, int], Any]]] = [
    *((key, most, lambda _, size: plain("x" * size)) for key, most in limits.TEXTS.items()),
    *((key, most, string) for key, most in limits.STRINGS.items()),
    *((key, most, several) for key, most in limits.COUNTS.items()),
    *((key, most, lambda _, size: size) for key, (_, most) in limits.NUMBERS.items()),
]
LISTED_TEXTS = {"section.fields", "context.elements"}
OF_MESSAGES = {"message.text", "message.blocks", "markdown.text", "markdown.block_id"}
# Ten options cannot be eleven choices: the sandbox leaves that to the row of options.
FOLLOWS = {"checkboxes.initial_options"}
IN_VIEWS = [row for row in ROWS if row[0] not in OF_MESSAGES | FOLLOWS]


@pytest.mark.parametrize(("key", "most", "grown"), IN_VIEWS, ids=[row[0] for row in IN_VIEWS])
def test_the_sandbox_has_the_same_row(key: str, most: int, grown: Callable[[str, int], Any]) -> None:
    kind, name = key.split(".")

    def view(size: int) -> Json:
        value = grown(key, size)
        listed = [value] if key in LISTED_TEXTS and not isinstance(value, list) else value
        more = with_initial(key, listed) if isinstance(listed, list) else {}
        return in_a_view(kind, example(kind, **{name: listed}, **more))

    for size, fits in ((most, True), (most + 1, False)):
        grown_view = view(size)

        assert is_taken(check_view, grown_view) is fits
        assert is_taken(accept_view_body, grown_view, grown_view["type"]) is fits


@pytest.mark.parametrize(("count", "fits"), [(50, True), (51, False)])
def test_the_sandbox_has_the_same_row_for_a_messages_blocks(count: int, fits: bool) -> None:
    blocks = [build.divider()] * count

    assert is_taken(check_message, {"text": "Hello", "blocks": blocks}) is fits
    assert is_taken(accept_blocks, blocks) is fits


@pytest.mark.parametrize("kind", [*limits.EVERYWHERE, *limits.ELEMENTS])
def test_the_sandbox_needs_the_same_properties(kind: str) -> None:
    whole = example(kind)
    for name in limits.NEEDED.get(kind, ()):
        spoiled = in_a_view(kind, {left: value for left, value in whole.items() if left != name})

        assert not is_taken(check_view, spoiled)
        assert name == "action_id" or not is_taken(accept_view_body, spoiled, "modal")


EMPTY = {"private_metadata", "callback_id", "external_id", "block_id", "value", "initial_value"}


@pytest.mark.parametrize(
    "key", [key for key in limits.STRINGS if key.split(".")[1] in EMPTY and key not in OF_MESSAGES]
)
def test_the_sandbox_lets_the_same_strings_be_empty(key: str) -> None:
    kind, name = key.split(".")
    view = in_a_view(kind, example(kind, **{name: ""}))

    assert is_taken(check_view, view) is is_taken(accept_view_body, view, view["type"])
    assert is_taken(check_view, view) is (kind not in limits.OPTIONS)


# --- What a refusal says.

NAMED = build.input_("Name", build.text_input("name"), "name")
TWICE = [build.section("One", block_id="same"), build.section("Two", block_id="same")]

SPOILED_VIEWS: dict[str, tuple[Json, str, int | None]] = {
    "a title of 25": (build.modal("x" * 25, [build.divider()], "a"), "/view/title/text", 24),
    "no block at all": (build.home([]), "/view/blocks", None),
    "101 blocks": (build.home([build.divider()] * 101), "/view/blocks", 100),
    "an input without submit": (build.modal("Hi", [NAMED], "a"), "/view/submit", None),
    "a doubled block_id": (build.home(TWICE), "/view/blocks/1/block_id", 1),
    "a doubled action_id": (
        build.home([build.actions(build.button("A", "a"), build.button("B", "a"))]),
        "/view/blocks/0/elements/1/action_id",
        1,
    ),
    "an unknown property": (
        build.home([{"type": "divider", "colour": "red"}]),
        "/view/blocks/0/colour",
        None,
    ),
    "an unknown list": (build.home([{"type": "divider", "rows": []}]), "/view/blocks/0/rows", None),
    "an unknown block": (build.home([{"type": "banner"}]), "/view/blocks/0/type", None),
    "a string for a text": (build.home([{"type": "header", "text": "Hi"}]), "/view/blocks/0/text", None),
    "a null": (build.home([{"type": "divider", "block_id": None}]), "/view/blocks/0/block_id", None),
    "a view of no kind": ({"blocks": []}, "/view/type", None),
    "more than 250 kB": (build.home([build.section("ж" * 3000)] * 20), "/view", 250_000),
    "a section without words": (build.home([{"type": "section"}]), "/view/blocks/0", None),
    "options and groups at once": (
        build.home([build.actions(example("static_select") | {"option_groups": [GROUP]})]),
        "/view/blocks/0/elements/0",
        None,
    ),
    "a field shorter than it has to be": (
        in_a_view("plain_text_input", example("plain_text_input", min_length=9, max_length=8)),
        "/view/blocks/0/element/min_length",
        None,
    ),
    "a text with more than a text": (
        build.home([{"type": "header", "text": plain("Hi") | {"verbatim": True}}]),
        "/view/blocks/0/text",
        None,
    ),
    "a date that is none": (
        build.home([build.actions(example("datepicker", initial_date="March"))]),
        "/view/blocks/0/elements/0/initial_date",
        None,
    ),
}
SPOILED_MESSAGES: dict[str, tuple[Json, str, int | None]] = {
    "nothing for screen readers": ({"blocks": [build.divider()]}, "/text", None),
    "an empty text": ({"text": ""}, "/text", None),
    "a text too long to be updated": ({"text": "x" * 4001}, "/text", 4000),
    "an empty section": ({"text": "Hi", "blocks": [build.section("")]}, "/blocks/0/text/text", None),
    "51 blocks": ({"text": "Hi", "blocks": [build.divider()] * 51}, "/blocks", 50),
    "too much together": ({"text": "Hi", "blocks": [build.section("x" * 2990)] * 4}, "/blocks", 12_000),
    "76 emoji as a header": ({"text": "Hi", "blocks": [build.header("🗳" * 76)]}, "/blocks/0/text/text", 150),
}


@pytest.mark.parametrize(("view", "pointer", "limit"), SPOILED_VIEWS.values(), ids=SPOILED_VIEWS.keys())
def test_a_refused_view_says_where_and_how_much(view: Json, pointer: str, limit: int | None) -> None:
    with pytest.raises(SlackWouldRefuseError) as refused:
        check_view(view)

    assert (refused.value.pointer, refused.value.limit) == (pointer, limit)


@pytest.mark.parametrize(
    ("message", "pointer", "limit"), SPOILED_MESSAGES.values(), ids=SPOILED_MESSAGES.keys()
)
def test_a_refused_message_says_where_and_how_much(message: Json, pointer: str, limit: int | None) -> None:
    with pytest.raises(SlackWouldRefuseError) as refused:
        check_message(message)

    assert (refused.value.pointer, refused.value.limit) == (pointer, limit)


def test_a_message_may_be_its_text_alone_and_what_goes_beside_it_is_left_to_others() -> None:
    check_message({"text": "Hello", "blocks": [], "channel": "D07NEWBOT1", "unfurl_links": False})


def test_a_refusal_never_repeats_what_was_written() -> None:
    with pytest.raises(SlackWouldRefuseError) as refused:
        check_message({"text": "Hi", "blocks": [build.header("my secret " * 30)]})

    assert str(refused.value) == "/blocks/0/text/text: characters at most 150"
