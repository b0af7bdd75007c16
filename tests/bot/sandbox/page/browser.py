"""A real browser at the sandbox's page: finding one, what people do in it, what can be measured there."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import Any

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
SMALLEST_PHONE = ViewportSize(width=320, height=553)
THUMB = 44  # pixels

SMALL_TARGETS = """least => [...document.querySelectorAll("button, a, input, select, textarea")]
  .map((node) => ["checkbox", "radio"].includes(node.type) ? node.closest("label") : node)
  .filter((node) => !node.matches(".skip, .text a, .hint a") && node.checkVisibility())
  .filter((node) => node.offsetWidth < least || node.offsetHeight < least)
  .map((node) => `${node.textContent.trim()} (${node.offsetWidth}×${node.offsetHeight})`)"""

# Also what is cut off because something around it does not scroll.
SIDEWAYS = """() => [...document.querySelectorAll("body, body *")]
  .filter((node) => !node.closest(".wide, .unseen, .skip, .team, pre") && node.checkVisibility())
  .some((node) => node.getBoundingClientRect().right > innerWidth + 1)"""

FOUND_BY_AXE = """async () => (await axe.run()).violations
  .filter((one) => ["serious", "critical"].includes(one.impact))
  .map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`)"""


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


@contextmanager
def a_window(browser: Browser, address: str, **more: Any) -> Iterator[Page]:
    """One person's window, in nobody's zone; a fault in the page's scripts is raised at its end."""
    context = browser.new_context(**{"viewport": DESK, "timezone_id": "Asia/Tokyo", **more})
    page, faults = context.new_page(), list[str]()
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto(address)
    yield page
    context.close()
    assert faults == []


def composer(page: Page) -> Locator:
    return page.get_by_role("textbox", name=re.compile("^Message "))


def say(page: Page, text: str) -> None:
    composer(page).fill(text)
    page.locator("#composer").get_by_role("button", name="Send").click()


def go_to(page: Page, name: str) -> None:
    """To a conversation, or to App Home."""
    page.get_by_role("navigation", name="Conversations").get_by_role("link", name=name).click()


def become(page: Page, name: str) -> None:
    who_one_is(page, name).click()
    expect(who_one_is(page, name)).to_have_attribute("aria-current", "true")


def who_one_is(page: Page, name: str) -> Locator:
    """The link by which one is somebody."""
    return page.get_by_role("navigation", name="People").get_by_role("link", name=name)


def dialog(page: Page, title: str) -> Locator:
    """The form (or question) of that name, once it is there."""
    found = page.get_by_role("dialog", name=title)
    expect(found).to_be_visible()
    return found


def message(page: Page, text: str) -> Locator:
    return page.get_by_role("article").filter(has_text=text)


def thread(page: Page) -> Locator:
    """The pane beside the conversation, once it is there."""
    found = page.get_by_role("complementary", name="Thread")
    expect(found).to_be_visible()
    return found


def look_inside(page: Page, tab: str) -> Locator:
    """The pane of that tab in the drawer."""
    drawer = page.get_by_role("complementary", name="Look inside")
    if not drawer.is_visible():
        page.get_by_role("button", name="Look inside").click()
    drawer.get_by_role("tab", name=tab).click()
    return drawer.get_by_role("tabpanel", name=tab)


def move_the_clock(page: Page) -> Locator:
    page.get_by_role("group", name="Sandbox clock").get_by_role("button", name="move the clock").click()
    return dialog(page, "Move the clock")


def trouble_for_everybody(page: Page) -> list[str]:
    """What axe calls serious or critical: unnamed fields, faint text, lists that are none."""
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(FOUND_BY_AXE)
    return found


def trouble_for_a_thumb(page: Page) -> list[str]:
    """What is too small to hit, and whether one has to scroll sideways; empty when all is well."""
    sideways = ["the page scrolls sideways"] if page.evaluate(SIDEWAYS) else []
    small: list[str] = page.evaluate(SMALL_TARGETS, THUMB)
    return sideways + small
