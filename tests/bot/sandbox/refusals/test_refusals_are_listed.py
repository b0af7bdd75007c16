"""No refusal is forgotten: each name that the code refuses with has a row, and so has each method's scope."""

import ast
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError

import bot.sandbox
from bot.sandbox import Sandbox, SandboxClock, read_seed
from bot.sandbox.refusals import REFUSALS
from bot.sandbox.web_api.methods import METHODS
from tests.bot.sandbox.manifests import a_sandbox_with
from tests.bot.sandbox.players import client_of
from tests.bot.sandbox.refusals.refusal_scene import NO_SCOPES

ROWS = {row.id: row for row in REFUSALS}
NAMING = {"Refused": 0, "_report": 4}  # where in such a call the name stands
NOBODY_READS = {  # the name is caught on the way; what is seen instead stands in this row
    "invalid_response": "submission.body",
    "invalid_response_action": "submission.action",
    "invalid_errors": "submission.errors_key",
    "invalid_options": "suggestion.shape",
    "file_upload_refused": "file.length",
}
MODULES = [
    ast.parse(path.read_text(encoding="utf-8")) for path in Path(bot.sandbox.__path__[0]).rglob("*.py")
]
ASKING = {name: method for name, method in METHODS.items() if method.scopes}


def test_every_name_that_the_code_refuses_with_has_a_row() -> None:
    named = set(all_names())

    assert named - {row.error for row in REFUSALS} - set(NOBODY_READS) == set()
    assert named >= {"cant_kick_self", "invalid_ts_oldest", "operation_timeout", *NOBODY_READS}
    assert [row for row in NOBODY_READS.values() if row not in ROWS] == []


def test_every_method_that_asks_for_a_scope_has_a_row_for_it() -> None:
    missing = {name: ROWS[f"scope.{name}"].what.rpartition("without ")[2] for name in ASKING}

    assert [name for name, scope in missing.items() if scope not in ASKING[name].scopes] == []


@pytest.fixture(scope="module")
def modest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    clock = SandboxClock(read_seed().start)
    with a_sandbox_with(NO_SCOPES, tmp_path_factory.mktemp("modest"), clock, rate_limits=False) as sandbox:
        yield sandbox


@pytest.mark.parametrize("method", ASKING)
def test_every_scope_that_would_do_is_named(method: str, modest: Sandbox) -> None:
    with pytest.raises(SlackApiError) as refused:
        client_of(modest).api_call(method)

    assert refused.value.response["needed"].split(",") == list(ASKING[method].scopes)


def all_names() -> Iterator[str]:
    """They stand in the call that refuses, or in one of a function that refuses with what it is given."""
    places = {**NAMING, **dict(chain.from_iterable(map(passing_on, MODULES)))}
    for call in chain.from_iterable(map(calls_in, MODULES)):
        name = argument(call, places.get(called(call)))
        yield from texts_of(name) if name else ()


def passing_on(module: ast.Module) -> Iterator[tuple[str, int]]:
    """Functions that refuse with one of their parameters, and which it is, `self` not counted."""
    for function in ast.walk(module):
        if not isinstance(function, ast.FunctionDef):
            continue
        parameters = [each.arg for each in function.args.args if each.arg != "self"]
        for call in calls_in(function):
            name = argument(call, 0) if called(call) == "Refused" else None
            if isinstance(name, ast.Name) and name.id in parameters:
                yield function.name, parameters.index(name.id)


def calls_in(tree: ast.AST) -> list[ast.Call]:
    return [each for each in ast.walk(tree) if isinstance(each, ast.Call)]


def called(call: ast.Call) -> str:
    """The last part: `call.nested(…)` is `nested`."""
    name = call.func
    return name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "")


def argument(call: ast.Call, place: int | None) -> ast.expr | None:
    return call.args[place] if place is not None and place < len(call.args) else None


def texts_of(name: ast.expr) -> Iterator[str]:
    """None for a parameter: whoever hands it in names it. A name that is put together would not be found."""
    if isinstance(name, ast.Constant):
        yield str(name.value)
    else:
        assert isinstance(name, ast.Name), ast.unparse(name)
