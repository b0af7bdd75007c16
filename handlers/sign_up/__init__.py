"""The sign-up journey: three questions, the welcome, and when one might run."""

from slack_bolt import Ack

from handlers.next_step import SAY_WHEN, SIGN_UP
from handlers.payloads import Account, Form
from handlers.routes import (
    Action,
    Clock,
    Heard,
    HomePart,
    Later,
    Look,
    Modal,
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


def send(ack: Ack, form: Form, account: Account, profile: Profiles, begin: Transaction, now: Clock) -> None:
    """Kept, and the welcome owed, before the form says "You're in"."""
    found = profile()
    answers = forms.read_answers(form, found.email if found else None)
    with begin() as session:
        zone = found.zone if found else None
        person = people.meet(session, account.team, account.user, zone=zone, now=now())
        row = sign_ups.sign_up(session, person, answers, now=now())
        if found is None:
            inbox.want_profile(session, account.team, account.user, now=now())
        view = views.build_kept(row, is_change=form.about == forms.CHANGE)
    ack(response_action="update", view=view)


def open_when(ack: Ack, account: Account, modal: Modal) -> None:
    modal.open(lambda look: views.build_when(_sign_up(look, account)))
    ack()


def say_when(ack: Ack, form: Form, account: Account, begin: Transaction, now: Clock) -> None:
    with begin() as session:
        known = people.who_is(session, account.team, account.user)
        row = sign_ups.say_when(session, known.person_id, forms.read_when(form), now=now())
        view = views.build_said(row)
    ack(response_action="update", view=view)


def keep_profile(account: Account, profile: Profiles, begin: Transaction, now: Clock) -> None:
    """The profile came too late for the form: its e-mail and zone are kept as soon as Slack gives them."""
    found = profile()
    if found is None:
        raise Later
    with begin() as session:
        person = people.meet(session, account.team, account.user, zone=found.zone, now=now())
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


def _sign_up(look: Look, account: Account) -> sign_ups.SignUp | None:
    with look.read() as session:
        return sign_ups.of(session, people.who_is(session, account.team, account.user).person_id)


ROUTES = (
    Verb("signup", open_form, help=words.COMMAND_HELP, sensitive=True),
    Action(SIGN_UP, open_form, sensitive=True),
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
    Action(SAY_WHEN, open_when),
    Submission(forms.WHEN_FORM, say_when, at={NothingChosen: forms.WHEN}),
    Heard("profile_wanted", keep_profile, sensitive=True),
    HomePart(10, views.build_home_part),
    Words(sign_ups.WELCOME, views.welcome, why="You get this because you signed up."),
    Words(sign_ups.STAFF_LINE, views.staff_line, why="This channel hears of every sign-up."),
)
