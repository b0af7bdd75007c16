"""Those who come with the SDK: its Socket Mode clients, and Bolt apps over both kinds of Python."""

import asyncio
import importlib
import logging
import threading
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import App
from slack_bolt.async_app import AsyncApp
from slack_sdk import WebClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Sandbox
from tests.bot.sandbox.block_kit.shapes import a_button, a_home, a_modal, a_section, an_input, options, plain
from tests.bot.sandbox.players import hang_up

# A third library, websocket-client, is left out: over it the SDK does not end reliably.
SYNC, ASYNC = ("builtin",), ("aiohttp", "websockets")
SILENT = logging.getLogger("the sdk in tests")
SILENT.setLevel(logging.CRITICAL)  # what it says about connections that a test cuts is no news

PING_EVERY = 1  # seconds: it gives up on a silent socket after four of them


class Loop:
    """An event loop that lives in a thread, so that one test plays a person and an asynchronous bot."""

    def __init__(self) -> None:
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._live()), name="loop")
        self._thread.start()
        self._ready.wait()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()

    async def _live(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        self._ready.set()
        await self._end.wait()


# -- Bare clients --------------------------------------------------------------------------------------


@dataclass
class Listener:
    """A Socket Mode client of the SDK, and what came over it; commands are answered, all is acknowledged."""

    client: Any
    heard: list[str] = field(default_factory=list)
    requests: list[SocketModeRequest] = field(default_factory=list)

    def note(self, _client: object, message: dict[str, Any], _raw: str | None) -> None:
        self.heard.append(str(message.get("type")))

    def answer(self, client: Any, request: SocketModeRequest) -> None:
        client.send_socket_mode_response(self.response_to(request))

    def response_to(self, request: SocketModeRequest) -> SocketModeResponse:
        self.requests.append(request)
        said = {"text": "Heard."} if request.type == "slash_commands" else None
        return SocketModeResponse(request.envelope_id, said)


class SyncListener:
    """`kind` names the library under the client."""

    def __init__(self, kind: str, sandbox: Sandbox) -> None:
        client = _client_class(kind)(
            sandbox.app_token, SILENT, WebClient(base_url=sandbox.api_url), ping_interval=PING_EVERY
        )
        self.ears = Listener(client)
        client.message_listeners.append(self.ears.note)
        client.socket_mode_request_listeners.append(self.ears.answer)

    def connect(self) -> None:
        self.ears.client.connect()

    def leave(self) -> None:
        hang_up(self.ears.client)


class AsyncListener:
    """`kind` names the library under the client."""

    def __init__(self, kind: str, sandbox: Sandbox) -> None:
        self._loop = Loop()
        self.ears = self._loop.run(self._make(kind, sandbox))

    def connect(self) -> None:
        self._loop.run(self.ears.client.connect())

    def leave(self) -> None:
        self._loop.run(self.ears.client.close())
        self._loop.stop()

    async def _make(self, kind: str, sandbox: Sandbox) -> Listener:
        """In the loop, since the client starts its tasks when it is made."""
        client = _client_class(kind)(
            sandbox.app_token, SILENT, AsyncWebClient(base_url=sandbox.api_url), ping_interval=PING_EVERY
        )
        ears = Listener(client)

        async def note(client: object, message: dict[str, Any], raw: str | None) -> None:
            ears.note(client, message, raw)

        async def answer(client: Any, request: SocketModeRequest) -> None:
            await client.send_socket_mode_response(ears.response_to(request))

        client.message_listeners.append(note)
        client.socket_mode_request_listeners.append(answer)
        return ears


def a_listener(kind: str, sandbox: Sandbox) -> SyncListener | AsyncListener:
    return SyncListener(kind, sandbox) if kind in SYNC else AsyncListener(kind, sandbox)


def _client_class(kind: str) -> Any:
    return importlib.import_module(f"slack_sdk.socket_mode.{kind}").SocketModeClient


# -- Bolt ----------------------------------------------------------------------------------------------

FORM = a_modal(a_button("one_more"), an_input(block_id="answer"), notify_on_close=True)
SECOND = a_modal(a_section("A second page"), callback_id="second", submit=plain("Done"))
HOME = a_home(a_section("Your own page"))
PLACES = options("raleigh", "durham")

# What a form is answered with, by what was typed into it.
ANSWERS: dict[str, dict[str, Any]] = {
    "close": {},
    "errors": {"response_action": "errors", "errors": {"answer": "Not like this."}},
    "update": {"response_action": "update", "view": SECOND},
    "push": {"response_action": "push", "view": SECOND},
    "clear": {"response_action": "clear"},
}


def answer_for(body: dict[str, Any]) -> dict[str, Any]:
    return ANSWERS[body["view"]["state"]["values"]["answer"]["value"]["value"]]


class SyncBolt:
    def __init__(self, kind: str, sandbox: Sandbox) -> None:
        app = App(client=WebClient(token=sandbox.bot_token, base_url=sandbox.api_url), logger=SILENT)
        listen(app)
        adapter = importlib.import_module(f"slack_bolt.adapter.socket_mode.{kind}")
        self._handler = adapter.SocketModeHandler(app, sandbox.app_token)

    def connect(self) -> None:
        self._handler.connect()

    def leave(self) -> None:
        hang_up(self._handler.client)


class AsyncBolt:
    def __init__(self, kind: str, sandbox: Sandbox) -> None:
        self._loop = Loop()
        self._handler = self._loop.run(self._make(kind, sandbox))

    def connect(self) -> None:
        self._loop.run(self._handler.connect_async())

    def leave(self) -> None:
        self._loop.run(self._handler.close_async())
        self._loop.stop()

    async def _make(self, kind: str, sandbox: Sandbox) -> Any:
        client = AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
        app = AsyncApp(client=client, logger=SILENT)
        listen_without_blocking(app)
        adapter = importlib.import_module(f"slack_bolt.adapter.socket_mode.{kind}")
        return adapter.AsyncSocketModeHandler(app, sandbox.app_token)


def a_bolt_bot(kind: str, sandbox: Sandbox) -> SyncBolt | AsyncBolt:
    return SyncBolt(kind, sandbox) if kind in SYNC else AsyncBolt(kind, sandbox)


def listen(app: App) -> None:
    """One listener for each kind of payload, as Bolt's own documentation writes them."""

    @app.command("/runforsomething")
    def on_command(ack: Any, body: Any, client: WebClient, respond: Any) -> None:
        ack("At once.")
        if body.get("text") == "form":
            client.views_open(trigger_id=body["trigger_id"], view=FORM)
        else:
            respond("A little later.")

    @app.action("press")
    def on_press(ack: Any, respond: Any) -> None:
        ack()
        respond("Pressed.", replace_original=True)

    @app.action("one_more")
    def on_one_more(ack: Any, body: Any, client: WebClient) -> None:
        ack()
        client.views_push(trigger_id=body["trigger_id"], view=SECOND)

    @app.view("a_form")
    def on_form(ack: Any, body: Any) -> None:
        ack(**answer_for(body))

    @app.view_closed("a_form")
    def on_closed(ack: Any, body: Any, client: WebClient) -> None:
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text="You closed it.")

    @app.options("place")
    def on_options(ack: Any) -> None:
        ack(options=PLACES)

    @app.event("app_home_opened")
    def on_home(event: Any, client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view=HOME)

    @app.event("message")
    def on_message(event: Any, say: Any) -> None:
        say(f"You said: {event['text']}", thread_ts=event["ts"])


def listen_without_blocking(app: AsyncApp) -> None:
    """The same listeners, for asyncio."""

    @app.command("/runforsomething")
    async def on_command(ack: Any, body: Any, client: AsyncWebClient, respond: Any) -> None:
        await ack("At once.")
        if body.get("text") == "form":
            await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        else:
            await respond("A little later.")

    @app.action("press")
    async def on_press(ack: Any, respond: Any) -> None:
        await ack()
        await respond("Pressed.", replace_original=True)

    @app.action("one_more")
    async def on_one_more(ack: Any, body: Any, client: AsyncWebClient) -> None:
        await ack()
        await client.views_push(trigger_id=body["trigger_id"], view=SECOND)

    @app.view("a_form")
    async def on_form(ack: Any, body: Any) -> None:
        await ack(**answer_for(body))

    @app.view_closed("a_form")
    async def on_closed(ack: Any, body: Any, client: AsyncWebClient) -> None:
        await ack()
        await client.chat_postMessage(channel=body["user"]["id"], text="You closed it.")

    @app.options("place")
    async def on_options(ack: Any) -> None:
        await ack(options=PLACES)

    @app.event("app_home_opened")
    async def on_home(event: Any, client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view=HOME)

    @app.event("message")
    async def on_message(event: Any, say: Any) -> None:
        await say(f"You said: {event['text']}", thread_ts=event["ts"])
