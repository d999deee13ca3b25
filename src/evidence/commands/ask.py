"""Ask in plain words: the turns that have to do with a question, out of all calls.

The index says where the words of the question stand and how rare they are. Where
most of them stand close together, the talk is read and ranked by `query.ranking`.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING

from evidence.errors import QuerySyntaxError
from evidence.library.asking import Asking, Filters, SearchResult, left_out_by_date
from evidence.library.library import asked_of
from evidence.query.ranking import STRETCHES, Counts, densest, listen, rank, rarest, read_question
from evidence.query.tree import And, Field, Or, Query, Word
from evidence.store.prepare import rank_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from evidence.library.library import Library, WorkspaceLike
    from evidence.model import Hit, Utterance
    from evidence.query.ranking import QuestionTerm, Talk
    from evidence.query.tree import Node
    from evidence.store.text_index import Place

    FoundTerm = tuple[float, list[int], list[Place]]
    """Rarity, ranks, places."""


# What is looked for in the index: the rarest words, and the newest places of them. Twice as much took 20 ms more.
SOUGHT, PLACES = 5, 12_000


# Utterances in which words stand close together, and how many are read around their middle.
WIDTH, AROUND = 16, 16


# A page pasted as a question would keep the index busy for seconds.
MOST_WORDS = 60
# With `limit` 0, what no reader has come to the end of.
MOST_ROWS = 400


def evidence_for(
    library: Library, question: str, filters: Filters | None = None, *, limit: int = 20, context: int = 0
) -> SearchResult:
    """Return the turns that have to do with a question: the best of each stretch of talk first, then more.

    Every row is an utterance that holds a word asked about and passes the filters;
    what is said around it counts in its rank, whoever says it. `count` is how many
    utterances hold such a word. Talk is looked for where the five rarest words stand,
    and where they stand in more than 12,000 places, among the newest of each.

    limit: how many rows, 0 for the first 400. context: how many turns around each.
    Raises QuerySyntaxError for a question of no words or more than 60, SettingsError for names that do not exist.
    """
    root = library.catalog.lemmas.root
    terms = read_question(question, root)
    if not terms:
        raise QuerySyntaxError(
            "the question contains no words", query=question, hint='Ask such as "what slows audits?"'
        )
    if len(terms) > MOST_WORDS:
        raise QuerySyntaxError(f"the question has more than {MOST_WORDS} different words", hint="Ask in one sentence.")
    fields = filters.nodes() if filters else ()
    wanted = min(limit or MOST_ROWS, len(library.store.text))
    stretches = max(STRETCHES, wanted // 2)
    nodes, counts = _look(library, terms)
    terms = rarest(terms, counts)
    asking = Asking(library, Query(question, And((_any(terms), *fields))))
    found = _find(library, {term: nodes[term] for term in terms[:SOUGHT]}, fields, counts)
    hits = rank(terms, _read(library, found, stretches * 3 // 2), counts, stretches=stretches, root=root)
    passes = _passing(asking, fields, found) if fields else None
    shown = (hit for hit in hits if hit.spans and (passes is None or passes(hit)))
    rows = tuple(asking.row(hit, context) for hit in islice(shown, wanted))
    return SearchResult(rows, *asking.count(), left_out_by_date(library, And(fields)))


def _any(terms: Sequence[QuestionTerm]) -> Node:
    return Or(tuple(Word(term.word) for term in terms))


def _look(library: Library, terms: Sequence[QuestionTerm]) -> tuple[dict[QuestionTerm, Node], Counts]:
    """Return what to look for, each word said or in the speaker's name, and how many utterances have it."""

    def found(node: Node) -> int:
        return library.store.text.count(library.store.candidates(node, library.resolve))

    nodes: dict[QuestionTerm, Node] = {}
    for term in terms:
        said, named = Word(term.word), Field("speaker", term.word)
        nodes[term] = Or((said, named)) if found(named) else said  # a lone word is found in half the time
    return nodes, Counts(len(library.store.text), {term.stem: found(node) for term, node in nodes.items()})


def _find(
    library: Library, nodes: Mapping[QuestionTerm, Node], fields: Sequence[Node], counts: Counts
) -> list[FoundTerm]:
    """Return rarity, ranks and places of each term where the filters hold; what a rare one leaves, others share."""
    left, found = PLACES, []
    for waiting, (term, node) in zip(range(len(nodes), 0, -1), nodes.items(), strict=True):
        plan = library.store.candidates(And((node, *fields)) if fields else node, library.resolve)
        places = library.store.text.places(plan, left // waiting)
        left -= len(places)
        found.append((counts.rarity(term), [rank for rank, _ in places], places))
    return found


def _read(library: Library, found: Sequence[FoundTerm], limit: int) -> list[Talk]:
    """Read the talk where most of what is asked about stands close together."""
    text = library.store.text
    turns: dict[str, dict[int, Utterance]] = {}
    for start in densest([(rarity, ranks) for rarity, ranks, _ in found], width=WIDTH, limit=limit):
        firsts = ((places, bisect_left(ranks, start)) for _, ranks, places in found)
        _, address = min((places[at] for places, at in firsts if at < len(places)), key=itemgetter(0))
        first = text.at(address)
        near = text.neighbours(first.call_id, first.utterance.number + WIDTH // 2, AROUND)
        turns.setdefault(first.call_id, {}).update((utterance.number, utterance) for utterance in near)
    return [listen(call_id, run, library.catalog.lemmas.root) for call_id, said in turns.items() for run in _runs(said)]


def _runs(said: dict[int, Utterance]) -> Iterator[list[Utterance]]:
    """Part utterances where numbers are missing in between."""
    run: list[Utterance] = []
    for number in sorted(said):
        if run and run[-1].number + 1 != number:
            yield run
            run = []
        run.append(said[number])
    if run:
        yield run


def _passing(asking: Asking, fields: Sequence[Node], found: Sequence[FoundTerm]) -> Callable[[Hit], bool]:
    """Return whether a hit stands where the filters hold; what was found is too much where the plan is not exact."""
    ranks = {rank for _, ranks, _ in found for rank in ranks}

    @cache
    def start(call_id: str) -> int:
        entry = asking.entry(call_id)
        return rank_of(call_id, entry.date if entry else None)

    @cache
    def checked(call_id: str) -> set[int]:
        here = And((*fields, Field("call", call_id, exact=True)))
        return {hit.utterance.number for hit in Asking(asking.library, Query("", here)).hits()}

    def passes(hit: Hit) -> bool:
        number = hit.utterance.number
        return start(hit.call_id) + number in ranks and (asking.plan.exact or number in checked(hit.call_id))

    return passes


def answer_question(
    place: WorkspaceLike = None,
    question: str = "",
    *,
    limit: int = 20,
    context: int = 0,
    as_of: str | None = None,
    **filters: str,
) -> SearchResult:
    """Rank evidence for a question in plain words: `evidence search --natural`."""
    with asked_of(place, as_of, refresh="calls") as library:
        return evidence_for(library, question, Filters(**filters), limit=limit, context=context)
