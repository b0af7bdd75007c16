"""One answer of the bot, or a missing one, for each way Slack does not take it: what somebody sees then."""

import re
from datetime import timedelta
from typing import Any

import httpx

from tests.bot.sandbox.block_kit.shapes import a_home, a_modal
from tests.bot.sandbox.players import MAYA
from tests.bot.sandbox.refusals.refusal_scene import FILLED, Provocations, Scene
from tests.bot.sandbox.refusals.refusals_of_blocks import numbered


def slackbot_says(scene: Scene) -> str:
    """Slack's word for the error, or the sentence without the command."""
    text = str(scene.maya.texts()[-1])
    named = re.search(r"because of the error (\w+)", text)
    return named.group(1) if named else f"“… {text.partition(' ')[2]}”"


def after_command(scene: Scene, answer: object) -> str:
    scene.command(answer)
    return slackbot_says(scene)


def late_command(scene: Scene) -> str:
    scene.hurry()
    scene.maya.say("/try")
    return slackbot_says(scene)


def command_in_a_thread(scene: Scene) -> str:
    scene.maya.say("/try", thread_ts=scene.message())
    return slackbot_says(scene)


def command_nobody_made(scene: Scene) -> str:
    scene.maya_at_narrow.say("/dance")
    return f"“… {scene.maya_at_narrow.texts()[-1].partition(' ')[2]}”"


def late_click(scene: Scene) -> str:
    scene.hurry()
    return "answered" if scene.click(scene.message())["answered"] else "not answered"


def click_where_it_is_off(scene: Scene) -> str:
    scene.clock.advance(timedelta(minutes=1))
    ts = scene.narrow.chat_postMessage(channel="C07WELCOME", text="x", blocks=[BUTTON])["ts"]
    clicked = scene.maya_at_narrow.do(
        "click", conversation="C07WELCOME", ts=ts, block_id="row", action_id="go"
    )
    return f"“{clicked['error']}”"


def email_without_scope(scene: Scene) -> str:
    profile = scene.narrow.users_info(user=MAYA)["user"]["profile"]
    return str(profile.get("email", "no e-mail in the profile"))


def after_submission(scene: Scene, answer: object) -> str:
    scene.opened()
    outcome, _ = scene.submission(answer)
    return f"“{outcome['text']}”"


def errors_at(**errors: str) -> dict[str, Any]:
    return {"response_action": "errors", "errors": errors}


def late_submission(scene: Scene) -> str:
    view = scene.opened()
    scene.hurry()
    return f"“{scene.maya.do('submit', view=view['id'], values=FILLED)['text']}”"


def fourth_view(scene: Scene) -> str:
    pushed = {"response_action": "push", "view": a_modal()}
    scene.opened()
    outcomes = [scene.submission(pushed)[0] for _ in range(3)]
    return f"“{outcomes[-1]['text']}”"


def after_search(scene: Scene, answer: object) -> str:
    outcome, _ = scene.answers(answer, scene.search)
    return "options" if outcome["options"] else "“No result”"


def late_search(scene: Scene) -> str:
    scene.hurry()
    return "options" if scene.search()["options"] else "“No result”"


def respond(url: str, **body: Any) -> str:
    answer = httpx.post(url, json=body, trust_env=False)
    return "ok" if answer.status_code == 200 else str(answer.json()["error"])


def sixth_response(scene: Scene) -> str:
    url = scene.response_url()
    return [respond(url, text="x") for _ in range(6)][5]


def late_response(scene: Scene) -> str:
    url = scene.response_url()
    scene.clock.advance(timedelta(minutes=30, seconds=1))
    return respond(url, text="x")


BUTTON = {
    "type": "actions",
    "block_id": "row",
    "elements": [{"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}],
}

ANSWERS: Provocations = {
    "email.scope": email_without_scope,
    "command.late": late_command,
    "command.shape": lambda scene: after_command(scene, ["x"]),
    "command.blocks": lambda scene: after_command(scene, {"blocks": [{"type": "banner"}]}),
    "command.thread": command_in_a_thread,
    "command.unknown": command_nobody_made,
    "click.late": late_click,
    "click.off": click_where_it_is_off,
    "submission.late": late_submission,
    "submission.body": lambda scene: after_submission(scene, {"ok": True}),
    "submission.action": lambda scene: after_submission(scene, {"response_action": "dance"}),
    "submission.view": lambda scene: after_submission(scene, {"response_action": "update", "view": a_home()}),
    "submission.fourth": fourth_view,
    "submission.errors_none": lambda scene: after_submission(scene, errors_at()),
    "submission.errors_key": lambda scene: after_submission(scene, errors_at(nobody="x")),
    "submission.errors_words": lambda scene: after_submission(scene, errors_at(name="")),
    "suggestion.late": late_search,
    "suggestion.many": lambda scene: after_search(scene, {"options": numbered(101)}),
    "suggestion.shape": lambda scene: after_search(scene, {"options": [{"text": "x", "value": "x"}]}),
    "response_url.sixth": sixth_response,
    "response_url.late": late_response,
    "response_url.unknown": lambda scene: respond(scene.response_url() + "x", text="x"),
    "response_url.empty": lambda scene: respond(scene.response_url()),
    "response_url.blocks": lambda scene: respond(scene.response_url(), blocks=[{"type": "banner"}]),
    "response_url.delete": lambda scene: respond(scene.response_url(), delete_original=True, text="x"),
}
