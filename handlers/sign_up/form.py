"""The form with three questions, and the one with a single question that follows it."""

from dataclasses import dataclass

from handlers.blocks import (
    Json,
    checkboxes,
    context,
    email_input,
    input_,
    modal,
    option,
    radio,
    section,
    text_input,
)
from handlers.payloads import Form
from handlers.sign_up import words
from handlers.text import escape
from models.people import Email
from models.sign_ups import Answers, Reason, When

FORM, WHEN_FORM = "sign_up.form", "sign_up.when_form"
REASON, ZIP, EMAIL, CONSENT, WHEN = "reason", "zip", "email", "consent", "when"
YES = "yes"
ANSWER = "answer"  # the action of every field: each block has one
CHANGE = "change"  # what the form of somebody who has signed up carries: a press repeated reads alike


@dataclass(frozen=True)
class Prefill:
    """What the form shows from before; a new person has nothing there."""

    profile_email: str | None = None
    typed_email: str | None = None
    reason: Reason | None = None
    zip_code: str | None = None
    has_consented: bool = False

    @property
    def is_change(self) -> bool:
        return self.reason is not None


def build_form(known: Prefill) -> Json:
    reasons = [option(reason, text) for reason, text in words.REASONS.items()]
    return modal(
        "Your answers" if known.is_change else "Sign up",
        [
            input_("What brings you here?", radio(ANSWER, reasons, known.reason), REASON),
            input_(
                "Your ZIP code",
                text_input(ANSWER, known.zip_code, "27601", max_length=20),
                ZIP,
                hint="To show the seats where you live. It also tells us when it's night for you.",
            ),
            _email(known),
            _consent(known),
        ],
        FORM,
        submit="Save" if known.is_change else "Sign up",
        close="Keep as it is" if known.is_change else "Not now",
        private_metadata=CHANGE if known.is_change else "",
    )


def read_answers(form: Form, profile_email: str | None) -> Answers:
    """The profile's address goes before a typed one, since Slack has verified it."""
    email = _told_email(form.text(EMAIL), profile_email)
    consent = words.CONSENT_VERSION if YES in form.choices(CONSENT) else None
    return Answers(_reason(form.choice(REASON)), form.text(ZIP), email, consent)


def read_when(form: Form) -> When | None:
    chosen = form.choice(WHEN)
    return When(chosen) if chosen in set(When) else None


def build_when_form(title: str, lines: list[str], chosen: When | None) -> Json:
    whens = [option(when, text) for when, text in words.WHENS.items()]
    question = input_("When might you run?", radio(ANSWER, whens, chosen), WHEN)
    return modal(title, [*map(section, lines), question], WHEN_FORM, submit="Save", close="Not now")


def build_end(title: str, lines: list[str]) -> Json:
    return modal(title, [section(line) for line in lines], "sign_up.end", close="Close")


def _email(known: Prefill) -> Json:
    if known.profile_email:
        return context(words.PROFILE_EMAIL.format(email=escape(known.profile_email)))
    return input_(
        "Your email address",
        email_input(ANSWER, known.typed_email, "you@example.org"),
        EMAIL,
        hint="So that we can reach you outside Slack; your profile doesn't show one.",
    )


def _consent(known: Prefill) -> Json:
    yes = option(YES, words.CONSENT_GIVEN)
    ticked = (YES,) if known.has_consented else ()
    return input_(words.CONSENT_ASKED, checkboxes(ANSWER, [yes], ticked), CONSENT)


def _reason(chosen: str | None) -> Reason | None:
    """A form from before a change of ours may hold a choice that is no longer one."""
    return Reason(chosen) if chosen in set(Reason) else None


def _told_email(typed: str, profile_email: str | None) -> Email | None:
    if profile_email:
        return Email(profile_email, "slack_profile")
    return Email(typed, "typed") if typed else None
