"""Segments of people: which titles fit the patterns of `people:`, and which say nothing of a person's work.

CFO                 stands in the title as whole words: "CFO", "CFO, EMEA", "Group CFO"; not in "CFOs' Assistant"
VP Finance          these words side by side: "VP, Finance", not "VP of Finance"
*Controller*, VP*   `*` is any run of characters, blanks included, `?` exactly one: "Controllership Analyst"
=CFO                the whole title
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from fnmatch import translate
from functools import lru_cache

from evidence.calls.people import is_title, role_of
from evidence.english import word_set
from evidence.text import plural, words

Fits = Callable[[str], bool]
"""Whether a title fits."""

MAX_WORDS = 3  # of a role that a document states and no word of which is known from titles
MAX_STARS = 10  # of a pattern, as of a word of a query
_NO_TITLES = word_set("no titles")
_BEHIND, _DOING = word_set("behind a title"), word_set("doing behind a title")
_JOBS_AND_TITLES = word_set("jobs", "titles")
_SERVING, _JOINTS = word_set("serving somebody"), word_set("joints of serving")


def asks_for_a_title(pattern: str) -> bool:
    """Whether a pattern names anything: a word with a letter in it, and no more wildcards than can be tried."""
    return any(map(str.isalpha, pattern)) and sum(map(pattern.count, "*?")) <= MAX_STARS


def fitting(patterns: Iterable[str]) -> Fits:
    """Return whether a title fits one of the patterns; case, accents, hyphens and punctuation do not count.

    What stands behind `Assistant to` is the title of somebody else, unless the pattern itself speaks of assistants.

    >>> fits = fitting(["CFO", "*Controller*", "=Head of Tax"])
    >>> [*map(fits, ("CFO, EMEA", "Controllership Analyst", "Assistant to the CFO", "Head of Tax, UK"))]
    [True, True, False, False]
    """
    tests = [_test(pattern) for pattern in patterns]
    return lambda title: any(test(title) for test in tests)


def _test(pattern: str) -> Fits:
    whole = pattern.lstrip().startswith("=")
    glob = " ".join(filter(None, map(_folded_run, pattern.lstrip().removeprefix("=").replace("-", " ").split())))
    # fnmatch builds atomic groups, so that a*a*a*b cannot run away on a long title; a folded title holds no brackets.
    compiled = re.compile(translate(f" {glob} " if whole else f"* {glob} *"))
    serving = not _SERVING.isdisjoint(re.split(r"[ *?]", glob))
    return lambda title: compiled.match(f" {_folded(title) if serving or whole else _own(title)} ") is not None


def _folded_run(run: str) -> str:
    return "".join(part if part in "*?" else " ".join(words(part)) for part in re.split(r"([*?])", run))


def _folded(title: str) -> str:
    return " ".join(words(title.replace("-", " ")))


@lru_cache(maxsize=4096)  # a few hundred titles are asked of every segment
def _own(title: str) -> str:
    """Return the words of a title but for those of somebody whom this one serves.

    >>> _own("Chief of Staff to the CFO, Controller")
    'chief of staff controller'
    """
    return " ".join(filter(None, map(_until_served, re.split(r"[,;/|()\n]", title))))


def _until_served(part: str) -> str:
    said = words(part.replace("-", " "))
    at = (n for n in range(1, len(said)) if said[n] in _JOINTS and said[n - 1] in _SERVING)
    return " ".join(said[: next(at, len(said))])


def parts_of_title(text: str) -> tuple[str, ...]:
    """Return the titles in what a document says of a role: each alone, without remarks in brackets; () for a sentence.

    >>> parts_of_title("CFO, VP of Finance (or equivalent) / Head of Finance and Tax; Controller and Treasurer")
    ('CFO', 'VP of Finance', 'Head of Finance and Tax', 'Controller', 'Treasurer')
    >>> parts_of_title("VP of Sales at a brewery with two sites"), parts_of_title("Signs off every invoice it gets")
    (('VP of Sales',), ())
    """
    bare = re.sub(r"\([^()]*\)", " ", text)
    parts = [_until_clause(part).strip(" .*_`'\"") for part in re.split(r"[,;/|\n]|\s+or\s+", bare)]
    found = [each for part in parts for each in _joined_titles(part)]
    return tuple(dict.fromkeys(" ".join(part.split()) for part in found if _may_be_title(part)))


def _until_clause(part: str) -> str:
    """Return a title without what its holder does or where."""
    said = part.split()
    folded = ["".join(words(word)) for word in said]
    ends = (
        at
        for at in range(len(said))
        if folded[at] in _BEHIND or (at and folded[at] in _DOING and folded[at - 1] in _JOBS_AND_TITLES)
    )
    return " ".join(said[: next(ends, len(said))])


def _joined_titles(part: str) -> list[str]:
    """Part `Controller and Treasurer`; `Head of Finance and Tax` is one title."""
    halves = re.split(r"\s+(?:and|&)\s+", part)
    return halves if len(halves) > 1 and all(map(is_title, halves)) else [part]


def _may_be_title(part: str) -> bool:
    return asks_for_a_title(part) and (is_title(part) or len(part.split()) <= MAX_WORDS)


def is_work(title: str) -> bool:
    """Whether a title says what somebody does: `champion`, `user`, `prospect` say what they are to us, `room` nothing.

    >>> [is_work(title) for title in ("CFO", "End User", "rep")]
    [True, False, False]
    """
    return role_of(title) is None and title != "room" and not _NO_TITLES.issuperset(words(title))


def untitled_remark(untitled: int, customers: int) -> str:
    """Say of how many customers nobody knows the title, "" for none.

    >>> untitled_remark(31, 54)
    '31 of 54 customer speakers have no title.'
    """
    if not untitled:
        return ""
    return f"{untitled:,} of {plural(customers, 'customer speaker')} {'has' if untitled == 1 else 'have'} no title."
