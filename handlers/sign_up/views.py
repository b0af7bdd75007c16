"""What signing up looks like: the ends of its forms, the welcome, the staff's line, its part of App Home."""

from collections import Counter
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.blocks import Json, Message, actions, button, section
from handlers.next_step import SAY_WHEN, SIGN_UP, SIGN_UP_BUTTON, next_step
from handlers.routes import Due
from handlers.sign_up import words
from handlers.sign_up.form import build_end, build_when_form
from models import sign_ups
from models.people import Known
from models.sign_ups import Reason, SignUp, When


def build_kept(row: SignUp, *, is_change: bool) -> Json:
    """The form turns into this: what happened, and the one next thing to say."""
    if is_change and row.might_run:
        return build_end("Saved", ["Your answers are saved.", words.SEE_HOME])
    title = "Saved" if is_change else "You're in"
    first = "Your answers are saved." if is_change else "*You're in.* A welcome is on its way to you."
    return build_when_form(title, [first, "One more question, if you like:"], _guess(row))


def build_when(row: SignUp | None) -> Json:
    if row is None:
        first = "First sign up: it takes a minute. Then tell us when you might run."
        return build_end("When?", [first, "Type */runforsomething signup*, or open the Home tab."])
    return build_when_form("When?", ["Nothing is fixed by this. You can change it any time."], _guess(row))


def build_said(row: SignUp) -> Json:
    assert row.might_run is not None
    return build_end("Saved", [f"{words.SAID_WHEN[row.might_run]} That is saved.", words.SEE_HOME])


def welcome(session: Session, due: Due) -> Message | None:
    """A card: it says what comes next, and is drawn again when that changes."""
    row = sign_ups.of(session, due.subject_id)
    if row is None:
        return None
    lines = ["*You're in.* Welcome to Run for Something.", _what_next(row, words.SEE_HOME)]
    return Message(
        text=" ".join(lines).replace("*", ""),
        blocks=[*map(section, lines), actions(*_buttons(row), block_id="next_step")],
    )


def staff_line(session: Session, due: Due) -> Message:
    """Nothing about who it is: everyone in a channel reads it."""
    reasons = Counter(Reason(str(facts["reason"])) for facts in due.facts)
    if len(due.facts) == 1:
        line = f"Somebody new signed up: “{words.REASONS[next(iter(reasons))]}”."
    else:
        each = ", ".join(f"{count} “{words.REASONS[reason]}”" for reason, count in reasons.most_common())
        line = f"{len(due.facts)} people signed up: {each}."
    return Message(text=line, blocks=[section(line)])


def build_home_part(session: Session, person: Known, now: datetime) -> list[Json]:
    row = sign_ups.of(session, person.person_id)
    if row is None:
        return [
            section(words.HOME_NEW),
            section(words.HOME_START),
            actions(SIGN_UP_BUTTON, block_id="next_step"),
        ]
    lines = ["*Where you are*", f"☑ You signed up: “{words.REASONS[row.reason]}”.", _when_line(row)]
    return [
        section("\n".join(lines)),
        section(_what_next(row, words.SEE_HERE)),
        actions(*_buttons(row), block_id="next_step"),
    ]


def _buttons(row: SignUp) -> list[Json]:
    """The next step first; what was said can be changed at any time."""
    step = next_step(row) or button("Change when I might run", SAY_WHEN)
    return [step, button("Change my answers", SIGN_UP)]


def _when_line(row: SignUp) -> str:
    return f"☑ {words.SAID_WHEN[row.might_run]}" if row.might_run else "☐ Say when you might run."


def _what_next(row: SignUp, last: str) -> str:
    if row.might_run is None:
        return "Next: say when you might run. It's one question, and nothing is fixed by it."
    return f"{words.NOTHING_NOW} {last}"


def _guess(row: SignUp) -> When | None:
    """Who came to help will most likely say so again."""
    return row.might_run or (When.RATHER_HELP if row.reason is Reason.HELP_SOMEONE else None)
