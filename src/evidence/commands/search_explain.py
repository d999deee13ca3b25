"""What each term of a query brings, and what to try where a query finds nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evidence.library.asking import Asking, Filters, accounts_of, ask
from evidence.library.library import asked_of
from evidence.query.match import near_words, part_test
from evidence.query.tree import (
    And,
    Exact,
    Field,
    Fuzzy,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Wildcard,
    Word,
    fields_of,
    terms,
    to_text,
)
from evidence.text import words

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


@dataclass(frozen=True, slots=True)
class Absence:
    """Why nothing was found: what was searched, and which terms match nothing, with near words that occur."""

    calls: int
    accounts: int
    first_date: str | None
    last_date: str | None
    dead: tuple[tuple[str, tuple[str, ...]], ...]
    hint: str = ""
    terms: int = 2

    def __str__(self) -> str:
        """Say it in one line."""
        when = f", {self.first_date} to {self.last_date}" if self.first_date else ""
        calls, accounts = "" if self.calls == 1 else "s", "" if self.accounts == 1 else "s"
        said = [f"Nothing found in {self.calls:,} call{calls} of {self.accounts:,} account{accounts}{when}."]
        for term, near in self.dead[:3]:
            close = f" (near: {', '.join(near)})" if near else ""
            said.append(f"{term} occurs nowhere{close}.")
        if not self.dead and self.calls:
            together = "but not together: try OR, NEAR/20, or" if self.terms > 1 else "but not there: try"
            said.append(f"{'Every term' if self.terms > 1 else 'The term'} occurs, {together} fewer filters.")
        return " ".join([*said, *([self.hint] if self.hint else [])])


def explain(library: Library, query: Query) -> tuple[TermReport, ...]:
    """Return what each term brings, in the order of the query."""
    found = []
    for node in list(dict.fromkeys(terms(query.root)))[:MOST_TERMS]:
        asking = Asking(library, Query("", node))
        hits, exact = asking.count()
        rest = _without(query.root, node)
        alone = Asking(library, Query("", query.root if rest is None else And((query.root, Not(rest))))).count()[0]
        accounts = len(accounts_of(library, asking.by_call()))
        found.append(TermReport(to_text(node), tuple(_forms(library, node)), hits, exact, accounts, alone))
    return tuple(found)


def absence(library: Library, query: Query) -> Absence:
    """Say why a query finds nothing."""
    entries = list(library.catalog.calls())
    dates = [entry.date for entry in entries if entry.date]
    accounts = accounts_of(library, {entry.call_id: 1 for entry in entries})
    asked: list[Node] = list(dict.fromkeys([*terms(query.root), *fields_of(query.root)]))
    dead = [node for node in asked[:MOST_TERMS] if not any(Asking(library, Query("", node)).first(1))]
    said = tuple((to_text(node), _nearest(library, node)) for node in dead)
    hint = "Operators are written in capitals: OR, NOT, NEAR/5." if _OPERATOR.search(query.text) else ""
    first, last = min(dates, default=None), max(dates, default=None)
    return Absence(len(entries), len(accounts), first, last, said, hint, len(tuple(terms(query.root))))


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
    yield from sorted(counted, key=lambda pair: (-pair[1], pair[0]))[:MOST_FORMS]


def _vocabulary(library: Library, part: Part) -> list[str]:
    if isinstance(part, Word):
        return list(_said(library, part.token))
    fits = part_test(part)
    return [form for form in library.catalog.all_forms() if fits(form)][:200]


def _said(library: Library, word: str) -> Iterator[str]:
    """Yield the forms of a word that occur."""
    for key in library.catalog.lemmas.keys(word):
        yield from library.catalog.forms(key)


def _nearest(library: Library, node: Node) -> tuple[str, ...]:
    """Return words of the calls that look like those of a term that occurs nowhere; for a field, values that do."""
    if isinstance(node, Field):
        return _nearest_values(library, node)
    asked = words(to_text(node).replace("*", "").replace("?", ""))
    missing = [word for word in asked if not any(_said(library, word))]
    vocabulary = library.catalog.all_forms()
    near: dict[str, None] = {}
    for word in missing[:NEAREST]:
        near |= dict.fromkeys(near_words(word, vocabulary, limit=NEAREST))
    return tuple(near)


def _nearest_values(library: Library, field: Field) -> tuple[str, ...]:
    people = (
        [person.participant for _, person in library.catalog.everybody()] if field.name in {"speaker", "role"} else []
    )
    values = {
        "speaker": [person.name or person.label for person in people],
        "role": [person.role for person in people if person.role],
        "title": [entry.title for entry in library.catalog.calls()] if field.name == "title" else [],
        "call": [entry.call_id for entry in library.catalog.calls()] if field.name == "call" else [],
    }.get(field.name, [])
    # A value is near where one of its words is.
    by_word = {word: value for value in dict.fromkeys(values) for word in words(value)}
    near = (found for word in words(field.value) for found in near_words(word, list(by_word), limit=NEAREST))
    return tuple(dict.fromkeys(by_word[word] for word in near))[:NEAREST]


def explain_query(
    place: WorkspaceLike = None, query: str = "", *, as_of: str | None = None, **filters: str
) -> tuple[TermReport, ...]:
    """Return what each term brings: `evidence search --explain`."""
    with asked_of(place, as_of, refresh="calls") as library:
        return explain(library, ask(query, Filters(**filters)))
