"""The day of a call where it stands in a title or in one of the first lines, among other words.

    Acme pricing, Jun 18, 2026      2026-06-18 Acme call      Acme | 18 June 2026 | pricing

A date counts that begins or ends the line, or stands between signs. One behind `by`, `until` and their like, one of a
range, and one in the middle of a sentence are of some other day: they are told where the line is a title. Two dates
that differ are told, and neither is taken.
"""

from __future__ import annotations

import re
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Literal, NamedTuple

from evidence.calls.formats._dates import find_dates, find_range, is_month, plain_of_dates
from evidence.english import word_set
from evidence.text import one_line, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidence.calls.formats._dates import DateAmongWords

_CALLED = word_set("names of conversations")
_OTHER, _OTHER_CALLS, _FILES = word_set("other days"), word_set("other calls"), word_set("days of files")
_ELSEWHERE, _JOINTS = word_set("headings of other days"), word_set("joints of dates")
_SPEAKING = word_set("first person", "clause subjects", "negated verbs") - {"that", "the", "this"}
_LONGEST = 160
"""Characters: what is longer is no title."""
_LONGEST_LINE = 90
_LINK = re.compile(r":\s?//|\w//\w|www\.")
_WORDS = re.compile(r"[^\W\d_]+")
_SIGN_BEFORE = re.compile(r"[-–—|·•,:;/(\[~_]\s*$")
_SIGN_BEHIND = re.compile(r"\s*(?:[-–—|·•,:;/)\]~_]|$)")
_RANGE = r"(?:[-–—&+/]|\b(?:to|and|bis|und|au?|et|al?|y|ate?|até|e|until|through)\b)"
_NUMBER = r"\d{1,2}(?:st|nd|rd|th|er|\.)?"
_NUMBER_TO = re.compile(rf"(?:^|[\s(]){_NUMBER}\s*{_RANGE}\s*$")
_MONTH_TO = re.compile(
    rf"(?:(?P<first>[^\W\d_]{{3,12}})\.?\s+{_NUMBER}|{_NUMBER}\s+(?:de\s+)?(?P<last>[^\W\d_]{{3,12}}))\s*{_RANGE}\s*$"
)
_TO_NUMBER = re.compile(rf"\s*{_RANGE}\s*{_NUMBER}\s*(?:$|[,)])")
_SENTENCE = re.compile(r"[.!?…。？！][\"'”’)\]*_]*\s*$|(?<!\d)[.!?]\s+[^\W\d_]|[\"“”„«»]|^\s*[-*+•◦▪>]\s")


Place = Literal["title", "first", "line"]
"""Where a text stands: a heading or labelled title, the first line of a file without one, another line above."""


class TitleDay(NamedTuple):
    """What a title may mean as the day of its call: the readings of one date, or none and why."""

    readings: tuple[str, ...]
    doubt: str = ""


def title_day(text: str, place: Place = "title", order: str | None = None) -> TitleDay | None:
    """Return the day that a title states; None where it states none.

    place: a `first` line may be the title, and where a `line` above the first turn is none, it states a day only if it
    names a conversation or begins with its date. What reads as a sentence states nothing in either.
    order: as for `read_dates`.

    >>> title_day("Acme pricing - 18 June 2026"), title_day("Acme, ready by 18 June 2026").readings
    (TitleDay(readings=('2026-06-18',), doubt=''), ())
    """
    if len(text) > (_LONGEST if place == "title" else _LONGEST_LINE) or _LINK.search(text):
        return None
    line = plain_of_dates(text)
    if not any(map(str.isdigit, line)):
        return None
    found = list(find_dates(line, order))
    if not found and place == "title" and (several := find_range(text)):
        return TitleDay((), f"the title names {several}, a range of days, so it was not used")
    folded = words(line)
    if not found or not _FILES.isdisjoint(folded):
        return None
    titled = place == "title" or _is_titled(one_line(text), line, found[0], place)
    if (place != "title" and _is_sentence(text, folded)) or (place == "line" and not titled):
        return None
    days = reduce(and_, ({reading[:10] for reading in one.readings} for one in found))
    named = list(dict.fromkeys(" or ".join(sorted({r[:10] for r in one.readings})) for one in found))
    what = "the title" if place == "title" else "a first line"
    if not days:
        return TitleDay((), f"{what} has the dates {' and '.join(named[:3])}, so none was used")
    placed = titled and any(_is_in_place(line, one) for one in found)
    if not placed or any(_is_other_day(line, one) for one in found):
        return TitleDay((), f"{what} names {named[0]}, which may be another day than the call's; it was not used")
    return TitleDay(tuple(reading for reading in found[0].readings if reading[:10] in days))


def _is_sentence(text: str, folded: Sequence[str]) -> bool:
    return bool(_SENTENCE.search(text)) or not _SPEAKING.isdisjoint(folded)


def _is_titled(text: str, line: str, one: DateAmongWords, place: Place) -> bool:
    """Whether a line with a date may be the title of its call: what it says of a company's history is none."""
    before, folded = line[: one.start].strip(), words(line)
    if not _ELSEWHERE.isdisjoint(folded):
        return False
    if not _CALLED.isdisjoint(folded):
        return True
    if not before:
        return place == "first" or bool(re.match(r"\s*(?:[-–—|·•,/]|$)", line[one.end :]))
    if place == "line":
        return False
    written = text[: one.start] if len(text) == len(line) else before
    return bool(_SIGN_BEFORE.search(before)) or not any(word[0].islower() for word in _WORDS.findall(written))


def _is_in_place(line: str, one: DateAmongWords) -> bool:
    """Whether a date stands where that of a call does: at an end, between signs, behind a word for a call."""
    return _is_at_an_end(line, one) or _is_of_call(words(line[: one.start]))


def _is_of_call(before: Sequence[str]) -> bool:
    """Whether words end with one for a call, or with one and `of`, `on`, `from`."""
    joint = 2 if " ".join(before[-2:]) in _JOINTS else 1 if before and before[-1] in _JOINTS else 0
    called = before[: len(before) - joint][-1:]
    return bool(called) and called[0] in _CALLED


def _is_at_an_end(line: str, one: DateAmongWords) -> bool:
    """Whether a date begins or ends the line, or stands between signs."""
    before, behind = line[: one.start], line[one.end :]
    if not before.strip(" ([*_~") or not behind.strip(" )].*_~"):
        return True
    return bool(_SIGN_BEFORE.search(before) and _SIGN_BEHIND.match(behind))


def _is_other_day(line: str, one: DateAmongWords) -> bool:
    """Whether the words before a date say that it is another day, or the date is an end of a range."""
    before = line[: one.start]
    last = words(before)[-4:]
    if not _OTHER_CALLS.isdisjoint(last):
        return True
    if last and (last[-1] in _OTHER or " ".join(last[-2:]) in _OTHER) and not _is_of_call(last):
        return True
    first_is_day = re.match(r"\d{1,2}(?!\d)", line[one.start : one.end])
    if (first_is_day and _NUMBER_TO.search(before)) or _TO_NUMBER.match(line[one.end :]):
        return True
    found = _MONTH_TO.search(before)
    return bool(found and is_month(found["first"] or found["last"]))
