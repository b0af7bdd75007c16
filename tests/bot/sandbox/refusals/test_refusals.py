"""Everything in the table of refusals is refused, with the error the table names; and nothing is untested."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.sandbox import Sandbox, SandboxClock, read_seed
from bot.sandbox.refusals import REFUSALS
from tests.bot.sandbox.manifests import a_sandbox_with
from tests.bot.sandbox.players import MAYA, WELCOME, Person, a_socket, client_of
from tests.bot.sandbox.refusals.refusal_scene import FEW_SCOPES, NO_SCOPES, Provocations, Scene
from tests.bot.sandbox.refusals.refusals_of_answers import ANSWERS
from tests.bot.sandbox.refusals.refusals_of_blocks import BUTTONS, PICTURES, TEXTS, WHOLE, Spoiled
from tests.bot.sandbox.refusals.refusals_of_calls import CALLS
from tests.bot.sandbox.refusals.refusals_of_directory import DIRECTORY
from tests.bot.sandbox.refusals.refusals_of_menus import FIELDS, MENUS
from tests.bot.sandbox.refusals.refusals_of_scopes import SCOPES
from tests.bot.sandbox.refusals.refusals_of_views import MODALS

BLOCKS: Spoiled = {**WHOLE, **TEXTS, **PICTURES, **BUTTONS, **MENUS, **FIELDS}
PROVOKED: Provocations = {**CALLS, **DIRECTORY, **ANSWERS}
ROWS = {row.id: row for row in REFUSALS}

Sandboxes = dict[str, Sandbox]


@pytest.fixture(scope="module")
def shared_clock() -> SandboxClock:
    return SandboxClock(read_seed().start)


@pytest.fixture(scope="module")
def sandboxes(shared_clock: SandboxClock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandboxes]:
    """The same three for all refusals: what is refused leaves nothing behind."""
    narrow, modest = tmp_path_factory.mktemp("narrow"), tmp_path_factory.mktemp("modest")
    everything = Sandbox(read_seed(), clock=shared_clock, rate_limits=False)
    everything.start()
    with (
        a_sandbox_with(FEW_SCOPES, narrow, shared_clock) as few,
        a_sandbox_with(NO_SCOPES, modest, shared_clock, rate_limits=False) as none,
    ):
        yield {"open": everything, "narrow": few, "modest": none}
    everything.stop()


@pytest.fixture
def scene(
    sandboxes: Sandboxes,
    shared_clock: SandboxClock,
    visit: Callable[[Sandbox, str], Person],
    monkeypatch: pytest.MonkeyPatch,
    meanwhile: Callable[..., "Future[Any]"],
) -> Iterator[Scene]:
    with a_socket(sandboxes["open"]) as socket:
        yield Scene(
            slack=client_of(sandboxes["open"]),
            narrow=client_of(sandboxes["narrow"]),
            modest=client_of(sandboxes["modest"]),
            maya=visit(sandboxes["open"], MAYA),
            maya_at_narrow=visit(sandboxes["narrow"], MAYA),
            socket=socket,
            clock=shared_clock,
            patch=monkeypatch,
            meanwhile=meanwhile,
        )


def test_each_refusal_has_one_row_and_one_test() -> None:
    tested = [*BLOCKS, *MODALS, *PROVOKED, *SCOPES]

    assert len(ROWS) == len(REFUSALS)
    assert sorted(tested) == sorted(ROWS)


@pytest.mark.parametrize("name", BLOCKS)
def test_blocks_are_refused_with_a_pointer(name: str, sandboxes: Sandboxes) -> None:
    blocks, problem = BLOCKS[name]

    with pytest.raises(SlackApiError) as refused:
        client_of(sandboxes["open"]).chat_postMessage(channel=WELCOME, text="x", blocks=blocks)

    assert refused.value.response["error"] == ROWS[name].error
    assert f"[ERROR] {problem}" in refused.value.response["response_metadata"]["messages"]


@pytest.mark.parametrize("name", MODALS)
def test_views_are_refused_with_a_pointer(name: str, sandboxes: Sandboxes) -> None:
    view, problem = MODALS[name]

    with pytest.raises(SlackApiError) as refused:
        client_of(sandboxes["open"]).views_open(trigger_id="1.2.a", view=view)

    assert refused.value.response["error"] == ROWS[name].error
    assert f"[ERROR] {problem}" in refused.value.response["response_metadata"]["messages"]


@pytest.mark.parametrize("name", SCOPES)
def test_a_missing_scope_is_named(name: str, scene: Scene) -> None:
    missing = ROWS[name].what.rpartition("without ")[2]

    with pytest.raises(SlackApiError) as refused:
        SCOPES[name](scene)

    assert refused.value.response["error"] == ROWS[name].error
    assert missing in refused.value.response["needed"].split(",")
    assert missing not in refused.value.response["provided"].split(",")


@pytest.mark.parametrize("name", PROVOKED)
def test_it_is_refused(name: str, scene: Scene) -> None:
    assert PROVOKED[name](scene) == ROWS[name].error
