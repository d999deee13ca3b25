"""What trackers find in a library, and which of their queries find nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, islice
from typing import TYPE_CHECKING, Any

from evidence.errors import QuerySyntaxError, SettingsError
from evidence.query.grammar import parse
from evidence.query.tree import And, Field, Not, Or, Query
from evidence.quotes.keyness import key_terms
from evidence.search import Asking, accounts_of, citation_record
from evidence.segments.trackers import Failure, failing_sentences, query
from evidence.text import stem, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from evidence.library import Library
    from evidence.model import Citation, Tracker
    from evidence.quotes.keyness import KeyTerm

WHO = "Say who they are in source/people.csv."
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
    citation: Citation | None

    def record(self) -> dict[str, Any]:
        """Return the suggestion as `--json` prints it."""
        return {
            "term": self.term,
            "inside": self.inside,
            "total": self.total,
            "accounts": self.accounts,
            "score": self.score,
            "example": self.example,
            "citation": citation_record(self.citation) if self.citation else None,
        }


def suggest(library: Library, tracker: Tracker, *, limit: int = 12) -> tuple[Suggestion, ...]:
    """Return terms that go with a tracker's hits in these calls, for a person to accept into its queries.

    Examples are utterances that the tracker does not find yet: what the term would add.
    """
    sound = next(askable(library, [tracker]), None)
    if sound is None:
        return ()
    asked = query(sound)
    hits = list(islice(Asking(library, asked).hits(), MOST_HITS))
    known = frozenset(stem(word) for hit in hits for a, b in hit.spans for word in words(hit.utterance.text[a:b]))
    terms = key_terms(
        (hit.utterance.text for hit in hits), len(library.store.text), _counter(library), known, limit=limit
    )
    return tuple(_suggestion(library, tracker, asked, term) for term in terms)


def _counter(library: Library) -> Callable[[str], int]:
    return lambda term: Asking(library, parse(f'"{term}"')).count()[0]


def _suggestion(library: Library, tracker: Tracker, asked: Query, term: KeyTerm) -> Suggestion:
    phrase = parse(f'"{term.term}"').root
    sided = (Field("side", tracker.side),) if tracker.side != "any" else ()
    accounts = accounts_of(library, Asking(library, Query("", And((phrase, *sided)))).by_call())
    new = Asking(library, Query("", And((phrase, Not(asked.root), *sided))))
    hit = next(iter(new.first(1)), None)
    return Suggestion(
        term.term,
        term.inside,
        term.total,
        len(accounts),
        term.score,
        hit.utterance.text if hit else "",
        new.row(hit).citation if hit else None,
    )


def overlaps(library: Library) -> tuple[tuple[str, str, int], ...]:
    """Return pairs of trackers that find the same utterances, and how many, most first."""
    nodes = {tracker.tracker_id: query(tracker) for tracker in askable(library, library.trackers.values())}
    found = [
        (one, other, Asking(library, Query("", And((nodes[one].root, nodes[other].root)))).count()[0])
        for one, other in combinations(sorted(nodes), 2)
    ]
    return tuple(sorted((pair for pair in found if pair[2]), key=lambda pair: (-pair[2], pair)))
