"""The evidence blocks in people's documents, made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.library.blocks import attach
from evidence.library.library import asked_of
from evidence.library.orphans import orphans

if TYPE_CHECKING:
    from evidence.library.blocks import Attached
    from evidence.library.library import WorkspaceLike


def attach_evidence(
    place: WorkspaceLike = None,
    *segments: str,
    write: bool = True,
    check: bool = False,
    force: bool = False,
    as_of: str | None = None,
) -> tuple[Attached, ...]:
    """Regenerate the evidence blocks: `evidence attach`.

    check: write nothing, and return what `attach --check` fails for beside them: decisions and blocks of what is gone.
    """
    with asked_of(place, as_of) as library:
        chosen = library.chosen(segments)
        done = attach(library, chosen, write=write and not check, force=force)
        return (*done, *orphans(library, [one.segment_id for one in chosen])) if check else done
