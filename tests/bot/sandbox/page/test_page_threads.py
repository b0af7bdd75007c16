"""Threads on the page: opening one, answering in it, and seeing what is new there."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from tests.bot.sandbox.page.browser import PHONE, a_window, composer, go_to, message, say, thread
from tests.bot.sandbox.players import LINH, MAYA, WELCOME, Person

pytestmark = pytest.mark.browser


@pytest.fixture
def question(slack: WebClient) -> str:
    """Its ts."""
    return str(slack.chat_postMessage(channel=WELCOME, text="Who can help?")["ts"])


def open_thread(page: Page, text: str) -> Locator:
    """By the link under the message, or the one beside it where nobody has replied yet."""
    there = page.get_by_role("listitem").filter(has_text=text)
    there.get_by_role("link", name=re.compile("repl", re.IGNORECASE)).first.click()
    return thread(page)


def test_one_answers_in_a_thread_and_the_channel_counts_it(page: Page, question: str) -> None:
    go_to(page, "welcome")
    pane = open_thread(page, "Who can help?")
    expect(pane.get_by_role("textbox", name="Reply in thread")).to_be_focused()
    page.keyboard.type("I can\n")

    expect(message(page, "I can")).to_have_count(1)
    expect(pane.get_by_role("listitem")).to_contain_text(["Today", "Who can help?", "1 reply", "I can"])
    expect(page.get_by_role("region", name="Messages", exact=True)).to_contain_text("1 reply")


def test_a_thread_is_a_place_with_an_address(page: Page, sandbox: Sandbox, question: str) -> None:
    page.goto(f"{sandbox.url}/#as={MAYA}&in={WELCOME}&thread={question}")

    expect(thread(page).get_by_text("Who can help?")).to_be_visible()
    expect(thread(page).get_by_text("No replies yet")).to_be_visible()


def test_escape_leads_back_to_what_opened_the_thread(page: Page, question: str) -> None:
    go_to(page, "welcome")
    pane = open_thread(page, "Who can help?")
    expect(pane.get_by_role("textbox", name="Reply in thread")).to_be_focused()
    page.keyboard.press("Escape")

    expect(pane).to_be_hidden()
    expect(page.get_by_role("link", name="Reply in thread")).to_be_focused()


def test_replies_of_others_arrive_in_the_open_thread(page: Page, question: str, linh: Person) -> None:
    go_to(page, "welcome")
    pane = open_thread(page, "Who can help?")
    linh.say("I can, from Tuesday on", thread_ts=question)

    expect(pane.get_by_text("I can, from Tuesday on")).to_be_visible()
    expect(page.get_by_role("link", name="1 reply")).not_to_contain_text("new")


def test_new_replies_are_marked_until_the_thread_is_read(
    page: Page, question: str, linh: Person, maya: Person
) -> None:
    """For those who follow it: who has said nothing there is left alone."""
    linh.say("Not me", thread_ts=question)
    go_to(page, "welcome")
    expect(page.get_by_role("link", name="1 reply")).to_be_visible()
    expect(page.get_by_role("link", name="1 reply 1 new")).to_have_count(0)
    maya.say("Nor me", thread_ts=question)
    expect(message(page, "Who can help?")).to_be_visible()
    linh.say("I can", thread_ts=question)
    expect(page.get_by_role("link", name="welcome 2 new in threads")).to_be_visible()
    expect(page.get_by_role("link", name="3 replies 2 new")).to_be_visible()
    pane = open_thread(page, "Who can help?")

    expect(pane.get_by_role("listitem")).to_contain_text(
        ["Today", "Who can help?", "3 replies", "New", "Not me", "Nor me", "I can"]
    )
    expect(page.get_by_role("link", name="1 new")).to_have_count(0)


def test_a_reply_for_everybody_stands_in_both_and_says_so(
    page: Page, question: str, slack: WebClient
) -> None:
    slack.chat_postMessage(channel=WELCOME, text="For all", thread_ts=question, reply_broadcast=True)
    go_to(page, "welcome")
    in_the_channel = message(page, "For all")
    expect(in_the_channel).to_contain_text("Replied to a thread: Run for Something: Who can help?")
    in_the_channel.get_by_role("link", name="Who can help?").click()

    expect(thread(page).get_by_role("article").filter(has_text="For all")).to_contain_text(
        "Also sent to the channel"
    )


def test_an_answer_for_one_person_in_a_thread_stays_there(
    page: Page, browser: Browser, sandbox: Sandbox, question: str, slack: WebClient
) -> None:
    slack.chat_postEphemeral(channel=WELCOME, user=MAYA, text="Between us", thread_ts=question)
    go_to(page, "welcome")
    expect(message(page, "Who can help?")).to_be_visible()
    expect(message(page, "Between us")).to_have_count(0)
    open_thread(page, "Who can help?")

    expect(message(page, "Between us")).to_contain_text("Only visible to you")
    with a_window(browser, f"{sandbox.url}/#as={LINH}&in={WELCOME}&thread={question}") as hers:
        expect(thread(hers).get_by_text("No replies yet")).to_be_visible()
        expect(message(hers, "Between us")).to_have_count(0)


def test_on_a_phone_the_thread_lies_over_the_conversation(page: Page, question: str) -> None:
    page.set_viewport_size(PHONE)
    page.evaluate(f"location.hash = 'as={MAYA}&in={WELCOME}'")
    pane = open_thread(page, "Who can help?")
    expect(composer(page)).to_be_hidden()
    pane.get_by_role("button", name="Back").click()

    expect(pane).to_be_hidden()
    expect(page.get_by_role("link", name="Reply in thread")).to_be_focused()


def test_what_cannot_be_said_in_a_thread_is_told_on_a_phone_too(page: Page, question: str) -> None:
    page.set_viewport_size(PHONE)
    page.evaluate(f"location.hash = 'as={MAYA}&in={WELCOME}'")
    pane = open_thread(page, "Who can help?")
    pane.get_by_role("textbox", name="Reply in thread").fill("/runforsomething")
    pane.get_by_role("button", name="Send").click()

    expect(page.get_by_text("Commands do not work in threads.")).to_be_in_viewport(ratio=1)
    expect(pane.get_by_role("textbox", name="Reply in thread")).to_have_value("/runforsomething")


def test_what_was_begun_in_a_thread_is_not_begun_in_the_channel(page: Page, question: str) -> None:
    go_to(page, "welcome")
    pane = open_thread(page, "Who can help?")
    pane.get_by_role("textbox", name="Reply in thread").fill("Half a sent")

    expect(composer(page)).to_have_value("")
    say(page, "Something else")
    expect(pane.get_by_role("textbox", name="Reply in thread")).to_have_value("Half a sent")
