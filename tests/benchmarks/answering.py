"""How soon the sandbox answers, and how long a click takes to a bot and back, each a process of its own."""

import http.client
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import urlsplit

from websockets.sync.client import connect

from tests.benchmarks.measuring import Times, measure, once
from tests.benchmarks.processes import Ready, started
from tests.bot.sandbox.block_kit.shapes import a_button, a_section
from tests.bot.sandbox.page.form_bots import SIGN_UP
from tests.bot.sandbox.players import MAYA, MAYAS_ROOM, WELCOME, BareSocket

Json = dict[str, Any]

BLOCKS = [a_section(f"*Line {number}* of a message, as a bot sends it.") for number in range(5)]


class Caller:
    """One connection to the sandbox that stays open, with little of its own around the calls."""

    def __init__(self, sandbox: Ready) -> None:
        self._sandbox = sandbox
        self._http = http.client.HTTPConnection(urlsplit(sandbox["url"]).netloc)

    def slack(self, method: str, *, token: str = "bot_token", **arguments: object) -> Json:
        """A call of the Web API; fails unless Slack says that it is fine."""
        return self._post(f"/api/{method}", arguments, {"Authorization": f"Bearer {self._sandbox[token]}"})

    def play(self, what: str, **fields: object) -> Json:
        """What Maya does on the page."""
        return self._post(f"/sandbox/{what}", {"as": MAYA, **fields}, {})

    def ticket(self) -> str:
        """The address of one more socket."""
        return str(self.slack("apps.connections.open", token="app_token")["url"])

    def close(self) -> None:
        self._http.close()

    def _post(self, path: str, fields: Json, headers: dict[str, str]) -> Json:
        self._http.request("POST", path, json.dumps(fields), {"Content-Type": "application/json", **headers})
        answer: Json = json.loads(self._http.getresponse().read())
        if not answer["ok"]:
            raise RuntimeError(f"{path}: {answer}")
        return answer


def answer_times(calls: int) -> dict[str, Times]:
    """What was asked, and how long the answers took."""
    with _a_sandbox() as (ready, caller):
        button = caller.slack("chat.postMessage", channel=WELCOME, text="Press", blocks=[a_button("press")])
        posting: Json = {"channel": WELCOME, "text": "A message", "blocks": BLOCKS}
        pressing = {"conversation": WELCOME, "ts": button["ts"], "block_id": "row", "action_id": "press"}
        times = {
            "`auth.test`": measure(lambda: caller.slack("auth.test"), calls),
            "`users.info`": measure(lambda: caller.slack("users.info", user=MAYA), calls),
            "`chat.postMessage` with five blocks": measure(
                lambda: caller.slack("chat.postMessage", **posting), calls
            ),
            "`views.open` with a form of three fields": _opening(ready, caller, calls),
        }
        with started("tests.benchmarks.echo_process", caller.ticket()):
            echo = measure(lambda: caller.play("click", **pressing), calls)
        times["a click, over a socket to a bot that only acknowledges, and back"] = echo
    return times


def whole_bot_times(calls: int) -> dict[str, Times]:
    """The same way with this bot at its end."""
    with _a_sandbox() as (ready, caller):
        access = [ready[name] for name in ("api_url", "bot_token", "app_token")]
        asking = {"conversation": MAYAS_ROOM, "text": "/runforsomething help"}
        with started("tests.benchmarks.bot_process", *access):
            times = measure(lambda: caller.play("say", **asking), calls)
    return {"`/runforsomething help`, over a socket to this bot with SQLite, and back": times}


@contextmanager
def _a_sandbox() -> Iterator[tuple[Ready, Caller]]:
    with (
        started("tests.benchmarks.sandbox_process") as ready,
        closing(Caller(ready)) as caller,
    ):
        yield ready, caller


def _opening(ready: Ready, caller: Caller, calls: int) -> Times:
    """Each needs a fresh trigger, from a command that is acknowledged; that is not counted."""
    with (
        closing(Caller(ready)) as page,
        connect(caller.ticket(), proxy=None) as socket,
        ThreadPoolExecutor(max_workers=1) as aside,
    ):
        bot, times = BareSocket(socket), Times(())
        for _ in range(calls + calls // 10):
            said = aside.submit(page.play, "say", conversation=WELCOME, text="/runforsomething")
            envelope = bot.read()
            bot.answer(envelope)
            said.result()
            opening, opened = _timed_opening(caller, envelope["payload"]["trigger_id"])
            page.play("close", view=opened)
            times += opening
    return Times(times.seconds[calls // 10 :])


def _timed_opening(caller: Caller, trigger: str) -> tuple[Times, str]:
    opened = list[str]()

    def open_form() -> None:
        opened.append(caller.slack("views.open", trigger_id=trigger, view=SIGN_UP)["view"]["id"])

    return once(open_form), opened[0]
