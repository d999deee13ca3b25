"""How often words are said in ordinary conversation: what is rarer there than here is a topic of these calls."""

from __future__ import annotations

from functools import cache
from importlib import resources

UNLISTED = 1.5
"""Per million words: half of what the rarest stem of the table has."""


def rate_of(root: str) -> float:
    """Return how often a stem is said in a million words of conversation; what the table lacks has `UNLISTED`.

    Source: `everyday.txt`, which says what was counted.
    """
    return float(_rates().get(root, UNLISTED))


@cache
def _rates() -> dict[str, int]:
    text = (resources.files("evidence.quotes") / "everyday.txt").read_text(encoding="utf-8")
    rows = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return {root: int(rate) for root, rate in rows}
