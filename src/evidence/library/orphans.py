"""What is left of something that is gone: decisions on its trackers, segments and words, blocks of its segments."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from evidence.documents import comparison
from evidence.documents.markers import find_blocks
from evidence.errors import EvidenceError
from evidence.library.blocks import Attached
from evidence.library.decisions import orphaned
from evidence.library.pages import documents
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.documents.markers import Block
    from evidence.library.library import Library
    from evidence.model import Decision

STRAY = "add `was: {}` to the segment that took its place, or delete the block"
OWNERLESS = "add `was:` with the old id to what took its place, or delete their lines"
GONE = "evidence review shows the closest"


def ownerless(library: Library, decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions in force whose tracker or segment is gone, none where a file of these is not read whole."""
    trackers, segments = library.trackers, library.segments
    if library.faulty:
        return []
    return [one for one in decisions if one.exact and (one.tracker not in trackers or one.segment not in segments)]


class Stray(NamedTuple):
    """A block that no segment asks for, and its document; `gone` where there is no such segment at all."""

    path: str
    block: Block
    gone: bool

    def __str__(self) -> str:
        """Return where it stands and whose it is."""
        return f"{self.path}:{self.block.begin} ({self.block.segment})"


def stray_blocks(library: Library) -> list[Stray]:
    """Return the blocks that `attach` never brings up to date; damaged documents join the library's problems."""
    workspace = library.workspace
    wanted = {
        ((workspace.segments / reference.path).resolve(), name)
        for segment in library.segments.values()
        for reference in segment.documents
        if reference.block != "none"
        for name in (segment.segment_id, *library.renames.earlier_ids(segment.segment_id))
    }
    found = []
    for path in documents(library):
        name = workspace.name(path)
        try:
            blocks = find_blocks(workspace.read_text(path))
        except EvidenceError as error:
            library.report([error.at(name)])
            continue
        strays = [b for b in blocks if (path.resolve(), b.segment) not in wanted and b.segment != comparison.BLOCK]
        found += [Stray(name, block, block.segment not in library.segments) for block in strays]
    return found


def ownerless_places(decisions: Iterable[Decision]) -> list[str]:
    """Return whose decisions have lost their tracker or segment: `slow-deploys in lenders (12)`."""
    counts = Counter((one.tracker, one.segment) for one in decisions)
    return [f"{tracker} in {segment} ({count:,})" for (tracker, segment), count in sorted(counts.items())]


def word_places(decisions: Iterable[Decision]) -> list[str]:
    """Return where the words stood that were judged and are gone: `mill-2026-04-02#u2 (lenders)`."""
    return sorted({f"{one.call_id}#u{one.utterance} ({one.segment})" for one in decisions})


def orphans(library: Library, segments: Iterable[str]) -> Iterator[Attached]:
    """Yield what `attach --check` fails for though no block would change, each as a report that refuses.

    segments: the ids that were chosen; blocks and decisions of segments that are gone are told where all were.
    """
    chosen = {*segments}
    complete = chosen == set(library.segments)
    path = library.workspace.name(library.workspace.decisions)
    made = [one for one in library.decisions().values() if complete or one.segment in chosen]
    lost = ownerless(library, made)
    for place in ownerless_places(lost):
        what = f"{path}: decisions without their tracker or segment: {place}. To settle it: {OWNERLESS}."
        yield Attached(place.split(" in ")[1].rpartition(" (")[0], path, reason=what, refused=True)
    known = {id(one) for one in lost}
    for segment in sorted({one.segment for one in made}):
        mine = [one for one in made if one.segment == segment and id(one) not in known]
        if places := word_places(orphaned(library.store, mine)):
            some = ", ".join(place.partition(" ")[0] for place in places[:3]) + (", ..." if len(places) > 3 else "")
            what = f"{plural(len(places), 'decision')} of {segment} about words that have changed or are gone: {some}"
            yield Attached(segment, path, reason=f"{path}: {what}. To settle it: {GONE}.", refused=True)
    if not complete or library.faulty:
        return
    for stray in stray_blocks(library):
        if stray.gone:
            line, old = stray.block.begin, stray.block.segment
            what = f"{stray.path}:{line}: a block of {old!r}, and there is no such segment"
            yield Attached(old, stray.path, line, reason=f"{what}. To settle it: {STRAY.format(old)}.", refused=True)
