"""People travel, and clocks change in spring and autumn."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.sandbox import Sandbox, SandboxClock
from tests.bot.sandbox.manifests import a_sandbox_with
from tests.bot.sandbox.players import MAYA, Person, a_socket

Meanwhile = Callable[..., "Future[Any]"]

HEARS_OF_PEOPLE = """
display_information: {name: Onboarding}
oauth_config: {scopes: {bot: ["users:read", "im:history"]}}
settings: {event_subscriptions: {bot_events: [user_change]}}
"""


@pytest.fixture
def curious(clock: SandboxClock, tmp_path: Path) -> Iterator[Sandbox]:
    """A sandbox with an app that hears of changes in people's profiles."""
    with a_sandbox_with(HEARS_OF_PEOPLE, tmp_path, clock) as sandbox:
        yield sandbox


@pytest.mark.parametrize(
    ("zone", "moment", "offset"),
    [
        ("America/New_York", "2026-10-31T12:00:00-04:00", -4),
        ("America/New_York", "2026-11-01T12:00:00-05:00", -5),
        ("America/New_York", "2027-03-14T12:00:00-04:00", -4),
        ("America/Phoenix", "2026-11-01T12:00:00-07:00", -7),
        ("Australia/Lord_Howe", "2026-10-04T12:00:00+11:00", 11),
    ],
)
def test_a_zone_follows_the_clock_over_a_change(
    zone: str, moment: str, offset: int, slack: WebClient, maya: Person, clock: SandboxClock
) -> None:
    maya.do("zone", zone=zone)
    clock.advance(datetime.fromisoformat(moment) - clock.now())

    user = slack.users_info(user=MAYA)["user"]

    assert (user["tz"], user["tz_offset"]) == (zone, offset * 3600)


def test_who_travels_is_somewhere_else_for_everybody(slack: WebClient, maya: Person) -> None:
    assert maya.do("zone", zone="Pacific/Honolulu")["ok"]

    assert slack.users_info(user=MAYA)["user"]["tz"] == "Pacific/Honolulu"
    assert next(each for each in maya.screen()["members"] if each["id"] == MAYA)["zone"] == "Pacific/Honolulu"


def test_the_bot_hears_of_it_where_it_asked_to(
    curious: Sandbox, visit: Callable[[Sandbox, str], Person]
) -> None:
    with a_socket(curious) as socket:
        visit(curious, MAYA).do("zone", zone="America/Denver")
        envelope = socket.read()
        socket.answer(envelope)

    event = envelope["payload"]["event"]
    assert (event["type"], event["user"]["id"], event["user"]["tz"]) == (
        "user_change",
        MAYA,
        "America/Denver",
    )
    assert event["user"]["tz_offset"] == -6 * 3600
    assert "email" not in event["user"]["profile"], "it may not read addresses"


def test_it_hears_nothing_where_it_did_not(slack: WebClient, maya: Person) -> None:
    maya.do("zone", zone="America/Denver")

    assert [each for each in maya.traffic() if each["direction"] == "to_bot"] == []


def test_nobody_travels_to_nowhere(maya: Person) -> None:
    assert maya.do("zone", zone="Atlantis/Central")["error"].startswith(
        "There is no time zone named Atlantis"
    )


def test_time_does_not_jump_back_when_clocks_do(slack: WebClient, clock: SandboxClock) -> None:
    """Half past one comes twice in New York on November 1, 2026; the second one is later."""
    clock.advance(datetime.fromisoformat("2026-11-01T01:30:00-04:00") - clock.now())
    first = slack.chat_postMessage(channel=MAYA, text="x")["ts"]

    clock.advance(datetime.fromisoformat("2026-11-01T01:30:00-05:00") - clock.now())

    assert float(slack.chat_postMessage(channel=MAYA, text="x")["ts"]) - float(first) >= 3590
    assert slack.users_info(user=MAYA)["user"]["tz_offset"] == -5 * 3600


def test_a_socket_outlives_a_change_of_clocks(
    sandbox: Sandbox, maya: Person, clock: SandboxClock, meanwhile: Meanwhile
) -> None:
    with a_socket(sandbox) as socket:
        clock.advance(datetime.fromisoformat("2026-11-01T12:00:00-05:00") - clock.now())
        said = meanwhile(maya.say, "/runforsomething")
        socket.answer(socket.read())

        assert said.result()["answered"]
