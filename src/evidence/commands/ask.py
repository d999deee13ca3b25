"""Ask in plain words: the answers, and why there are none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from evidence.library.answering import Answers, evidence_for
from evidence.library.asking import Filters
from evidence.library.library import asked_of
from evidence.query.ranking import read_question
from evidence.query.tree import And, Or, Query, Word
from evidence.text import words

if TYPE_CHECKING:
    from evidence.library.library import Library, WorkspaceLike


_ENDED = {"lost": {"lose", "lost", "losing", "loss"}, "won": {"win", "won", "winning"}}
_DEALS = {"deal", "deals", "customer", "customers", "account", "accounts", "business"}


def outcome_asked(question: str) -> str | None:
    """Return how the deals ended that a question is about, None where it is about none: the words rank no outcome.

    >>> outcome_asked("Why did we lose deals?"), outcome_asked("Do they lose receipts?")
    ('lost', None)
    """
    said = set(words(question))
    return next((how for how, verbs in _ENDED.items() if said & verbs and said & _DEALS), None)


def unanswered(library: Library, question: str, filters: Filters, found: Answers) -> str:
    """Say in one line why nothing answers a question."""
    from evidence.library.absence import absence, unmatched  # 10 ms, and most questions are answered

    if dead := unmatched(library, filters):
        return " ".join(dead)
    terms = read_question(question, library.catalog.lemmas.root)
    asked = [term.word for term in terms if term.word in found.missing] or [term.word for term in terms]
    why = absence(library, Query("", And((Or(tuple(map(Word, asked))), *filters.nodes()))))
    return str(replace(why, hint="", terms=min(why.terms, 1)))


def answer_question(
    place: WorkspaceLike = None,
    question: str = "",
    *,
    limit: int = 10,
    context: int = 0,
    as_of: str | None = None,
    **filters: str,
) -> Answers:
    """Rank answers to a question in plain words: `evidence ask`."""
    with asked_of(place, as_of, refresh="calls") as library:
        return evidence_for(library, question, Filters(**filters), limit=limit, context=context)
