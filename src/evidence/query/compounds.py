"""Compounds: `roll-back`, `rollback` and `roll back` are one word, and who writes a call down chooses one at random.

Two words are a compound's halves where

- both are of two letters or more (or the first is the `e` of e-mail), and letters are all they have;
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

from evidence.english import word_set

_LEAST = 2  # letters of a half
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
    if not (first.isalpha() and second.isalpha() and len(second) >= _LEAST) or not (
        len(first) >= _LEAST or first == "e"
    ):
        return False
    if first in {"no", "not"} or f"{first} {second}" in _OTHERWISE:
        return False
    return first != "re" or second in word_set("again")


def halves(word: str) -> tuple[tuple[str, str], ...]:
    """Return every way to write a folded word as two, as far as `is_compound` lets them.

    >>> halves("rollback")[2:4]
    (('roll', 'back'), ('rollb', 'ack'))
    """
    cuts = ((word[:at], word[at:]) for at in range(1, len(word) - 1))
    return tuple(pair for pair in cuts if is_compound(*pair))


def _may_begin(word: str) -> bool:
    return word not in _FUNCTION or word in word_set("first particles")


def _may_end(word: str) -> bool:
    return word not in _FUNCTION or word in word_set("particles")
