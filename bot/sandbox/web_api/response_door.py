"""The address of response URLs: what comes there, and what is answered."""

from starlette.requests import Request
from starlette.responses import Response

from bot.sandbox.parts import Parts
from bot.sandbox.refusal import Refused
from bot.sandbox.to_bot.faults import Reply, answer_under
from bot.sandbox.web_api.call import read_json
from bot.sandbox.web_api.methods import send_reply


async def answer_response_url(request: Request, parts: Parts) -> Response:
    finish = parts.traffic.start("from_bot", "response_url")
    body = await request.body()

    def work() -> Reply:
        try:
            parts.response_urls.post(request.path_params["key"], read_json(body))
        except Refused as refused:
            return Reply(refused.as_json(), status=404)
        return Reply("ok")

    reply = await answer_under(parts.faults.take("web_api", "response_url"), work)
    finish(ok=reply.status == 200, arguments=body.decode(errors="replace"), answer=reply.body)
    return send_reply(request, reply)
