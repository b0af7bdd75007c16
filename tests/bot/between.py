"""Between the bot and the sandbox: passes every call on, and gives an odd answer where a test wants one.

The sandbox's own faults are those that Slack names; proxies and broken lines say other things.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import httpx

from bot.sandbox import Sandbox

JSON = "application/json; charset=utf-8"
PASSED_ON = ("Authorization", "Content-Type")


@dataclass(frozen=True)
class Odd:
    """An answer that Slack's documentation does not know."""

    body: bytes
    status: int = 200
    content_type: str = JSON
    retry_after: str | None = None


@dataclass
class Between:
    """`answer_oddly` orders one odd answer; `changes` are made to all answers of a method."""

    sandbox: Sandbox
    url: str = ""
    changes: dict[str, Callable[[Any], Any]] = field(default_factory=dict)
    _odd: list[tuple[str, Odd, bool]] = field(default_factory=list)

    def answer_oddly(self, method: str, odd: Odd, *, is_done: bool) -> None:
        """Once. `is_done`: Slack has done it all the same."""
        self._odd.append((method, odd, is_done))

    def answer(self, path: str, headers: dict[str, str], body: bytes) -> Odd:
        method = path.removeprefix("/api/").split("?")[0]
        mine = next((each for each in self._odd if each[0] == method), None)
        if mine is None:
            return self._changed(method, self._pass_on(path, headers, body))
        self._odd.remove(mine)
        _, odd, is_done = mine
        if is_done:
            self._pass_on(path, headers, body)
        return odd

    def _pass_on(self, path: str, headers: dict[str, str], body: bytes) -> Odd:
        with httpx.Client(trust_env=False, timeout=10) as client:
            told = client.post(f"{self.sandbox.url}{path}", headers=headers, content=body)
        return Odd(
            told.content, told.status_code, told.headers["Content-Type"], told.headers.get("Retry-After")
        )

    def _changed(self, method: str, told: Odd) -> Odd:
        change = self.changes.get(method)
        return Odd(json.dumps(change(json.loads(told.body))).encode()) if change else told


@contextmanager
def something_between(sandbox: Sandbox) -> Iterator[Between]:
    between = Between(sandbox)

    class Handler(_Handler):
        asked = between

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    between.url = f"http://127.0.0.1:{server.server_port}/api/"
    serving = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    serving.start()
    try:
        yield between
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    asked: ClassVar[Between]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name: self.headers[name] for name in PASSED_ON if self.headers[name]}
        answer = self.asked.answer(self.path, headers, body)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        if answer.retry_after is not None:
            self.send_header("Retry-After", answer.retry_after)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: Any) -> None:  # the standard library's name
        """Nothing: a test that fails says enough."""
