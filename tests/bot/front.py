"""The bot's front without a socket: a test hands in payloads, real ones and forged ones."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any

from slack_bolt import BoltRequest, BoltResponse
from sqlalchemy import func, select

from bot.app import build_app
from bot.database import Database
from bot.deadline import Deadline
from bot.dispatch import Dispatch
from bot.door import Door
from bot.hearing import Hearing
from bot.journeys import ROUTES, gather
from bot.profiles import ProfileBook
from bot.sandbox import Sandbox, SandboxClock
from bot.slack import Slack
from handlers.routes import Entry
from models.base import Base
from tests.bot.sandbox.players import MAYA
from tests.moments import NOON
from tests.stage import SEED

Json = dict[str, Any]
TEAM = SEED.team_id


@dataclass(frozen=True)
class Front:
    database: Database
    dispatch: Dispatch
    door: Door

    def send(self, payload: Json) -> BoltResponse:
        """What goes back; a status other than 200 is no acknowledgement."""
        return self.door.answer(BoltRequest(mode="socket_mode", body=payload), monotonic())

    def answer_to(self, payload: Json) -> Json:
        answer: Json = json.loads(self.send(payload).body)
        return answer

    def count(self, table: type[Base]) -> int:
        with self.database.read(Deadline.in_seconds(10)) as session:
            return session.scalar(select(func.count()).select_from(table)) or 0


@contextmanager
def a_front(database: Database, entries: Sequence[Entry] = ROUTES) -> Iterator[Front]:
    sandbox = Sandbox(SEED, clock=SandboxClock(NOON), rate_limits=False)
    sandbox.start()
    slack = Slack(sandbox.bot_token, sandbox.api_url)
    dispatch = Dispatch(
        gather(entries), database, slack, ProfileBook(slack), lambda: NOON, TEAM, frozenset[tuple[str, str]]()
    )
    hearing = Hearing(database, dispatch, lambda: NOON, lambda: NOON)
    us = slack.call("auth.test", json=False)
    door = Door(build_app(dispatch, hearing, who_we_are=us).dispatch)
    try:
        yield Front(database, dispatch, door)
    finally:
        door.close()
        sandbox.stop()


def a_command(words: str, *, user: str = MAYA, team: str = TEAM) -> Json:
    who = {"team_id": team, "user_id": user}
    return {**who, "command": "/runforsomething", "text": words, "trigger_id": "1.2.forged"}


def a_click(action: str, about: str = "", *, user: str = MAYA, team: str = TEAM) -> Json:
    actions = [{"type": "button", "block_id": "b", "action_id": action, "value": about}]
    return {**_by(user, team), "type": "block_actions", "actions": actions, "trigger_id": "1.2.forged"}


def a_form(
    callback_id: str,
    blocks: Sequence[str],
    about: str = "",
    *,
    user: str = MAYA,
    team: str = TEAM,
    **values: Json,
) -> Json:
    """`blocks` are the inputs it shows, `values` what they hold."""
    view = {
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": about,
        "blocks": [{"type": "input", "block_id": block} for block in blocks],
        "state": {"values": {block: {"answer": entry} for block, entry in values.items()}},
    }
    return {**_by(user, team), "type": "view_submission", "view": view}


def an_event(number: int = 1, *, team: str = TEAM, **event: Any) -> Json:
    said = {"type": "message", "channel_type": "im", "channel": "D07NEWRAL1", "user": MAYA, "text": "hi"}
    return {
        "type": "event_callback",
        "team_id": team,
        "event_id": f"Ev{number}",
        "event": {**said, "ts": f"1764000000.{number:06}", **event},
    }


def _by(user: str, team: str) -> Json:
    """A stranger of a shared channel has another team's id, in a payload that is sent to ours."""
    return {"team": {"id": TEAM}, "user": {"id": user, "team_id": team}}
