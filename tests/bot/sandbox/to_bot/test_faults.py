"""Bad days on order: what the bot's Web API client sees."""

import time
from http.client import IncompleteRead, RemoteDisconnected

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.bot.sandbox.players import WELCOME, Person, refusal_of

WHERE = {
    **dict.fromkeys(("slow", "error", "rate_limited", "lost_answer", "half_answer"), "web_api"),
    **dict.fromkeys(("server_error", "hang_up", "unknown_method"), "web_api"),
    **dict.fromkeys(("event_late", "event_twice", "event_two_ids", "events_out_of_order"), "events"),
    **dict.fromkeys(("event_lost", "event_lost_ack"), "events"),
    **dict.fromkeys(("close", "deaf"), "sockets"),
}


@pytest.fixture
def plain_slack(slack: WebClient) -> WebClient:
    """Without slack_sdk's own second try."""
    slack.retry_handlers.clear()
    return slack


def test_an_answer_can_be_lost_after_the_work(plain_slack: WebClient, maya: Person) -> None:
    maya.do("faults", method="chat.postMessage", fault="lost_answer", times=1)

    with pytest.raises(RemoteDisconnected):
        plain_slack.chat_postMessage(channel=WELCOME, text="Did it work?")

    assert maya.texts() == ["Did it work?"]


def test_an_answer_can_end_in_the_middle_after_the_work(plain_slack: WebClient, maya: Person) -> None:
    maya.do("faults", method="chat.postMessage", fault="half_answer", times=1)

    with pytest.raises(IncompleteRead) as half:
        plain_slack.chat_postMessage(channel=WELCOME, text="Did it work?")

    assert half.value.partial.startswith(b'{"ok":true')
    assert half.value.expected in (len(half.value.partial), len(half.value.partial) + 1)
    assert maya.texts() == ["Did it work?"]
    assert maya.traffic()[-1]["error"] == "half of the answer was dropped"
    assert plain_slack.auth_test()["ok"]


def test_a_line_can_go_dead_before_the_work(plain_slack: WebClient, maya: Person) -> None:
    maya.do("faults", method="*", fault="hang_up", times=1)

    with pytest.raises(RemoteDisconnected):
        plain_slack.chat_postMessage(channel=WELCOME, text="Did it work?")

    assert maya.texts() == []


def test_a_fault_is_used_up(slack: WebClient, maya: Person) -> None:
    maya.do("faults", method="chat.postMessage", fault="error", error="fatal_error", times=1)

    assert refusal_of(slack.chat_postMessage, channel=WELCOME, text="x") == "fatal_error"
    assert slack.chat_postMessage(channel=WELCOME, text="x")["ok"]


def test_a_fault_lasts_until_it_is_cleared(slack: WebClient, maya: Person) -> None:
    maya.do("faults", method="*", fault="unknown_method")
    assert refusal_of(slack.auth_test) == "unknown_method"
    assert refusal_of(slack.auth_test) == "unknown_method"

    maya.do("faults", clear=True)

    assert slack.auth_test()["ok"]


@pytest.mark.parametrize(("seconds", "header"), [(7, "7"), (None, None)])
def test_a_limit_can_be_ordered_with_and_without_its_seconds(
    seconds: int | None, header: str | None, slack: WebClient, maya: Person
) -> None:
    maya.do("faults", method="views.publish", fault="rate_limited", retry_after=seconds)

    with pytest.raises(SlackApiError) as refused:
        slack.views_publish(user_id="U", view={})

    assert refused.value.response.status_code == 429
    assert refused.value.response.headers.get("Retry-After") == header


def test_slack_can_be_slow(slack: WebClient, maya: Person) -> None:
    maya.do("faults", method="auth.test", fault="slow", seconds=0.3)
    begun = time.monotonic()

    assert slack.auth_test()["ok"]

    assert time.monotonic() - begun >= 0.3


def test_slack_can_be_broken(slack: WebClient, maya: Person) -> None:
    maya.do("faults", method="auth.test", fault="server_error")

    with pytest.raises(SlackApiError) as refused:
        slack.auth_test()

    assert refused.value.response.status_code == 500


def test_what_can_go_wrong_and_what_is_on_order_can_be_read(maya: Person) -> None:
    maya.do("faults", method="users.info", fault="slow", seconds=2, times=3)
    maya.do("faults", fault="event_late")

    faults = maya.look("faults")

    assert {kind["name"]: kind["where"] for kind in faults["kinds"]} == WHERE
    assert all(kind["does"] and isinstance(kind["fields"], list) for kind in faults["kinds"])
    assert faults["ordered"] == [
        {"fault": "slow", "method": "users.info", "seconds": 2.0, "times": 3},
        {"fault": "event_late", "event": "*", "seconds": 60.0, "times": None},
    ]
    maya.do("faults", clear=True)
    assert maya.look("faults")["ordered"] == []


def test_what_does_not_exist_cannot_be_ordered(maya: Person) -> None:
    assert maya.do("faults", fault="earthquake")["error"].startswith("There is no fault named earthquake")
    assert maya.do("faults", fault="slow", seconds=1)["error"] == "“method” is missing: it is a text."
    slow = maya.do("faults", fault="slow", method="*")
    assert slow["error"] == "“seconds” is missing: it is a number of at least zero."


def test_all_that_was_said_is_written_down(slack: WebClient, maya: Person) -> None:
    slack.chat_postMessage(channel=WELCOME, text="x")
    refusal_of(slack.chat_postMessage, channel="C07NOWHERE", text="x")

    lines = [(each["direction"], each["what"], each["ok"], each["error"]) for each in maya.traffic()]

    assert lines == [
        ("from_bot", "chat.postMessage", True, None),
        ("from_bot", "chat.postMessage", False, "channel_not_found"),
    ]
    assert "token" not in maya.traffic()[0]["arguments"]
