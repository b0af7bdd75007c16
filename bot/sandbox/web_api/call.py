"""One call of a Web API method: its arguments, as JSON, form or query, and what it may touch."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.sandbox import strict_json
from bot.sandbox.parts import Parts
from bot.sandbox.refusal import Refused
from bot.sandbox.workspace.records import Json
from bot.sandbox.workspace.state import Workspace


@dataclass(frozen=True)
class Call:
    method: str
    arguments: Json
    token: str
    parts: Parts

    @property
    def workspace(self) -> Workspace:
        return self.parts.workspace

    def text(self, name: str) -> str:
        value = self.arguments.get(name)
        return "" if value is None else str(value)

    def flag(self, name: str) -> bool:
        """Forms carry words for what JSON carries as a truth value."""
        return str(self.arguments.get(name, "")).lower() in ("true", "1")

    def whole(self, name: str, default: int) -> int:
        try:
            return int(self.text(name) or default)
        except ValueError:
            raise Refused("invalid_arguments") from None

    def nested(self, name: str, error: str = "invalid_arguments") -> object:
        """Lists and objects, which forms (and careless JSON) carry as a JSON string."""
        value = self.arguments.get(name)
        if not isinstance(value, str) or not value:
            return value or None
        try:
            return strict_json.read(value)
        except ValueError:
            raise Refused(error) from None

    def needs(self, *scopes: str) -> None:
        """Refuses unless one of the scopes was granted; the first one is named when several would do."""
        if not any(self.parts.manifest.allows(scope) for scope in scopes):
            raise Refused("missing_scope", needed=",".join(scopes), provided=self.parts.manifest.provided())


async def read_arguments(request: Request) -> Json:
    arguments: Json = dict(request.query_params)
    if request.method != "POST":
        return arguments
    if request.headers.get("content-type", "").startswith("application/json"):
        return {**arguments, **read_json(await request.body())}
    form = (await request.body()).decode(errors="replace")
    return {**arguments, **dict(parse_qsl(form, keep_blank_values=True))}


def read_token(request: Request, arguments: Json) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else str(arguments.get("token") or "")


def without_token(arguments: Json) -> Json:
    return {name: value for name, value in arguments.items() if name != "token"}


def read_json(body: bytes) -> Json:
    if not body.strip():
        return {}
    try:
        read = strict_json.read(body)
    except ValueError:
        raise Refused("invalid_json") from None
    if not isinstance(read, dict):
        raise Refused("json_not_object")
    return read
