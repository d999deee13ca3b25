r"""Times as people's transcripts write them: one grammar for every reader of text.

    0:05   00:00:07.12   1:02:03,5        from the start, hours and fractions as they come
    00:00:07:12                           frames of a film, which are left out
    [00.00.07]                            dots, between brackets or at the end of a line only
    #00:00:04-2#                          tenths behind a dash, as analysts' tools write them
    0 minutes 3 seconds   1h 2m 3s        in words, `3 min 5 sek` too
    [12.34s]                              seconds alone, between brackets only
    10:03 AM   3/5/26, 10:15 AM -         of the clock: no places in a recording
    00:05 - 00:09   [0.00 --> 4.20]       a range: where the words begin and end

Any of them may stand in brackets, in code marks, in bold or in italics.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_COLONS = r"#?(?:[0-9]{1,4}:)?[0-9]{1,3}:[0-9]{2}(?:[.,][0-9]{1,3}|[:;][0-9]{2,3}|-[0-9]{1,2}(?=\#))?#?"
_HALF = r"(?:[ \N{NARROW NO-BREAK SPACE}]?[AaPp]\.?[Mm]\b\.?)"
_HOURS = r"(?:hours?|hrs?\.?|h|stunden?|std\.?|heures?|horas?|ore|uur|timmar|godz\.?)"
_MINUTES = r"(?:minut(?:es?|en?|os?|i|er|y)|mins?\.?|m)"
_SPELT_SECONDS = r"(?:second(?:s|es?|en|i)?|secs?\.?|sekund(?:en?|er|y)|sek\.?|segundos?|segs?\.?)"
_SPELLED = (
    rf"(?:[0-9]{{1,3}} ?{_HOURS},? ?)?[0-9]{{1,4}} ?{_MINUTES},? ?[0-9]{{1,2}} ?(?:{_SPELT_SECONDS}|s)(?![^\W_])"
    rf"|[0-9]{{1,2}} {_SPELT_SECONDS}(?![^\W_])|[0-9]{{1,4}} minut(?:es?|en?|os?|i|er|y)\b"
)
_DOTTED = r"(?:[01][0-9]|2[0-3])\.[0-5][0-9]\.[0-5][0-9]"
_SECONDS = r"[0-9]{1,6}\.[0-9]{1,3}s?"
_DAY = r"(?:[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{2,4},?[ T]\s?)"
_ONE = rf"(?:{_DAY}?{_COLONS}{_HALF}?|{_SPELLED})"
_TO = r"(?:\t|[ \t]*(?:-+>|[→–—-]|\bto\b|\buntil\b)[ \t]*)"
_OPEN = r"[\\\[({<`*_~]+"
_SHUT = r"[\\\])}>`*_~]+"

_STAMP = rf"(?P<open>(?:{_OPEN}[ ]?)?)(?P<start>{_ONE})(?:{_TO}(?P<end>{_ONE}))?(?P<shut>(?:[ ]?{_SHUT})?)"
STAMP = re.compile(_STAMP)
_DOTTED_AT_END = rf"{_DOTTED}(?=[ \t]*$)"
LATER = re.compile(
    rf"(?:(?<![\w.:#/,-])|(?=[\[(<{{]))(?:{_STAMP}|[\[(](?:{_DOTTED}|{_SECONDS})[^\[\]()]{{0,20}}[\])])|(?<=\s){_DOTTED_AT_END}"
)
"""A time further on in a line."""
_BARE_SECONDS = re.compile(
    rf"(?P<open>[\[(])(?P<start>{_DOTTED}|{_SECONDS})(?:{_TO}(?P<end>{_DOTTED}|{_SECONDS}))?(?P<shut>[\])])"
)
_LONE_DOTTED = re.compile(rf"(?P<open>)(?P<start>{_DOTTED_AT_END})(?P<end>(?!))?(?P<shut>)")
INSIDE = re.compile(rf"\\?(?:\[(?P<square>{_COLONS})\\?\]|\((?P<round>{_COLONS})\))")
"""A time in brackets among words."""

_EXACT = re.compile(r"\d\d:\d\d:\d\d[.,]\d{1,3}")
"""So exact that a letter right behind it is a name's: `00:01:24.1Dana Reyes: Hello.`"""
_PARTS = re.compile(r"(?:(\d{1,4}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,3})|:(\d{3})|[:;]\d{2}|-(\d{1,2}))?")
DAY_MS = 86_400_000


class Stamp(NamedTuple):
    """A time that stands at a place of a line.

    `decorated` where brackets or marks say that this is no mere number of the words; `clock` where it is a time of day.
    """

    start_ms: int
    end_ms: int | None
    begin: int
    stop: int
    decorated: bool
    clock: bool


def stamp_at(line: str, at: int = 0) -> Stamp | None:
    """Return the time that stands at a place, None where there is none.

    >>> stamp_at("[00:05 - 00:09] Hello")[:4], stamp_at("**#00:00:04-2#** Hello")[:4]
    ((5000, 9000, 0, 15), (4200, None, 0, 16))
    >>> stamp_at("10:03 AM").clock, stamp_at("at 10")
    (True, None)
    """
    found = STAMP.match(line, at) or _BARE_SECONDS.match(line, at) or _LONE_DOTTED.match(line, at)
    if (
        not found
        or not _closed(found["open"], found["shut"])
        or (
            line[found.end() :][:1].isalnum()
            and line[found.end() - 1].isalnum()
            and not _EXACT.fullmatch(found["start"])
        )
    ):
        return None
    start, end = found["start"], found["end"]
    start_ms = stamp_ms(start)
    if start_ms is None:
        return None
    decorated = bool(found["open"]) or "#" in start or end is not None or line[found.end() :][:1].isalnum()
    clock = bool(re.search(rf"{_HALF}$|^{_DAY}", start))
    return Stamp(start_ms, stamp_ms(end) if end else None, found.start(), found.end(), decorated, clock)


def _closed(opened: str, shut: str) -> bool:
    """Say whether what opens is what shuts: `(0:05` and `0:05)` are no times of their own."""
    pairs = {"[": "]", "(": ")", "{": "}", "<": ">"}
    wanted = "".join(pairs.get(sign, sign) for sign in reversed(opened.replace("\\", "").strip()))
    return wanted == shut.replace("\\", "").strip()


def _unit(name: str) -> int:
    """Return the milliseconds of a unit: `m` and `minutos` are minutes, `s` and `sek` seconds, `std` is hours."""
    if name[:1] == "m":
        return 60_000
    return 1000 if name in ("", "s") or name[:2] == "se" else 3_600_000


def stamp_ms(text: str) -> int | None:
    """Return the milliseconds of a time as `STAMP` finds it, those of a day from midnight.

    >>> stamp_ms("1:02:03,5"), stamp_ms("2 minutes 3 seconds"), stamp_ms("3/5/26, 10:15 PM"), stamp_ms("4.25s")
    (3723500, 123000, 80100000, 4250)
    """
    found = _PARTS.search(re.sub(r"^(\d\d)\.(\d\d)\.(\d\d)$", r"\1:\2:\3", text))
    if not found:
        spelled = re.findall(r"(\d+(?:\.\d+)?) ?([a-z]*)", text)
        return round(sum(float(count) * _unit(unit) for count, unit in spelled)) if spelled else None
    hours, minutes, seconds, fraction, thousandths, tenths = found.groups()
    half = re.search(r"([AaPp])\.?[Mm]\b", text)
    if half or re.match(_DAY, text):
        hours, minutes, seconds = (hours or minutes, minutes if hours else seconds, seconds if hours else "0")
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    if half:
        whole = whole % 43_200 + (43_200 if half[1] in "pP" else 0)
    return whole * 1000 + int((fraction or thousandths or tenths or "").ljust(3, "0")[:3])
