"""A fresh workspace for each test, and the people and bots in it."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from slack_sdk import WebClient

from bot.sandbox import Sandbox, SandboxClock, read_seed
from tests.bot.sandbox.checker.any_bot import AnyBot
from tests.bot.sandbox.manifests import a_sandbox_with
from tests.bot.sandbox.page.browser import a_window, launch
from tests.bot.sandbox.page.form_bots import SIGN_UP, open_on_request, publish_home, take_sign_up
from tests.bot.sandbox.players import LINH, MAYA, BareSocket, BoltBot, Person, a_socket, client_of

SEED = read_seed()

MANIFEST = """
display_information: {name: Onboarding}
features:
  bot_user: {display_name: Onboarding}
  app_home: {home_tab_enabled: true, messages_tab_enabled: true}
  slash_commands: [{command: /runforsomething, description: Everything, should_escape: true}]
oauth_config: {scopes: {bot: [commands, "chat:write", "users:read", "im:history"]}}
settings:
  event_subscriptions: {bot_events: [app_home_opened, message.im]}
  interactivity: {is_enabled: true}
"""

BARE_MANIFEST = """
display_information: {name: Bare}
oauth_config: {scopes: {bot: ["chat:write"]}}
"""


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """slack_sdk takes a proxy from the environment and ignores NO_PROXY."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def clock() -> SandboxClock:
    return SandboxClock(SEED.start)


@pytest.fixture
def sandbox(clock: SandboxClock) -> Iterator[Sandbox]:
    """Everything is allowed: no manifest, no rate limits."""
    sandbox = Sandbox(SEED, clock=clock, rate_limits=False)
    sandbox.start()
    yield sandbox
    sandbox.stop()


@pytest.fixture
def strict(clock: SandboxClock, tmp_path: Path) -> Iterator[Sandbox]:
    """With a manifest of few scopes, and with rate limits."""
    with a_sandbox_with(MANIFEST, tmp_path, clock) as sandbox:
        yield sandbox


@pytest.fixture
def bare(clock: SandboxClock, tmp_path: Path) -> Iterator[Sandbox]:
    """An app that may speak, and has neither Home nor commands nor events nor buttons."""
    with a_sandbox_with(BARE_MANIFEST, tmp_path, clock) as sandbox:
        yield sandbox


@pytest.fixture
def slack(sandbox: Sandbox) -> WebClient:
    return client_of(sandbox)


@pytest.fixture
def visit() -> Iterator[Callable[[Sandbox, str], Person]]:
    """Somebody at the page of a sandbox; they leave by themselves."""
    there: list[Person] = []

    def come(sandbox: Sandbox, user: str) -> Person:
        there.append(Person(sandbox, user))
        return there[-1]

    yield come
    for person in there:
        person.leave()


@pytest.fixture
def maya(sandbox: Sandbox, visit: Callable[[Sandbox, str], Person]) -> Person:
    return visit(sandbox, MAYA)


@pytest.fixture
def linh(sandbox: Sandbox, visit: Callable[[Sandbox, str], Person]) -> Person:
    return visit(sandbox, LINH)


@pytest.fixture
def bot(sandbox: Sandbox) -> Iterator[BoltBot]:
    bot = BoltBot(sandbox)
    yield bot
    bot.rest()


@pytest.fixture
def socket(sandbox: Sandbox) -> Iterator[BareSocket]:
    with a_socket(sandbox) as socket:
        yield socket


@pytest.fixture
def meanwhile() -> Iterator[Callable[..., "Future[Any]"]]:
    """Start something that waits for the bot, and go on."""
    with ThreadPoolExecutor(max_workers=4) as pool:
        yield pool.submit


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits three seconds for an answer that does not come."""
    monkeypatch.setattr("bot.sandbox.to_bot.way.ANSWER_WITHIN", 0.1)


@pytest.fixture
def any_bot(sandbox: Sandbox, clock: SandboxClock, slack: WebClient) -> Iterator[AnyBot]:
    """It acknowledges whatever it hears."""
    with ThreadPoolExecutor(max_workers=1) as pool, a_socket(sandbox) as socket:
        pool.submit(socket.acknowledge_all)
        yield AnyBot(sandbox, clock, slack)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, sandbox: Sandbox) -> Iterator[Page]:
    """The page as one finds it the first time; a fault in its scripts fails the test."""
    with a_window(browser, sandbox.url) as page:
        yield page


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
