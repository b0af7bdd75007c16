"""Takes the pictures of the docs from the running bot in the sandbox: `make pictures`."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from bot.database import migrate
from tests.bot.sandbox.page.browser import DESK, dialog, launch, look_inside, message, say
from tests.bot.sandbox.players import MAYA, MAYAS_ROOM
from tests.stage import a_stage

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
LARGEST = 300_000  # bytes: everybody who clones the project downloads them
SCENES = ("form", "youre-in", "welcome", "home", "dark", "drawer")  # each in each size
SIZES = {"desk": DESK, "phone": ViewportSize(width=375, height=812)}
SHARPNESS = {"desk": 1, "phone": 2}  # as such screens are; a desk twice as sharp would be too large


def main() -> None:
    # slack_sdk takes a proxy from the environment, and would ask it in vain for this machine.
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        os.environ.pop(name, None)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for size in SIZES:
            take_all(browser, size, FOLDER)
        browser.close()


def take_all(browser: Browser, size: str, folder: Path) -> None:
    """Every scene in this size; each run begins on the sandbox's first day."""
    with a_page(browser, size) as page:
        say(page, "/runforsomething signup")
        fill_in(page)
        save(page, folder / f"form-{size}.png")
        dialog(page, "Sign up").get_by_role("button", name="Sign up").click()
        last_question = dialog(page, "You're in")
        expect(message(page, "Welcome to Run for Something.")).to_be_visible()
        save(page, folder / f"youre-in-{size}.png")
        last_question.get_by_role("button", name="Not now").click()
        expect(last_question).to_be_hidden()
        save(page, folder / f"welcome-{size}.png")
        go_home(page)
        save(page, folder / f"home-{size}.png")
        page.emulate_media(color_scheme="dark")
        go_back(page)
        save(page, folder / f"dark-{size}.png")
        page.emulate_media(color_scheme="light")
        unfold_what_passed(page)
        save(page, folder / f"drawer-{size}.png")


@contextmanager
def a_page(browser: Browser, size: str) -> Iterator[Page]:
    """Maya's conversation with the bot, in a workspace of its own."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/pictures.db"
        migrate(url)
        with a_stage(url) as stage:
            context = browser.new_context(
                viewport=SIZES[size],
                timezone_id="America/New_York",
                locale="en-US",
                device_scale_factor=SHARPNESS[size],
                reduced_motion="reduce",
            )
            page = context.new_page()
            page.goto(f"{stage.sandbox.url}/#as={MAYA}&in={MAYAS_ROOM}")
            yield page
            context.close()


def fill_in(page: Page) -> None:
    form = dialog(page, "Sign up")
    form.get_by_text("I might run for office").click()
    form.get_by_label("Your ZIP code").fill("27601")
    form.get_by_text("Yes, you may keep them").click()


def go_home(page: Page) -> None:
    """By its address, since a phone has the list of places behind a button."""
    page.evaluate(f"location.hash = 'as={MAYA}&in=home'")
    expect(page.get_by_text("Where you are", exact=True)).to_be_visible()


def go_back(page: Page) -> None:
    page.evaluate(f"location.hash = 'as={MAYA}&in={MAYAS_ROOM}'")
    expect(message(page, "Welcome to Run for Something.")).to_be_visible()


def unfold_what_passed(page: Page) -> None:
    """The form on its way to the bot."""
    pane = look_inside(page, "Traffic")
    pane.get_by_label("Search in the traffic").fill("view")
    pane.get_by_text("view_submission").first.click()
    expect(pane.get_by_role("region", name="Request of view_submission")).to_be_visible()


def save(page: Page, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    page.mouse.move(0, 0)  # nothing looks pointed at
    page.screenshot(path=file, animations="disabled", caret="hide")
    size = file.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{file.name} has {size} bytes; a picture has {LARGEST} at most.")
    print(f"{file.name}: {size} bytes")


if __name__ == "__main__":
    main()
