"""What looks like a breach and is none (a false alarm would hurt every journey), and what hides well."""

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.sandbox import SandboxClock
from tests.bot.sandbox.block_kit.shapes import a_button
from tests.bot.sandbox.checker.any_bot import CHANNEL_WHY, FIELDS, AnyBot, a_context
from tests.bot.sandbox.players import DENISE, LINH, MAYA, MAYAS_ROOM, STAFF_ROOM, Person

IN_AN_HOUR = "Your intro call starts in an hour."


def test_the_same_reminder_is_another_one_a_week_later(any_bot: AnyBot, clock: SandboxClock) -> None:
    any_bot.says(MAYA, IN_AN_HOUR)
    clock.advance(timedelta(days=7))
    any_bot.says(MAYA, IN_AN_HOUR)
    assert any_bot.breaches() == []

    clock.advance(timedelta(days=1))
    any_bot.says(MAYA, IN_AN_HOUR)

    assert len(any_bot.breaches()) == 1


def test_what_is_gone_may_be_said_again(any_bot: AnyBot, slack: WebClient) -> None:
    """A card that somebody has taken away is drawn again."""
    notice = {"event_type": "notice", "event_payload": {"id": "41"}}
    ts = any_bot.says(MAYA, "You're in.", metadata=notice)
    slack.chat_delete(channel=MAYAS_ROOM, ts=ts)
    any_bot.says(MAYA, "You're in.", metadata=notice)
    assert any_bot.breaches() == []

    any_bot.says(MAYA, "You're in.", metadata=notice)

    assert len(any_bot.breaches()) == 2


def test_who_was_named_by_somebody_may_be_named_by_the_bot(any_bot: AnyBot, maya: Person) -> None:
    maya.say(f"Thank you <@{DENISE}> for yesterday")
    maya.say("Thank you @Denise Okafor for yesterday")
    maya.say("@Denise Okafor")

    any_bot.says(STAFF_ROOM, f"<@{DENISE}> has claimed the request of <@{MAYA}>.", CHANNEL_WHY)

    assert any_bot.breaches() == []


def test_half_an_address_is_nobodys_yet(any_bot: AnyBot, maya: Person) -> None:
    """A click in a form carries along what stands in its fields by then."""
    any_bot.opens(maya, *FIELDS, a_button("look"))
    maya.do(
        "click",
        view=maya.modal()["id"],
        block_id="row",
        action_id="look",
        values={"email": {"value": "m"}, "short": {"value": "x"}},
    )

    any_bot.says(MAYA, "Welcome, Maya.")

    assert any_bot.breaches() == []


def test_words_that_the_bot_said_first_are_nobodys_secret(any_bot: AnyBot, maya: Person) -> None:
    any_bot.says(LINH, "You said that you want to run for school board.")
    any_bot.takes(maya, story="I want to run for school board, since my mother was on it for years.")

    any_bot.says(STAFF_ROOM, "Two people want to run for school board.", CHANNEL_WHY)
    assert any_bot.breaches() == []

    any_bot.says(STAFF_ROOM, "She says her mother was on it for years.", CHANNEL_WHY)
    assert len(any_bot.breaches()) == 1


# -- What hides well -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [
        {"attachments": [{"text": "<!here> look"}]},
        {"blocks": [{"type": "markdown", "text": "<!here> look"}, a_context(CHANNEL_WHY)]},
    ],
)
def test_nor_out_of_a_corner_of_a_message(more: dict[str, Any], any_bot: AnyBot) -> None:
    any_bot.slack.chat_postMessage(channel=STAFF_ROOM, text=f"Look. {CHANNEL_WHY}", **more)

    (breach,) = any_bot.breaches()
    assert breach.startswith("A live call to everybody")


@pytest.mark.parametrize("shown", ["919.555.0100", "+1 919.555-0100", "9195550100", "(919)555.0100"])
def test_a_number_that_was_typed_is_known_however_it_is_written(
    shown: str, any_bot: AnyBot, maya: Person
) -> None:
    any_bot.says(STAFF_ROOM, f"Call {shown}.", CHANNEL_WHY)
    assert not any("somebody's" in each for each in any_bot.breaches())

    any_bot.takes(maya, short="Call (919) 555-0100")
    any_bot.says(STAFF_ROOM, f"Call {shown}.", CHANNEL_WHY)

    assert any("somebody's contact data" in each for each in any_bot.breaches())
