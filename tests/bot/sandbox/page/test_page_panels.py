"""The clock, the drawer and the switches of the page."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from slack_sdk import WebClient

from bot.sandbox import NextDue, Sandbox, SandboxClock, Section, read_seed
from tests.bot.sandbox.page.browser import a_window, go_to, look_inside, message, move_the_clock, say
from tests.bot.sandbox.players import MAYA, WELCOME, Person, client_of

pytestmark = pytest.mark.browser

SEED = read_seed()
TOMORROW = SEED.start + timedelta(days=1)
DARK = "rgb(27, 29, 33)"


class Insider:
    """A bot that owes one message, tomorrow at noon."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock

    def next_due(self) -> NextDue | None:
        return NextDue(TOMORROW, "A reminder for Maya") if self._clock.now() < TOMORROW else None

    def look(self, user: str) -> list[Section]:
        return [Section("Outbox", ("kind", "not_before"), (("reminder", "tomorrow"),), note="What it owes.")]


@pytest.fixture
def owing(clock: SandboxClock) -> Iterator[Sandbox]:
    sandbox = Sandbox(SEED, clock=clock, insider=Insider(clock))
    sandbox.start()
    yield sandbox
    sandbox.stop()


def test_the_clock_is_moved_by_hours_and_days(page: Page) -> None:
    panel = move_the_clock(page)
    panel.get_by_role("button", name="+1 day").click()
    expect(panel.get_by_text("It is Wed, Mar 11, 12:00 PM EDT now.")).to_be_visible()
    panel.get_by_role("button", name="+1 hour").click()

    expect(panel.get_by_text("It is Wed, Mar 11, 1:00 PM EDT now.")).to_be_visible()
    expect(page.get_by_role("button", name="move the clock")).to_contain_text("Wed, Mar 11, 1:00 PM EDT")


def test_the_clock_goes_to_a_date_and_never_back(page: Page) -> None:
    panel = move_the_clock(page)
    panel.get_by_label("To a date").fill("2026-03-09T12:00")
    panel.get_by_role("button", name="Go there").click()
    expect(panel.get_by_label("To a date")).to_have_accessible_description(
        "That moment has passed. Time only goes forward here. "
        "Times are in America/New_York. Time only goes forward: the bot does what was due meanwhile."
    )
    panel.get_by_label("To a date").fill("2026-11-03T06:30")
    panel.get_by_role("button", name="Go there").click()

    expect(panel.get_by_text("It is Tue, Nov 3, 6:30 AM EST now.")).to_be_visible()


def test_the_clock_goes_to_what_is_due_next_and_says_what(browser: Browser, owing: Sandbox) -> None:
    with a_window(browser, f"{owing.url}/#as={MAYA}&in={WELCOME}") as page:
        panel = move_the_clock(page)
        button = panel.get_by_role("button", name="To the next thing due")
        expect(button).to_have_accessible_description("A reminder for Maya: Wednesday, March 11, at 12:00 PM")
        button.click()

        expect(panel.get_by_text("It is Wed, Mar 11, 12:00 PM EDT now.")).to_be_visible()
        expect(button).to_be_disabled()
        expect(button).to_have_accessible_description("Nothing is due.")


def test_the_clock_is_closed_by_escape(page: Page) -> None:
    panel = move_the_clock(page)
    page.keyboard.press("Escape")

    expect(panel).to_be_hidden()
    expect(page.get_by_role("button", name="move the clock")).to_be_focused()


def test_what_passed_is_shown_as_it_passes(page: Page, slack: WebClient) -> None:
    pane = look_inside(page, "Traffic")
    slack.chat_postMessage(channel=WELCOME, text="Seen from inside")
    pane.get_by_text("chat.postMessage").click()

    expect(pane.get_by_role("region", name="Request of chat.postMessage")).to_contain_text("Seen from inside")
    expect(pane.get_by_role("region", name="Answer of chat.postMessage")).to_contain_text('"ok": true')


def test_problems_are_said_in_words_and_can_be_seen_alone(page: Page, maya: Person, slack: WebClient) -> None:
    go_to(page, "welcome")
    slack.chat_postMessage(channel=WELCOME, text="Fine")
    maya.do("payload", type="interactive", payload={"type": "a_forged_thing"})
    pane = look_inside(page, "Traffic")
    expect(pane.get_by_text("chat.postMessage")).to_be_visible()
    pane.get_by_text("Problems only").click()

    expect(pane.get_by_text("chat.postMessage")).to_have_count(0)
    expect(pane.get_by_role("listitem").filter(has_text="a_forged_thing")).to_contain_text(
        "nobody answered within three seconds"
    )
    pane.get_by_label("Search in the traffic").fill("nowhere to be found")
    expect(pane.get_by_role("status")).to_contain_text("0 of ")


def test_the_drawer_shows_what_the_bot_keeps(browser: Browser, owing: Sandbox) -> None:
    with a_window(browser, owing.url) as page:
        pane = look_inside(page, "What it keeps")

        expect(pane.get_by_role("heading", name="Outbox")).to_be_visible()
        expect(pane.get_by_role("table", name="Outbox").get_by_role("cell")).to_have_text(
            ["reminder", "tomorrow"]
        )


def test_the_drawer_says_when_there_is_nothing_to_look_into(page: Page) -> None:
    expect(look_inside(page, "What it keeps")).to_contain_text("runs without the bot's own database")


def test_a_bad_day_is_ordered_and_cleared(page: Page, sandbox: Sandbox) -> None:
    pane = look_inside(page, "Bad day")
    pane.get_by_label("What goes wrong").select_option("error")
    pane.get_by_label("Slack's name for the error").fill("is_archived")
    pane.get_by_role("button", name="Order it").click()
    expect(pane.get_by_role("listitem").filter(has_text="error: is_archived")).to_be_visible()
    with pytest.raises(Exception, match="is_archived"):
        client_of(sandbox).chat_postMessage(channel=WELCOME, text="-")
    pane.get_by_role("button", name="Order it").click()
    pane.get_by_role("button", name="Clear everything").click()

    expect(pane.get_by_text("Nothing: Slack works.")).to_be_visible()


def test_the_connection_is_renewed_as_slack_does(page: Page) -> None:
    pane = look_inside(page, "Bad day")
    pane.get_by_role("button", name="Renew the connection").click()

    expect(pane.get_by_text("Slack has announced the end, and the bot connects anew.")).to_be_visible()


def test_what_is_no_number_is_not_ordered(page: Page) -> None:
    pane = look_inside(page, "Bad day")
    pane.get_by_label("How often").fill("twice")
    pane.get_by_role("button", name="Order it").click()

    expect(pane.get_by_text("“twice” is no number.")).to_be_visible()
    expect(pane.get_by_label("How often")).to_be_focused()
    expect(pane.get_by_text("Nothing: Slack works.")).to_be_visible()


def test_somebody_travels_and_every_time_they_read_travels_with_them(page: Page) -> None:
    pane = look_inside(page, "Bad day")
    pane.get_by_label("Travel to another time zone").fill("Pacific/Honolulu")
    pane.get_by_role("button", name="Travel").click()

    expect(pane.get_by_text("Maya Thompson is in Pacific/Honolulu now.")).to_be_visible()
    expect(page.get_by_role("button", name="move the clock")).to_contain_text("6:00 AM HST")


def test_the_drawer_is_worked_by_keyboard_and_stays_open_when_the_page_is_loaded_again(page: Page) -> None:
    expect(page.get_by_role("textbox", name="Message")).to_be_focused()
    page.keyboard.press("Alt+KeyL")
    expect(page.get_by_role("tab", name="Traffic")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tab", name="Bad day")).to_be_focused()
    page.reload()
    expect(page.get_by_role("tabpanel", name="Bad day")).to_be_visible()
    page.get_by_role("tab", name="Bad day").focus()
    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name="Look inside")).to_be_focused()
    expect(page.get_by_role("complementary", name="Look inside")).to_be_hidden()


def test_light_and_dark_are_switched_and_remembered(page: Page) -> None:
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("body")).to_have_css("background-color", DARK)
    page.reload()
    expect(page.locator("body")).to_have_css("background-color", DARK)
    page.get_by_role("button", name="Dark").click()

    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")


def test_the_device_decides_between_light_and_dark_at_first(browser: Browser, sandbox: Sandbox) -> None:
    with a_window(browser, sandbox.url, color_scheme="dark") as page:
        say(page, "Good evening")

        expect(message(page, "Good evening")).to_be_visible()
        expect(page.locator("body")).to_have_css("background-color", DARK)
