"""One run of everything there is to measure, in full or as small as can be."""

import os
from collections.abc import Callable
from dataclasses import dataclass

from tests.benchmarks import answering, dispatching, storing
from tests.benchmarks.machine import describe
from tests.benchmarks.page import Comparison, Results

Say = Callable[[str], None]


@dataclass(frozen=True)
class Size:
    """`calls` of each kind to the sandbox; `rounds` of turns, each with so many clicks or sign-ups."""

    calls: int
    rounds: int
    clicks: int
    sign_ups: int


FULL = Size(calls=500, rounds=25, clicks=100, sign_ups=10)
SMALLEST = Size(calls=2, rounds=1, clicks=1, sign_ups=1)


def measure_all(size: Size, *, say: Say) -> Results:
    load = os.getloadavg()[0]
    say("Answers of the sandbox ...")
    answers = answering.answer_times(size.calls) | answering.whole_bot_times(size.calls)
    say("Dispatch ...")
    dispatch = _dispatch(size)
    say("Storing on SQLite ...")
    on_sqlite = _on_sqlite(size)
    say("Storing on PostgreSQL ...")
    with storing.postgresql() as server:
        on_postgresql = _on_postgresql(server, size)
        machine = describe(server, load)
    return Results(machine, answers, dispatch, (*on_sqlite, *on_postgresql))


def _dispatch(size: Size) -> tuple[Comparison, ...]:
    turns = {"rounds": size.rounds, "times": size.clicks}
    bare = dispatching.beside_a_bare_app(**turns, waits_for_answer=True)
    default = dispatching.beside_a_bare_app(**turns, waits_for_answer=False)
    return (
        Comparison("a click", "a bare app that, like ours, processes before it answers", bare, 1.5),
        Comparison("a click", "a bare app by Bolt's default", default, 0.1),
    )


def _on_sqlite(size: Size) -> tuple[Comparison, ...]:
    turns = {"rounds": size.rounds, "times": size.sign_ups}
    rows, whole = storing.rows_beside_sqlite3(**turns), storing.sign_up_beside_sqlite3(**turns)
    return (
        Comparison("the rows, on SQLite", "`sqlite3` with the same statements and settings", rows, 2.5),
        Comparison("the whole sign-up, on SQLite", "`sqlite3` with its statements that write", whole),
    )


def _on_postgresql(server: str, size: Size) -> tuple[Comparison, ...]:
    turns = {"rounds": size.rounds, "times": size.sign_ups}
    rows, whole = (
        storing.rows_beside_add_all(server, **turns),
        storing.sign_up_beside_add_all(server, **turns),
    )
    return (
        Comparison("the rows, on PostgreSQL", "ORM `add_all` of finished objects", rows, 1.0),
        Comparison("the whole sign-up, on PostgreSQL", "ORM `add_all` of the same rows, finished", whole),
    )
