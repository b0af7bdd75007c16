"""The words of signing up."""

from models.sign_ups import Reason, When

COMMAND_HELP = "sign up, or change what you told us"

REASONS = {
    Reason.MIGHT_RUN: "I might run for office",
    Reason.HELP_SOMEONE: "I'd like to help someone run",
    Reason.JUST_LOOKING: "Just looking",
}

WHENS = {
    When.THIS_YEAR: "This year",
    When.NEXT_YEAR: "Next year",
    When.SOMEDAY: "Someday",
    When.RATHER_HELP: "I'd rather help",
}

# The version is kept with each sign-up. Another sentence is another version: a test holds the two together.
CONSENT_VERSION = "2026-11-24"
CONSENT_ASKED = (
    "We keep these answers and your email address so that we can help you; only our staff can see them, "
    "and they delete them if you ask."
)
CONSENT_GIVEN = "Yes, you may keep them"

PROFILE_EMAIL = "We'll use {email}, from your Slack profile."

SAID_WHEN = {
    When.THIS_YEAR: "You might run in {year}.",
    When.NEXT_YEAR: "You might run in {year}.",
    When.SOMEDAY: "You might run someday.",
    When.RATHER_HELP: "You'd rather help someone run.",
}
NOTHING_NOW = (
    "That's all we need from you for now. Next come the seats where you live, and the intro call. "
    "We don't have a date for them yet."
)
SEE_HOME = "Your page here shows them first: open the Home tab."
SEE_HERE = "This page shows them first."
SAVED = "Your answers are saved."
HOME_NEW = (
    "*You could run for office.* School boards, city councils, water and library boards: many people who "
    "serve there thought they could not, until somebody asked them. We are asking you."
)
HOME_START = "Start by signing up: three questions, one minute. You can just look around, too."
