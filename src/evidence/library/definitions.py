"""The definitions of trackers and segments as they are read, and what their ids stood for before.

`.evidence/definitions.json` remembers what each id said when decisions were last read, so that a tracker or segment
under a new id is known again; without it the last commit tells, where there is one. It may be deleted: `was:` says the
same for good.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from evidence import cache
from evidence.errors import EvidenceError, UnreadableError
from evidence.files import is_link
from evidence.git import ask_git
from evidence.segments.renames import (
    Known,
    Renames,
    find_renames,
    parse_known,
    places_of_segment,
    queries_of,
    remembered,
    render_known,
)
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from evidence.model import Decision, Segment, Tracker
    from evidence.segments.renames import Kind
    from evidence.workspace import Workspace

_T = TypeVar("_T")
Parser: TypeAlias = Callable[[str, str], tuple[tuple[_T, ...], tuple[EvidenceError, ...]]]


def read_definitions(
    workspace: Workspace, path: Path, parser: Parser[_T]
) -> tuple[tuple[_T, ...], tuple[EvidenceError, ...]]:
    """Return what a file of definitions holds, nothing where it is not there, and what is wrong in it."""
    if not path.is_file() and not is_link(path):
        return (), ()
    try:
        return parser(workspace.read_text(path), workspace.name(path))
    except UnreadableError:
        raise
    except EvidenceError as error:
        return (), (error,)


def renames_of(
    workspace: Workspace, trackers: Mapping[str, Tracker], segments: Mapping[str, Segment], *, sound: bool
) -> Renames:
    """Return which trackers and segments stand under a new id, and remember what those of today say.

    sound: whether both files were read whole: of one that was not, nothing is known to have vanished.
    """
    stated = {old: one.tracker_id for one in trackers.values() for old in one.was}
    named = {old: one.segment_id for one in segments.values() for old in one.was}
    if not sound:
        return Renames(stated, named)
    now: dict[Kind, dict[str, str]] = {
        "tracker": {name: queries_of(one) for name, one in trackers.items()},
        "segment": {name: places_of_segment(one) for name, one in segments.items()},
    }
    known = _remember(workspace, now)
    found, unsure = find_renames("tracker", known["tracker"], now["tracker"], stated)
    others, open_ = find_renames("segment", known["segment"], now["segment"], named)
    return Renames(
        stated | {one.old: one.new[0] for one in found},
        named | {one.old: one.new[0] for one in others},
        (*found, *others),
        (*unsure, *open_),
    )


def remember_definitions(workspace: Workspace) -> None:
    """Remember what the ids of today say, where both files can be read whole."""
    from evidence.segments.definitions import parse_segments
    from evidence.segments.trackers import parse_trackers

    trackers, wrong = read_definitions(workspace, workspace.trackers, parse_trackers)
    segments, faults = read_definitions(workspace, workspace.segments_file, parse_segments)
    by_id = {one.tracker_id: one for one in trackers}
    renames_of(workspace, by_id, {one.segment_id: one for one in segments}, sound=not (wrong or faults))


def _committed(workspace: Workspace) -> dict[Kind, dict[str, Known]]:
    """Return what the ids said that were last committed to git, none where nothing was or it cannot be read."""
    from evidence.segments.definitions import parse_segments
    from evidence.segments.trackers import parse_trackers

    def last(path: Path) -> str:
        return ask_git(workspace.root, "cat-file", "blob", f"HEAD:./{workspace.name(path)}") or ""

    trackers: tuple[Tracker, ...] = ()
    with contextlib.suppress(EvidenceError):
        trackers, _ = parse_trackers(last(workspace.trackers), "")
    segments, _ = parse_segments(last(workspace.segments_file), "")
    return {
        "tracker": {one.tracker_id: Known(queries_of(one)) for one in trackers},
        "segment": {one.segment_id: Known(places_of_segment(one)) for one in segments},
    }


def _remember(workspace: Workspace, now: Mapping[Kind, Mapping[str, str]]) -> dict[Kind, dict[str, Known]]:
    path = workspace.cache / cache.DEFINITIONS
    # One that is there and cannot be read is an error: as if it were none, a block would be written a second time.
    held = workspace.read_bytes(path).decode(errors="replace") if path.is_file() else ""
    before = parse_known(held) if held else _committed(workspace)
    known: dict[Kind, dict[str, Known]] = {kind: remembered(one, now[kind]) for kind, one in before.items()}
    if (text := render_known(known)) != held:
        cache.remember(workspace.cache, cache.DEFINITIONS, text.encode())
    return known


def told_renames(renames: Renames, before: Iterable[Decision]) -> Iterator[str]:
    """Yield what to know of decisions under ids that vanished. before: those in force, under the ids of their lines."""
    made = tuple(before)
    for one in renames.found:
        if count := _made_under(one.kind, one.old, made):
            kept = f"took over {plural(count, 'decision')} of {one.old!r} as {one.new[0]!r}"
            yield f"{kept}; add `was: {one.old}` to keep that."
    for one in renames.unsure:
        if count := _made_under(one.kind, one.old, made):
            waiting = f"{plural(count, 'decision')} of {one.old!r} {'is' if count == 1 else 'are'} not taken over"
            yield f"{waiting}: it may be {' or '.join(one.new)} now. Add `was: {one.old}` to the right one."


def _made_under(kind: Kind, name: str, made: Iterable[Decision]) -> int:
    return sum(name == (one.tracker if kind == "tracker" else one.segment) for one in made)
