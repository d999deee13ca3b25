"""Compounds: `roll-back`, `rollback` and `roll back` are one word, and who writes a call down chooses one at random.

Two words are a compound's halves where

- both are of three letters or more and letters are all they have; particles and a few beginnings (`e-mail`, `co-host`,
  `re-run`) may be shorter;
- the second is a word of content or a particle (`roll back`, `hand over`), the first a word of content, or one of the
  few particles that begin such words (`on boarding`, `up time`): "in to", "a part", "may be", "over time", "all ways"
  and "not able" stay two words;
- joined, they are no other word (`on set`, `up right`): the list is in `english.txt`, and so are the verbs that
  `re-` does again: `re-run` is rerun, but `re-sign` is not resign nor `re-cover` recover.

Between the halves may stand a blank or a hyphen: an index knows no difference. Whether the joined word exists is
asked of the calls: where nobody wrote it so, there is nothing to find.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from evidence.english import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LEAST = 3  # letters of a half: of shorter ones are "hi story" and "mark et"
_SHORT = frozenset({"ad", "co", "e", "go", "re"})
_LONGEST = 40  # letters of a word that may be a compound
_FUNCTION = word_set(
    "glue", "softeners", "bare negations", "negated verbs", "pointing words", "auxiliaries", "small words", "lacking"
)
_OTHERWISE = word_set("joined otherwise")


@lru_cache(maxsize=1 << 14)
def is_compound(first: str, second: str) -> bool:
    """Whether two folded words side by side are the halves of one word that is also written as one.

    >>> is_compound("roll", "back"), is_compound("over", "time"), is_compound("re", "sign"), is_compound("re", "run")
    (True, False, False, True)
    """
    return (
        is_hyphenated(first, second) and _may_begin(first) and _may_end(second) and f"{first}{second}" not in _FUNCTION
    )


@lru_cache(maxsize=1 << 14)
def is_hyphenated(first: str, second: str) -> bool:
    """Whether two folded words with a hyphen between them are one word that is also written without it.

    >>> is_hyphenated("over", "time"), is_hyphenated("re", "cover"), is_hyphenated("no", "one")
    (True, False, False)
    """
    if not (first.isalpha() and second.isalpha() and len(second) > 1 and (len(first) > 1 or first in _SHORT)):
        return False
    if first in {"no", "not"} or f"{first} {second}" in _OTHERWISE:
        return False
    return first != "re" or second in word_set("again")


@lru_cache(maxsize=1 << 12)
def halves(word: str) -> tuple[tuple[str, str], ...]:
    """Return every way to write a folded word as two, as far as `is_compound` lets them.

    >>> halves("rollback")[1:3]
    (('roll', 'back'), ('rollb', 'ack'))
    """
    cuts = ((word[:at], word[at:]) for at in range(1, len(word) - 1)) if len(word) <= _LONGEST else ()
    return tuple(pair for pair in cuts if is_compound(*pair))


def joined(words: Sequence[str | None]) -> Iterator[tuple[int, str]]:
    """Yield the place of the first half and the joined word for all neighbours that are halves; None is no word.

    >>> list(joined(["the", "roll", "back", None]))
    [(1, 'rollback')]
    """
    for at, (first, second) in enumerate(pairwise(words)):
        if first and second and is_compound(first, second):
            yield at, first + second


def _may_begin(word: str) -> bool:
    if word in _FUNCTION:
        return word in word_set("first particles")
    return len(word) >= _LEAST or word in _SHORT


def _may_end(word: str) -> bool:
    return word in word_set("particles") if word in _FUNCTION else len(word) >= _LEAST
