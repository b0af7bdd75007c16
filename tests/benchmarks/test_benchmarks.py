"""What is measured can be shown, and can be measured; how long it takes is for nobody to judge here."""

import pytest

from tests.benchmarks.measuring import Pair, Times, by_turns, measure
from tests.benchmarks.page import Comparison, Results, render
from tests.benchmarks.running import SMALLEST, measure_all

MACHINE = {"Processor": "an abacus, 2 cores"}


def a_pair(*ratios: float) -> Pair:
    return Pair(ours=Times((0.003,)), theirs=Times((0.002,)), ratios=ratios)


def results(*comparisons: Comparison) -> Results:
    return Results(MACHINE, {"`auth.test`": Times((0.001, 0.002, 0.006))}, comparisons, ())


def test_times_are_shown_by_their_median_their_tail_and_how_many_fit_into_a_second() -> None:
    assert "| `auth.test` | 2.00 ms | 6.00 ms | 6.00 ms | 333 |" in render(results())


def test_the_machine_is_described() -> None:
    assert "| Processor | an abacus, 2 cores |" in render(results())


def test_a_ratio_is_that_of_the_median_round_with_the_middle_half_beside_it() -> None:
    page = render(results(Comparison("a click", "another", a_pair(1.0, 1.1, 1.2, 1.4, 9.0), at_most=1.5)))

    assert "| a click | another | 3.00 ms | 2.00 ms | 1.20 (1.10 to 1.40) | at most 1.5 | met |" in page
    assert "Every target was met." in page


def test_a_target_that_is_missed_is_marked_at_the_top_and_in_its_line() -> None:
    page = render(results(Comparison("a click", "another", a_pair(1.6), at_most=1.5)))

    assert "**Missed:** a click, beside another." in page
    assert "| 1.60 (1.60 to 1.60) | at most 1.5 | **missed** |" in page


def test_a_comparison_without_a_target_misses_none() -> None:
    page = render(results(Comparison("a click", "another", a_pair(7.0))))

    assert "| 7.00 (7.00 to 7.00) | none |  |" in page
    assert "Every target was met." in page


def test_two_ways_take_turns_and_the_first_round_is_not_counted() -> None:
    done = list[str]()

    pair = by_turns(lambda: done.append("ours"), lambda: done.append("theirs"), rounds=2, times=1)

    assert done == ["ours", "theirs", "theirs", "ours", "ours", "theirs"]
    assert (len(pair.ours.seconds), len(pair.theirs.seconds), len(pair.ratios)) == (2, 2, 2)


def test_what_is_measured_has_been_warmed_up() -> None:
    done = list[str]()

    times = measure(lambda: done.append("it"), 20)

    assert (len(done), len(times.seconds)) == (22, 20)


@pytest.mark.slow
def test_everything_can_be_measured() -> None:
    said = list[str]()

    page = render(measure_all(SMALLEST, say=said.append))

    assert len(said) == 4
    for line in (
        "| `views.open`",
        "| a click | a bare app",
        "| the rows, on SQLite",
        "| the rows, on PostgreSQL",
    ):
        assert line in page
