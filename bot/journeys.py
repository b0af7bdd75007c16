"""All journeys, and what they declare put into tables: no entry, no start."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from handlers import delivery_questions, help, home, refusals, sign_up
from handlers.routes import Action, Entry, Handler, Heard, HomePart, Submission, Verb, Words
from models.people import Known
from models.refusal import Refusal

ROUTES: tuple[Entry, ...] = (
    *sign_up.ROUTES,
    *help.ROUTES,
    *home.ROUTES,
    *delivery_questions.ROUTES,
)

GIVEN = {
    "ack", "account", "begin", "channel", "click", "command", "form", "modal", "now", "person", "profile",
    "said", "verbs",
}  # fmt: skip
"""What a handler may name as an argument; dispatch.py hands it over."""


@dataclass
class Journeys:
    verbs: dict[str, Verb] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)
    submissions: dict[str, Submission] = field(default_factory=dict)
    heard: dict[str, Heard] = field(default_factory=dict)
    words: dict[str, Words] = field(default_factory=dict)
    home_parts: list[HomePart] = field(default_factory=list)

    def verbs_for(self, person: Known) -> tuple[Verb, ...]:
        """What help shows: nothing that this person would be refused."""
        return tuple(verb for verb in self.verbs.values() if person.has(verb.role))


def gather(entries: Iterable[Entry] = ROUTES) -> Journeys:
    """Raises ValueError where an entry could not work: the bot does not start half-wired."""
    found = Journeys()
    for entry in entries:
        if isinstance(entry, Verb):
            _put(found.verbs, entry.name, entry, entry.run)
        elif isinstance(entry, Action):
            _put(found.actions, entry.id, entry, entry.run)
        elif isinstance(entry, Submission):
            _put(found.submissions, entry.id, entry, entry.run)
        elif isinstance(entry, Heard):
            _put(found.heard, entry.event, entry, entry.run)
        elif isinstance(entry, Words):
            _put(found.words, entry.kind.name, entry)
        else:
            found.home_parts.append(entry)
    _check_refusals()
    return found


def _put(table: dict[str, Any], name: str, entry: Entry, run: Handler | None = None) -> None:
    if name in table:
        raise ValueError(f"Two entries are called {name}.")
    unknown = _arguments(run) - GIVEN if run else set()
    if unknown:
        raise ValueError(f"{name} asks for {', '.join(sorted(unknown))}, which nobody gives.")
    table[name] = entry


def _arguments(run: Handler) -> set[str]:
    code = run.__code__
    return set(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount])


def _check_refusals() -> None:
    silent = {each.__name__ for each in Refusal.__subclasses__()} - {each.__name__ for each in refusals.WORDS}
    if silent:
        raise ValueError(f"Nobody has words for {', '.join(sorted(silent))}.")
