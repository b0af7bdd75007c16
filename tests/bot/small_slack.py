"""A Slack that knows four methods and a socket: written apart from the sandbox, and far smaller."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from queue import Queue
from typing import Any, ClassVar
from urllib.parse import parse_qsl

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from bot.settings import SlackAccess, SocketAccess

Json = dict[str, Any]

TEAM, NEWCOMER, STAFF_ROOM = "T0SMALL", "U0NEW", "C0STAFF"
PROMPT = 0.02  # seconds between two looks whether it is to end
DIRECT = "D0NEW"  # the newcomer's conversation with the bot, which only an answer names


class SmallSlack:
    """What was asked of it stands in `calls`; the answers to `loses` get lost after the work."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Json]] = []
        self.loses: set[str] = set()
        self._numbers = count(1)
        self._sockets = Queue[ServerConnection]()
        self._answers = dict[str, Queue[Any]]()
        self._web: ThreadingHTTPServer
        self._socket_server: Server
        self._socket: ServerConnection

    # -- What a test does and sees ---------------------------------------------------------------------

    def command(self, words: str) -> Any:
        who = {"team_id": TEAM, "user_id": NEWCOMER}
        return self.send(
            "slash_commands", {**who, "command": "/runforsomething", "text": words, **_trigger()}
        )

    def submit(self, view: Json, **typed: Json) -> Any:
        """`typed`: what each block's one field holds."""
        values = {block: {"answer": entry} for block, entry in typed.items()}
        return self.send(
            "interactive", {**_by("view_submission"), "view": {**view, "state": {"values": values}}}
        )

    def happens(self, **event: Any) -> None:
        number = next(self._numbers)
        self.send("events_api", {"team_id": TEAM, "event_id": f"Ev{number}", "event": event, **_event()})

    def send(self, kind: str, payload: Json) -> Any:
        """What the bot answers, None for a bare acknowledgement."""
        envelope = f"envelope-{next(self._numbers)}"
        answer = self._answers[envelope] = Queue()
        self._socket.send(json.dumps({"envelope_id": envelope, "type": kind, "payload": payload}))
        return answer.get(timeout=10)

    def asked(self, method: str) -> list[Json]:
        return [arguments for name, arguments in self.calls if name == method]

    # -- What the bot sees -----------------------------------------------------------------------------

    def answer_call(self, method: str, arguments: Json) -> Json | None:
        """None: the connection ends without an answer."""
        self.calls.append((method, arguments))
        known = {
            "auth.test": self._auth_test,
            "apps.connections.open": self._connections_open,
            "views.open": self._views_open,
            "chat.postMessage": self._post_message,
        }
        if method not in known:
            return {"ok": False, "error": "unknown_method"}
        answer = {"ok": True, **known[method](arguments)}
        return None if method in self.loses else answer

    def _auth_test(self, _arguments: Json) -> Json:
        return {"url": "https://small.slack.example/", "team_id": TEAM, "user_id": "U0BOT", "bot_id": "B0BOT"}

    def _connections_open(self, _arguments: Json) -> Json:
        host, port = self._socket_server.socket.getsockname()
        return {"url": f"ws://{host}:{port}/"}

    def _views_open(self, arguments: Json) -> Json:
        return {"view": {**arguments["view"], "id": f"V{next(self._numbers)}"}}

    def _post_message(self, arguments: Json) -> Json:
        """A person's id opens their direct conversation, as it does in Slack."""
        channel = DIRECT if arguments["channel"] == NEWCOMER else arguments["channel"]
        return {"channel": channel, "ts": f"1764000000.{next(self._numbers):06}"}

    # -- The two servers -------------------------------------------------------------------------------

    def start(self) -> SlackAccess:
        self._socket_server = serve(self._hold, "127.0.0.1", 0)
        self._web = ThreadingHTTPServer(("127.0.0.1", 0), _handler_for(self))
        threading.Thread(target=self._socket_server.serve_forever, daemon=True).start()
        threading.Thread(target=self._web.serve_forever, args=(PROMPT,), daemon=True).start()
        host, port = self._web.server_address[:2]
        return SlackAccess("xoxb-small", SocketAccess("xapp-small"), f"http://{host!s}:{port}/api/")

    def wait_for_the_bot(self) -> None:
        self._socket = self._sockets.get(timeout=10)

    def stop(self) -> None:
        self._web.shutdown()
        self._web.server_close()
        self._socket_server.shutdown()

    def _hold(self, socket: ServerConnection) -> None:
        socket.send(json.dumps({"type": "hello", "num_connections": 1}))
        self._sockets.put(socket)
        try:
            for frame in socket:
                answer = json.loads(frame)
                self._answers[answer["envelope_id"]].put(answer.get("payload"))
        except ConnectionClosed:
            return


@contextmanager
def a_small_slack() -> Iterator[tuple[SmallSlack, SlackAccess]]:
    slack = SmallSlack()
    access = slack.start()
    try:
        yield slack, access
    finally:
        slack.stop()


def _handler_for(slack: SmallSlack) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        asked = slack

    return Handler


class _Handler(BaseHTTPRequestHandler):
    asked: ClassVar[SmallSlack]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        is_json = "json" in self.headers.get("Content-Type", "")
        arguments = json.loads(body or "{}") if is_json else dict(parse_qsl(body))
        answer = self.asked.answer_call(self.path.removeprefix("/api/"), arguments)
        if answer is not None:
            self._say(json.dumps(answer).encode())

    def _say(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # the standard library's name
        """Nothing: a test that fails says enough."""


def _by(kind: str) -> Json:
    return {"type": kind, "team": {"id": TEAM}, "user": {"id": NEWCOMER, "team_id": TEAM}}


def _trigger() -> Json:
    return {"trigger_id": "1.2.trigger"}


def _event() -> Json:
    return {"type": "event_callback", "authorizations": [{"team_id": TEAM, "user_id": "U0BOT"}]}
