"""All journeys, and what they declare put into tables: no entry, no start."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.settings import Settings
from handlers import delivery_questions, help, home, refusals, sign_up
from handlers.blocks import Json
from handlers.routes import (
    Action,
    Entry,
    Heard,
    HomePart,
    NextStep,
    Route,
    Submission,
    Verb,
    Words,
    arguments_of,
)
from models.people import Known
from models.refusal import Refusal

ROUTES: tuple[Entry, ...] = (
    *sign_up.ROUTES,
    *help.ROUTES,
    *home.ROUTES,
    *delivery_questions.ROUTES,
)

# What a handler may name as an argument; dispatch.py and hearing.py hand it over.
ALWAYS = {"account", "begin", "meet", "now", "person", "profile"}
GIVEN: dict[type[Route], set[str]] = {
    Verb: {*ALWAYS, "ack", "command", "modal", "verbs"},
    Action: {*ALWAYS, "ack", "click", "modal"},
    Submission: {*ALWAYS, "ack", "form", "modal"},
    Heard: {*ALWAYS, "channel", "said"},
}

# Settings that handlers may name, too.
SETTINGS: tuple[str, ...] = ()


@dataclass
class Journeys:
    verbs: dict[str, Verb] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)
    submissions: dict[str, Submission] = field(default_factory=dict)
    heard: dict[str, Heard] = field(default_factory=dict)
    words: dict[str, Words] = field(default_factory=dict)
    home_parts: list[HomePart] = field(default_factory=list)
    next_steps: list[NextStep] = field(default_factory=list)
    given: Mapping[str, object] = field(default_factory=dict)

    def verbs_for(self, person: Known) -> tuple[Verb, ...]:
        """What help shows: nothing that this person would be refused."""
        return tuple(verb for verb in self.verbs.values() if person.has(verb.role))

    def next_step(self, session: Session, person: Known, now: datetime) -> Json | None:
        """The one button that this person is shown first; None when there is nothing to do."""
        steps = (each.build(session, person, now) for each in self.next_steps)
        return next((step for step in steps if step is not None), None)


def given_by(settings: Settings | None = None) -> dict[str, object]:
    """The settings that handlers may name; without any, what stands for each where nobody sets it."""
    if settings is None:
        return {name: Settings.model_fields[name].default for name in SETTINGS}
    return {name: getattr(settings, name) for name in SETTINGS}


def gather(entries: Iterable[Entry] = ROUTES, given: Mapping[str, object] | None = None) -> Journeys:
    """Raises ValueError where an entry could not work: the bot does not start half-wired.

    `given`: what handlers may name besides.
    """
    found = Journeys(given=given or {})
    for entry in entries:
        _put(found, entry)
    found.home_parts.sort(key=lambda part: part.place)
    found.next_steps.sort(key=lambda step: step.place)
    _check_refusals()
    return found


def _put(found: Journeys, entry: Entry) -> None:
    if isinstance(entry, HomePart):
        found.home_parts.append(entry)
    elif isinstance(entry, NextStep):
        found.next_steps.append(entry)
    elif isinstance(entry, Words):
        _put_once(found.words, entry.kind.name, entry)
    else:
        _check_arguments(entry, found.given)
        _put_route(found, entry)


def _put_route(found: Journeys, route: Route) -> None:
    if isinstance(route, Verb):
        _put_once(found.verbs, route.name, route)
    elif isinstance(route, Action):
        _put_once(found.actions, route.id, route)
    elif isinstance(route, Submission):
        _put_once(found.submissions, route.id, route)
    else:
        _put_once(found.heard, route.event, route)


def _put_once(table: dict[str, Any], name: str, entry: Entry) -> None:
    if name in table:
        raise ValueError(f"Two entries are called {name}.")
    table[name] = entry


def _check_arguments(route: Route, given: Mapping[str, object]) -> None:
    unknown = arguments_of(route.run) - GIVEN[type(route)] - set(given)
    if unknown:
        name = route.run.__name__
        raise ValueError(f"{name} asks for {', '.join(sorted(unknown))}, which it is not given.")


def _check_refusals() -> None:
    silent = {each.__name__ for each in _below(Refusal)} - {each.__name__ for each in refusals.WORDS}
    if silent:
        raise ValueError(f"Nobody has words for {', '.join(sorted(silent))}.")


def _below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)
