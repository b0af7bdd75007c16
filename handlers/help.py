"""Help: what this person can do here, and an answer to any word that is typed to the bot."""

from difflib import get_close_matches

from slack_bolt import Ack
from sqlalchemy.orm import Session

from handlers.blocks import Json, Message, actions, section
from handlers.next_step import next_step
from handlers.payloads import Account, Command, Said
from handlers.routes import Clock, Due, Heard, Transaction, Verb, Words
from handlers.text import cut, escape
from models import outbox, people, rooms, sign_ups
from models.hours import Attention
from models.notices import Form, Kind, Lane

ANSWER = Kind("help.answer", Form.POST, Attention.ASKED_FOR, Lane.ANSWER)

COMMAND = "/runforsomething"
LONGEST_ECHO = 40  # characters of an unknown verb that are shown again
ALIKE = 0.6  # difflib's own default: "singup" finds "signup", "dance" finds nothing


def show(ack: Ack, command: Command, verbs: tuple[Verb, ...]) -> None:
    """For `help`, for no verb, and for one that is none: with the nearest one suggested."""
    ack(**build_help(command.verb, verbs).as_answer())


def answer(said: Said, account: Account, begin: Transaction, now: Clock) -> None:
    """Any word to the bot is answered; the same message twice is answered once."""
    with begin() as session:
        person = people.meet(session, account.team, account.user, zone=None, now=now())
        room = rooms.direct(session, person.id)
        rooms.hear(room, channel=said.channel, ts=said.ts)
        outbox.owe(
            session,
            ANSWER,
            room,
            now=now(),
            subject_id=person.id,
            dedupe_key=f"answer:{said.channel}:{said.ts}",
        )


def build_help(typed: str, verbs: tuple[Verb, ...]) -> Message:
    lines = [f"*{COMMAND} {verb.name}*: {verb.help}" for verb in verbs]
    first = _first_line(typed, verbs)
    last = "You can also write to me here in Slack, in my own conversation, or open my Home tab."
    return Message(
        text="\n".join([first, *lines, last]).replace("*", ""),
        blocks=[section(first), section("\n".join(lines)), section(last)],
    )


def build_answer(session: Session, due: Due) -> Message:
    """To "hi", to a question, to anything: who this is, and the one next step."""
    row = sign_ups.of(session, due.subject_id)
    step = next_step(row)
    lines = [HELLO_AGAIN if row else HELLO, f"Type *{COMMAND} help* to see everything you can do here."]
    blocks: list[Json] = [section(line) for line in lines]
    if step:
        blocks.append(actions(step, block_id="next_step"))
    return Message(text=" ".join(lines).replace("*", ""), blocks=blocks)


HELLO = (
    "Hi. I'm the bot of Run for Something. I'm not a person, so I can't follow every sentence, but I can "
    "get you started: sign up, it takes a minute."
)
HELLO_AGAIN = (
    "Hi again. I'm a bot, so I can't follow every sentence. You're signed up, and your next step is on "
    "your page here: open the Home tab."
)


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
