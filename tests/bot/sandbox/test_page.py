"""The page as people use it, in a real browser with a real bot behind it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from tests.bot.sandbox.browser import (
    DESK,
    PHONE,
    PHONE_WITH_KEYS,
    become,
    composer,
    dialog,
    go_to,
    launch,
    message,
    say,
    trouble_for_a_thumb,
)
from tests.bot.sandbox.form_bots import (
    CHOICES,
    SIGN_UP,
    a_home_with_a_button,
    open_on_request,
    publish_home,
    take_choices,
    take_sign_up,
)
from tests.bot.sandbox.players import MAYA, WELCOME, BoltBot, Person
from tests.bot.sandbox.shapes import Block, a_button, a_section, plain

pytestmark = pytest.mark.browser

DATE = "The call is <!date^1773172800^{date_long} at {time}|soon>."  # March 10, 2026, 4 pm in New York
HARM = "<img src=x onerror=\"document.title='harmed'\"><script>document.title='harmed'</script>"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, sandbox: Sandbox) -> Iterator[Page]:
    """The page as one finds it the first time; a fault in its scripts fails the test."""
    context = browser.new_context(viewport=DESK, timezone_id="Asia/Tokyo")  # nobody's zone in the sandbox
    page, faults = context.new_page(), list[str]()
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto(sandbox.url)
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def onboarding(bot: BoltBot) -> BoltBot:
    """Its form opens, and nobody takes it."""
    open_on_request(bot, SIGN_UP)
    publish_home(bot)
    bot.connect()
    return bot


@pytest.fixture
def welcoming(onboarding: BoltBot) -> BoltBot:
    """Takes the form too, and greets."""
    take_sign_up(onboarding)
    return onboarding


def test_a_newcomer_signs_up_with_the_mouse(page: Page, welcoming: BoltBot) -> None:
    say(page, "/runforsomething signup")
    form = dialog(page, "Sign up")
    form.get_by_label("Your name").fill("Maya")
    form.get_by_label("Your ZIP code").fill("27601")
    form.get_by_text("Curious").click()
    form.get_by_role("button", name="Count me in").click()

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
    form.get_by_label("Your name").fill("Maya")
    form.get_by_label("Your ZIP code").fill("27601")
    form.get_by_text("Curious").click()
    form.get_by_role("button", name="Count me in").click()

    expect(form.get_by_role("alert")).to_contain_text("We had some trouble connecting. Try again?")
    expect(form.get_by_label("Your name")).to_have_value("Maya")


def test_on_a_phone_everything_fits_and_is_large_enough_for_a_thumb(page: Page, welcoming: BoltBot) -> None:
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name="People and conversations").click()
    in_the_list = trouble_for_a_thumb(page)
    page.get_by_role("link", name="App Home").click()
    page.get_by_role("button", name="Sign up").click()
    form = dialog(page, "Sign up")
    in_the_form = trouble_for_a_thumb(page)
    form.get_by_role("button", name="Count me in").click()

    expect(form.get_by_text("Please complete this required field.")).to_have_count(3)
    assert in_the_list + in_the_form + trouble_for_a_thumb(page) == []
    page.set_viewport_size(PHONE_WITH_KEYS)
    expect(form.get_by_role("button", name="Count me in")).to_be_in_viewport(ratio=1)


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


def test_who_writes_sees_it_however_long_the_conversation_is(page: Page, slack: WebClient) -> None:
    for number in range(30):
        slack.chat_postMessage(channel=WELCOME, text=f"Line {number}\nand more")
    go_to(page, "welcome")
    expect(message(page, "Line 0")).to_be_in_viewport()

    say(page, "My own line")

    expect(message(page, "My own line")).to_be_in_viewport(ratio=1)


def test_an_edited_message_says_so_and_replies_stand_below_it(page: Page, slack: WebClient) -> None:
    first = slack.chat_postMessage(channel=WELCOME, text="Who can help?")["ts"]
    slack.chat_postMessage(channel=WELCOME, text="Something else")
    slack.chat_postMessage(channel=WELCOME, text="I can", thread_ts=first)
    go_to(page, "welcome")
    slack.chat_update(channel=WELCOME, ts=first, text="Who can help in Ohio?")

    expect(page.get_by_role("article").locator(".text")).to_have_text(
        ["Who can help in Ohio? (edited)", "I can", "Something else"]
    )


def test_an_answer_for_one_person_says_that_only_they_see_it(
    page: Page, slack: WebClient, linh: Person
) -> None:
    go_to(page, "welcome")
    slack.chat_postEphemeral(channel=WELCOME, user=MAYA, text="Between us")

    expect(message(page, "Between us")).to_contain_text("Only visible to you")
    become(page, "Linh Tran")
    expect(page.get_by_text("Nothing here yet.")).to_be_visible()


def test_what_others_write_arrives_by_itself_and_is_unread_until_it_is_seen(page: Page, linh: Person) -> None:
    expect(composer(page)).to_be_focused()
    linh.say("Hello from California")
    room = page.get_by_role("link", name="welcome")
    expect(room).to_contain_text("1 unread")

    room.click()

    expect(message(page, "Hello from California")).to_be_visible()
    expect(room).not_to_contain_text("unread")


def test_dates_are_in_the_zone_of_the_person_who_reads(page: Page, slack: WebClient) -> None:
    slack.chat_postMessage(channel=WELCOME, text=DATE)

    go_to(page, "welcome")
    expect(message(page, "Tuesday, March 10th, 2026 at 4:00 PM")).to_be_visible()
    become(page, "Linh Tran")
    expect(message(page, "Tuesday, March 10th, 2026 at 1:00 PM")).to_be_visible()


def test_text_from_people_is_never_markup(page: Page, slack: WebClient, linh: Person) -> None:
    go_to(page, "welcome")
    linh.say(HARM)
    others: list[Block] = [{"type": "header", "text": plain(HARM)}, {"type": "markdown", "text": HARM}]
    slack.chat_postMessage(channel=WELCOME, text=HARM, blocks=[a_section(HARM), *others])

    expect(page.get_by_role("main").get_by_text(HARM)).to_have_count(4)
    expect(page.locator("main :is(img, script)")).to_have_count(0)
    expect(page).to_have_title("#welcome · Run for Something (sandbox)")


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


def test_the_clock_is_moved_by_a_click(page: Page) -> None:
    expect(page.get_by_role("group", name="Sandbox clock")).to_contain_text("Tue, Mar 10, 12:00 PM EDT")

    page.get_by_role("button", name="+1 day").click()

    expect(page.get_by_role("group", name="Sandbox clock")).to_contain_text("Wed, Mar 11, 12:00 PM EDT")
