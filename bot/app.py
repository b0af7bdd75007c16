"""The Bolt app: one listener for each kind of payload, and behind it the table of routes."""

import re

from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_sdk import WebClient

from bot.deadline import TooLate
from bot.dispatch import Dispatch
from bot.door import DEADLINE
from handlers.blocks import Json

ANY = re.compile(".*", re.DOTALL)
COMMAND = re.compile("^/")


def build_app(dispatch: Dispatch, client: WebClient) -> App:
    """Bolt checks the token while this runs: raises its BoltError, or the client's own errors."""
    app = App(client=client, process_before_response=True)

    def on_command(ack: Ack, body: Json, context: BoltContext) -> None:
        dispatch.command(body, ack, context[DEADLINE])

    def on_click(ack: Ack, body: Json, context: BoltContext) -> None:
        dispatch.click(body, ack, context[DEADLINE])

    def on_submission(ack: Ack, body: Json, context: BoltContext) -> None:
        dispatch.submission(body, ack, context[DEADLINE])

    def on_event(body: Json, context: BoltContext) -> BoltResponse:
        """Not acknowledged unless it is stored: then Slack sends it again."""
        try:
            dispatch.take_in(body, context[DEADLINE])
        except TooLate:
            return BoltResponse(status=503)
        return BoltResponse(status=200)

    def on_anything_else(ack: Ack) -> None:
        ack()

    app.command(COMMAND)(on_command)
    app.action(ANY)(on_click)
    app.view(ANY)(on_submission)
    app.event(ANY)(on_event)
    app.view_closed(ANY)(on_anything_else)
    app.options(ANY)(on_anything_else)
    app.shortcut(ANY)(on_anything_else)
    return app
