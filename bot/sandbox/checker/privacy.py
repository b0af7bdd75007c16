"""Nothing sensitive in any message: no contact data, and nothing of what people wrote about themselves.

A message is read by everybody who is in its conversation, and stays; so nothing sensitive stands in one, not
even in one that only the person themself sees: that is what forms and the Home page are for. Those may show
it to the person it is about, and their hidden data (`private_metadata`) to nobody.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.sandbox.checker.phrases import OPEN_ADDRESSES
from bot.sandbox.checker.reading import called, everything_in, is_message, words_of
from bot.sandbox.workspace.seen import Shown, Sight, Typed

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
WHOLE = re.compile(r"[^@\s]@[^@\s]+\.[^@\s]")  # half typed, it is no address yet
PHONE = re.compile(r"(?<![\w.])(?:\+?1[-. ]?)?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?!\w)|\+1\d{10}\b")
# A number that somebody is known to have is found however it is written.
ANY_PHONE = re.compile(r"(?<!\d)(?:\+?1[-. ]?)?\(?\d{3}\)?[-. ]{0,2}\d{3}[-. ]?\d{4}(?!\d)")

# So many words in a row are nobody's by chance. A shorter text counts as a whole, unless it is tiny.
IN_A_ROW = 5
TINY = 12  # characters

Owners = defaultdict[str, set[str]]


@dataclass
class Secrets:
    """Who wrote what, or whose it is: addresses as they are, numbers by their digits, longer texts by runs of
    words.
    """

    contacts: Owners = field(default_factory=lambda: defaultdict(set))
    phones: Owners = field(default_factory=lambda: defaultdict(set))
    runs: defaultdict[tuple[str, ...], set[str]] = field(default_factory=lambda: defaultdict(set))
    ours: set[tuple[str, ...]] = field(default_factory=set)

    def learn(self, typed: Typed) -> None:
        contacts = [found.group().lower() for found in EMAIL.finditer(typed.value)]
        if typed.kind == "email" and WHOLE.search(typed.value):
            contacts.append(typed.value.strip().lower())
        for contact in contacts:
            self.contacts[contact].add(typed.by)
        for phone in _phones_in(typed.value):
            self.phones[phone].add(typed.by)
        if typed.kind == "long" and len(typed.value.strip()) >= TINY:
            for run in _runs(words_of(typed.value), IN_A_ROW):
                if run not in self.ours:
                    self.runs[run].add(typed.by)

    def hear(self, shown: Shown) -> None:
        """What the bot itself has said in messages is nobody's secret, whoever says it after it."""
        self.ours.update(_runs(words_of("\n".join(everything_in(shown.content))), IN_A_ROW))


def leaks(sights: Sequence[Sight], emails: Mapping[str, str]) -> Iterator[str]:
    secrets = Secrets()
    for user, email in emails.items():
        secrets.contacts[email.lower()].add(user)
    for sight in sights:
        if isinstance(sight, Typed):
            secrets.learn(sight)
        elif isinstance(sight, Shown):
            for what in dict.fromkeys(_found(sight, secrets)):
                yield f"Private: {what} stands in {called(sight)}."
            if is_message(sight):
                secrets.hear(sight)


def _found(shown: Shown, secrets: Secrets) -> Iterator[str]:
    if is_message(shown):
        yield from _anything_private("\n".join(everything_in(shown.content)), secrets)
        return
    yield from _somebody_elses("\n".join(everything_in(shown.content)), shown.to, secrets)
    for what in _anything_private(str(shown.content.get("private_metadata") or ""), secrets):
        yield f"{what} (in private_metadata)"


def _anything_private(text: str, secrets: Secrets) -> Iterator[str]:
    for kind, what in ((EMAIL, "an e-mail address"), (PHONE, "a phone number")):
        if any(found.group().lower() not in OPEN_ADDRESSES for found in kind.finditer(text)):
            yield what
    yield from _somebody_elses(text, None, secrets)


def _somebody_elses(text: str, reader: str | None, secrets: Secrets) -> Iterator[str]:
    """What belongs to others than the reader; without a reader, to anybody."""
    lower = text.lower()
    for contact, owners in secrets.contacts.items():
        if contact in lower and reader not in owners and contact not in OPEN_ADDRESSES:
            yield "somebody's contact data"
    for phone in _phones_in(text):
        if phone in secrets.phones and reader not in secrets.phones[phone]:
            yield "somebody's contact data"
    words = words_of(text)
    for length in {len(run) for run in secrets.runs}:
        for run in _runs(words, length):
            if run in secrets.runs and reader not in secrets.runs[run]:
                yield "what somebody wrote in a form"


def _phones_in(text: str) -> Iterator[str]:
    """Ten digits each; not those of the organisation's own."""
    open_ones = {_digits(each) for each in OPEN_ADDRESSES}
    yield from {_digits(found.group()) for found in ANY_PHONE.finditer(text)} - open_ones


def _digits(phone: str) -> str:
    return re.sub(r"\D", "", phone)[-10:]


def _runs(words: tuple[str, ...], length: int) -> Iterator[tuple[str, ...]]:
    """Every so many words in a row; all of them where there are fewer."""
    for start in range(max(1, len(words) - length + 1)):
        yield words[start : start + length]
