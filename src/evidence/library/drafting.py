"""The label of a pain put to what customers say: the utterances nearest to it, and queries made of them."""

from __future__ import annotations

from functools import cache, cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from evidence.library.asking import Asking, left_out
from evidence.library.pipeline import cues_of
from evidence.query.assertion import assertion_of
from evidence.query.grammar import parse_query
from evidence.query.tree import And, Field, Or, Query
from evidence.quotes.cut import cut_around
from evidence.segments.drafts import DraftedQueries, draft, says_lack
from evidence.segments.heard import Heard, hear, label_terms
from evidence.segments.telling import Teller

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from evidence.library.asking import SearchRow
    from evidence.library.library import Library
    from evidence.model import Hit, Quote
    from evidence.query.tree import Node

SHOWN = 40  # utterances that a person is asked about, at most
_MOST = 4_000  # utterances that are read for a label
_JOINED = 1_000  # of them, of a word that is said too often, beside another of the label
_FURTHER = 200  # utterances that are read for a word of an accepted one
_UNSTATED = 0.5  # what is left of an utterance near to a label that denies it, supposes it or has it in the past
_CUSTOMER = Field("side", "customer")


class NearUtterance(NamedTuple):
    """An utterance of a customer near to a label: its place among those read, how near, and the words to quote."""

    place: int
    worth: float
    row: SearchRow
    quote: Quote


class LabelDraft:
    """A label put to what the customers of one library say."""

    def __init__(self, library: Library, label: str) -> None:
        """Read what has to do with the label. A word that is said too often is read where another one is near."""
        self.library, self.label, self.lack = library, label, says_lack(label)
        self.terms = label_terms(label, lack=self.lack)
        self.size = self._count(Query("", _CUSTOMER))
        self._seen: set[tuple[str, int]] = set()
        self._learned: set[int] = set()
        self.hits: list[Hit] = list(self._read()) if self.size else []
        turns = [hear(hit.utterance.text) for hit in self.hits]
        self.heard = Heard(self.terms, turns, self.size, self.holding)

    @cached_property
    def asking(self) -> Asking:
        """Who said what, for rows."""
        return Asking(self.library, Query("", _CUSTOMER))

    def _count(self, query: Query) -> int:
        return Asking(self.library, query).count()[0]

    @cached_property
    def holding(self) -> _Holding:
        """How many utterances of customers a query finds."""
        return _Holding(self.library)

    def _read(self) -> Iterator[Hit]:
        """Yield utterances with a word of the label or one that says the same, the rarest words first, each once."""
        nodes = [[_phrase(word) for word in term.asked] for term in self.terms]
        counted = sorted(
            (self._count(Query("", And((node, _CUSTOMER)))), at, rank)
            for at, forms in enumerate(nodes)
            for rank, node in enumerate(forms)
        )
        for count, at, rank in counted:
            node, limit = nodes[at][rank], 0
            if not count:
                continue
            if count > _MOST - len(self._seen):
                others = [other for place, forms in enumerate(nodes) if place != at for other in forms]
                if not others:
                    limit = _JOINED
                else:
                    node, limit = And((node, Or(tuple(others)))), _JOINED
            yield from self._new(node, limit)

    def _new(self, node: Node, limit: int) -> Iterator[Hit]:
        hits = Asking(self.library, Query("", And((node, _CUSTOMER)))).hits()
        for hit in islice(hits, limit or None):
            address = (hit.call_id, hit.utterance.number)
            if address not in self._seen:
                self._seen.add(address)
                yield hit

    def _learn(self, verdicts: Mapping[int, bool | None]) -> None:
        """Read, too, what has the telling words of the accepted utterances: people say it in words of their own."""
        new = [place for place, verdict in verdicts.items() if verdict and place not in self._learned]
        self._learned.update(new)
        words = dict.fromkeys(word for place in new for word in self.heard.telling(place))
        hits = [hit for word in words for hit in self._new(_phrase(word), _FURTHER)]
        if hits:
            self.hits += hits
            self.heard = self.heard.grown([hear(hit.utterance.text) for hit in hits])

    def note_unknown(self) -> None:
        """Let the library's notes say how much of the label's own words nobody's side is known of."""
        own = tuple(_phrase(term.word) for term in self.terms)
        if own:
            unknown = Query("", And((Or(own) if len(own) > 1 else own[0], Field("side", "unknown"))))
            self.library.notes += left_out(self._count(unknown), "utterance")

    def nearest(self, limit: int = SHOWN) -> tuple[NearUtterance, ...]:
        """Return the utterances nearest to the label, best first."""
        shown: dict[int, bool | None] = {}
        found: list[NearUtterance] = []
        while len(found) < limit and (one := self.following(shown)):
            found.append(one)
            shown[one.place] = None
        return tuple(found)

    def following(self, verdicts: Mapping[int, bool | None]) -> NearUtterance | None:
        """Return the best utterance after what was judged, by its place; the same words once, and no question."""
        self._learn(verdicts)
        said = {self._words(place) for place in verdicts}
        best: tuple[float, int] | None = None
        for worth, place in self.heard.ranked(verdicts):
            if best and worth <= best[0]:
                break
            if self._words(place) not in said and (left := worth * self._stated(place)) > (best or (0.0,))[0]:
                best = left, place
        return self._near(*best) if best else None

    def _words(self, place: int) -> tuple[str, ...]:
        """Return the words of an utterance that are shown: said again in another call, they are the same."""
        worth = self.heard.worths[place]
        return self.heard.turns[place].said[worth.start : worth.end]

    def _stated(self, place: int) -> float:
        """Return what is left of what an utterance is worth: nothing of a question, half of what is denied or over."""
        turn = self.heard.turns[place]
        span = self.heard.thought(turn)
        spans = self.heard.spans(turn) or (span,)
        if assertion_of(turn.text, [span]).assertion == "question":
            return 0.0
        meant = assertion_of(turn.text, spans, kind="lack" if self.lack else "have").assertion
        return 1.0 if meant in ("present", "unjudged") else _UNSTATED

    def _near(self, worth: float, place: int) -> NearUtterance:
        turn, hit = self.heard.turns[place], self.hits[place]
        call = self.library.store.text.call(hit.call_id)
        quote = cut_around(hit.call_id, hit.utterance, self.heard.thought(turn), call)
        return NearUtterance(place, worth, self.asking.row(hit), quote)

    @cached_property
    def near(self) -> tuple[int, ...]:
        """The places of the utterances that queries are made of where nobody judged."""
        return tuple(Teller(self.heard, {}).good)

    def queries(self, verdicts: Mapping[int, bool]) -> tuple[str, ...]:
        """Return queries, by what was accepted and rejected of the utterances, by their places."""
        return tuple(map(str, Teller(self.heard, verdicts, lack=self.lack).choose()))


class _Holding:
    """Counts what queries find in what customers say."""

    def __init__(self, library: Library) -> None:
        self._count = cache(
            lambda text: Asking(library, Query(text, And((parse_query(text).root, _CUSTOMER)))).count()[0]
        )

    def __call__(self, text: str) -> int:
        return self._count(text)


def _phrase(words: str) -> Node:
    return parse_query(f'"{words}"').root


def label_drafter(library: Library) -> Callable[[str], DraftedQueries]:
    """Return what makes the queries of a label: of what customers say, else of its own words."""
    lexicon = cues_of(library.workspace)
    heard = Asking(library, Query("", _CUSTOMER)).count()[0]

    @cache
    def drafter(label: str) -> DraftedQueries:
        plain = draft(label, lexicon)
        if not heard:
            return plain
        said = LabelDraft(library, label)
        queries = said.queries({})
        if not queries:
            return plain
        both = tuple(dict.fromkeys((*queries, *(plain.queries if plain.stated else ()))))
        return DraftedQueries(both, stated=True, heard=len(said.near))

    return drafter
