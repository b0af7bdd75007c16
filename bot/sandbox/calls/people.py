"""The JSON calls by which the page, or a test, plays people."""

from bot.sandbox.calls.plays import Play
from bot.sandbox.calls.request_body import Body
from bot.sandbox.people import acts, modals, suggestions, visits
from bot.sandbox.workspace.files import on_screen
from bot.sandbox.workspace.records import Json


async def say(body: Body) -> Json:
    """Files may come without words."""
    files = body.files()
    text = body.text("text") if not files else str(body.fields.get("text") or "")
    thread_ts = body.text("thread_ts") if body.fields.get("thread_ts") else None
    return await acts.say(body.parts, body.member(), body.room(), acts.Line(text, thread_ts, files))


async def upload(body: Body) -> Json:
    """Only the person has it until it is sent, or chosen in a form."""
    content = body.content("content")
    file = body.parts.files.add(body.member().id, body.text("filename"), content)
    return {"file": on_screen(file)}


async def click(body: Body) -> Json:
    pressed = (body.text("block_id"), body.text("action_id"))
    choice, typed, member = body.fields.get("choice"), body.typed(), body.member()
    if body.fields.get("view"):
        answer = await acts.click_view(body.parts, member, body.view(), pressed, choice, typed)
    else:
        room, message = body.room(), body.message()
        answer = await acts.click_message(body.parts, member, room, message, pressed, choice, typed)
    return {"answered": answer.given}


async def submit(body: Body) -> Json:
    return await modals.submit(body.parts, body.member(), body.modal(), body.typed())


async def close(body: Body) -> Json:
    """`everything`: the cross in the corner, which takes the whole stack."""
    everything = bool(body.fields.get("everything"))
    payload = modals.close(body.parts, body.member(), body.modal(), everything=everything)
    if payload is None:
        return {"answered": False}
    return {"answered": (await body.parts.to_bot.ask("interactive", payload)).given}


async def open_home(body: Body) -> Json:
    visits.open_home(body.parts, body.member())
    return {}


async def open_room(body: Body) -> Json:
    visits.open_room(body.parts, body.member(), body.room())
    return {}


async def suggest(body: Body) -> Json:
    where = body.view() if body.fields.get("view") else (body.room(), body.message())
    menu, typed = (body.text("block_id"), body.text("action_id")), str(body.fields.get("value") or "")
    return await suggestions.suggest(body.parts, body.member(), where, menu, typed)


PLAYS = (
    Play(
        "say",
        say,
        "types a line: a message, or a command when it begins with a slash",
        ("conversation", "text", "thread_ts?", "files?"),
    ),
    Play("upload", upload, "brings a file, to be sent or put into a form", ("filename", "content (base64)")),
    Play(
        "click",
        click,
        "presses a button or makes a choice, in a message or in a view",
        ("conversation + ts, or view", "block_id", "action_id", "choice?", "values?"),
    ),
    Play(
        "suggest",
        suggest,
        "types into a menu that searches, and is told what the bot offers",
        ("conversation + ts, or view", "block_id", "action_id", "value"),
    ),
    Play("submit", submit, "sends the modal in front, with what stands in its fields", ("view", "values?")),
    Play("close", close, "closes the modal in front, or all of them", ("view", "everything?")),
    Play("open_home", open_home, "opens App Home"),
    Play("open", open_room, "looks at a conversation, which reads it", ("conversation",)),
)
