"""Words on their way to and from Slack: escaped, unescaped, cut to length, and dates as people say them.

Text from people reaches Slack through one of two functions: `escape` where it stands in mrkdwn or in a
message's top-level text, `clean` where it stands in plain_text (titles, labels, options, buttons).
Figures: slack-platform.md, sections 6 and 12.
"""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

ELLIPSIS = "…"

_LINE_BREAKS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
# Control characters (NUL cannot be stored in PostgreSQL), letters that turn the direction of a line
# around, and halves of surrogate pairs, which no encoder takes.
_NEVER_SHOWN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

# Accents, variation selectors, skin tones, keycaps and the tags inside some flags belong to what precedes.
_BELONGS_TO_IT = (
    r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
    r"\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)
_STANDS_WHOLE = re.compile(
    r"<[^<>]*>"  # a mention, link or date
    r"|&(?:amp|lt|gt);"
    r"|[\U0001f1e6-\U0001f1ff]{2}"  # a flag: two letters
    rf"|.(?:{_BELONGS_TO_IT}|\u200d[^<&]){{0,12}}",  # as long as emoji get; a tower of accents may be cut
    re.DOTALL,
)


def escape(text: str) -> str:
    """For mrkdwn and top-level text: nothing a person wrote becomes a mention, a link or a date.

    Their *stars* still make bold, which Slack has no escape for; bare addresses stay plain because the
    builders in handlers/blocks.py send mrkdwn verbatim.
    """
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """What a person typed, out of Slack's escaping and fit to be stored.

    Mentions and links that Slack marked must be read before this: afterwards they look like typed ones.
    """
    return clean(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


def clean(text: str) -> str:
    """For plain_text and for storing: without what is never shown, so that a name cannot turn a sentence."""
    return _NEVER_SHOWN.sub("", _LINE_BREAKS.sub("\n", text))


def length(text: str) -> int:
    """Characters as Slack may count them: its unit is not documented, so the larger guess, UTF-16, holds."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """At most `limit` (1 or more) characters, with an ellipsis where something was left out.

    Works on escaped text: an `&amp;`, a `<…>` or an emoji is kept whole or left out.
    """
    if length(text) <= limit:
        return text
    kept, room = [], limit - len(ELLIPSIS)
    for piece in _STANDS_WHOLE.finditer(text):
        room -= length(piece.group())
        if room < 0:
            break
        kept.append(piece.group())
    return "".join(kept).rstrip() + ELLIPSIS


def when(moment: datetime, zone: str, *, now: datetime) -> str:
    """A date token: each reader sees the moment in their own zone. `zone` is for where tokens do not work."""
    fallback = plain_when(moment, zone, now=now)
    return f"<!date^{int(moment.timestamp())}^{{date_long_pretty}} at {{time}}|{fallback}>"


def day(moment: datetime, zone: str, *, now: datetime) -> str:
    """As `when`, without the hour: the day on which the moment falls where the reader is."""
    fallback = plain_day(moment, zone, now=now)
    return f"<!date^{int(moment.timestamp())}^{{date_long_pretty}}|{fallback}>"


def plain_when(moment: datetime, zone: str, *, now: datetime) -> str:
    """For plain_text, and for deadlines, whose hour is that of the election office: "…at 4:00 PM EDT"."""
    local = _in_zone(moment, zone)
    hour = f"{local.hour % 12 or 12}:{local:%M %p}"
    return f"{plain_day(moment, zone, now=now)} at {hour} {_zone_name(local)}"


def plain_day(moment: datetime, zone: str, *, now: datetime) -> str:
    """ "Tuesday, March 10", with the year when it is not this one in that zone."""
    local = _in_zone(moment, zone)
    year = "" if local.year == _in_zone(now, zone).year else f", {local.year}"
    return f"{local:%A, %B} {local.day}{year}"


def _in_zone(moment: datetime, zone: str) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(ZoneInfo(zone))


def _zone_name(local: datetime) -> str:
    """Zones without letters of their own are called "-03"."""
    name = local.tzname() or ""
    return name if name.isalpha() else f"UTC{name}"
