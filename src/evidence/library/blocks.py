"""Regenerate the evidence blocks in people's documents; every byte outside of them stays."""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal

from evidence.documents import comparison, placement
from evidence.documents.block import accounts_said, as_of_day, day_said, render_block, shown_quotes
from evidence.documents.made_from import made_from_line, moved, read_made_from, what_moved
from evidence.documents.structure import read_document
from evidence.errors import DocumentError, EvidenceError
from evidence.library.figures import stats
from evidence.library.findings import Finder
from evidence.library.more import standing_losses
from evidence.library.pages import asked_by
from evidence.library.sources_of import all_made_from, made_from
from evidence.model.records import Recorded
from evidence.segments.gather import account_of
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.documents.made_from import MadeFrom
    from evidence.documents.markers import Block
    from evidence.documents.structure import Document
    from evidence.library.library import Library
    from evidence.model import DocumentRef, Segment, SegmentEvidence
    from evidence.segments.figures import Stats

LARGE = 1_000_000  # bytes of a document from which on a code host no longer shows it


@dataclass(frozen=True, slots=True)
class Attached(Recorded):
    """What came of one block. `reason` says why nothing was written where something should have been.

    `why` says which sources of a block that changes are no longer what it was made from, `moved` names them.
    `line` is where the block stands; `diff` the unified diff of its document; `refused` whether a
    person's edit is in the way (exit code 1), `failed` whether the document cannot take it (2).
    """

    segment: str
    path: str
    line: int | None = None
    changed: bool = False
    quotes: int = 0
    accounts: int = 0
    reason: str = ""
    why: str = ""
    moved: tuple[str, ...] = ()
    diff: str = ""
    refused: bool = False
    failed: bool = False


def attach(
    library: Library,
    segments: Iterable[Segment],
    *,
    write: bool = True,
    force: bool = False,
    move_out: bool = False,
) -> tuple[Attached, ...]:
    """Write the block of every segment into its documents; return what came of each, by document.

    write: leave False to see what would change. force: write over hand-edited blocks.
    move_out: put what stands in them by hand below the block, and write them anew.
    """
    writer = _Writer(library, write=write, force=force, move_out=move_out)
    wanted: defaultdict[str, list[tuple[Segment, DocumentRef]]] = defaultdict(list)
    for segment in segments:
        writer.chosen.add(segment.segment_id)
        for reference in segment.documents:
            if reference.block != "none":
                wanted[reference.path].append((segment, reference))
    return tuple(report for path in sorted(wanted) for report in writer.document(path, wanted[path]))


def preview_block(library: Library, segment: Segment) -> str:
    """Return the body of a segment's block as `attach` would write it now.

    Raises DocumentError and WorkspaceError where there is no place for it.
    """
    reference = next((one for one in segment.documents if one.block != "none"), None)
    if reference is None:
        raise DocumentError(f"{segment.segment_id} has no document", hint="Add one in segments/segments.yaml.")
    writer = _Writer(library, write=False, force=False, move_out=False)
    target = library.workspace.segments / PurePosixPath(reference.path)
    name = library.workspace.name(target)
    document = read_document(library.workspace.read_text(target), name)
    place = placement.find_place(document, segment.segment_id, name=segment.name, heading=reference.heading)
    return writer.body(writer.evidence(segment), name, place, reference)


class _Writer:
    """Writes documents one after the other; gathers the evidence of each segment once."""

    def __init__(self, library: Library, *, write: bool, force: bool, move_out: bool) -> None:
        if write and library.older:
            raise library.older
        self.library, self.write, self.force, self.move_out = library, write, force, move_out
        self.finder = Finder(library)
        self.redaction = library.redaction(keep=write)
        self.gathered: dict[str, SegmentEvidence] = {}
        self.chosen: set[str] = set()

    def evidence(self, segment: Segment) -> SegmentEvidence:
        if segment.segment_id not in self.gathered:
            self.gathered[segment.segment_id] = self.finder.evidence(segment)
        return self.gathered[segment.segment_id]

    def document(self, path: str, blocks: list[tuple[Segment, DocumentRef]]) -> Iterator[Attached]:
        """Put all blocks of one document in and write it once, guarded against changes meanwhile."""
        workspace = self.library.workspace
        target = workspace.segments / PurePosixPath(path)
        name = workspace.name(target)
        try:
            before = workspace.read_text(target)
        except EvidenceError as error:
            for segment, reference in blocks:
                reason = str(asked_by(self.library, reference, error))
                yield Attached(segment.segment_id, name, reason=reason, failed=True)
            return
        text, reports = before, []
        for segment, reference in blocks:
            text, report = self.block(text, name, segment, reference)
            reports.append(report)
        if not any(report.failed for report in reports):
            text, compared = self.compared(text, name)
            reports += compared
        if self.write and text != before:
            try:
                workspace.write(target, text.encode(), read=before.encode())
            except EvidenceError as error:
                reports = [replace(one, changed=False, failed=True, reason=str(error)) for one in reports]
        yield from reports

    def compared(self, text: str, name: str) -> tuple[str, list[Attached]]:
        """Return the text with the comparison of segments made anew, and what came of it, where people compare them.

        It stays as it is while only some segments are attached, and where faults would leave one of them empty.
        """
        if self.chosen != set(self.library.segments):
            return text, []
        report, spot = Attached(comparison.BLOCK, name), None
        try:
            spot = comparison.comparison_place(read_document(text, name), self.names)
            if spot is None:
                return text, []
            report = replace(report, line=spot.line)
            if self.library.problems and not self.force and not all(one.accounts for one in self.figures):
                wrong = str(self.library.problems[0])
                return text, [replace(report, reason=f"{name}:{spot.line}: not changed, because {wrong}", refused=True)]
            made = all_made_from(self.library, self.finder.decisions)
            again = partial(comparison.regenerate, text, path=name, force=self.force, footer=made_from_line(made))
            new = again(self.figures)
            if spot.block and (day := self.standing_day(spot.block.body, self.library.day)):
                figures = [replace(one, as_of=day) for one in self.figures]
                new = text if again(figures) == text else new
        except DocumentError as error:
            edited = spot is not None and spot.block is not None and not spot.block.disposable
            reason = str(error.at(name))
            return text, [replace(report, line=error.line, reason=reason, refused=edited, failed=not edited)]
        if new == text:
            return text, [report]
        return new, [replace(told(report, spot.block, made), changed=True, diff=difference(text, new, name))]

    @cached_property
    def figures(self) -> tuple[Stats, ...]:
        """What a comparison shows: every segment, then all accounts."""
        return stats(self.library, self.library.segments.values())

    @cached_property
    def names(self) -> tuple[str, ...]:
        """By what people call the segments."""
        segments = self.library.segments.values()
        return tuple(name for s in segments for name in (s.name, s.segment_id, *s.aliases))

    def block(self, text: str, name: str, segment: Segment, reference: DocumentRef) -> tuple[str, Attached]:
        """Return the text with one block in it, and what came of it."""
        evidence = self.evidence(segment)
        shown = shown_quotes(evidence, _layout(reference))
        accounts = {account for finding in shown if (account := account_of(finding))}
        report = Attached(segment.segment_id, name, quotes=len(shown), accounts=len(accounts))
        try:
            document = read_document(text, name)
        except DocumentError as error:
            return text, replace(report, line=error.line, reason=str(error.at(name)), failed=True)
        try:
            place = placement.find_place(document, segment.segment_id, name=segment.name, heading=reference.heading)
        except DocumentError as error:
            return text, replace(report, reason=str(asked_by(self.library, reference, error)), failed=True)
        made = made_from(self.library, evidence, self.finder.decisions)
        body = f"{self.body(evidence, name, place, reference)}\n{made_from_line(made)}\n"
        block = place.block
        if block and (reason := self.emptied(document, block, len(shown), len(evidence.linked))):
            return text, replace(report, line=block.begin, reason=f"{name}:{block.begin}: {reason}", refused=True)
        if block is None and not self.force and (wrong := self.library.unjudged.get(segment.segment_id)):
            return text, replace(report, reason=f"{name}: no block was written, because {wrong}", refused=True)
        try:
            new = self.placed(document, place, body)
            day = self.standing_day(block.body, evidence.as_of) if block else None
            if day and self.placed(document, place, as_of_day(body, day)) == text:
                new = text
        except DocumentError as error:
            edited = block is not None and not block.disposable
            diff = ""
            if edited:
                forced = placement.place(document, place, body, force=True)
                diff = difference(text, forced, name)
            reason = str(error.at(name))
            return text, replace(report, line=error.line, reason=reason, diff=diff, refused=edited, failed=not edited)
        standing = read_document(new, name).block(segment.segment_id)
        large = f"the document is larger than {LARGE:,} bytes" if len(new.encode()) > LARGE else ""
        changed = new != text
        diff = difference(text, new, name) if changed else ""
        if changed:
            report = told(report, block, made)
        return new, replace(report, line=standing.begin if standing else None, changed=changed, diff=diff, reason=large)

    def placed(self, document: Document, place: placement.Placement, body: str) -> str:
        if self.move_out:
            return placement.move_out(document, place, body)
        return placement.place(document, place, body, force=self.force)

    def standing_day(self, body: str, today: str | None) -> str | None:
        """Return the earlier day that a block says it is as of: it stays where nothing but the day is another.

        None where somebody asks for a day.
        """
        day = day_said(body)
        return day if day and today and day < today and not self.library.as_of else None

    def emptied(self, document: Document, block: Block, shown: int, heard: int) -> str:
        """Say why a good block stays, or "": nobody knows who belongs, or files are at fault and most would go.

        heard: how many accounts the new block is based on.
        """
        standing = sum(quotation.block == block.segment for quotation in document.quotations)
        wrong: EvidenceError | None = self.library.unjudged.get(block.segment)
        before = accounts_said(block.body)
        if wrong is None and (2 * shown < standing or 2 * heard <= before > 0):
            wrong = next(iter(standing_losses(self.library.catalog)), None)  # often the cause of the other faults
        if wrong is None and self.library.problems and 2 * shown < standing:
            wrong = self.library.problems[0]
        if self.force or wrong is None:
            return ""
        held = f"not changed: it has {plural(standing, 'quote')} and would have {shown}, because {wrong}"
        if 2 * shown >= standing and before:
            held = f"not changed: it is based on {plural(before, 'account')} and would be on {heard}, because {wrong}"
        return f"{held} To write it anyway, add --force."

    def body(self, evidence: SegmentEvidence, name: str, place: placement.Placement, reference: DocumentRef) -> str:
        settings = self.library.workspace.settings
        return render_block(
            evidence,
            style=place.style,
            link_prefix=placement.link_prefix(name),
            redaction=self.redaction,
            layout=_layout(reference),
            notes=bool(settings.block.get("notes")),
            max_age=settings.max_age,
        )


def told(report: Attached, block: Block | None, made: MadeFrom) -> Attached:
    """Return what came of a block that changes, with what moved since it was written, where it says what it was of."""
    before = read_made_from(block.body) if block else None
    return replace(report, why=what_moved(before, made), moved=moved(before, made)) if before else report


def _layout(reference: DocumentRef) -> Literal["full", "compact"]:
    return "compact" if reference.block == "compact" else "full"


def difference(before: str, after: str, name: str) -> str:
    """Return the unified diff between two texts of a document."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), name, name, lineterm="")
    return "\n".join(lines)
