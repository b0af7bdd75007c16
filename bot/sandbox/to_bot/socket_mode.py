"""Socket Mode: tickets, sockets, and payloads that go to any one socket and wait for their answer.

Rules: slack-platform.md, section 8 (docs.slack.dev, "Using Socket Mode").
"""

import asyncio
import contextlib
import json
import secrets
import uuid
from dataclasses import dataclass, field

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.sandbox import hang_up, strict_json
from bot.sandbox.to_bot.way import NO_ANSWER, Answer, EnvelopeType, Retry
from bot.sandbox.workspace.records import Json
from bot.sandbox.workspace.state import Touched

SOCKETS_PER_APP = 10
GRACE_AFTER_DISCONNECT = 10.0  # seconds an announced socket may live on, so that the next one can open

HOST = {"host": "applink-sandbox"}


@dataclass(eq=False)
class Link:
    """One open socket; over a deaf one nothing passes any more, which Slack does not notice."""

    websocket: WebSocket
    leaving: bool = False
    deaf: bool = False

    async def send(self, message: Json) -> None:
        """Raises WebSocketDisconnect, or RuntimeError, Starlette's word for one that has just closed."""
        if not self.deaf:
            await self.websocket.send_text(json.dumps(message))


@dataclass
class SocketMode:
    app_id: str
    touched: Touched
    address: str = ""
    _tickets: set[str] = field(default_factory=set)
    _links: list[Link] = field(default_factory=list)
    _waiting: dict[str, asyncio.Future[object]] = field(default_factory=dict)
    _farewells: set[asyncio.Task[None]] = field(default_factory=set)

    def issue_ticket(self) -> str:
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return ticket

    @property
    def connected(self) -> int:
        return len(self._links)

    async def ask(self, kind: EnvelopeType, payload: Json, retry: Retry | None) -> Answer:
        """Send to any one socket and wait; nothing is held meanwhile, so that two clicks of the same moment
        are both under way."""
        link = self._any_link()
        if link is None:
            return NO_ANSWER
        envelope = _envelope(kind, payload, retry)
        waiting = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = waiting
        try:
            await link.send(envelope)
            return Answer(True, await waiting)
        except (WebSocketDisconnect, RuntimeError):
            return NO_ANSWER
        finally:
            del self._waiting[envelope["envelope_id"]]

    async def serve(self, websocket: WebSocket) -> None:
        """One socket's life: its ticket is good for one connection."""
        if not self._redeem(websocket.query_params.get("ticket", "")):
            await websocket.close(code=1008)
            return
        await websocket.accept()
        if self.connected >= SOCKETS_PER_APP:
            await websocket.send_json(_farewell("too_many_websockets"))
            await websocket.close()
            return
        await self._listen(Link(websocket))

    async def disconnect(self, reason: str) -> None:
        """Announce the end to every socket; each may live on a little while its successor opens."""
        for link in list(self._links):
            link.leaving = True
            await _send_if_open(link, _farewell(reason))
            self._close_later(link, 0.0 if reason == "link_disabled" else GRACE_AFTER_DISCONNECT)

    def hang_up(self) -> None:
        """Every socket ends without a word."""
        for link in self._links:
            hang_up.hang_up(link.websocket)

    def go_deaf(self) -> None:
        """Those that are open now; new ones hear."""
        self._set_deaf(True)

    def hear_again(self) -> None:
        """What went over deaf sockets meanwhile is lost."""
        self._set_deaf(False)

    @property
    def deaf(self) -> int:
        return sum(1 for link in self._links if link.deaf)

    def _set_deaf(self, deaf: bool) -> None:
        for link in self._links:
            if link.deaf != deaf:
                link.deaf = deaf
                hang_up.set_deaf(link.websocket, deaf)

    def _redeem(self, ticket: str) -> bool:
        known = ticket in self._tickets
        self._tickets.discard(ticket)
        return known

    async def _listen(self, link: Link) -> None:
        self._links.append(link)
        try:
            await link.send(self._hello())
            self.touched()
            while True:
                self._take_answer(await link.websocket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            self._links.remove(link)
            self.touched()

    def _hello(self) -> Json:
        debug = {**HOST, "build_number": 1, "approximate_connection_time": 3600}
        return {
            "type": "hello",
            "num_connections": self.connected,
            "connection_info": {"app_id": self.app_id},
            "debug_info": debug,
        }

    def _take_answer(self, text: str) -> None:
        """Answers that are late, doubled or no JSON are ignored, as Slack ignores them."""
        try:
            answer = strict_json.read(text)
        except ValueError:
            return
        if not isinstance(answer, dict):
            return
        waiting = self._waiting.get(str(answer.get("envelope_id")))
        if waiting and not waiting.done():
            waiting.set_result(answer.get("payload"))

    def _any_link(self) -> Link | None:
        staying = [link for link in self._links if not link.leaving]
        return secrets.choice(staying or self._links) if self._links else None

    def _close_later(self, link: Link, seconds: float) -> None:
        task = asyncio.create_task(_close_after(link, seconds))
        self._farewells.add(task)
        task.add_done_callback(self._farewells.discard)


def _envelope(kind: EnvelopeType, payload: Json, retry: Retry | None) -> Json:
    envelope = {
        "type": kind,
        "envelope_id": str(uuid.uuid4()),
        "payload": payload,
        "accepts_response_payload": kind != "events_api",
    }
    if kind == "events_api":
        envelope["retry_attempt"] = retry.attempt if retry else 0
        envelope["retry_reason"] = retry.reason if retry else ""
    return envelope


def _farewell(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": HOST}


async def _close_after(link: Link, seconds: float) -> None:
    await asyncio.sleep(seconds)
    with contextlib.suppress(RuntimeError, WebSocketDisconnect):  # it has closed by itself
        await link.websocket.close()


async def _send_if_open(link: Link, message: Json) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # it is closing; _listen will notice
        await link.send(message)
