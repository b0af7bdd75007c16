"""The builders make what Slack takes, and near its limits our check and the sandbox's agree on it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sandbox.block_kit.check import accept_blocks, accept_view_body
from bot.sandbox.refusal import Refused
from handlers.blocks import (
    Json,
    Message,
    actions,
    button,
    checkboxes,
    context,
    divider,
    email_input,
    fields,
    header,
    home,
    input_,
    modal,
    option,
    radio,
    section,
    text_input,
)
from handlers.limits import SlackWouldRefuseError, check_message, check_view

OFFERED = [option("mayor", "Mayor"), option("school_board", "School board", "The most of all seats")]

FORM = modal(
    "Sign up",
    [
        input_(
            "Your name", text_input("name", "Maya", "As people call you", 80), "name", hint="First is fine"
        ),
        input_("E-mail", email_input("email", "maya@example.org", "you@example.org"), "email", optional=True),
        input_("Office", radio("office", OFFERED, chosen="mayor"), "office"),
        input_("Also", checkboxes("also", OFFERED, chosen=["mayor", "school_board"]), "also"),
    ],
    "sign_up",
    submit="Sign me up",
    close="Not now",
    private_metadata="7",
)

EVERYTHING = [
    header("Your next step", block_id="top"),
    section(
        "*Say yes* to a call.", accessory=button("Say yes", "call.yes", "7", primary=True), block_id="call"
    ),
    fields("*When*", "Tuesday", block_id="when"),
    divider(),
    actions(button("Claim", "claim", "41", spoken="Claim the request from Ohio"), block_id="claim"),
    context("Because you signed up.", block_id="why"),
]


def test_slack_takes_a_form_with_everything() -> None:
    check_view(FORM)
    accept_view_body(FORM, "modal")


def test_slack_takes_a_message_and_a_home_page_with_everything() -> None:
    check_message(Message("Say yes to a call.", EVERYTHING).as_answer())
    check_view(home(EVERYTHING))
    accept_blocks(EVERYTHING)
    accept_view_body(home(EVERYTHING), "home")


def test_a_command_is_answered_to_the_asking_person_only() -> None:
    said = Message("Hello, Maya.", [section("Hello, Maya.")])

    assert said.as_answer() == {
        "response_type": "ephemeral",
        "text": "Hello, Maya.",
        "blocks": [section("Hello, Maya.")],
    }


def test_addresses_and_channel_names_people_typed_do_not_become_links() -> None:
    written = "see evil.example and #intro-calls"
    mrkdwn = {"type": "mrkdwn", "text": written, "verbatim": True}

    assert section(written)["text"] == mrkdwn
    assert fields(written)["fields"] == [mrkdwn]
    assert context(written)["elements"] == [mrkdwn]


@pytest.mark.parametrize(
    ("built", "kind"),
    [
        (section("Hello"), {"type", "text"}),
        (fields("Hello"), {"type", "fields"}),
        (button("Claim", "claim"), {"type", "text", "action_id"}),
        (input_("Name", text_input("name"), "name"), {"type", "block_id", "label", "element"}),
        (text_input("name"), {"type", "action_id"}),
        (radio("office", OFFERED), {"type", "action_id", "options"}),
        (checkboxes("office", OFFERED), {"type", "action_id", "options"}),
        (option("mayor", "Mayor"), {"text", "value"}),
        (modal("Hi", [divider()], "hi"), {"type", "title", "blocks", "callback_id", "private_metadata"}),
    ],
)
def test_what_was_not_given_is_left_out(built: Json, kind: set[str]) -> None:
    assert built.keys() == kind


def test_what_was_chosen_before_is_chosen_again() -> None:
    assert radio("office", OFFERED, chosen="mayor")["initial_option"] == OFFERED[0]
    assert checkboxes("office", OFFERED, chosen={"mayor", "school_board"})["initial_options"] == OFFERED


def test_a_choice_that_is_no_longer_offered_is_left_open() -> None:
    assert "initial_option" not in radio("office", OFFERED, chosen="coroner")
    assert checkboxes("office", OFFERED, chosen=["coroner", "mayor"])["initial_options"] == OFFERED[:1]


# --- Whole views and messages near the limits: our check and the sandbox's.


def is_taken(check: Callable[..., object], *what: object) -> bool:
    try:
        check(*what)
    except (SlackWouldRefuseError, Refused):
        return False
    return True


# A busy machine is not a fault.
unhurried = settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def near(limit: int) -> st.SearchStrategy[str]:
    """Mostly what fits, so that a whole view often does."""
    sizes = (0, 1, 1, 1, 1, 2, 3, limit - 1, limit, limit, limit, limit, limit + 1)
    return st.sampled_from(sizes).map(lambda size: "x" * size)


def maybe(some: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | some


ids = st.sampled_from([*"abcdefgh", "x" * 255, "x" * 256])
block_ids = st.integers(0, 10_000).map(str) | ids
an_option = st.builds(option, near(150), near(75), maybe(near(75)))
some_options = st.lists(an_option, min_size=1, max_size=3) | st.integers(9, 11).map(
    lambda count: [option(str(number), "x") for number in range(count)]
)
a_button = st.builds(button, near(75), ids, maybe(near(2000)), primary=st.booleans(), spoken=maybe(near(75)))
a_choice = st.builds(radio, ids, some_options, maybe(st.just("1"))) | st.builds(
    checkboxes, ids, some_options, st.sampled_from([(), ("1", "2")])
)
a_field = st.builds(
    text_input, ids, maybe(near(3000)), maybe(near(150)), maybe(st.sampled_from([0, 1, 3000, 3001]))
) | st.builds(email_input, ids, maybe(near(3000)), maybe(near(150)))
a_block = st.one_of(
    st.builds(header, near(150), maybe(block_ids)),
    st.builds(section, near(3000), maybe(a_button | a_choice | a_field), maybe(block_ids)),
    st.lists(near(2000), max_size=11).map(lambda texts: fields(*texts)),
    st.lists(near(3000), max_size=11).map(lambda texts: context(*texts)),
    st.lists(a_button | a_choice, max_size=4).map(lambda elements: actions(*elements)),
    st.builds(
        input_,
        near(2000),
        a_field | a_choice | a_button,
        block_ids,
        hint=maybe(near(2000)),
        optional=st.booleans(),
    ),
)
some_blocks = st.lists(a_block, max_size=4) | st.builds(
    lambda some, count: [*some, *[divider()] * count],
    st.lists(a_block, max_size=2),
    st.sampled_from([1, 48, 49, 50, 51, 98, 99, 100, 101]),
)
a_view = st.builds(home, some_blocks) | st.builds(
    modal,
    near(24),
    some_blocks,
    near(255),
    submit=maybe(near(24)),
    close=maybe(near(24)),
    private_metadata=near(3000),
)


@unhurried
@given(a_view)
def test_we_and_the_sandbox_agree_on_every_view_we_can_build(view: Json) -> None:
    assert is_taken(check_view, view) == is_taken(accept_view_body, view, view["type"])


@unhurried
@given(some_blocks)
def test_we_and_the_sandbox_agree_on_every_message_we_can_build(blocks: list[Json]) -> None:
    together = len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))

    # Between the two figures nobody knows; we keep to the lower one.
    expected = is_taken(accept_blocks, blocks) and together < 12_000
    assert is_taken(check_message, {"text": "Hello", "blocks": blocks}) == expected


@unhurried
@given(st.text(max_size=200), st.integers(0, 100))
def test_what_we_take_in_any_script_slack_takes(text: str, more: int) -> None:
    blocks = [header(text + "🗳" * more)]

    message = {"text": "Hello", "blocks": blocks}
    assert is_taken(accept_blocks, blocks) or not is_taken(check_message, message)
