"""What trackers find in a library, and which of their queries find nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evidence.query.grammar import parse
from evidence.search import Asking
from evidence.segments.trackers import Failure, failing_sentences, query

if TYPE_CHECKING:
    from evidence.library import Library
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
            "failures": [{"sentence": f.sentence, "expected": f.expected} for f in self.failures],
            "dead": list(self.dead),
        }


def survey(library: Library) -> tuple[Survey, ...]:
    """Return what every tracker finds."""
    found = []
    for tracker in library.trackers.values():
        calls = Asking(library, query(tracker)).by_call()
        accounts = {a.account_id for call in calls if (a := library.account_of(call))}
        found.append(Survey(tracker, len(accounts), len(calls), sum(calls.values())))
    return tuple(found)


def check(library: Library) -> tuple[Tested, ...]:
    """Run the test sentences of every tracker, and each of its queries alone."""
    return tuple(
        Tested(
            tracker,
            failing_sentences([tracker]),
            tuple(q for q in (*tracker.queries, *tracker.counter) if not any(Asking(library, parse(q)).first(1))),
        )
        for tracker in library.trackers.values()
    )
