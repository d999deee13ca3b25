"""How much a quote speaks of one pain rather than of another: the words that it shares with the pain's label."""

from __future__ import annotations

from functools import lru_cache

from evidence.quotes.keyness import COMMON
from evidence.text import stem, words

SHARED, MOST = 0.2, 0.6
"""What a shared word adds to a score, and all of them together: as much as the first person and a number of its own."""


def shared_with(label: str, quote: str) -> tuple[float, tuple[str, ...]]:
    """Return what the telling words that a quote shares with a label add to its score, and the reason for it.

    >>> shared_with("Manual deployment processes", "We deploy by hand, a manual thing.")
    (0.4, ('label: deploy, manual +0.4',))
    """
    wanted = _telling(label)
    said = {stem(word): word for word in reversed(words(quote)) if stem(word) in wanted}
    shown = sorted(said.values())
    gain = round(min(MOST, SHARED * len(shown)), 1)
    return gain, ((f"label: {', '.join(shown)} {gain:+.1f}",) if shown else ())


@lru_cache(maxsize=256)  # a label is asked for with every quote of its tracker
def _telling(label: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(label) if word not in COMMON)
