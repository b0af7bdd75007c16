"""A request URL is accepted once the bot has given a challenge back there, as when one saves it in Slack."""

from contextlib import nullcontext

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from bot.sandbox import Sandbox
from bot.sandbox.refusal import Unplayable
from tests.bot.sandbox.players import Person
from tests.bot.sandbox.to_bot.http_bots import Scripted, an_address


@pytest.mark.parametrize("url", ["", "nowhere", "ftp://127.0.0.1/", "http://", "http://[", "http://a:b/"])
def test_what_is_no_address_is_not_accepted(url: str, sandbox: Sandbox) -> None:
    with pytest.raises(Unplayable, match="it is no address of the web"):
        sandbox.send_to(url)


def test_nobody_at_home_is_not_accepted(sandbox: Sandbox, bot: object, maya: Person) -> None:
    with pytest.raises(Unplayable, match="nobody answers there"):
        sandbox.send_to("http://127.0.0.1:9/")

    assert maya.screen()["connected"] == 0


@pytest.mark.parametrize(
    "answer",
    [Response(), PlainTextResponse("hello"), JSONResponse({"challenge": "another"}), JSONResponse([])],
)
def test_who_gives_no_challenge_back_is_not_accepted(answer: Response, sandbox: Sandbox) -> None:
    async def say_so(_request: Request) -> Response:
        return answer

    with an_address(say_so) as url, pytest.raises(Unplayable, match="the challenge did not come back"):
        sandbox.send_to(url)


@pytest.mark.parametrize("way", ["text", "form", "json"])
def test_a_challenge_may_come_back_in_three_ways(way: str, sandbox: Sandbox, maya: Person) -> None:
    async def give_back(request: Request) -> Response:
        challenge = (await request.json())["challenge"]
        ways = {
            "text": PlainTextResponse(challenge),
            "form": PlainTextResponse(f"challenge={challenge}"),
            "json": JSONResponse({"challenge": challenge}),
        }
        return ways[way]

    with an_address(give_back) as url:
        sandbox.send_to(url)

        assert maya.screen()["connected"] == 1


@pytest.mark.parametrize(("redirects", "accepted"), [(2, True), (3, False)])
def test_a_request_url_may_lead_on_twice(redirects: int, accepted: bool, sandbox: Sandbox) -> None:
    bot, led = Scripted(), [0]

    async def lead_on(request: Request) -> Response:
        if led[0] < redirects:
            led[0] += 1
            return RedirectResponse(request.url, status_code=307)
        return await bot.answer(request)

    too_far = pytest.raises(Unplayable, match="it leads on to others more than twice")
    with an_address(lead_on) as url, nullcontext() if accepted else too_far:
        sandbox.send_to(url)


def test_another_program_can_give_the_url_too(maya: Person) -> None:
    refused = maya.do("request_url", request_url="http://127.0.0.1:9/")
    with an_address(Scripted().answer) as url:
        accepted = maya.do("request_url", request_url=url)

    assert refused == {"ok": False, "error": "This request URL is not accepted: nobody answers there."}
    assert accepted == {"ok": True}
