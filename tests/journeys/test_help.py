"""The help story: any word brings somebody on, typed as a command or to the bot itself."""

import pytest

from models.people import Person
from tests.journeys.vocabulary import Someone, Workspace
from tests.stage import over_http_too

CAN_DO = "Here is what you can do:"


@over_http_too
def test_help_says_what_one_can_do(workspace: Workspace) -> None:
    for typed in ("/runforsomething", "/runforsomething help", "/runforsomething  HELP "):
        workspace.newcomer.types(typed)

        lines = workspace.newcomer.last_answer().splitlines()
        assert lines[0] == CAN_DO
        assert "*/runforsomething signup*: sign up, or change what you told us" in lines


def test_help_offers_nobody_what_they_would_be_refused(workspace: Workspace) -> None:
    workspace.newcomer.types("/runforsomething help")

    verbs = {
        line.partition("*:")[0] for line in workspace.newcomer.last_answer().splitlines() if "*:" in line
    }
    assert verbs == {"*/runforsomething signup", "*/runforsomething help"}


def test_a_wrong_word_brings_the_nearest(workspace: Workspace) -> None:
    workspace.newcomer.types("/runforsomething singup now")

    first = workspace.newcomer.last_answer().splitlines()[0]
    assert first == f"I don't know “singup”. Did you mean */runforsomething signup*? {CAN_DO}"


def test_nonsense_is_shown_harmlessly(workspace: Workspace) -> None:
    maya = workspace.newcomer

    maya.types("/runforsomething @channel<!channel>*bold*<https://evil.example|click>" + "x" * 500)

    shown = maya.last_answer()
    assert shown.startswith("I don't know “&lt;!channel&gt;&lt;!channel&gt;")
    assert "<!channel>" not in str(maya.person.messages(maya.room))
    assert "evil.example|" not in shown
    assert "x" * 50 not in shown


@over_http_too
def test_any_word_to_the_bot_leads_to_the_form(workspace: Workspace) -> None:
    maya = workspace.newcomer
    first_words = {"27601": "Thank you for the ZIP code.", "stop": "Stopped."}
    for times, words in enumerate(["hi", "27601", "stop", "🗳️", "x" * 3000, "@channel <b>"], start=1):
        maya.types(words)
        answers = maya.messages()
        assert len(answers) == times
        assert answers[-1].startswith(first_words.get(words, "Hi. I'm the bot of Run for Something."))

        maya.presses("Sign up")
        assert "What brings you here?" in maya.form()
        maya.closes()


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("Hi!", "Hi again. I can help you with the next step."),
        ("help", "Hi again. I can help you with the next step."),
        ("what about the water board?", "I can't answer that, sorry"),
    ],
)
def test_who_has_signed_up_is_shown_the_next_step(words: str, answer: str, workspace: Workspace) -> None:
    maya = workspace.newcomer
    maya.signs_up()
    maya.closes()

    maya.types(words)

    assert maya.messages()[-1].startswith(answer)
    assert maya.offers() == ["Say when you might run"]


@pytest.mark.parametrize("words", ["stop", "STOP!!", " Unsubscribe. "])
def test_stop_is_heard_until_they_sign_up(words: str, workspace: Workspace) -> None:
    maya = workspace.newcomer
    maya.signs_up()
    maya.closes()

    maya.types(words)
    assert maya.messages()[-1].startswith("Stopped. You get no messages from us unless you ask.")
    assert "Your answers are kept." in maya.messages()[-1]
    assert workspace.count(Person, Person.stopped_at.is_not(None)) == 1

    maya.signs_up()
    assert workspace.count(Person, Person.stopped_at.is_not(None)) == 0


def test_a_message_that_comes_again_and_late_is_answered_once(workspace: Workspace) -> None:
    maya = workspace.newcomer
    maya.types("hi")
    (first,) = _events_of(maya)

    for event_id in (first["event_id"], "EvANOTHER"):
        assert maya.person.do("deliver_event", event=first["event"], event_id=event_id)["answered"]
    workspace.wait(days=9)
    workspace.stage.bot.hearing.forget_old()
    assert maya.person.do("deliver_event", event=first["event"], event_id="EvLATE")["answered"]

    assert len(maya.messages()) == 1


def test_what_the_bot_says_itself_is_not_answered(workspace: Workspace) -> None:
    maya = workspace.newcomer
    maya.types("hi")
    maya.messages()

    workspace.wait(minutes=1)

    assert len(maya.messages()) == 1


def test_two_messages_are_two_answers(workspace: Workspace) -> None:
    maya = workspace.newcomer

    maya.types("hi")
    maya.types("hi")

    assert len(maya.messages()) == 2


def _events_of(somebody: Someone) -> list[dict[str, object]]:
    """The messages that Slack told the bot of, as it told of them; not the bot's own."""
    told = [each["arguments"] for each in somebody.person.traffic() if each["what"] == "event_callback"]
    return [each for each in told if each["event"]["type"] == "message" and "bot_id" not in each["event"]]
