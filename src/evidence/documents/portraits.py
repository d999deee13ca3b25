"""Portraits that nothing announces: several headings of one level that say who somebody is and what they want.

    # Who we sell to                       says nothing that is known
    ## Ops Olga                            carries a role and a pain
    ## Finance Fred                        carries fields of the same kinds: both are portraits

Goals and challenges alone are those of a project as well, so a field that only people and companies have stands
beside them, or a heading above says that people follow. Parts of one portrait differ in what they say; portraits
share two fields, or their pains.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from evidence.documents.pains import is_placeholder
from evidence.documents.people_words import announces_people, is_full
from evidence.documents.sections import carried, enough, is_aside, labels_of
from evidence.documents.titles import is_unserved
from evidence.english import word_set
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from evidence.documents.headings import Heading
    from evidence.documents.structure import Document

_SHARED, _ALONE = 2, 3  # fields
_OTHERS, _STRANGE = word_set("no portraits below"), word_set("labels of no portrait")


def find_portraits(document: Document) -> list[Heading]:
    """Return the headings of the uppermost level on which two are portraits, and those beside them with fields.

    One alone is a portrait below a heading that announces people, where it carries a pain and two fields more.
    """
    fields = {h.line: carried(document, h) for h in document.headings if _may_be_one(document, h)}
    for level in sorted({h.level for h in document.headings}):
        beside = [h for h in document.headings if h.level == level and enough(fields.get(h.line, frozenset()))]
        above = {h.path[:-1] for h in beside for o in beside if h.folded != o.folded and _alike(h, o, fields)}
        if above:
            return [h for h in beside if h.path[:-1] in above]
    full = [h for h in document.headings if len(said := fields.get(h.line, frozenset())) >= _ALONE and is_full(said)]
    return full if len(full) == 1 and "pain" in fields[full[0].line] and _announces_people(full[0]) else []


def _alike(one: Heading, other: Heading, fields: Mapping[int, frozenset[str]]) -> bool:
    """Whether two are portraits of the same kind."""
    some, others = fields[one.line], fields[other.line]
    people = _announces_people(one)
    if len(some & others) >= _SHARED:
        return people or is_full(some) or is_full(others)
    return is_full(some) and is_full(others) and (people or "pain" in some & others)


def _may_be_one(document: Document, heading: Heading) -> bool:
    title, *below = heading.path
    # A title may call its document research or an overview.
    if is_unserved(title) or is_aside(heading.text) or any(map(is_aside, below)) or is_placeholder(heading.text):
        return False
    told = (phrase for title in heading.path for phrase in _phrases(title))
    return _OTHERS.isdisjoint(told) and _STRANGE.isdisjoint(labels_of(document, heading))


def _phrases(title: str) -> Iterable[str]:
    """Yield the words of a title, and each two side by side."""
    tokens = words(title)
    yield from tokens
    yield from map(" ".join, itertools.pairwise(tokens))


def _announces_people(heading: Heading) -> bool:
    return any(map(announces_people, heading.path[:-1]))
