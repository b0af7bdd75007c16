"""Those who meet in the sandbox's tests: a person at the page, a bot made with Bolt, and a bare socket."""

import contextlib
import json
import logging
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from bot.sandbox import Sandbox

MAYA, LINH, DENISE, SAM = "U07NEWRAL1", "U07NEWLAX1", "U07MENTOR1", "U07STAFF01"
WELCOME, MENTORS, STAFF_ROOM = "C07WELCOME", "C07MENTORS", "C07STAFF01"
MAYAS_ROOM = "D07NEWRAL1"


def until(true: Callable[[], Any], within: float = 5.0) -> Any:
    """What `true` gives, as soon as it is something; fails when time is up."""
    deadline = time.monotonic() + within
    while not (found := true()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)
    return found


def client_of(sandbox: Sandbox) -> WebClient:
    return WebClient(token=sandbox.bot_token, base_url=sandbox.api_url)


def refusal_of(call: Callable[..., Any], **arguments: Any) -> str:
    """The error Slack names; fails when the call is not refused."""
    try:
        call(**arguments)
    except SlackApiError as refused:
        return str(refused.response["error"])
    raise AssertionError("this was not refused")


class Person:
    """Somebody at the page, who sees and does what the JSON calls allow."""

    def __init__(self, sandbox: Sandbox, user: str) -> None:
        self.user = user
        # Nothing here has a certificate, and reading those of the machine takes long.
        self._http = httpx.Client(base_url=sandbox.url, trust_env=False, timeout=10, verify=False)

    def do(self, what: str, **body: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self._http.post(f"/sandbox/{what}", json={"as": self.user, **body}).json()
        return answer

    def say(self, text: str, where: str = WELCOME, **more: Any) -> dict[str, Any]:
        return self.do("say", conversation=where, text=text, **more)

    def screen(self) -> dict[str, Any]:
        screen: dict[str, Any] = self._http.get("/sandbox/state", params={"as": self.user}).json()
        return screen

    def messages(self, where: str = WELCOME) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = self.screen()["messages"][where]
        return messages

    def texts(self, where: str = WELCOME) -> list[str]:
        return [message["text"] for message in self.messages(where)]

    def modal(self) -> dict[str, Any]:
        modal: dict[str, Any] = self.screen()["modals"][-1]
        return modal

    def traffic(self) -> list[dict[str, Any]]:
        traffic: list[dict[str, Any]] = self._http.get("/sandbox/traffic").json()
        return traffic

    def look(self, at: str) -> dict[str, Any]:
        looked: dict[str, Any] = self._http.get(f"/sandbox/{at}", params={"as": self.user}).json()
        return looked

    def leave(self) -> None:
        self._http.close()


class BoltBot:
    """A bot as people write them, over slack_sdk's own Socket Mode client."""

    def __init__(self, sandbox: Sandbox, **settings: Any) -> None:
        self.app = App(client=client_of(sandbox), process_before_response=True)
        self.app.logger.setLevel(logging.CRITICAL)
        self.handler = SocketModeHandler(self.app, sandbox.app_token, **settings)

    def connect(self) -> None:
        """Returns when the sandbox has said hello."""
        self.handler.client.connect()
        until(lambda: self.handler.client.is_connected())

    def rest(self) -> None:
        hang_up(self.handler.client)


def hang_up(client: Any) -> None:
    """Without slack_sdk's own pauses: three seconds for a silent socket, one for an empty queue."""
    client.auto_reconnect_enabled = client.default_auto_reconnect_enabled = False
    client.closed = True
    client.message_queue.put("{}")
    if client.current_session and client.current_session.sock:
        with contextlib.suppress(OSError):  # its other end has closed it already
            client.current_session.sock.shutdown(socket.SHUT_RDWR)
    client.close()


class BareSocket:
    """One Socket Mode connection without any bot behind it: a test reads and answers by hand."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self.hello = self.read()

    def read(self, within: float = 5.0) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(self._socket.recv(timeout=within))
        return message

    def answer(self, envelope: dict[str, Any], payload: object = None) -> None:
        more = {} if payload is None else {"payload": payload}
        self._socket.send(json.dumps({"envelope_id": envelope["envelope_id"], **more}))

    def say(self, words: str) -> None:
        """Whatever it is."""
        self._socket.send(words)

    def acknowledge_all(self) -> None:
        """Until it is closed."""
        with contextlib.suppress(ConnectionClosed):
            while True:
                message = json.loads(self._socket.recv())
                if "envelope_id" in message:
                    self.answer(message)

    def ping(self, within: float = 2.0) -> bool:
        """Whether a pong with the same words comes back."""
        return self._socket.ping("session:1764000000.5").wait(timeout=within)


def a_ticket(sandbox: Sandbox) -> str:
    """The address of one more socket."""
    slack = WebClient(base_url=sandbox.api_url)
    return str(slack.apps_connections_open(app_token=sandbox.app_token)["url"])


@contextmanager
def a_socket(sandbox: Sandbox) -> Iterator[BareSocket]:
    with connect(a_ticket(sandbox), proxy=None) as socket:
        yield BareSocket(socket)
