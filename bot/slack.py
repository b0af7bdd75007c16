"""Slack's Web API as the bot uses it: every call has a time limit, and fails in one way, CallFailed."""

import contextlib
import functools
import ssl
import threading
import time
from http.client import HTTPException
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack_errors import CallFailed, Outcome, read_refusal, read_trouble
from handlers.blocks import Json

ASK_AGAIN_AFTER = 600.0  # seconds; somebody may have given the app what it lacks
PATIENCE = 10.0  # seconds; for what nobody waits for

log = structlog.get_logger()


class Slack:
    """Methods that this workspace does not have for us are left alone for a while; the log says so once."""

    def __init__(self, token: str, api_url: str) -> None:
        self._token, self._api_url = token, api_url
        self._missing: dict[str, float] = {}
        self._said: set[str] = set()
        self._lock = threading.Lock()

    def client(self, within: float = PATIENCE) -> WebClient:
        """The SDK's own client, without its second tries: they could say a thing twice."""
        return WebClient(
            self._token,
            base_url=self._api_url,
            timeout=within,  # type: ignore[arg-type]  # urllib takes parts of seconds, the SDK's hint does not
            ssl=_certificates(),
            retry_handlers=[],
        )

    def try_out(self, method: str) -> None:
        """Learn, before it matters, whether there is such a method: an empty call of it changes nothing."""
        with contextlib.suppress(CallFailed):
            self.call(method)

    def has(self, method: str) -> bool:
        return time.monotonic() >= self._missing.get(method, 0.0)

    def call(self, method: str, within: float = PATIENCE, *, json: bool = True, **arguments: Any) -> Json:
        """Raises CallFailed, also when the method is known to be missing."""
        if not self.has(method):
            raise CallFailed(method, "unknown_method", Outcome.METHOD_MISSING)
        body: dict[str, Any] = {"json" if json else "params": arguments}
        try:
            answer = self.client(within).api_call(method, **body).data
        except SlackApiError as refused:
            raise self._remember(read_refusal(method, refused)) from None
        except (OSError, HTTPException) as trouble:
            raise read_trouble(method, trouble) from None
        except (AttributeError, LookupError, UnicodeDecodeError):  # the SDK takes JSON in UTF-8 for granted
            raise CallFailed(method, "no answer of Slack's", Outcome.UNSURE) from None
        assert isinstance(answer, dict)
        return answer

    def _remember(self, failed: CallFailed) -> CallFailed:
        """A scope may be missing for one kind of conversation only, so such a method is asked again."""
        if failed.outcome is not Outcome.METHOD_MISSING:
            return failed
        with self._lock:
            is_news = failed.method not in self._said
            self._said.add(failed.method)
            if failed.error != "missing_scope":
                self._missing[failed.method] = time.monotonic() + ASK_AGAIN_AFTER
        if is_news:
            log.warning("slack lacks a method", method=failed.method, error=failed.error)
        return failed


@functools.cache
def _certificates() -> ssl.SSLContext:
    """Read once: the SDK alone reads those of the machine anew for each call, which takes 30 ms."""
    return ssl.create_default_context()
