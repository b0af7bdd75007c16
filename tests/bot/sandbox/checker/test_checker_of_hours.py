"""The checker's hours: nights, weeks and working days, wherever people are and when clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.sandbox.checker import breaches
from bot.sandbox.workspace.seen import Shown
from tests.bot.sandbox.checker.any_bot import CHANNEL_WHY, STOP, WHY, AnyBot, a_context
from tests.bot.sandbox.players import LINH, MAYA, MAYAS_ROOM, STAFF_ROOM, WELCOME, Person

LOS_ANGELES, NEW_YORK = "America/Los_Angeles", "America/New_York"
ZONES = [
    NEW_YORK, LOS_ANGELES, "America/Phoenix", "America/Puerto_Rico", "America/St_Johns", "Pacific/Honolulu",
    "Pacific/Guam", "America/Anchorage", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Casablanca",
]  # fmt: skip
CHANGES = [date(2026, 3, 8), date(2026, 11, 1)]


# -- Quiet hours ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "zone"), [(MAYA, NEW_YORK), (LINH, LOS_ANGELES)])
@pytest.mark.parametrize(
    ("moment", "is_breach"),
    [("8:59 pm", False), ("9:00 pm", True), ("8:59 am", True), ("9:00 am", False), ("3 am", True)],
)
def test_nights_are_quiet_where_the_reader_is(
    moment: str, is_breach: bool, who: str, zone: str, any_bot: AnyBot
) -> None:
    any_bot.waits_until(f"March 14, 2026, {moment}", zone)
    any_bot.nudges(who)

    assert [each.split(":")[0] for each in any_bot.breaches()] == ["Quiet hours"] * is_breach


def test_who_travels_takes_their_night_along(any_bot: AnyBot, maya: Person) -> None:
    maya.do("zone", zone="Pacific/Honolulu")
    any_bot.waits_until("March 14, 2026, 11 am", NEW_YORK)
    any_bot.nudges(MAYA)

    (breach,) = any_bot.breaches()
    assert breach.endswith("was unasked and came on saturday, march 14 at 5:00 am in Pacific/Honolulu.")


def test_what_was_asked_for_comes_at_night(any_bot: AnyBot) -> None:
    any_bot.waits_until("March 14, 2026, 3 am")
    any_bot.says(MAYA, "Your call begins in an hour.")

    assert any_bot.breaches() == []


def test_what_is_only_brought_up_to_date_wakes_nobody(any_bot: AnyBot) -> None:
    ts = any_bot.nudges(MAYA)
    any_bot.waits_until("March 14, 2026, 3 am")
    small = a_context(f"{WHY} {STOP}")
    any_bot.slack.chat_update(channel=MAYAS_ROOM, ts=ts, text=f"Gone. {WHY}", blocks=[small])

    assert any_bot.breaches() == []


@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(date(2026, 1, 1), date(2027, 12, 31)) | st.sampled_from(CHANGES),
    wall=st.times(),
    fold=st.sampled_from([0, 1]),
)
@example(NEW_YORK, CHANGES[1], time(8, 59, 59, 999999), 0)
@example(NEW_YORK, CHANGES[0], time(9, 0), 0)
@example(NEW_YORK, CHANGES[0], time(21, 0), 1)
def test_the_wall_clock_of_the_reader_decides(zone: str, day: date, wall: time, fold: int) -> None:
    """Whatever the clocks do: what a clock on the reader's wall shows is what counts."""
    moment = datetime.combine(day, wall, ZoneInfo(zone)).replace(fold=fold)
    shown = moment.astimezone(UTC).astimezone(ZoneInfo(zone)).time()  # as it is, where the hour is left out
    is_night = shown < time(9) or shown >= time(21)

    assert bool(breaches([a_nudge(moment.astimezone(UTC), zone)], {})) is is_night


def test_where_nobody_knows_the_zone_the_organisations_counts() -> None:
    nine_pm = datetime(2026, 3, 14, 21, 0, tzinfo=ZoneInfo(NEW_YORK))

    assert breaches([a_nudge(nine_pm.astimezone(UTC), None)], {})
    assert not breaches([a_nudge((nine_pm - timedelta(minutes=1)).astimezone(UTC), None)], {})


# -- Two a week ----------------------------------------------------------------------------------------


@given(
    starts=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    gaps=st.lists(st.integers(0, 9 * 24 * 60), min_size=2, max_size=6),
)
@example(date(2026, 3, 2), [0, 7 * 24 * 60])
@example(date(2026, 3, 2), [0, 7 * 24 * 60 - 1])
def test_the_third_within_seven_days_is_one_too_many(starts: date, gaps: list[int]) -> None:
    moments = [datetime.combine(starts, time(12), UTC)]
    for gap in gaps:
        moments.append(moments[-1] + timedelta(minutes=gap))
    weeks = [moment - timedelta(days=7) for moment in moments]
    too_many = any(
        sum(1 for each in moments[: number + 1] if week < each) > 2 for number, week in enumerate(weeks)
    )

    found = breaches([a_nudge(each, "UTC", number) for number, each in enumerate(moments)], {})

    assert any(each.startswith("Two a week") for each in found) is too_many


def test_a_week_is_each_persons_own(any_bot: AnyBot) -> None:
    any_bot.waits_until("March 14, 2026, 1 pm")
    for number in range(2):
        any_bot.nudges(MAYA, f"Seat {number} is open.")
        any_bot.nudges(LINH, f"Seat {number} is open.")
    any_bot.says(MAYA, "Your call begins in an hour.")
    assert any_bot.breaches() == []

    any_bot.nudges(MAYA, "Seat 2 is open.")

    (breach,) = any_bot.breaches()
    assert breach.startswith(f"Two a week: a message for {MAYA}")


# -- Duty ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "is_breach"),
    [
        ("Thu March 12, 2026, 8:59 pm", False),
        ("Thu March 12, 2026, 9:00 pm", True),
        ("Fri March 13, 2026, noon", True),
        ("Sun March 15, 2026, noon", True),
        ("Mon March 16, 2026, 8:59 am", True),
        ("Mon March 16, 2026, 9:00 am", False),
    ],
)
@pytest.mark.parametrize("room", [STAFF_ROOM, WELCOME])
def test_duty_keeps_the_organisations_working_hours(
    moment: str, is_breach: bool, room: str, any_bot: AnyBot
) -> None:
    any_bot.waits_until(moment.replace("noon", "12 pm"))
    any_bot.says(room, "Somebody new signed up.", CHANNEL_WHY)

    assert [each.split(":")[0] for each in any_bot.breaches()] == ["Duty"] * is_breach


def test_in_a_private_channel_everything_is_duty(any_bot: AnyBot) -> None:
    any_bot.waits_until("Fri March 13, 2026, 12 pm")
    any_bot.says(WELCOME, "A call is planned.", "You see this because you are here.")
    assert any_bot.breaches() == []

    any_bot.says(STAFF_ROOM, "A call is planned.", "You see this because you are here.")

    assert len(any_bot.breaches()) == 1


def test_an_outage_and_safety_wait_for_no_morning(any_bot: AnyBot) -> None:
    any_bot.waits_until("Sun March 15, 2026, 3 am")
    any_bot.says(STAFF_ROOM, "I could not hear Slack.", "This channel hears of outages.")
    any_bot.says(STAFF_ROOM, "Somebody needs help.", "You get this because it is about safety.")

    assert any_bot.breaches() == []


def a_nudge(at: datetime, zone: str | None, number: int = 0) -> Shown:
    small = {"type": "context", "elements": [{"type": "mrkdwn", "text": f"{WHY} {STOP}"}]}
    content = {"text": f"Seat {number} is open.", "blocks": [small], "metadata": None}
    return Shown(at, "posted", "direct", MAYAS_ROOM, "directmessage", MAYA, zone, content)
