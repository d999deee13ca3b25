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
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

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


class _Signs(NamedTuple):
    """What decides whether two headings are portraits of one kind; few differ in a document."""

    fields: frozenset[str]
    people: bool


def find_portraits(document: Document) -> list[Heading]:
    """Return the headings of the uppermost level on which two are portraits, and those beside them with fields.

    One alone is a portrait below a heading that announces people, where it carries a pain and two fields more.
    """
    signs = {
        h: _Signs(fields, any(map(announces_people, h.path[:-1])))
        for h in document.headings
        if enough(fields := carried(document, h)) and _may_be_one(document, h)
    }
    for level in sorted({h.level for h in signs}):
        beside = [h for h in signs if h.level == level]
        if above := _above_portraits({h: signs[h] for h in beside}):
            return [h for h in beside if h.path[:-1] in above]
    full = [h for h, held in signs.items() if held.people and len(held.fields) >= _ALONE and is_full(held.fields)]
    return full if len(full) == 1 and "pain" in signs[full[0]].fields else []


def _above_portraits(signs: Mapping[Heading, _Signs]) -> set[tuple[str, ...]]:
    """Return the paths below which headings of one level are portraits: another name carries what they carry."""
    names: defaultdict[_Signs, set[str]] = defaultdict(set)
    for heading, held in signs.items():
        names[held].add(heading.folded)
    kinds = {held: set().union(*(names[other] for other in names if _alike(held, other))) for held in names}
    return {heading.path[:-1] for heading, held in signs.items() if kinds[held] - {heading.folded}}


def _alike(one: _Signs, other: _Signs) -> bool:
    """Whether what two headings carry is that of two portraits."""
    both = is_full(one.fields), is_full(other.fields)
    if len(one.fields & other.fields) >= _SHARED:
        return one.people or any(both)
    return all(both) and (one.people or "pain" in one.fields & other.fields)


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
