"""Times that stand among words, for words that were judged while times still counted as some."""

from __future__ import annotations

import re
from typing import NamedTuple

from evidence.calls.formats._stamps import stamp_at

_MAY_BEGIN = re.compile(r"(?<!\S)[0-9#*_~]|[\\\[({<`]")
_SENTENCE_ENDS = re.compile(r"(?:^|[.!?…][\"'”’)\]]*)\s*$")


class WrittenTime(NamedTuple):
    """A time at half-open [start, end) code points of a line of words."""

    start: int
    end: int
    ms: int


def written_times(text: str) -> list[WrittenTime]:
    """Return what may be times that nobody said, in order.

    Those are times in brackets, code marks and the like, ranges, and bare ones at the beginning of a sentence. What
    stands bare within one, `we meet at 10:30`, is what somebody says.

    >>> text = "[01:10] We meet at 10:30. 02:20 It fails (03:30)"
    >>> [text[time.start : time.end] for time in written_times(text)]
    ['[01:10]', '02:20', '(03:30)']
    """
    found: list[WrittenTime] = []
    for begin in _MAY_BEGIN.finditer(text):
        at = begin.start()
        if found and at < found[-1].end:
            continue
        stamp = stamp_at(text, at)
        if stamp and (stamp.decorated or _SENTENCE_ENDS.search(text[max(0, at - 8) : at])):
            found.append(WrittenTime(at, stamp.stop, stamp.start_ms))
    return found
