"""Dates and lengths as people write them above a transcript: every reading that one has, and no guess among them.

    2026-01-23, 2026/01/23, 20260123, 2026年1月23日     year first
    23.01.2026, 01/23/2026                            a part above 12 is the day
    03/04/2026                                        two readings
    July 18, 2025; 9th Feb, '26; 18 de julio de 2025   names of months in seven languages

A weekday may stand before, a time of day behind; the time counts only with an offset from UTC. Anything more makes a
sentence of it, which states no date. The standard library reads one of these forms, and a general reader of dates
(`dateutil`) guesses: it makes a day of this month of `10`, and takes `03/04/2026` for the American one.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from evidence.text import fold, milliseconds, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

# One line is one month, without accents: English, German, French, Spanish, Italian, Portuguese, Dutch.
_MONTHS = """
january jan januar janner januari janvier janv enero ene gennaio gen janeiro
february feb februar feber februari fevrier fevr fev febrero febbraio fevereiro
march mar marz maerz mrz maart mars marzo marco
april apr avril avr abril abr aprile
may mai mei mayo maggio mag maio
june jun juni juin junio giugno giu junho
july jul juli juillet juil julio luglio lug julho
august aug augustus aout agosto ago
september sep sept septembre septiembre setiembre settembre set setembro
october oct oktober okt octobre octubre ottobre ott outubro out
november nov novembre noviembre novembro
december dec dezember dez decembre diciembre dic dicembre dezembro
"""
_WEEKDAYS = """
monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri saturday sat sunday sun
montag mo dienstag di mittwoch mi donnerstag do freitag fr samstag sonnabend sa sonntag so
lundi lun mardi mar mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim
lunes martes miercoles mie jueves jue viernes vie sabado sab domingo dom
"""
_WORD = r"[^\W\d_]{2,12}"
_YEAR_FIRST = re.compile(r"(\d{4})(?:([-/._])(\d\d?)\2(\d\d?)|()(\d\d)(\d\d))(?!\d)")
_NUMBERS = re.compile(r"(\d\d?)([-/.])(\d\d?)\2(\d{4}|\d\d)(?!\d)")
_DAY_FIRST = re.compile(
    rf"(\d\d?)(?:st|nd|rd|th|er|º|ª|\.)?(?:[ -]|\bof\b|\bde\b){{1,4}}"
    rf"({_WORD})\.?(?:[ ,-]|\bdel?\b){{1,5}}('?\d\d|\d{{4}})(?!\d)"
)
_MONTH_FIRST = re.compile(rf"({_WORD})\.?[ -](\d\d?)(?:st|nd|rd|th)?(?:, ?| |-)(\d{{4}}|'\d\d)(?!\d)")
_YEAR_THEN_MONTH = re.compile(rf"(\d{{4}})[ -]({_WORD})\.?[ -](\d\d?)(?:st|nd|rd|th)?(?!\d)")
_BEFORE = re.compile(rf"(?:on|le|el|am|den) |\(?({_WORD})\.?\)?[,.]? ")
_CLOCK = r"\d{1,2}(?:[:.h]\d\d(?::\d\d(?:[.,]\d{1,9})?)?)?(?: ?[ap]\.?m\b\.?| ?uhr\b)?"
_ZONE = r"(?:z|\(?(?:utc|gmt)(?: ?[+-]\d{1,2}(?::?\d\d)?)?\)?|[+-]\d\d:?\d\d)"
_TIME = re.compile(
    rf"(?P<from>{_CLOCK})(?P<range> ?(?:[-–—]|to|bis) ?(?P<until>{_CLOCK}))?"
    rf"(?: ?(?P<zone>{_ZONE})| \(?(?:[a-z]{{2,5}}|[a-z ]{{4,30}} time|[a-z]+/[a-z_]+)\)?)?(?: \([^()]{{1,40}}\))?",
)
_CLOCKED = r"\d{1,2}(?:[:h]\d\d(?::\d\d)?(?: ?[ap]\.?m\b\.?| ?uhr\b)?| ?[ap]\.?m\b\.?| ?uhr\b)"
_TIME_AMONG = re.compile(
    rf"{_CLOCKED}(?: ?(?:[-–—]|to|bis) ?{_CLOCKED})?(?: ?{_ZONE}(?![^\W_])| \(?[a-z]{{1,4}}t\b\)?)?(?![^\W_])"
)
_BORDER = re.compile(r"(?<![^\W_])(?<!\d[-./:])(?<![$€£+#.])(?=[^\W_])")
_BEHIND = re.compile(r"(?![^\W_])(?![-./:]\d)")
_DAY_BEFORE = re.compile(rf"\(?({_WORD})\.?\)?[,.]? $")
_SPACED_YEAR = re.compile(r".*[ ,]\d\d$")
_LINK = re.compile(r"[ ,]*(?:(?<=\d)t(?=\d)|@|·|\||[-–—]|\bat\b|\bum\b|\ba las\b|à)? ?")
_REMARK = re.compile(r"[ ,]*\(?[^\W\d_]{2,12}\.?\)?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dt\d\d:\d\d")
_ODD_QUOTES = re.compile(
    "[\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}]"
)
_STANDARD = re.compile(r"[\dw-]+(?:[t ]|$)")
_NUMBER = r"\d{1,2}(?:st|nd|rd|th|er|\.)?"
_TO = r"\s?(?:[-–—/&+]|\b(?:to|and|until|through|bis|und|au|et|al?|y|até|e|tot|en)\b)\s?"
_NAMED_RANGE = re.compile(
    rf"(?:({_WORD})\.? )?{_NUMBER}(?: (?:de )?({_WORD})\.?)?{_TO}(?:({_WORD})\.? )?{_NUMBER}(?: (?:de )?({_WORD})\.?)?"
    r",?(?: de)? ?'?(?:\d{4}|\d\d)(?!\d)"
)
_NUMBER_RANGE = re.compile(
    rf"(?<![\d./-])\d{{1,2}}[./]?(?:\d{{1,2}}[./]?)?{_TO}\d{{1,2}}([./])\d{{1,2}}\1\d{{2,4}}(?!\d)"
    rf"|\d{{4}}-\d\d-\d\d{_TO}(?:\d\d-)?\d\d(?![\d:])"
)
_BEFORE_RANGE = frozenset({"dal", "del", "du", "from", "on", "the", "vom", "von"})
_RANGE_OF_DATES = re.compile(r"\s+(?:[-–—]|to|until|through|bis|au|al?|até|tot)\s+")
ORDERS = ("DMY", "MDY")
"""What the setting `date_order` may say of dates whose first two numbers may both be the month."""
SETTLES = "date_order: DMY or MDY in evidence.yaml settles it"
"""What a message says of such a date."""
_MOST = 100  # characters: what is longer is a sentence


def read_dates(text: str, *, day_first: bool = False, order: str | None = None) -> tuple[str, ...]:
    """Return what a text may mean as a date, in RFC 3339: nothing, one reading, or several.

    day_first: the label before it is German or Spanish, where the month never comes first.
    order: `DMY` or `MDY`, where it is known which of two numbers below 13 is the day.

    >>> read_dates("Fri, 23 Jan 2026"), read_dates("03/04/2026"), read_dates("on July 18 we go live")
    (('2026-01-23',), ('2026-03-04', '2026-04-03'), ())
    >>> read_dates("2026-01-23T09:21:00-05:00")
    ('2026-01-23T09:21:00-05:00',)
    """
    line = _straight(one_line(text).strip(" \"'`*_[]~").lower())
    if len(line) > _MOST or not any(map(str.isdigit, line)):
        return ()
    line = re.sub(r"(\d) ?[年月] ?(?=\d)", r"\1-", line).replace("日", "")
    # `T23:30:00-05:00` has its offset behind a hyphen, as the end of a range would be.
    found = (_iso(line) if _MOMENT.match(line) else ()) or _dated(line, day_first=day_first, order=order)
    before = None if found else _BEFORE.match(line)
    if before and (before[1] is None or _is_weekday(before[1])):
        rest = line[before.end() :].lstrip(" ,")
        return _dated(rest, day_first=day_first, order=order) or read_dates(rest, day_first=day_first, order=order)
    return found or _iso(line)


class DateAmongWords(NamedTuple):
    """A date that stands among other words, as `read_dates` gives it; weekday and time belong to its place."""

    readings: tuple[str, ...]
    start: int
    end: int


def plain_of_dates(text: str) -> str:
    """Return a text as `find_dates` reads it: one line, in small letters, its dates with signs between numbers."""
    line = re.sub(r"(\d) ?[年月] ?(?=\d)", r"\1-", _straight(one_line(text).lower()))
    return re.sub(r"(?<=\d)日", "", line)


def _straight(line: str) -> str:
    """Return a line whose apostrophes are those of typewriters: `’26`."""
    return _ODD_QUOTES.sub("'", line)


def find_range(text: str) -> str | None:
    """Return the first range of days in a text, as it is written; None where there is none.

    >>> find_range("June 18-19, 2026"), find_range("Offsite 18. bis 19.06.2026"), find_range("18 June 2026, 10-11 am")
    ('June 18-19, 2026', '18. bis 19.06.2026', None)
    """
    line = plain_of_dates(text)
    named = (found for found in _NAMED_RANGE.finditer(line) if _are_months(found.groups()))
    found = next(named, None) or _NUMBER_RANGE.search(line)
    written = one_line(text)
    if found:
        return written[found.start() : found.end()] if len(written) == len(line) else found[0]
    ends = _RANGE_OF_DATES.split(line)
    return written if len(ends) == 2 and all(map(read_dates, ends)) else None


def _are_months(words: tuple[str | None, ...]) -> bool:
    named = [word for word in words if word and word not in _BEFORE_RANGE]
    return bool(named) and all(map(is_month, named))


def find_dates(line: str, order: str | None = None) -> Iterator[DateAmongWords]:
    """Yield the dates among the words of a `plain_of_dates`, in their order. order: as for `read_dates`.

    >>> [found.readings for found in find_dates("acme pricing - 18 june 2026, 10:00 - 11:00")]
    [('2026-06-18',)]
    """
    behind = 0
    for border in _BORDER.finditer(line):
        at = border.start()
        if at < behind:
            continue
        days, length = _days(line[at:], day_first=False, order=order)
        core = line[at : at + length]
        if not days or not _is_date_of_title(core):
            continue
        readings, behind = _timed(line, at + length, days)
        if not _BEHIND.match(line, behind):
            continue
        before = _DAY_BEFORE.search(line, 0, at)
        yield DateAmongWords(readings, before.start() if before and _is_weekday(before[1]) else at, behind)


def _is_date_of_title(core: str) -> bool:
    """Whether this is a date among words, too: `set 24` behind a number and `19991231` are not."""
    named = any(c.isalpha() for c in core)
    return not (named and _SPACED_YEAR.match(core)) and not (core.isdecimal() and not core.startswith("20"))


def _timed(line: str, end: int, days: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """Return the readings of a date with the time behind it, and where they end."""
    remark = _REMARK.match(line, end)
    if remark and _is_weekday(remark[0]):
        end = remark.end()
    link = _LINK.match(line, end)
    found = _TIME_AMONG.match(line, link.end()) if link and link.end() > end else None
    if not found:
        return days, end
    whole = _TIME.fullmatch(found[0])
    moment = _moment(whole) if whole else None
    return (tuple(f"{day}{moment}" for day in days) if moment else days), found.end()


def read_clock(text: str) -> str | None:
    """Return a time of day with its offset from UTC as `T09:21:00-05:00`; None where either is missing.

    >>> read_clock("9:21 AM - 9:59 AM UTC-5"), read_clock("9:21 AM EST")
    ('T09:21:00-05:00', None)
    """
    found = _TIME.fullmatch(one_line(text).strip(" *_`").lower())
    return _moment(found) if found else None


def _dated(line: str, *, day_first: bool, order: str | None = None) -> tuple[str, ...]:
    """Return the readings of a date at the beginning, where nothing but a time or a remark stands behind it."""
    days, end = _days(line, day_first=day_first, order=order)
    rest = line[end:]
    if not days or not rest or (_REMARK.fullmatch(rest) and _is_weekday(rest)):
        return days
    link = _LINK.match(line, end)
    found = _TIME.fullmatch(line, link.end()) if link and link.end() > end else None
    if not found:
        return ()
    moment = _moment(found)
    return tuple(f"{day}{moment}" for day in days) if moment else days


def _days(line: str, *, day_first: bool, order: str | None = None) -> tuple[tuple[str, ...], int]:
    if found := _YEAR_FIRST.match(line):
        month, day = (found[3], found[4]) if found[2] else (found[6], found[7])
        return _real((found[1], month, day)), found.end()
    if found := _NUMBERS.match(line):
        return _orders(found, day_first=day_first, order=order), found.end()
    if (found := _DAY_FIRST.match(line)) and (month := month_number(found[2])):
        return _real((_year(found[3]), month, found[1])), found.end()
    if (found := _MONTH_FIRST.match(line)) and (month := month_number(found[1])):
        return _real((_year(found[3]), month, found[2])), found.end()
    if (found := _YEAR_THEN_MONTH.match(line)) and (month := month_number(found[2])):
        return _real((found[1], month, found[3])), found.end()
    return (), 0


def _iso(line: str) -> tuple[str, ...]:
    """Read what the standard alone allows, such as `20260123T101500Z`; Python takes any sign for the T."""
    try:
        moment = datetime.fromisoformat(line.upper()) if line[:4].isdecimal() and _STANDARD.match(line) else None
    except ValueError:
        return ()
    if not moment or not 1850 <= moment.year < 2200:
        return ()
    return (moment.isoformat(timespec="seconds") if moment.tzinfo else moment.date().isoformat(),)


def _orders(found: re.Match[str], *, day_first: bool, order: str | None) -> tuple[str, ...]:
    """Return the readings of three numbers; of two-digit years joined by hyphens the first may be the year.

    order: settles which of two numbers is the day where both readings are days of a calendar.
    """
    one, two, last = found[1], found[3], found[4]
    of_order = {"DMY": _real((_year(last), two, one)), "MDY": () if day_first else _real((_year(last), one, two))}
    year_first = _real((_year(one), two, last)) if not day_first and len(last) == 2 and found[2] == "-" else ()
    known = of_order.get(order or "") or (*of_order["DMY"], *of_order["MDY"])
    return tuple(sorted({*known, *year_first}))


def _real(*orders: tuple[str, str | int, str]) -> tuple[str, ...]:
    """Return the days that a calendar has, in order, each once."""
    days = set()
    for year, month, day in orders:
        try:
            days.add(date(int(year), int(month), int(day)).isoformat())
        except ValueError:
            continue
    return tuple(sorted(day for day in days if "1850" <= day < "2200"))


def _year(digits: str) -> str:
    digits = digits.removeprefix("'")
    return f"20{digits}" if len(digits) == 2 else digits


@cache
def _months() -> dict[str, int]:
    return {name: at for at, names in enumerate(_MONTHS.strip().splitlines(), 1) for name in names.split()}


def _is_weekday(word: str) -> bool:
    return fold(word.strip(" ,.()")) in _WEEKDAYS.split()


def is_month(word: str) -> bool:
    """Whether a word is the name of a month, in one of seven languages."""
    return month_number(word) is not None


def month_number(word: str) -> int | None:
    """Return the number of the month that a word names in one of seven languages, 1 to 12; None for other words."""
    return _months().get(fold(word))


def _moment(found: re.Match[str]) -> str | None:
    """Return the time that a clock states; one whose half of the day or offset is not sure states none."""
    hours, minutes, seconds = _numbers(found["from"])
    half, later = _half(found["from"]), _half(found["until"] or "")
    zone = _offset(found["zone"] or "")
    if zone is None or (later and not half) or (half and not 0 < hours <= 12):
        return None
    hours = hours % 12 + (12 if half == "p" else 0) if half else hours
    try:
        moment = datetime(2000, 1, 1, hours, minutes, seconds, tzinfo=zone)
    except ValueError:
        return None
    return f"T{moment.timetz().isoformat(timespec='seconds')}"


def _numbers(clock: str) -> tuple[int, int, int]:
    hours, minutes, seconds = (*re.findall(r"\d+", re.sub(r"[.,]\d{3,9}\b", "", clock)), "0", "0")[:3]
    return int(hours), int(minutes), int(seconds)


def _half(clock: str) -> str:
    found = re.search(r"([ap])\.?m", clock.lower())
    return found[1] if found else ""


def _offset(zone: str) -> timezone | None:
    found = re.fullmatch(r"\(?(?:z|utc|gmt)?(?: ?([+-])(\d{1,2}):?(\d\d)?)?\)?", zone.lower())
    if not zone or not found:
        return None
    minutes = int(found[2] or 0) * 60 + int(found[3] or 0)
    try:
        return timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes))
    except ValueError:
        return None


_UNITS = re.compile(
    r"(?:(\d{1,3}) ?h(?:ours?|rs?)?(?![a-z])[ ,]*)?(?:(\d{1,4}) ?m(?:in(?:ute)?s?)?(?![a-z])\.?[ ,]*)?"
    r"(?:(\d{1,5}) ?s(?:ec(?:ond)?s?)?(?![a-z])\.?)?",
    re.IGNORECASE,
)


def read_lengths(text: str, fact: str) -> tuple[int, ...]:
    """Return what a length may mean in milliseconds; `~1h` and a bare number state none."""
    plain = text.strip(" ()")
    if fact in {"seconds", "minutes", "ms"}:
        unit = {"seconds": 1000, "minutes": 60_000, "ms": 1}[fact]
        return (round(float(plain) * unit),) if re.fullmatch(r"\d{1,12}(?:\.\d{1,6})?", plain) else ()
    if re.fullmatch(r"\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?", plain):
        return (milliseconds(plain) or 0,)
    if two := re.fullmatch(r"(\d{1,3}):(\d\d)", plain):
        short = (int(two[1]) * 60 + int(two[2])) * 1000
        return (short,) if int(two[1]) > 12 else (short, short * 60)
    found = _UNITS.fullmatch(plain)
    if not plain or not found:
        return ()
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return (((hours * 60 + minutes) * 60 + seconds) * 1000,)
