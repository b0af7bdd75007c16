"""What somebody can choose that no block says: what a search has offered, and the files they brought."""

import copy
from dataclasses import dataclass, field

from bot.sandbox.block_kit.check import accept_options
from bot.sandbox.block_kit.fields import KEYS, Values, elements_of, options_of
from bot.sandbox.refusal import Refused
from bot.sandbox.to_bot.way import Answer
from bot.sandbox.workspace.records import Json
from bot.sandbox.workspace.state import Workspace
from bot.sandbox.workspace.wording import file_json

SEARCHES = ("external_select", "multi_external_select")
LETTERS = 3  # min_query_length, where the menu does not say


@dataclass(frozen=True)
class Place:
    """Whose menu, in which view or message."""

    user: str
    view_or_ts: str


@dataclass
class Choices:
    workspace: Workspace
    _offered: dict[tuple[Place, str, str], list[Json]] = field(default_factory=dict)

    def offer(self, place: Place, block_id: str, action_id: str, answer: Answer) -> Json:
        """What the bot's answer offers; nothing where Slack would show "no result"."""
        try:
            offered = accept_options(answer.payload)
        except Refused:
            offered = {"options": []}
        self._offered.setdefault((place, block_id, action_id), []).extend(options_of(offered))
        return offered

    def blocks_for(self, place: Place, blocks: list[Json], values: Values) -> list[Json]:
        """The blocks as this person sees them, with everything they can choose; for looking up only."""
        seen = copy.deepcopy(blocks)
        for block in seen:
            for element in elements_of(block):
                if element["type"] in SEARCHES:
                    element["options"] = self._known(place, block, element, values)
                elif element["type"] == "file_input":
                    element["files"] = self._files_of(place.user)
        return seen

    def forget(self) -> None:
        self._offered.clear()

    def _known(self, place: Place, block: Json, element: Json, values: Values) -> list[Json]:
        """Found by a search, or already chosen."""
        block_id, action_id = block["block_id"], element["action_id"]
        key, initial = KEYS[element["type"]]
        chosen = [values.get(block_id, {}).get(action_id, {}).get(key), element.get(initial)]
        listed = [option for each in chosen for option in (each if isinstance(each, list) else [each])]
        known = self._offered.get((place, block_id, action_id), [])
        return [*reversed(known), *(option for option in listed if option)]

    def _files_of(self, user: str) -> list[Json]:
        return [
            file_json(self.workspace, each) for each in self.workspace.files.values() if each.user == user
        ]


def is_enough(element: Json, typed: str) -> bool:
    """Whether Slack would ask the bot already."""
    return len(typed) >= int(element.get("min_query_length", LETTERS))
