"""The checker finds each broken rule, and lets each near miss pass: what is doubled, bad manners, leaks."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.sandbox.workspace.seen import KEPT, Done, Seen
from tests.bot.sandbox.block_kit.shapes import a_button, a_home, a_section, an_input
from tests.bot.sandbox.checker.any_bot import CHANNEL_WHY, WHY, AnyBot, a_context
from tests.bot.sandbox.players import LINH, MAYA, MAYAS_ROOM, MENTORS, SAM, STAFF_ROOM, WELCOME, Person
from tests.moments import NOON

MAYAS_EMAIL = "maya.thompson@example.org"
STORY = "My brother lost his job when the library closed, and nobody asked us."


# -- Nothing is seen twice -----------------------------------------------------------------------------


def test_one_notice_in_two_messages_is_seen_twice(any_bot: AnyBot) -> None:
    for words in ("You're in.", "You are in."):
        metadata = {"event_type": "notice", "event_payload": {"id": "n1"}}
        any_bot.says(MAYA, words, metadata=metadata)

    assert any_bot.breaches() == [f"Twice: a message for {MAYA} (“You are in. {WHY}”) carries the notice "
                                  "of an earlier one."]  # fmt: skip


def test_two_notices_are_two_messages(any_bot: AnyBot) -> None:
    for number in ("n1", "n2"):
        metadata = {"event_type": "notice", "event_payload": {"id": number}}
        any_bot.says(MAYA, f"Number {number}.", metadata=metadata)

    assert any_bot.breaches() == []


def test_the_same_words_again_are_seen_twice(any_bot: AnyBot) -> None:
    any_bot.says(MAYA, "You're in.")
    any_bot.says(MAYA, "Your seat is open.")
    any_bot.says(LINH, "You're in.")
    assert any_bot.breaches() == []

    any_bot.says(MAYA, "YOU'RE  in!")

    (breach,) = any_bot.breaches()
    assert breach.startswith("Twice: ")


@pytest.mark.parametrize("act", ["open_home", "say", "command", "click"])
def test_the_same_words_after_somebody_did_something_are_an_answer(
    act: str, any_bot: AnyBot, maya: Person
) -> None:
    ts = any_bot.says(MAYA, "You're in.", blocks=[a_section("You're in."), a_button("again")])
    pressed = {"conversation": MAYAS_ROOM, "ts": ts, "block_id": "row", "action_id": "again"}
    does: dict[str, Callable[[], Any]] = {
        "open_home": lambda: maya.do("open_home"),
        "say": lambda: maya.say("Again, please", MAYAS_ROOM),
        "command": lambda: maya.say("/runforsomething"),
        "click": lambda: maya.do("click", **pressed),
    }

    does[act]()
    any_bot.says(MAYA, "You're in.", blocks=[a_section("You're in."), a_button("again")])

    assert any_bot.breaches() == []


def test_what_somebody_else_did_is_no_reason(any_bot: AnyBot, linh: Person) -> None:
    any_bot.says(MAYA, "You're in.")
    linh.do("open_home")
    any_bot.says(MAYA, "You're in.")

    assert len(any_bot.breaches()) == 1


def test_two_messages_may_get_two_same_answers_and_no_third(any_bot: AnyBot, maya: Person) -> None:
    for _ in range(2):
        maya.say("Hi", MAYAS_ROOM)
    for _ in range(2):
        any_bot.says(MAYA, "Hello.")
    assert any_bot.breaches() == []

    any_bot.says(MAYA, "Hello.")

    assert len(any_bot.breaches()) == 1


def test_a_message_that_is_kept_current_is_one(any_bot: AnyBot) -> None:
    ts = any_bot.says(MAYA, "You're in.")
    for _ in range(2):
        any_bot.slack.chat_update(channel=MAYAS_ROOM, ts=ts, text=f"You're in. {WHY}")

    assert any_bot.breaches() == []


def test_two_sign_ups_may_be_two_same_lines(any_bot: AnyBot) -> None:
    for _ in range(2):
        any_bot.says(STAFF_ROOM, "Somebody new signed up.", CHANNEL_WHY)

    assert any_bot.breaches() == []


# -- How messages are made -----------------------------------------------------------------------------


def test_blocks_alone_are_silent_for_who_cannot_see(any_bot: AnyBot) -> None:
    blocks = [a_section("Hello."), a_context(WHY)]
    any_bot.slack.api_call("chat.postMessage", json={"channel": MAYA, "blocks": blocks})

    (breach,) = any_bot.breaches()
    assert breach.startswith("No text to read aloud: ")


def test_a_message_says_why_it_came(any_bot: AnyBot) -> None:
    any_bot.slack.chat_postMessage(channel=MAYA, text="Hello.")
    any_bot.says(LINH, "Hello.", "Have a good day.")
    assert [each.split(":")[0] for each in any_bot.breaches()] == ["No reason", "No reason"]


def test_a_reason_in_the_middle_is_not_the_small_last_line(any_bot: AnyBot) -> None:
    any_bot.says(MAYA, "You get this because you signed up.", "Have a good day.")

    assert len(any_bot.breaches()) == 1


def test_an_immediate_answer_needs_no_reason(any_bot: AnyBot, maya: Person) -> None:
    any_bot.slack.chat_postEphemeral(channel=WELCOME, user=MAYA, text="Here is what you can do.")

    assert any_bot.breaches() == []


@pytest.mark.parametrize("call", ["<!channel>", "<!here>", "<!everyone|@everyone>", "<!subteam^S123>"])
def test_nobody_calls_everybody(call: str, any_bot: AnyBot) -> None:
    any_bot.says(STAFF_ROOM, f"Somebody wrote {call}", CHANNEL_WHY)

    (breach,) = any_bot.breaches()
    assert breach.startswith("A live call to everybody")


def test_a_harmless_call_is_text(any_bot: AnyBot) -> None:
    any_bot.says(STAFF_ROOM, "Somebody wrote &lt;!channel&gt; and @here", CHANNEL_WHY)

    assert any_bot.breaches() == []


def test_a_mention_out_of_somebodys_text_calls_them(any_bot: AnyBot, maya: Person) -> None:
    any_bot.says(STAFF_ROOM, f"Ask <@{SAM}>.", CHANNEL_WHY)
    assert any_bot.breaches() == []

    any_bot.takes(maya, short=f"Is <@{SAM}> there?")
    any_bot.says(STAFF_ROOM, f"Somebody asks: Is <@{SAM}> there?", CHANNEL_WHY)

    (breach,) = any_bot.breaches()
    assert breach.startswith("A live mention")


def test_an_unasked_message_has_all_ways_out(any_bot: AnyBot) -> None:
    any_bot.says(MAYA, "A seat is open.", WHY, "fewer · stop")
    any_bot.says(LINH, "A seat is open.", "You get this because you live near it.")

    assert [each.split(":")[0] for each in any_bot.breaches()] == ["No way out", "No way out"]


def test_the_ways_out_may_be_buttons(any_bot: AnyBot) -> None:
    words = ("Fewer", "Pause", "Stop")
    labels = [{"type": "plain_text", "text": word} for word in words]
    row = a_button("fewer")
    row["elements"] = [
        {"type": "button", "action_id": label["text"], "text": label, "value": "x"} for label in labels
    ]

    any_bot.says(MAYA, "It has been a while.", blocks=[a_section("It has been a while."), row])

    assert any_bot.breaches() == []


# -- Nothing private in any message --------------------------------------------------------------------


@pytest.mark.parametrize("private", ["you@home.example.org", MAYAS_EMAIL, "919-555-0100", "(919) 555 0100"])
def test_contact_data_stands_in_no_message(private: str, any_bot: AnyBot) -> None:
    any_bot.says(MAYA, f"We'll write to {private}.")

    assert all(each.startswith("Private: ") for each in any_bot.breaches())
    assert any_bot.breaches()


@pytest.mark.parametrize("place", ["block", "button", "metadata", "attachment", "file", "whisper", "update"])
def test_it_is_found_wherever_it_hides(place: str, any_bot: AnyBot) -> None:
    slack, text = any_bot.slack, f"Hello. {WHY}"
    if place == "block":
        any_bot.says(MAYA, blocks=[a_section(MAYAS_EMAIL)])
    elif place == "button":
        any_bot.says(MAYA, blocks=[a_button("press", value=MAYAS_EMAIL)])
    elif place == "metadata":
        hidden = {"event_type": "notice", "event_payload": {"of": MAYAS_EMAIL}}
        slack.chat_postMessage(channel=MAYA, text=text, metadata=hidden)
    elif place == "attachment":
        slack.chat_postMessage(channel=MAYA, text=text, attachments=[{"text": MAYAS_EMAIL}])
    elif place == "file":
        slack.files_upload_v2(channel=WELCOME, content="x", filename="x.txt", title=f"Of {MAYAS_EMAIL}")
    elif place == "whisper":
        slack.chat_postEphemeral(channel=WELCOME, user=MAYA, text=f"You are {MAYAS_EMAIL}.")
    else:
        ts = any_bot.says(MAYA)
        slack.chat_update(channel=MAYAS_ROOM, ts=ts, text=f"You are {MAYAS_EMAIL}. {WHY}")

    assert any("an e-mail address" in each for each in any_bot.breaches())


@pytest.mark.parametrize(
    "public",
    [
        "27601-1234",
        "Call 911.",
        "1773158400.123456",
        "March 10, 2026",
        f"<@{LINH}>",
        "https://example.org/@x",
    ],
)
def test_what_only_looks_a_little_like_it_is_not_private(public: str, any_bot: AnyBot) -> None:
    any_bot.says(MAYA, f"Here: {public}")

    assert any_bot.breaches() == []


def test_what_somebody_wrote_about_themselves_stands_in_no_message(any_bot: AnyBot, maya: Person) -> None:
    any_bot.takes(maya, story=STORY, short="27601")
    any_bot.says(STAFF_ROOM, "Somebody from 27601 wrote to us.", CHANNEL_WHY)
    assert any_bot.breaches() == []

    any_bot.says(STAFF_ROOM, "“My BROTHER lost his job when…”", CHANNEL_WHY)

    (breach,) = any_bot.breaches()
    assert breach.startswith("Private: what somebody wrote in a form stands in a message in #")


def test_an_address_that_was_typed_is_known_by_itself(any_bot: AnyBot, maya: Person) -> None:
    """Half of it would pass as no address at all."""
    any_bot.takes(maya, email="maya@home.example.org", short="My number is 919.555.0100")
    any_bot.says(MAYA, "maya@home.example.org")
    any_bot.says(MAYA, "9 1 9, and 919.555.0100")

    assert len([each for each in any_bot.breaches() if "somebody's contact data" in each]) == 2


def test_a_form_may_show_people_what_is_theirs(any_bot: AnyBot, maya: Person, linh: Person) -> None:
    any_bot.takes(maya, story=STORY)

    any_bot.opens(maya, a_section(f"{MAYAS_EMAIL}: {STORY}"))
    assert any_bot.breaches() == []

    any_bot.opens(linh, a_section(f"{MAYAS_EMAIL}: {STORY}"))
    assert len(any_bot.breaches()) == 2
    assert all(f"a form for {LINH}" in each for each in any_bot.breaches())


def test_a_home_page_may_too_and_nobody_elses(any_bot: AnyBot) -> None:
    any_bot.slack.views_publish(user_id=MAYA, view=a_home(a_section(MAYAS_EMAIL)))
    assert any_bot.breaches() == []

    any_bot.slack.views_publish(user_id=LINH, view=a_home(a_section(MAYAS_EMAIL)))
    (breach,) = any_bot.breaches()
    assert breach == f"Private: somebody's contact data stands in the Home page for {LINH} (“App Home”)."


def test_hidden_data_holds_nothing_private_not_even_ones_own(any_bot: AnyBot, maya: Person) -> None:
    any_bot.opens(maya, an_input(), private_metadata=MAYAS_EMAIL)

    assert "in private_metadata" in any_bot.breaches()[0]


# -- The checker itself --------------------------------------------------------------------------------


def test_the_page_can_ask_and_forgets_with_the_workspace(any_bot: AnyBot, maya: Person) -> None:
    any_bot.slack.chat_postMessage(channel=MENTORS, text="Hello.")
    assert maya.look("breaches") == {"breaches": any_bot.breaches()}
    assert len(any_bot.breaches()) == 1

    maya.do("start_over")

    assert maya.look("breaches") == {"breaches": []}


def test_one_breach_is_one_sentence_however_often(any_bot: AnyBot) -> None:
    any_bot.says(MAYA, "Call 919-555-0100.")
    any_bot.says(MAYA, "Call 919-555-0100.")
    assert len([each for each in any_bot.breaches() if each.startswith("Private")]) == 1


def test_what_was_seen_is_not_kept_for_ever() -> None:
    seen = Seen()

    for number in range(KEPT + 10):
        seen.note(Done(NOON, f"U{number}", "act"))
    assert KEPT * 0.8 < len(seen.so_far()) <= KEPT
    assert seen.so_far()[-1] == Done(NOON, f"U{KEPT + 9}", "act")
