"""Where Slack knows only a handful of methods, signing up still works, and the log says once what is missing.

Behind it stands a Slack of its own, not the sandbox: one slip cannot be on both sides.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.database import Database
from bot.deadline import Deadline
from bot.running import Bot, Plan, machine
from handlers.routes import Clock
from models.notices import Notice, State
from models.rooms import Room
from tests.bot.sandbox.players import until
from tests.bot.small_slack import DIRECT, NEWCOMER, STAFF_ROOM, TEAM, Json, SmallSlack, a_small_slack
from tests.moments import NOON

ANSWERS: dict[str, Json] = {
    "reason": {"type": "radio_buttons", "selected_option": {"value": "might_run"}},
    "zip": {"type": "plain_text_input", "value": "27601"},
    "email": {"type": "email_text_input", "value": "maya@example.org"},
    "consent": {"type": "checkboxes", "selected_options": [{"value": "yes"}]},
}


@dataclass(frozen=True)
class Scene:
    slack: SmallSlack
    database: Database
    log: list[Any]

    def sign_up(self) -> Json:
        """What the form turns into."""
        self.slack.command("signup")
        answer: Json = self.slack.submit(self.slack.asked("views.open")[-1]["view"], **ANSWERS)
        return answer

    def posts_to(self, channel: str) -> list[Json]:
        return [post for post in self.slack.asked("chat.postMessage") if post["channel"] == channel]

    def states(self, kind: str) -> set[State]:
        with self.database.read(Deadline.in_seconds(10)) as session:
            return set(session.scalars(select(Notice.state).where(Notice.kind == kind)))

    def said_missing(self) -> list[str]:
        return [line["method"] for line in self.log if line["event"] == "slack lacks a method"]


@pytest.fixture
def scene(sqlite_url: str) -> Iterator[Scene]:
    with _a_scene(sqlite_url) as scene:
        yield scene


@contextmanager
def _a_scene(url: str) -> Iterator[Scene]:
    database = Database(url)
    database.open_vault([], now=NOON)
    with capture_logs() as log, a_small_slack() as (slack, access):
        bot = Bot(Plan(access, STAFF_ROOM, now=_a_clock_from(NOON)), database)
        bot.start()
        slack.wait_for_the_bot()
        try:
            yield Scene(slack, database, log)
        finally:
            bot.stop()
            database.close()


def _a_clock_from(start: datetime) -> Clock:
    """Staff are at work then, whatever the day of the test."""
    shift = start - machine()
    return lambda: machine() + shift


def test_a_sign_up_is_kept_and_welcomed(database_url: str) -> None:
    with _a_scene(database_url) as scene:
        answer = scene.sign_up()

        assert answer["response_action"] == "update"
        assert answer["view"]["title"]["text"] == "You're in"
        welcome = until(lambda: scene.posts_to(NEWCOMER))
        assert welcome[0]["text"].startswith("You're in.")


def test_without_profiles_the_form_asks_for_the_address(scene: Scene) -> None:
    scene.slack.command("signup")

    form = scene.slack.asked("views.open")[0]["view"]
    assert [block["block_id"] for block in form["blocks"]] == ["reason", "zip", "email", "consent"]


def test_without_updates_of_views_the_whole_form_opens_at_once(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.modals.READ_WITHIN", 0)  # nothing is ever ready before the modal opens

    scene.slack.command("signup")

    [form] = scene.slack.asked("views.open")
    assert form["view"]["blocks"][0]["block_id"] == "reason"


def test_a_person_is_written_to_by_their_id_and_the_room_is_learnt_from_the_answer(scene: Scene) -> None:
    scene.sign_up()

    until(lambda: scene.states("sign_up.welcome") == {State.SENT})
    with scene.database.read(Deadline.in_seconds(10)) as session:
        assert session.scalars(select(Room.slack_channel).where(Room.slack_user == NEWCOMER)).all() == [
            DIRECT
        ]
    assert scene.slack.asked("conversations.open") == []


@pytest.mark.parametrize(
    ("is_known", "missing"), [(False, "conversations.open"), (True, "conversations.history")]
)
def test_where_nobody_can_look_for_a_lost_message_staff_decide(
    is_known: bool, missing: str, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.sending.LOOK_AFTER", timedelta(0))
    if is_known:
        scene.slack.happens(**_home_opened())
    scene.slack.loses.add("chat.postMessage")

    scene.sign_up()
    until(lambda: scene.slack.asked(missing))
    scene.slack.loses.clear()

    asked = until(lambda: _those_that_ask(scene.posts_to(STAFF_ROOM)))
    assert "whether one message arrived: “the welcome after signing up”" in asked[0]["text"]
    assert len(scene.posts_to(DIRECT if is_known else NEWCOMER)) == 1


def test_without_home_pages_nobody_is_bothered(scene: Scene) -> None:
    scene.slack.happens(**_home_opened())
    until(lambda: scene.states("home") == {State.CLOSED})
    scene.slack.happens(**_home_opened())
    until(lambda: _count(scene, "home") == 2 and scene.states("home") == {State.CLOSED})

    assert len(scene.slack.asked("views.publish")) == 1
    assert scene.slack.asked("chat.postMessage") == []


def test_each_missing_method_is_said_once(scene: Scene) -> None:
    scene.sign_up()
    until(lambda: scene.states("home") == {State.CLOSED})
    scene.sign_up()
    until(lambda: _count(scene, "home") == 2 and scene.states("home") == {State.CLOSED})

    said = scene.said_missing()
    assert {"users.info", "views.publish", "views.update"} <= set(said)
    assert len(said) == len(set(said))


def _home_opened() -> Json:
    return {"type": "app_home_opened", "user": NEWCOMER, "channel": DIRECT, "tab": "home", "team": TEAM}


def _those_that_ask(posts: list[Json]) -> list[Json]:
    return [post for post in posts if "Decide" in str(post["blocks"])]


def _count(scene: Scene, kind: str) -> int:
    with scene.database.read(Deadline.in_seconds(10)) as session:
        return len(session.scalars(select(Notice.id).where(Notice.kind == kind)).all())
