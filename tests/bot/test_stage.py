"""The stage itself: a story in which a rule is broken fails, though the story's own words are kept."""

import pytest
from slack_sdk import WebClient

from tests.bot.sandbox.players import MAYA
from tests.stage import a_stage


def test_a_story_in_which_a_rule_is_broken_fails(sqlite_url: str) -> None:
    with pytest.raises(AssertionError, match="No reason: a message for U07NEWRAL1"):
        tell_without_a_reason(sqlite_url)


def test_only_the_rule_that_is_named_may_be_broken(sqlite_url: str) -> None:
    tell_without_a_reason(sqlite_url, allows=("No reason",))


def tell_without_a_reason(url: str, allows: tuple[str, ...] = ()) -> None:
    with a_stage(url, allows=allows) as stage:
        slack = WebClient(token=stage.sandbox.bot_token, base_url=stage.sandbox.api_url)
        slack.chat_postMessage(channel=MAYA, text="Hello.")
