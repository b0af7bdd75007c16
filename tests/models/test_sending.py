"""How notices leave the outbox: in order and at Slack's pace, each once, and none of them lost."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from models import looking, outbox, sending, upcoming
from models.doubts import DOUBT
from models.notices import Form, Kind, Lane, State
from models.rooms import Room
from models.sending import KEEP_TRYING, LEASE, LOOK_AFTER, MOST_ATTEMPTS, PACE, Claim
from tests.models.outgoing import (
    ANSWER,
    CARD,
    DUTY,
    LINE,
    NUDGE,
    PROMISE,
    a_room,
    a_staff_room,
    claim,
    nothing_is_due,
    notices,
    states,
)
from tests.moments import DAY, HOUR, MINUTE, NOON, SECOND

BEFORE = NOON - SECOND


@pytest.fixture
def room(session: Session) -> Room:
    return a_room(session)


def sent(session: Session, claimed: Claim, ts: str = "1.000001") -> None:
    sending.record_sent(session, claimed, channel="D1", ts=ts, now=NOON)


def a_sent_card(session: Session, room: Room) -> None:
    outbox.draw(session, CARD, room, subject_id=1, now=NOON - HOUR)
    sent(session, claim(session, NOON - HOUR))


# -- In their order ------------------------------------------------------------------------------------


def test_an_answer_goes_before_a_promise_and_both_before_what_nobody_asked_for(session: Session) -> None:
    for number, kind in enumerate((NUDGE, DUTY, ANSWER, PROMISE)):
        outbox.owe(session, kind, a_room(session, f"U{number}"), now=NOON)

    claimed = [claim(session).kind for _ in range(4)]

    assert claimed == [ANSWER.name, PROMISE.name, DUTY.name, NUDGE.name]


def test_within_a_lane_who_waits_longest_goes_first(session: Session) -> None:
    for user, wanted_at in (("U1", NOON), ("U2", NOON - HOUR), ("U3", NOON + SECOND)):
        outbox.owe(session, ANSWER, a_room(session, user), now=NOON - DAY, wanted_at=wanted_at)

    assert [claim(session).user for _ in range(2)] == ["U2", "U1"]
    assert nothing_is_due(session)


def test_one_conversation_gets_one_message_a_second(session: Session, room: Room) -> None:
    for each in (room, room, a_room(session, "U2")):
        outbox.owe(session, ANSWER, each, now=NOON)

    assert [claim(session).user for _ in range(2)] == ["U1", "U2"]
    assert nothing_is_due(session, NOON + PACE - timedelta(milliseconds=1))
    assert claim(session, NOON + PACE).user == "U1"


def test_a_home_page_neither_waits_nor_lets_wait(session: Session, room: Room) -> None:
    outbox.owe(session, ANSWER, room, now=NOON)
    outbox.refresh_home(session, room, now=NOON)

    assert [claim(session).form for _ in range(2)] == [Form.POST, Form.HOME]


def test_only_the_forms_that_may_go_are_taken(session: Session, room: Room) -> None:
    outbox.owe(session, ANSWER, room, now=NOON)

    assert sending.claim_next(session, [Form.HOME], now=NOON, machine=NOON) is None


def test_many_lines_for_one_room_become_one_message(session: Session, room: Room) -> None:
    for number in range(3):
        outbox.owe(session, LINE, room, now=NOON, facts={"number": number})
    outbox.owe(session, LINE, a_room(session, "U2"), now=NOON, facts={"number": 3})

    assert [fact["number"] for fact in claim(session).facts] == [0, 1, 2]
    assert states(session) == [State.CLAIMED, State.CLOSED, State.CLOSED, State.DUE]


def test_what_has_become_useless_is_closed_and_the_next_one_goes(session: Session, room: Room) -> None:
    outbox.owe(session, ANSWER, room, now=NOON - HOUR, useless_after=NOON)
    outbox.owe(session, ANSWER, room, now=NOON, useless_after=NOON + SECOND)

    assert claim(session).id == notices(session)[1].id
    assert (notices(session)[0].state, notices(session)[0].reason) == (State.CLOSED, "too late")


def test_nothing_goes_into_a_closed_room_until_the_person_writes(session: Session, room: Room) -> None:
    outbox.owe(session, ANSWER, room, now=NOON)
    room.closed_because = "messages_tab_disabled"
    assert nothing_is_due(session)

    a_room(session)  # they do something, and are met again
    session.refresh(room)

    assert claim(session).user == "U1"


# -- Cards ---------------------------------------------------------------------------------------------


def test_many_changes_of_a_card_are_one_message_that_is_then_updated(session: Session, room: Room) -> None:
    for _ in range(3):
        outbox.draw(session, CARD, room, subject_id=1, now=NOON)
    first = claim(session)
    sent(session, first)
    outbox.draw(session, CARD, room, subject_id=1, now=NOON + MINUTE)
    second = claim(session, NOON + MINUTE)

    assert (first.ts, first.version, first.is_posted_anew) == (None, 3, True)
    assert (second.ts, second.version, second.is_posted_anew) == ("1.000001", 4, False)


def test_an_update_never_overtakes_a_card_that_may_not_have_arrived(session: Session, room: Room) -> None:
    outbox.draw(session, CARD, room, subject_id=1, now=NOON)
    first = claim(session)
    outbox.draw(session, CARD, room, subject_id=1, now=NOON)
    assert nothing_is_due(session, NOON + HOUR)
    sending.doubt(session, first, look_at=NOON + LOOK_AFTER)
    assert nothing_is_due(session, NOON + HOUR)

    sent(session, first)

    assert claim(session, NOON + HOUR).ts == "1.000001"


def test_a_card_that_is_gone_from_slack_is_posted_anew(session: Session, room: Room) -> None:
    a_sent_card(session, room)
    outbox.draw(session, CARD, room, subject_id=1, now=NOON)

    sending.lose_card(session, claim(session), now=NOON)

    assert claim(session, NOON + PACE).is_posted_anew


# -- When Slack says no --------------------------------------------------------------------------------


def test_what_slack_refuses_for_now_goes_later(session: Session, room: Room) -> None:
    outbox.owe(session, ANSWER, room, now=NOON)

    sending.put_off(session, claim(session), "ratelimited", blocks_room=False, until=NOON + MINUTE, now=NOON)

    assert nothing_is_due(session, NOON + MINUTE - SECOND)
    assert claim(session, NOON + MINUTE).put_off == 1


def test_a_day_of_refusals_for_now_is_one_for_staff(session: Session, room: Room) -> None:
    staff = a_staff_room(session)
    outbox.owe(session, ANSWER, room, now=NOON)
    claimed = claim(session)

    for now in (NOON + KEEP_TRYING, NOON + KEEP_TRYING + SECOND):
        sending.put_off(session, claimed, "service_unavailable", blocks_room=False, until=now, now=now)

    [answer, question] = notices(session)
    assert (answer.state, answer.reason) == (State.REFUSED, "service_unavailable")
    assert (question.kind, question.room_id, question.subject_id) == (DOUBT.name, staff.id, answer.id)


@pytest.mark.parametrize("closes_room", [True, False])
def test_what_slack_refuses_for_good_is_shown_to_staff(
    closes_room: bool, session: Session, room: Room
) -> None:
    a_staff_room(session)
    outbox.owe(session, ANSWER, room, now=NOON)

    sending.refuse(session, claim(session), "user_disabled", closes_room=closes_room, now=NOON)

    assert states(session, ANSWER) == [State.REFUSED]
    assert states(session, DOUBT) == [State.DUE]
    assert room.closed_because == ("user_disabled" if closes_room else None)


def test_a_question_to_staff_that_cannot_be_asked_is_not_asked_about(session: Session) -> None:
    outbox.draw(session, DOUBT, a_staff_room(session), subject_id=1, now=NOON)

    sending.refuse(session, claim(session), "is_archived", closes_room=True, now=NOON)

    assert states(session) == [State.REFUSED]


def test_where_staff_have_no_room_nobody_is_asked(session: Session, room: Room) -> None:
    outbox.owe(session, ANSWER, room, now=NOON)

    sending.refuse(session, claim(session), "user_disabled", closes_room=False, now=NOON)

    assert states(session) == [State.REFUSED]


# -- When the program stumbles -------------------------------------------------------------------------


def test_a_notice_that_cannot_be_drawn_is_set_aside_and_the_others_go_on(
    session: Session, room: Room
) -> None:
    poison = Kind("test.poison", Form.POST, ANSWER.attention, Lane.ANSWER)
    a_staff_room(session)
    outbox.owe(session, poison, room, now=NOON)
    outbox.owe(session, PROMISE, room, now=NOON)
    now = NOON

    for _ in range(MOST_ATTEMPTS):
        claimed = claim(session, now)
        assert claimed.kind == poison.name
        sending.fail(session, claimed, now=now)
        now = notices(session, poison)[0].not_before

    assert claim(session, now).kind == PROMISE.name
    assert states(session, poison) == [State.REFUSED]
    assert states(session, DOUBT) == [State.DUE]


def test_a_notice_that_ends_the_program_each_time_is_set_aside(session: Session, room: Room) -> None:
    a_sent_card(session, room)  # an update, which is tried again without a look
    outbox.draw(session, CARD, room, subject_id=1, now=NOON)

    for attempt in range(MOST_ATTEMPTS):
        claim(session, NOON + attempt * MINUTE)
        looking.release_lapsed(session, machine=NOON + attempt * MINUTE + LEASE)

    assert nothing_is_due(session, NOON + HOUR)
    assert notices(session)[-1].reason == "it failed every time"


def test_refusals_of_slack_do_not_count_as_failures(session: Session, room: Room) -> None:
    outbox.owe(session, ANSWER, room, now=NOON)

    for attempt in range(MOST_ATTEMPTS * 3):
        now = NOON + attempt * MINUTE
        sending.put_off(session, claim(session, now), "ratelimited", blocks_room=False, until=now, now=now)

    assert claim(session, NOON + HOUR).put_off == MOST_ATTEMPTS * 3


def test_a_post_whose_sender_died_is_looked_for_before_it_goes_again(session: Session, room: Room) -> None:
    outbox.owe(session, ANSWER, room, now=NOON)
    claim(session)

    looking.release_lapsed(session, machine=NOON + LEASE - SECOND)
    assert states(session) == [State.CLAIMED]
    looking.release_lapsed(session, machine=NOON + LEASE)
    assert states(session) == [State.UNSURE]


def test_an_update_whose_sender_died_is_simply_repeated(session: Session, room: Room) -> None:
    a_sent_card(session, room)
    outbox.draw(session, CARD, room, subject_id=1, now=NOON)
    claim(session)

    looking.release_lapsed(session, machine=NOON + LEASE)

    assert claim(session, NOON + PACE).ts == "1.000001"


def test_at_the_start_of_a_single_process_all_claims_have_lapsed(session: Session, room: Room) -> None:
    outbox.owe(session, ANSWER, room, now=NOON)
    claim(session)

    looking.release_lapsed(session, machine=NOON, all_of_them=True)

    assert states(session) == [State.UNSURE]


# -- When there is more --------------------------------------------------------------------------------


def test_what_is_next_due_knows_pace_and_closed_rooms(session: Session, room: Room) -> None:
    assert upcoming.first(session, after=BEFORE) is None
    outbox.owe(session, ANSWER, room, now=NOON)
    outbox.owe(session, ANSWER, room, now=NOON)
    assert due(session) == NOON
    claim(session)
    assert due(session) == NOON + PACE
    room.closed_because = "user_disabled"
    assert upcoming.first(session, after=BEFORE) is None


def due(session: Session) -> datetime:
    first = upcoming.first(session, after=BEFORE)
    assert first is not None
    return first.at
