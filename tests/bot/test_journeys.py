"""What every journey declares: a role, words for each no, and why each notice came. No entry, no start."""

import importlib
import pkgutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import handlers
import models
from bot.journeys import ROUTES, gather
from handlers import refusals
from handlers.routes import NextStep, Verb, Words
from models.notices import Form, Kind
from models.refusal import Refusal
from models.roles import Role

PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


def test_every_rule_that_can_say_no_has_words() -> None:
    ours = {each for each in _all_below(Refusal) if each.__module__.startswith("models.")}

    assert ours == set(refusals.WORDS)


def test_every_kind_of_notice_has_words_and_says_why_it_came() -> None:
    said = {entry.kind: entry.why for entry in ROUTES if isinstance(entry, Words)}

    assert {kind.name for kind in _all_kinds() if kind.form is not Form.HOME} == {kind.name for kind in said}
    assert all(why.endswith(".") and len(why.split()) > 3 for why in said.values())


def test_every_route_has_a_role_and_every_verb_its_line_in_help() -> None:
    routes = [entry for entry in ROUTES if not isinstance(entry, Words | NextStep)]

    assert all(isinstance(route.role, Role) for route in routes)
    assert all(entry.help for entry in routes if isinstance(entry, Verb))


def test_every_journey_is_among_those_that_are_kept_apart() -> None:
    contracts = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    (apart,) = (each["modules"] for each in contracts if each["id"] == "journeys")
    ours = [f"handlers.{each.name}" for each in pkgutil.iter_modules(handlers.__path__)]

    assert set(apart) == {name for name in ours if hasattr(importlib.import_module(name), "ROUTES")}


def test_two_entries_of_one_name_are_not_started() -> None:
    verb = Verb("signup", lambda: None, help="twice")

    with pytest.raises(ValueError, match="Two entries are called signup"):
        gather([verb, verb])


def test_a_handler_that_asks_for_what_nobody_gives_is_not_started() -> None:
    with pytest.raises(ValueError, match="asks for moon"):
        gather([Verb("fly", lambda moon: None, help="fly")])


def _all_below(kind: type[Any]) -> Iterator[type[Any]]:
    for each in kind.__subclasses__():
        yield each
        yield from _all_below(each)


def _all_kinds() -> list[Kind]:
    found = [
        *pkgutil.walk_packages(models.__path__, "models."),
        *pkgutil.walk_packages(handlers.__path__, "handlers."),
    ]
    modules = [importlib.import_module(each.name) for each in found]
    return [value for module in modules for value in vars(module).values() if isinstance(value, Kind)]
