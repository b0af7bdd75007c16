"""App Home: each person's own page, put together from what the journeys declare."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from handlers.blocks import Json, context, divider, home
from handlers.payloads import Account
from handlers.routes import Clock, Due, Heard, HomePart, Transaction
from models import outbox, people, rooms

LAST_LINE = "This page is yours: it shows where you are and what comes next. Nobody else sees it."


def opened(account: Account, channel: str, begin: Transaction, now: Clock) -> None:
    """The page is drawn anew for who looks at it."""
    with begin() as session:
        person = people.meet(session, account.team, account.user, zone=None, now=now())
        room = rooms.direct(session, person.id)
        rooms.learn_channel(room, channel)
        outbox.refresh_home(session, room, now=now())


def build_page(session: Session, due: Due, parts: Iterable[HomePart]) -> Json:
    """Those parts that are for this person, in their order."""
    assert due.person is not None
    blocks: list[Json] = []
    for part in sorted(parts, key=lambda each: each.place):
        if due.person.has(part.role):
            blocks += [*part.build(session, due.person, due.now), divider()]
    return home([*blocks, context(LAST_LINE)])


ROUTES = (Heard("app_home_opened", opened),)
