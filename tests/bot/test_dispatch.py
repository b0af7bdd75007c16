"""Whatever arrives is answered: which route, may they, and what is said if not."""

import io
import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
import structlog
from slack_bolt import Ack
from sqlalchemy import select

from bot.answers import OLD_BUTTON
from bot.database import Database
from bot.deadline import Deadline
from bot.journeys import ROUTES
from bot.log import FLOORS, set_up_logging
from handlers import delivery_questions
from handlers.routes import Action, Entry, Submission, Transaction, Verb
from handlers.sign_up.form import FORM
from models import outbox, people, roles, rooms
from models.notices import Notice, State
from models.people import Person
from models.roles import Role
from tests.bot.conftest import Opened
from tests.bot.front import TEAM, Front, Json, a_click, a_command, a_form
from tests.bot.sandbox.players import MAYA, SAM, client_of, until
from tests.moments import NOON
from tests.stage import Stage, Transport, a_stage

CANARY = "zuzanna"  # a word that no library and no page of ours has
SIGN_UP_FIELDS = ("reason", "zip", "email", "consent")
STRANGE = "This is for staff. If it should be for you, ask our staff."


@pytest.fixture
def stage(sqlite_url: str, transport: Transport) -> Iterator[Stage]:
    with a_stage(sqlite_url, rate_limits=False, transport=transport) as stage:
        yield stage


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[Json]]]:
    """Logging as the program sets it up; afterwards as it was. Gives the lines."""
    handlers, level, stderr = logging.root.handlers[:], logging.root.level, io.StringIO()
    monkeypatch.setattr(sys, "stderr", stderr)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    set_up_logging(as_json=True)
    yield lambda: [json.loads(line) for line in stderr.getvalue().splitlines()]
    structlog.reset_defaults()
    for name in FLOORS:
        logging.getLogger(name).setLevel(logging.NOTSET)
    logging.root.setLevel(level)
    logging.root.handlers[:] = handlers


# -- From an earlier version ---------------------------------------------------------------------------


def test_a_button_that_nobody_knows_any_more_says_so_in_a_small_modal(stage: Stage) -> None:
    _press(stage, "long.gone")

    assert _sentence_of(stage.visitors[0].modal()) == OLD_BUTTON


def test_a_form_that_nobody_knows_any_more_says_so_at_its_first_field(front: Front) -> None:
    answer = front.answer_to(a_form("long.gone", ["name", "zip"]))

    assert answer == {"response_action": "errors", "errors": {"name": OLD_BUTTON}}


def test_a_form_from_before_a_change_is_answered_at_a_field_that_it_has(front: Front) -> None:
    reason = {"selected_option": {"value": "might_run"}}

    answer = front.answer_to(a_form(FORM, ["reason"], reason=reason))

    assert answer == {"response_action": "errors", "errors": {"reason": OLD_BUTTON}}


def test_a_choice_that_is_none_any_more_is_asked_for_again(front: Front) -> None:
    answer = front.answer_to(a_form(FORM, SIGN_UP_FIELDS, reason={"selected_option": {"value": "gone"}}))

    assert answer["errors"] == {"reason": "Pick one of these."}


def test_a_word_that_is_no_verb_gets_help(front: Front) -> None:
    assert "Did you mean" in front.answer_to(a_command("singup"))["text"]


# -- May they ------------------------------------------------------------------------------------------


def test_a_forged_click_on_a_button_of_staff_opens_nothing_but_the_reason(stage: Stage) -> None:
    _press(stage, "doubt.decide")

    assert _sentence_of(stage.visitors[0].modal()) == STRANGE


def test_a_forged_form_of_staff_changes_nothing(front: Front) -> None:
    notice = _a_refused_notice(front)
    again = {"selected_option": {"value": "again"}}
    forged = a_form(delivery_questions.FORM, ["choice"], notice, choice=again)

    answer = front.answer_to(forged)

    assert answer["errors"] == {"choice": STRANGE}
    assert _state_of(front, notice) is State.REFUSED


def test_a_role_that_is_lost_while_the_click_is_under_way_counts_as_lost(
    database: Database, opened: Opened
) -> None:
    done = list[str]()

    def act(ack: Ack, begin: Transaction) -> None:
        _take_role_away(database, SAM)
        with begin():
            done.append("something")
        ack("Done.")

    _give_role(database, SAM, Role.STAFF)
    with opened(database, [Verb("act", act, help="act", role=Role.STAFF)]) as front:
        answer = front.answer_to(a_command("act", user=SAM))

    assert (answer["text"], done) == (STRANGE, [])


def test_help_shows_nothing_that_would_be_refused(database: Database, opened: Opened) -> None:
    secret = Verb("secret", lambda: None, help="for staff alone", role=Role.STAFF)

    with opened(database, [*ROUTES, secret]) as front:
        _give_role(database, SAM, Role.STAFF)
        for_maya, for_sam = (front.answer_to(a_command("help", user=user))["text"] for user in (MAYA, SAM))

    assert ("secret" in for_maya, "secret" in for_sam) == (False, True)


# -- What nobody expected ------------------------------------------------------------------------------


def a_mishap() -> None:
    raise KeyError(CANARY)


@pytest.mark.parametrize(
    ("entry", "payload"),
    [
        (Verb("trip", a_mishap, help="trip"), a_command("trip")),
        (Submission("trip", a_mishap), a_form("trip", ["name"])),
        (Submission("trip", a_mishap), a_form("trip", [])),
    ],
)
def test_an_error_that_nobody_expected_is_an_apology_with_the_number_in_the_log(
    entry: Entry, payload: Json, database: Database, opened: Opened, written: Callable[[], list[Json]]
) -> None:
    with opened(database, [entry]) as front:
        answer = front.send(payload).body

    [line] = [line for line in written() if line["event"] == "unexpected"]
    assert f"(number {line['number']})" in answer
    assert (line["route"], line["error"]) == ("trip", "KeyError")
    assert CANARY not in f"{answer}{written()}"


def test_an_error_behind_a_button_is_said_in_a_small_modal(
    stage: Stage, written: Callable[[], list[Json]]
) -> None:
    stage.bot.journeys.actions["trip"] = Action("trip", a_mishap)

    _press(stage, "trip")

    [line] = [line for line in written() if line["event"] == "unexpected"]
    assert f"(number {line['number']})" in _sentence_of(stage.visitors[0].modal())
    assert CANARY not in str(written())


def test_a_button_whose_trouble_cannot_be_said_is_not_acknowledged(
    database: Database, opened: Opened
) -> None:
    with opened(database, [Action("trip", a_mishap)]) as front:
        assert front.send(a_click("trip")).status != 200


def test_a_database_that_does_not_answer_in_time_is_said(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.door.WORK_WITHIN", 0)
    filled: Json = {"reason": {"selected_option": {"value": "might_run"}}}

    answer = front.answer_to(a_form(FORM, SIGN_UP_FIELDS, **filled))

    assert answer["errors"]["reason"].startswith("We can't be sure this was saved.")
    assert front.count(Person) == 0


def _press(stage: Stage, action: str) -> None:
    """Maya presses a button that we would never show her."""
    maya = stage.person(MAYA)
    button = {"type": "button", "action_id": action, "text": {"type": "plain_text", "text": "Press"}}
    why: Json = {"type": "mrkdwn", "text": "You get this because you asked for a button."}
    row: Json = {"type": "actions", "block_id": "row", "elements": [button]}
    blocks = [row, {"type": "context", "elements": [why]}]
    posted = client_of(stage.sandbox).chat_postMessage(channel=MAYA, text="Press", blocks=blocks)
    maya.do("click", conversation=posted["channel"], ts=posted["ts"], block_id="row", action_id=action)
    until(lambda: maya.screen()["modals"])


def _sentence_of(modal: Json) -> str:
    sentence: str = modal["blocks"][0]["text"]["text"]
    return sentence


def _give_role(database: Database, user: str, role: Role) -> None:
    with database.begin(Deadline.in_seconds(10)) as session:
        person = people.meet(session, TEAM, user, zone=None, now=NOON)
        roles.grant(session, person.id, role, by=None, now=NOON)


def _take_role_away(database: Database, user: str) -> None:
    with database.begin(Deadline.in_seconds(10)) as session:
        person = people.meet(session, TEAM, user, zone=None, now=NOON)
        roles.revoke(session, person.id, Role.STAFF, by=None, now=NOON, others_are_admins=True)


def _a_refused_notice(front: Front) -> str:
    with front.database.begin(Deadline.in_seconds(10)) as session:
        person = people.meet(session, TEAM, SAM, zone=None, now=NOON)
        outbox.refresh_home(session, rooms.direct(session, person.id), now=NOON)
        notice = session.scalars(select(Notice)).one()
        notice.state = State.REFUSED
        return notice.public_id


def _state_of(front: Front, notice: str) -> State | None:
    with front.database.read(Deadline.in_seconds(10)) as session:
        return session.scalar(select(Notice.state).where(Notice.public_id == notice))
