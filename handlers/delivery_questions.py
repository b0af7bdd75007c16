"""Messages that staff decide about: nobody knows whether they arrived, or Slack did not take them."""

from slack_bolt import Ack
from sqlalchemy.orm import Session

from handlers.blocks import Json, Message, actions, button, input_, modal, option, radio, section
from handlers.payloads import Account, Click, Form
from handlers.routes import Action, Clock, Due, Look, Modal, Submission, Transaction, Words
from handlers.text import escape
from models import doubts, people
from models.doubts import DOUBT
from models.notices import Notice, State
from models.refusal import NothingChosen
from models.roles import Role

DECIDE, FORM, CHOICE = "doubt.decide", "doubt.form", "choice"
ARRIVED, AGAIN = "arrived", "again"


def open_form(ack: Ack, click: Click, modal: Modal) -> None:
    """Who it was for is seen here, by staff alone, and not in the channel."""
    modal.open(lambda look: _form(look, click.about))
    ack()


def decide(ack: Ack, form: Form, account: Account, begin: Transaction, now: Clock) -> None:
    choice = form.choice(CHOICE)
    if choice not in (ARRIVED, AGAIN):
        raise NothingChosen
    with begin() as session:
        by = people.meet(session, account.team, account.user, zone=None, now=now())
        doubts.decide(session, form.about, arrived=choice == ARRIVED, by=by.id, now=now())
    ack()


def build_card(session: Session, due: Due) -> Message | None:
    notice = doubts.about(session, due.subject_id)
    if notice is None:
        return None
    line = _line(notice)
    blocks: list[Json] = [section(line)]
    if notice.state in doubts.OPEN:
        spoken = f"Decide about the message {_called(notice)}"
        blocks.append(actions(button("Decide", DECIDE, notice.public_id, spoken=spoken), block_id="decide"))
    return Message(text=line, blocks=blocks)


def build_form(notice: Notice, receiver: str | None) -> Json:
    person = f"<@{receiver}>" if receiver else "a channel"
    choices = [
        option(ARRIVED, "It arrived", "Nothing more is sent."),
        option(AGAIN, "Send it again", "If it did arrive, they see it twice."),
    ]
    return modal(
        "Did it arrive?",
        [
            section(f"The message “{_called(notice)}” was for {person}. Look there, or ask them."),
            input_("What shall we do?", radio("answer", choices), CHOICE),
        ],
        FORM,
        submit="Save",
        close="Not now",
        private_metadata=notice.public_id,
    )


def _form(look: Look, public_id: str) -> Json:
    with look.read() as session:
        notice = doubts.find(session, public_id)
        return build_form(notice, doubts.receiver_of(session, notice))


def _line(notice: Notice) -> str:
    called = _called(notice)
    if notice.state is State.UNSURE:
        return f"Slack didn't say whether one message arrived: “{called}”. We can't look there ourselves."
    if notice.state is State.REFUSED:
        return f"Slack didn't take one message: “{called}”. The reason: {escape(notice.reason or 'none')}."
    if notice.state is State.SENT:
        return f"Settled: the message “{called}” has arrived."
    return f"Settled: the message “{called}” is being sent again."


def _called(notice: Notice) -> str:
    """sign_up.welcome is "sign up: welcome" to people."""
    return notice.kind.replace("_", " ").replace(".", ": ")


ROUTES = (
    Action(DECIDE, open_form, role=Role.STAFF),
    Submission(FORM, decide, role=Role.STAFF, at={NothingChosen: CHOICE}),
    Words(DOUBT, build_card, why="This channel hears of messages that did not get through."),
)
