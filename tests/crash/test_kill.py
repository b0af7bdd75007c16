"""A bot that dies at any moment of a sign-up, and the one that takes over: nothing is lost, nothing doubled.

A process that has imported everything forks a bot, which serves a sign-up and ends before or after one of its
statements, commits, answers or calls of Slack. A new one then runs until nothing is left to do.
"""

from collections.abc import Callable, Iterator

import pytest

from bot.database import Database
from tests.crash.child import STRANDS
from tests.crash.outside import Slack, a_slack
from tests.crash.story import Story
from tests.crash.summary import POINTS

pytestmark = pytest.mark.crash

SLICES = 2  # of a strand's points, so that several workers share them


@pytest.fixture(scope="module")
def slack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slack]:
    with a_slack(tmp_path_factory.mktemp("slack")) as slack:
        yield slack


@pytest.fixture
def story(slack: Slack, database_url: str, record_property: Callable[[str, object], None]) -> Iterator[Story]:
    database = Database(database_url)
    story = Story(slack, database_url, database)
    yield story
    record_property(POINTS, story.numbers)
    database.close()


# There is little to hear; and a sample of delivery takes as long as the two others together.
@pytest.mark.parametrize("strand", ["door", "answers", pytest.param("delivery", marks=pytest.mark.slow)])
def test_a_sign_up_survives_death_around_each_commit_answer_and_call(story: Story, strand: str) -> None:
    story.tell_for(strand, outward=True)

    assert not story.faults


@pytest.mark.slow
@pytest.mark.parametrize("first", range(1, SLICES + 1))
@pytest.mark.parametrize("strand", STRANDS)
def test_a_sign_up_survives_death_at_every_point(story: Story, strand: str, first: int) -> None:
    story.tell_for(strand, first, SLICES)

    assert not story.faults
