"""People's documents, read once: what they say of each segment, of companies, and which of them there are."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote

from evidence.accounts.sql import TABLES
from evidence.documents.headings import find_heading
from evidence.documents.listings import is_page
from evidence.documents.markdown import lines_between
from evidence.documents.pains import pain_kind, read_placeholders
from evidence.documents.sections import says_icp
from evidence.documents.shapes import name_key, pains_of, places_of, recognise, unused_headings
from evidence.documents.structure import read_document
from evidence.english import word_set
from evidence.errors import DocumentError, EvidenceError, SettingsError, WorkspaceError
from evidence.library.refresh import is_as_begun, memberships
from evidence.segments.firmographics import DescriptionLine, read_traits
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from evidence.accounts.records import Crm
    from evidence.documents.headings import Heading
    from evidence.documents.markdown import Fence, Line
    from evidence.documents.pains import PainPoint, Placeholder
    from evidence.documents.quotations import Quotation
    from evidence.documents.shapes import Place, Recognised
    from evidence.documents.structure import Document
    from evidence.library.library import Library
    from evidence.model import Account, DocumentRef, Segment
    from evidence.segments.definitions import Membership
    from evidence.segments.firmographics import Trait
    from evidence.workspace import Workspace

Spot = TypeVar("Spot", "PainPoint", "Placeholder", "Quotation")


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
            "quotes": [{"text": q.text, "line": q.line, "attribution": q.attribution.text} for q in self.quotes],
            "placeholders": [{"text": spot.text, "line": spot.line} for spot in self.placeholders],
            "places": [{"text": place.text, "line": place.line, "kind": place.kind} for place in self.places],
            "block": {"line": self.block_line, "state": self.block_state},
        }


def passages_of(library: Library, segments: Iterable[Segment]) -> dict[str, tuple[Passage, ...]]:
    """Return what the documents say of each segment, by its id; what is wrong joins the library's problems."""
    pages = Pages(library)
    return {
        segment.segment_id: tuple(p for r in segment.documents if (p := pages.passage(segment, r)))
        for segment in segments
    }


def belonging(library: Library, crm: Crm) -> dict[str, Membership]:
    """Work out anew who belongs to each segment; what is wrong in that or in the CRM joins the problems."""
    found, problems = memberships(
        library.segments.values(), crm, library.workspace.name(library.workspace.segments_file)
    )
    begun = library.workspace.holds(library.workspace.segments_file) and is_as_begun(library.workspace)
    library.report((*crm.problems, *(() if begun else problems)))
    return found


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
            hint = "Give a Markdown document, such as one in segments/."
            library.report([WorkspaceError("no such document", hint=hint, path=str(path))])


def asked_by(library: Library, reference: DocumentRef, error: EvidenceError) -> DocumentError:
    """Say what is wrong with a document where people can mend it: on the line of segments.yaml that names it."""
    path = library.workspace.name(library.workspace.segments_file)
    hint = error.hint or "Fix the line, or the document."
    return DocumentError(f"{reference.path}: {error.what}", hint=hint, path=path, line=reference.line)


class Pages:
    """Reads each document once."""

    def __init__(self, library: Library) -> None:
        """Read nothing yet; what is wrong in a document joins the library's problems when it is read."""
        self.library, self.workspace = library, library.workspace
        self.documents: dict[Path, Document | None] = {}
        self.met: defaultdict[Path, set[int]] = defaultdict(set)

    def place(self, reference: DocumentRef) -> Path:
        """Return where the document of a segment lies."""
        return self.workspace.segments / PurePosixPath(reference.path)

    def read(self, path: Path) -> Document | None:
        """Return a document, None where it cannot be read; that is reported once."""
        if path not in self.documents:
            name = self.workspace.name(path)
            try:
                self.documents[path] = read_document(self.workspace.read_text(path), name)
            except EvidenceError as error:
                self.documents[path] = None
                self.library.report([error])
        return self.documents[path]

    def passage(self, segment: Segment, reference: DocumentRef) -> Passage | None:
        """Return what a document says of a segment; where that is not there, report it with the line that asks."""
        path = self.place(reference)
        asked = self.workspace.name(self.workspace.segments_file)
        if not path.is_file():
            what, hint = f"{reference.path} does not exist", "Create it, or fix its path."
            self.library.report([SettingsError(what, hint=hint, path=asked, line=reference.line)])
            return Passage(self.workspace.name(path), layout=reference.block)
        document = self.read(path)
        if document is None:
            return None
        heading = None
        if reference.heading:
            try:
                heading = find_heading(document.headings, reference.heading)
            except DocumentError as error:
                self.library.report([asked_by(self.library, reference, error)])
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
        # A line in bold has no section that a heading ends: what is about it was seen when it was recognised.
        alone = seen[0] if heading is None and len(seen) == 1 and seen[0].stop and seen[0].heading is None else None
        section = heading or alone
        first, last = (section.line, section.stop) if section else (1, len(document.lines))
        pains = pains_of(document, section, names)
        if section is None:
            pains = tuple(p for p in document.pains if p.about is None or name_key(p.about) in keys)
        names = (segment.segment_id, *self.library.renames.earlier_ids(segment.segment_id))
        block = next((block for name in names if (block := document.block(name))), None)
        return Passage(
            self.workspace.name(path),
            first,
            shape,
            pains,
            tuple(q for q in inside(document.quotations, first, last) if q.block is None),
            inside(document.placeholders, first, last),
            tuple(place for place in places_of(document, names) if place.line != first),
            block_line=block.begin if block else None,
            block_state=block.state if block else "absent",
            queries=tuple(f for f in document.fences if first <= f.line <= last and is_sql(f.info, f.content)),
            page=document,
            heading=heading,
        )


def linked_page(workspace: Workspace, file: Path, one: Recognised) -> Path | None:
    """Return the document of the workspace that a segment's name links to, where it is there."""
    root = workspace.root.resolve()
    for place in one.places:
        href = unquote((place.href or "").partition("#")[0])
        if is_page(href):
            target = (file.parent / href).resolve()
            if target.is_relative_to(root) and target.is_file() and target != file.resolve():
                return target
    return None


_SQL = frozenset(words("sql duckdb postgres postgresql mysql sqlite snowflake bigquery redshift tsql"))
_SELECT = re.compile(r"(?:\s|--[^\n]*\n|/\*(?:[^*]|\*(?!/))*\*/)*(?:select|with)\b", re.IGNORECASE | re.DOTALL)


def is_sql(info: str, content: str) -> bool:
    """Whether a code fence holds a query: its info string says so, or says nothing and it begins like one."""
    said = words(info)[:1]
    return said[0] in _SQL if said else bool(_SELECT.match(content))


def inside(spots: Iterable[Spot], first: int, last: int) -> tuple[Spot, ...]:
    """Return what stands between two lines, both included."""
    return tuple(spot for spot in spots if first <= spot.line <= last)


_PROFILE = word_set("parts of a profile")

UNSERVED = re.compile(
    r"anti[- ]?(?:personas?|icps?|segments?)|whom? we (?:do not|don'?t|won'?t) (?:serve|sell)"
    r"|not (?:a )?(?:good )?fit|bad fit|disqualif|exclusion criteria|exclusions?$|out of scope",
    re.IGNORECASE,
)

_LABEL = re.compile(r"(?P<label>[^:.]{2,40}):\s+(?P<value>\S.*)")


def values_of(accounts: Iterable[Account]) -> dict[str, frozenset[str]]:
    """Return the values that accounts have in the columns of texts."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    columns = [column for column, kind in TABLES["accounts"].items() if kind == "VARCHAR"]
    for account in accounts:
        for column in columns:
            if value := getattr(account, column):
                found[column].add(value)
    return {column: frozenset(values) for column, values in found.items()}


def unused_in(name: str, document: Document) -> Iterator[str]:
    """Yield a line for each heading that announces segments over text of which none was made. name: of the document."""
    for heading in unused_headings(document):
        what = f"{heading.text!r} is seen and not used"
        yield f"{name}:{heading.line}: {what} (docs/segments.md shows what makes a segment)"


def traits_of(document: Document, heading: Heading | None, known: Mapping[str, frozenset[str]]) -> tuple[Trait, ...]:
    """Return what a section says of companies, those apart whom it does not serve."""
    return read_traits(said_in(document, heading), known)


def said_in(document: Document, heading: Heading | None) -> Iterator[DescriptionLine]:
    """Yield the lines of a section (None: of the document) as label and text; placeholders, pains, tables left out."""
    first, last = (heading.line, heading.stop) if heading else (1, len(document.lines))
    titles = {h.line: h for h in document.headings}
    profile, skipping, waiting = heading is None or says_icp(heading.text), False, ""
    for line in lines_between(document.prose, first + bool(heading), last):
        if line.kind == "heading":
            title = titles[line.number].text if line.number in titles else ""
            profile, skipping, waiting = bool(_PROFILE & set(words(title))), bool(UNSERVED.search(title)), ""
            skipping = skipping or pain_kind(title) is not None
            continue
        if skipping or line.cell or line.quoted or not line.text or read_placeholders([line]):
            continue
        label, text = parted(line)
        if label and not text:
            waiting = label
            profile = bool(_PROFILE & set(words(label))) or (profile and pain_kind(label) is None)
            continue
        if label is None and waiting and line.depth:
            label = waiting
        about = bool(label and _PROFILE & set(words(label)))
        yield DescriptionLine(line.number, label, text, about or profile)


def parted(line: Line) -> tuple[str | None, str]:
    """Return the label that a line begins with, if any, and what stands behind it."""
    if line.label:
        return line.label, line.value
    found = _LABEL.fullmatch(line.text)
    if found:
        return found["label"].strip(), found["value"]
    return (line.text[:-1].strip(), "") if line.text.endswith(":") else (None, line.text)


SKIPPED = frozenset({"node_modules", "site-packages", "normalized", "raw", "__pycache__", "venv", "build", "dist"})


def documents(library: Library, paths: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Return the Markdown files to verify: those given (folders are searched), else all where people write.

    Raises WorkspaceError for a path that does not exist.
    """
    workspace = library.workspace
    if paths:
        for path in paths:
            if not path.exists():
                raise WorkspaceError(f"{path} does not exist", hint="Give Markdown files or folders.")
        wanted = [path.resolve() for path in paths]
    else:
        named = [workspace.root / entry for entry in workspace.settings.verify.get("paths", ())]
        own = [workspace.segments / r.path for s in library.segments.values() for r in s.documents]
        wanted = [*own, workspace.segments, workspace.root / "campaigns", *named]
    found = {file for path in wanted for file in _markdown(library, path)}
    return tuple(sorted(found))


def _markdown(library: Library, path: Path) -> Iterator[Path]:
    """Yield a document, or those below a folder; a link that leads out of the workspace joins the problems."""
    if path.is_file():
        yield path
        return
    files, left = library.workspace.below(path)
    library.report(left)
    for file in files:
        if file.suffix == ".md" and not any(part in SKIPPED for part in file.relative_to(path).parts[:-1]):
            yield file


def readable(library: Library, paths: Sequence[Path]) -> Iterator[tuple[Path, str, Document]]:
    """Yield path, name and content of every document; one that cannot be read joins the library's problems."""
    for path in documents(library, paths):
        name = library.workspace.name(path)
        try:
            yield path, name, read_document(library.workspace.read_text(path), name)
        except EvidenceError as error:
            library.problems.append(error)
