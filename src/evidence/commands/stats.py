"""What each segment comes to: accounts, calls, deals, win rate, losses, pains; against all accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.library.asking import Filters
from evidence.library.figures import pain_accounts, stats, stats_by
from evidence.library.library import asked_of

if TYPE_CHECKING:
    from evidence.library.library import WorkspaceLike
    from evidence.segments.figures import PainAccount, Stats


def segment_stats(
    place: WorkspaceLike = None, *segments: str, by: str | None = None, as_of: str | None = None, **filters: str
) -> tuple[Stats, ...]:
    """Return the figures of segments, of all accounts last: `evidence stats`. by: of each value of a CRM column."""
    with asked_of(place, as_of, refresh="calls") as library:
        if by:
            return stats_by(library, by, Filters(**filters))
        return stats(library, library.chosen(segments), Filters(**filters))


def accounts_behind(
    place: WorkspaceLike = None, tracker: str = "", *segments: str, as_of: str | None = None, **filters: str
) -> tuple[PainAccount, ...]:
    """Return which accounts stand behind the figures of a pain: `evidence stats --accounts TRACKER`.

    segments: none for all accounts as one.
    """
    with asked_of(place, as_of, refresh="calls") as library:
        chosen = library.chosen(segments) if segments else ()
        return pain_accounts(library, tracker, chosen, Filters(**filters))
