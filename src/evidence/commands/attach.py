"""The evidence blocks in people's documents, made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.library.blocks import attach
from evidence.library.library import asked_of

if TYPE_CHECKING:
    from evidence.library.blocks import Attached
    from evidence.library.library import WorkspaceLike


def attach_evidence(
    place: WorkspaceLike = None, *segments: str, write: bool = True, force: bool = False, as_of: str | None = None
) -> tuple[Attached, ...]:
    """Regenerate the evidence blocks: `evidence attach`."""
    with asked_of(place, as_of) as library:
        return attach(library, library.chosen(segments), write=write, force=force)
