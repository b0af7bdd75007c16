"""The page as people use it, in a real browser with a real bot behind it."""

import pytest
from playwright.sync_api import Locator, Page, expect
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from tests.bot.sandbox.page.browser import (
    PHONE,
    composer,
    dialog,
    go_to,
    look_inside,
    message,
    say,
    who_one_is,
)
from tests.bot.sandbox.page.form_bots import a_home_with_a_button
from tests.bot.sandbox.players import MAYA, BoltBot, Person

pytestmark = pytest.mark.browser


def test_a_newcomer_signs_up_with_the_mouse(page: Page, welcoming: BoltBot) -> None:
    say(page, "/runforsomething signup")
    form = dialog(page, "Sign up")
    fill_in_and_send(form)

    expect(message(page, "You're in, Maya.")).to_be_visible()
    expect(form).to_be_hidden()
    expect(composer(page)).to_be_focused()


def test_a_newcomer_signs_up_by_keyboard_alone(page: Page, welcoming: BoltBot) -> None:
    expect(composer(page)).to_be_focused()
    page.keyboard.type("/runforsomething signup\n")
    form = dialog(page, "Sign up")
    expect(form.get_by_label("Your name")).to_be_focused()
    for key in ("M", "a", "y", "a", "Tab", *"27601", "Tab", "Space", "Enter"):
        page.keyboard.press(key)

    expect(message(page, "You're in, Maya.")).to_be_visible()
    expect(composer(page)).to_be_focused()


def test_a_newcomer_signs_up_on_a_phone(page: Page, welcoming: BoltBot) -> None:
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="People and conversations").click()
    page.get_by_role("link", name="App Home").click()
    page.get_by_role("button", name="Sign up").click()
    form = dialog(page, "Sign up")
    fill_in_and_send(form)
    page.get_by_role("button", name="People and conversations").click()
    page.get_by_role("link", name="Run for Something").click()

    expect(message(page, "You're in, Maya.")).to_be_visible()


def test_on_a_phone_the_conversations_come_first(page: Page) -> None:
    lists = page.locator("nav").get_by_role("heading")
    expect(lists).to_have_text(["People", "Conversations"])
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="People and conversations").click()

    expect(lists).to_have_text(["Conversations", "People"])


def test_who_one_is_stands_in_sight_however_long_the_list(page: Page, sandbox: Sandbox) -> None:
    page.goto(f"{sandbox.url}/#as=U07GUEST02")

    expect(who_one_is(page, "Walt Jensen")).to_be_in_viewport()
    look_inside(page, "Traffic")
    expect(who_one_is(page, "Walt Jensen")).to_be_in_viewport()


def test_what_is_to_mend_is_said_at_its_field_and_what_was_typed_stays(
    page: Page, welcoming: BoltBot
) -> None:
    say(page, "/runforsomething signup")
    form = dialog(page, "Sign up")
    form.get_by_label("Your name").fill("Maya")
    form.get_by_label("Your ZIP code").fill("276")
    form.get_by_role("button", name="Count me in").click()
    expect(form.get_by_text("Please complete this required field.")).to_be_visible()
    form.get_by_text("Certain").click()
    form.get_by_role("button", name="Count me in").click()

    zip_code = form.get_by_label("Your ZIP code")
    expect(zip_code).to_be_focused()
    expect(zip_code).to_have_accessible_description("A ZIP code has five digits.")
    expect(zip_code).to_have_value("276")
    expect(form.get_by_label("Your name")).to_have_value("Maya")


def test_a_form_that_nobody_answers_says_so_and_keeps_what_was_typed(
    page: Page, onboarding: BoltBot, quick: None
) -> None:
    say(page, "/runforsomething signup")
    form = dialog(page, "Sign up")
    fill_in_and_send(form)

    expect(form.get_by_role("alert")).to_contain_text("We had some trouble connecting. Try again?")
    expect(form.get_by_label("Your name")).to_have_value("Maya")


def test_a_command_can_be_typed_at_home_and_is_answered_in_the_conversation(
    page: Page, onboarding: BoltBot
) -> None:
    go_to(page, "App Home")
    expect(page.get_by_text("Your own page")).to_be_visible()
    say(page, "/runforsomething signup")

    dialog(page, "Sign up")
    expect(page).to_have_title("Run for Something · Run for Something (sandbox)")


def test_commands_are_offered_as_one_begins_to_type(page: Page, strict: Sandbox) -> None:
    page.goto(strict.url)
    expect(composer(page)).to_have_accessible_description("Type / for commands: /runforsomething")
    composer(page).press_sequentially("/run")
    expect(page.get_by_role("option", name="/runforsomething Everything")).to_be_visible()
    page.keyboard.press("Enter")

    expect(composer(page)).to_have_value("/runforsomething ")


def test_leaving_a_form_brings_one_back_to_what_opened_it(
    page: Page, onboarding: BoltBot, slack: WebClient
) -> None:
    go_to(page, "App Home")
    page.get_by_role("button", name="Sign up").click()
    form = dialog(page, "Sign up")
    slack.views_publish(user_id=MAYA, view=a_home_with_a_button("Your page, redrawn"))
    expect(page.get_by_text("Your page, redrawn")).to_be_visible()
    page.keyboard.press("Escape")

    expect(form).to_be_hidden()
    expect(page.get_by_role("button", name="Sign up")).to_be_focused()


def test_starting_over_asks_first(page: Page, linh: Person) -> None:
    starts = list[str]()
    page.on("request", lambda call: starts.append(call.url) if call.url.endswith("start_over") else None)
    linh.say("Hello")
    go_to(page, "welcome")
    page.get_by_role("button", name="Start over").click()
    dialog(page, "Start over?").get_by_role("button", name="Keep everything").click()
    page.get_by_role("button", name="Start over").click()
    expect(message(page, "Hello")).to_be_visible()
    dialog(page, "Start over?").get_by_role("button", name="Yes, start over").click()

    expect(page.get_by_text("Nothing here yet.")).to_be_visible()
    assert len(starts) == 1


def test_who_starts_over_on_a_phone_sees_the_first_day(page: Page, maya: Person) -> None:
    go_to(page, "welcome")
    maya.say("Hello")
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="People and conversations").click()
    page.get_by_role("button", name="Start over").click()
    dialog(page, "Start over?").get_by_role("button", name="Yes, start over").click()

    expect(page.get_by_text("Nothing here yet.")).to_be_visible()
    expect(page.get_by_role("button", name="People and conversations")).to_be_focused()


def test_who_chooses_themselves_again_stays_where_they_are(page: Page, sandbox: Sandbox) -> None:
    refused = list[int]()
    page.on("response", lambda answer: refused.append(answer.status) if answer.status >= 400 else None)
    expect(composer(page)).to_be_focused()
    who_one_is(page, "Maya Thompson").click()
    say(page, "Still here")

    expect(message(page, "Still here")).to_be_visible()
    expect(page).to_have_url(f"{sandbox.url}/#as={MAYA}&in=D07NEWRAL1")
    assert refused == []


def test_words_for_one_form_are_not_heard_in_the_next(page: Page, welcoming: BoltBot) -> None:
    say(page, "/runforsomething signup")
    form = dialog(page, "Sign up")
    form.get_by_role("button", name="Count me in").click()
    expect(form.get_by_text("3 answers need another look.")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()
    say(page, "/runforsomething signup")

    expect(dialog(page, "Sign up").get_by_text("3 answers need another look.")).to_have_count(0)


def fill_in_and_send(form: Locator) -> None:
    form.get_by_label("Your name").fill("Maya")
    form.get_by_label("Your ZIP code").fill("27601")
    form.get_by_text("Curious").click()
    form.get_by_role("button", name="Count me in").click()
