"""What the value of each setting has to look like.

Each check raises ValueError with the words that go on after the setting's name.
"""

import re
from collections.abc import Callable
from ipaddress import AddressValueError, IPv4Address
from urllib.parse import SplitResult, urlsplit

from pydantic import SecretStr
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError


def _token(given: str, kind: str) -> str:
    if not re.fullmatch(rf"{kind}-[\w.-]+", given, re.ASCII):
        raise ValueError(f"has to start with {kind}- and have no spaces in it")
    return given


def _signing_secret(given: str) -> str:
    """Slack's have 32; what is short could be found by trying."""
    if not re.fullmatch(r"[A-Za-z0-9]{16,}", given):
        raise ValueError("is not a signing secret (letters and digits, at least 16)")
    return given


def _port(given: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", given) or not 1 <= int(given) <= 65535:
        raise ValueError("is not a port (a whole number from 1 to 65535)")
    return int(given)


def _api_url(given: str) -> str:
    try:
        parts = urlsplit(given)
        whole = parts.port != 0
    except ValueError:  # brackets that don't close, a port that is no number; the error quotes them
        raise ValueError("is not an address") from None
    if not whole or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("has more or less in it than an address needs")
    if not re.search(r"/api/?$", parts.path):
        raise ValueError("has to end in /api/")
    if not _is_safe(parts):
        raise ValueError("has to begin with https://")
    return parts.geturl().removesuffix("/") + "/"


def _is_safe(parts: SplitResult) -> bool:
    """Without https a token would be readable on its way; on this machine it has no way."""
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(parts.hostname or ""))
    )


def _is_this_machine(host: str) -> bool:
    try:
        return host in ("localhost", "::1") or IPv4Address(host).is_loopback
    except AddressValueError:
        return False


# What people write, and the driver that is installed for it.
DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def _database(given: str) -> str:
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):  # a port that is no number; the error quotes what may be a password
        raise ValueError("is not the address of a database") from None
    if url.drivername not in DRIVERS:
        raise ValueError("names a database that the bot doesn't know")
    return url.set(drivername=DRIVERS[url.drivername]).render_as_string(hide_password=False)


def _data_keys(given: str) -> tuple[SecretStr, ...]:
    keys = _parts(given)
    if not all(re.fullmatch(r"[A-Za-z0-9_-]{43}=", key) for key in keys):
        raise ValueError("is not a key (44 letters and digits, the last one =), or several with commas")
    return tuple(SecretStr(key) for key in keys)


def _members(given: str) -> frozenset[tuple[str, str]]:
    found = [re.fullmatch(r"(T[A-Z0-9]{2,})/([UW][A-Z0-9]{2,})", part) for part in _parts(given)]
    if not all(found):
        raise ValueError("is not T…/U… (or T…/W…), or several with commas")
    return frozenset((each[1], each[2]) for each in found if each)


def _channel(given: str) -> str:
    if not re.fullmatch(r"[CG][A-Z0-9]{2,}", given):
        raise ValueError("is not the id of a channel (C… or G…)")
    return given


def _parts(given: str) -> list[str]:
    return [part.strip() for part in given.split(",") if part.strip()]


CHECKS: dict[str, Callable[[str], object]] = {
    "slack_bot_token": lambda given: _token(given, "xoxb"),
    "slack_app_token": lambda given: _token(given, "xapp"),
    "slack_signing_secret": _signing_secret,
    "port": _port,
    "slack_api_url": _api_url,
    "database_url": _database,
    "data_key": _data_keys,
    "admin_user_ids": _members,
    "staff_channel": _channel,
}
