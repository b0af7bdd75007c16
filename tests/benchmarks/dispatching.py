"""What the bot's own dispatch costs beside a bare Bolt app: routes, roles and checks, and no database."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from time import monotonic

from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.database import Database
from bot.door import Door
from bot.journeys import ROUTES
from handlers.routes import Ack, Action
from tests.benchmarks.measuring import Pair, by_turns
from tests.bot.front import a_click, a_front

PRESSED = "benchmark.pressed"


def beside_a_bare_app(*, rounds: int, times: int, waits_for_answer: bool) -> Pair:
    """A click whose handler only acknowledges: on ours beside all other routes, on the bare app alone.

    Both go through the same door, which is our pool. `waits_for_answer` False is Bolt's default.
    """
    with _ours() as ours, _bare(process_before_response=waits_for_answer) as theirs:
        return by_turns(_press(ours), _press(theirs), rounds=rounds, times=times)


def acknowledge(ack: Ack) -> None:
    ack()


@contextmanager
def _ours() -> Iterator[Door]:
    """The database has no tables: whoever asks it anything fails."""
    with (
        closing(Database("sqlite://")) as database,
        a_front(database, [*ROUTES, Action(PRESSED, acknowledge)]) as front,
    ):
        yield front.door


@contextmanager
def _bare(*, process_before_response: bool) -> Iterator[Door]:
    us = AuthorizeResult(
        enterprise_id=None, team_id="T07RUNFOR1", bot_token="xoxb-bare", bot_user_id="U07BOT0001"
    )
    app = App(
        name="bare",
        client=WebClient(),
        authorize=lambda: us,
        process_before_response=process_before_response,
    )
    app.action(PRESSED)(acknowledge)
    with closing(Door(app.dispatch)) as door:
        yield door


def _press(door: Door) -> Callable[[], None]:
    def press() -> None:
        answer = door.answer(BoltRequest(mode="socket_mode", body=a_click(PRESSED)), monotonic())
        assert answer.status == 200

    return press
