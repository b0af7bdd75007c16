"""A real browser at the sandbox's page: finding one, what people do in it, what can be measured there."""

import os
import re
import shutil

import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright, ViewportSize, expect

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Nothing but the page is asked of the browser, and there is no network for it to look for news.
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=375, height=553)  # what a browser leaves of a small one
PHONE_WITH_KEYS = ViewportSize(width=375, height=320)
THUMB = 44  # pixels

SMALL_TARGETS = """least => [...document.querySelectorAll("button, a, input, select, textarea")]
  .map((node) => ["checkbox", "radio"].includes(node.type) ? node.closest("label") : node)
  .filter((node) => !node.matches(".skip, .text a") && node.getClientRects().length)
  .filter((node) => node.offsetWidth < least || node.offsetHeight < least)
  .map((node) => `${node.textContent.trim()} (${node.offsetWidth}×${node.offsetHeight})`)"""

SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=_find_browser(), args=FLAGS)


def _find_browser() -> str:
    """Where Chromium is; without one the test is skipped, but not where everything has to be tried."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return found
    sentence = f"The page is tried in a browser, and there is none here: {', '.join(NAMES)}."
    if os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)


def composer(page: Page) -> Locator:
    return page.get_by_role("textbox", name=re.compile("^Message "))


def say(page: Page, text: str) -> None:
    composer(page).fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


def go_to(page: Page, name: str) -> None:
    """To a conversation, or to App Home."""
    page.get_by_role("navigation", name="Conversations").get_by_role("link", name=name).click()


def become(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="People").get_by_role("link", name=name).click()
    expect(page.get_by_role("link", name=name)).to_have_attribute("aria-current", "true")


def dialog(page: Page, title: str) -> Locator:
    """The form (or question) of that name, once it is there."""
    found = page.get_by_role("dialog", name=title)
    expect(found).to_be_visible()
    return found


def message(page: Page, text: str) -> Locator:
    return page.get_by_role("article").filter(has_text=text)


def trouble_for_a_thumb(page: Page) -> list[str]:
    """What is too small to hit, and whether one has to scroll sideways; empty when all is well."""
    sideways = ["the page scrolls sideways"] if page.evaluate(SIDEWAYS) else []
    small: list[str] = page.evaluate(SMALL_TARGETS, THUMB)
    return sideways + small
