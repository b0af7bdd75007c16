"""The page for everybody: a thumb, a small phone, a keyboard, a screen reader, light and dark."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from tests.bot.sandbox.page.browser import (
    DESK,
    PHONE,
    PHONE_WITH_KEYS,
    SMALLEST_PHONE,
    a_window,
    composer,
    dialog,
    go_to,
    look_inside,
    message,
    move_the_clock,
    say,
    thread,
    trouble_for_a_thumb,
    trouble_for_everybody,
)
from tests.bot.sandbox.page.form_bots import EVERYTHING
from tests.bot.sandbox.players import MAYA, WELCOME, BoltBot, Person

pytestmark = pytest.mark.browser

TABS = ("Traffic", "What it keeps", "Bad day")


@pytest.fixture(params=["light", "dark"])
def colours(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def window(
    request: pytest.FixtureRequest, browser: Browser, sandbox: Sandbox, colours: str
) -> Iterator[Page]:
    with a_window(browser, sandbox.url, viewport=request.param, color_scheme=colours) as page:
        yield page


def at(page: Page, sandbox: Sandbox, where: str) -> None:
    """By its address, since a phone has the list of places behind a button."""
    page.goto(f"{sandbox.url}/#as={MAYA}&in={where}")


def test_a_conversation_and_a_thread_are_there_for_everybody(
    window: Page, sandbox: Sandbox, slack: WebClient, linh: Person
) -> None:
    first = slack.chat_postMessage(channel=WELCOME, text="Everything", blocks=EVERYTHING)["ts"]
    slack.chat_postMessage(channel=WELCOME, text="A reply", thread_ts=first)
    slack.chat_postEphemeral(channel=WELCOME, user=MAYA, text="Between us")
    linh.say("Me too")
    at(window, sandbox, WELCOME)
    expect(message(window, "Between us")).to_be_visible()
    in_the_channel = trouble_for_everybody(window)
    at(window, sandbox, f"{WELCOME}&thread={first}")
    expect(thread(window).get_by_text("A reply")).to_be_visible()

    assert in_the_channel + trouble_for_everybody(window) == []


def test_home_and_a_form_with_something_to_mend_are_there_for_everybody(
    window: Page, sandbox: Sandbox, welcoming: BoltBot
) -> None:
    at(window, sandbox, "home")
    window.get_by_role("button", name="Sign up").click()
    form = dialog(window, "Sign up")
    form.get_by_role("button", name="Count me in").click()
    expect(form.get_by_text("Please complete this required field.")).to_have_count(3)
    in_the_form = trouble_for_everybody(window)
    window.keyboard.press("Escape")
    expect(form).to_be_hidden()

    assert in_the_form + trouble_for_everybody(window) == []


def test_the_drawer_and_the_clock_are_there_for_everybody(window: Page, slack: WebClient) -> None:
    slack.chat_postMessage(channel=WELCOME, text="Seen from inside")
    look_inside(window, "Traffic").get_by_text("chat.postMessage").click()
    found = trouble_for_everybody(window)
    for tab in TABS[1:]:
        look_inside(window, tab)
        found += trouble_for_everybody(window)
    move_the_clock(window)

    assert found + trouble_for_everybody(window) == []


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


@pytest.mark.parametrize("size", [PHONE, SMALLEST_PHONE, DESK], ids=["phone", "smallest phone", "desk"])
def test_messages_threads_and_panels_fit_and_are_large_enough(
    page: Page, sandbox: Sandbox, slack: WebClient, size: object, fits: Callable[[], None]
) -> None:
    first = slack.chat_postMessage(channel=WELCOME, text="Everything", blocks=EVERYTHING)["ts"]
    slack.chat_postMessage(channel=WELCOME, text="A reply", thread_ts=first)
    page.set_viewport_size(size)  # type: ignore[arg-type]
    at(page, sandbox, WELCOME)
    expect(page.get_by_role("link", name="1 reply")).to_be_visible()
    fits()
    at(page, sandbox, f"{WELCOME}&thread={first}")
    thread(page)
    fits()
    for tab in TABS:
        look_inside(page, tab)
        fits()
    move_the_clock(page)
    fits()


@pytest.fixture
def fits(page: Page) -> Callable[[], None]:
    def check() -> None:
        assert trouble_for_a_thumb(page) == []

    return check


def test_what_one_writes_in_is_named_on_the_smallest_phone_too(page: Page) -> None:
    page.set_viewport_size(SMALLEST_PHONE)

    expect(composer(page)).to_have_attribute("placeholder", "Write a message")
    assert composer(page).evaluate("field => field.scrollHeight <= field.offsetHeight")


def test_arrow_keys_lead_from_one_conversation_to_the_next(page: Page) -> None:
    conversations = page.get_by_role("navigation", name="Conversations")
    conversations.get_by_role("link", name="App Home").focus()
    page.keyboard.press("ArrowDown")
    expect(conversations.get_by_role("link", name="Run for Something")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page).to_have_title("#welcome · Run for Something (sandbox)")


def test_one_gets_through_the_whole_page_by_tab_and_back_to_where_one_was(page: Page, linh: Person) -> None:
    linh.say("Hello")
    go_to(page, "welcome")
    expect(message(page, "Hello")).to_be_visible()
    say(page, "Hi")
    expect(message(page, "Hi")).to_be_visible()
    look_inside(page, "Bad day")
    composer(page).focus()
    visited = list[str]()
    while len(visited) < 100:
        page.keyboard.press("Tab")
        visited.append(page.evaluate("document.activeElement.id || document.activeElement.textContent"))
        if visited[-1] == "message":
            break

    assert {"skip", "clock-toggle", "look-inside", "theme", "scroll", "tab-faults", "message"} <= {*visited}
