"""What trackers find in a library, and which of their queries find nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, islice
from typing import TYPE_CHECKING, Any

from evidence.errors import QuerySyntaxError, SettingsError
from evidence.query.grammar import parse
from evidence.query.match import match
from evidence.query.tree import And, Field, Not, Or, Query
from evidence.quotes.cues import Lexicon
from evidence.quotes.keyness import FILLERS, key_terms
from evidence.quotes.themes import ignored_stems
from evidence.search import Asking, accounts_of, citation_record
from evidence.segments.trackers import Failure, failing_sentences, query
from evidence.text import stem, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.library import Library
    from evidence.model import Citation, Hit, Tracker
    from evidence.query.tree import Node
    from evidence.quotes.keyness import KeyTerm

WHO = "Say who they are in source/people.csv."
WINDOW = 15  # words before and after a hit that suggestions are learnt from
MOST_HITS = 5_000  # of a tracker, newest first, that suggestions are learnt from


@dataclass(frozen=True, slots=True)
class Survey:
    """How much a tracker finds, its side counted only."""

    tracker: Tracker
    accounts: int
    calls: int
    mentions: int

    def record(self) -> dict[str, Any]:
        """Return the survey as `--json` prints it."""
        return {
            "tracker": self.tracker.tracker_id,
            "label": self.tracker.label,
            "side": self.tracker.side,
            "queries": list(self.tracker.queries),
            "accounts": self.accounts,
            "calls": self.calls,
            "mentions": self.mentions,
        }


@dataclass(frozen=True, slots=True)
class Tested:
    """The test sentences that a tracker gets wrong, and its queries that find nothing anywhere."""

    tracker: Tracker
    failures: tuple[Failure, ...]
    dead: tuple[str, ...]

    def record(self) -> dict[str, Any]:
        """Return the result as `--json` prints it."""
        return {
            "tracker": self.tracker.tracker_id,
            "ok": not self.failures,
            "failures": [{"sentence": f.sentence, "expected": f.expected} for f in self.failures],
            "dead": list(self.dead),
        }


def askable(library: Library, trackers: Iterable[Tracker]) -> Iterator[Tracker]:
    """Yield trackers with those queries that can be asked here.

    A query may name an account or a segment that does not exist; that joins the library's
    problems, and a tracker without any other query is left out.
    """
    for tracker in trackers:
        queries, counter = (
            tuple(text for text in texts if _can_ask(library, tracker, text))
            for texts in (tracker.queries, tracker.counter)
        )
        if queries:
            yield replace(tracker, queries=queries, counter=counter)


def _can_ask(library: Library, tracker: Tracker, text: str) -> bool:
    try:
        Asking(library, parse(text))
    except (SettingsError, QuerySyntaxError) as error:
        problem = error.at(library.workspace.name(library.workspace.trackers), tracker.line)
        if str(problem) not in map(str, library.problems):
            library.problems.append(problem)
        return False
    return True


def left_out(number: int, what: str) -> list[str]:
    """Say how many quotes or mentions were left out for their speaker's side and how to mend it; nothing for none."""
    some = f"{number:,} {what}{'' if number == 1 else 's'}"
    return [f"{some} left out: nobody knows the speaker's side. {WHO}"] if number else []


def survey(library: Library) -> tuple[Survey, ...]:
    """Return what every tracker finds; a note says how much was left out because nobody knows the side."""
    found, unsure = [], []
    for tracker in askable(library, library.trackers.values()):
        calls = Asking(library, query(tracker)).by_call()
        found.append(Survey(tracker, len(accounts_of(library, calls)), len(calls), sum(calls.values())))
        if tracker.side != "any":
            unsure.append(query(tracker, sided=False).root)
    if unsure:
        nobody = Query("", And((Or(tuple(unsure)), Field("side", "unknown"))))
        library.notes += left_out(Asking(library, nobody).count()[0], "mention")
    return tuple(found)


def check(library: Library) -> tuple[Tested, ...]:
    """Run the test sentences of every tracker, and each of its queries alone."""
    asked = {tracker.tracker_id: tracker for tracker in askable(library, library.trackers.values())}
    return tuple(
        Tested(tracker, failing_sentences([tracker]), tuple(_dead(library, asked.get(tracker.tracker_id))))
        for tracker in library.trackers.values()
    )


def _dead(library: Library, tracker: Tracker | None) -> Iterator[str]:
    for text in (*tracker.queries, *tracker.counter) if tracker else ():
        if not any(Asking(library, parse(text)).first(1)):
            yield text


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
            "citation": citation_record(self.citation),
        }


def suggest(library: Library, tracker: Tracker, *, limit: int = 12) -> tuple[Suggestion, ...]:
    """Return terms that go with a tracker's hits, for a person to accept into its queries; none from too few hits.

    A term stands in hits of two accounts, far more often than in what else its side said. Each has an utterance
    that the tracker does not find yet: what the term would add.
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
    return tuple(islice(filter(None, (_suggestion(library, tracker, asked, term) for term in new)), limit))


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
    return parse(f'"{term}"').root


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
    return ignored_stems(Lexicon(()), [FILLERS]) | {stem(word) for text in texts for word in words(text)}


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


def overlaps(library: Library) -> tuple[tuple[str, str, int], ...]:
    """Return pairs of trackers that find the same utterances, and how many, most first."""
    nodes = {tracker.tracker_id: query(tracker) for tracker in askable(library, library.trackers.values())}
    found = [
        (one, other, Asking(library, Query("", And((nodes[one].root, nodes[other].root)))).count()[0])
        for one, other in combinations(sorted(nodes), 2)
    ]
    return tuple(sorted((pair for pair in found if pair[2]), key=lambda pair: (-pair[2], pair)))
