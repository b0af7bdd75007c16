"""Small rules that check one JSON value and name its faults the way Slack does, with a JSON pointer."""

import re
from collections.abc import Callable, Collection, Mapping

Problems = list[str]
Rule = Callable[[object, str, Problems], None]
"""(value, JSON pointer, where to put problems)"""


def note(problems: Problems, what: str, pointer: str) -> None:
    problems.append(f"[ERROR] {what} [json-pointer:{pointer or '/'}]")


def string(longest: int, *, shortest: int = 1, pattern: str | None = None) -> Rule:
    """Slack counts "less than" one more than the longest allowed."""

    def check(value: object, pointer: str, problems: Problems) -> None:
        if not isinstance(value, str):
            note(problems, "must provide a string", pointer)
        elif len(value) < shortest:
            note(problems, f"must be more than {shortest - 1} characters", pointer)
        elif len(value) > longest:
            note(problems, f"must be less than {longest + 1} characters", pointer)
        elif pattern and not re.fullmatch(pattern, value):
            note(problems, "must match the expected format", pointer)

    return check


def flag(value: object, pointer: str, problems: Problems) -> None:
    if not isinstance(value, bool):
        note(problems, "must provide a boolean", pointer)


def whole(lowest: int, highest: int) -> Rule:
    def check(value: object, pointer: str, problems: Problems) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            note(problems, "must provide an integer", pointer)
        elif not lowest <= value <= highest:
            note(problems, f"must be between {lowest} and {highest}", pointer)

    return check


def one_of(*allowed: str) -> Rule:
    def check(value: object, pointer: str, problems: Problems) -> None:
        if value not in allowed:
            note(problems, f"must be one of: {', '.join(allowed)}", pointer)

    return check


def each(rule: Rule, *, most: int, least: int = 1) -> Rule:
    def check(value: object, pointer: str, problems: Problems) -> None:
        if not isinstance(value, list):
            note(problems, "must provide an array", pointer)
            return
        if len(value) > most:
            note(problems, f"no more than {most} items allowed", pointer)
        if len(value) < least:
            note(problems, f"must contain at least {least} items", pointer)
        for place, item in enumerate(value):
            rule(item, f"{pointer}/{place}", problems)

    return check


def anything(value: object, pointer: str, problems: Problems) -> None:
    """For the few places whose inside no source describes."""


def shape(properties: Mapping[str, Rule], *, needs: Collection[str] = (), also: Rule = anything) -> Rule:
    """An object with these properties and no others; `also` looks at the whole where the parts are right."""

    def check(value: object, pointer: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            note(problems, "must provide an object", pointer)
            return
        before = len(problems)
        for name in needs:
            if value.get(name) is None:
                note(problems, f"missing required field: {name}", pointer)
        for name, inside in value.items():
            _check_property(properties, name, inside, pointer, problems)
        if len(problems) == before:
            also(value, pointer, problems)

    return check


def by_type(shapes: Mapping[str, Rule]) -> Rule:
    """The object's own `type` says which shape it has; other types are not supported here."""

    def check(value: object, pointer: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            note(problems, "must provide an object", pointer)
        elif not isinstance(value.get("type"), str):
            note(problems, "missing required field: type", pointer)
        elif value["type"] not in shapes:
            note(problems, f"unsupported type: {value['type']}", f"{pointer}/type")
        else:
            shapes[value["type"]](value, pointer, problems)

    return check


def _check_property(
    properties: Mapping[str, Rule], name: str, inside: object, pointer: str, problems: Problems
) -> None:
    if name not in properties:
        note(problems, f"invalid additional property: {name}", pointer)
    elif inside is not None:
        properties[name](inside, f"{pointer}/{name}", problems)
