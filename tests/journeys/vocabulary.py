"""The words that stories are told in: somebody types, presses, fills in and sends; somebody reads.

Everything goes through the sandbox's front door, and is found as people find it: by what is written on it.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from dateutil import parser
from sqlalchemy import ColumnElement, NullPool, create_engine, func, select, text

from bot.deadline import Deadline
from bot.sandbox.block_kit.fields import fill_in, first_values
from bot.sandbox.workspace.records import Json
from models import people, roles
from models.base import Base
from models.people import ContactPoint
from models.roles import Role
from tests.bot.sandbox.players import LINH, MAYA, SAM, STAFF_ROOM, Person, until
from tests.journeys.wording import as_read, buttons_of, filled_in, label_of, labels_of, words_of
from tests.stage import SEED, Stage

CALEB, RUTH = "U07NEWRUR1", "U07ADMIN01"
NEW_YORK = ZoneInfo("America/New_York")

# What a story calls a field, and how its label begins.
LABELS = {
    "reason": "What brings you here?",
    "zip": "Your ZIP code",
    "email": "Your email address",
    "consent": "We keep these answers",
    "when": "When might you run?",
    "decision": "What shall we do?",
}
ANSWERS = {"reason": "I might run for office", "zip": "27601", "consent": "Yes, you may keep them"}


@dataclass
class Someone:
    """One person at their screen. What they typed and have not sent yet is in `_typed`."""

    stage: Stage
    person: Person
    _typed: dict[str, dict[str, object]] = field(default_factory=dict)

    @property
    def room(self) -> str:
        """Their conversation with the bot."""
        return f"D{self.person.user[1:]}"

    # -- What they do ----------------------------------------------------------------------------------

    def types(self, words: str) -> None:
        assert self.person.say(words, where=self.room)["answered"]

    def opens_home(self) -> None:
        before = self._times_home_was_opened()
        self.person.do("open_home")
        until(lambda: self._times_home_was_opened() > before)

    def presses(self, label: str, *, at: str | None = None) -> bool:
        """In the form in front, else in the newest message that has it, or `at="Home"`.

        False where Slack marks the button, because nobody answered.
        """
        place, blocks = self._place_with(label, at)
        block, button = next(each for each in buttons_of(blocks) if each[1]["text"]["text"] == label)
        pressed = {"block_id": block["block_id"], "action_id": button["action_id"]}
        return bool(self.person.do("click", **place, **pressed)["answered"])

    def fills(self, **answers: str) -> None:
        """Fields by their labels, options by their words: `fills(reason="Just looking", zip="27601")`."""
        for name, words in answers.items():
            self._typed |= filled_in(self.person.modal(), LABELS[name], words)

    def sends(self) -> dict[str, str]:
        """What is said at the fields, by their labels; nothing when the form was taken."""
        modal = self.person.modal()
        answer = self.person.do("submit", view=modal["id"], values=self._typed)
        assert answer.get("action") != "trouble", answer
        errors = answer.get("errors", {})
        if not errors:
            self._typed = {}
        names = {block["block_id"]: label_of(block) for block in modal["blocks"] if block["type"] == "input"}
        return {names[block_id]: sentence for block_id, sentence in errors.items()}

    def double_clicks(self) -> list[str]:
        """Send the form in front twice at the same moment; what each press was answered."""
        modal = self.person.modal()
        send = partial(self.person.do, "submit", view=modal["id"], values=self._typed)
        at_once(send, send)
        sent = [each for each in self.person.traffic() if each["what"] == "view_submission"]
        return [words_of(each["answer"]["view"]) for each in sent[-2:]]

    def opens_a_window(self, command: str) -> "Window":
        """The form as one of several devices has it; on a slow machine "One moment…" came before it."""
        self.types(command)
        opened = [each for each in self.person.traffic() if each["what"] in ("views.open", "views.update")]
        return Window(self, opened[-1]["answer"]["view"])

    def closes(self) -> None:
        self._typed = {}
        self.person.do("close", view=self.person.modal()["id"], everything=True)

    def signs_up(self, **answers: str) -> dict[str, str]:
        """The whole form, with the answers of somebody who might run where nothing else is said."""
        self.types("/runforsomething signup")
        self.fills(**{**ANSWERS, **answers})
        return self.sends()

    def forges(self, kind: str, payload: Json) -> Json:
        """Send what no screen of theirs would send; they take the trigger of a command of their own."""
        trigger = self._unused_trigger()
        team = {"id": SEED.team_id, "domain": SEED.domain}
        me = {"id": self.person.user, "team_id": SEED.team_id}
        forged = {"type": kind, "user": me, "team": team, "trigger_id": trigger, **payload}
        return self.person.do("payload", type="interactive", payload=forged)

    # -- What they read --------------------------------------------------------------------------------

    def form(self) -> str:
        """All words of the form in front; nothing where none is open."""
        modals = self.person.screen()["modals"]
        return words_of(modals[-1]) if modals else ""

    def was_shown(self) -> list[str]:
        """The words of every form that was opened or changed by the bot, in their order."""
        calls = [each for each in self.person.traffic() if each["what"] in ("views.open", "views.update")]
        return [words_of(each["answer"]["view"]) for each in calls if each["ok"]]

    def answer_in(self, name: str) -> str | None:
        """What stands in this field, in words; None where it is empty, or where there is no such field."""
        modal = self.person.modal()
        blocks = [block for block in modal["blocks"] if label_of(block).startswith(LABELS[name])]
        if not blocks:
            return None
        return as_read(modal["state"]["values"][blocks[0]["block_id"]][blocks[0]["element"]["action_id"]])

    def answers(self) -> dict[str, str | None]:
        return {name: self.answer_in(name) for name in ("reason", "zip", "consent")}

    def messages(self) -> list[str]:
        """What the bot has said to them by now, as a screen reader reads it."""
        self.stage.settle()
        said = self.person.messages(self.room)
        return [message["text"] for message in said if message["is_bot"] and not message["ephemeral"]]

    def last_answer(self) -> str:
        """The words of the newest message that only they see, as they are shown."""
        whispered = [message for message in self.person.messages(self.room) if message["ephemeral"]]
        return words_of({"blocks": whispered[-1]["blocks"]}) or str(whispered[-1]["text"])

    def offers(self) -> list[str]:
        """The buttons under the newest message in their conversation with the bot."""
        self.stage.settle()
        return labels_of(self.person.messages(self.room)[-1]["blocks"])

    def home(self) -> str:
        self.stage.settle()
        home = self.person.screen()["home"]
        return words_of(home) if home else ""

    def lines(self) -> list[str]:
        """What stands in the staff's channel."""
        self.stage.settle()
        return self.person.texts(STAFF_ROOM)

    # -- Finding things --------------------------------------------------------------------------------

    def _place_with(self, label: str, at: str | None) -> tuple[Json, list[Json]]:
        """Where the button is, as the page names it, and the blocks around it."""
        self.stage.settle()
        screen = self.person.screen()
        views = [screen["home"]] if at == "Home" else screen["modals"][-1:]
        if views:
            return {"view": views[0]["id"]}, views[0]["blocks"]
        for room, messages in screen["messages"].items():
            for message in reversed(messages):
                if label in labels_of(message["blocks"]):
                    return {"conversation": room, "ts": message["ts"]}, message["blocks"]
        raise AssertionError(f"nowhere is a button “{label}”")

    def _times_home_was_opened(self) -> int:
        events = [each["arguments"].get("event") for each in self.person.traffic() if each["ok"]]
        return sum(1 for event in events if event and event["type"] == "app_home_opened")

    def _unused_trigger(self) -> str:
        self.types("/runforsomething help")
        commands = [each for each in self.person.traffic() if each["what"] == "slash_commands"]
        return str(commands[-1]["arguments"]["trigger_id"])


@dataclass(frozen=True)
class Window:
    """A form that stays open beside others; the sandbox shows one at a time, so its payload is made here."""

    of: Someone
    view: Json

    def sends(self, **answers: str) -> str:
        """What it was answered."""
        blocks = self.view["blocks"]
        typed: dict[str, dict[str, object]] = {}
        for name, words in {**ANSWERS, **answers}.items():
            typed |= filled_in(self.view, LABELS[name], words)
        state = {"values": fill_in(first_values(blocks), blocks, typed)}
        answer = self.of.forges("view_submission", {"view": {**self.view, "state": state}})["answer"]
        return words_of(answer.get("view")) or str(answer["errors"])


@dataclass
class Workspace:
    """The place, and the people that stories are about."""

    stage: Stage

    def __post_init__(self) -> None:
        self.newcomer = self.somebody(MAYA)
        self.another_newcomer = self.somebody(LINH)
        self.without_email = self.somebody(CALEB)
        self.staff, self.colleague = self._staff(SAM), self._staff(RUTH)

    def somebody(self, user: str) -> Someone:
        return Someone(self.stage, self.stage.person(user))

    # -- Time, and bad days ----------------------------------------------------------------------------

    def wait(self, **time: float) -> None:
        """`wait(minutes=5)`, and all that comes due on the way."""
        self.stage.clock.advance(timedelta(**time))
        self.stage.settle()

    def wait_until(self, moment: str) -> None:
        """In New York: `wait_until("Tue 10 Mar 2026, 10 pm")`."""
        wanted = parser.parse(moment).replace(tzinfo=NEW_YORK)
        self.stage.clock.advance(wanted - self.stage.clock.now())
        self.stage.settle()

    def slack_is(self, fault: str, method: str, **more: Any) -> None:
        """From now on, `times` times or until all is well: `slack_is("slow", "users.info", seconds=1.5)`."""
        assert self.newcomer.person.do("faults", method=method, fault=fault, **more)["ok"]

    def slack_is_well_again(self) -> None:
        self.newcomer.person.do("faults", clear=True)

    @contextmanager
    def database_stalls(self) -> Iterator[None]:
        """Somebody else holds the locks that a sign-up needs."""
        engine = create_engine(self.stage.database.engine.url, poolclass=NullPool)
        is_sqlite = engine.dialect.name == "sqlite"
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as other:
            other.execute(text("BEGIN IMMEDIATE" if is_sqlite else "BEGIN"))
            if not is_sqlite:
                other.execute(text("LOCK TABLE people, sign_ups IN ACCESS EXCLUSIVE MODE"))
            try:
                yield
            finally:
                other.execute(text("ROLLBACK"))

    # -- What is kept ----------------------------------------------------------------------------------

    def count(self, table: type[Base], *those: ColumnElement[bool]) -> int:
        with self.stage.database.read(Deadline.in_seconds(10)) as session:
            return session.scalar(select(func.count()).select_from(table).where(*those)) or 0

    def emails(self) -> dict[str, str | None]:
        """Every address that is kept, and what has verified it."""
        self.stage.settle()
        with self.stage.database.read(Deadline.in_seconds(10)) as session:
            rows = session.execute(select(ContactPoint.value, ContactPoint.verified_by)).all()
        return {row.value: row.verified_by for row in rows}

    def _staff(self, user: str) -> Someone:
        now = self.stage.clock.now()
        with self.stage.database.begin(Deadline.in_seconds(10)) as session:
            person = people.meet(session, SEED.team_id, user, zone=None, now=now)
            roles.grant(session, person.id, Role.STAFF, by=None, now=now)
        return self.somebody(user)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """All at the same moment, each in a thread of its own; what each gave, in order."""
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        barrier.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
