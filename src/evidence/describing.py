"""What people's documents say of each segment, and which accounts belong to it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from evidence.accounts import tables
from evidence.documents.headings import find_heading
from evidence.documents.shapes import name_key, pains_of, places_of, recognise
from evidence.documents.structure import read
from evidence.errors import DocumentError, EvidenceError, SettingsError, WorkspaceError
from evidence.membership import memberships
from evidence.segments.definitions import shared_accounts
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from evidence.accounts.records import Crm
    from evidence.documents.headings import Heading
    from evidence.documents.markdown import Fence
    from evidence.documents.pains import PainPoint, Placeholder
    from evidence.documents.quotations import Quotation
    from evidence.documents.shapes import Place, Recognised
    from evidence.documents.structure import Document
    from evidence.library import Library
    from evidence.model import Account, DocumentRef, Segment
    from evidence.segments.definitions import Membership

Why = Literal["included", "passed", "excluded", "ruled out", "lacking", "failed"]
_WAYS: tuple[Why, ...] = ("included", "passed", "excluded", "ruled out", "lacking", "failed")
_Spot = TypeVar("_Spot", "PainPoint", "Placeholder", "Quotation")


@dataclass(frozen=True, slots=True)
class Passage:
    """What one document says of one segment, by line; the tool's own block is left out.

    line: of the heading, None where it was not found. shape: how the segment is described, see
    `documents.shapes`, or `document` where a whole document is about it. layout: of the block that
    belongs here, `none` where none does. block_line: of its first marker. queries: its SQL. page: the
    document as it was read, None where it is not there.
    """

    path: str
    line: int | None = None
    shape: str | None = None
    pains: tuple[PainPoint, ...] = ()
    quotes: tuple[Quotation, ...] = ()
    placeholders: tuple[Placeholder, ...] = ()
    places: tuple[Place, ...] = ()
    layout: str = "none"
    block_line: int | None = None
    block_state: str = "absent"
    queries: tuple[Fence, ...] = ()
    page: Document | None = None
    heading: Heading | None = None

    def record(self) -> dict[str, Any]:
        """Return the passage as `--json` prints it."""
        return {
            "document": self.path,
            "line": self.line,
            "shape": self.shape,
            "pain_points": [{"text": pain.text, "line": pain.line, "kind": pain.kind} for pain in self.pains],
            "quotes": [{"text": q.text, "line": q.line, "attribution": q.credit.text} for q in self.quotes],
            "placeholders": [{"text": spot.text, "line": spot.line} for spot in self.placeholders],
            "places": [{"text": place.text, "line": place.line, "kind": place.kind} for place in self.places],
            "block": {"line": self.block_line, "state": self.block_state},
        }


@dataclass(frozen=True, slots=True)
class Description:
    """A segment, who belongs to it and why, and what documents say of it.

    `segment` is None for a segment that a document describes and `segments.yaml` does not name.
    `ways` says of every account that is a member, or was looked at by `where`, why it is in or out.
    """

    name: str
    passages: tuple[Passage, ...]
    segment: Segment | None = None
    accounts: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    ways: tuple[tuple[Account, Why], ...] = ()

    def records(self, *, explained: bool = False) -> Iterator[dict[str, Any]]:
        """Yield one object a document, as `--json` prints it."""
        extra = {"members": [{"account_id": a.account_id, "why": why} for a, why in self.ways]} if explained else {}
        for passage in self.passages or (Passage(""),):
            segment_id = self.segment.segment_id if self.segment else None
            about = {"segment": segment_id, "name": self.name, **passage.record()}
            yield {**about, "accounts": list(self.accounts), "calls_with": len(self.called), **extra}


@dataclass(frozen=True, slots=True)
class Described:
    """All segments, and the accounts that belong to several of them with these."""

    descriptions: tuple[Description, ...]
    shared: tuple[tuple[str, tuple[str, ...]], ...]


def describe(library: Library, paths: Sequence[Path] = (), *, crm: Crm | None = None) -> Described:
    """Return every segment with its members and what the documents say of it.

    paths: look into these documents alone, and list what they describe beyond `segments.yaml` too.
    crm: where the caller has read it already.
    What is wrong joins the library's problems, each once, and the rest is done.
    """
    crm = crm or tables.load(library.workspace, library.as_of)
    memberships = belonging(library, crm)
    accounts = {account.account_id: account for account in crm.accounts}
    called = {link.account_id for link in library.links.values() if link.status == "linked"}
    desk = _Desk(library)
    wanted = list(documents_named(library, paths))
    found = []
    for segment in library.segments.values():
        references = [r for r in segment.documents if not paths or desk.place(r) in wanted]
        if paths and not references:
            continue
        membership = memberships[segment.segment_id]
        ids = membership.accounts
        passages = tuple(passage for r in references if (passage := desk.passage(segment, r)))
        met = tuple(account_id for account_id in ids if account_id in called)
        found.append(Description(segment.name, passages, segment, ids, met, ways(membership, accounts)))
    found += [description for path in wanted for description in desk.strangers(path)]
    return Described(tuple(found), shared_accounts(memberships.values()))


def passages_of(library: Library, segments: Iterable[Segment]) -> dict[str, tuple[Passage, ...]]:
    """Return what the documents say of each segment, by its id; what is wrong joins the library's problems."""
    desk = _Desk(library)
    return {
        segment.segment_id: tuple(p for r in segment.documents if (p := desk.passage(segment, r)))
        for segment in segments
    }


def belonging(library: Library, crm: Crm) -> dict[str, Membership]:
    """Work out anew who belongs to each segment; what is wrong in that or in the CRM joins the problems."""
    found, problems = memberships(
        library.segments.values(), crm, library.workspace.name(library.workspace.segments_file)
    )
    report(library, (*crm.problems, *problems))
    return found


def report(library: Library, problems: Iterable[EvidenceError]) -> None:
    """Add problems that were not said before: opening a library says those of what it read anew."""
    said = {str(problem) for problem in library.problems}
    library.problems += [problem for problem in problems if str(problem) not in said]


def ways(membership: Membership, accounts: dict[str, Account]) -> tuple[tuple[Account, Why], ...]:
    """Say of each account why it is in or out, the members first; a person's word outweighs `where`."""
    why: dict[str, Why] = dict.fromkeys(membership.failed, "failed")
    why |= dict.fromkeys(membership.lacking, "lacking")
    why |= dict.fromkeys(membership.passed, "passed")
    why |= dict.fromkeys(membership.ruled_out, "ruled out")
    why |= dict.fromkeys(membership.included, "included")
    why |= dict.fromkeys(membership.excluded, "excluded")
    return tuple((accounts[key], way) for key, way in sorted(why.items(), key=lambda item: _rank(*item)))


def _rank(account_id: str, way: Why) -> tuple[bool, int, str]:
    return way not in {"included", "passed"}, _WAYS.index(way), account_id


def documents_named(library: Library, paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the documents meant by paths given here, below the workspace, or below `segments/`.

    One that is not there joins the library's problems.
    """
    workspace = library.workspace
    for path in paths:
        places = (path, workspace.root / path, workspace.segments / path)
        if file := next((place.resolve() for place in places if place.is_file()), None):
            yield file
        else:
            hint = "Name a Markdown document, such as one below segments/."
            report(library, [WorkspaceError("there is no such document", hint=hint, path=str(path))])


def asked_by(library: Library, reference: DocumentRef, error: EvidenceError) -> DocumentError:
    """Say what is wrong with a document where people can mend it: on the line of segments.yaml that names it."""
    path = library.workspace.name(library.workspace.segments_file)
    hint = error.hint or "Mend the line, or the document."
    return DocumentError(f"{reference.path}: {error.what}", hint=hint, path=path, line=reference.line)


class _Desk:
    """Reads each document once."""

    def __init__(self, library: Library) -> None:
        self.library, self.workspace = library, library.workspace
        self.documents: dict[Path, Document | None] = {}
        self.met: defaultdict[Path, set[int]] = defaultdict(set)

    def place(self, reference: DocumentRef) -> Path:
        return (self.workspace.segments / PurePosixPath(reference.path)).resolve()

    def read(self, path: Path) -> Document | None:
        """Return a document, None where it cannot be read; that is reported once."""
        if path not in self.documents:
            name = self.workspace.name(path)
            try:
                self.documents[path] = read(self.workspace.read_text(path), name)
            except EvidenceError as error:
                self.documents[path] = None
                report(self.library, [error])
        return self.documents[path]

    def passage(self, segment: Segment, reference: DocumentRef) -> Passage | None:
        """Return what a document says of a segment; where that is not there, report it with the line that asks."""
        path = self.place(reference)
        asked = self.workspace.name(self.workspace.segments_file)
        if not path.is_file():
            what, hint = f"{reference.path} does not exist", "Write it, or correct its path."
            report(self.library, [SettingsError(what, hint=hint, path=asked, line=reference.line)])
            return Passage(self.workspace.name(path), layout=reference.block)
        document = self.read(path)
        if document is None:
            return None
        heading = None
        if reference.heading:
            try:
                heading = find_heading(document.headings, reference.heading)
            except DocumentError as error:
                report(self.library, [asked_by(self.library, reference, error)])
                return Passage(self.workspace.name(path), layout=reference.block)
        return replace(self._passage(document, path, segment, heading), layout=reference.block)

    def _passage(self, document: Document, path: Path, segment: Segment, heading: Heading | None) -> Passage:
        names = (segment.name, *segment.aliases, *([heading.text] if heading else []))
        keys = {name_key(name) for name in names}
        seen = [r for r in recognise(document) if (heading and r.line == heading.line) or name_key(r.name) in keys]
        self.met[path] |= {one.line for one in seen}
        shape = next(
            (r.shape for r in seen if heading and r.line == heading.line), "heading" if heading else "document"
        )
        first, last = (heading.line, heading.stop) if heading else (1, len(document.lines))
        pains = pains_of(document, heading, names)
        if heading is None:
            pains = tuple(p for p in document.pains if p.about is None or name_key(p.about) in keys)
        block = document.block(segment.segment_id)
        return Passage(
            self.workspace.name(path),
            first,
            shape,
            pains,
            tuple(q for q in _inside(document.quotations, first, last) if q.block is None),
            _inside(document.placeholders, first, last),
            tuple(place for place in places_of(document, names) if place.line != first),
            block_line=block.begin if block else None,
            block_state=document.state(segment.segment_id),
            queries=tuple(f for f in document.fences if first <= f.line <= last and is_sql(f.info, f.content)),
            page=document,
            heading=heading,
        )

    def strangers(self, path: Path) -> Iterator[Description]:
        """Yield the segments that a document describes and nobody defined."""
        document = self.read(path)
        for seen in recognise(document) if document else ():
            if seen.line not in self.met[path]:
                yield Description(seen.name, (self._stranger(document, path, seen),))  # type: ignore[arg-type]  # read above

    def _stranger(self, document: Document, path: Path, seen: Recognised) -> Passage:
        first, last = (seen.heading.line, seen.heading.stop) if seen.heading else (seen.line, seen.line)
        return Passage(
            self.workspace.name(path),
            seen.line,
            seen.shape,
            pains_of(document, seen.heading, (seen.name,)),
            tuple(q for q in _inside(document.quotations, first, last) if q.block is None),
            _inside(document.placeholders, first, last),
            tuple(place for place in seen.places if place.line != seen.line),
        )


_SQL = frozenset(words("sql duckdb postgres postgresql mysql sqlite snowflake bigquery redshift tsql"))
_SELECT = re.compile(r"(?:\s|--[^\n]*\n|/\*(?:[^*]|\*(?!/))*\*/)*(?:select|with)\b", re.IGNORECASE | re.DOTALL)


def is_sql(info: str, content: str) -> bool:
    """Whether a code fence holds a query: its info string says so, or says nothing and it begins like one."""
    said = words(info)[:1]
    return said[0] in _SQL if said else bool(_SELECT.match(content))


def _inside(spots: Iterable[_Spot], first: int, last: int) -> tuple[_Spot, ...]:
    return tuple(spot for spot in spots if first <= spot.line <= last)
