"""Words in quotation marks, whichever marks a language uses: “ ” „ “ « » » « ” ” ‘ ’ ‚ ‘ 「 」 " '."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

CLOSED_BY = {
    '"': '"\u201d\u201c',
    "\u201c": '\u201d"\u201c',
    "\u201d": "\u201d",
    "\u201e": '\u201c\u201d"\u201e',
    "\u00ab": "\u00bb",
    "\u00bb": "\u00ab\u00bb",
    "\u2039": "\u203a",
    "\u203a": "\u2039\u203a",
    "\u300c": "\u300d",
    "\u300e": "\u300f",
    "\u2018": "\u2019",
    "\u201a": "\u2018\u2019",
    "'": "'\u2019",
    "\uff02": "\uff02",
    "\u275d": "\u275e",
    "\u201f": "\u201d",
    "\u2033": "\u2033",
    "\u300a": "\u300b",
}
"""What closes words that each of these marks opens; the likeliest first."""
SINGLE = frozenset("\u2018\u201a\u2039\u203a'")
_ENDS = {mark: re.compile(f"[{re.escape(mark + closers)}]") for mark, closers in CLOSED_BY.items()}
_OPEN = re.compile(f"[{''.join(CLOSED_BY)}]")
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_BEFORE = frozenset("([{<\u2014\u2013-/*_:;,|>=\u2192~\u00bf\u00a1\uff1a" + _UNSEEN + "".join(CLOSED_BY))
_SPACED = frozenset("\u00ab\u00bb\u2039\u203a")  # French sets a blank inside of its marks
_STOPS = frozenset(".!?\u2026,;")
_FOLLOWING = frozenset(".,;:!?)]}|\u2014\u2013-/*_\u2190(\u201d\"'\u00bb")
_LONGEST = 20_000  # signs of one quotation; what stands open further is no pair


class Marked(NamedTuple):
    """Words in quotation marks: half-open [start, end) with the marks, the words without them, what opened them."""

    start: int
    end: int
    words: str
    mark: str

    @property
    def is_single(self) -> bool:
        """Whether marks stand around them that may as well be apostrophes, or set a word off."""
        return self.mark in SINGLE


def spoken_in(text: str) -> Iterator[Marked]:
    """Yield what stands in quotation marks, outermost pairs in their order.

    >>> [found.words for found in spoken_in("„Ja“, er sagt 'no way' and doesn't ask « pourquoi »")]
    ['Ja', 'no way', 'pourquoi']
    """
    place = 0
    barren: dict[str, int] = {}  # up to where nothing closes a mark: marks that nobody closes cost one look each
    while opened := _OPEN.search(text, place):
        start, mark = opened.start(), opened[0]
        end = -1
        if _opens(text, start, mark) and (end := _close(text, start, mark, barren.get(mark, 0))) < 0:
            barren[mark] = start + _LONGEST
        if end < 0:
            place = start + 1
            continue
        yield Marked(start, end + 1, text[start + 1 : end].strip(), mark)
        place = end + 1


def _opens(text: str, start: int, mark: str) -> bool:
    before, after = text[start - 1 : start], text[start + 1 : start + 2]
    if before and not before.isspace() and before not in _BEFORE:
        return False
    if mark in "\u201d\u00bb\u203a" and before in CLOSED_BY:
        return False
    return bool(after) and (not after.isspace() or mark in _SPACED) and after not in ".,;:)"


def _close(text: str, start: int, mark: str, since: int = 0) -> int:
    """Return where the words end that this mark opens, -1 where nothing closes them; marks may stand in marks.

    since: up to there nothing closes it, as is known.
    """
    fallback, depth = -1, 0
    for found in _ENDS[mark].finditer(text, max(start + 2, since), start + _LONGEST):
        place = found.start()
        if text[place] == mark and text[place - 1].isspace() and text[place + 1 : place + 2].isalnum():
            if mark in SINGLE and fallback >= 0:
                break
            depth += 0 if mark in SINGLE else 1
        elif _closes(text, place, mark):
            if mark in SINGLE and not _is_end(text, place):
                fallback = place if fallback < 0 else fallback  # it may be an apostrophe: `the customers' data`
            elif not depth:
                return place
            else:
                fallback, depth = (place if fallback < 0 else fallback), depth - 1
    return fallback


def _closes(text: str, place: int, mark: str) -> bool:
    if text[place] not in CLOSED_BY[mark] or text[place + 1 : place + 2].isalnum():
        return False
    return mark in _SPACED or not text[place - 1].isspace()


def _is_end(text: str, place: int) -> bool:
    """Whether a single mark can be nothing but the end of quoted words."""
    after = text[place + 1 : place + 2]
    return text[place - 1] in _STOPS or not after or after in _FOLLOWING
