"""Socket Mode: Slack's requests come over a connection that we have opened, and go through the one door."""

import contextlib
import functools
import json
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import structlog
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import Connection
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.answers import answer_with, apology
from bot.door import Door
from bot.log import describe, error_number
from bot.settings import SettingsError
from bot.slack_errors import Outcome, read_refusal

LISTENERS = 48  # requests that may wait for the door at once; each only waits
PING_EVERY = 10  # seconds; after four without a pong the SDK drops the connection and opens another
GRACE = 0.3  # seconds for what was on its way over a connection that is replaced
CLOSE_WITHIN = 3.0  # seconds: an answer that is under way takes no longer
LONGEST_ANSWER = 65_000  # bytes; over 65,535 the SDK sends nothing (slackapi/bolt-python#327)
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds between two tries to connect

REFUSED = (
    "SLACK_APP_TOKEN is not accepted by Slack: make one with the scope connections:write on your "
    "app's page Basic Information, under App-Level Tokens, and switch on Socket Mode."
)

log = structlog.get_logger()


class PromptClient(SocketModeClient):
    """The SDK's client, but a connection that is replaced closes soon.

    The SDK closes the old one when nothing has come over it for three seconds, and hears and answers nothing
    over the new one meanwhile; Slack replaces connections every few hours.

    And one that has ended without a word is noticed: the SDK takes the end for an empty message, reads it
    again and again, and only its pings, four of them, find out.
    """

    def connect(self) -> None:
        super().connect()
        session = self.current_session
        if session is not None and session.sock is not None:
            session.sock = _Ears(session.sock)  # type: ignore[assignment]  # all that the SDK uses of a socket
        if session is not None and self.closed:
            close_at_once(session)  # the bot was stopped meanwhile: nobody would read it
        elif session is not None:
            let_go = functools.partial(self._let_go, session)
            session.close = let_go  # type: ignore[method-assign]  # in place of the SDK's own, which waits

    def _let_go(self, session: Connection) -> None:
        """At once when the bot stops; else what has come over it meanwhile is still read."""
        if self.closed:
            close_at_once(session)
        else:
            threading.Timer(GRACE, close_at_once, [session]).start()


def close_at_once(session: Connection) -> None:
    """Whoever is waiting for the next message wakes, and lets go."""
    if session.sock is not None:
        with contextlib.suppress(OSError):  # it has closed by itself
            session.sock.shutdown(socket.SHUT_RDWR)
    session.disconnect()


class _Ears:
    """A socket whose end is an error, as the SDK takes errors seriously; not the end that we have made."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock, self._we_ended = sock, False

    def recv(self, size: int) -> bytes:
        heard = self._sock.recv(size)
        if not heard and not self._we_ended:
            raise ConnectionResetError("The connection has ended.")
        return heard

    def shutdown(self, how: int) -> None:
        self._we_ended = True
        self._sock.shutdown(how)

    def close(self) -> None:
        self._we_ended = True
        self._sock.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


class Listening:
    """The SDK's client, which reconnects by itself once it has been connected."""

    def __init__(self, app_token: str, web_client: WebClient, *, on_hello: Callable[[], None]) -> None:
        self._on_hello = on_hello
        self._stopped = threading.Event()
        self._client = PromptClient(
            app_token, web_client=web_client, ping_interval=PING_EVERY, concurrency=LISTENERS
        )
        self._client.message_listeners.append(self._notice_hello)
        self._client.socket_mode_request_listeners.append(self._take)

    @property
    def is_connected(self) -> bool:
        return self._client.is_connected()

    def open(self) -> None:
        """There is nothing to be seen of us before we are connected."""

    def start(self, door: Door) -> None:
        """Returns when connected, however long the network is away. Raises SettingsError on Slack's no."""
        self._door = door
        pause = FIRST_PAUSE
        while not self._stopped.is_set() and not self._connect():
            log.warning("cannot reach Slack; trying again", seconds=pause)
            self._stopped.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def stop(self) -> None:
        """No more requests; the SDK's waiting thread is given something to wake by."""
        self._stopped.set()
        self._client.auto_reconnect_enabled, self._client.closed = False, True
        self._client.message_queue.put("{}")
        self._close()

    def _close(self) -> None:
        """Not for ever: the SDK waits for a thread of its own that may have missed the sign to end.

        (`connect` puts a new state in place while the thread may hold the old one, which nobody ends.)
        """
        closing = threading.Thread(target=self._client.close, name="closing", daemon=True)
        closing.start()
        closing.join(CLOSE_WITHIN)

    def _connect(self) -> bool:
        """The SDK keeps some kinds of trouble to itself, and is then not connected."""
        try:
            self._client.wss_uri = None  # a ticket is good for one try
            self._client.connect()
        except OSError as trouble:
            log.warning("no connection", **describe(trouble))
        except SlackApiError as refused:
            if read_refusal("apps.connections.open", refused).outcome not in (
                Outcome.PASSING,
                Outcome.UNSURE,
            ):
                raise SettingsError(REFUSED) from None
        return self.is_connected

    def _notice_hello(self, _client: BaseSocketModeClient, message: dict[str, Any], _raw: str | None) -> None:
        """A new connection: something may have been missed before it."""
        if message.get("type") == "hello":
            self._on_hello()

    def _take(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        received = time.monotonic()
        asked = BoltRequest(mode="socket_mode", body=request.payload, headers=build_headers(request))
        response = self._door.answer(asked, received)
        if response.status == 200:
            self._send(client, request, _payload_of(asked, response))

    def _send(self, client: BaseSocketModeClient, request: SocketModeRequest, payload: object) -> None:
        """An answer that can't be sent is lost: the person sees that, and presses again."""
        try:
            client.send_socket_mode_response(
                SocketModeResponse(request.envelope_id, payload)  # type: ignore[arg-type]  # as json.loads gave it
            )
        except (OSError, SlackClientError) as trouble:
            log.warning("the answer could not be sent", kind=request.type, **describe(trouble))


def _payload_of(asked: BoltRequest, response: BoltResponse) -> object:
    """What goes with the acknowledgement, or None; cut to what one frame holds."""
    if not response.body:
        return None
    is_json = (
        response.first_headers_without_set_cookie().get("content-type", "").startswith("application/json")
    )
    payload = json.loads(response.body) if is_json else {"text": response.body}
    if len(json.dumps(payload)) <= LONGEST_ANSWER:
        return payload
    number = error_number()
    log.error("an answer is too long for Slack", number=number, bytes=len(response.body))
    return answer_with(asked.body, apology(number))
