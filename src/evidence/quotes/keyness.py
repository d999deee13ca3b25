"""Words that go with some utterances more than with the rest."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

from evidence.text import stem, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# Words that go with everything: they say nothing about a pain.
COMMON = frozenset({
    "a", "about", "actually", "all", "also", "an", "and", "any", "are", "as", "at", "be", "because", "been", "but",
    "by", "can", "could", "did", "do", "does", "don't", "for", "from", "get", "go", "going", "got", "had", "has",
    "have", "he", "her", "him", "his", "how", "i", "i'm", "i've", "if", "in", "is", "it", "it's", "its", "just",
    "kind", "know", "like", "me", "mean", "more", "my", "no", "not", "now", "of", "oh", "okay", "on", "one", "or",
    "our", "out", "really", "right", "said", "say", "see", "she", "so", "some", "that", "that's", "the", "their",
    "them", "then", "there", "these", "they", "they're", "thing", "things", "think", "this", "those", "to", "uh",
    "um", "up", "us", "very", "was", "we", "we're", "we've", "well", "were", "what", "when", "where", "which",
    "who", "will", "with", "would", "yeah", "yes", "you", "you're", "your",
})  # fmt: skip
FEWEST = 2  # utterances in which a term must stand beside what was found
LEAST = 3.84  # the 5 % point of chi-squared with one degree of freedom


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """A word or two that stand in `inside` of the found utterances and in `total` of all.

    `score` is Dunning's log-likelihood ratio (Computational Linguistics 19, 1993).
    """

    term: str
    inside: int
    total: int
    score: float


def key_terms(
    found: Iterable[str],
    size: int,
    total_of: Callable[[str], int],
    known: frozenset[str] = frozenset(),
    *,
    limit: int = 20,
    most: int = 400,
) -> tuple[KeyTerm, ...]:
    """Return the terms that go with the found texts, strongest first.

    size: how many utterances there are in all. total_of: in how many of them a
    term stands, in any form. known: stems that need no suggesting. most: how many
    candidates are looked up.
    """
    texts = [words(text) for text in found]
    inside: Counter[str] = Counter()
    shown: dict[str, Counter[str]] = {}
    for said in texts:
        for key, written in {key: written for written in telling_terms(said) if (key := key_of(written))}.items():
            inside[key] += 1
            shown.setdefault(key, Counter())[written] += 1
    able = [(key, count) for key, count in inside.items() if count >= FEWEST and not known & set(key.split())]
    able.sort(key=lambda pair: (-pair[1], pair[0]))
    results = []
    for key, count in able[:most]:
        term = min(shown[key], key=lambda form: (-shown[key][form], form))
        total = max(count, total_of(term))
        score = log_likelihood(count, len(texts), total, size)
        if score >= LEAST and count * size > total * len(texts):
            results.append(KeyTerm(term, count, total, round(score, 1)))
    results.sort(key=lambda term: (-term.score, term.term))
    return tuple(results[:limit])


def log_likelihood(inside: int, found: int, total: int, size: int) -> float:
    """Return Dunning's G2 for a term in `inside` of `found` and `total` of `size` utterances."""
    table = (inside, found - inside, total - inside, size - found - total + inside)
    rows, columns = (found, size - found), (total, size - total)
    expected = [rows[i] * columns[j] / size for i in range(2) for j in range(2)]
    return 2 * sum(cell * log(cell / e) for cell, e in zip(table, expected, strict=True) if cell > 0 and e > 0)


def telling_terms(said: list[str]) -> Iterable[str]:
    """Yield the words that say something, and two of them where they stand together."""
    telling = [word if word not in COMMON and len(word) > 2 and "'" not in word else "" for word in said]
    yield from filter(None, telling)
    yield from (f"{left} {right}" for left, right in pairwise(telling) if left and right)


def key_of(term: str) -> str:
    """Return the stems of a term, under which its forms are one."""
    return " ".join(map(stem, term.split()))
