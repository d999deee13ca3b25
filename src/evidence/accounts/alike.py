"""Words of two names, aligned one to one: as written, misspelt, shortened, run together or apart, as initials."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Pair(NamedTuple):
    """Words of one name that stand for words of the other, how alike they are, and whether none is a short form."""

    asked: tuple[int, ...]
    known: tuple[int, ...]
    alike: float
    whole: bool


def align(asked: tuple[str, ...], known: tuple[str, ...]) -> list[Pair]:
    """Pair the words of two names, the most alike first; two words may stand for one that runs them together."""
    pairs = [
        Pair((i,), (j,), *alike) for i, a in enumerate(asked) for j, b in enumerate(known) if (alike := _alike(a, b))
    ]
    pairs += [Pair((i, i + 1), (j,), *alike) for i, j, alike in _joined(asked, known)]
    pairs += [Pair((j,), (i, i + 1), *alike) for i, j, alike in _joined(known, asked)]
    chosen: list[Pair] = []
    for pair in sorted(pairs, key=lambda p: (-p.alike, -len(p.asked) - len(p.known), abs(p.asked[0] - p.known[0]))):
        if not any(set(pair.asked) & set(other.asked) or set(pair.known) & set(other.known) for other in chosen):
            chosen.append(pair)
    return chosen


Alike = tuple[float, bool]


def _joined(parts: tuple[str, ...], others: tuple[str, ...]) -> Iterable[tuple[int, int, Alike]]:
    """Yield where two words of one side are one of the other: run together, or their initials (`us`)."""
    for i, (a, b) in enumerate(pairwise(parts)):
        for j, other in enumerate(others):
            if other == a[0] + b[0]:
                yield i, j, (0.9, False)
            elif other[0] == a[0] and (alike := spelt_alike(a + b, other)):
                yield i, j, (alike, True)


@lru_cache(maxsize=1 << 16)
def _alike(asked: str, known: str) -> Alike | None:
    """Return how alike two words are and whether neither is a short form; None where they are two words."""
    if asked[0] != known[0]:
        return None
    if alike := spelt_alike(asked, known):
        return alike, True
    short, long = sorted((asked, known), key=len)
    if len(short) < 3:
        return None
    return (0.9, False) if long.startswith(short) else (0.85, False) if _is_within(short, long) else None


def spelt_alike(asked: str, known: str) -> float:
    """Return how alike two spellings of one word are: 1 without a slip, 0 where there are too many."""
    if asked == known:
        return 1.0
    slips = min(slips_of(len(asked)), slips_of(len(known)))
    if not slips or abs(len(asked) - len(known)) > slips:
        return 0.0
    from rapidfuzz.distance import OSA  # 24 ms

    distance = OSA.distance(asked, known)
    return 1 - distance / max(len(asked), len(known)) if distance <= slips else 0.0


def slips_of(length: int) -> int:
    """Return how many wrong letters a word of this length may have and be the same word."""
    return 0 if length < 4 else 1 if length < 8 else 2


def _is_within(short: str, long: str) -> bool:
    """Whether `short` holds letters of `long` in their order, up to its end, as in `mfg` or `intl`."""
    letters = iter(long)
    return all(letter in letters for letter in short) and short[-1] in long[-3:]


def are_beginnings(word: str, parts: tuple[str, ...]) -> bool:
    """Whether a word is made of the beginnings of all parts: `ibm`, `amex`, `fedex`."""
    if not parts:
        return not word
    return any(
        word.startswith(parts[0][:size]) and are_beginnings(word[size:], parts[1:])
        for size in range(1, min(len(parts[0]), len(word), 4) + 1)
    )
