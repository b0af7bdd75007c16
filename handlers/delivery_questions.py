"""Messages that staff decide about: nobody knows whether they arrived, or Slack did not take them."""

from sqlalchemy.orm import Session

from handlers.blocks import Json, Message, actions, button, input_, message, modal, option, radio, section
from handlers.payloads import Click, Form
from handlers.routes import Ack, Action, Clock, Due, Look, Meet, Modal, Submission, Transaction, Words
from handlers.text import escape
from models import doubts
from models.doubts import DOUBT
from models.notices import Notice, State
from models.refusal import NothingChosen
from models.roles import Role

DECIDE, FORM, CHOICE = "doubt.decide", "doubt.form", "choice"
ARRIVED, AGAIN = "arrived", "again"

CALLED = {
    "sign_up.welcome": "the welcome after signing up",
    "sign_up.staff_line": "the line about new sign-ups",
    "help.answer": "an answer to what they wrote",
}

# What Slack's names mean to somebody who has never read them; others are shown as they are.
REASONS = {
    "channel_not_found": "Slack can't find the conversation",
    "is_archived": "the channel is archived",
    "not_in_channel": "the bot is not in the channel; invite it there",
    "user_disabled": "the account is deactivated",
    "messages_tab_disabled": "the app's Messages tab is switched off",
}


def open_form(ack: Ack, click: Click, modal: Modal) -> None:
    """Who it was for is seen here, by staff alone, and not in the channel."""
    modal.open(lambda look: _form(look, click.about))
    ack()


def decide(ack: Ack, form: Form, meet: Meet, begin: Transaction, now: Clock) -> None:
    choice = form.choice(CHOICE)
    if choice not in (ARRIVED, AGAIN):
        raise NothingChosen
    with begin() as session:
        by = meet(session)
        doubts.decide(session, form.about, arrived=choice == ARRIVED, by=by.id, now=now())
    ack()


def build_card(session: Session, due: Due) -> Message | None:
    notice = doubts.about(session, due.subject_id)
    if notice is None:
        return None
    if notice.state not in doubts.OPEN:
        return message([_line(notice)])
    spoken = f"Decide about the message {_called(notice)}"
    decision = button("Decide", DECIDE, notice.public_id, spoken=spoken)
    return message([_line(notice)], actions(decision, block_id="decide"))


def build_form(notice: Notice, receiver: str | None) -> Json:
    return modal(
        "One message",
        [
            section(_question(notice, f"<@{receiver}>" if receiver else "a channel")),
            input_("What shall we do?", radio("answer", _choices(notice)), CHOICE),
        ],
        FORM,
        submit="Save",
        close="Not now",
        private_metadata=notice.public_id,
    )


def _question(notice: Notice, person: str) -> str:
    if notice.state is State.REFUSED:
        return f"Slack didn't take the message “{_called(notice)}” for {person}. Why: {_reason(notice)}."
    return f"The message “{_called(notice)}” was for {person}. Look there, or ask them."


def _choices(notice: Notice) -> list[Json]:
    if notice.state is State.REFUSED:
        return [
            option(ARRIVED, "Leave it", "Nothing more is sent. Tell them yourself."),
            option(AGAIN, "Send it again", "Once the reason is gone."),
        ]
    return [
        option(ARRIVED, "It arrived", "Nothing more is sent."),
        option(AGAIN, "Send it again", "If it did arrive, they see it twice."),
    ]


def _form(look: Look, public_id: str) -> Json:
    with look.read() as session:
        notice = doubts.find(session, public_id)
        return build_form(notice, doubts.receiver_of(session, notice))


def _line(notice: Notice) -> str:
    called = _called(notice)
    if notice.state is State.UNSURE:
        return f"Slack didn't say whether one message arrived: “{called}”. We can't look there ourselves."
    if notice.state is State.REFUSED:
        return f"Slack didn't take one message: “{called}”. Why: {_reason(notice)}."
    if notice.state is State.SENT:
        return f"Settled: nothing more is sent of the message “{called}”."
    return f"Settled: the message “{called}” is being sent again."


def _reason(notice: Notice) -> str:
    return REASONS.get(notice.reason or "") or f"Slack calls it “{escape(notice.reason or 'unknown')}”"


def _called(notice: Notice) -> str:
    """What people call it; a kind that nobody has named here is sign up: welcome."""
    return CALLED.get(notice.kind) or notice.kind.replace("_", " ").replace(".", ": ")


ROUTES = (
    Action(DECIDE, open_form, role=Role.STAFF),
    Submission(FORM, decide, role=Role.STAFF, at={NothingChosen: CHOICE}),
    Words(DOUBT, build_card, why="This channel hears of messages that did not get through."),
)
