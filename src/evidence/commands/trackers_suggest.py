"""Terms that go with what a tracker finds, for a person to accept into its queries."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from evidence.library.asking import Asking, accounts_of, askable, citation_record
from evidence.library.drafting import LabelDraft
from evidence.query.grammar import parse_query
from evidence.query.match import match
from evidence.query.tree import And, Field, Not, Query
from evidence.quotes.cues import Lexicon
from evidence.quotes.keyness import TOPICLESS, key_terms
from evidence.quotes.themes import ignored_stems
from evidence.segments.labels import clean_label
from evidence.segments.trackers import counts, query
from evidence.text import stem, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.library.library import Library
    from evidence.model import Citation, Hit, Tracker
    from evidence.query.tree import Node
    from evidence.quotes.keyness import KeyTerm

WINDOW = 15  # words before and after a hit that suggestions are learnt from
MOST_NEW = 5  # times what a drafted query shares with the tracker's hits, that it finds at most
MOST_HITS = 5_000  # of a tracker, newest first, that suggestions are learnt from


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A term that goes with what a tracker finds, and an utterance that says it without being found."""

    term: str
    inside: int
    total: int
    accounts: int
    score: float
    example: str
    citation: Citation

    def record(self) -> dict[str, Any]:
        """Return the suggestion as `--json` prints it."""
        return {
            "term": self.term,
            "inside": self.inside,
            "total": self.total,
            "accounts": self.accounts,
            "score": self.score,
            "example": self.example,
            "citation": citation_record(self.citation, self.example[self.citation.start : self.citation.end]),
        }


def suggest_terms(library: Library, tracker: Tracker, *, limit: int = 12) -> tuple[Suggestion, ...]:
    """Return terms that go with a tracker's hits, for a person to accept into its queries; none from too few hits.

    A term stands in hits of two accounts, far more often than in what else its side said. Each has an utterance
    that the tracker does not find yet: what the term would add. Where there is too little to tell, the terms are
    queries drafted from the label and from what the tracker counts already, but for what a reviewer rejected.
    """
    sound = next(askable(library, [tracker]), None)
    if sound is None:
        return ()
    asked, bare = query(sound), query(sound, sided=False)
    hits = list(islice(Asking(library, asked).hits(), MOST_HITS))
    terms = key_terms(
        ((_around(hit), _group(library, hit.call_id)) for hit in hits),
        _size(library, tracker),
        lambda term: _asking(library, tracker, _phrase(term)).count()[0],
        _ignored(library, hits),
    )
    new = (term for term in terms if match(bare, term.term) is None)
    found = tuple(islice(filter(None, (_suggestion(library, tracker, asked, term) for term in new)), limit))
    return found or tuple(islice(_drafted(library, sound, asked, len(hits)), limit))


def _drafted(library: Library, tracker: Tracker, asked: Query, inside: int) -> Iterator[Suggestion]:
    """Yield queries drafted from a tracker's label that find something new, with what each would add."""
    draft = LabelDraft(library, clean_label(tracker.label))
    rejected = {
        (one.call_id, one.exact)
        for one in library.decisions().values()
        if one.tracker == tracker.tracker_id and one.verdict == "reject"
    }
    verdicts = {
        at: not any(call_id == hit.call_id and exact in hit.utterance.text for call_id, exact in rejected)
        for at, hit in enumerate(draft.hits)
        if counts(tracker, hit.utterance.text)[0]
    }
    for text in draft.queries(verdicts):
        node = parse_query(text).root
        new = _asking(library, tracker, node, Not(asked.root))
        hit = next(iter(new.first(1)), None)
        both = _asking(library, tracker, node)
        total, also = both.count()[0], _asking(library, tracker, node, asked.root).count()[0]
        if hit is not None and total <= MOST_NEW * also:
            accounts = accounts_of(library, both.by_call())
            score = round(100 * also / inside, 1) if inside else 0.0
            yield Suggestion(text, also, total, len(accounts), score, hit.utterance.text, new.row(hit).citation)


def _around(hit: Hit) -> str:
    """Return the words about what was found: a long turn speaks of other things too."""
    text, (start, end) = hit.utterance.text, (hit.spans[0][0], hit.spans[-1][1])
    before, after = words(text[:start])[-WINDOW:], words(text[end:])[:WINDOW]
    return " ".join((*before, *words(text[start:end]), *after))


def _group(library: Library, call_id: str) -> str:
    account = library.account_of(call_id)
    return account.account_id if account else f"call {call_id}"


def _size(library: Library, tracker: Tracker) -> int:
    return len(library.store.text) if tracker.side == "any" else _asking(library, tracker).count()[0]


def _phrase(term: str) -> Node:
    return parse_query(f'"{term}"').root


def _asking(library: Library, tracker: Tracker, *nodes: Node) -> Asking:
    """Ask for what its side said."""
    sided = (Field("side", tracker.side),) if tracker.side != "any" else ()
    return Asking(library, Query("", And((*nodes, *sided))))


def _ignored(library: Library, hits: Iterable[Hit]) -> frozenset[str]:
    """Return stems of what the hits were found by, and of what is no topic: talk, numerals, names."""
    found = (hit.utterance.text[a:b] for hit in hits for a, b in hit.spans)
    people = (p for _, person in library.catalog.everybody() for p in [person.participant])
    named = (name for p in people for name in (p.label, p.name, p.org) if name)
    accounts = {account for call_id in library.links if (account := library.account_of(call_id))}
    own = (
        *library.workspace.settings.own_names,
        *(d.partition(".")[0] for d in library.workspace.settings.own_domains),
    )
    texts = {*found, *named, *own, *(account.account_name for account in accounts)}
    return ignored_stems(Lexicon(()), TOPICLESS) | {stem(word) for text in texts for word in words(text)}


def _suggestion(library: Library, tracker: Tracker, asked: Query, term: KeyTerm) -> Suggestion | None:
    """Return the term with an utterance that it would add; None where it would add nothing."""
    phrase = _phrase(term.term)
    new = _asking(library, tracker, phrase, Not(asked.root))
    hit = next(iter(new.first(1)), None)
    if hit is None:
        return None
    accounts = accounts_of(library, _asking(library, tracker, phrase).by_call())
    citation = new.row(hit).citation
    return Suggestion(term.term, term.inside, term.total, len(accounts), term.score, hit.utterance.text, citation)
