"""Help: what this person can do here, and an answer to any word that is typed to the bot."""

from difflib import get_close_matches

from sqlalchemy.orm import Session

from handlers.blocks import Message, actions, message
from handlers.payloads import Command, Said
from handlers.routes import Ack, Clock, Due, Heard, Meet, Transaction, Verb, Words
from handlers.text import cut, escape
from models import outbox, people, rooms, sign_ups, zip_codes
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
CANNOT_ANSWER = "I can't answer that, sorry: I'm a bot, and I don't follow every sentence."
HELLO_AGAIN = "Hi again. I can help you with the next step."
STOPPED = "Stopped. You get no messages from us unless you ask. You can come back any time."
KEPT = "Your answers are kept."
ZIP_NEW = "Thank you for the ZIP code. Sign up, and we keep it with your answers."
ZIP_KNOWN = "Thank you. We can't show the seats there yet; your page will, as soon as we have them."
SEE_HOME = "Your page shows where you are: open the Home tab."
SEE_HELP = f"Type *{COMMAND} help* to see everything you can do here."
OTHER_WAYS = "You can also just write to me, or open my Home tab."

OPENERS = {"hi", "hello", "hey", "help", "info", "menu", "start", "?"}  # what people begin with
STOP_WORDS = {"stop", "unsubscribe", "cancel", "quit", "end"}  # what people send to end text messages


def show(ack: Ack, command: Command, verbs: tuple[Verb, ...]) -> None:
    """For `help`, for no verb, and for one that is none: with the nearest one suggested."""
    ack(**build_help(command.verb, verbs).as_answer())


def answer(said: Said, meet: Meet, begin: Transaction, now: Clock) -> None:
    """Any word to the bot is answered; the same message twice is answered once."""
    word = _understood(said.text)
    with begin() as session:
        person = meet(session)
        if word == "stop":
            people.stop(person, now=now())
        outbox.owe(
            session,
            ANSWER,
            rooms.direct(session, person.id),
            now=now(),
            subject_id=person.id,
            facts={"word": word},
            dedupe_key=f"answer:{said.channel}:{said.ts}",
        )


def build_help(typed: str, verbs: tuple[Verb, ...]) -> Message:
    lines = [f"*{COMMAND} {verb.name}*: {verb.help}" for verb in verbs]
    return message([_first_line(typed, verbs), "\n".join(lines), OTHER_WAYS])


def build_answer(session: Session, due: Due) -> Message:
    """To "stop", to a ZIP, to "hi", to anything: the last word counts, and then comes the one next step."""
    is_known = sign_ups.of(session, due.subject_id) is not None
    word = due.facts[-1].get("word")
    lines = _lines(word, is_known=is_known)
    if due.next_step is None:
        return message(lines)
    quiet = {key: value for key, value in due.next_step.items() if key != "style"}
    return message(lines, actions(quiet if word == "stop" else due.next_step, block_id="next_step"))


def _lines(word: object, *, is_known: bool) -> list[str]:
    if word == "stop":
        return [f"{STOPPED} {KEPT}" if is_known else STOPPED]
    if word == "zip":
        return [ZIP_KNOWN if is_known else ZIP_NEW, SEE_HELP]
    if word == "opener" and is_known:
        return [f"{HELLO_AGAIN} {SEE_HOME}", SEE_HELP]
    return [f"{CANNOT_ANSWER} {SEE_HOME}" if is_known else HELLO, SEE_HELP]


def _understood(text: str) -> str | None:
    """Which of the few words we know it is; what was written is kept nowhere."""
    plain = text.strip(" .!").lower()
    if plain in STOP_WORDS:
        return "stop"
    if plain in OPENERS:
        return "opener"
    try:
        zip_codes.read_typed(text)
    except zip_codes.NotAZipCode:
        return None
    return "zip"


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
