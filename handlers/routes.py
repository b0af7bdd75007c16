"""What a journey declares: routes, parts of App Home, and the words of its notices, as data one can read.

Every handler asks for what it uses by the names of its arguments; GIVEN in bot/journeys.py lists them.
"""

import functools
import inspect
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from sqlalchemy.orm import Session

from handlers.blocks import Json, Message
from models.notices import Facts, Kind
from models.people import Known, Person
from models.refusal import Refusal
from models.roles import Role

Handler = Callable[..., None]
Ack = Callable[..., None]
"""Answers Slack, with what fits the kind of request (slack-platform.md, section 2)."""
Clock = Callable[[], datetime]
Transaction = Callable[[], AbstractContextManager[Session]]


@dataclass(frozen=True)
class Profile:
    """What Slack says about a member; None where it does not say."""

    email: str | None = None
    zone: str | None = None


class Look(Protocol):
    """What may be looked at before a modal opens: the database once, and Slack's profile of the person."""

    def read(self) -> AbstractContextManager[Session]: ...

    def profile(self) -> Profile: ...


class Modal(Protocol):
    """The modal of this click or command."""

    def open(self, build: Callable[[Look], Json]) -> None:
        """Show what `build` gives; while that takes long, "One moment…" is shown. Once an answer."""


class Meet(Protocol):
    def __call__(self, session: Session, zone: str | None = None) -> Person:
        """The person who did this; somebody new is known from now on. `zone` None leaves what is known."""


class Profiles(Protocol):
    def __call__(self) -> Profile | None:
        """The person's profile; None when Slack does not give it in time."""


@dataclass(frozen=True)
class Verb:
    """A word after /runforsomething. `help` is the line that help shows to those who may use it."""

    name: str
    run: Handler
    help: str
    role: Role = Role.MEMBER
    sensitive: bool = False


@dataclass(frozen=True)
class Action:
    """A button, wherever it stands."""

    id: str
    run: Handler
    role: Role = Role.MEMBER
    sensitive: bool = False


@dataclass(frozen=True)
class Submission:
    """A form that is sent. `at`: a refusal that is shown at one field, by its block."""

    id: str
    run: Handler
    role: Role = Role.MEMBER
    sensitive: bool = False
    at: Mapping[type[Refusal], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Heard:
    """An event, handled by a worker after it was stored; it has no answer, only what it owes.

    Its handler opens one transaction, in which the event is settled, too.
    """

    event: Literal["message", "app_home_opened", "profile_wanted"]
    run: Handler
    role: Role = Role.MEMBER
    sensitive: bool = False


@dataclass(frozen=True)
class HomePart:
    """A journey's part of App Home: `build(session, person, now)` gives blocks. Lower places come first."""

    place: int
    build: Callable[[Session, Known, datetime], list[Json]]
    role: Role = Role.MEMBER


@dataclass(frozen=True)
class NextStep:
    """A journey's idea of what this person could do next, as a button. The first in order of place wins."""

    place: int
    build: Callable[[Session, Known, datetime], Json | None]


@dataclass(frozen=True)
class Due:
    """What a notice is about, when it is rendered; one entry of `facts` for each that became part of it.

    `next_step` is the person's, as a button; None when there is none, or nobody it could be for.
    """

    person: Known | None
    subject_id: int | None
    facts: tuple[Facts, ...]
    next_step: Json | None
    now: datetime


@dataclass(frozen=True)
class Words:
    """How a kind of notice reads. `render` gives None when it is not true any more; `why`: why it came."""

    kind: Kind
    render: Callable[[Session, Due], Message | None]
    why: str


class Later(Exception):
    """What an event needs is not to be had yet; the worker hears it again later."""


Route = Verb | Action | Submission | Heard
Entry = Route | HomePart | NextStep | Words


@functools.cache
def arguments_of(handler: Handler) -> frozenset[str]:
    return frozenset(inspect.signature(handler).parameters)


def call(handler: Handler, given: Mapping[str, object]) -> None:
    """Hand a handler those things that it names as arguments."""
    handler(**{name: given[name] for name in arguments_of(handler)})
