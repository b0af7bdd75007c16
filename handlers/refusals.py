"""The words for every no: which rule stood in the way, and what to do now."""

from collections.abc import Callable
from typing import Any

from models.doubts import AlreadyDecided
from models.people import NotAnEmail
from models.refusal import NothingChosen, Refusal
from models.roles import LastAdminStays, NobodyGrantsThemselves, Role, RoleIsMissing
from models.sign_ups import ConsentIsMissing, NotSignedUp
from models.zip_codes import NotAZipCode, UnknownZipCode

ROLES = {
    Role.MEMBER: "members of this workspace",
    Role.MENTOR: "mentors",
    Role.INTERVIEWER: "interviewers",
    Role.HOST: "hosts of the intro calls",
    Role.RESEARCHER: "those who check dates and offices",
    Role.STAFF: "staff",
    Role.ADMIN: "admins",
}

WORDS: dict[type[Refusal], Callable[[Any], str]] = {
    NothingChosen: lambda no: "Pick one of these.",
    ConsentIsMissing: lambda no: "We need your yes before we can keep anything. Without it, just close this.",
    NotAZipCode: lambda no: "A ZIP code has five digits, like 27601.",
    UnknownZipCode: lambda no: (
        f"We don't know the ZIP code {no.zip_code}. Is there a typo? One from the next town works, too."
    ),
    NotAnEmail: lambda no: "This doesn't look like an email address yet. It reads like you@example.org.",
    NotSignedUp: lambda no: "First sign up: type /runforsomething signup. It takes a minute.",
    AlreadyDecided: lambda no: "Somebody else was a minute faster: this one is settled.",
    RoleIsMissing: lambda no: f"This is for {ROLES[no.role]}. If it should be for you, ask our staff.",
    NobodyGrantsThemselves: lambda no: "A role comes from somebody else: ask another admin.",
    LastAdminStays: lambda no: "This is the last admin. Make somebody else an admin first.",
}


def say(refusal: Refusal) -> str:
    return WORDS[type(refusal)](refusal)
