"""Files: the bot's by upload in three steps, people's by the page; how they are seen, and what apps learn."""

import base64
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient

from bot.sandbox import Sandbox, SandboxClock, read_seed
from tests.bot.sandbox.block_kit.shapes import a_modal, an_input
from tests.bot.sandbox.players import MAYA, MAYAS_ROOM, WELCOME, BareSocket, Person, client_of

Meanwhile = Callable[..., "Future[Any]"]
Brings = Callable[..., dict[str, Any]]

PICTURE = b"\x89PNG\r\n\x1a\n and so on"
SCRIPT = b"<script>alert(1)</script>"


@pytest.fixture
def brings(maya: Person) -> Brings:
    """Maya uploads a file, which nobody sees yet."""

    def upload(name: str = "door.png", content: bytes = PICTURE) -> dict[str, Any]:
        answer = maya.do("upload", filename=name, content=base64.b64encode(content).decode())
        file: dict[str, Any] = answer["file"]
        return file

    return upload


def _get(sandbox: Sandbox, url: str) -> httpx.Response:
    return httpx.get(sandbox.url + url, trust_env=False)


def test_the_bot_shares_a_file_with_a_word_about_it(sandbox: Sandbox, slack: WebClient, maya: Person) -> None:
    slack.files_upload_v2(
        channel=WELCOME, content="a,b", filename="list.csv", title="The list", initial_comment="Here it is"
    )

    message = maya.messages()[0]
    file = message["files"][0]
    assert (message["text"], message["is_bot"]) == ("Here it is", True)
    assert (file["name"], file["title"], file["size"]) == ("list.csv", "The list", 3)
    assert _get(sandbox, file["url"]).content == b"a,b"


def test_a_file_goes_into_a_thread_and_keeps_its_words_for_screen_readers(slack: WebClient) -> None:
    parent = slack.chat_postMessage(channel=WELCOME, text="A case")["ts"]
    slack.files_upload_v2(
        channel=WELCOME, content=PICTURE, filename="door.png", alt_txt="A door", thread_ts=parent
    )

    reply = slack.conversations_replies(channel=WELCOME, ts=parent)["messages"][1]
    assert reply["subtype"] == "file_share"
    assert reply["files"][0]["alt_txt"] == "A door"


def test_a_file_without_a_channel_stays_with_the_bot(slack: WebClient, maya: Person) -> None:
    kept = slack.files_upload_v2(content="a", filename="a.txt")["file"]

    assert maya.messages() == []
    assert slack.files_info(file=kept["id"])["file"]["name"] == "a.txt"


@pytest.mark.parametrize(
    ("name", "kind", "way"),
    [
        ("door.png", "image/png", "inline"),
        ("door.JPEG", "image/jpeg", "inline"),
        ("door.webp", "image/webp", "inline"),
        ("door.svg", "application/octet-stream", "attachment"),
        ("door.html", "application/octet-stream", "attachment"),
        ("a “door”\n.pdf", "application/octet-stream", "attachment"),
        ("my/../door.png", "image/png", "inline"),
        ("..", "application/octet-stream", "attachment"),
    ],
)
def test_only_pictures_are_shown_and_nothing_becomes_a_page(
    name: str, kind: str, way: str, sandbox: Sandbox, brings: Brings
) -> None:
    shown = _get(sandbox, brings(name, SCRIPT)["url"])

    assert (shown.content, shown.headers["content-type"].partition(";")[0]) == (SCRIPT, kind)
    assert shown.headers["content-disposition"].startswith(f"{way}; filename*=UTF-8''")
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["content-security-policy"] == "sandbox; default-src 'none'"


def test_somebody_sends_a_file_and_the_bot_hears_of_it(
    sandbox: Sandbox, socket: BareSocket, maya: Person, brings: Brings, meanwhile: Meanwhile
) -> None:
    file = brings()

    said = meanwhile(maya.do, "say", conversation=MAYAS_ROOM, files=[file["id"]])
    envelope = socket.read()
    socket.answer(envelope)

    heard = envelope["payload"]["event"]
    assert said.result() == {"ok": True, "kind": "message", "answered": True}
    assert (heard["subtype"], heard["text"], heard["upload"]) == ("file_share", "", True)
    assert heard["files"][0]["url_private"] == sandbox.url + file["url"]
    assert maya.messages(MAYAS_ROOM)[0]["files"] == [file]


def test_where_a_file_is_stays_unknown_without_the_scope(strict: Sandbox) -> None:
    maya = Person(strict, MAYA)
    file = maya.do("upload", filename="a.txt", content="YQ==")["file"]

    maya.do("say", conversation=MAYAS_ROOM, text="Here", files=[file["id"]])

    heard = client_of(strict).conversations_history(channel=MAYAS_ROOM)["messages"][0]["files"][0]
    assert (heard["id"], "url_private" in heard) == (file["id"], False)
    maya.leave()


def test_nobody_sends_what_is_not_theirs_or_was_sent_before(
    maya: Person, linh: Person, brings: Brings
) -> None:
    file = brings()
    stolen = linh.do("say", conversation=WELCOME, files=[file["id"]])
    maya.do("say", conversation=WELCOME, files=[file["id"]])

    again = maya.do("say", conversation=WELCOME, files=[file["id"]])

    assert [stolen["ok"], again["ok"]] == [False, False]


def test_an_upload_has_bytes_and_not_too_many(maya: Person) -> None:
    far_too_much = base64.b64encode(bytes(10_000_001)).decode()

    tried = [maya.do("upload", filename="a.txt", content=it) for it in ("", "no base64!", far_too_much)]

    assert [answer["ok"] for answer in tried] == [False] * 3


def test_a_form_takes_files_of_the_kinds_it_names(
    slack: WebClient, socket: BareSocket, maya: Person, brings: Brings, meanwhile: Meanwhile
) -> None:
    field = {"type": "file_input", "action_id": "x", "filetypes": ["pdf"], "max_files": 1}
    said = meanwhile(maya.say, "/try")
    command = socket.read()
    socket.answer(command)
    said.result()
    form = a_modal(an_input(field, "paper"))
    view = slack.views_open(trigger_id=command["payload"]["trigger_id"], view=form)["view"]
    picture, paper = brings(), brings("letter.pdf", b"%PDF")

    def send(*files: dict[str, Any]) -> dict[str, Any]:
        values = {"paper": {"x": [file["id"] for file in files]}}
        return maya.do("submit", view=view["id"], values=values)

    wrong_kind, too_many, none = send(picture), send(paper, paper), send()
    sent = meanwhile(send, paper)
    submission = socket.read()
    socket.answer(submission)

    assert sent.result()["action"] == "closed"
    arrived = submission["payload"]["view"]["state"]["values"]["paper"]["x"]
    assert (arrived["type"], arrived["files"][0]["name"]) == ("file_input", "letter.pdf")
    assert "url_private" in arrived["files"][0]
    assert [wrong_kind["ok"], too_many["ok"], none["action"]] == [False, False, "incomplete"]


def test_after_a_new_start_the_names_are_there_and_the_bytes_gone(tmp_path: Path) -> None:
    kept, seed = tmp_path / "workspace.json", read_seed()
    before = Sandbox(seed, clock=SandboxClock(seed.start), state_file=kept)
    before.start()
    client_of(before).files_upload_v2(channel=WELCOME, content=PICTURE, filename="door.png")
    before.stop()

    after = Sandbox(seed, clock=SandboxClock(seed.start), state_file=kept)
    after.start()
    maya = Person(after, MAYA)
    file = maya.messages()[0]["files"][0]

    assert file["name"] == "door.png"
    assert _get(after, file["url"]).status_code == 404
    maya.leave()
    after.stop()
