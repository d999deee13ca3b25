"""Words that go with some texts more than with the rest."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

from evidence.english import word_set
from evidence.quotes.everyday import rate_of
from evidence.text import stem, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

COMMON = word_set("common words")
TOPICLESS = word_set("topicless words")
FEWEST = {1: 5, 2: 3}  # of the found texts, in which a term of so many words must stand
GROUPS = 2  # of which a term must come
# The 0.01 % point of chi-squared with one degree of freedom: hundreds of terms are tried at once. At the 5 % point
# (3.84) twelve of twelve terms for a tracker of sixteen hits were chance.
LEAST = 15.13

RARER = 5  # times as often as in ordinary conversation, for a word to be a topic here


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """A word or two that stand in `inside` of the found texts, of `groups`, and in `total` of all.

    `score` is Dunning's log-likelihood ratio (Computational Linguistics 19, 1993).
    """

    term: str
    inside: int
    groups: int
    total: int
    score: float


def key_terms(
    found: Iterable[tuple[str, str]],
    size: int,
    total_of: Callable[[str], int],
    ignored: Collection[str] = (),
    *,
    most: int = 400,
) -> tuple[KeyTerm, ...]:
    """Return the terms that go with the found texts: two words side by side first, then words, each strongest first.

    found: each text and the group (account) it comes from. size: how many texts there are in all. total_of: in how
    many of them a term stands, in any form. ignored: stems that no term may hold. most: how many candidates are
    looked up.
    """
    texts = [(words(text), group) for text, group in found]
    candidates = [one for one in _candidates(texts) if not any(c.isdigit() for c in one[0])]
    candidates = [one for one in candidates if not set(key_of(one[0]).split()) & set(ignored)]
    candidates.sort(key=lambda one: (-one[1], one[0]))
    results: list[KeyTerm] = []
    for term, count, groups in candidates[:most]:
        total = max(count, total_of(term))
        score = log_likelihood(count, len(texts), total, size)
        if score >= LEAST and count * size > total * len(texts):
            results.append(KeyTerm(term, count, groups, total, round(score, 1)))
    pairs = [result for result in results if " " in result.term]
    said = {key for result in pairs for key in key_of(result.term).split()}
    kept = [result for result in results if " " in result.term or key_of(result.term) not in said]
    return tuple(sorted(kept, key=lambda result: (" " not in result.term, -result.score, result.term)))


def _candidates(texts: Iterable[tuple[list[str], str]]) -> Iterator[tuple[str, int, int]]:
    """Yield terms, as they are mostly written, that stand in enough texts of enough groups; and in how many."""
    inside: Counter[str] = Counter()
    groups: defaultdict[str, set[str]] = defaultdict(set)
    shown: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for said, group in texts:
        for key, written in {key_of(written): written for written in telling_terms(said)}.items():
            inside[key] += 1
            groups[key].add(group)
            shown[key][written] += 1
    for key, count in inside.items():
        if count >= FEWEST[len(key.split())] and len(groups[key]) >= GROUPS:
            yield min(shown[key], key=lambda form: (-shown[key][form], form)), count, len(groups[key])


def log_likelihood(inside: int, found: int, total: int, size: int) -> float:
    """Return Dunning's G2 for a term in `inside` of `found` and `total` of `size` texts."""
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


def is_rarer_in_talk(root: str, holding: int, size: int, length: float) -> bool:
    """Whether ordinary conversation has a stem more seldom than here, by more than chance.

    holding: in how many of `size` utterances it stands, of `length` words on average. What everybody talks about is
    no topic: it takes five times its usual rate (`everyday.txt`), and the log-likelihood ratio of `LEAST`.
    """
    usual = min(0.99, rate_of(root) * length / 1e6)
    expected = usual * size
    if holding <= RARER * expected:
        return False
    rest = size - holding
    score = 2 * holding * log(holding / expected) + (2 * rest * log(rest / (size - expected)) if rest > 0 else 0.0)
    return score >= LEAST
