"""The last lines of a run say how many points the kill test has tried; workers hand theirs on."""

from collections import Counter

import pytest

POINTS = "points of the kill test"
TEARDOWNS = ""  # pytest's name for what it counts neither as passed nor as failed


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    total = _add_up(terminalreporter)
    if total["tried"]:
        terminalreporter.write_line(
            f"Kill test: {total['tried']} points tried, {total['lost']} lost, {total['doubled']} doubled"
        )


def _add_up(reporter: pytest.TerminalReporter) -> Counter[str]:
    total: Counter[str] = Counter()
    for report in reporter.getreports(TEARDOWNS):
        for name, numbers in getattr(report, "user_properties", ()):
            if name == POINTS:
                total.update(numbers)
    return total
