"""Trackers that could be: themes of pains that none covers yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evidence.library.asking import Filters, citation_record
from evidence.library.mining import Miner
from evidence.quotes.mining import THRESHOLD
from evidence.text import slug

if TYPE_CHECKING:
    from evidence.library.library import Library
    from evidence.library.mining import PainRow
    from evidence.library.refresh import Progress
    from evidence.quotes.themes import Theme


@dataclass(frozen=True, slots=True)
class TrackerProposal:
    """A tracker that could be: a theme that none covers yet, in the form of `source/trackers.yaml`."""

    theme: Theme
    tracker: str
    queries: tuple[str, ...]
    example: PainRow

    def record(self) -> dict[str, Any]:
        """Return the proposal as `--json` prints it."""
        return {
            "tracker": self.tracker,
            "label": self.theme.label,
            "queries": list(self.queries),
            "accounts": self.theme.groups,
            "mentions": len(self.theme.members),
            "example": self.example.quote.text,
            "citation": citation_record(self.example.quote.citation),
        }


def propose_trackers(
    library: Library, *, limit: int = 12, progress: Progress | None = None
) -> tuple[TrackerProposal, ...]:
    """Return themes of pains that no tracker finds as new trackers, those of most accounts first."""
    miner = Miner(library, Filters())
    found, _ = miner.mine(THRESHOLD, library.jobs, progress)
    themes = miner.themes(found)[:limit]
    best = {label: one for one in reversed(found) if (label := miner.theme_of.get((one.call_id, one.utterance)))}
    return tuple(
        TrackerProposal(
            theme,
            slug("-".join(theme.terms)),
            tuple(f'"{term}"' if " " in term else term for term in theme.terms),
            miner.row(best[theme.label]),
        )
        for theme in themes
    )
