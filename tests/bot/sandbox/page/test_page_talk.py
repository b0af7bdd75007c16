"""Conversations on the page: what is read, by whom, and in whose words."""

import pytest
from playwright.sync_api import Browser, FilePayload, FloatRect, Page, expect
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from tests.bot.sandbox.block_kit.shapes import Block, a_button, a_section, plain
from tests.bot.sandbox.page.browser import a_window, become, composer, go_to, message, say, who_one_is
from tests.bot.sandbox.players import LINH, MAYA, WELCOME, Person

pytestmark = pytest.mark.browser

DATE = "The call is <!date^1773172800^{date_long} at {time}|soon>."  # March 10, 2026, 4 pm in New York
HARM = "<img src=x onerror=\"document.title='harmed'\"><script>document.title='harmed'</script>"
TRAP = "javascript:alert(1)"
TRAPS = "<javascript:alert(1)|press> <data:text/html,harm|here> <https://example.org|a link>"
CORNER = FloatRect(x=0, y=0, width=200, height=60)
OWNER, ARCHIVED = "U07OWNER01", "C07CANVASS"


def test_who_writes_sees_it_however_long_the_conversation_is(page: Page, slack: WebClient) -> None:
    for number in range(30):
        slack.chat_postMessage(channel=WELCOME, text=f"Line {number}\nand more")
    go_to(page, "welcome")
    expect(message(page, "Line 0")).to_be_in_viewport()

    say(page, "My own line")

    expect(message(page, "My own line")).to_be_in_viewport(ratio=1)


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


def test_only_addresses_one_can_safely_follow_are_links(page: Page, slack: WebClient) -> None:
    markdown = {"type": "markdown", "text": "[Press](javascript:alert(1)) or [go](https://example.org)"}
    slack.chat_postMessage(channel=WELCOME, text=TRAPS)
    slack.chat_postMessage(channel=WELCOME, text="-", blocks=[markdown, a_button("press", url=TRAP)])
    go_to(page, "welcome")

    expect(message(page, "Press").get_by_role("button", name="Press")).to_be_visible()
    expect(page.locator("#messages .text a")).to_have_text(["a link", "go"])


def test_what_is_to_be_shown_as_it_is_has_no_links(page: Page, slack: WebClient) -> None:
    verbatim = {"type": "mrkdwn", "text": "Write https://example.org *yourself*", "verbatim": True}
    slack.chat_postMessage(channel=WELCOME, text="-", blocks=[{"type": "section", "text": verbatim}])
    go_to(page, "welcome")

    shown = message(page, "Write https://example.org")
    expect(shown.get_by_role("link", name="https://example.org")).to_have_count(0)
    expect(shown.locator("strong").last).to_have_text("yourself")


def test_an_edited_message_says_so(page: Page, slack: WebClient) -> None:
    first = slack.chat_postMessage(channel=WELCOME, text="Who can help?")["ts"]
    go_to(page, "welcome")
    slack.chat_update(channel=WELCOME, ts=first, text="Who can help in Ohio?")

    expect(message(page, "Who can help in Ohio? (edited)")).to_be_visible()


def test_two_windows_are_two_people_and_changes_arrive_by_themselves(
    page: Page, browser: Browser, sandbox: Sandbox
) -> None:
    go_to(page, "welcome")
    with a_window(browser, f"{sandbox.url}/#as={LINH}&in={WELCOME}") as hers:
        say(page, "Hello from Raleigh")
        expect(message(hers, "Hello from Raleigh")).to_be_visible()
        say(hers, "Hello from California")
        expect(message(page, "Hello from California")).to_be_visible()

        expect(who_one_is(hers, "Linh Tran")).to_have_attribute("aria-current", "true")
        expect(who_one_is(page, "Maya Thompson")).to_have_attribute("aria-current", "true")


def test_reading_goes_on_where_the_new_begins(page: Page, linh: Person) -> None:
    linh.say("Old")
    go_to(page, "welcome")
    expect(message(page, "Old")).to_be_visible()
    go_to(page, "intro-calls")
    linh.say("Fresh")
    expect(page.get_by_role("link", name="welcome 1 unread")).to_be_visible()
    go_to(page, "welcome")

    expect(page.locator("#messages > li")).to_contain_text(["Today", "Old", "New", "Fresh"])


def test_a_file_is_sent_with_a_message_and_can_be_fetched(
    page: Page, browser: Browser, sandbox: Sandbox
) -> None:
    go_to(page, "welcome")
    page.locator("#composer input[type=file]").set_input_files(
        FilePayload(name="plan.txt", mimeType="text/plain", buffer=b"Knock on doors")
    )
    expect(page.get_by_role("list", name="Files to send")).to_contain_text("plan.txt")
    say(page, "My plan")

    expect(page.get_by_role("list", name="Files to send")).to_be_hidden()
    with a_window(browser, f"{sandbox.url}/#as={LINH}&in={WELCOME}") as hers:
        with hers.expect_download() as fetched:
            message(hers, "My plan").get_by_role("link", name="plan.txt").click()
        assert fetched.value.path().read_bytes() == b"Knock on doors"


def test_a_picture_is_shown_with_its_words(page: Page, sandbox: Sandbox) -> None:
    go_to(page, "welcome")
    page.locator("#composer input[type=file]").set_input_files(
        FilePayload(name="map.png", mimeType="image/png", buffer=page.screenshot(clip=CORNER))
    )
    expect(page.get_by_role("list", name="Files to send")).to_contain_text("KB")
    page.get_by_role("button", name="Send", exact=True).click()

    picture = page.get_by_role("img", name="map.png")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == CORNER["width"]


def test_an_archived_channel_can_be_read_and_not_written_in(page: Page, sandbox: Sandbox) -> None:
    page.goto(f"{sandbox.url}/#as={OWNER}&in={ARCHIVED}")

    expect(page.get_by_text("This channel is archived.")).to_be_visible()
    expect(composer(page)).to_be_hidden()
    expect(page.get_by_role("link", name="old-canvass")).to_contain_text("archived")


def test_the_list_of_people_says_who_is_what_and_what_time_it_is_there(page: Page) -> None:
    people = page.get_by_role("navigation", name="People")

    expect(people.get_by_role("link", name="Aaliyah Brooks")).to_contain_text("Slack owner")
    expect(people.get_by_role("link", name="Linh Tran")).to_contain_text("9:00 AM PDT")
    expect(people.get_by_role("list", name="Deactivated people")).to_contain_text("Deactivated")
    expect(people.get_by_role("list", name="Deactivated people").get_by_role("link")).to_have_count(0)
