"""One story, told again and again: Maya signs up, the bot dies at some point, another one takes over."""

from dataclasses import dataclass, field
from itertools import count

from bot.database import Database
from tests.bot.sandbox.players import MAYA, MAYAS_ROOM, SAM, STAFF_ROOM, until
from tests.crash.books import ONE_SIGN_UP, is_settled, read_books
from tests.crash.child import Point
from tests.crash.outside import BotProcess, Newcomer, Slack
from tests.databases import empty

WAIT = 30.0  # seconds until a test gives up; things take a tenth of one

EXPECTED = ONE_SIGN_UP | {"welcomes": 1, "messages to her": 1, "staff lines": 1}


@dataclass
class Story:
    """`lost` and `doubled` count deaths after which something was missing, or there once too often."""

    slack: Slack
    database_url: str
    database: Database
    tried: int = 0
    lost: int = 0
    doubled: int = 0
    faults: list[str] = field(default_factory=list)

    def tell_for(self, strand: str, first: int = 1, step: int = 1, *, outward: bool = False) -> None:
        """Death at one point of the strand after the other, up to the first that is not reached."""
        for number in count(first, step):
            died_at = self._tell_once(Point(strand, number, outward))
            self._judge(f"{strand} {number}, {died_at or 'not reached'}")
            if died_at is None:
                return
            self.tried += 1

    @property
    def numbers(self) -> dict[str, int]:
        return {"tried": self.tried, "lost": self.lost, "doubled": self.doubled}

    def _tell_once(self, point: Point) -> str | None:
        """What the bot was doing when it died; None when it was done before it came to the point."""
        try:
            return self._die_and_recover(point)
        except AssertionError as stuck:
            stuck.add_note(f"This was with {point}.")
            raise

    def _die_and_recover(self, point: Point) -> str | None:
        empty(self.database.engine)
        self.slack.play("start_over")
        maya, bot = Newcomer(self.slack), BotProcess(self.slack, self.database_url, point)
        is_told = maya.signs_up(bot)
        until(lambda: bot.has_died() or is_settled(self.database), WAIT)
        bot.end()
        if bot.died_at:
            self._recover(maya, is_told=is_told)
        return bot.died_at

    def _recover(self, maya: Newcomer, *, is_told: bool) -> None:
        """A minute later, when leases have lapsed; who was told that it is done does not press again."""
        self.slack.play("clock", advance=60)
        bot = BotProcess(self.slack, self.database_url)
        if not is_told:
            maya.signs_up(bot)
        until(lambda: self._is_settled_in_time(bot), WAIT)
        bot.end()

    def _is_settled_in_time(self, bot: BotProcess) -> bool:
        if is_settled(self.database):
            return True
        bot.time_goes_on(1.0)
        return False

    def _judge(self, where: str) -> None:
        found = read_books(self.database) | self._read_screens()
        self.lost += any(found[what] < number for what, number in EXPECTED.items())
        self.doubled += any(found[what] > number for what, number in EXPECTED.items())
        wrong = {what: number for what, number in found.items() if number != EXPECTED[what]}
        if wrong:
            self.faults.append(f"{where}: {wrong}")
        self.faults += [f"{where}: {breach}" for breach in self.slack.breaches()]

    def _read_screens(self) -> dict[str, int]:
        hers = self._texts(MAYA, MAYAS_ROOM)
        return {
            "welcomes": sum("You're in" in text for text in hers),
            "messages to her": len(hers),
            "staff lines": sum("signed up" in text for text in self._texts(SAM, STAFF_ROOM)),
        }

    def _texts(self, user: str, room: str) -> list[str]:
        return [message["text"] for message in self.slack.see(user)["messages"][room]]
