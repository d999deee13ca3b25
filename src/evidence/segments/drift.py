"""One segment, told in several ways: what prose, `where` and SQL say, as sets of accounts, and how these differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Source = Literal["where", "prose", "sql", "named"]


@dataclass(frozen=True, slots=True)
class SegmentReading:
    """What one place says of who belongs: the accounts that it lets in, and those it cannot judge for lack of data.

    conditions: as SQL, empty where accounts are `named` one by one. ignored: what it also asks, of deals and calls.
    """

    source: Source
    path: str
    line: int
    conditions: tuple[str, ...] = ()
    accounts: frozenset[str] = frozenset()
    lacking: frozenset[str] = frozenset()
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drift:
    """How a place differs from `where`. more: accounts that it alone lets in; fewer: that it keeps out.

    unsure: accounts that `where` lets in and that lack the data for this place.
    """

    segment: str
    reading: SegmentReading
    more: tuple[str, ...] = ()
    fewer: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()

    @property
    def drifts(self) -> bool:
        """Whether the two are known to mean different accounts."""
        return bool(self.more or self.fewer)

    def record(self) -> dict[str, Any]:
        """Return the drift as `--json` prints it."""
        return {
            "source": self.reading.source,
            "path": self.reading.path,
            "line": self.reading.line,
            "conditions": list(self.reading.conditions),
            "accounts": len(self.reading.accounts),
            "only_here": list(self.more),
            "not_here": list(self.fewer),
            "lacking": list(self.unsure),
            "ignored": list(self.reading.ignored),
        }


def judged(
    source: Source,
    path: str,
    line: int,
    conditions: Iterable[str],
    verdicts: Mapping[str, bool | None],
    *,
    ignored: Iterable[str] = (),
) -> SegmentReading:
    """Return a reading of what `accounts.sql.account_verdicts` said of the conditions."""
    inside = frozenset(account for account, verdict in verdicts.items() if verdict)
    lacking = frozenset(account for account, verdict in verdicts.items() if verdict is None)
    return SegmentReading(source, path, line, tuple(conditions), inside, lacking, tuple(ignored))


def compare(
    segment: str, where: SegmentReading, others: Iterable[SegmentReading], *, settled: Iterable[str] = ()
) -> tuple[Drift, ...]:
    """Hold every reading against `where`, in order; accounts sorted.

    settled: accounts that a person has included or excluded, about whom no condition decides.
    Of accounts that are named one by one only those count that `where` does not let in: nobody names all.
    """
    drifts = []
    for reading in others:
        more, fewer = reading.accounts - where.accounts, where.accounts - reading.accounts - reading.lacking
        if reading.source == "named":
            fewer = frozenset()
        apart = (more, fewer, where.accounts & reading.lacking)
        drifts.append(Drift(segment, reading, *(tuple(sorted(ids.difference(settled))) for ids in apart)))
    return tuple(drifts)
