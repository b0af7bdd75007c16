"""What a failed call means for what comes next: one table of Slack's error names.

Names: the `errors` of each method's page (docs.slack.dev/reference/methods). A name that is not here may
pass, so it is tried again for a day; then staff decide.
"""

import enum
import re
import socket
import ssl
from http.client import HTTPException
from urllib.error import URLError

from slack_sdk.errors import SlackApiError


class Outcome(enum.Enum):
    """`UNSURE`: Slack may have done it, and its answer was lost or says nothing about that."""

    PASSING = enum.auto()
    UNSURE = enum.auto()
    METHOD_MISSING = enum.auto()
    MESSAGE_GONE = enum.auto()
    MESSAGE_FIXED = enum.auto()
    ROOM_CLOSED = enum.auto()
    ACCESS_LOST = enum.auto()
    FOR_GOOD = enum.auto()


NAMES = {
    Outcome.PASSING: {"ratelimited", "rate_limited", "service_unavailable", "team_added_to_org"},
    Outcome.UNSURE: {"fatal_error", "internal_error", "request_timeout"},
    Outcome.METHOD_MISSING: {
        "unknown_method", "missing_scope", "not_enabled", "method_deprecated", "deprecated_endpoint",
        "not_allowed_token_type",
    },
    Outcome.MESSAGE_GONE: {"message_not_found"},
    Outcome.MESSAGE_FIXED: {"cant_update_message", "edit_window_closed"},
    Outcome.ROOM_CLOSED: {
        "channel_not_found", "not_in_channel", "is_archived", "messages_tab_disabled", "user_not_found",
        "user_disabled", "cannot_dm_bot", "restricted_action", "restricted_action_read_only_channel",
    },
    Outcome.ACCESS_LOST: {
        "not_authed", "invalid_auth", "token_expired", "token_revoked", "account_inactive",
        "org_login_required", "access_denied", "team_access_not_granted", "enterprise_is_restricted",
        "ekm_access_denied",
    },
    Outcome.FOR_GOOD: {
        "no_text", "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long",
        "too_many_attachments", "invalid_arguments", "invalid_metadata_format", "invalid_metadata_schema",
        "metadata_too_large", "as_user_not_supported", "view_too_large", "invalid_arg_name",
        "method_not_supported_for_channel_type",
    },
}  # fmt: skip

LONGEST_WAIT = 3600.0  # seconds; whatever Slack names, we ask again within the hour
ERROR_NAME = re.compile(r"[a-z0-9_]+")
OUTCOME_OF = {name: outcome for outcome, names in NAMES.items() for name in names}


class CallFailed(Exception):
    """A call of Slack's Web API did not succeed; `seconds` is how long Slack wants us to wait."""

    def __init__(self, method: str, error: str, outcome: Outcome, seconds: float | None = None) -> None:
        super().__init__(f"{method}: {error}")
        self.method, self.error, self.outcome, self.seconds = method, error, outcome, seconds

    @property
    def timed_out(self) -> bool:
        """We have stopped waiting; Slack may still be at it."""
        return self.error == TimeoutError.__name__


def read_refusal(method: str, refused: SlackApiError) -> CallFailed:
    """Slack's no; or a server's, which says nothing about what was done; or half an answer."""
    status, said = refused.response.status_code, refused.response.data
    error = str(said.get("error") or "no name") if isinstance(said, dict) else "no answer of Slack's"
    if status == 429:
        return CallFailed(method, "ratelimited", Outcome.PASSING, _retry_after(refused))
    if status >= 500 or not ERROR_NAME.fullmatch(error):
        return CallFailed(method, f"status {status}", Outcome.UNSURE)
    return CallFailed(method, error, OUTCOME_OF.get(error, Outcome.PASSING))


def read_trouble(method: str, trouble: OSError | HTTPException) -> CallFailed:
    """The network's no. Only where no connection came about is it certain that nothing was sent."""
    reason = trouble.reason if isinstance(trouble, URLError) else trouble
    never_sent = isinstance(reason, ConnectionRefusedError | socket.gaierror | ssl.SSLCertVerificationError)
    outcome = Outcome.PASSING if never_sent else Outcome.UNSURE
    return CallFailed(method, type(reason).__name__, outcome)


def _retry_after(refused: SlackApiError) -> float | None:
    headers = {name.lower(): value for name, value in refused.response.headers.items()}
    try:
        seconds = float(headers["retry-after"])
    except (KeyError, TypeError, ValueError):
        return None  # Slack leaves it out at times
    return min(seconds, LONGEST_WAIT) if seconds >= 0 else None
