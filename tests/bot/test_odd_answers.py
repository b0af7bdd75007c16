"""Odd answers and closed doors: whatever Slack says, nobody misses a message and nobody reads one twice.

Where a `post` is handed the messages, Slack asks nothing, so there is no transport to try.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.database import Database
from bot.deadline import Deadline
from bot.delivery import ACCESS_PAUSE
from bot.posting import Posting
from bot.sandbox import Sandbox, SandboxClock
from bot.slack import Slack
from bot.slack_errors import LONGEST_WAIT, CallFailed, Outcome
from models.notices import State
from models.rooms import Room
from tests.bot.between import JSON, Between, Odd, something_between
from tests.bot.post import Post, a_post
from tests.bot.sandbox.players import MAYA, SAM, STAFF_ROOM, until
from tests.journeys.vocabulary import Someone, Workspace
from tests.models.outgoing import CARD
from tests.moments import HOUR, MINUTE, SECOND
from tests.stage import MANIFEST, SEED, Stage, Transport, a_bot, a_stage

SEEN = "Number 1. You asked for this."
PROFILES_EMAIL = {"maya.thompson@example.org": "slack_profile"}

SLOW = pytest.mark.slow
ODD = {
    "ok and nothing else": Odd(b'{"ok": true}'),
    "a list": Odd(b"[1]"),
    "a word": Odd(b'"hi"'),
    "a number": Odd(b"7"),
    "null": Odd(b"null"),
    "no JSON": Odd(b"<html>Welcome to the hotel's network</html>", content_type="text/html"),
    "half of it": Odd(b'{"ok": true, "chan'),
    "nothing": Odd(b""),
    "unknown charset": Odd(b'{"ok": true}', content_type="application/json; charset=klingon"),
    "no UTF-8": Odd(b'{"ok": true, "ts": "\xff"}'),
    "a ts that is a number": Odd(b'{"ok": true, "channel": "D1", "ts": 1764000000.0}'),
    "an error that is a list": Odd(b'{"ok": false, "error": ["x"]}'),
    "an error that is null": Odd(b'{"ok": false, "error": null}'),
}
TYPICAL = ("ok and nothing else", "a list")  # the others are tried among the slow ones
EACH_ODD = pytest.mark.parametrize(
    "odd",
    [pytest.param(odd, id=name, marks=[] if name in TYPICAL else SLOW) for name, odd in ODD.items()],
)
WAITS = [
    "nan",
    "soon",
    *(pytest.param(each, marks=SLOW) for each in ("inf", "-inf", "-1", "0", "99999999999999", "1e400", "")),
]


@contextmanager
def a_post_with_something_between(database: Database) -> Iterator[tuple[Post, Between]]:
    with a_post(database) as post, something_between(post.sandbox) as between:
        slack = Slack(post.sandbox.bot_token, between.url)
        yield replace(post, delivery=replace(post.delivery, posting=Posting(slack))), between


@pytest.fixture
def post(database: Database) -> Iterator[Post]:
    with a_post(database) as post:
        yield post


@pytest.fixture
def stage(database_url: str, transport: Transport, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """Without the pace of one message a second, which is no part of these stories."""
    monkeypatch.setattr("models.sending.PACE", timedelta(0))
    with a_stage(database_url, rate_limits=False, transport=transport) as stage:
        yield stage


# -- Odd answers ---------------------------------------------------------------------------------------


@EACH_ODD
@pytest.mark.parametrize("is_done", [True, False], ids=["done", "undone"])
def test_after_an_odd_answer_the_message_is_there_once(is_done: bool, odd: Odd, database: Database) -> None:
    with a_post_with_something_between(database) as (post, between):
        between.answer_oddly("chat.postMessage", odd, is_done=is_done)
        post.owe()

        for _ in range(4):
            post.deliver(MINUTE)

        assert (post.states(), post.texts()) == ([State.SENT], [SEEN])


@EACH_ODD
def test_an_odd_answer_to_an_update_keeps_the_card_one_message(odd: Odd, database: Database) -> None:
    with a_post_with_something_between(database) as (post, between):
        post.owe(CARD)
        post.deliver()
        between.answer_oddly("chat.update", odd, is_done=True)
        post.owe(CARD)

        for _ in range(4):
            post.deliver(MINUTE)

        assert (set(post.states(CARD)), len(post.texts())) == ({State.SENT}, 1)


@pytest.mark.parametrize("retry_after", WAITS)
@pytest.mark.parametrize("body", [b"[]", b'{"ok": false, "error": "ratelimited"}'], ids=["list", "object"])
def test_whatever_wait_slack_names_the_message_comes_within_the_hour(
    body: bytes, retry_after: str, database: Database
) -> None:
    with a_post_with_something_between(database) as (post, between):
        between.answer_oddly("chat.postMessage", Odd(body, 429, JSON, retry_after), is_done=False)
        post.owe()

        post.deliver()
        post.deliver(LONGEST_WAIT * SECOND + MINUTE)

        assert (post.states(), post.texts()) == ([State.SENT], [SEEN])


@EACH_ODD
def test_an_odd_answer_is_a_call_that_failed_or_an_object(odd: Odd, post: Post) -> None:
    with something_between(post.sandbox) as between:
        between.answer_oddly("auth.test", odd, is_done=False)

        assert outcome_of(Slack(post.sandbox.bot_token, between.url), "auth.test") in (None, Outcome.UNSURE)


def outcome_of(slack: Slack, method: str) -> Outcome | None:
    try:
        assert isinstance(slack.call(method, json=False), dict)
    except CallFailed as failed:
        return failed.outcome
    return None


# -- Closed doors --------------------------------------------------------------------------------------


def test_a_conversation_that_is_closed_does_not_stop_home(post: Post) -> None:
    post.owe()
    post.breaks("error", error="channel_not_found", times=1)
    post.deliver()
    assert (post.states(), is_open(post.database)) == ([State.REFUSED], False)

    post.refresh_home()
    post.deliver(MINUTE)

    assert post.asked("views.publish") == 1
    assert post.maya.screen()["home"]


def test_signing_up_again_opens_a_closed_conversation_again(stage: Stage) -> None:
    maya = somebody_whose_conversation_is_closed(stage)

    maya.types("/runforsomething signup")
    assert maya.sends() == {}

    assert len(maya.messages()) == 1


def test_opening_home_opens_a_closed_conversation_again(stage: Stage) -> None:
    maya = somebody_whose_conversation_is_closed(stage)

    maya.opens_home()

    until(lambda: is_open(stage.database))
    assert "Where you are" in maya.home()


def somebody_whose_conversation_is_closed(stage: Stage) -> Someone:
    maya = Workspace(stage).newcomer
    maya.person.do("faults", method="chat.postMessage", fault="error", error="channel_not_found", times=1)
    assert maya.signs_up() == {}
    until(lambda: not is_open(stage.database))
    return maya


def is_open(database: Database) -> bool:
    reason = select(Room.closed_because).where(Room.slack_user == MAYA)
    with database.read(Deadline.in_seconds(10)) as session:
        return session.scalars(reason).one() is None


# -- Access that is missing ----------------------------------------------------------------------------


def test_two_days_without_access_cost_no_message(post: Post) -> None:
    post.breaks("error", "*", error="token_revoked")
    for number in range(1, 4):
        post.owe(number=number)
    post.refresh_home()
    for _ in range(8):
        post.deliver(6 * HOUR)
    assert set(post.states()) == {State.DUE}

    post.mended()
    post.deliver(ACCESS_PAUSE + SECOND)
    for _ in range(3):
        post.deliver()

    assert post.states() == [State.SENT] * 3
    assert post.texts() == [f"Number {number}. You asked for this." for number in range(1, 4)]
    assert post.maya.screen()["home"]


def test_a_method_that_is_missing_for_a_moment_costs_no_message(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.ASK_AGAIN_AFTER", 0.0)
    post.breaks("unknown_method", times=1)
    post.owe()

    post.deliver()
    assert (post.states(), post.texts()) == ([State.DUE], [])
    post.deliver(ACCESS_PAUSE + SECOND)

    assert (post.states(), post.texts()) == ([State.SENT], [SEEN])


@pytest.mark.parametrize("error", ["missing_scope", "user_not_found", "fatal_error", "token_revoked"])
def test_a_profile_that_is_refused_between_form_and_submission_is_fetched_later(
    error: str, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.profiles.KEPT", 0.0)
    workspace = Workspace(stage)
    maya = workspace.newcomer
    maya.types("/runforsomething signup")
    maya.fills(reason="Just looking", zip="27601", consent="Yes, you may keep them")
    workspace.slack_is("error", "users.info", error=error, times=1)

    assert maya.sends() == {}

    assert workspace.emails() == PROFILES_EMAIL


# -- Those who decide ----------------------------------------------------------------------------------


def test_what_nobody_could_be_asked_about_is_asked_at_the_next_start_with_a_channel(
    sandbox: Sandbox, clock: SandboxClock, database_url: str, transport: Transport
) -> None:
    with a_bot(sandbox, clock, database_url, staff_channel=None, transport=transport) as stage:
        whose_welcome_is_refused(stage)

    with a_bot(sandbox, clock, database_url, transport=transport) as stage:
        stage.settle()
        asked = stage.person(SAM).texts(STAFF_ROOM)

    assert ["Slack didn't take one message" in text for text in asked] == [True]


def test_an_admin_whom_the_settings_name_may_decide(
    sandbox: Sandbox, clock: SandboxClock, database_url: str, transport: Transport
) -> None:
    admins = frozenset({(SEED.team_id, SAM)})
    with a_bot(sandbox, clock, database_url, admins=admins, transport=transport) as stage:
        maya, sam = whose_welcome_is_refused(stage), Someone(stage, stage.person(SAM))

        sam.presses("Decide")
        sam.fills(decision="Send it again")
        assert sam.sends() == {}

        assert len(maya.messages()) == 1


def whose_welcome_is_refused(stage: Stage) -> Someone:
    maya = Someone(stage, stage.person(MAYA))
    maya.person.do("faults", method="chat.postMessage", fault="error", error="invalid_blocks", times=1)
    maya.signs_up()
    assert maya.messages() == []
    return maya


@pytest.fixture
def clock() -> SandboxClock:
    return SandboxClock(SEED.start)


@pytest.fixture
def sandbox(clock: SandboxClock) -> Iterator[Sandbox]:
    """A workspace in which several bots come and go."""
    sandbox = Sandbox(SEED, clock=clock, manifest=MANIFEST, rate_limits=False)
    sandbox.start()
    yield sandbox
    sandbox.stop()
