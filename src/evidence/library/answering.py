"""A question in plain words put to the calls: the turns that answer it, best first, and the words of each to quote.

Where the calls that are searched hold little, all of it is read and ranked by `query.ranking`. Where they hold
much, the index says where the words of the question stand and how rare they are, and the talk is read where most of
them stand close together: the best stretches first, as many whatever the limit, and others behind these as long
as rows are wanted. So the first rows are the same for every limit.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from operator import itemgetter
from typing import TYPE_CHECKING

from evidence.english import word_set
from evidence.errors import QuerySyntaxError
from evidence.library.asking import Asking, SearchResult, SearchRow, left_out_by_date, uncounted
from evidence.library.named_speakers import identity, named_speakers
from evidence.model import Citation, Hit
from evidence.query.ranking import (
    DEFAULT,
    STRETCHES,
    Counts,
    count_turns,
    densest,
    listen,
    order,
    rarest,
    read_question,
    speaks_to,
    weigh_turns,
)
from evidence.query.tree import And, Field, Not, Or, Query, Word
from evidence.quotes.answering import answer_span, shown_words
from evidence.store.prepare import MAX_NUMBER
from evidence.text import tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from evidence.library.asking import Filters
    from evidence.library.library import Library
    from evidence.library.named_speakers import NamedSpeaker
    from evidence.model import Side, Span, Utterance
    from evidence.query.ranking import QuestionTerm, Talk, Weighed, Weights
    from evidence.query.tree import Node
    from evidence.store.text_index import Place

    FoundTerm = tuple[float, list[int], list[Place]]
    """Rarity, ranks, places."""

# What is read whole: with more the index leads to the talk. 40,000 words take some 100 ms.
FEW_UTTERANCES, FEW_WORDS = 4_000, 40_000
# What is looked for in the index: the rarest words, and the newest places of them. Twice as much took 20 ms more.
SOUGHT, PLACES = 5, 12_000
# Utterances in which words stand close together, and how many are read around their middle.
WIDTH, AROUND = 16, 16
# Stretches that are read and ranked together, and how many of them are shown before a second turn of any.
FIRST, NEXT, ACROSS = 24, 200, 20
# A page pasted as a question would keep the index busy for seconds.
MOST_WORDS = 60


@dataclass(frozen=True, slots=True)
class AnswerRow(SearchRow):
    """A turn that answers: `quoted` are the words to quote; `asked` is our own side's question before it, if any."""

    quoted: Span = (0, 0)
    asked: Utterance | None = None

    @property
    def citation(self) -> Citation:
        """The address of the quoted words."""
        return Citation.of(self.hit.call_id, self.hit.utterance, *self.quoted)

    @property
    def words(self) -> str:
        """The quoted words, an ellipsis where a sentence is cut."""
        return shown_words(self.hit.utterance.text, self.quoted)


@dataclass(frozen=True, slots=True)
class Answers(SearchResult):
    """The first answers; `count` is how many utterances hold a word of the question.

    missing: words of the question that nobody says. named: speakers whom it names, whose turns count more.
    """

    rows: tuple[AnswerRow, ...]
    missing: tuple[str, ...] = ()
    named: tuple[NamedSpeaker, ...] = ()


def evidence_for(
    library: Library,
    question: str,
    filters: Filters | None = None,
    *,
    limit: int = 20,
    context: int = 0,
    weights: Weights = DEFAULT,
) -> Answers:
    """Return the turns that answer a question: the best of each stretch of talk first, then more.

    Every row passes the filters; what is said around it counts in its rank, whoever says it, so that a turn
    needs no word of the question. There is no row where nothing speaks to the question.

    limit: how many rows, 0 for all; the first ones are the same for every limit. context: how many turns around each.
    Raises QuerySyntaxError for a question of no words or more than 60, SettingsError for names that do not exist.
    """
    terms = _terms(question, library.catalog.lemmas.root)
    fields = filters.nodes() if filters else ()
    undated = left_out_by_date(library, And(fields))
    if left := uncounted(library, Query(question, And(fields))):
        fields = (*fields, Not(Or(left)))
    asking = Asking(library, Query(question, And((_any(terms), *fields))), copies=True)
    named = named_speakers(library, question, fields)
    # Who asks for our own side, or for those whose side nobody knows, is not led to customers.
    sided = not (filters and (filters.side or "").casefold() in {"internal", "unknown"})
    search = _Search(asking, fields, {one.key for one in named} if named else set(), sided=sided)
    counts, batches = search.look(terms)
    missing = tuple(term.word for term in terms if not counts.holding.get(term.stem))
    ranked = _ranked(search, rarest(terms, counts), counts, batches, weights)
    first = islice(ranked, min(limit, sys.maxsize) or None)
    rows = tuple(search.row(turn, rarities, context) for turn, rarities in first)
    return Answers(rows, *asking.count(), undated, missing, named)


_SMALL = word_set("stop words") | {"i"}


def _terms(question: str, root: Callable[[str], str]) -> tuple[QuestionTerm, ...]:
    terms = read_question(question, root)
    if not terms:
        raise QuerySyntaxError(
            "the question contains no words", query=question, hint='Ask such as "what slows audits?"'
        )
    if all(term.word in _SMALL for term in terms):
        raise QuerySyntaxError("the question names nothing", query=question, hint='Ask such as "what slows audits?"')
    if len(terms) > MOST_WORDS:
        raise QuerySyntaxError(f"the question has more than {MOST_WORDS} different words", hint="Ask in one sentence.")
    return terms


def _any(terms: Sequence[QuestionTerm]) -> Node:
    return Or(tuple(Word(term.word) for term in terms))


def _ranked(
    search: _Search,
    terms: Sequence[QuestionTerm],
    counts: Counts,
    batches: Iterable[list[Talk]],
    weights: Weights,
) -> Iterator[tuple[Weighed, Mapping[str, float]]]:
    """Yield the turns that pass the filters, each once, with what every word is worth; none where none answers."""
    rarities = {term.stem: counts.rarity(term) for term in terms}
    shown: set[tuple[str, int]] = set()
    for number, talks in enumerate(batches):
        several = len({talk.call_id for talk in talks}) > 1
        turns = weigh_turns(terms, talks, counts, weights)
        if number == 0 and not speaks_to(turns, terms, counts):
            return
        for turn in order(turns, stretches=ACROSS if several else STRETCHES, weights=weights):
            if turn.address not in shown and search.passes(turn.address):
                shown.add(turn.address)
                yield turn, rarities


class _Search:
    """One question put to one library: what is read, and what passes."""

    def __init__(self, asking: Asking, fields: Sequence[Node], named: set[str], *, sided: bool) -> None:
        self.asking, self.library, self.fields = asking, asking.library, tuple(fields)
        self.named, self.sided = named, sided
        self.allowed = cache(self._allowed)
        self.root = self.library.catalog.lemmas.root

    def look(self, terms: Sequence[QuestionTerm]) -> tuple[Counts, Iterator[list[Talk]]]:
        """Return in how many turns each word stands, and the talk to rank, one batch after the other."""
        calls = self._few()
        if calls is not None:
            talks = [self._listen(call_id, self.library.store.text.call(call_id)) for call_id in calls]
            return count_turns(terms, talks), iter([talks])
        nodes, counts = self._looked_up(terms)
        return counts, self._batches([(term, nodes[term]) for term in rarest(terms, counts)[:SOUGHT]], counts)

    def _few(self) -> list[str] | None:
        """Return the calls that are searched where together they hold little, else None."""
        text, catalog = self.library.store.text, self.library.catalog
        if self.fields:
            plan = self.library.store.candidates(And(self.fields), self.library.resolve)
            if text.count(plan) > FEW_UTTERANCES:
                return None
            entries = [self.asking.entry(call_id) for call_id in text.tally(plan)]
        elif len(text) > FEW_UTTERANCES:
            return None
        else:
            entries = list(catalog.calls())
        known = [entry for entry in entries if entry]
        return [entry.call_id for entry in known] if sum(entry.words for entry in known) <= FEW_WORDS else None

    def _looked_up(self, terms: Sequence[QuestionTerm]) -> tuple[dict[QuestionTerm, Node], Counts]:
        """Return what to look for, each word said or in the speaker's name, and how many utterances have it."""
        store, resolve = self.library.store, self.library.resolve

        def found(node: Node) -> int:
            return store.text.count(store.candidates(node, resolve))

        nodes: dict[QuestionTerm, Node] = {}
        for term in terms:
            said, named = Word(term.word), Field("speaker", term.word)
            nodes[term] = Or((said, named)) if found(named) else said  # a lone word is found in half the time
        return nodes, Counts(len(store.text), {term.stem: found(node) for term, node in nodes.items()})

    def _batches(self, nodes: Sequence[tuple[QuestionTerm, Node]], counts: Counts) -> Iterator[list[Talk]]:
        """Yield the talk where most of what is asked about stands close together, then where less does."""
        found = self._find(nodes, counts)
        ranks = [(rarity, ranks) for rarity, ranks, _ in found]
        first = densest(ranks, width=WIDTH, limit=FIRST)
        yield self._read(found, first)
        taken = set(first)
        most = sum(len(places) for _, places in ranks)
        rest = [start for start in densest(ranks, width=WIDTH, limit=most) if start not in taken]
        for at in range(0, len(rest), NEXT):
            yield self._read(found, rest[at : at + NEXT])

    def _find(self, nodes: Sequence[tuple[QuestionTerm, Node]], counts: Counts) -> list[FoundTerm]:
        """Return rarity, ranks and places of each term where the filters hold; what a rare one leaves, others share."""
        left, found = PLACES, []
        for waiting, (term, node) in zip(range(len(nodes), 0, -1), nodes, strict=True):
            asked = And((node, *self.fields)) if self.fields else node
            plan = self.library.store.candidates(asked, self.library.resolve)
            places = self.library.store.text.places(plan, left // waiting)
            left -= len(places)
            found.append((counts.rarity(term), [rank for rank, _ in places], places))
        return found

    def _read(self, found: Sequence[FoundTerm], starts: Iterable[int]) -> list[Talk]:
        """Read the talk around each stretch."""
        text = self.library.store.text
        turns: dict[str, dict[int, Utterance]] = {}
        for start in starts:
            firsts = ((places, bisect_left(ranks, start)) for _, ranks, places in found)
            _, address = min((places[at] for places, at in firsts if at < len(places)), key=itemgetter(0))
            first = text.at(address)
            near = text.neighbours(first.call_id, first.utterance.number + WIDTH // 2, AROUND)
            turns.setdefault(first.call_id, {}).update((utterance.number, utterance) for utterance in near)
        runs = chain.from_iterable(((call_id, run) for run in _runs(said)) for call_id, said in turns.items())
        return [self._listen(call_id, run) for call_id, run in runs]

    def _listen(self, call_id: str, utterances: Sequence[Utterance]) -> Talk:
        people = self.asking.people(call_id)
        sides: dict[str | None, Side] = {label: one.participant.side for label, one in people.items()}
        named = [label for label, one in people.items() if self.named and identity(call_id, one) in self.named]
        return listen(call_id, utterances, self.root, sides if self.sided else None, named)

    def passes(self, address: tuple[str, int]) -> bool:
        """Say whether the filters hold for an utterance."""
        call_id, number = address
        return not self.fields or number in self.allowed(call_id)

    def _allowed(self, call_id: str) -> set[int]:
        here = Query("", And((*self.fields, Field("call", call_id, exact=True))))
        asking = Asking(self.library, here, copies=True)
        if asking.plan.exact:
            return {rank & MAX_NUMBER for rank, _ in self.library.store.text.places(asking.plan, MAX_NUMBER)}
        return {hit.utterance.number for hit in asking.hits()}

    def row(self, turn: Weighed, rarities: Mapping[str, float], context: int) -> AnswerRow:
        """Return a turn with what is known of it and the words to quote."""
        talk, utterance = turn.talk, turn.talk.utterances[turn.place]
        marks: dict[Span, float] = {}
        if not rarities.keys().isdisjoint(talk.stems[turn.place]):  # most turns hold no word of the question
            rooted = ((token.start, token.end, self.root(token.folded)) for token in tokenize(utterance.text))
            marks = {(start, end): rarities[root] for start, end, root in rooted if root in rarities}
        row = self.asking.row(Hit(talk.call_id, utterance, tuple(marks), round(turn.around, 4)), context)
        asked = None if turn.asked is None else talk.utterances[turn.asked]
        known = (row.hit, row.title, row.date, row.person, row.account, row.segments, row.before, row.after, row.status)
        # What answers our own question begins with the answer, whatever words follow.
        return AnswerRow(*known, answer_span(utterance.text, {} if asked else marks), asked)


def _runs(said: Mapping[int, Utterance]) -> Iterator[list[Utterance]]:
    """Part utterances where numbers are missing in between."""
    run: list[Utterance] = []
    for number in sorted(said):
        if run and run[-1].number + 1 != number:
            yield run
            run = []
        run.append(said[number])
    if run:
        yield run
