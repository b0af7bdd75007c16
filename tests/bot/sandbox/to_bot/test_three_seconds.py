"""Slack waits three seconds for an answer: the other tests shorten that, so it is held here."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest

from bot.sandbox.to_bot import way
from tests.bot.sandbox.players import BareSocket, Person

Meanwhile = Callable[..., "Future[Any]"]


def test_it_is_slacks_figure() -> None:
    """docs.slack.dev, "Handling user interaction", and the same for commands and events."""
    assert way.ANSWER_WITHIN == 3


@pytest.mark.slow
def test_an_answer_after_two_seconds_counts(socket: BareSocket, maya: Person, meanwhile: Meanwhile) -> None:
    said = meanwhile(maya.say, "/runforsomething")
    envelope = socket.read()

    time.sleep(2)
    socket.answer(envelope, {"text": "Just in time."})

    assert said.result()["answered"]
    assert maya.texts() == ["Just in time."]


@pytest.mark.slow
def test_after_three_seconds_nobody_waits_any_more(
    socket: BareSocket, maya: Person, meanwhile: Meanwhile
) -> None:
    began = time.monotonic()
    said = meanwhile(maya.say, "/runforsomething")

    answered = said.result(timeout=9)["answered"]

    assert not answered
    assert time.monotonic() - began >= 3
