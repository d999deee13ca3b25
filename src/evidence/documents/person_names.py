"""Whether a document may mean a person of a call: by the whole name, a part of it, initials or a short first name."""

from __future__ import annotations

import re
from functools import lru_cache

from evidence.english import word_rows, word_set
from evidence.text import words

_HONORIFICS = word_set("honorifics", "honorifics in names", "name suffixes")
_PARTICLES = word_set("name particles")
_SHORT: dict[str, set[str]] = {}
for _row in word_rows("short first names"):
    for _name in _row:
        _SHORT.setdefault(_name, set()).update(_row)


@lru_cache(maxsize=1 << 14)
def may_mean(said: str, name: str) -> bool:
    """Whether a name in a document may be that of a person; both as written.

    The first name or the surname alone, initials, honorifics, a middle name more or less, and with the same surname a
    usual short form of the first name count as the same.

    >>> [may_mean(said, "Robert Ash-Lind") for said in ("Rob Ash-Lind", "R. Ash-Lind", "Mr. Ash-Lind", "Robert", "RA")]
    [True, True, True, True, True]
    >>> [may_mean(said, "Robert Ash-Lind") for said in ("Ruth Ash-Lind", "Robert Quill", "R. Quill", "Bob")]
    [False, False, False, False]
    """
    one, other = _parts(said), _parts(name)
    if not one or not other:
        return False
    if one == other or "".join(one) == "".join(other) or sorted(one) == sorted(other):
        return True
    if len(one) == 1:
        return one[0] in {other[0], other[-1], "".join(part[0] for part in other)} or (
            len(other) > 2 and one[0] == "".join(other[1:])
        )
    if len(other) == 1:
        return other[0] in {one[0], one[-1]}
    if _first_fits(one[0], other[0]) and _last_fits(one, other):
        return True
    halves = words(name.rpartition(" ")[2].replace("-", " "))
    return len(halves) > 1 and one[-1] in halves and one[0] == other[0]


def _parts(name: str) -> tuple[str, ...]:
    """Return the folded words of a name without honorifics, its double surname one word."""
    parts = words(re.sub(r"[.\u2019']", " ", name).replace("-", ""))
    kept = [part for part in parts if part not in _HONORIFICS or len(parts) == 1]
    bare = [part for part in kept if part not in _PARTICLES or part is kept[0]]
    return tuple(bare or kept)


def _first_fits(one: str, other: str) -> bool:
    initial = 1 in {len(one), len(other)} and one[0] == other[0]
    return one == other or initial or other in _SHORT.get(one, ())


def _last_fits(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the surnames are the same, one an initial, or one of a double surname."""
    last, known = one[-1], other[-1]
    initial = (
        1 in {len(last), len(known)} and last[0] == known[0] and (one[0] == other[0] or len(last) == len(one[0]) == 1)
    )
    return last == known or initial or "".join(one[1:]) == "".join(other[1:])
