"""uvicorn, but prompt: it sleeps a tenth of a second here and there, and tests stop hundreds of sandboxes."""

import asyncio
import contextlib
import socket
import time

import uvicorn

PAUSE = 0.005  # seconds
STOP_WITHIN = 1.0  # seconds for requests that are under way when the sandbox stops
DATE_EVERY = 1.0  # seconds; uvicorn's tick renews the Date header


class PromptServer(uvicorn.Server):
    """Starts and ends within milliseconds; call `end` in the server's loop."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._ended = asyncio.Event()

    def end(self) -> None:
        self.should_exit = True
        self._ended.set()

    async def main_loop(self) -> None:
        while not self._ended.is_set():
            await self.on_tick(0)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), DATE_EVERY)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let go of everybody, wait briefly for what is under way, then stop waiting."""
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        deadline = time.monotonic() + STOP_WITHIN
        while self._is_busy() and time.monotonic() < deadline:
            await asyncio.sleep(PAUSE)
        for task in self.server_state.tasks:
            task.cancel()

    def _is_busy(self) -> bool:
        return bool(self.server_state.connections or self.server_state.tasks)
