"""When people say that a call was: a day, a month, a quarter, a half, a year.

2026-03-03, 03.03.2026, March 3, 2026, 3rd of March 2026   as above transcripts (`formats._dates`), seven languages
03/02/2026                                                 two readings
March 3, 3 de marzo                                        a day of any year
Mar 2026, mars 2026, 2026-03, 03/2026, March               a month
Q3, Q3 2026, 2026 Q3, Q3/26, third quarter of 2026         a quarter, by the calendar
H1 2026, 1H26, first half of 2026, 2026                    a half, a year
"""

from __future__ import annotations

import re
from typing import NamedTuple

from evidence.calls.formats._dates import month_number, read_dates

_YEAR = r"(?:19|20)\d\d"
_SHORT = rf"(?:{_YEAR}|'?\d\d)"
_ORDINAL = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_ORDINALS = "|".join(_ORDINAL)
_FISCAL = re.compile(r"\bfy", re.IGNORECASE)  # a year that begins when its company says
_QUARTER = re.compile(
    rf"(?:(?P<before>{_YEAR})[ ,/-]*)?(?:[qt](?P<number>[1-4])|(?P<number2>[1-4])[qt]|(?P<word>{_ORDINALS}) quarter)"
    rf"(?:[ ,/-]*(?:of )?(?P<year>{_SHORT}))?"
)
_HALF = re.compile(
    rf"(?:(?P<before>{_YEAR})[ ,/-]*)?(?:[hs](?P<number>[12])|(?P<number2>[12])h|(?P<word>{_ORDINALS}) half)"
    rf"(?:[ ,/-]*(?:of )?(?P<year>{_SHORT}))?"
)
_MONTH = re.compile(
    rf"(?:early |mid[- ]?|late )?(?P<month>[^\W\d_]{{3,12}})\.?(?:[ ,/-]+(?:of |de |del )?(?P<year>{_SHORT}))?"
)
_MONTHS = re.compile(rf"(?P<from>[^\W\d_]{{3,12}})\.? ?[-–/] ?(?P<until>[^\W\d_]{{3,12}})\.?(?:,? (?P<year>{_SHORT}))?")
_YEAR_MONTH = re.compile(rf"(?P<year>{_YEAR})[-/.](?P<month>\d\d?)|(?P<month2>\d\d?)[/.](?P<year2>{_YEAR})")
_DAY = re.compile(
    r"(?:(?P<name>[^\W\d_]{3,12})\.? (?P<day>\d\d?)(?:st|nd|rd|th)?"
    r"|(?P<day2>\d\d?)(?:st|nd|rd|th|er|º|\.)?(?: of| de| di)? (?P<name2>[^\W\d_]{3,12})\.?)"
)
_ALONE = re.compile(rf"(?:early |mid[- ]?|late )?(?P<year>{_YEAR})")
_BEFORE = re.compile(
    r"\A(?:on|in|at|of|from|during|dated|since|as of|the|am|im|vom|le|en|el|il|em|op|den) ", re.IGNORECASE
)


class Period(NamedTuple):
    """The months `first` to `last` of a year, None for any year; `day` is that of the one month, None for any day."""

    year: int | None
    first: int = 1
    last: int = 12
    day: int | None = None

    def holds(self, day: str) -> bool:
        """Whether a day, `YYYY-MM-DD`, lies within it."""
        year, month, number = (int(part) for part in day[:10].split("-"))
        return self.year in {None, year} and self.first <= month <= self.last and self.day in {None, number}

    @property
    def begins(self) -> str:
        """Its first day, `YYYY-MM-DD`; "" where it names no year."""
        return f"{self.year:04d}-{self.first:02d}-{self.day or 1:02d}" if self.year else ""


def read_periods(text: str, *, day_first: bool = False) -> tuple[Period, ...]:
    """Return what a text, all of it, may mean as a time of the calendar: nothing, one reading, or several.

    >>> [one.holds("2026-03-02") for one in read_periods("03/02/2026")]
    [False, True]
    >>> [read_periods(text)[0][1:3] for text in ("Q3 2026", "im März 2026", "1H26", "2026")]
    [(7, 9), (3, 3), (1, 6), (1, 12)]
    >>> read_periods("Marlin 2026"), read_periods("FY26 Q1")
    ((), ())
    """
    line = " ".join(text.split()).strip(" ,.()[]").lower()
    line = _BEFORE.sub("", _BEFORE.sub("", line, count=1), count=1)
    if not line or len(line) > _MOST or _FISCAL.search(line):
        return ()
    days = read_dates(line, day_first=day_first)
    if days:
        return tuple(dict.fromkeys(_of_day(day) for day in days))
    return _part_of_year(line) or (*_month(line), *_day(line))  # `March 26` is a month or a day


_MOST = 40  # characters of a date with its weekday


def _of_day(day: str) -> Period:
    year, month, number = (int(part) for part in day[:10].split("-"))
    return Period(year, month, month, number)


def _part_of_year(line: str) -> tuple[Period, ...]:
    if found := _ALONE.fullmatch(line):
        return (Period(int(found["year"])),)
    for pattern, months in ((_QUARTER, 3), (_HALF, 6)):
        if found := pattern.fullmatch(line):
            number = int(found["number"] or found["number2"] or _ORDINAL[found["word"]])
            last = number * months
            return (Period(_year(found["before"] or found["year"]), last - months + 1, last),) if last <= 12 else ()
    return ()


def _month(line: str) -> tuple[Period, ...]:
    if found := _YEAR_MONTH.fullmatch(line):
        month, year = int(found["month"] or found["month2"]), int(found["year"] or found["year2"])
        return (Period(year, month, month),) if 1 <= month <= 12 else ()
    if found := _MONTHS.fullmatch(line):
        first, last = month_number(found["from"]), month_number(found["until"])
        return (Period(_year(found["year"]), first, last),) if first and last and first <= last else ()
    found = _MONTH.fullmatch(line)
    named = month_number(found["month"]) if found else None
    return (Period(_year(found["year"]), named, named),) if found and named else ()


def _day(line: str) -> tuple[Period, ...]:
    found = _DAY.fullmatch(line)
    month = month_number(found["name"] or found["name2"]) if found else None
    day = int(found["day"] or found["day2"]) if found else 0
    return (Period(None, month, month, day),) if month and 1 <= day <= 31 else ()


def _year(digits: str | None) -> int | None:
    if digits is None:
        return None
    plain = digits.removeprefix("'")
    return int(plain) + 2000 if len(plain) == 2 else int(plain)
