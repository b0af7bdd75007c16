"""When a notice may go: at the edges of day, week, pause and budget, and when the clocks change."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from models.hours import WEEK, Attention, Receiver, earliest
from models.organisation import Rules
from tests.moments import NOON

NEW_YORK = ZoneInfo("America/New_York")
HONOLULU = ZoneInfo("Pacific/Honolulu")
RULES = Rules(
    version=1,
    zone=NEW_YORK,
    working_days=frozenset({0, 1, 2, 3}),
    day_starts=time(9),
    day_ends=time(21),
    unasked_a_week=2,
)
ANYBODY = Receiver(zone=NEW_YORK, paused_until=None, stopped=False, fewer=False, unasked_sent=())
SLEEPLESS = replace(RULES, day_starts=time(1, 30), day_ends=time(2, 30))


def at(text: str, zone: ZoneInfo = NEW_YORK) -> datetime:
    return datetime.strptime(text, "%a %d %b %Y %H:%M").replace(tzinfo=zone).astimezone(UTC)


def asked_for(wanted: datetime, receiver: Receiver = ANYBODY, rules: Rules = RULES) -> datetime | None:
    return earliest(Attention.ASKED_FOR, wanted=wanted, receiver=receiver, rules=rules)


def duty(wanted: datetime, receiver: Receiver = ANYBODY, rules: Rules = RULES) -> datetime | None:
    return earliest(Attention.DUTY, wanted=wanted, receiver=receiver, rules=rules)


def unasked(wanted: datetime, receiver: Receiver = ANYBODY, rules: Rules = RULES) -> datetime | None:
    return earliest(Attention.UNASKED, wanted=wanted, receiver=receiver, rules=rules)


# -- Asked for -----------------------------------------------------------------------------------------


def test_what_was_asked_for_comes_at_any_hour_in_spite_of_pause_and_stop() -> None:
    away = replace(ANYBODY, stopped=True, paused_until=at("Mon 01 Jun 2026 09:00"))

    assert asked_for(at("Sun 08 Mar 2026 03:10"), away) == at("Sun 08 Mar 2026 03:10")


# -- Duty ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "goes"),
    [
        ("Tue 10 Mar 2026 08:59", "Tue 10 Mar 2026 09:00"),
        ("Tue 10 Mar 2026 09:00", "Tue 10 Mar 2026 09:00"),
        ("Tue 10 Mar 2026 20:59", "Tue 10 Mar 2026 20:59"),
        ("Tue 10 Mar 2026 21:00", "Wed 11 Mar 2026 09:00"),
        ("Thu 12 Mar 2026 20:59", "Thu 12 Mar 2026 20:59"),
        ("Thu 12 Mar 2026 21:00", "Mon 16 Mar 2026 09:00"),
        ("Fri 13 Mar 2026 12:00", "Mon 16 Mar 2026 09:00"),
        ("Sun 15 Mar 2026 23:59", "Mon 16 Mar 2026 09:00"),
    ],
)
def test_duty_waits_for_the_hours_of_a_working_day(wanted: str, goes: str) -> None:
    assert duty(at(wanted)) == at(goes)


def test_seconds_count_at_the_end_of_a_day() -> None:
    last = at("Tue 10 Mar 2026 21:00") - timedelta(microseconds=1)

    assert duty(last) == last


def test_duty_keeps_to_the_clock_and_the_weekday_of_who_receives_it() -> None:
    friday_in_new_york = at("Fri 13 Mar 2026 00:30")
    in_honolulu = replace(ANYBODY, zone=HONOLULU)

    assert duty(friday_in_new_york, in_honolulu) == friday_in_new_york  # there it is Thursday, 6:30 pm
    assert duty(friday_in_new_york) == at("Mon 16 Mar 2026 09:00")


def test_who_has_no_zone_has_the_organisations() -> None:
    nowhere, of_honolulu = replace(ANYBODY, zone=None), replace(RULES, zone=HONOLULU)

    assert duty(NOON, nowhere) == NOON
    assert duty(NOON, nowhere, of_honolulu) == at("Tue 10 Mar 2026 09:00", HONOLULU)


def test_duty_takes_no_notice_of_pause_stop_and_budget() -> None:
    busy = replace(
        ANYBODY,
        stopped=True,
        fewer=True,
        paused_until=at("Mon 01 Jun 2026 09:00"),
        unasked_sent=(at("Tue 10 Mar 2026 09:00"),) * 2,
    )

    assert duty(at("Tue 10 Mar 2026 10:00"), busy) == at("Tue 10 Mar 2026 10:00")


# -- Unasked -------------------------------------------------------------------------------------------


def test_unasked_notices_come_on_weekends_too_but_never_at_night() -> None:
    assert unasked(at("Sat 14 Mar 2026 12:00")) == at("Sat 14 Mar 2026 12:00")
    assert unasked(at("Sat 14 Mar 2026 21:00")) == at("Sun 15 Mar 2026 09:00")


def test_a_pause_ends_in_the_first_hours_after_it() -> None:
    paused = replace(ANYBODY, paused_until=at("Wed 01 Apr 2026 00:00"))

    assert unasked(at("Tue 10 Mar 2026 12:00"), paused) == at("Wed 01 Apr 2026 09:00")
    assert unasked(at("Thu 02 Apr 2026 12:00"), paused) == at("Thu 02 Apr 2026 12:00")


def test_stop_is_for_good() -> None:
    assert unasked(NOON, replace(ANYBODY, stopped=True)) is None


def test_a_third_in_seven_days_waits_until_the_first_is_a_week_old() -> None:
    had_two = replace(ANYBODY, unasked_sent=(at("Mon 09 Mar 2026 10:00"), at("Tue 10 Mar 2026 11:00")))

    assert unasked(at("Wed 11 Mar 2026 12:00"), had_two) == at("Mon 16 Mar 2026 10:00")


def test_who_wants_fewer_gets_one_a_week() -> None:
    had_one = replace(ANYBODY, fewer=True, unasked_sent=(at("Mon 09 Mar 2026 10:00"),))

    assert unasked(at("Wed 11 Mar 2026 12:00"), had_one) == at("Mon 16 Mar 2026 10:00")


def test_what_went_later_than_this_was_wanted_counts_as_well() -> None:
    had_two = replace(ANYBODY, unasked_sent=(at("Tue 10 Mar 2026 10:00"), at("Wed 11 Mar 2026 10:00")))

    assert unasked(at("Mon 09 Mar 2026 12:00"), had_two) == at("Tue 17 Mar 2026 10:00")


def test_two_that_are_just_a_week_apart_leave_room_between_them() -> None:
    had_two = replace(ANYBODY, unasked_sent=(at("Mon 09 Mar 2026 10:00"), at("Mon 16 Mar 2026 10:00")))

    assert unasked(NOON, had_two) == NOON


def test_an_organisation_may_decide_to_send_none_at_all() -> None:
    none = replace(RULES, unasked_a_week=0)

    assert unasked(NOON, rules=none) is unasked(NOON, replace(ANYBODY, fewer=True), none) is None


# -- Nights that change the clocks ---------------------------------------------------------------------


def test_a_day_starts_at_nine_after_either_night() -> None:
    assert unasked(at("Sat 07 Mar 2026 21:00")) == datetime(2026, 3, 8, 13, tzinfo=UTC)
    assert unasked(at("Sat 31 Oct 2026 21:00")) == datetime(2026, 11, 1, 14, tzinfo=UTC)


def test_a_wish_for_a_time_that_the_clock_leaves_out_is_met_after_it() -> None:
    half_past_two = datetime(2026, 3, 8, 2, 30, tzinfo=NEW_YORK)

    assert asked_for(half_past_two) == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    assert unasked(half_past_two) == at("Sun 08 Mar 2026 09:00")


def test_of_a_time_that_comes_twice_the_wish_says_which() -> None:
    half_past_one = datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK)

    assert asked_for(half_past_one) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert asked_for(half_past_one.replace(fold=1)) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_hours_that_start_in_the_hour_left_out_start_with_the_change() -> None:
    from_half_past_two = replace(RULES, day_starts=time(2, 30))

    assert unasked(at("Sun 08 Mar 2026 01:00"), rules=from_half_past_two) == at("Sun 08 Mar 2026 03:00")


def test_hours_that_start_in_the_hour_that_comes_twice_start_twice() -> None:
    first, second = datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)

    assert unasked(first - timedelta(hours=1), rules=SLEEPLESS) == first
    assert unasked(first + timedelta(minutes=30), rules=SLEEPLESS) == second


def test_a_clock_set_back_across_the_end_opens_the_hours_again() -> None:
    until_half_past_one = replace(RULES, day_starts=time(0, 30), day_ends=time(1, 30))
    closed = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)

    assert unasked(closed, rules=until_half_past_one) == datetime(2026, 11, 1, 6, tzinfo=UTC)


def test_a_working_day_that_a_country_leaves_out_is_waited_for_another_week() -> None:
    samoa = ZoneInfo("Pacific/Apia")
    on_fridays = replace(RULES, working_days=frozenset({4}))

    late = duty(at("Fri 23 Dec 2011 21:00", samoa), replace(ANYBODY, zone=samoa), on_fridays)

    assert late == at("Fri 06 Jan 2012 09:00", samoa)


# -- Whatever the zone, the hours and the moment -------------------------------------------------------

ZONES = sorted(name for name in available_timezones() if name.startswith(("America/", "Pacific/", "US/")))
untimed = settings(deadline=None)
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
zones = st.sampled_from(ZONES).map(ZoneInfo)
# Any time of some years, and oftener around the changes of the clocks.
moments = st.builds(
    lambda start, later: start + later,
    st.sampled_from([at("Mon 01 Jan 2024 00:00"), at("Sat 07 Mar 2026 00:00"), at("Sat 31 Oct 2026 00:00")]),
    st.timedeltas(timedelta(0), timedelta(days=2)) | st.timedeltas(timedelta(0), timedelta(days=2000)),
)
attentions = st.sampled_from([Attention.DUTY, Attention.UNASKED])


@st.composite
def rules(draw: st.DrawFn) -> Rules:
    starts, ends = sorted(draw(st.lists(clocks, min_size=2, max_size=2, unique=True)))
    working_days = draw(st.frozensets(st.integers(0, 6), min_size=1))
    drawn = replace(RULES, zone=draw(zones), working_days=working_days, day_starts=starts, day_ends=ends)
    return draw(st.sampled_from([RULES, drawn]))


@st.composite
def receivers(draw: st.DrawFn) -> Receiver:
    return Receiver(
        zone=draw(st.none() | zones),
        paused_until=draw(st.none() | moments),
        stopped=False,
        fewer=draw(st.booleans()),
        unasked_sent=tuple(draw(st.lists(moments, max_size=4))),
    )


def is_allowed(attention: Attention, moment: datetime, receiver: Receiver, rules: Rules) -> bool:
    """The rule in other words than the function's: for one moment, by looking at its clock and its week."""
    there = moment.astimezone(receiver.zone or rules.zone)
    if not rules.day_starts <= there.time() < rules.day_ends:
        return False
    if attention is Attention.DUTY:
        return there.weekday() in rules.working_days
    if receiver.paused_until and moment < receiver.paused_until:
        return False
    got = [*receiver.unasked_sent, moment]
    weeks = [[each for each in got if start <= each < start + WEEK] for start in got]
    most = max(len(week) for week in weeks if moment in week)
    return most <= (1 if receiver.fewer else rules.unasked_a_week)


@untimed
@given(attentions, moments, receivers(), rules())
def test_it_goes_when_it_may_and_who_asks_again_hears_the_same(
    attention: Attention, wanted: datetime, receiver: Receiver, rules: Rules
) -> None:
    goes = earliest(attention, wanted=wanted, receiver=receiver, rules=rules)

    assert goes is not None
    assert goes >= wanted
    assert is_allowed(attention, goes, receiver, rules)
    assert earliest(attention, wanted=goes, receiver=receiver, rules=rules) == goes


@untimed
@given(attentions, moments, receivers(), rules(), st.integers(1, 60))
def test_no_moment_before_it_would_have_done(
    attention: Attention, wanted: datetime, receiver: Receiver, rules: Rules, minutes: int
) -> None:
    goes = earliest(attention, wanted=wanted, receiver=receiver, rules=rules)

    assert goes is not None
    assume(goes - wanted < timedelta(days=60))
    # Back from the end in steps of any length, so that over many examples all kinds of moments are tried.
    step = timedelta(minutes=minutes)
    steps = min((goes - wanted) // step, 1000)
    before = (goes - step * number for number in range(1, steps + 1))
    assert not [each for each in before if is_allowed(attention, each, receiver, rules)]


@untimed
@given(st.lists(moments, min_size=2, max_size=12), receivers(), rules())
def test_sent_one_after_another_they_never_exceed_the_budget(
    wishes: list[datetime], receiver: Receiver, rules: Rules
) -> None:
    receiver = replace(receiver, unasked_sent=())

    for wanted in wishes:
        goes = unasked(wanted, receiver, rules)
        assert goes is not None
        receiver = replace(receiver, unasked_sent=(*receiver.unasked_sent, goes))

    got = receiver.unasked_sent
    most = max(sum(start <= each < start + WEEK for each in got) for start in got)
    assert most <= (1 if receiver.fewer else rules.unasked_a_week)
