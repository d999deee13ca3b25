"""What trackers find in a library, and which of their queries find nothing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from evidence.library.asking import Asking, accounts_of, askable, left_out
from evidence.library.library import asked_of
from evidence.query.grammar import parse_query
from evidence.query.tree import And, Field, Or, Query
from evidence.segments.trackers import Failure, failing_sentences, query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.library.library import Library, WorkspaceLike
    from evidence.model import Tracker


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
            "failures": [
                {"sentence": f.sentence, "expected": f.expected, **({"reason": f.reason} if f.reason else {})}
                for f in self.failures
            ],
            "dead": list(self.dead),
        }


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


def check_trackers(library: Library) -> tuple[Tested, ...]:
    """Run the test sentences of every tracker, and each of its queries alone."""
    asked = {tracker.tracker_id: tracker for tracker in askable(library, library.trackers.values())}
    return tuple(
        Tested(tracker, failing_sentences([tracker]), tuple(_dead(library, asked.get(tracker.tracker_id))))
        for tracker in library.trackers.values()
    )


def _dead(library: Library, tracker: Tracker | None) -> Iterator[str]:
    for text in (*tracker.queries, *tracker.counter) if tracker else ():
        if not any(Asking(library, parse_query(text)).first(1)):
            yield text


def overlaps(library: Library) -> tuple[tuple[str, str, int], ...]:
    """Return pairs of trackers that find the same utterances, and how many, most first."""
    nodes = {tracker.tracker_id: query(tracker) for tracker in askable(library, library.trackers.values())}
    found = [
        (one, other, Asking(library, Query("", And((nodes[one].root, nodes[other].root)))).count()[0])
        for one, other in combinations(sorted(nodes), 2)
    ]
    return tuple(sorted((pair for pair in found if pair[2]), key=lambda pair: (-pair[2], pair)))


def survey_trackers(place: WorkspaceLike = None, *, as_of: str | None = None) -> tuple[Survey, ...]:
    """Return what every tracker finds: `evidence trackers`."""
    with asked_of(place, as_of, refresh="calls") as library:
        return survey(library)
