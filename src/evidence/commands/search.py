"""Keyword search: hits in order, counts, tallies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

from evidence.errors import SettingsError
from evidence.library.asking import Asking, Filters, SearchResult, accounts_of, ask, left_out_by_date
from evidence.library.library import asked_of
from evidence.model.records import Recorded
from evidence.query.tree import And
from evidence.text import nearest

if TYPE_CHECKING:
    from evidence.library.library import Library, WorkspaceLike
    from evidence.query.tree import Query

By = Literal["call", "account", "segment", "persona", "role", "speaker", "tracker", "month"]


@dataclass(frozen=True, slots=True)
class Tally(Recorded):
    """How often a query was met under one key; `key` is None for calls that belong to none."""

    key: str | None
    accounts: int
    calls: int
    mentions: int


def search(library: Library, query: Query, *, limit: int = 20, context: int = 0) -> SearchResult:
    """Return what a query finds, newest call first, by utterance within a call.

    limit: how many rows, 0 for all. context: how many turns around each.
    """
    asking = Asking(library, query)
    hits, count, exact = asking.page(limit)
    rows = tuple(asking.row(hit, context) for hit in hits)
    return SearchResult(rows, count, exact, left_out_by_date(library, query.root))


def count_hits(library: Library, query: Query) -> tuple[int, bool]:
    """Return how many utterances match, and whether that is the number or a lower bound."""
    left_out_by_date(library, query.root)
    return Asking(library, query).count()


def tally(library: Library, query: Query, by: By) -> tuple[Tally, ...]:
    """Count matches by call, account, segment, persona, role, speaker, tracker or month: most accounts first.

    What belongs to several segments, personas or roles counts for each.

    Raises SettingsError for anything else.
    """
    if by not in get_args(By):
        close = nearest(by, get_args(By))
        raise SettingsError(
            f"by: cannot be {by!r}", hint=f"Did you mean {close}?" if close else f"Known: {', '.join(get_args(By))}."
        )
    asking = Asking(library, query)
    left_out_by_date(library, query.root)
    if by == "tracker":
        from evidence.segments.trackers import node as tracker_node  # 4 ms, and few ask for this

        groups: dict[str | None, dict[str, int]] = {}
        for tracker in library.trackers.values():
            both = replace(query, root=And((query.root, tracker_node(tracker))))
            groups[tracker.tracker_id] = Asking(library, both).by_call()
    else:
        groups = asking.by_group(by)
    return tuple(_tallies(library, groups))


def _tallies(library: Library, groups: dict[str | None, dict[str, int]]) -> list[Tally]:
    tallies = [
        Tally(key, len(accounts_of(library, calls)), len(calls), sum(calls.values()))
        for key, calls in groups.items()
        if calls
    ]
    return sorted(tallies, key=lambda t: (t.key is None, -t.accounts, -t.calls, -t.mentions, t.key or ""))


def find_quotes(
    place: WorkspaceLike = None,
    query: str = "",
    *,
    limit: int = 0,
    context: int = 0,
    as_of: str | None = None,
    **filters: str,
) -> SearchResult:
    """Find words in the calls: `evidence search`. Filters: those of `Filters`, such as side="customer"."""
    with asked_of(place, as_of, refresh="calls") as library:
        return search(library, ask(query, Filters(**filters)), limit=limit, context=context)


def count_quotes(
    place: WorkspaceLike = None, query: str = "", *, as_of: str | None = None, **filters: str
) -> tuple[int, bool]:
    """Return how many utterances match and whether that is exact: `evidence search --count`."""
    with asked_of(place, as_of, refresh="calls") as library:
        return count_hits(library, ask(query, Filters(**filters)))


def tally_quotes(
    place: WorkspaceLike = None, query: str = "", *, by: By = "account", as_of: str | None = None, **filters: str
) -> tuple[Tally, ...]:
    """Count accounts, calls and mentions: `evidence search --by`."""
    with asked_of(place, as_of, refresh="calls") as library:
        return tally(library, ask(query, Filters(**filters)), by)
