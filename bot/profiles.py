"""Members' profiles, asked from Slack when they are needed and kept for a short while in memory only."""

import threading
import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.deadline import Deadline
from bot.slack import Slack
from bot.slack_errors import CallFailed, Outcome
from handlers.payloads import Account
from handlers.routes import Profile

KEPT = 600.0  # seconds: from opening a form to sending it, at nobody's hurry
ASK_WITHIN = 0.7  # seconds of a click that a profile may take (design.md, foundation 3)
MOST = 1000  # profiles in memory


# Slack has no profile of them for us, and asking again would not help.
NEVER = (Outcome.METHOD_MISSING, Outcome.ROOM_CLOSED, Outcome.FOR_GOOD)


class ProfileBook:
    """`find` gives None when Slack does not answer in time, and an empty profile when it never will."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._kept: dict[Account, tuple[float, Profile]] = {}
        self._lock = threading.Lock()

    def find(self, account: Account, deadline: Deadline, *, at_most: float = ASK_WITHIN) -> Profile | None:
        known = self._remembered(account)
        if known is not None:
            return known
        within = min(at_most, deadline.left())
        if within <= 0:
            return None
        try:
            answer = self._slack.call("users.info", within, json=False, user=account.user)
        except CallFailed as failed:
            return Profile() if failed.outcome in NEVER else None
        return self._keep(account, answer["user"])

    def _remembered(self, account: Account) -> Profile | None:
        with self._lock:
            since, profile = self._kept.get(account, (0.0, None))
        return profile if time.monotonic() - since < KEPT else None

    def _keep(self, account: Account, user: dict[str, object]) -> Profile:
        told = user.get("profile")
        email = told.get("email") if isinstance(told, dict) else None
        profile = Profile(str(email) if email else None, _zone(user.get("tz")))
        with self._lock:
            if len(self._kept) >= MOST:
                self._kept.pop(next(iter(self._kept)))
            self._kept[account] = (time.monotonic(), profile)
        return profile


def _zone(name: object) -> str | None:
    """Only a zone that can be reckoned with."""
    try:
        return ZoneInfo(str(name)).key if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
