"""HTTP mode: payloads go to the bot's request URL, signed as Slack signs them.

Rules: slack-platform.md, sections 2, 3 and 11 (docs.slack.dev, "Verifying requests from Slack" and
"Events API").
"""

import functools
import hashlib
import hmac
import json
import secrets
import ssl
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

import httpx

from bot.sandbox import strict_json
from bot.sandbox.parts import Parts
from bot.sandbox.refusal import Unplayable
from bot.sandbox.to_bot.way import Answer, EnvelopeType, Retry, ToBot
from bot.sandbox.workspace.records import Json

MOST_REDIRECTS = 2
SLACKBOT = "Slackbot 1.0 (+https://api.slack.com/robots)"
# Neither a text nor an object, so that nobody takes it for an answer.
NO_JSON = ["no JSON, though it is called so"]

WHY = {
    "timeout": "it did not answer within three seconds",
    "connection_failed": "nobody answers there",
    "ssl_error": "its certificate is not in order",
    "too_many_redirects": "it leads on to others more than twice",
    "http_error": "it answered with an error",
    "unknown_error": "it is no address of the web",
}


@dataclass(frozen=True)
class HttpMode:
    """One app's request URL, for everything: commands, interactions and events."""

    request_url: str
    signing_secret: str = field(repr=False)
    connected: int = 1  # nobody knows before the next request

    async def ask(self, kind: EnvelopeType, payload: Json, retry: Retry | None) -> Answer:
        """Whatever is wrong with the way there has one of Slack's words."""
        content_type, body = _write(kind, payload)
        headers = {"Content-Type": content_type, **self._sign(body), **_retry_headers(retry)}
        try:
            async with self._client() as client:
                return _read(await client.post(self.request_url, content=body, headers=headers))
        except httpx.TooManyRedirects:
            return Answer(False, reason="too_many_redirects")
        except httpx.TransportError as trouble:
            return Answer(False, reason=_reason_of(trouble))
        except (httpx.HTTPError, httpx.InvalidURL):
            return Answer(False, reason="unknown_error")

    def _client(self) -> httpx.AsyncClient:
        """One for each request, without any limit in time: who asks stops waiting by cancelling."""
        return httpx.AsyncClient(
            verify=_certificates(),
            trust_env=False,
            timeout=None,  # noqa: S113  # see above
            follow_redirects=True,
            max_redirects=MOST_REDIRECTS,
            headers={"User-Agent": SLACKBOT, "Accept": "*/*"},
        )

    def _sign(self, body: bytes) -> dict[str, str]:
        """By the machine's clock, as the bot compares it with its own."""
        now = str(int(time.time()))
        signed = hmac.new(self.signing_secret.encode(), f"v0:{now}:".encode() + body, hashlib.sha256)
        return {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": f"v0={signed.hexdigest()}"}


@functools.cache
def _certificates() -> ssl.SSLContext:
    """Read once: reading those of the machine takes 30 ms."""
    return ssl.create_default_context()


async def save_request_url(parts: Parts, request_url: str) -> None:
    """From now on everything goes there and nothing over sockets.

    First the bot has to give a challenge back, as when one saves the URL in Slack. Raises Unplayable.
    """
    http_mode, challenge = HttpMode(request_url, parts.signing_secret), secrets.token_urlsafe(32)
    why = WHY["unknown_error"]
    if _is_of_the_web(request_url):
        asked = {"token": "legacy-unused", "challenge": challenge, "type": "url_verification"}
        why = _why_not(await ToBot(http_mode, parts.traffic).ask("events_api", asked), challenge)
    if why:
        raise Unplayable(f"This request URL is not accepted: {why}.")
    parts.to_bot.transport = http_mode
    parts.workspace.touched()


def _is_of_the_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that don't close
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _why_not(answer: Answer, challenge: str) -> str:
    """It may come back as text, as a form or as JSON (docs.slack.dev, "url_verification")."""
    if not answer.given:
        return WHY[answer.reason]
    given = answer.payload
    came_back = given.get("challenge") if isinstance(given, dict) else given
    return "" if came_back in (challenge, f"challenge={challenge}") else "the challenge did not come back"


def _write(kind: EnvelopeType, payload: Json) -> tuple[str, bytes]:
    if kind == "events_api":
        return "application/json", json.dumps(payload).encode()
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return "application/x-www-form-urlencoded", urlencode(fields).encode()


def _retry_headers(retry: Retry | None) -> dict[str, str]:
    """Over HTTP the word for a time-out is another one."""
    if retry is None:
        return {}
    reason = "http_timeout" if retry.reason == "timeout" else retry.reason
    return {"X-Slack-Retry-Num": str(retry.attempt), "X-Slack-Retry-Reason": reason}


def _read(response: httpx.Response) -> Answer:
    is_final = response.headers.get("x-slack-no-retry") == "1"
    return Answer(response.is_success, _payload_of(response), "http_error", is_final=is_final)


def _payload_of(response: httpx.Response) -> object:
    """Text, unless it says that it is JSON; None where the answer is empty."""
    if not response.content:
        return None
    if not response.headers.get("content-type", "").startswith("application/json"):
        return response.text
    try:
        return strict_json.read(response.content)
    except ValueError:
        return NO_JSON


def _reason_of(trouble: httpx.TransportError) -> str:
    """httpx says of both that it could not connect; the difference is what stopped it."""
    if isinstance(trouble, httpx.UnsupportedProtocol):
        return "unknown_error"
    return "ssl_error" if "SSL" in str(trouble) else "connection_failed"
