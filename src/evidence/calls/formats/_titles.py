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
from typing import TYPE_CHECKING, NamedTuple

from evidence.calls.formats._dates import find_dates, is_month, plain_of_dates
from evidence.english import word_set
from evidence.text import fold, one_line, words

if TYPE_CHECKING:
    from evidence.calls.formats._dates import DateAmongWords

_CALLED = word_set("names of conversations")
_OTHER, _FILES = word_set("other days"), word_set("days of files")
_SPEAKING = word_set("first person", "clause subjects", "negated verbs") - {"that", "the", "this"}
_LONGEST = 160
"""Characters: what is longer is no title."""
_LONGEST_LINE = 90
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


class TitleDay(NamedTuple):
    """What a title may mean as the day of its call: the readings of one date, or none and why."""

    readings: tuple[str, ...]
    doubt: str = ""


def title_day(text: str, *, strict: bool = False) -> TitleDay | None:
    """Return the day that a title states; None where it states none.

    strict: the text may as well be something else, a line above the first turn, say: what reads as a sentence
    states nothing, and a date behind mere words only where the line names a conversation.

    >>> title_day("Acme pricing - 18 June 2026"), title_day("Acme, ready by 18 June 2026").readings
    (TitleDay(readings=('2026-06-18',), doubt=''), ())
    """
    if len(text) > (_LONGEST_LINE if strict else _LONGEST) or "//" in text or not any(map(str.isdigit, text)):
        return None
    line = plain_of_dates(text)
    found = list(find_dates(line))
    folded = [fold(word) for word in words(line)]
    if not found or not _FILES.isdisjoint(folded) or (strict and _is_sentence(text, folded)):
        return None
    if strict and not any(_is_set_apart(one_line(text), line, one) for one in found) and _CALLED.isdisjoint(folded):
        return None
    days = reduce(and_, ({reading[:10] for reading in one.readings} for one in found))
    named = list(dict.fromkeys(" or ".join(sorted({r[:10] for r in one.readings})) for one in found))
    if not days:
        return TitleDay((), f"the title has the dates {' and '.join(named[:3])}, so none was used")
    if any(_is_other_day(line, one) for one in found) or not any(_is_at_an_end(line, one) for one in found):
        return TitleDay((), f"the title names {named[0]}, which may be another day than the call's; it was not used")
    return TitleDay(tuple(reading for reading in found[0].readings if reading[:10] in days))


def _is_sentence(text: str, folded: list[str]) -> bool:
    return bool(_SENTENCE.search(text)) or not _SPEAKING.isdisjoint(folded)


def _is_set_apart(text: str, line: str, one: DateAmongWords) -> bool:
    """Whether a date begins the line, or a sign or only words with capitals stand before it."""
    before = line[: one.start].strip()
    if not before or _SIGN_BEFORE.search(before):
        return True
    written = text[: one.start] if len(text) == len(line) else before
    return not any(word[0].islower() for word in re.findall(r"[^\W\d_]+", written))


def _is_at_an_end(line: str, one: DateAmongWords) -> bool:
    """Whether a date begins or ends the line, or stands between signs."""
    before, behind = line[: one.start], line[one.end :]
    if not before.strip(" ([*_~") or not behind.strip(" )].*_~"):
        return True
    return bool(_SIGN_BEFORE.search(before) and _SIGN_BEHIND.match(behind))


def _is_other_day(line: str, one: DateAmongWords) -> bool:
    """Whether the word before a date says that it is another day, or the date is an end of a range."""
    before = line[: one.start]
    last = [fold(word) for word in words(before)[-2:]]
    if last and (last[-1] in _OTHER or " ".join(last) in _OTHER):
        return True
    first_is_day = re.match(r"\d{1,2}(?!\d)", line[one.start : one.end])
    if (first_is_day and _NUMBER_TO.search(before)) or _TO_NUMBER.match(line[one.end :]):
        return True
    found = _MONTH_TO.search(before)
    return bool(found and is_month(found["first"] or found["last"]))
