"""What people write stays what they wrote, and stays only that; dates read as people say them."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.text import clean, cut, day, escape, length, plain_day, plain_when, unescape, when

NASTY = (
    "<!channel>", "<!here|@here>", "<@U07NEWCOM1>", "<#C07WELCOME|x>", "<!subteam^S1>", "<!date^0^{date}|x>",
    "<https://evil.org|Your bank>", "<mailto:a@b.org>", "&lt;!channel&gt;", "&amp;lt;", "&", "<", ">", "|",
    "&#60;", "&lt", "\0", "\x1b[2J", "\r\n", "\r", "\u2028", "\u202e", "\u202a", "\u2066", "\u2069", "\ud83d",
    "*", "`", "> ", "é", "Maya", " ", "\n", "👩🏽‍🚀", "🇺🇸", "e\u0301",
)  # fmt: skip
nasty_texts = st.lists(st.sampled_from(NASTY) | st.text(max_size=3), max_size=12).map("".join)
any_text = nasty_texts | st.text()

unhurried = settings(max_examples=1000, deadline=None)  # a busy machine is not a fault

MARKUP = re.compile(r"<([^<>]*)>")  # how Slack finds mentions, links and dates
ENTITY = re.compile(r"&(?:amp|lt|gt);")

NOON_IN_MARCH = datetime(2026, 3, 10, 16, 0, tzinfo=UTC)
JANUARY = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


@unhurried
@given(nasty_texts)
def test_nothing_a_person_writes_becomes_a_mention_or_a_link(written: str) -> None:
    sent = f"Thanks, {escape(written)}. See <https://example.org|the page>."

    assert MARKUP.findall(sent) == ["https://example.org|the page"]
    assert "&" not in ENTITY.sub("", escape(written))


@unhurried
@given(nasty_texts)
def test_nothing_a_person_writes_is_invisible_or_turns_the_line_around(written: str) -> None:
    turning = [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029]
    control = [code for code in [*range(0x20), *range(0x7F, 0xA0)] if chr(code) not in "\n\t"]

    for safe in (clean(written), escape(written), unescape(written)):
        assert not set(map(ord, safe)) & {*turning, *control}
        safe.encode()


@unhurried
@given(any_text)
def test_what_was_escaped_comes_back_as_it_was_written(written: str) -> None:
    assert unescape(escape(written)) == clean(written)
    assert clean(clean(written)) == clean(written)


def test_an_ordinary_text_is_left_alone() -> None:
    assert escape("Zoë O’Neil\n\t日本語 👩🏽‍🚀 שלום") == "Zoë O’Neil\n\t日本語 👩🏽‍🚀 שלום"


def test_a_line_ends_once_whatever_machine_it_was_typed_on() -> None:
    assert clean("one\r\ntwo\rthree\u2028four\nfive") == "one\ntwo\nthree\nfour\nfive"


def test_escaping_is_undone_once_only() -> None:
    assert escape("Q&A <3") == "Q&amp;A &lt;3"
    assert unescape("&amp;lt;") == "&lt;"


@unhurried
@given(any_text.map(escape), st.integers(1, 60))
def test_a_cut_text_is_never_longer_than_its_limit_nor_breaks_an_escape(text: str, limit: int) -> None:
    shortened = cut(text, limit)

    assert length(shortened) <= limit
    assert "&" not in ENTITY.sub("", shortened)
    assert shortened == text or shortened.endswith("…")


@pytest.mark.parametrize(
    ("text", "limit", "shortened"),
    [
        ("School board", 12, "School board"),
        ("School board", 8, "School…"),
        ("Q&amp;A", 4, "Q…"),
        ("by <@U07NEWCOM1> today", 8, "by…"),
        ("go 👩🏽‍🚀 go", 9, "go…"),
        ("go 🇺🇸 go", 6, "go…"),
        ("go 🇺🇸 go", 8, "go 🇺🇸…"),
        ("cafe\u0301s", 5, "caf…"),
    ],
)
def test_a_text_is_cut_between_whole_things(text: str, limit: int, shortened: str) -> None:
    assert cut(text, limit) == shortened


def test_an_emoji_counts_as_two() -> None:
    assert (length("abc"), length("é"), length("🗳")) == (3, 1, 2)


def test_a_moment_is_shown_in_each_readers_own_time() -> None:
    unix = int(NOON_IN_MARCH.timestamp())

    assert when(NOON_IN_MARCH, "America/New_York", now=JANUARY) == (
        f"<!date^{unix}^{{date_long_pretty}} at {{time}}|Tuesday, March 10 at 12:00 PM EDT>"
    )
    assert day(NOON_IN_MARCH, "America/New_York", now=JANUARY) == (
        f"<!date^{unix}^{{date_long_pretty}}|Tuesday, March 10>"
    )


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/Los_Angeles", "Tuesday, March 10 at 9:00 AM PDT"),
        ("Pacific/Honolulu", "Tuesday, March 10 at 6:00 AM HST"),
        ("Asia/Tokyo", "Wednesday, March 11 at 1:00 AM JST"),
        ("America/Sao_Paulo", "Tuesday, March 10 at 1:00 PM UTC-03"),
    ],
)
def test_a_plain_moment_names_its_zone(zone: str, words: str) -> None:
    assert plain_when(NOON_IN_MARCH, zone, now=JANUARY) == words


def test_midnight_is_twelve() -> None:
    midnight = datetime(2026, 3, 10, 4, 5, tzinfo=UTC)

    assert plain_when(midnight, "America/New_York", now=JANUARY) == "Tuesday, March 10 at 12:05 AM EDT"


def test_the_year_is_said_when_it_is_not_this_one_where_the_reader_is() -> None:
    new_year = datetime(2027, 1, 1, 2, 0, tzinfo=UTC)

    assert plain_day(new_year, "UTC", now=JANUARY) == "Friday, January 1, 2027"
    assert plain_day(new_year, "America/New_York", now=JANUARY) == "Thursday, December 31"
    assert plain_day(JANUARY, "America/New_York", now=new_year) == "Monday, January 5"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        plain_day(NOON_IN_MARCH.replace(tzinfo=None), "UTC", now=JANUARY)
