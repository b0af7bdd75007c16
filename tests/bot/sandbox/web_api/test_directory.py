"""Who and what there is: people of every kind, channels of every kind, page by page."""

from typing import Any, get_args

import httpx
import pytest
from slack_sdk import WebClient

from bot.sandbox import Sandbox, read_seed
from bot.sandbox.workspace.records import SlackRole
from tests.bot.sandbox.players import MAYA, MENTORS, SAM, WELCOME, Person, refusal_of

SEED = read_seed()
OWNER, HILO, INES, WALT, GREG = "U07OWNER01", "U07HILO001", "U07GUEST01", "U07GUEST02", "U07GONE001"
RANDOM, PARTNERS = "C07RANDOM1", "C07PARTNER"


@pytest.mark.parametrize(
    ("user", "true"),
    [
        (MAYA, set()),
        (OWNER, {"is_owner", "is_admin"}),
        ("U07ADMIN01", {"is_admin"}),
        (INES, {"is_restricted"}),
        (WALT, {"is_restricted", "is_ultra_restricted"}),
        (GREG, {"deleted"}),
        ("U07BOT0001", {"is_bot"}),
    ],
)
def test_people_differ(user: str, true: set[str], slack: WebClient) -> None:
    told = slack.users_info(user=user)["user"]

    flags = ("is_owner", "is_admin", "is_restricted", "is_ultra_restricted", "deleted", "is_bot")
    assert {flag for flag in flags if told[flag]} == true


def test_who_is_deactivated_has_no_zone_and_cannot_be_played(slack: WebClient, maya: Person) -> None:
    played = maya.do("open_home", **{"as": GREG})

    assert "tz" not in slack.users_info(user=GREG)["user"]
    assert played == {"ok": False, "error": f"Nobody here has the id {GREG}."}
    assert maya.screen()["gone"] == [{"id": GREG, "name": "Greg Novak"}]


def test_zones_and_languages_differ(slack: WebClient) -> None:
    told = [each for each in slack.users_list(include_locale=True)["members"] if "tz" in each]

    assert {"Pacific/Honolulu", "America/Phoenix", "America/Puerto_Rico"} <= {each["tz"] for each in told}
    assert {"en-US", "es-US", "es-419"} == {each["locale"] for each in told}


def test_everybody_means_neither_guests_nor_who_has_left() -> None:
    welcome = next(channel for channel in SEED.channels if channel.id == WELCOME)

    assert {MAYA, OWNER, HILO} <= set(welcome.members)
    assert not {INES, WALT, GREG} & set(welcome.members)


def test_the_seed_has_somebody_of_every_slack_role_and_guests_only_where_they_are_invited() -> None:
    rooms_of_walt = [channel.id for channel in SEED.channels if WALT in channel.members]

    assert {member.slack_role for member in SEED.members} == set(get_args(SlackRole))
    assert rooms_of_walt == [PARTNERS]


def test_people_are_listed_page_by_page(slack: WebClient) -> None:
    first = slack.users_list(limit=10)
    rest = slack.users_list(limit=100, cursor=first["response_metadata"]["next_cursor"])

    listed = [each["id"] for each in first["members"] + rest["members"]]
    assert listed == [*(member.id for member in SEED.members), SEED.bot.user_id]
    assert rest["response_metadata"]["next_cursor"] == ""


def test_somebody_is_found_by_their_address(slack: WebClient) -> None:
    assert slack.users_lookupByEmail(email="Maya.Thompson@example.org")["user"]["id"] == MAYA
    for address in ("nobody@example.org", "greg.novak@example.org", ""):
        assert refusal_of(slack.users_lookupByEmail, email=address) == "users_not_found"


def _listed(slack: WebClient, **wanted: Any) -> list[str]:
    return [room["name"] for room in slack.conversations_list(**wanted)["channels"]]


def test_public_channels_are_listed_and_private_ones_only_from_inside(slack: WebClient) -> None:
    assert _listed(slack) == ["welcome", "intro-calls", "wins", "random", "partners", "old-canvass"]
    assert _listed(slack, types="private_channel") == [
        "mentors",
        "one-on-ones",
        "vetting",
        "onboarding-staff",
    ]
    assert "old-canvass" not in _listed(slack, exclude_archived=True)


def test_channels_come_page_by_page(slack: WebClient) -> None:
    first = slack.conversations_list(limit=2)
    second = slack.conversations_list(limit=2, cursor=first["response_metadata"]["next_cursor"])

    assert [room["name"] for room in second["channels"]] == ["wins", "random"]


def test_a_channel_tells_who_is_in_it(slack: WebClient) -> None:
    assert slack.conversations_members(channel=MENTORS)["members"] == [
        "U07MENTOR1",
        SAM,
        "U07ADMIN01",
        "U07BOT0001",
    ]


def test_the_bot_joins_a_public_channel_once(slack: WebClient) -> None:
    joined = [slack.conversations_join(channel=RANDOM)["channel"]["is_member"] for _ in range(2)]

    assert joined == [True, True]
    assert slack.conversations_members(channel=RANDOM)["members"].count("U07BOT0001") == 1
    assert slack.chat_postMessage(channel=RANDOM, text="Hello")["ok"]


def test_the_bot_brings_people_in_and_out(slack: WebClient) -> None:
    slack.conversations_invite(channel=PARTNERS, users=f"{MAYA},{SAM}")
    slack.conversations_kick(channel=PARTNERS, user=SAM)

    members = slack.conversations_members(channel=PARTNERS)["members"]
    assert (MAYA in members, SAM in members) == (True, False)


@pytest.mark.parametrize(
    ("channel", "users", "error"),
    [
        (PARTNERS, OWNER, "already_in_channel"),
        (PARTNERS, "U07BOT0001", "cant_invite_self"),
        (PARTNERS, GREG, "user_not_found"),
        (PARTNERS, "", "no_user"),
        (WELCOME, WALT, "ura_max_channels"),
        ("C07CANVASS", MAYA, "is_archived"),
        (RANDOM, MAYA, "not_in_channel"),
    ],
)
def test_not_everybody_can_be_invited_everywhere(
    channel: str, users: str, error: str, slack: WebClient
) -> None:
    assert refusal_of(slack.conversations_invite, channel=channel, users=users) == error


def test_the_team_and_the_app_tell_who_they_are(slack: WebClient) -> None:
    assert slack.team_info()["team"]["id"] == SEED.team_id
    assert slack.bots_info(bot="B07BOT0001")["bot"]["user_id"] == "U07BOT0001"


def test_a_call_that_nobody_can_read_is_in_the_log_of_what_passed(sandbox: Sandbox, maya: Person) -> None:
    kind = {"content-type": "application/json", "authorization": f"Bearer {sandbox.bot_token}"}

    httpx.post(f"{sandbox.api_url}auth.test", content="{", headers=kind, trust_env=False)

    assert [(each["what"], each["error"]) for each in maya.traffic()] == [("auth.test", "invalid_json")]
