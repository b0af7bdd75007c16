"""Menus that search: the bot is asked while somebody types, and only what it offered can be chosen."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest
from slack_sdk import WebClient

from tests.bot.sandbox.block_kit.shapes import Block, a_home, an_input, options, plain
from tests.bot.sandbox.players import MAYA, WELCOME, BareSocket, Person

Meanwhile = Callable[..., "Future[Any]"]

MENU: Block = {"type": "external_select", "action_id": "office"}
OFFERED = options("board", "council")
HERE = {"block_id": "find", "action_id": "office"}


def _in_block(menu: Block) -> Block:
    return an_input(menu, "find", dispatch_action=True)


@pytest.fixture
def home(slack: WebClient) -> Callable[[Block], str]:
    """A page with this one menu: its view's id."""

    def publish(menu: Block) -> str:
        return str(slack.views_publish(user_id=MAYA, view=a_home(_in_block(menu)))["view"]["id"])

    return publish


@pytest.fixture
def asks(socket: BareSocket, meanwhile: Meanwhile) -> Callable[..., tuple[dict[str, Any], dict[str, Any]]]:
    """Somebody does something, and the bot answers so: the outcome, and what it got."""

    def play(answer: object, act: Callable[..., Any], *how: Any, **more: Any) -> Any:
        done = meanwhile(act, *how, **more)
        envelope = socket.read()
        socket.answer(envelope, answer)
        return done.result(), envelope["payload"]

    return play


def test_the_bot_is_asked_what_to_offer(home: Callable[[Block], str], asks: Any, maya: Person) -> None:
    view = home(MENU)

    outcome, asked = asks({"options": OFFERED}, maya.do, "suggest", view=view, **HERE, value="cou")

    assert (asked["type"], asked["value"], asked["user"]["id"]) == ("block_suggestion", "cou", MAYA)
    assert (asked["block_id"], asked["action_id"], asked["view"]["id"]) == ("find", "office", view)
    assert outcome["answered"]
    assert [option["value"] for option in outcome["options"]] == ["board", "council"]


def test_what_was_offered_can_be_chosen_and_comes_back_whole(
    home: Callable[[Block], str], asks: Any, maya: Person
) -> None:
    view = home(MENU)
    asks({"options": OFFERED}, maya.do, "suggest", view=view, **HERE, value="cou")

    _, clicked = asks(None, maya.do, "click", view=view, **HERE, choice="council")

    chosen = clicked["actions"][0]["selected_option"]
    assert chosen == {"text": {**plain("Council"), "emoji": True}, "value": "council"}
    assert clicked["state"]["values"]["find"]["office"]["selected_option"] == chosen


def test_what_nobody_offered_cannot_be_chosen(
    home: Callable[[Block], str], asks: Any, maya: Person, linh: Person
) -> None:
    view = home(MENU)
    asks({"options": OFFERED}, maya.do, "suggest", view=view, **HERE, value="cou")

    refused = maya.do("click", view=view, **HERE, choice="senate")

    assert refused == {"ok": False, "error": "There is no choice 'senate' here."}


def test_what_is_chosen_may_be_sent_again_after_another_search(
    home: Callable[[Block], str], asks: Any, maya: Person
) -> None:
    view = home({**MENU, "initial_option": options("mayor")[0]})

    _, clicked = asks(None, maya.do, "click", view=view, **HERE, choice="mayor")

    assert clicked["actions"][0]["selected_option"]["value"] == "mayor"


def test_several_searches_add_up_to_several_choices(
    home: Callable[[Block], str], asks: Any, maya: Person
) -> None:
    view = home({"type": "multi_external_select", "action_id": "office"})
    for found in OFFERED:
        asks({"options": [found]}, maya.do, "suggest", view=view, **HERE, value="abc")

    _, clicked = asks(None, maya.do, "click", view=view, **HERE, choice=["board", "council"])

    chosen = clicked["actions"][0]["selected_options"]
    assert [option["value"] for option in chosen] == ["board", "council"]


def test_groups_are_offered_as_groups(home: Callable[[Block], str], asks: Any, maya: Person) -> None:
    view = home(MENU)
    groups = [{"label": plain("Local"), "options": OFFERED}]

    outcome, _ = asks({"option_groups": groups}, maya.do, "suggest", view=view, **HERE, value="cou")
    _, clicked = asks(None, maya.do, "click", view=view, **HERE, choice="board")

    assert outcome["option_groups"][0]["label"]["text"] == "Local"
    assert clicked["actions"][0]["selected_option"]["value"] == "board"


@pytest.mark.parametrize(("least", "typed", "asked"), [(None, "ab", False), (2, "a", False), (1, "a", True)])
def test_slack_waits_for_enough_letters(
    least: int | None, typed: str, asked: bool, home: Callable[[Block], str], maya: Person, quick: None
) -> None:
    view = home({**MENU, "min_query_length": least} if least else MENU)

    outcome = maya.do("suggest", view=view, **HERE, value=typed)

    assert outcome["ok"] is asked


def test_a_menu_in_a_message_searches_too(slack: WebClient, asks: Any, maya: Person) -> None:
    ts = slack.chat_postMessage(channel=WELCOME, text="Which?", blocks=[_in_block(MENU)])["ts"]
    here = {"conversation": WELCOME, "ts": ts, **HERE}

    _, asked = asks({"options": OFFERED}, maya.do, "suggest", **here, value="cou")
    _, clicked = asks(None, maya.do, "click", **here, choice="board")

    assert (asked["message"]["ts"], asked["channel"]["id"]) == (ts, WELCOME)
    assert clicked["state"]["values"]["find"]["office"]["selected_option"]["value"] == "board"


def test_a_menu_that_has_its_choices_asks_nobody(home: Callable[[Block], str], maya: Person) -> None:
    view = home({"type": "static_select", "action_id": "office", "options": OFFERED})

    assert maya.do("suggest", view=view, **HERE, value="abc")["ok"] is False
