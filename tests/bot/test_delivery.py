"""Delivery against the sandbox and its faults: what a person sees in the end, and what staff are asked."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.database import Database
from bot.deadline import Deadline
from bot.delivery import ACCESS_PAUSE
from models import sending
from models.notices import Kind, Notice, State
from models.rooms import Room
from tests.bot.post import CANARY, POISON, STALE, Post, a_post
from tests.bot.sandbox.players import MAYA, MAYAS_ROOM, client_of
from tests.models.outgoing import ANSWER, CARD
from tests.moments import DAY, HOUR, MINUTE, SECOND

SEEN = "Number 1. You asked for this."


@pytest.fixture
def post(database: Database) -> Iterator[Post]:
    with a_post(database) as post:
        yield post


# -- When all goes well --------------------------------------------------------------------------------


def test_a_message_says_why_it_came_and_carries_nothing_but_a_random_id(post: Post) -> None:
    post.owe()
    post.deliver()

    [found] = client_of(post.sandbox).conversations_history(channel=MAYAS_ROOM, include_all_metadata=True)[
        "messages"
    ]
    with post.database.read(Deadline.in_seconds(30)) as session:
        public_id = session.scalars(select(Notice.public_id)).one()
    assert found["text"] == SEEN
    assert found["metadata"] == {"event_type": "notice", "event_payload": {"id": public_id}}


def test_the_id_of_a_conversation_is_learnt_from_the_first_answer(post: Post) -> None:
    post.owe()
    post.deliver()

    with post.database.read(Deadline.in_seconds(30)) as session:
        assert session.scalars(select(Room.slack_channel).where(Room.slack_user == MAYA)).all() == [
            MAYAS_ROOM
        ]


def test_a_card_is_one_message_that_is_updated(post: Post) -> None:
    for _ in range(3):
        post.owe(CARD)
        post.deliver()

    assert len(post.texts()) == 1
    assert (post.asked("chat.postMessage"), post.asked("chat.update")) == (1, 2)


def test_what_is_not_true_any_more_is_not_said(post: Post) -> None:
    post.owe(STALE)
    post.owe()
    for _ in range(2):
        post.deliver(MINUTE)

    assert post.states(STALE) == [State.CLOSED]
    assert post.texts() == [SEEN]


def test_what_is_next_due_is_known(post: Post) -> None:
    post.breaks("rate_limited", retry_after=60)
    post.owe()
    assert post.delivery.next_due() is None, "it is due now"

    post.deliver()
    due = post.delivery.next_due()

    assert due is not None
    assert 55 < (due.at - post.clock.now()).total_seconds() <= 61


# -- A lost answer -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [ANSWER, CARD])
@pytest.mark.parametrize("fault", ["lost_answer", "hang_up", "server_error"])
def test_after_a_lost_answer_the_message_is_there_once(fault: str, kind: Kind, post: Post) -> None:
    post.owe(kind)
    post.breaks(fault, times=1)
    post.deliver()
    assert post.states(kind) == [State.UNSURE]

    for _ in range(3):
        post.deliver(MINUTE)

    assert len(post.texts()) == 1
    assert post.states(kind) == [State.SENT]


def test_a_change_while_nobody_is_sure_is_an_update_of_the_one_message(post: Post) -> None:
    post.owe(CARD)
    post.breaks("lost_answer", times=1)
    post.deliver()
    post.owe(CARD)
    assert post.states(CARD) == [State.UNSURE, State.DUE]

    for _ in range(3):
        post.deliver(MINUTE)

    assert len(post.texts()) == 1
    assert set(post.states(CARD)) == {State.SENT}


def test_an_update_whose_answer_is_lost_is_simply_repeated(post: Post) -> None:
    post.owe(CARD)
    post.deliver()
    post.owe(CARD)
    post.breaks("lost_answer", "chat.update", times=1)

    for _ in range(2):
        post.deliver(MINUTE)

    assert len(post.texts()) == 1
    assert post.states(CARD) == [State.SENT, State.SENT]


def test_where_history_cannot_be_read_staff_are_asked_and_nothing_goes_again(post: Post) -> None:
    post.owe()
    post.breaks("lost_answer", times=1)
    post.breaks("error", "conversations.history", error="missing_scope")

    for _ in range(3):
        post.deliver(MINUTE)

    assert (post.states(), post.texts()) == ([State.UNSURE], [SEEN])
    assert "whether one message arrived" in post.staff_read()[-1]


def test_a_look_that_fails_for_now_is_repeated(post: Post) -> None:
    post.owe()
    post.breaks("lost_answer", times=1)
    post.breaks("server_error", "conversations.history", times=1)

    for _ in range(3):
        post.deliver(MINUTE)

    assert (post.states(), post.texts()) == ([State.SENT], [SEEN])


# -- When Slack says no --------------------------------------------------------------------------------


def test_a_method_that_is_asked_too_often_waits_and_the_others_go_on(post: Post) -> None:
    post.owe()
    post.refresh_home()
    post.breaks("rate_limited", retry_after=30, times=1)
    post.deliver()
    assert (post.texts(), post.asked("views.publish")) == ([], 1)

    post.deliver(27 * SECOND)
    assert post.asked("chat.postMessage") == 1
    post.deliver(10 * SECOND)
    assert post.texts() == [SEEN]


def test_a_token_that_is_not_accepted_stops_everything_and_loses_nothing(post: Post) -> None:
    post.owe()
    post.refresh_home()
    post.breaks("error", "*", error="token_revoked")
    post.deliver()
    assert post.asked("chat.postMessage") + post.asked("views.publish") == 1

    post.mended()
    post.deliver(ACCESS_PAUSE + SECOND)

    assert post.texts() == [SEEN]
    assert (post.asked("chat.postMessage"), post.asked("views.publish")) == (2, 1)


def test_a_room_that_is_closed_is_shown_to_staff_and_left_alone(post: Post) -> None:
    post.owe()
    post.breaks("error", error="messages_tab_disabled", times=1)
    post.deliver()
    post.owe(number=2)
    post.deliver(MINUTE)

    assert post.states() == [State.REFUSED, State.DUE]
    assert "the app's Messages tab is switched off" in post.staff_read()[-1]


def test_a_message_that_slack_never_takes_is_shown_to_staff_and_the_next_one_goes(post: Post) -> None:
    post.owe()
    post.breaks("error", error="invalid_blocks", times=1)
    post.deliver()
    post.owe(number=2)
    post.deliver(MINUTE)

    assert post.states() == [State.REFUSED, State.SENT]
    assert post.texts() == ["Number 2. You asked for this."]


def test_a_day_without_slack_is_for_staff_to_know(post: Post) -> None:
    post.owe()
    post.breaks("error", error="service_unavailable")
    for _ in range(3):
        post.deliver(11 * HOUR)
    assert post.states() == [State.DUE]

    post.deliver(DAY)

    assert post.states() == [State.REFUSED]


def test_a_card_whose_message_is_gone_is_posted_anew(post: Post) -> None:
    post.owe(CARD)
    post.deliver()
    post.owe(CARD)
    post.breaks("error", "chat.update", error="message_not_found", times=1)

    for _ in range(2):
        post.deliver(MINUTE)

    assert post.asked("chat.postMessage") == 2
    assert post.states(CARD) == [State.SENT, State.SENT]


# -- When we stumble -----------------------------------------------------------------------------------


def test_what_cannot_be_drawn_is_set_aside_says_nothing_and_stops_nobody(post: Post) -> None:
    post.owe(POISON)
    post.owe()

    with capture_logs() as log:
        for _ in range(2 * sending.MOST_ATTEMPTS + 3):
            post.deliver(HOUR / 10)

    assert (post.states(POISON), post.texts()) == ([State.REFUSED], [SEEN])
    stumbled = [line for line in log if line["event"] == "stumbled"]
    assert [line["error"] for line in stumbled] == ["KeyError"] * sending.MOST_ATTEMPTS
    assert CANARY not in str(log)
    assert "it could not be drawn" in post.staff_read()[-1]


def test_what_a_dead_delivery_had_claimed_is_looked_for(post: Post) -> None:
    post.owe()
    with post.database.begin(Deadline.in_seconds(30)) as session:
        sending.claim_next(session, now=post.clock.now(), machine=post.clock.now())

    post.delivery.take_over(all_of_them=True)
    for _ in range(2):
        post.deliver(MINUTE)

    assert (post.states(), post.texts()) == ([State.SENT], [SEEN])
