"""People come to the workspace and to its channels, and leave; the bot hears of it where it is."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox import Sandbox, SandboxClock
from tests.bot.sandbox.manifests import a_sandbox_with
from tests.bot.sandbox.players import MAYA, WELCOME, BareSocket, Person, a_socket, client_of

OWNER, INES, WALT = "U07OWNER01", "U07GUEST01", "U07GUEST02"
RANDOM, PARTNERS, LEADS, BOT = "C07RANDOM1", "C07PARTNER", "C07LEADS01", "U07BOT0001"

CURIOUS = """
display_information: {name: Curious}
oauth_config: {scopes: {bot: ["users:read", "channels:read"]}}
settings:
  event_subscriptions: {bot_events: [team_join, member_joined_channel, member_left_channel]}
"""

Visit = Callable[[Sandbox, str], Person]


@pytest.fixture
def curious(clock: SandboxClock, tmp_path: Path) -> Iterator[Sandbox]:
    """An app that wants to hear of everybody who comes and goes."""
    with a_sandbox_with(CURIOUS, tmp_path, clock) as sandbox:
        yield sandbox


@pytest.fixture
def events(curious: Sandbox) -> Iterator[Callable[[int], list[dict[str, Any]]]]:
    """The next so many events, all acknowledged."""
    with a_socket(curious) as socket:
        yield lambda count: [_next_event(socket) for _ in range(count)]


def _next_event(socket: BareSocket) -> dict[str, Any]:
    envelope = socket.read()
    socket.answer(envelope)
    event: dict[str, Any] = envelope["payload"]["event"]
    return event


def test_who_joins_is_announced_whole_and_is_in_the_first_channels(
    curious: Sandbox, events: Any, visit: Visit
) -> None:
    jose = {"real_name": "José Ortiz", "zone": "America/Denver", "email": "jose.ortiz@example.org"}
    joined = visit(curious, "").do("join", **jose)["member"]["id"]

    told = events(4)
    user = next(event for event in told if event["type"] == "team_join")["user"]
    assert (user["id"], user["real_name"], user["tz"]) == (joined, "José Ortiz", "America/Denver")
    assert (user["name"], "email" in user["profile"]) == ("jose.ortiz", False)
    assert {event["channel"] for event in told if event["type"] == "member_joined_channel"} == {
        "C07WELCOME",
        "C07CALLS01",
        "C07WINS001",
    }
    assert visit(curious, user["id"]).say("Hello")["ok"]


def test_a_new_guest_is_nowhere_until_somebody_invites_them(
    curious: Sandbox, events: Any, visit: Visit
) -> None:
    guest = visit(curious, "").do("join", real_name="Ana Cruz", slack_role="guest")["member"]["id"]
    alone = [room["kind"] for room in visit(curious, guest).screen()["conversations"]]

    visit(curious, MAYA).do("invite", conversation=WELCOME, user=guest)

    assert alone == ["direct"]
    told = {event["type"]: event for event in events(2)}
    assert told["team_join"]["user"]["is_restricted"] is True
    assert told["member_joined_channel"]["inviter"] == MAYA


def test_coming_and_leaving_is_told_where_the_bot_is(curious: Sandbox, events: Any, visit: Visit) -> None:
    maya = visit(curious, MAYA)

    maya.do("join_channel", conversation=RANDOM)
    maya.do("join_channel", conversation=PARTNERS)
    maya.do("leave_channel", conversation=PARTNERS)

    told = {event["type"]: event for event in events(2)}
    assert set(told) == {"member_joined_channel", "member_left_channel"}
    for event in told.values():
        assert (event["user"], event["channel"], event["channel_type"]) == (MAYA, PARTNERS, "C")


def test_who_is_in_a_channel_sees_it(sandbox: Sandbox, visit: Visit) -> None:
    maya = visit(sandbox, MAYA)

    def rooms() -> set[str]:
        return {room["id"] for room in maya.screen()["conversations"]}

    before = rooms()
    maya.do("join_channel", conversation=RANDOM)
    maya.do("leave_channel", conversation=WELCOME)

    assert rooms() == before - {WELCOME} | {RANDOM}
    assert maya.say("Hello")["ok"] is False


def test_the_bot_is_invited_like_anybody(sandbox: Sandbox, visit: Visit) -> None:
    visit(sandbox, OWNER).do("invite", conversation=LEADS, user=BOT)

    assert client_of(sandbox).chat_postMessage(channel=LEADS, text="Hello")["ok"]


@pytest.mark.parametrize(
    ("who", "call", "body", "sentence"),
    [
        (MAYA, "join_channel", {"conversation": LEADS}, "Maya Thompson has to be invited there."),
        (INES, "join_channel", {"conversation": WELCOME}, "Inés Rivera has to be invited there."),
        (MAYA, "join_channel", {"conversation": WELCOME}, "They are there already."),
        (MAYA, "join_channel", {"conversation": "C07CANVASS"}, "This channel is archived."),
        (MAYA, "join_channel", {"conversation": "C07NOWHERE"}, "There is no such channel."),
        (MAYA, "leave_channel", {"conversation": RANDOM}, "They are not there."),
        (
            MAYA,
            "invite",
            {"conversation": RANDOM, "user": WALT},
            "Maya Thompson cannot invite anybody there.",
        ),
        (INES, "invite", {"conversation": RANDOM, "user": MAYA}, "Inés Rivera cannot invite anybody there."),
        (MAYA, "invite", {"conversation": WELCOME, "user": "U07GONE001"}, "Nobody here has this id."),
        (
            MAYA,
            "invite",
            {"conversation": WELCOME, "user": WALT},
            "A single-channel guest is in one channel and no other.",
        ),
        (
            MAYA,
            "join",
            {"real_name": "A", "zone": "Mars/Base"},
            "There is no time zone named Mars/Base; one is America/Denver.",
        ),
        (
            MAYA,
            "join",
            {"real_name": "A", "slack_role": "deactivated"},
            "“slack_role” is owner, admin, member, guest or single-channel guest.",
        ),
        (
            OWNER,
            "say",
            {"conversation": "C07CANVASS", "text": "Hello"},
            "#old-canvass is archived: it can be read, and that is all.",
        ),
    ],
)
def test_nobody_goes_where_slack_would_not_let_them(
    who: str, call: str, body: dict[str, str], sentence: str, sandbox: Sandbox, visit: Visit
) -> None:
    assert visit(sandbox, who).do(call, **body) == {"ok": False, "error": sentence}
