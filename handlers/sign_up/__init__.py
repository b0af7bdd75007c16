"""The sign-up journey: three questions, the welcome, and when one might run."""

from datetime import datetime

from handlers.blocks import Json
from handlers.payloads import Account, Form
from handlers.routes import (
    Ack,
    Action,
    Clock,
    Heard,
    HomePart,
    Later,
    Look,
    Meet,
    Modal,
    NextStep,
    Profiles,
    Submission,
    Transaction,
    Verb,
    Words,
)
from handlers.sign_up import form as forms
from handlers.sign_up import views, words
from models import inbox, people, sign_ups
from models.people import Email, NotAnEmail
from models.refusal import NothingChosen
from models.sign_ups import ConsentIsMissing
from models.zip_codes import NotAZipCode, UnknownZipCode


def open_form(ack: Ack, account: Account, modal: Modal) -> None:
    """The three questions, with the answers from before for who has signed up already."""
    modal.open(lambda look: forms.build_form(_known(look, account)))
    ack()


def send(
    ack: Ack,
    form: Form,
    account: Account,
    profile: Profiles,
    meet: Meet,
    begin: Transaction,
    now: Clock,
) -> None:
    """Kept, and the welcome owed, before the form says "You're in"."""
    found = profile()
    answers = forms.read_answers(form, found.email if found else None)
    with begin() as session:
        person = meet(session, found.zone if found else None)
        row = sign_ups.sign_up(session, person, answers, now=now())
        if found is None or (found.email is None and not form.has(forms.EMAIL)):
            inbox.want_profile(session, account.team, account.user, now=now())
        view = views.build_kept(row, is_change=form.about == forms.CHANGE, now=now())
    ack(response_action="update", view=view)


def open_when(ack: Ack, account: Account, modal: Modal, now: Clock) -> None:
    modal.open(lambda look: _when_form(look, account, now()))
    ack()


def say_when(ack: Ack, form: Form, meet: Meet, begin: Transaction, now: Clock) -> None:
    with begin() as session:
        row = sign_ups.say_when(session, meet(session), forms.read_when(form), now=now())
        view = views.build_said(row)
    ack(response_action="update", view=view)


def keep_profile(profile: Profiles, meet: Meet, begin: Transaction, now: Clock) -> None:
    """The profile came too late for the form: its e-mail and zone are kept as soon as Slack gives them."""
    found = profile()
    if found is None:
        raise Later
    with begin() as session:
        person = meet(session, found.zone)
        if found.email:
            people.keep_email(session, person, Email(found.email, "slack_profile"), now=now())


def _known(look: Look, account: Account) -> forms.Prefill:
    with look.read() as session:
        before = sign_ups.answers_of(session, account.team, account.user)
    found = look.profile()
    if before is None:
        return forms.Prefill(profile_email=found.email)
    return forms.Prefill(
        profile_email=found.email,
        typed_email=before.email,
        reason=before.reason,
        zip_code=before.zip_code,
        has_consented=before.consent == words.CONSENT_VERSION,
    )


def _when_form(look: Look, account: Account, now: datetime) -> Json:
    with look.read() as session:
        row = sign_ups.of(session, people.who_is(session, account.team, account.user).person_id)
        return views.build_when(row, now)


ROUTES = (
    Verb("signup", open_form, help=words.COMMAND_HELP, sensitive=True),
    Action(views.SIGN_UP, open_form, sensitive=True),
    Submission(
        forms.FORM,
        send,
        sensitive=True,
        at={
            NothingChosen: forms.REASON,
            NotAZipCode: forms.ZIP,
            UnknownZipCode: forms.ZIP,
            NotAnEmail: forms.EMAIL,
            ConsentIsMissing: forms.CONSENT,
        },
    ),
    Action(views.SAY_WHEN, open_when),
    Submission(forms.WHEN_FORM, say_when, at={NothingChosen: forms.WHEN}),
    Heard("profile_wanted", keep_profile, sensitive=True),
    NextStep(10, views.next_step),
    HomePart(10, views.build_home_part),
    Words(sign_ups.WELCOME, views.welcome, why="You get this because you signed up."),
    Words(sign_ups.STAFF_LINE, views.staff_line, why="This channel hears of every sign-up."),
)
