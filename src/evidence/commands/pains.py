"""Pains that nobody listed: the best of them cut, cited and grouped by theme."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from evidence.library.asking import Filters
from evidence.library.library import asked_of
from evidence.library.mining import Miner
from evidence.query.language import counted_languages
from evidence.quotes.mining import THRESHOLD

if TYPE_CHECKING:
    from evidence.library.library import Library, WorkspaceLike
    from evidence.library.mining import PainRow
    from evidence.library.refresh import Progress
    from evidence.quotes.themes import Theme


@dataclass(frozen=True, slots=True)
class Pains:
    """The pains that are shown, how many there are, how many say the same words again, and the themes.

    `unweighed` are the utterances in languages that the cues do not know, by language.
    """

    rows: tuple[PainRow, ...]
    count: int
    again: int
    themes: tuple[Theme, ...]
    unweighed: dict[str, int] = field(default_factory=dict)


def pains(
    library: Library,
    filters: Filters,
    *,
    min_score: float = THRESHOLD,
    limit: int = 40,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Pains:
    """Return the passages that sound most like pain, from many accounts; same words are shown once.

    limit: how many rows, 0 for all, which then come by score alone. jobs: None for as many as the library may use.
    """
    miner = Miner(library, filters)
    found, again = miner.mine(min_score, library.jobs if jobs is None else jobs, progress)
    themes = miner.themes(found)
    if unweighed := miner.unweighed():
        said = counted_languages(unweighed, "utterance")
        library.notes.append(f"Not weighed: {said}. Cues of pain are English; evidence status names the calls.")
    return Pains(tuple(miner.rows(found, limit)), len(found), again, themes, unweighed)


def find_pains(
    place: WorkspaceLike = None,
    *,
    min_score: float | None = None,
    limit: int = 0,
    as_of: str | None = None,
    **filters: str,
) -> Pains:
    """Return what sounds like pain, best first: `evidence pains`. Filters: those of `Filters`."""
    with asked_of(place, as_of) as library:
        least = THRESHOLD if min_score is None else min_score
        return pains(library, Filters(**filters), min_score=least, limit=limit)
