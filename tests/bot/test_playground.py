"""The sandbox with the bot in it knows what is due, and shows the bot's inside to whoever looks."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.playground import Playground
from bot.sandbox import read_seed
from tests.bot.sandbox.players import until
from tests.sign_up_form import FILLED

CALEB, SAM, WELCOME = "U07NEWRUR1", "U07STAFF01", "C07WELCOME"
FRIDAY_NIGHT = "2026-03-13T22:00-04:00"
EMAIL = "caleb@home.example.org"


class Developer:
    """Somebody who plays Caleb, whose profile shows no address, and looks behind the scenes."""

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(base_url=url, trust_env=False, timeout=20)

    def does(self, what: str, **body: Any) -> Any:
        return self._http.post(f"/sandbox/{what}", json={"as": CALEB, **body}).json()

    def sees(self, what: str, **query: Any) -> Any:
        return self._http.get(f"/sandbox/{what}", params={"as": CALEB, **query}).json()

    def signs_up(self) -> None:
        self.does("say", conversation=WELCOME, text="/runforsomething signup")
        form = until(lambda: self.sees("state")["modals"])[-1]
        filled = {**FILLED, "email": {"answer": EMAIL}}
        assert self.does("submit", view=form["id"], values=filled)["action"] == "updated"

    def section(self, title: str) -> dict[str, Any]:
        (found,) = [each for each in self.sees("inside")["sections"] if each["title"] == title]
        return dict(found)

    def leaves(self) -> None:
        self._http.close()


@pytest.fixture(params=["socket mode", pytest.param("http", marks=pytest.mark.slow)])
def developer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Developer]:
    with a_developer(tmp_path, over_http=request.param == "http") as developer:
        yield developer


@contextmanager
def a_developer(folder: Path, *, over_http: bool = False) -> Iterator[Developer]:
    playground = Playground(folder, [], read_seed(), over_http=over_http)
    playground.start(18090)
    developer = Developer(playground.url)
    try:
        yield developer
    finally:
        developer.leaves()
        playground.stop()


def test_the_clock_hops_to_the_hour_at_which_staff_may_hear_of_a_sign_up(developer: Developer) -> None:
    developer.does("clock", until=FRIDAY_NIGHT)
    developer.signs_up()
    waiting = until(lambda: developer.sees("state")["next_due"])
    assert waiting["what"] == "a message (sign_up.staff_line) for #onboarding-staff"

    assert developer.does("clock", next_due=True)["what"] == waiting["what"]

    until(lambda: developer.sees("state", **{"as": SAM})["messages"]["C07STAFF01"])
    assert developer.sees("state")["next_due"] is None


def test_the_drawer_shows_the_outbox_and_all_that_is_known_of_the_person(developer: Developer) -> None:
    assert developer.section("About Caleb Locklear")["note"] == "The bot does not know this person yet."

    developer.signs_up()

    outbox = developer.section("Outbox")
    assert ["sign_up.welcome", "Caleb Locklear"] in [row[:2] for row in outbox["rows"]]
    contact = developer.section("contact_points")
    assert EMAIL in contact["rows"][0]
    assert developer.section("people")["note"].startswith("About Caleb Locklear.")


def test_of_somebody_else_nothing_is_shown(developer: Developer) -> None:
    developer.signs_up()

    sections = developer.sees("inside", **{"as": SAM})["sections"]

    assert EMAIL not in str(sections)


def test_what_passed_is_numbered_so_that_only_news_is_asked_for(developer: Developer) -> None:
    developer.signs_up()
    known = developer.sees("traffic")[-1]["number"]

    developer.does("say", conversation=WELCOME, text="/runforsomething help")

    news = developer.sees("traffic", after=known)
    assert "/runforsomething" in [each["arguments"].get("command") for each in news]
    assert [each for each in news if each["number"] <= known] == []


def test_after_starting_over_there_is_a_bot_that_knows_nobody(developer: Developer) -> None:
    developer.signs_up()

    developer.does("start_over")

    until(lambda: developer.sees("inside")["sections"][-1]["note"].endswith("does not know this person yet."))
    until(lambda: developer.sees("state")["connected"])
    developer.signs_up()


def test_a_database_of_an_earlier_workspace_is_forgotten(tmp_path: Path) -> None:
    """As after an end in the middle of starting over: the workspace is new, and the database is not yet."""
    with a_developer(tmp_path) as developer:
        developer.signs_up()
    (tmp_path / "workspace.json").unlink()

    with a_developer(tmp_path) as developer:
        sections = developer.sees("inside")["sections"]
        assert sections[-1]["note"] == "The bot does not know this person yet."
