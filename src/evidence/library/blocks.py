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
from evidence.documents.markers import find_blocks, under_id
from evidence.documents.structure import read_document
from evidence.errors import DocumentError, EvidenceError
from evidence.library.figures import stats
from evidence.library.findings import Finder
from evidence.library.more import standing_losses
from evidence.library.pages import asked_by
from evidence.library.shrinking import shrinks
from evidence.library.sources_of import all_made_from, made_from
from evidence.model.records import Recorded
from evidence.segments.gather import account_of
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from evidence.documents.made_from import MadeFrom
    from evidence.documents.markers import Block
    from evidence.documents.structure import Document
    from evidence.library.library import Library
    from evidence.model import DocumentRef, Finding, Segment, SegmentEvidence
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
    guard: bool = True,
) -> tuple[Attached, ...]:
    """Write the block of every segment into its documents; return what came of each, by document.

    write: leave False to see what would change. force: write over hand-edited blocks.
    move_out: put what stands in them by hand below the block, and write them anew.
    guard: leave False where words have to go, and many of a block's quotes with them.
    """
    writer = _Writer(library, write=write, force=force, move_out=move_out, guard=guard)
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

    def __init__(self, library: Library, *, write: bool, force: bool, move_out: bool, guard: bool = True) -> None:
        if write and library.older:
            raise library.older
        self.library, self.write, self.force, self.move_out, self.guard = library, write, force, move_out, guard
        self.finder = Finder(library)
        self.redaction = library.redaction(keep=write)
        self.gathered: dict[str, SegmentEvidence] = {}
        self.chosen: set[str] = set()
        self.stopped: list[str] = []  # the segments whose block would lose most of its quotes

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
            if self.stopped and new != text:
                why = f"because the block of {', '.join(self.stopped)} was not"
                return text, [replace(report, reason=f"{name}:{spot.line}: not changed, {why}", refused=True)]
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
        """Return the text with one block in it, and what came of it; one under an earlier id comes under today's."""
        taken = self.under_today(text, segment)
        new, report = self.made(taken, name, segment, reference)
        if report.refused or report.failed:
            return text, report
        return new, replace(report, changed=new != text, diff=difference(text, new, name) if new != text else "")

    def under_today(self, text: str, segment: Segment) -> str:
        """Return the document with the segment's block under its id of today, where it stands under an earlier one."""
        renames, today = self.library.renames, segment.segment_id
        earlier = renames.earlier_ids(today)
        try:
            standing = {block.segment for block in find_blocks(text)} if earlier else set[str]()
        except DocumentError:
            return text  # what is wrong is said when the block is made
        old = next((name for name in earlier if name in standing), None)
        if old is None or today in standing:
            return text
        note = f"took over the block of {old!r} as {today!r}; add `was: {old}` to keep that."
        if any(one.old == old for one in renames.found) and note not in self.library.notes:
            self.library.notes.append(note)
        return under_id(text, old, today)

    def made(self, text: str, name: str, segment: Segment, reference: DocumentRef) -> tuple[str, Attached]:
        """Return the text with the segment's block made anew in it, and what came of it."""
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
        if block and (reason := self.emptied(document, block, evidence, shown)):
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
        report = told(report, block, made) if new != text else report
        return new, replace(report, line=standing.begin if standing else None, reason=large)

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

    def emptied(self, document: Document, block: Block, evidence: SegmentEvidence, shown: Sequence[Finding]) -> str:
        """Say why a good block stays, or "": most of its quotes, or of the accounts that it is based on, would go.

        shown: the quotes of the new block.
        """
        if self.force:
            return ""
        standing = [quotation for quotation in document.quotations if quotation.block == block.segment]
        made = self.finder.decisions.values()
        if self.guard and (told := shrinks(self.library, evidence, standing, shown, made, self.redaction)):
            self.stopped += [block.segment] * (block.segment not in self.stopped)
            return f"the block of {block.segment} was not changed: {told} To write it anyway, add --force."
        wrong: EvidenceError | None = self.library.unjudged.get(block.segment)
        before, heard = accounts_said(block.body), len(evidence.linked)
        if wrong is None and 2 * heard <= before > 0:
            wrong = next(iter(standing_losses(self.library.catalog)), None)  # often the cause of the other faults
        if wrong is None:
            return ""
        held = f"it has {plural(len(standing), 'quote')} and would have {len(shown)}"
        if 2 * len(shown) >= len(standing) and before:
            held = f"it is based on {plural(before, 'account')} and would be on {heard}"
        return f"the block of {block.segment} was not changed: {held}, because {wrong} To write it anyway, add --force."

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
