"""Lines as they were before a program numbered them, or put all of them into one.

    12  Dana Reyes: We pack at night, and         [0:05] Dana: Hello. [0:09] Noor: Hi. [0:12] Dana: ...
    13  nobody likes it.

Numbers that run on from line to line, on each page anew or through the file, are no words. A time in brackets with a
name and a colon behind it begins a turn, also within a line.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NUMBERED = re.compile(r"[ \t]*([0-9]{1,5})(?:[.:|)](?![0-9]))?(?:[ \t]+|$)")
_LOOKED_AT = 400
_MOST = 0.9
"""The share of lines that have the next number: pages begin with a head or end with a foot that has none."""
_FEWEST = 8
_MARK = r"[\[(][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?[\])]"
_NEXT = re.compile(rf"(?<=\S)[ \t]+(?={_MARK} [^\W\d_][^:\[\]()\n]{{0,60}}:[ ])")
_LONG, _SEVERAL = 300, 3
"""Characters and turns of a line that holds what were several: people quote a time with a name, too, but once."""


def as_typed(lines: Iterable[tuple[int, str]], *, numbered: bool) -> Iterator[tuple[int, str]]:
    """Yield lines without their numbers, and of a line that holds several turns each; all keep their line's number."""
    for number, line in lines:
        text = _NUMBERED.sub("", line, count=1) if numbered else line
        if len(text) > _LONG and len(parts := _NEXT.split(text)) >= _SEVERAL:
            yield from ((number, part) for part in parts)
        else:
            yield number, text


def are_numbered(lines: Iterable[tuple[int, str]]) -> bool:
    """Say whether nearly every line begins with the number behind that of the line before, or with 1 on a new page.

    >>> are_numbered(enumerate((f"{at}  and so on" for at in range(1, 12)), 1))
    True
    >>> are_numbered(enumerate((f"{at}. Item" for at in range(1, 5)), 1))
    False
    """
    found = following = 0
    before = None
    for _, line in islice(lines, _LOOKED_AT):
        if not line.strip(" \t0123456789"):  # numbers alone may be what was said
            continue
        number = int(matched[1]) if (matched := _NUMBERED.match(line)) else None
        found += 1
        following += number is not None and (before is None or number == before + 1 or number == 1)
        before = number if number is not None else before
        if found > _FEWEST and following < 0.5 * found:
            return False
    return found >= _FEWEST and following >= _MOST * found
