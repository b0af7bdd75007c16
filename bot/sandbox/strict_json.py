"""JSON that can be sent on and stored: what this reads, anybody can write down again.

Python reads more than JSON has, such as NaN and halves of a letter, and falls over its own feet where lists
stand a thousand deep in each other.
"""

import json

DEEPEST = 200  # lists and objects in each other; no view and no event comes near it
LARGEST = 1e300  # so that each is a number to everybody, whole or not


def read(text: bytes | str) -> object:
    """Raises ValueError."""
    try:
        found: object = json.loads(text)
    except RecursionError:
        raise ValueError("too deep") from None
    check(found)
    return found


def check(value: object, deepest: int = DEEPEST) -> None:
    """Raises ValueError at what others could not read."""
    if isinstance(value, str):
        value.encode()  # half of a letter is no text (a UnicodeEncodeError is a ValueError)
    elif isinstance(value, int | float) and not abs(value) <= LARGEST:
        raise ValueError("no number that fits")
    elif isinstance(value, dict | list):
        if deepest == 0:
            raise ValueError("too deep")
        for each in value:
            check(each, deepest - 1)
        for each in value.values() if isinstance(value, dict) else ():
            check(each, deepest - 1)
