"""Those who meet at the bot's address: somebody who calls, and what is behind the door."""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event
from urllib.parse import urlencode

import httpx
from slack_bolt import BoltRequest, BoltResponse

from bot.database import Database
from bot.journeys import ROUTES
from bot.settings import HttpAccess
from bot.web import EVENTS, Web
from handlers.routes import Entry
from tests.bot.front import Front, Json, a_command, a_front

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
TIMESTAMP, SIGNATURE = "x-slack-request-timestamp", "x-slack-signature"


class Behind:
    """What is behind the door: it remembers what came, and answers when it is let."""

    def __init__(self) -> None:
        self.came: list[BoltRequest] = []
        self.answer = BoltResponse(status=200, body="")
        self.reached, self.may_go_on = Event(), Event()
        self.may_go_on.set()

    def __call__(self, request: BoltRequest) -> BoltResponse:
        self.came.append(request)
        self.reached.set()
        assert self.may_go_on.wait(timeout=30)
        return self.answer


class Caller:
    """Somebody who sends requests; they are Slack if they know the secret."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30)

    def post(self, body: bytes, content_type: str = FORM, **headers: str) -> httpx.Response:
        """`headers` with underscores for hyphens."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._http.post(EVENTS, content=body, headers={"content-type": content_type, **more})

    def signs(
        self, body: bytes, content_type: str = FORM, *, secret: str = SECRET, late: int = 0, **more: str
    ) -> httpx.Response:
        return self.post(body, content_type, **signed(body, secret=secret, late=late), **more)

    def types(self, words: str) -> httpx.Response:
        return self.signs(urlencode(a_command(words)).encode())

    def get(self, path: str) -> httpx.Response:
        return self._http.get(path)

    def leave(self) -> None:
        self._http.close()


@dataclass(frozen=True)
class FrontOverHttp(Front):
    """The same front, but payloads come over the wire, signed."""

    caller: Caller

    def send(self, payload: Json) -> BoltResponse:
        answer = self.caller.signs(*as_slack_sends(payload))
        return BoltResponse(status=answer.status_code, body=answer.text)


@contextmanager
def a_front_over_http(database: Database, entries: Sequence[Entry] = ROUTES) -> Iterator[FrontOverHttp]:
    with a_front(database, entries) as front:
        web = opened()
        web.start(front.door)
        with visited(web) as caller:
            yield FrontOverHttp(front.database, front.dispatch, front.door, caller)


def as_slack_sends(payload: Json) -> tuple[bytes, str]:
    """Events as JSON, commands as a form, everything else as JSON in a form."""
    if payload.get("type") == "event_callback":
        return json.dumps(payload).encode(), JSON
    fields = payload if "command" in payload else {"payload": json.dumps(payload)}
    return urlencode(fields).encode(), FORM


def opened(port: int = 0) -> Web:
    web = Web(HttpAccess(SECRET, port), on_start=lambda: None)
    web.open()
    return web


@contextmanager
def visited(web: Web) -> Iterator[Caller]:
    caller = Caller(web.port)
    try:
        yield caller
    finally:
        caller.leave()
        web.stop()


def signed(body: bytes, *, secret: str = SECRET, late: int = 0) -> dict[str, str]:
    """By Slack's recipe, not by the SDK that the bot checks it with; `late` is in seconds."""
    timestamp = str(int(time.time()) - late)
    signature = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256)
    return {TIMESTAMP: timestamp, SIGNATURE: f"v0={signature.hexdigest()}"}
