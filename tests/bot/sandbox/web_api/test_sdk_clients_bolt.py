"""Bolt apps, App and AsyncApp, over each Socket Mode client: every kind of payload and of answer."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.sandbox import Sandbox, SandboxClock
from tests.bot.sandbox.block_kit.shapes import a_button
from tests.bot.sandbox.conftest import SEED
from tests.bot.sandbox.players import LINH, MAYA, MAYAS_ROOM, Person, client_of, until
from tests.bot.sandbox.web_api.sdk_bots import ASYNC, PLACES, SYNC, a_bolt_bot


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One for all of these, and for each kind of client one bot."""
    sandbox = Sandbox(SEED, clock=SandboxClock(SEED.start), rate_limits=False)
    sandbox.start()
    yield sandbox
    sandbox.stop()


@pytest.fixture(scope="module", params=[*SYNC, *ASYNC])
def maya(request: pytest.FixtureRequest, sandbox: Sandbox) -> Iterator[Person]:
    """Somebody at the page, and a bot behind it."""
    with pytest.MonkeyPatch.context() as environment:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
            environment.delenv(name, raising=False)
        maya = Person(sandbox, MAYA)
        bot = a_bolt_bot(request.param, sandbox)
        bot.connect()
        until(lambda: maya.screen()["connected"])
        yield maya
        bot.leave()
        maya.leave()


@pytest.fixture
def form(maya: Person) -> Iterator[dict[str, Any]]:
    """The bot's form, open on Maya's screen; what is left of it is closed by her."""
    maya.say("/runforsomething form", MAYAS_ROOM)
    yield until(lambda: next(iter(maya.screen()["modals"]), None))
    if maya.screen()["modals"]:
        maya.do("close", view=maya.modal()["id"], everything=True)


def sends(maya: Person, form: dict[str, Any], typed: str) -> dict[str, Any]:
    return maya.do("submit", view=form["id"], values={"answer": {"value": typed}})


def titles(maya: Person) -> list[str]:
    """The bottom one first."""
    return [modal["callback_id"] for modal in maya.screen()["modals"]]


def test_a_command_is_answered_at_once_and_a_little_later(maya: Person) -> None:
    maya.say("/runforsomething", MAYAS_ROOM)

    until(lambda: "A little later." in maya.texts(MAYAS_ROOM)[-2:])
    assert "At once." in maya.texts(MAYAS_ROOM)[-2:]


def test_a_message_is_answered_in_its_thread(maya: Person) -> None:
    maya.say("hi", MAYAS_ROOM)

    said = next(each for each in maya.messages(MAYAS_ROOM)[::-1] if each["text"] == "hi")
    replies = until(lambda: [each for each in maya.messages(MAYAS_ROOM) if each["thread_ts"] == said["ts"]])
    assert replies[-1]["text"] == "You said: hi"


def test_a_click_changes_its_message(maya: Person, sandbox: Sandbox) -> None:
    posted = client_of(sandbox).chat_postMessage(channel=MAYA, text="Press", blocks=[a_button("press")])
    here = {"conversation": posted["channel"], "ts": posted["ts"]}

    assert maya.do("click", **here, block_id="row", action_id="press")["answered"]

    until(lambda: "Pressed." in maya.texts(MAYAS_ROOM))


def test_a_home_page_is_drawn_when_it_is_opened(sandbox: Sandbox, maya: Person) -> None:
    linh = Person(sandbox, LINH)

    linh.do("open_home")

    assert until(lambda: linh.screen()["home"])["blocks"][0]["text"]["text"] == "Your own page"
    linh.leave()


def test_a_click_in_a_form_opens_another_one_over_it(maya: Person, form: dict[str, Any]) -> None:
    assert maya.do("click", view=form["id"], block_id="row", action_id="one_more")["answered"]

    until(lambda: titles(maya) == ["a_form", "second"])


@pytest.mark.parametrize(
    ("typed", "left"),
    [("close", []), ("clear", []), ("update", ["second"]), ("push", ["a_form", "second"])],
)
def test_a_form_that_is_sent_is_answered_by_what_comes_next(
    typed: str, left: list[str], maya: Person, form: dict[str, Any]
) -> None:
    assert sends(maya, form, typed)["ok"]
    assert titles(maya) == left


def test_an_error_is_shown_at_its_field(maya: Person, form: dict[str, Any]) -> None:
    assert sends(maya, form, "errors")["errors"] == {"answer": "Not like this."}
    assert titles(maya) == ["a_form"]


def test_a_form_that_is_closed_is_told_of(maya: Person, form: dict[str, Any]) -> None:
    maya.do("close", view=form["id"])

    until(lambda: maya.texts(MAYAS_ROOM)[-1] == "You closed it.")


def test_a_menu_is_filled_with_what_the_bot_offers(maya: Person, sandbox: Sandbox) -> None:
    menu = {"type": "external_select", "action_id": "place", "min_query_length": 1}
    block = {"type": "actions", "block_id": "row", "elements": [menu]}
    posted = client_of(sandbox).chat_postMessage(channel=MAYA, text="Where?", blocks=[block])
    here = {"conversation": posted["channel"], "ts": posted["ts"], "block_id": "row", "action_id": "place"}

    offered = maya.do("suggest", **here, value="ra")["options"]

    assert [each["value"] for each in offered] == [each["value"] for each in PLACES]
