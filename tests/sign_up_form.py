"""The sign-up form of somebody who might run, as the sandbox's calls take it."""

from typing import Any

FILLED: dict[str, dict[str, Any]] = {
    "reason": {"answer": "might_run"},
    "zip": {"answer": "27601"},
    "consent": {"answer": ["yes"]},
}
