"""Whom the bot listens to: people of its own workspace, and what they say to it; not bots, not strangers."""

import pytest

from handlers.sign_up.form import FORM
from models.inbox import ReceivedEvent
from models.people import Person
from tests.bot.front import Front, Json, a_click, a_command, a_form, an_event

ELSEWHERE = "T0ELSEWHERE"
SIGN_UP_FIELDS = ("reason", "zip", "email", "consent")


def without_user(payload: Json) -> Json:
    return {key: value for key, value in payload.items() if key not in ("user", "user_id")}


@pytest.mark.parametrize(
    "payload",
    [
        without_user(a_command("signup")),
        without_user(a_click("sign_up.open")),
        without_user(a_form(FORM, SIGN_UP_FIELDS)),
        a_command("signup", team=ELSEWHERE),
        a_click("sign_up.open", team=ELSEWHERE),
        a_form(FORM, SIGN_UP_FIELDS, team=ELSEWHERE),
    ],
)
def test_nobody_and_strangers_of_a_shared_channel_get_an_empty_answer(payload: Json, front: Front) -> None:
    answer = front.send(payload)

    assert (answer.status, answer.body) == (200, "")
    assert front.count(Person) == 0


@pytest.mark.parametrize(
    "event",
    [
        an_event(user=None),
        an_event(team=ELSEWHERE),
        {**an_event(), "is_ext_shared_channel": True},
        an_event(bot_id="B07BOT"),
        an_event(subtype="message_changed"),
        an_event(channel_type="channel"),
        an_event(type="app_home_opened", tab="messages"),
        an_event(type="reaction_added"),
    ],
)
def test_events_that_are_none_of_our_business_are_acknowledged_and_not_kept(
    event: Json, front: Front
) -> None:
    assert front.send(event).status == 200
    assert front.count(ReceivedEvent) == 0


def test_an_event_that_cannot_be_stored_in_time_is_not_acknowledged(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.door.WORK_WITHIN", 0)

    assert front.send(an_event()).status == 503
    assert front.count(ReceivedEvent) == 0


def test_an_event_is_kept_before_it_is_acknowledged(front: Front) -> None:
    assert front.send(an_event()).status == 200
    assert front.count(ReceivedEvent) == 1
