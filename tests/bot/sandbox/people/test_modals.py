"""Modals and Home pages: triggers, stacks, hashes, and what an answer to a form may say."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest
from slack_sdk import WebClient

from tests.bot.sandbox.block_kit.shapes import a_button, a_home, a_modal, a_section, an_input, options, plain
from tests.bot.sandbox.players import MAYA, BareSocket, Person, refusal_of

Meanwhile = Callable[..., "Future[Any]"]


@pytest.fixture
def trigger(socket: BareSocket, maya: Person, meanwhile: Meanwhile) -> Callable[[], str]:
    """A fresh trigger id, from a command that is acknowledged."""

    def fetch() -> str:
        said = meanwhile(maya.say, "/runforsomething")
        envelope = socket.read()
        socket.answer(envelope)
        said.result()
        return str(envelope["payload"]["trigger_id"])

    return fetch


@pytest.fixture
def opened(slack: WebClient, trigger: Callable[[], str]) -> dict[str, Any]:
    """A form that is open on Maya's screen."""
    view: dict[str, Any] = slack.views_open(trigger_id=trigger(), view=a_modal(notify_on_close=True))["view"]
    return view


@pytest.fixture
def send(
    maya: Person, socket: BareSocket, meanwhile: Meanwhile
) -> Callable[[object], tuple[dict[str, Any], dict[str, Any]]]:
    """Maya sends the form in front; the bot answers so: the outcome, and what the bot got."""

    def play(answer: object) -> tuple[dict[str, Any], dict[str, Any]]:
        values = {"name": {"value": "Maya"}}
        outcome = meanwhile(maya.do, "submit", view=maya.modal()["id"], values=values)
        envelope = socket.read()
        socket.answer(envelope, answer)
        return outcome.result(), envelope["payload"]

    return play


def test_a_refused_view_does_not_use_up_its_trigger(slack: WebClient, trigger: Callable[[], str]) -> None:
    fresh = trigger()
    assert refusal_of(slack.views_open, trigger_id=fresh, view={"type": "modal"}) == "invalid_arguments"

    assert slack.views_open(trigger_id=fresh, view=a_modal())["ok"]


def test_the_second_view_names_the_first(maya: Person, send: Any, opened: dict[str, Any]) -> None:
    send({"response_action": "push", "view": a_modal()})

    modal = maya.modal()
    assert (modal["root_view_id"], modal["previous_view_id"]) == (opened["id"], opened["id"])


def test_the_latest_hash_wins(slack: WebClient, opened: dict[str, Any]) -> None:
    changed = slack.views_update(view_id=opened["id"], hash=opened["hash"], view=a_modal())["view"]

    assert changed["hash"] != opened["hash"]
    assert slack.views_update(view_id=opened["id"], hash=changed["hash"], view=a_modal())["ok"]


def test_a_view_is_found_by_its_external_id_and_keeps_it(
    slack: WebClient, trigger: Callable[[], str]
) -> None:
    slack.views_open(trigger_id=trigger(), view=a_modal(external_id="form-1"))

    assert slack.views_update(external_id="form-1", view=a_modal(external_id="form-1"))["ok"]


def test_typed_words_stay_where_the_ids_stay(slack: WebClient, maya: Person, send: Any, opened: Any) -> None:
    send({"response_action": "errors", "errors": {"name": "One more time?"}})

    slack.views_update(view_id=opened["id"], view=a_modal(an_input(), an_input(block_id="new")))

    values = maya.modal()["state"]["values"]
    assert values["name"]["value"]["value"] == "Maya"
    assert values["new"]["value"]["value"] is None


@pytest.mark.parametrize(
    ("answer", "action", "left"),
    [
        (None, "closed", 0),
        ({}, "closed", 0),
        ({"response_action": "clear"}, "cleared", 0),
        ({"response_action": "update", "view": a_modal(title=plain("Done"))}, "updated", 1),
        ({"response_action": "push", "view": a_modal()}, "pushed", 2),
        ({"response_action": "errors", "errors": {"name": "Which one?"}}, "errors", 1),
    ],
)
def test_an_answer_closes_clears_changes_pushes_or_asks_again(
    answer: object, action: str, left: int, maya: Person, send: Any, opened: dict[str, Any]
) -> None:
    outcome, _ = send(answer)

    assert (outcome["action"], outcome["answered"]) == (action, True)
    assert len(maya.screen()["modals"]) == left


@pytest.mark.parametrize(
    "answer",
    [
        "thanks",
        {"text": "thanks"},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "update"},
        {"response_action": "push", "view": {**a_home()}},
    ],
)
def test_an_answer_that_slack_does_not_understand_is_trouble(
    answer: object, maya: Person, send: Any, opened: dict[str, Any]
) -> None:
    outcome, _ = send(answer)

    assert outcome == {
        "ok": True,
        "answered": True,
        "action": "trouble",
        "text": "We had some trouble connecting. Try again?",
    }
    assert len(maya.screen()["modals"]) == 1


def test_a_form_nobody_answers_stays_open(maya: Person, opened: dict[str, Any], quick: None) -> None:
    outcome = maya.do("submit", view=opened["id"], values={"name": {"value": "Maya"}})

    assert (outcome["answered"], outcome["action"]) == (False, "trouble")
    assert maya.modal()["state"]["values"]["name"]["value"]["value"] == "Maya"


def test_a_form_the_person_closed_meanwhile_stays_closed(
    maya: Person, socket: BareSocket, opened: dict[str, Any], meanwhile: Meanwhile
) -> None:
    sent = meanwhile(maya.do, "submit", view=opened["id"], values={"name": {"value": "Maya"}})
    submission = socket.read()
    closed = meanwhile(maya.do, "close", view=opened["id"])
    socket.answer(socket.read())
    closed.result()

    socket.answer(submission, {"response_action": "push", "view": a_modal()})

    assert sent.result()["action"] == "closed"
    assert maya.screen()["modals"] == []


def test_a_form_carries_neither_channel_nor_response_url(send: Any, opened: dict[str, Any]) -> None:
    _, payload = send(None)

    assert not {"channel", "response_url"} & set(payload)
    assert payload["response_urls"] == []
    assert payload["view"]["state"]["values"] == {
        "name": {"value": {"type": "plain_text_input", "value": "Maya"}}
    }


INCOMPLETE: dict[str, tuple[dict[str, Any], object, str]] = {
    "nothing": ({"type": "plain_text_input"}, None, "Please complete this required field."),
    "too little": ({"type": "plain_text_input", "min_length": 5}, "abc", "at least 5 characters"),
    "too much": ({"type": "plain_text_input", "max_length": 2}, "abc", "at most 2 characters"),
    "no address": ({"type": "email_text_input"}, "maya", "valid email address"),
    "no link": ({"type": "url_text_input"}, "maya", "valid URL"),
    "no number": ({"type": "number_input", "is_decimal_allowed": True}, "many", "a number"),
    "half a number": ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "a whole number"),
    "too low": ({"type": "number_input", "is_decimal_allowed": False, "min_value": "3"}, "2", "at least 3"),
    "no tick": ({"type": "checkboxes", "options": options("a")}, [], "complete this required field"),
}


@pytest.mark.parametrize("what", INCOMPLETE)
def test_slack_itself_stops_a_form_with(
    what: str, slack: WebClient, maya: Person, trigger: Callable[[], str]
) -> None:
    element, typed, sentence = INCOMPLETE[what]
    form = a_modal(an_input({**element, "action_id": "value"}))
    view = slack.views_open(trigger_id=trigger(), view=form)["view"]

    outcome = maya.do("submit", view=view["id"], values={"name": {"value": typed}})

    assert outcome["action"] == "incomplete"
    assert sentence in outcome["errors"]["name"]


def test_every_kind_of_field_arrives_in_its_own_shape(
    slack: WebClient, socket: BareSocket, maya: Person, trigger: Callable[[], str], meanwhile: Meanwhile
) -> None:
    fields: dict[str, tuple[dict[str, Any], object, dict[str, Any]]] = {
        "one": ({"type": "static_select", "options": options("a", "b")}, "b", {"selected_option": "b"}),
        "many": ({"type": "checkboxes", "options": options("a", "b")}, ["a"], {"selected_options": ["a"]}),
        "day": ({"type": "datepicker"}, "2026-03-10", {"selected_date": "2026-03-10"}),
        "time": ({"type": "timepicker"}, "18:30", {"selected_time": "18:30"}),
        "moment": ({"type": "datetimepicker"}, 1764721800, {"selected_date_time": 1764721800}),
        "who": ({"type": "users_select"}, MAYA, {"selected_user": MAYA}),
        "number": ({"type": "number_input", "is_decimal_allowed": False}, 7, {"value": "7"}),
    }
    inputs = [an_input({**element, "action_id": "x"}, name) for name, (element, _, _) in fields.items()]
    view = slack.views_open(trigger_id=trigger(), view=a_modal(*inputs))["view"]

    typed = {name: {"x": plain_value} for name, (_, plain_value, _) in fields.items()}
    sent = meanwhile(maya.do, "submit", view=view["id"], values=typed)
    envelope = socket.read()
    socket.answer(envelope)
    sent.result()

    arrived = envelope["payload"]["view"]["state"]["values"]
    for name, (element, _, expected) in fields.items():
        entry = arrived[name]["x"]
        assert entry.pop("type") == element["type"]
        assert {key: _values(value) for key, value in entry.items()} == expected


def _values(value: Any) -> Any:
    """Options by their value alone."""
    if isinstance(value, list):
        return [_values(each) for each in value]
    return value["value"] if isinstance(value, dict) else value


def test_closing_is_told_only_to_those_who_asked(
    maya: Person, socket: BareSocket, opened: dict[str, Any], meanwhile: Meanwhile
) -> None:
    closed = meanwhile(maya.do, "close", view=opened["id"])
    envelope = socket.read()
    socket.answer(envelope)

    assert closed.result()["answered"]
    assert envelope["payload"]["type"] == "view_closed"
    assert envelope["payload"]["is_cleared"] is False
    assert "trigger_id" not in envelope["payload"]


def test_the_cross_closes_everything_and_names_the_root(
    maya: Person, socket: BareSocket, send: Any, opened: dict[str, Any], meanwhile: Meanwhile
) -> None:
    send({"response_action": "push", "view": a_modal()})

    closed = meanwhile(maya.do, "close", view=maya.modal()["id"], everything=True)
    envelope = socket.read()
    socket.answer(envelope)
    closed.result()

    assert (envelope["payload"]["view"]["id"], envelope["payload"]["is_cleared"]) == (opened["id"], True)
    assert maya.screen()["modals"] == []


def test_a_click_in_a_view_brings_its_hash_and_what_is_typed(
    slack: WebClient, maya: Person, socket: BareSocket, meanwhile: Meanwhile
) -> None:
    page = a_home(an_input(dispatch_action=True), a_button("go"))
    home = slack.views_publish(user_id=MAYA, view=page)["view"]

    body = {"view": home["id"], "block_id": "row", "action_id": "go", "values": {"name": {"value": "M"}}}
    clicked = meanwhile(maya.do, "click", **body)
    envelope = socket.read()
    socket.answer(envelope)
    clicked.result()

    payload = envelope["payload"]
    assert payload["container"] == {"type": "view", "view_id": home["id"]}
    assert payload["hash"] == home["hash"]
    assert payload["state"]["values"]["name"]["value"]["value"] == "M"
    assert payload["actions"][0]["value"] == "7"
    assert "response_url" not in payload


def test_what_is_not_on_the_screen_cannot_be_clicked(slack: WebClient, maya: Person, linh: Person) -> None:
    home = slack.views_publish(user_id=MAYA, view=a_home(a_section(), an_input(), a_button("go")))["view"]
    here = {"view": home["id"], "block_id": "row"}

    refused = [
        maya.do("click", **here, action_id="come"),
        maya.do("click", **here, action_id="go", values={"nothing": {"x": "y"}}),
        maya.do("click", view=home["id"], block_id="name", action_id="value"),
        linh.do("click", **here, action_id="go"),
    ]

    assert [answer["ok"] for answer in refused] == [False] * 4
