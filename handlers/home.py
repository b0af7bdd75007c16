"""App Home: each person's own page, put together from what the journeys declare."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from handlers.blocks import Json, actions, context, divider, home
from handlers.routes import Clock, Due, Heard, HomePart, Meet, Transaction
from models import outbox, rooms

LAST_LINE = "This page is yours: it shows where you are and what comes next. Nobody else sees it."


def opened(channel: str, meet: Meet, begin: Transaction, now: Clock) -> None:
    """The page is drawn anew for who looks at it."""
    with begin() as session:
        room = rooms.direct(session, meet(session).id)
        rooms.learn_channel(room, channel)
        outbox.refresh_home(session, room, now=now())


def build_page(session: Session, due: Due, parts: Iterable[HomePart]) -> Json:
    """Those parts that are for this person, in their order, and in the first one the next step."""
    assert due.person is not None  # a Home page is always somebody's
    built = [part.build(session, due.person, due.now) for part in parts if due.person.has(part.role)]
    if due.next_step:
        built[0] = _before_its_buttons(built[0], actions(due.next_step, block_id="next_step"))
    blocks = [block for part in built for block in [*part, divider()]]
    return home([*blocks, context(LAST_LINE)])


def _before_its_buttons(part: list[Json], step: Json) -> list[Json]:
    """The next step comes before whatever else can be pressed."""
    texts = [block for block in part if block["type"] != "actions"]
    return [*texts, step, *(block for block in part if block["type"] == "actions")]


ROUTES = (Heard("app_home_opened", opened),)
