"""Blocks and forms on the page: everything Slack draws, menus that search, files, stacks."""

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect
from slack_sdk import WebClient

from tests.bot.sandbox.block_kit.shapes import Block, a_button, a_modal, an_input, plain
from tests.bot.sandbox.page.browser import dialog, go_to, message
from tests.bot.sandbox.page.form_bots import (
    CHOICES,
    EVERYTHING,
    FILE,
    SEARCH,
    find_towns,
    open_on_request,
    push_a_view,
    take_choices,
    take_presses,
)
from tests.bot.sandbox.players import MAYA, WELCOME, BoltBot

pytestmark = pytest.mark.browser

PLAN = FilePayload(name="plan.txt", mimeType="text/plain", buffer=b"Knock on doors")
LEAVE = {
    "title": plain("Leave?"),
    "text": plain("You can come back."),
    "confirm": plain("Leave"),
    "deny": plain("Stay"),
}


def open_form(page: Page, bot: BoltBot, slack: WebClient, form: Block, title: str = "A form") -> Locator:
    """By a button in a message to Maya."""
    open_on_request(bot, form)
    bot.connect()
    slack.chat_postMessage(channel=MAYA, text="A form", blocks=[a_button("open_form")])
    page.get_by_role("button", name="Press").click()
    return dialog(page, title)


def test_choices_dates_and_times_reach_the_bot(page: Page, bot: BoltBot, slack: WebClient) -> None:
    open_on_request(bot, CHOICES)
    answered = take_choices(bot)
    bot.connect()
    slack.chat_postMessage(channel=MAYA, text="A form", blocks=[a_button("open_form")])
    page.get_by_role("button", name="Press").click()
    form = dialog(page, "A form")
    form.get_by_label("static_select", exact=True).select_option("b")
    for several in ("multi_static_select", "checkboxes"):
        form.get_by_role("group", name=several).get_by_text("A", exact=True).click()
    form.get_by_label("datepicker", exact=True).fill("2026-03-12")
    form.get_by_label("timepicker", exact=True).fill("18:30")
    form.get_by_label("datetimepicker").fill("2026-03-10T16:00")
    form.get_by_role("button", name="Send").click()

    expect(form).to_be_hidden()
    assert answered == {
        "static_select": "b",
        "multi_static_select": ["a"],
        "checkboxes": ["a"],
        "datepicker": "2026-03-12",
        "timepicker": "18:30",
        "datetimepicker": 1773172800,
    }


def test_everything_a_message_can_be_made_of_is_drawn(page: Page, slack: WebClient) -> None:
    slack.chat_postMessage(channel=WELCOME, text="Everything", blocks=EVERYTHING)
    go_to(page, "welcome")
    shown = message(page, "A header")

    expect(shown.locator(".not-drawn")).to_have_count(0)
    expect(shown.get_by_role("table").get_by_role("row")).to_contain_text(["Office", "School board"])
    expect(shown.get_by_text("Picture: A map of the county")).to_be_visible()
    expect(shown.get_by_role("link", name="How to file")).to_have_attribute(
        "href", "https://videos.invalid/1"
    )
    expect(shown.locator(".element")).to_have_count(10)


def test_what_is_not_drawn_says_so(page: Page, slack: WebClient) -> None:
    rich = {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "canvas"}]}],
    }
    slack.chat_postMessage(channel=WELCOME, text="-", blocks=[rich])
    go_to(page, "welcome")

    expect(message(page, "not drawn here: canvas")).to_be_visible()


def test_a_menu_that_searches_is_worked_by_keyboard_alone(page: Page, bot: BoltBot, slack: WebClient) -> None:
    find_towns(bot)
    answered = take_choices(bot)
    form = open_form(page, bot, slack, SEARCH)
    field = form.get_by_role("combobox", name="Town", exact=True)
    expect(field).to_be_focused()
    page.keyboard.type("ro")
    expect(form.get_by_role("option")).to_have_text(["Rolesville"])
    page.keyboard.press("Escape")
    expect(form.get_by_role("option")).to_have_count(0)
    field.fill("ra")
    expect(form.get_by_role("option", name="Raleigh")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Raleigh")
    page.keyboard.press("Enter")

    expect(form).to_be_hidden()
    assert answered == {"town": "Raleigh", "more": []}


def test_a_menu_that_searches_can_take_several(page: Page, bot: BoltBot, slack: WebClient) -> None:
    find_towns(bot)
    answered = take_choices(bot)
    form = open_form(page, bot, slack, SEARCH)
    form.get_by_role("combobox", name="Town", exact=True).fill("ra")
    form.get_by_role("option", name="Raleigh").click()
    for typed, town in (("ap", "Apex"), ("ro", "Rolesville"), ("ra", "Raleigh")):
        form.get_by_role("combobox", name="More towns").fill(typed)
        form.get_by_role("option", name=town).click()
    form.get_by_role("button", name="Remove Rolesville").click()
    form.get_by_role("button", name="Send").click()

    expect(form).to_be_hidden()
    assert answered == {"town": "Raleigh", "more": ["Apex", "Raleigh"]}


def test_a_menu_that_searches_says_when_nothing_answers(
    page: Page, bot: BoltBot, slack: WebClient, quick: None
) -> None:
    form = open_form(page, bot, slack, SEARCH)
    form.get_by_role("combobox", name="Town", exact=True).fill("ra")

    expect(form.get_by_text("Nothing answered. Type again to try again.")).to_be_visible()


def test_a_file_is_put_into_a_form(page: Page, bot: BoltBot, slack: WebClient) -> None:
    answered = take_choices(bot)
    form = open_form(page, bot, slack, FILE)
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("button", name="Choose a file")).to_be_focused()
    form.locator("input[type=file]").set_input_files(PLAN)
    expect(form.get_by_role("list", name="Chosen files")).to_contain_text("plan.txt")
    form.get_by_role("button", name="Send").click()

    expect(form).to_be_hidden()
    assert answered == {"plan": ["plan.txt"]}


def test_a_form_lies_on_another_until_it_is_left(page: Page, bot: BoltBot, slack: WebClient) -> None:
    push_a_view(bot)
    form = open_form(page, bot, slack, a_modal(an_input(), a_button("more", text=plain("More"))))
    form.get_by_label("Your name").fill("Maya")
    form.get_by_role("button", name="More").click()
    dialog(page, "On top")
    page.keyboard.press("Escape")

    form = dialog(page, "A form")
    expect(form.get_by_label("Your name")).to_have_value("Maya")
    expect(form.get_by_role("button", name="More")).to_be_focused()
    form.get_by_role("button", name="More").click()
    dialog(page, "On top").get_by_role("button", name="Dismiss").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_press_that_needs_it_asks_first(page: Page, bot: BoltBot, slack: WebClient) -> None:
    pressed = take_presses(bot)
    bot.connect()
    slack.chat_postMessage(channel=WELCOME, text="-", blocks=[a_button("press", confirm=LEAVE)])
    go_to(page, "welcome")
    page.get_by_role("button", name="Press").click()
    dialog(page, "Leave?").get_by_role("button", name="Stay").click()
    expect(page.get_by_role("button", name="Press")).to_be_focused()
    page.get_by_role("button", name="Press").click()
    dialog(page, "Leave?").get_by_role("button", name="Leave").click()

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Press")).not_to_have_attribute("aria-busy", "true")
    assert pressed == ["7"]
