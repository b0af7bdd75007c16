"""What the bots behind the page do in its tests: open a form, take it, publish a Home page."""

from typing import Any

from slack_sdk import WebClient

from tests.bot.sandbox.block_kit.shapes import (
    Block,
    a_button,
    a_home,
    a_modal,
    a_section,
    an_input,
    options,
    plain,
)
from tests.bot.sandbox.players import BoltBot

SIGN_UP = a_modal(
    an_input(block_id="name"),
    an_input(block_id="zip", label=plain("Your ZIP code")),
    an_input(
        {"type": "radio_buttons", "action_id": "value", "options": options("curious", "certain")},
        block_id="sure",
        label=plain("How sure are you?"),
    ),
    callback_id="sign_up",
    title=plain("Sign up"),
    submit=plain("Count me in"),
)
CHOICES = a_modal(
    *(
        an_input({"type": kind, "action_id": "value", **more}, kind, label=plain(kind))
        for kind, more in {
            "static_select": {"options": options("a", "b")},
            "multi_static_select": {"options": options("a", "b")},
            "checkboxes": {"options": options("a", "b")},
            "datepicker": {},
            "timepicker": {},
            "datetimepicker": {},
        }.items()
    )
)

SEARCH = a_modal(
    an_input(
        {"type": "external_select", "action_id": "value", "min_query_length": 2}, "town", label=plain("Town")
    ),
    an_input(
        {"type": "multi_external_select", "action_id": "value", "min_query_length": 2},
        "more",
        label=plain("More towns"),
        optional=True,
    ),
)
FILE = a_modal(
    an_input({"type": "file_input", "action_id": "value", "max_files": 1}, "plan", label=plain("Plan"))
)
TOWNS = ("Raleigh", "Apex", "Rolesville")
TABLE = [["Office", "Seats"], ["School board", "3"]]
EVERYTHING: list[Block] = [
    {"type": "header", "text": plain("A header")},
    a_section("Some *bold* words"),
    {"type": "section", "fields": [{"type": "mrkdwn", "text": "*Office*"}, plain("School board")]},
    {"type": "divider"},
    {"type": "context", "elements": [plain("Because you asked")]},
    {"type": "image", "image_url": "https://pictures.invalid/map.png", "alt_text": "A map of the county"},
    {"type": "markdown", "text": "## A heading\n* one\n* two"},
    {"type": "table", "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in TABLE]},
    {
        "type": "video",
        "title": plain("How to file"),
        "video_url": "https://videos.invalid/1",
        "thumbnail_url": "https://videos.invalid/1.png",
        "alt_text": "A desk",
    },
    {
        "type": "actions",
        "elements": [
            {"type": "button", "text": plain("Say yes"), "style": "primary"},
            {"type": "users_select", "placeholder": plain("Somebody")},
            {"type": "conversations_select", "placeholder": plain("Somewhere")},
            {"type": "channels_select", "placeholder": plain("A channel")},
            {"type": "overflow", "options": options("edit", "remove")},
            {"type": "datepicker"},
            {"type": "timepicker"},
            {"type": "datetimepicker"},
            {"type": "radio_buttons", "options": options("near", "far")},
            {"type": "checkboxes", "options": options("red", "blue")},
        ],
    },
]


def a_home_with_a_button(words: str) -> Block:
    return a_home(a_section(words), a_button("open_form", text=plain("Sign up")))


def open_on_request(bot: BoltBot, form: Block) -> None:
    """After the command, and after a button."""

    @bot.app.command("/runforsomething")
    @bot.app.action("open_form")
    def open_form(ack: Any, body: Any, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=form)


def publish_home(bot: BoltBot) -> None:
    @bot.app.event("app_home_opened")
    def show_home(event: Any, client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view=a_home_with_a_button("Your own page"))


def take_sign_up(bot: BoltBot) -> None:
    """A ZIP code has five digits; who has one is greeted."""

    @bot.app.view("sign_up")
    def sign_up(ack: Any, body: Any, client: WebClient) -> None:
        values = body["view"]["state"]["values"]
        if len(values["zip"]["value"]["value"]) != 5:
            ack(response_action="errors", errors={"zip": "A ZIP code has five digits."})
            return
        ack()
        name = values["name"]["value"]["value"]
        client.chat_postMessage(channel=body["user"]["id"], text=f"You're in, {name}.")


def take_choices(bot: BoltBot) -> dict[str, Any]:
    """What was answered, by block; empty until the form has been sent."""
    answered = dict[str, Any]()

    @bot.app.view("a_form")
    def take(ack: Any, view: Any) -> None:
        for block, entry in view["state"]["values"].items():
            answered[block] = _plain(next(value for key, value in entry["value"].items() if key != "type"))
        ack()

    return answered


def _plain(value: Any) -> Any:
    """Options by their value, files by their name."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.get("value", value.get("name")) if isinstance(value, dict) else value


def find_towns(bot: BoltBot) -> None:
    """Those that begin with what was typed."""

    @bot.app.options("value")
    def find(ack: Any, payload: Any) -> None:
        typed = payload["value"].lower()
        ack(options=options(*(town for town in TOWNS if town.lower().startswith(typed))))


def push_a_view(bot: BoltBot) -> None:
    """A form with a button that lays another one on top."""

    @bot.app.action("more")
    def more(ack: Any, body: Any, client: WebClient) -> None:
        ack()
        client.views_push(trigger_id=body["trigger_id"], view=a_modal(title=plain("On top")))


def take_presses(bot: BoltBot) -> list[str]:
    """The values of the buttons named "press" that were pressed."""
    pressed = list[str]()

    @bot.app.action("press")
    def press(ack: Any, payload: Any) -> None:
        ack()
        pressed.append(payload["value"])

    return pressed
