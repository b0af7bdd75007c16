"""Help: what this person can do here, and an answer to any word that is typed to the bot."""

from difflib import get_close_matches

from sqlalchemy.orm import Session

from handlers.blocks import Message, actions, message
from handlers.payloads import Command, Said
from handlers.routes import Ack, Clock, Due, Heard, Meet, Transaction, Verb, Words
from handlers.text import cut, escape
from models import outbox, rooms
from models.hours import Attention
from models.notices import Form, Kind, Lane

ANSWER = Kind("help.answer", Form.POST, Attention.ASKED_FOR, Lane.ANSWER, collapses=True)

COMMAND = "/runforsomething"
LONGEST_ECHO = 40  # characters of an unknown verb that are shown again
ALIKE = 0.6  # difflib's own default: "singup" finds "signup", "dance" finds nothing

HELLO = (
    "Hi. I'm the bot of Run for Something. I'm not a person, so I can't follow every sentence, but I can "
    "get you started."
)
SEE_HELP = (
    f"Type *{COMMAND} help* to see everything you can do here, or open the Home tab: that is your page."
)
OTHER_WAYS = "You can also write to me here in Slack, in my own conversation, or open my Home tab."


def show(ack: Ack, command: Command, verbs: tuple[Verb, ...]) -> None:
    """For `help`, for no verb, and for one that is none: with the nearest one suggested."""
    ack(**build_help(command.verb, verbs).as_answer())


def answer(said: Said, meet: Meet, begin: Transaction, now: Clock) -> None:
    """Any word to the bot is answered; the same message twice is answered once."""
    with begin() as session:
        person = meet(session)
        room = rooms.direct(session, person.id)
        once = f"answer:{said.channel}:{said.ts}"
        outbox.owe(session, ANSWER, room, now=now(), subject_id=person.id, dedupe_key=once)


def build_help(typed: str, verbs: tuple[Verb, ...]) -> Message:
    lines = [f"*{COMMAND} {verb.name}*: {verb.help}" for verb in verbs]
    return message([_first_line(typed, verbs), "\n".join(lines), OTHER_WAYS])


def build_answer(session: Session, due: Due) -> Message:
    """To "hi", to a question, to anything: who this is, and the one next step."""
    steps = [actions(due.next_step, block_id="next_step")] if due.next_step else []
    return message([HELLO, SEE_HELP], *steps)


def _first_line(typed: str, verbs: tuple[Verb, ...]) -> str:
    if typed in ("", "help"):
        return "Here is what you can do:"
    near = get_close_matches(typed, [verb.name for verb in verbs], n=1, cutoff=ALIKE)
    unknown = f"I don't know “{escape(cut(typed, LONGEST_ECHO))}”."
    if near:
        return f"{unknown} Did you mean *{COMMAND} {near[0]}*? Here is what you can do:"
    return f"{unknown} Here is what you can do:"


ROUTES = (
    Verb("help", show, help="see this list"),
    Heard("message", answer),
    Words(ANSWER, build_answer, why="You get this because you wrote to me."),
)
