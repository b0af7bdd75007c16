"""The straight line, with Bolt at the other end: somebody does something, the bot answers."""

from typing import Any

from slack_sdk import WebClient

from bot.sandbox import Sandbox
from tests.bot.sandbox.block_kit.shapes import a_button, a_home, a_modal
from tests.bot.sandbox.players import MAYA, MAYAS_ROOM, WELCOME, BoltBot, Person, until


def test_a_command_is_answered_for_one_person_only(bot: BoltBot, maya: Person, linh: Person) -> None:
    bot.app.command("/runforsomething")(lambda ack, command: ack(text=f"You asked for {command['text']}."))
    bot.connect()

    said = maya.say("/runforsomething help")

    assert said == {"ok": True, "kind": "command", "answered": True}
    assert maya.texts() == ["You asked for help."]
    assert linh.texts() == []


def test_a_command_can_answer_everybody(bot: BoltBot, maya: Person, linh: Person) -> None:
    bot.app.command("/hooray")(lambda ack: ack(text="Maya won.", response_type="in_channel"))
    bot.connect()

    maya.say("/hooray")

    assert linh.texts() == ["/hooray", "Maya won."]


def test_words_for_the_bot_reach_it_as_slack_writes_them(bot: BoltBot, maya: Person) -> None:
    heard: list[dict[str, Any]] = []
    bot.app.event("message")(lambda event: heard.append(event))
    bot.connect()

    said = maya.say("Is <this> for @Denise & me? https://example.org/?a=1&b=2.", MAYAS_ROOM)

    assert said["answered"]
    assert heard[0]["text"] == (
        "Is &lt;this&gt; for <@U07MENTOR1> &amp; me? <https://example.org/?a=1&amp;b=2>."
    )
    assert (heard[0]["channel"], heard[0]["channel_type"]) == (MAYAS_ROOM, "im")


def test_a_form_is_opened_filled_in_and_sent(bot: BoltBot, maya: Person) -> None:
    received: list[dict[str, Any]] = []

    def take(ack: Any, view: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        received.append(view["state"]["values"])
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text="You're in.")

    bot.app.command("/runforsomething")(
        lambda ack, body, client: (client.views_open(trigger_id=body["trigger_id"], view=a_modal()), ack())
    )
    bot.app.view("a_form")(take)
    bot.connect()
    maya.say("/runforsomething")

    sent = maya.do("submit", view=maya.modal()["id"], values={"name": {"value": "Maya"}})

    assert sent == {"ok": True, "answered": True, "action": "closed"}
    assert received == [{"name": {"value": {"type": "plain_text_input", "value": "Maya"}}}]
    assert maya.screen()["modals"] == []
    assert until(lambda: maya.texts(MAYAS_ROOM)) == ["You're in."]


def test_opening_home_shows_what_the_bot_publishes(bot: BoltBot, maya: Person) -> None:
    bot.app.event("app_home_opened")(
        lambda event, client: client.views_publish(user_id=event["user"], view=a_home())
    )
    bot.connect()

    maya.do("open_home")

    assert until(lambda: maya.screen()["home"])["type"] == "home"


def test_a_click_can_be_answered_through_its_response_url(
    bot: BoltBot, slack: WebClient, maya: Person
) -> None:
    def claim(ack: Any, respond: Any) -> None:
        ack()
        respond(text="Claimed.", replace_original=True)

    bot.app.action("claim")(claim)
    bot.connect()
    ts = slack.chat_postMessage(channel=WELCOME, text="A request", blocks=[a_button("claim")])["ts"]

    clicked = maya.do("click", conversation=WELCOME, ts=ts, block_id="row", action_id="claim")

    assert clicked == {"ok": True, "answered": True}
    assert until(lambda: maya.texts() == ["Claimed."])


def test_the_bot_stays_connected_over_its_own_pings(sandbox: Sandbox, maya: Person) -> None:
    bot = BoltBot(sandbox, ping_interval=0.2)
    bot.connect()

    session = bot.handler.client.current_session
    until(lambda: session and session.last_ping_pong_time)

    assert maya.screen()["connected"] == 1
    bot.rest()


def test_the_bot_moves_to_a_new_socket_when_it_is_told_to(bot: BoltBot, maya: Person) -> None:
    bot.app.command("/runforsomething")(lambda ack: ack(text="Still here."))
    bot.connect()
    before = bot.handler.client.session_id()

    maya.do("disconnect", reason="refresh_requested")
    until(lambda: bot.handler.client.session_id() != before and bot.handler.client.is_connected())

    assert maya.say("/runforsomething")["answered"]
    assert maya.texts() == ["Still here."]


def test_who_looks_at_the_bots_conversation_is_announced(bot: BoltBot, maya: Person) -> None:
    tabs: list[str] = []
    bot.app.event("app_home_opened")(lambda event: tabs.append(event["tab"]))
    bot.connect()

    maya.do("open", conversation=MAYAS_ROOM)

    assert until(lambda: tabs) == ["messages"]


def test_what_was_not_read_is_counted_until_it_is_opened(slack: WebClient, maya: Person) -> None:
    slack.chat_postMessage(channel=MAYA, text="One")
    unread = {room["id"]: room["unread"] for room in maya.screen()["conversations"]}

    maya.do("open", conversation=MAYAS_ROOM)

    assert unread[MAYAS_ROOM] == 1
    assert {room["unread"] for room in maya.screen()["conversations"]} == {0}
