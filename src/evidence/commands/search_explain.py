"""What each term of a query finds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evidence.library.asking import Asking, Filters, accounts_of, ask
from evidence.library.judged import without_judged
from evidence.library.library import asked_of
from evidence.query.match import part_test
from evidence.query.tree import (
    And,
    Exact,
    Fuzzy,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Wildcard,
    Word,
    terms,
    to_text,
)
from evidence.store.spellings import Spellings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.library.library import Library, WorkspaceLike
    from evidence.query.tree import Node, Part

_OPERATOR = re.compile(r"\b(?:near/\d+|or|and|not)\b")
MOST_FORMS = 12
MOST_TERMS = 12  # explained one by one; a tracker has some dozens at most
NEAREST = 3


@dataclass(frozen=True, slots=True)
class TermReport:
    """One term of a query: the word forms it takes, most frequent first, with the utterances of each.

    `alone` counts the utterances of the whole query that it would lose without this term.
    """

    term: str
    forms: tuple[tuple[str, int], ...]
    hits: int
    hits_exact: bool
    accounts: int
    alone: int

    def record(self) -> dict[str, Any]:
        """Return the term as `--json` prints it."""
        return {
            "term": self.term,
            "forms": [{"form": form, "hits": hits} for form, hits in self.forms],
            "count": self.hits,
            "count_exact": self.hits_exact,
            "accounts": self.accounts,
            "alone": self.alone,
        }


def explain(library: Library, query: Query) -> tuple[TermReport, ...]:
    """Return what each term finds, in the order of the query."""
    found = []
    for node in list(dict.fromkeys(terms(query.root)))[:MOST_TERMS]:
        asking = Asking(library, Query("", node))
        hits, exact = asking.count()
        rest = _without(without_judged(query.root), node)
        alone = Asking(library, Query("", query.root if rest is None else And((query.root, Not(rest))))).count()[0]
        accounts = len(accounts_of(library, asking.by_call()))
        found.append(TermReport(to_text(node), tuple(_forms(library, node)), hits, exact, accounts, alone))
    return tuple(found)


def _without(node: Node, gone: Node) -> Node | None:
    """Return the tree without a term; None where nothing is left that selects."""
    if node == gone:
        return None
    match node:
        case Or(children):
            kept = [rest for child in children if (rest := _without(child, gone)) is not None]
            return Or(tuple(kept)) if kept else None
        case And(children):
            parts = [_without(child, gone) for child in children]
            # Without one of its parts an AND is another question: none of its hits would be the same.
            return And(tuple(part for part in parts if part)) if all(parts) else None
        case Near(left, right, distance):
            one, other = _without(left, gone), _without(right, gone)
            return Near(one, other, distance) if one and other else None
        case _:
            return node


def _forms(library: Library, node: Node) -> Iterator[tuple[str, int]]:
    """Yield the word forms in the calls that a term takes, most frequent first."""
    parts: tuple[Part, ...] = node.parts if isinstance(node, Phrase) else ()
    if isinstance(node, Word | Wildcard | Fuzzy):
        parts = (node,)
    forms = {form for part in parts for form in _vocabulary(library, part)}
    counted = [
        (form, library.store.text.count(library.store.candidates(Exact(form), library.resolve))) for form in forms
    ]
    counted += [pair for pair in _compounds(library, node) if pair[1]]
    yield from sorted(counted, key=lambda pair: (-pair[1], pair[0]))[:MOST_FORMS]


def _compounds(library: Library, node: Node) -> Iterator[tuple[str, int]]:
    """Yield the other ways in which the calls write a compound that a term asks for."""
    parts: tuple[Part, ...] = (node,) if isinstance(node, Word) else ()
    if isinstance(node, Phrase) and not node.slop:
        parts = node.parts
    spellings = Spellings(library.catalog.forms, library.catalog.lemmas)
    for way in spellings.others(parts, MOST_FORMS) if parts else ():
        counted = Exact(" ".join(map(to_text, way)))
        yield counted.text, library.store.text.count(library.store.candidates(counted, library.resolve))


def _vocabulary(library: Library, part: Part) -> list[str]:
    if isinstance(part, Word):
        return [form for key in library.catalog.lemmas.keys(part.token) for form in library.catalog.forms(key)]
    fits = part_test(part)
    return [form for form in library.catalog.all_forms() if fits(form)][:200]


def explain_query(
    place: WorkspaceLike = None, query: str = "", *, as_of: str | None = None, **filters: str
) -> tuple[TermReport, ...]:
    """Return what each term finds: `evidence search --explain`."""
    with asked_of(place, as_of, refresh="calls") as library:
        return explain(library, ask(query, Filters(**filters)))
