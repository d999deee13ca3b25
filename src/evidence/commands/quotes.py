"""The quotes that could be attached, best first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidence.library.asking import Filters
from evidence.library.findings import quotes
from evidence.library.library import asked_of

if TYPE_CHECKING:
    from evidence.library.library import WorkspaceLike


def gather_quotes(
    place: WorkspaceLike = None, *segments: str, tracker: str | None = None, as_of: str | None = None, **filters: str
) -> list[dict[str, Any]]:
    """Return the quotes that could be attached, as `evidence quotes --json` prints them."""
    with asked_of(place, as_of) as library:
        wanted = library.tracker(tracker).tracker_id if tracker else None
        return list(quotes(library, library.chosen(segments), tracker=wanted, filters=Filters(**filters)))
