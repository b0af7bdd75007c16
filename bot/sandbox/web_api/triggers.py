"""Trigger ids: three seconds, one view (docs.slack.dev, "Modals")."""

import re
import secrets
from dataclasses import dataclass, field
from time import monotonic as machine

from bot.sandbox.refusal import Refused

LIVES = 3.0  # seconds, by the machine's clock: a person waits in real time
SHAPE = re.compile(r"\d+\.\d+\.[0-9a-f]+")


@dataclass
class Trigger:
    """`view_id` is the modal in which it arose, None outside modals."""

    user: str
    view_id: str | None
    born: float
    used: bool = False


@dataclass
class Triggers:
    _known: dict[str, Trigger] = field(default_factory=dict)

    def issue(self, user: str, view_id: str | None = None) -> str:
        trigger_id = f"{secrets.randbelow(10**6)}.{secrets.randbelow(10**7)}.{secrets.token_hex(16)}"
        self._known[trigger_id] = Trigger(user, view_id, machine())
        return trigger_id

    def look_at(self, trigger_id: str) -> Trigger:
        """The trigger, still unused: a view that is refused has not used it up."""
        trigger = self._known.get(trigger_id)
        if trigger is None or not SHAPE.fullmatch(trigger_id):
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if machine() - trigger.born > LIVES:
            raise Refused("expired_trigger_id")
        return trigger
