"""Slack's signature: only Slack and we know the secret, so nobody else can have sent what it fits.

Rules: docs.slack.dev, "Verifying requests from Slack".
"""

import re

from slack_sdk.signature import SignatureVerifier
from starlette.datastructures import Headers

TIMESTAMP = "x-slack-request-timestamp"
SIGNATURE = "x-slack-signature"

# The SDK's verifier raises errors of many kinds at what does not look like this.
SHAPES = {TIMESTAMP: re.compile("[0-9]{1,12}"), SIGNATURE: re.compile("v0=[0-9a-f]{64}")}


def is_slacks(verifier: SignatureVerifier, headers: Headers, body: bytes) -> bool:
    """Whether these very bytes were signed, at most five minutes from now to either side.

    What is sent again within that time is taken: Slack does so too, and nothing is done twice by it.
    """
    signed = {name: _the_one(headers, name) for name in SHAPES}
    if not all(shape.fullmatch(signed[name]) for name, shape in SHAPES.items()):
        return False
    try:
        return verifier.is_valid(body, signed[TIMESTAMP], signed[SIGNATURE])
    except UnicodeDecodeError:  # the SDK wants text, and Slack sends nothing else
        return False


def _the_one(headers: Headers, name: str) -> str:
    """Twice is as good as never: who looks at which?"""
    found = headers.getlist(name)
    return found[0] if len(found) == 1 else ""
