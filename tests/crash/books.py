"""What the database holds in the end, as plain numbers."""

from sqlalchemy import func, select

from bot.database import Database
from bot.deadline import Deadline
from models.inbox import Progress, ReceivedEvent
from models.notices import Card, Notice, State
from models.people import ContactPoint, Person, SlackAccount
from models.rooms import Room, RoomKind
from models.sign_ups import SignUp

UNSETTLED = (State.DUE, State.CLAIMED, State.UNSURE)

COUNTS = {
    "people": select(func.count()).select_from(Person),
    "accounts": select(func.count()).select_from(SlackAccount),
    "direct rooms": select(func.count()).select_from(Room).where(Room.kind == RoomKind.DIRECT),
    "sign-ups": select(func.count()).select_from(SignUp),
    "verified addresses": select(func.count()).where(ContactPoint.verified_at.is_not(None)),
    "typed addresses": select(func.count()).where(ContactPoint.verified_at.is_(None)),
    "cards": select(func.count()).select_from(Card),
    "cards out of date": select(func.count()).where(Card.shown != Card.wanted),
    "unheard": select(func.count()).where(ReceivedEvent.progress != Progress.HANDLED),
    "unsent": select(func.count()).where(Notice.state.in_(UNSETTLED)),
    "left to staff": select(func.count()).where(Notice.state == State.REFUSED),
}

ONE_SIGN_UP = dict.fromkeys(COUNTS, 0) | {
    "people": 1,
    "accounts": 1,
    "direct rooms": 1,
    "sign-ups": 1,
    "verified addresses": 1,
    "cards": 1,
}


def read_books(database: Database) -> dict[str, int]:
    with database.read(Deadline.in_seconds(20)) as session:
        return {what: session.scalar(count) or 0 for what, count in COUNTS.items()}


def is_settled(database: Database) -> bool:
    """Nothing is left to be heard or sent, neither now nor later."""
    books = read_books(database)
    return books["unheard"] + books["unsent"] == 0
