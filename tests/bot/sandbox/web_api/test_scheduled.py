"""Messages that are due later: posted when the sandbox's clock gets there, and taken back before."""

from datetime import timedelta
from pathlib import Path

from slack_sdk import WebClient

from bot.sandbox import Sandbox, SandboxClock, read_seed
from tests.bot.sandbox.block_kit.shapes import a_section
from tests.bot.sandbox.players import MAYA, MAYAS_ROOM, MENTORS, WELCOME, Person, client_of, until

SEED = read_seed()


def _in(clock: SandboxClock, **time: float) -> int:
    return int((clock.now() + timedelta(**time)).timestamp())


def test_it_is_posted_when_its_time_has_come(slack: WebClient, clock: SandboxClock, maya: Person) -> None:
    at = _in(clock, days=2)
    slack.chat_scheduleMessage(channel=MAYA, post_at=at, text="Today", blocks=[a_section("Today")])
    before = maya.texts(MAYAS_ROOM)

    clock.advance(timedelta(days=2, seconds=1))

    assert before == []
    assert until(lambda: maya.texts(MAYAS_ROOM)) == ["Today"]
    assert float(maya.messages(MAYAS_ROOM)[0]["ts"]) >= at
    assert maya.messages(MAYAS_ROOM)[0]["blocks"][0]["type"] == "section"


def test_one_jump_of_the_clock_passes_several_in_their_order(
    slack: WebClient, clock: SandboxClock, maya: Person
) -> None:
    for hours in (3, 1, 2):
        slack.chat_scheduleMessage(channel=WELCOME, post_at=_in(clock, hours=hours), text=f"Hour {hours}")

    clock.advance(timedelta(hours=4))

    assert until(lambda: len(maya.texts()) == 3)
    assert maya.texts() == ["Hour 1", "Hour 2", "Hour 3"]


def test_it_is_listed_until_it_is_posted_or_taken_back(slack: WebClient, clock: SandboxClock) -> None:
    later, soon = _in(clock, days=3), _in(clock, days=1)
    for at in (later, soon):
        slack.chat_scheduleMessage(channel=WELCOME, post_at=at, text="x")

    first = slack.chat_scheduledMessages_list(channel=WELCOME, limit=1)
    rest = slack.chat_scheduledMessages_list(cursor=first["response_metadata"]["next_cursor"])
    listed = [*first["scheduled_messages"], *rest["scheduled_messages"]]
    slack.chat_deleteScheduledMessage(channel=WELCOME, scheduled_message_id=listed[0]["id"])

    assert [each["post_at"] for each in listed] == [soon, later]
    left = slack.chat_scheduledMessages_list()["scheduled_messages"]
    assert [each["post_at"] for each in left] == [later]
    assert slack.chat_scheduledMessages_list(channel=MENTORS)["scheduled_messages"] == []


def test_what_was_taken_back_is_never_posted(slack: WebClient, clock: SandboxClock, maya: Person) -> None:
    first, _ = (
        slack.chat_scheduleMessage(channel=WELCOME, post_at=_in(clock, hours=hours), text=f"Hour {hours}")
        for hours in (1, 2)
    )
    slack.chat_deleteScheduledMessage(channel=WELCOME, scheduled_message_id=first["scheduled_message_id"])

    clock.advance(timedelta(hours=3))

    assert until(maya.texts) == ["Hour 2"]


def test_with_metadata_it_is_never_posted_which_is_slacks_own_fault(
    slack: WebClient, clock: SandboxClock, maya: Person
) -> None:
    note = {"event_type": "a_note", "event_payload": {"id": "41"}}
    slack.chat_scheduleMessage(channel=WELCOME, post_at=_in(clock, hours=1), text="Lost", metadata=note)
    slack.chat_scheduleMessage(channel=WELCOME, post_at=_in(clock, hours=2), text="Kept")

    clock.advance(timedelta(hours=3))

    assert until(maya.texts) == ["Kept"]
    assert slack.chat_scheduledMessages_list()["scheduled_messages"] == []


def test_a_new_process_still_owes_it(tmp_path: Path) -> None:
    kept, clock = tmp_path / "workspace.json", SandboxClock(SEED.start)
    before = Sandbox(SEED, clock=SandboxClock(SEED.start), state_file=kept)
    before.start()
    client_of(before).chat_scheduleMessage(channel=WELCOME, post_at=_in(clock, hours=1), text="Later")
    before.stop()

    after = Sandbox(SEED, clock=clock, state_file=kept)
    after.start()
    clock.advance(timedelta(hours=2))

    maya = Person(after, MAYA)
    assert until(maya.texts) == ["Later"]
    maya.leave()
    after.stop()


def test_the_page_can_jump_to_it(slack: WebClient, clock: SandboxClock, maya: Person) -> None:
    slack.chat_scheduleMessage(channel=WELCOME, post_at=_in(clock, days=1), text="Today")

    jumped = maya.do("clock", next_due=True)

    assert jumped["what"] == "a scheduled message is posted"
    assert until(maya.texts) == ["Today"]
