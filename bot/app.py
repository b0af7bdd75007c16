"""The Bolt app: one listener for each kind of payload, and behind it the table of routes."""

import re

from slack_bolt import App, BoltContext, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.deadline import TooLate
from bot.dispatch import Dispatch
from bot.door import DEADLINE
from bot.hearing import Hearing
from handlers.blocks import Json
from handlers.routes import Ack

ANY = re.compile(".*", re.DOTALL)
COMMAND = re.compile("^/")


def build_app(dispatch: Dispatch, hearing: Hearing, *, who_we_are: Json) -> App:
    """`who_we_are` is what auth.test said of our token: Bolt need not ask again, at the start or ever."""
    us = AuthorizeResult.from_auth_test_response(auth_test_response=who_we_are)
    # Named, since Bolt would look its name up in the source of everything that is being called just then.
    app = App(name="onboarding", client=WebClient(), authorize=lambda: us, process_before_response=True)

    def on_command(ack: Ack, body: Json, context: BoltContext) -> None:
        dispatch.command(body, ack, context[DEADLINE])

    def on_click(ack: Ack, body: Json, context: BoltContext) -> None:
        dispatch.click(body, ack, context[DEADLINE])

    def on_submission(ack: Ack, body: Json, context: BoltContext) -> None:
        dispatch.submission(body, ack, context[DEADLINE])

    def on_event(body: Json, context: BoltContext) -> BoltResponse:
        """Not acknowledged unless it is stored: then Slack sends it again."""
        try:
            hearing.take_in(body, context[DEADLINE])
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
