"""The one door: every request of Slack, by whatever way it came, is answered here, and in time.

Bolt's dispatch runs in a pool. When it takes too long, the door answers by itself and marks the deadline,
so that nothing is stored behind the back of somebody who was told that it may not be.
"""

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import structlog
from slack_bolt import BoltRequest, BoltResponse

from bot.answers import NOT_SURE, TOOK_TOO_LONG, answer_with
from bot.deadline import Deadline

WORKERS = 16  # requests under way at once; most of their time they wait for the database or for Slack
WORK_WITHIN = 2.2  # seconds from receipt, for the database and all else
ANSWER_WITHIN = 2.5  # seconds from receipt; Slack waits three
DEADLINE = "deadline"

log = structlog.get_logger()


class Door:
    def __init__(self, dispatch: Callable[[BoltRequest], BoltResponse]) -> None:
        self._dispatch = dispatch
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="door")

    def answer(self, request: BoltRequest, received: float) -> BoltResponse:
        """Bolt's answer, or ours; a status other than 200 means: do not acknowledge.

        `received` is by the machine's monotonic clock.
        """
        deadline = Deadline(received + WORK_WITHIN)
        request.context[DEADLINE] = deadline
        work = self._pool.submit(self._dispatch, request)
        try:
            return work.result(timeout=max(0.0, received + ANSWER_WITHIN - time.monotonic()))
        except TimeoutError:
            deadline.mark_answered()
            work.cancel()
            log.warning("answered late", kind=str(request.body.get("type") or "command")[:40])
            return _answer_ourselves(request)

    def close(self) -> None:
        """What is under way may end; nothing new begins."""
        self._pool.shutdown(cancel_futures=True)


def _answer_ourselves(request: BoltRequest) -> BoltResponse:
    """No answer at all to an event, so that Slack sends it again, nor to a button: Slack marks it itself."""
    is_form = request.body.get("type") == "view_submission"
    answer = answer_with(request.body, NOT_SURE if is_form else TOOK_TOO_LONG)
    if answer is None:
        return BoltResponse(status=503)
    return BoltResponse(status=200, body=json.dumps(answer), headers={"content-type": ["application/json"]})
