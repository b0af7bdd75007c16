"""The world outside the bot's process: Slack in another process, a newcomer, and bots that come and go."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from multiprocessing import get_context
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.settings import SlackAccess, SocketAccess
from tests.bot.sandbox.players import MAYA, WELCOME, until
from tests.crash.child import KILLED, Order, Point, serve
from tests.sign_up_form import FILLED

PATIENCE = 20  # presses; on a slow machine the bot may ask for some more
ROOT = Path(__file__).parents[2]

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(["tests.crash.before_forking"])


@dataclass(frozen=True)
class Slack:
    """A sandbox in a process of its own."""

    url: str
    access: SlackAccess

    def see(self, user: str = MAYA) -> dict[str, Any]:
        """What somebody has on the screen."""
        return self._look(f"state?as={user}")

    def breaches(self) -> list[str]:
        """Of the design's rules, as the sandbox's checker finds them."""
        found: list[str] = self._look("breaches")["breaches"]
        return found

    def play(self, what: str, **body: Any) -> dict[str, Any]:
        return _read(self.begin(what, **body))

    def begin(self, what: str, **body: Any) -> HTTPConnection:
        """A line on which the answer will come."""
        line = self._line()
        content = json.dumps({"as": MAYA, **body})
        line.request("POST", f"/sandbox/{what}", content, {"Content-Type": "application/json"})
        return line

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.see()["now"], UTC)

    def has_nobody(self) -> bool:
        """No bot is connected; all that one has said is heard."""
        return bool(self.see()["connected"] == 0)

    def _look(self, where: str) -> dict[str, Any]:
        line = self._line()
        line.request("GET", f"/sandbox/{where}")
        return _read(line)

    def _line(self) -> HTTPConnection:
        return HTTPConnection(urlsplit(self.url).netloc, timeout=10)


@contextmanager
def a_slack(folder: Path) -> Iterator[Slack]:
    ready = folder / "ready.json"
    manifest = str(ROOT / "manifest.yml")
    command = [sys.executable, "-m", "bot.sandbox", "--ready-file", str(ready), "--manifest", manifest]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        try:
            until(ready.exists, within=30)
            told = json.loads(ready.read_text())
            access = SlackAccess(told["bot_token"], SocketAccess(told["app_token"]), f"{told['url']}/api/")
            yield Slack(told["url"], access)
        finally:
            process.kill()


class BotProcess:
    """A bot with `point` as its last moment; `died_at` says what it was doing then."""

    def __init__(self, slack: Slack, database_url: str, point: Point | None = None) -> None:
        self._slack = slack
        self.died_at: str | None = None
        self._pipe, theirs = FORKS.Pipe()
        order = Order(database_url, slack.access, slack.now(), point)
        self._process = FORKS.Process(target=serve, args=(order, theirs), daemon=True)
        self._process.start()
        theirs.close()
        assert self._pipe.recv() == "ready"

    def has_died(self) -> bool:
        """Noticed when the sandbox has noticed it too, so that nothing it said is still on its way."""
        if self._process.is_alive():
            return False
        if self.died_at is None and self._process.exitcode == KILLED:
            self.died_at = self._pipe.recv()
        until(self._slack.has_nobody)
        return True

    def answer_on(self, line: HTTPConnection) -> dict[str, Any] | None:
        """None when it died first."""
        wait([line.sock, self._process.sentinel])
        if self.has_died() and not wait([line.sock], timeout=0):
            line.close()
            return None
        return _read(line)

    def time_goes_on(self, seconds: float) -> None:
        self._pipe.send(seconds)

    def end(self) -> None:
        """In order, which takes it past its last points; it may die at one of them."""
        with contextlib.suppress(BrokenPipeError):  # dead already
            self._pipe.send(None)
        self._process.join()
        assert self.has_died()
        self._pipe.close()
        self._process.close()


@dataclass(frozen=True)
class Newcomer:
    """Maya, who wants to sign up and presses again until she is told that it is done."""

    slack: Slack

    def signs_up(self, bot: BotProcess) -> bool:
        """True when the form said that it is done, False when the bot died before."""
        for _ in range(PATIENCE):
            if bot.has_died():
                return False
            if not self._form():
                bot.answer_on(self.slack.begin("say", conversation=WELCOME, text="/runforsomething signup"))
            elif self._sends(bot, self._form()):
                return True
        raise AssertionError("she pressed in vain")

    def _sends(self, bot: BotProcess, form: str) -> bool:
        answer = bot.answer_on(self.slack.begin("submit", view=form, values=FILLED))
        return answer is not None and answer.get("action") == "updated"

    def _form(self) -> str:
        """The id of the form in front; empty where there is none."""
        front = self.slack.see()["modals"][-1:]
        return str(front[0]["id"]) if front and front[0]["callback_id"] == "sign_up.form" else ""


def _read(line: HTTPConnection) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(line.getresponse().read())
    line.close()
    return answer
