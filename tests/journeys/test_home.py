"""The story of App Home: each person's own page, with the one next step as a button."""

from tests.journeys.vocabulary import Workspace
from tests.stage import over_http_too


@over_http_too
def test_home_greets_somebody_new_and_leads_to_the_form(workspace: Workspace) -> None:
    maya = workspace.newcomer
    maya.opens_home()
    assert "You could run for office." in maya.home()

    maya.presses("Sign up", at="Home")

    assert "What brings you here?" in maya.form()


def test_home_follows_each_step(workspace: Workspace) -> None:
    maya = workspace.newcomer
    maya.signs_up()
    assert "☑ You signed up: “I might run for office”." in maya.home()
    assert "Next: say when you might run." in maya.home()

    maya.fills(when="Next year")
    maya.sends()

    assert "☑ You might run in 2027." in maya.home()


def test_the_next_step_and_the_way_back_stand_on_home(workspace: Workspace) -> None:
    maya = workspace.newcomer
    maya.signs_up(zip="30310")
    maya.closes()

    maya.presses("Say when you might run", at="Home")
    assert "When might you run?" in maya.form()
    maya.closes()

    maya.presses("Change my answers", at="Home")
    assert maya.answer_in("zip") == "30310"


def test_home_is_there_although_slack_stalls(workspace: Workspace) -> None:
    maya = workspace.newcomer
    workspace.slack_is("rate_limited", "views.publish", times=1, retry_after=30)
    maya.opens_home()
    assert maya.home() == ""

    workspace.wait(minutes=1)

    assert "You could run for office." in maya.home()


def test_each_page_is_its_persons_own(workspace: Workspace) -> None:
    workspace.newcomer.signs_up()
    workspace.another_newcomer.opens_home()

    assert "You signed up" in workspace.newcomer.home()
    assert "You signed up" not in workspace.another_newcomer.home()
