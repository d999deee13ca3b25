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
_SPELT_END = r"(?:(?=[0-9:]{4,8}$)|(?![^\W_]))"  # Teams writes a time twice: `0 minutes 3 seconds0:03`
_SPELLED = (
    rf"(?:[0-9]{{1,3}} ?{_HOURS},? ?)?[0-9]{{1,4}} ?{_MINUTES},? ?[0-9]{{1,2}} ?(?:{_SPELT_SECONDS}|s){_SPELT_END}"
    rf"|[0-9]{{1,2}} {_SPELT_SECONDS}{_SPELT_END}|[0-9]{{1,4}} minut(?:es?|en?|os?|i|er|y)\b"
)
_DOTTED = r"(?:[01][0-9]|2[0-3])\.[0-5][0-9]\.[0-5][0-9]"
_SECONDS = r"[0-9]{1,6}\.[0-9]{1,3}s?"
_DAY = r"(?:[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{2,4},?[ T]\s?)"
_ZONE = r"(?:Z\b|[+-][0-9]{2}:?[0-9]{2}\b)"
_ONE = rf"(?:{_DAY}{_COLONS}{_ZONE}|{_DAY}?{_COLONS}{_HALF}?|(?:{_SPELLED})(?:[0-9:]{{4,8}}$)?)"
_TO = r"(?:\t|[ \t]*(?:-+>|[→–—-]|\bto\b|\buntil\b)[ \t]*)"
_OPEN = r"[\\\[({<`*_~]+"
_SHUT = r"[\\\])}>`*_~]+"

_STAMP = rf"(?P<open>(?:{_OPEN}[ ]?)?)(?P<start>{_ONE})(?:{_TO}(?P<end>{_ONE}))?(?P<shut>(?:[ ]?{_SHUT})?)"
STAMP = re.compile(_STAMP)
_DOTTED_AT_END = rf"{_DOTTED}(?=[ \t]*$)"
LATER = re.compile(
    rf"(?:(?<![\w.:#/,-])|(?=[\[(<{{]))(?:{_STAMP}|[\[(](?:{_DOTTED}|{_SECONDS})[^\[\]()]{{0,20}}[\])])|(?<=\s){_DOTTED_AT_END}"
)
"""A time further on in a line; `later_stamp` finds it sooner."""
_BARE_SECONDS = re.compile(
    rf"(?P<open>[\[(])(?P<start>{_DOTTED}|{_SECONDS})(?:{_TO}(?P<end>{_DOTTED}|{_SECONDS}))?(?P<shut>[\])])"
)
_LONE_DOTTED = re.compile(rf"(?P<open>)(?P<start>{_DOTTED_AT_END})(?P<end>(?!))?(?P<shut>)")
INSIDE = re.compile(rf"\\?(?:\[(?P<square>{_COLONS})\\?\]|\((?P<round>{_COLONS})\))")
"""A time in brackets among words."""

_BEFORE_DIGITS = frozenset(" #\\[({<`*_~")
BEGINS = _BEFORE_DIGITS - {" "} | frozenset("0123456789")
"""What a time may begin with."""
_DIGIT = re.compile("[0-9]")
_SHUTS = str.maketrans("[({<", "])}>")
_CLOCK = re.compile(rf"{_HALF}$|^{_DAY}")
_MERIDIEM = re.compile(r"([AaPp])\.?[Mm]\b")
_DATED = re.compile(_DAY)
_DOTS = re.compile(r"(\d\d)\.(\d\d)\.(\d\d)")
_SPELLED_PART = re.compile(r"(\d+(?:\.\d+)?) ?([a-z]*)")
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
    if line[at : at + 1] not in BEGINS:  # nearly every place that is asked for
        return None
    found = STAMP.match(line, at) or _BARE_SECONDS.match(line, at) or _LONE_DOTTED.match(line, at)
    if not found:
        return None
    opened, start, end, shut = found.group("open", "start", "end", "shut")
    stop = found.end()
    if not opened and shut[:1] == " ":  # of what follows: `0:01:02.0 **Dana Reyes**`
        shut, stop = "", found.start("shut")
    if end and not opened and line[found.end("start") : found.start("end")].strip() in ("to", "until"):
        end, stop = None, found.end("start")  # `0:35 to 19:40 most mornings`, where the words go on
    run_on = line[stop : stop + 1].isalnum()
    if not _closed(opened, shut) or (run_on and line[stop - 1].isalnum() and not _EXACT.fullmatch(start)):
        return None
    start_ms = stamp_ms(start)
    if start_ms is None:
        return None
    decorated = bool(opened) or "#" in start or end is not None or run_on
    return Stamp(start_ms, stamp_ms(end) if end else None, at, stop, decorated, bool(_CLOCK.search(start)))


def _closed(opened: str, shut: str) -> bool:
    """Say whether what opens is what shuts: `(0:05` and `0:05)` are no times of their own."""
    return opened.replace("\\", "").strip()[::-1].translate(_SHUTS) == shut.replace("\\", "").strip()


def later_stamp(line: str, at: int, end: int) -> re.Match[str] | None:
    """Return what looks like a time behind a place and before another one, as `LATER` finds it.

    No time stands far before a digit: the words up to the first one are passed over.
    """
    digit = _DIGIT.search(line, at, end)
    if not digit:
        return None
    begin = digit.start()
    while begin > at and line[begin - 1] in _BEFORE_DIGITS:
        begin -= 1
    return LATER.search(line, begin, end)


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
    found = _PARTS.search(text.replace(".", ":") if _DOTS.fullmatch(text) else text)
    if not found:
        spelled = _SPELLED_PART.findall(text)
        return round(sum(float(count) * _unit(unit) for count, unit in spelled)) if spelled else None
    hours, minutes, seconds, fraction, thousandths, tenths = found.groups()
    half = _MERIDIEM.search(text)
    if half or _DATED.match(text):
        hours, minutes, seconds = (hours or minutes, minutes if hours else seconds, seconds if hours else "0")
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    if half:
        whole = whole % 43_200 + (43_200 if half[1] in "pP" else 0)
    return whole * 1000 + int((fraction or thousandths or tenths or "").ljust(3, "0")[:3])
