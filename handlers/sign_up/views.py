"""What signing up looks like: the ends of its forms, the welcome, the staff's line, its part of App Home."""

from collections import Counter
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.blocks import Json, Message, actions, button, message, section
from handlers.routes import Due
from handlers.sign_up import words
from handlers.sign_up.form import build_end, build_when_form
from models import sign_ups
from models.people import Known
from models.sign_ups import Reason, SignUp, When

SIGN_UP, SAY_WHEN = "sign_up.open", "sign_up.when"


def build_kept(row: SignUp, *, is_change: bool, now: datetime) -> Json:
    """The form turns into this: what happened, and the one next thing to say."""
    if is_change and row.might_run:
        return build_end("Saved", [words.SAVED, f"{words.NOTHING_NOW} {words.SEE_HOME}"])
    title = "Saved" if is_change else "You're in"
    first = words.SAVED if is_change else "*You're in.* A welcome is on its way to you."
    return build_when_form(title, [first, "One more question, if you like:"], _guess(row, now))


def build_when(row: SignUp | None, now: datetime) -> Json:
    if row is None:
        first = "First sign up: it takes a minute. Then tell us when you might run."
        return build_end(
            "When you might run", [first, "Type */runforsomething signup*, or open the Home tab."]
        )
    return build_when_form(
        "When you might run", ["Nothing is fixed by this. You can change it any time."], _guess(row, now)
    )


def build_said(row: SignUp) -> Json:
    return build_end("Saved", [f"{_said_when(row)} That is saved.", f"{words.NOTHING_NOW} {words.SEE_HOME}"])


def next_step(session: Session, person: Known, now: datetime) -> Json | None:
    row = sign_ups.of(session, person.person_id)
    if row is None:
        return button("Sign up", SIGN_UP, primary=True, spoken="Sign up with Run for Something")
    return button("Say when you might run", SAY_WHEN, primary=True) if _is_asked_when(row) else None


def welcome(session: Session, due: Due) -> Message | None:
    """A card: it says what comes next, and is drawn again when that changes."""
    row = sign_ups.of(session, due.subject_id)
    if row is None:
        return None
    lines = ["*You're in.* Welcome to Run for Something.", _what_next(row, words.SEE_HOME)]
    steps = [due.next_step] if due.next_step else []
    return message(lines, actions(*steps, *_changes(row), block_id="welcome"))


def staff_line(session: Session, due: Due) -> Message:
    """Nothing about who it is: everyone in a channel reads it."""
    reasons = Counter(Reason(str(facts["reason"])) for facts in due.facts)
    if len(due.facts) == 1:
        return message([f"Somebody new signed up: “{words.REASONS[next(iter(reasons))]}”."])
    if len(reasons) == 1:
        (reason,) = reasons
        return message([f"{len(due.facts)} people signed up, all with “{words.REASONS[reason]}”."])
    each = ", ".join(f"{count} “{words.REASONS[reason]}”" for reason, count in reasons.most_common())
    return message([f"{len(due.facts)} people signed up: {each}."])


def build_home_part(session: Session, person: Known, now: datetime) -> list[Json]:
    row = sign_ups.of(session, person.person_id)
    if row is None:
        return [section(words.HOME_NEW), section(words.HOME_START)]
    when = [f"☑ {_said_when(row)}"] if row.might_run else []
    lines = ["*Where you are*", f"☑ You signed up: “{words.REASONS[row.reason]}”.", *when]
    return [
        section("\n".join(lines)),
        section(_what_next(row, words.SEE_HERE)),
        actions(*_changes(row), block_id="sign_up"),
    ]


def _is_asked_when(row: SignUp) -> bool:
    """Who came to help is not pressed to run."""
    return row.might_run is None and row.reason is not Reason.HELP_SOMEONE


def _changes(row: SignUp) -> list[Json]:
    """What was said can be changed at any time."""
    answers = button("Change my answers", SIGN_UP)
    return [button("Change when I might run", SAY_WHEN), answers] if row.might_run else [answers]


def _what_next(row: SignUp, last: str) -> str:
    if _is_asked_when(row):
        return "Next: say when you might run. It's one question, and nothing is fixed by it."
    return f"{words.NOTHING_NOW} {last}"


def _said_when(row: SignUp) -> str:
    """ "This year" is only true for so long, so the year is said."""
    assert row.might_run is not None
    return words.SAID_WHEN[row.might_run].format(year=row.might_run_in)


def _guess(row: SignUp, now: datetime) -> When | None:
    """What the question may be answered with beforehand; who came to help will most likely say so again."""
    if row.might_run_in is not None:
        return {0: When.THIS_YEAR, 1: When.NEXT_YEAR}.get(row.might_run_in - now.year)
    return row.might_run or (When.RATHER_HELP if row.reason is Reason.HELP_SOMEONE else None)
