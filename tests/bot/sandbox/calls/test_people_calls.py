"""The page's door: who may knock, and what people can and cannot do."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient

from bot.sandbox import Sandbox
from tests.bot.sandbox.block_kit.shapes import a_button, an_input, options
from tests.bot.sandbox.players import MAYA, MAYAS_ROOM, MENTORS, WELCOME, BareSocket, Person

Meanwhile = Callable[..., "Future[Any]"]
Visit = Callable[[Sandbox, str], Person]


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "application/json", "host": "evil.example:8090"},
        {"content-type": "application/json", "origin": "https://evil.example"},
    ],
)
def test_another_site_cannot_play_people(headers: dict[str, str], sandbox: Sandbox) -> None:
    url = sandbox.url + "/sandbox/start_over"

    answer = httpx.post(url, content="{}", headers=headers, trust_env=False)

    assert answer.status_code == 400
    assert answer.json()["ok"] is False


def test_another_site_cannot_read_either(sandbox: Sandbox) -> None:
    answer = httpx.get(sandbox.url + "/sandbox/traffic", headers={"host": "evil.example"}, trust_env=False)

    assert answer.status_code == 400


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_picture_on_another_site_cannot_speak_for_the_bot(
    site: str, sandbox: Sandbox, maya: Person
) -> None:
    """Its address is all that it needs to be asked for; its browser says where it stands."""
    said = {"token": sandbox.bot_token, "channel": WELCOME, "text": "Hello"}
    stands = {"sec-fetch-site": site, "sec-fetch-dest": "image"}

    answer = httpx.get(f"{sandbox.api_url}chat.postMessage", params=said, headers=stands, trust_env=False)

    assert answer.status_code == 400
    assert maya.messages() == []


@pytest.mark.parametrize(("place", "status"), [("document", 200), ("iframe", 400)])
def test_another_site_may_lead_to_the_page_and_not_show_it(place: str, status: int, sandbox: Sandbox) -> None:
    led = {"sec-fetch-site": "cross-site", "sec-fetch-dest": place}

    answer = httpx.get(f"{sandbox.url}/", headers=led, trust_env=False)

    assert answer.status_code == status
    assert "frame-ancestors 'none'" in answer.headers.get("content-security-policy", "") or status == 400


@pytest.mark.parametrize(
    ("call", "body"),
    [
        ("say", {"conversation": WELCOME}),
        ("say", {"conversation": MENTORS, "text": "Hello"}),
        ("say", {"conversation": WELCOME, "text": "Hello", "as": "U07NOBODY1"}),
        ("say", {"conversation": WELCOME, "text": "Hello", "as": "U07BOT0001"}),
        ("say", {"conversation": WELCOME, "text": "Hello", "thread_ts": "1.000001"}),
        ("click", {"conversation": WELCOME, "ts": "1.000001", "block_id": "a", "action_id": "b"}),
        ("submit", {"view": "V07NOTHING", "values": {}}),
        ("close", {"view": "V07NOTHING"}),
        ("clock", {"advance": -5}),
        ("clock", {}),
        ("faults", {"method": "chat.postMessage", "fault": "earthquake"}),
        ("payload", {"type": "carrier_pigeon", "payload": {}}),
        ("deliver_event", {"event": "hello"}),
    ],
)
def test_nobody_can(call: str, body: dict[str, Any], maya: Person) -> None:
    answer = maya.do(call, **body)

    assert answer["ok"] is False
    assert answer["error"].endswith((".", "?"))


def test_who_comes_without_a_name_begins_as_the_first_person(sandbox: Sandbox) -> None:
    screen = httpx.get(sandbox.url + "/sandbox/state", params={"as": ""}, trust_env=False).json()

    assert screen["me"] == screen["members"][0]["id"]


def test_a_command_nobody_made_is_answered_by_slackbot(strict: Sandbox, visit: Visit) -> None:
    maya = visit(strict, MAYA)

    said = maya.say("/dance")

    assert said == {"ok": True, "kind": "command", "answered": False}
    assert maya.messages()[0]["name"] == "Slackbot"
    assert maya.messages()[0]["ephemeral"]


def test_replies_come_with_their_thread(slack: WebClient, maya: Person) -> None:
    parent = slack.chat_postMessage(channel=WELCOME, text="A thread")["ts"]

    maya.say("An answer, @channel", thread_ts=parent)

    message = slack.conversations_replies(channel=WELCOME, ts=parent)["messages"][1]
    assert (message["thread_ts"], message["text"]) == (parent, "An answer, <!channel>")


def test_a_menu_lets_nobody_choose_more_than_it_says(slack: WebClient, maya: Person) -> None:
    menu = {"type": "multi_static_select", "action_id": "pick", "options": options("a", "b")}
    block = an_input({**menu, "max_selected_items": 1}, "choice", dispatch_action=True)
    home = slack.views_publish(user_id=MAYA, view={"type": "home", "blocks": [block]})["view"]

    answer = maya.do("click", view=home["id"], block_id="choice", action_id="pick", choice=["a", "b"])

    assert answer == {"ok": False, "error": "At most 1 can be chosen here."}


def test_the_page_is_told_the_apps_commands(strict: Sandbox, visit: Visit) -> None:
    command = {"command": "/runforsomething", "description": "Everything", "usage_hint": ""}

    assert visit(strict, MAYA).screen()["commands"] == [command]


def test_everybody_sees_their_own_conversations(sandbox: Sandbox, visit: Visit) -> None:
    rooms = {room["name"]: room["kind"] for room in visit(sandbox, "U07MENTOR1").screen()["conversations"]}

    assert rooms == {
        "welcome": "public",
        "intro-calls": "public",
        "wins": "public",
        "mentors": "private",
        "Run for Something": "direct",
    }


def test_a_click_on_a_message_brings_the_message_and_a_way_to_answer(
    slack: WebClient, socket: BareSocket, maya: Person, meanwhile: Meanwhile
) -> None:
    menu = {"type": "static_select", "action_id": "pick", "options": options("a", "b")}
    blocks = [a_button("claim", url="https://example.org"), an_input(menu, "choice", dispatch_action=True)]
    ts = slack.chat_postMessage(channel=MAYA, text="A request", blocks=blocks)["ts"]
    socket.answer(socket.read())

    here = {"conversation": MAYAS_ROOM, "ts": ts, "block_id": "choice", "action_id": "pick"}
    clicked = meanwhile(maya.do, "click", **here, choice="b")
    envelope = socket.read()
    socket.answer(envelope)

    payload = envelope["payload"]
    assert clicked.result()["answered"]
    assert payload["container"]["message_ts"] == payload["message"]["ts"] == ts
    assert payload["actions"][0]["selected_option"]["value"] == "b"
    assert payload["state"]["values"]["choice"]["pick"]["selected_option"]["value"] == "b"
    assert payload["response_url"].startswith("http://127.0.0.1:")


def test_a_click_on_an_ephemeral_message_comes_without_it(
    slack: WebClient, socket: BareSocket, maya: Person, meanwhile: Meanwhile
) -> None:
    slack.chat_postEphemeral(channel=WELCOME, user=MAYA, text="x", blocks=[a_button("go")])
    ts = maya.messages()[0]["ts"]

    clicked = meanwhile(maya.do, "click", conversation=WELCOME, ts=ts, block_id="row", action_id="go")
    envelope = socket.read()
    socket.answer(envelope)
    clicked.result()

    assert "message" not in envelope["payload"]
    assert envelope["payload"]["container"]["is_ephemeral"] is True


@pytest.fixture
def response_url(slack: WebClient, socket: BareSocket, maya: Person, meanwhile: Meanwhile) -> str:
    """Where the answer to a click on a message in #welcome goes."""
    ts = slack.chat_postMessage(channel=WELCOME, text="A request", blocks=[a_button("claim")])["ts"]
    clicked = meanwhile(maya.do, "click", conversation=WELCOME, ts=ts, block_id="row", action_id="claim")
    envelope = socket.read()
    socket.answer(envelope)
    clicked.result()
    return str(envelope["payload"]["response_url"])


def _post(url: str, **body: Any) -> str:
    return httpx.post(url, json=body, trust_env=False).text


def test_a_response_is_for_one_person_unless_it_says_otherwise(
    response_url: str, maya: Person, linh: Person
) -> None:
    assert _post(response_url, text="Only you") == "ok"
    assert _post(response_url, text="All of you", response_type="in_channel") == "ok"

    assert maya.texts() == ["A request", "Only you", "All of you"]
    assert linh.texts() == ["A request", "All of you"]


def test_a_response_can_take_the_message_away(response_url: str, maya: Person) -> None:
    assert _post(response_url, delete_original=True) == "ok"

    assert maya.texts() == []


def test_after_a_command_there_is_nothing_to_replace(
    socket: BareSocket, maya: Person, meanwhile: Meanwhile
) -> None:
    said = meanwhile(maya.say, "/runforsomething")
    envelope = socket.read()
    socket.answer(envelope, {"text": "One moment"})
    said.result()

    _post(envelope["payload"]["response_url"], replace_original=True, text="Here it is")

    assert maya.texts() == ["One moment", "Here it is"]


def test_changes_are_told_as_they_happen(sandbox: Sandbox, maya: Person) -> None:
    with httpx.stream("GET", sandbox.url + "/sandbox/changes", trust_env=False, timeout=5) as stream:
        lines = (line for line in stream.iter_lines() if line.startswith("data:"))
        before = next(lines)
        maya.say("Hello")
        after = next(lines)

    assert before != after
