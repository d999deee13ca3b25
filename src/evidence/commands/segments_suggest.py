"""Read people's documents for a first `segments.yaml` and `trackers.yaml`: `evidence segments --suggest`."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evidence.accounts.conditions import asked_of_accounts
from evidence.calls.people import is_title
from evidence.documents.headings import find_heading, name_of
from evidence.documents.markdown import lines_between
from evidence.documents.pains import pain_kind, read_placeholders
from evidence.documents.rows import cells_about
from evidence.documents.shapes import Recognised, name_key, pains_of, recognise
from evidence.documents.structure import read_document
from evidence.documents.titles import is_job_label, is_persona
from evidence.errors import DocumentError, EvidenceError, SqlError
from evidence.library.drafting import label_drafter
from evidence.library.pages import (
    UNSERVED,
    Pages,
    documents_named,
    is_sql,
    linked_page,
    parted,
    said_in,
    traits_of,
    unused_in,
    values_of,
)
from evidence.library.starter import is_untouched
from evidence.segments.definitions import parse_segments
from evidence.segments.firmographics import DescriptionLine, read_traits
from evidence.segments.personas import parts_of_title
from evidence.segments.proposals import DocumentWords, Portrait, propose, render_proposals
from evidence.segments.trackers import parse_trackers
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from evidence.documents.headings import Heading
    from evidence.documents.markdown import Line
    from evidence.documents.pains import PainPoint
    from evidence.documents.structure import Document
    from evidence.library.library import Library
    from evidence.segments.firmographics import Trait
    from evidence.segments.proposals import Drafter, Proposal
    from evidence.workspace import Workspace

_SEARCH = re.compile(r"(?:search(?: terms?)?(?: for)?|keywords?|suchbegriffe)\s*:\s*(?P<terms>.+)", re.IGNORECASE)
_TERM = re.compile(r"""["\u201c]([^"\u201c\u201d]+)["\u201d]|([^,;"\u201c\u201d]+)""")


@dataclass(frozen=True, slots=True)
class Suggested:
    """What was proposed out of which documents, the two files it makes, and which of them were written.

    unused: one line for each document of which something was seen that makes no part of a segment.
    """

    proposals: tuple[Proposal, ...]
    documents: tuple[str, ...]
    segments: str
    trackers: str
    written: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


def suggest_segments(library: Library, paths: Sequence[Path] = (), *, write: bool = True) -> Suggested:
    """Propose segments and trackers out of documents, by default all below `segments/`.

    write: where `segments/segments.yaml` (or `source/trackers.yaml`) is not there, or is the example of
    `evidence init` as it came, it is written, never over one of a person's. A second run on the same documents
    proposes the same. What is wrong in a document joins the library's problems.
    """
    workspace = library.workspace
    files = list(_documents(library, paths))
    known = values_of(library.accounts.values())
    portraits = [portrait for file in files for portrait in _portraits(library, file, known)]
    names = tuple(_path(workspace, file) for file in files)
    targets = {"segment": workspace.segments_file, "tracker": workspace.trackers}
    drafter = label_drafter(library)
    proposals, texts = _drafted(drafter, portraits, (), names)
    free = {kind: _is_free(workspace, target) for kind, target in targets.items()}
    # Segments that stay may name the trackers of the example.
    if not free["segment"] and any(segment.trackers for segment in library.segments.values()):
        free["tracker"] = not targets["tracker"].exists()
    standing: Iterable[str] = ()
    if not free["tracker"] and not _holds(targets["tracker"], texts["tracker"]):
        standing = library.trackers
        proposals, texts = _drafted(drafter, portraits, standing, names)
    checked(texts, standing)
    written = [
        target
        for kind, target in targets.items()
        if write and free[kind] and any(p.kind == kind for p in proposals) and _write(workspace, target, texts[kind])
    ]
    unused = tuple(line for file in files for line in _unused(library, file, known))
    return Suggested(proposals, names, texts["segment"], texts["tracker"], tuple(map(workspace.name, written)), unused)


def _drafted(
    drafter: Drafter, portraits: Sequence[Portrait], standing: Iterable[str], names: Sequence[str]
) -> tuple[tuple[Proposal, ...], dict[str, str]]:
    proposals = propose(portraits, standing, drafter)
    return proposals, {kind: render_proposals(proposals, kind, names) for kind in ("segment", "tracker")}


def _is_free(workspace: Workspace, target: Path) -> bool:
    """Whether nobody's words stand in the way; a link that leads nowhere is there."""
    return is_untouched(workspace, target) or not (target.exists() or target.is_symlink())


def _holds(target: Path, text: str) -> bool:
    return target.is_file() and target.read_bytes().replace(b"\r\n", b"\n") == text.encode()


def checked(texts: Mapping[str, str], known: Iterable[str] = ()) -> None:
    """Raise the first thing that the program's own loaders find wrong in what was proposed."""
    segments, problems = parse_segments(texts["segment"])
    trackers, more = parse_trackers(texts["tracker"], "source/trackers.yaml")
    if wrong := (*problems, *more):
        raise wrong[0]
    missing = {name for s in segments for name in s.trackers} - {t.tracker_id for t in trackers} - set(known)
    if missing:
        raise EvidenceError(f"trackers that were not proposed: {', '.join(sorted(missing))}")


def _write(workspace: Workspace, target: Path, text: str) -> bool:
    """Write a file that is not there, or that is an example nobody touched."""
    held = target.read_bytes() if target.exists() else b""
    workspace.write(target, text.encode(), read=held)
    return True


def _documents(library: Library, paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the documents to read; those given lead to others by the links of their segments, each once."""
    if paths:
        yield from _followed(library, list(documents_named(library, paths)))
        return
    workspace, base = library.workspace, library.workspace.segments
    files = sorted(base.rglob("*.md"), key=lambda path: path.as_posix())
    shown = [file for file in files if not any(part.startswith(".") for part in file.relative_to(base).parts)]
    own = [file for file in shown if not is_untouched(workspace, file)]
    yield from own or shown


def _followed(library: Library, files: Sequence[Path]) -> Iterator[Path]:
    pages, waiting, met = Pages(library), list(files), set(files)
    while waiting:
        file = waiting.pop(0)
        yield file
        document = pages.read(file)
        for one in recognise(document) if document else ():
            target = None if one.stop else linked_page(library.workspace, file, one)
            if target and target not in met:
                met.add(target)
                waiting.append(target)


def _portraits(library: Library, file: Path, known: Mapping[str, frozenset[str]]) -> Iterator[Portrait]:
    workspace = library.workspace
    try:
        document = read_document(workspace.read_text(file), workspace.name(file))
    except EvidenceError as error:
        library.problems.append(error)
        return
    path = _path(workspace, file)
    seen = recognise(document) or _titled(document, known)
    aliases = _table_names(document, seen)
    for one in seen:
        others = aliases.get(one.line, ())
        names = (one.name, *(words_.text for words_ in others))
        portrait = portray(document, one, path, known, names=names, opens=one == seen[0])
        linked = _linked(workspace, file, one)
        if linked:
            yield replace(portrait, path=linked, heading=None, traits=(), asked=(), pains=(), searches=(), quotes=())
        yield replace(portrait, aliases=(*portrait.aliases, *others))


def _path(workspace: Workspace, file: Path) -> str:
    """Return how `segments.yaml` names a document; one from elsewhere has to be put into `segments/` first."""
    base = workspace.segments.resolve()
    return file.resolve().relative_to(base).as_posix() if file.resolve().is_relative_to(base) else file.name


def _titled(document: Document, known: Mapping[str, frozenset[str]]) -> tuple[Recognised, ...]:
    """Take a document of one title that lists pains or says which companies it means for a segment of its own."""
    titles = [heading for heading in document.headings if heading.level == 1]
    if len(titles) != 1 or not (document.pains or read_traits(said_in(document, None), known)):
        return ()
    return (Recognised(name_of(titles[0].text), titles[0].line, "heading", titles[0], stop=titles[0].stop),)


def portray(
    document: Document,
    one: Recognised,
    path: str,
    known: Mapping[str, frozenset[str]],
    *,
    names: Sequence[str] = (),
    opens: bool = False,
) -> Portrait:
    """Return a segment as a document describes it. names: what tables call it, too. opens: the document's first."""
    heading = one.heading
    first, last = (one.line, one.stop or one.line)
    own = [
        (found, trait)
        for found, trait, where in _unserved(document, known)
        # What holds for every segment and is no condition is said once.
        if (heading and where and heading.line <= where.line <= heading.stop) or (where is None and (trait or opens))
    ]
    quotes = [q for q in document.quotations if q.block is None and first < q.line <= last]
    return Portrait(
        one.name,
        path,
        one.line,
        _address(document, heading),
        tuple(
            DocumentWords(name_of(p.text), p.line)
            for p in one.places
            if name_of(p.text).casefold() != one.name.casefold()
        ),
        traits_of(document, heading, known) if heading else _tabled_traits(document, one, known),
        tuple(_asked(document, first, last)),
        tuple(DocumentWords(p.text, p.line) for p in _pains(document, one, names) if p.kind == "pain"),
        tuple(_searches(document, first, last)),
        tuple(DocumentWords(q.text, q.line) for q in quotes),
        tuple(own),
        *_titles(document, one),
    )


def _pains(document: Document, one: Recognised, names: Sequence[str]) -> tuple[PainPoint, ...]:
    """Return the pains that `evidence segments` finds for this segment once it is defined: by its aliases too."""
    places = [name_of(place.text) for place in one.places]
    titled = [one.heading.text] if one.heading else []
    return pains_of(document, one, (one.name, *names, *places, *titled))


def _titles(document: Document, one: Recognised) -> tuple[tuple[DocumentWords, ...], tuple[DocumentWords, ...]]:
    """Return the titles that a description of people states of them, and roles that are none; none of companies."""
    if not _are_people(document, one):
        return (), ()
    stated = _tabled_jobs(document, one) if one.shape == "index" else list(_jobs(document, one))
    parts = [(line, text, parts_of_title(text) if titled else ()) for line, text, titled in stated]
    titles = [DocumentWords(part, line) for line, _, found in parts for part in found]
    return tuple(titles), tuple(DocumentWords(text, line) for line, text, found in parts if not found)


def _are_people(document: Document, one: Recognised) -> bool:
    """Whether a segment is one of people: what announces it says so, or nothing does and it has fields of people."""
    above = [h.text for h in document.headings if h.line <= one.line <= h.stop]
    over = [cell.kind for cell in cells_about(document, one.name) if cell.kind] if one.shape == "index" else []
    kind = next((said for title in (*over, *reversed(above)) if (said := is_persona(title)) is not None), None)
    return bool(kind) or (kind is None and one.shape in {"title", "portrait", "index"})


def _tabled_jobs(document: Document, one: Recognised) -> list[tuple[int, str, bool]]:
    """Return the cells of columns, or rows, of a job; beside a title, a role is only one where it is a title, too."""
    stated = [(cell, "title" in " ".join(words(cell.label))) for cell in cells_about(document, one.name)]
    stated = [(cell, titled) for cell, titled in stated if is_job_label(cell.label)]
    several = any(titled for _, titled in stated)
    return [(cell.line, cell.text, titled or not several or is_title(cell.text)) for cell, titled in stated]


def _tabled_traits(document: Document, one: Recognised, known: Mapping[str, frozenset[str]]) -> tuple[Trait, ...]:
    """Return what a row or a column says of companies."""
    cells = cells_about(document, one.name) if one.shape == "index" else ()
    return read_traits([DescriptionLine(cell.line, cell.label, cell.text) for cell in cells], known)


def _unused(library: Library, file: Path, known: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Yield a line for headings, and one for the columns and rows of tables, of which no segment takes anything."""
    try:
        document = read_document(library.workspace.read_text(file))
    except EvidenceError:
        return  # it was reported when its segments were read
    if recognise(document) or not _titled(document, known):
        yield from unused_in(library.workspace.name(file), document)
    held: dict[str, int] = {}
    for one in (found for found in recognise(document) if found.shape == "index"):
        people = _are_people(document, one)
        traits = {trait.text for trait in _tabled_traits(document, one, known)}
        for cell in cells_about(document, one.name):
            taken = (people and is_job_label(cell.label)) or f"{cell.label}: {cell.text}" in traits
            taken |= pain_kind(cell.label) is not None
            if taken or cell.linked:
                held[cell.label] = 0
            else:
                held.setdefault(cell.label, cell.line)
    if named := [label for label, line in held.items() if line]:
        first = min(line for line in held.values() if line)
        yield f"{library.workspace.name(file)}:{first}: seen in the table and not used: {', '.join(named)}"


def _jobs(document: Document, one: Recognised) -> Iterator[tuple[int, str, bool]]:
    """Yield what stands behind labels of a job, in the list below one, and in such columns and rows of tables.

    The third says that it may be a title, as in `_tabled_jobs`.
    """
    below = False  # a label or a heading of a job, and nothing else since
    for line in lines_between(document.prose, one.line, one.stop or one.line):
        label, text = _job_of(line)
        if label:
            below = not text
        elif below and line.depth and line.kind != "heading" and parted(line)[0] is None:
            text = line.text
        else:
            below = False
        if text and not read_placeholders([line]):
            yield line.number, text, True


def _job_of(line: Line) -> tuple[str | None, str]:
    """Return the label of a job in a line and what stands behind it; no label and "" in any other line."""
    if line.kind == "heading":
        return (line.text, "") if is_job_label(line.text) else (None, "")
    label, text = parted(line)
    if line.cell:
        heads = [head for head in (line.cell[1], line.cell[0] if line.column else "") if is_job_label(head)]
        label, text = (heads[0] if heads and line.kind != "th" else None), line.text
    return (label, text) if label and is_job_label(label) else (None, "")


def _unserved(
    document: Document, known: Mapping[str, frozenset[str]]
) -> list[tuple[DocumentWords, Trait | None, Heading | None]]:
    """Return whom a document does not serve, with the condition that can be read, and the section it holds for."""
    found: list[tuple[DocumentWords, Trait | None, Heading | None]] = []
    for heading in document.headings:
        if not UNSERVED.search(heading.text):
            continue
        above = [h for h in document.headings if h.line < heading.line <= h.stop and h.level > 1]
        for line in lines_between(document.prose, heading.end + 1, heading.stop):
            if line.cell or line.kind == "heading" or not line.text or read_placeholders([line]):
                continue
            label, text = parted(line)
            traits = read_traits(
                [DescriptionLine(line.number, label, text), DescriptionLine(line.number, None, text, profile=True)],
                known,
            )
            found.append(
                (DocumentWords(line.text, line.number), traits[0] if traits else None, above[-1] if above else None)
            )
    return found


def _asked(document: Document, first: int, last: int) -> Iterator[DocumentWords]:
    for fence in document.fences:
        if first <= fence.line <= last and is_sql(fence.info, fence.content):
            try:
                stated = asked_of_accounts(fence.content)
            except SqlError:
                continue  # `stats` runs it and says what is wrong
            yield from (DocumentWords(condition, fence.line) for condition in (stated.conditions if stated else ()))


def _searches(document: Document, first: int, last: int) -> Iterator[DocumentWords]:
    for line in lines_between(document.prose, first, last):
        said = _SEARCH.search(line.text) if line.kind != "heading" and not line.cell else None
        for quoted, bare in _TERM.findall(said["terms"]) if said else ():
            term = f'"{quoted.strip()}"' if len(words(quoted)) > 1 else quoted.strip() or bare.strip(" .")
            if words(term):
                yield DocumentWords(term, line.number)


def _address(document: Document, heading: Heading | None) -> str | None:
    """Return how `segments.yaml` names a heading: by its text, by its path where that is there twice."""
    if heading is None:
        return None
    for wanted in (heading.text, *(" > ".join(heading.path[-n:]) for n in range(2, len(heading.path) + 1))):
        try:
            if find_heading(document.headings, wanted).line == heading.line:
                return wanted
        except DocumentError:
            continue
    return heading.text


def _linked(workspace: Workspace, file: Path, one: Recognised) -> str | None:
    """Return the document below `segments/` that the segment's name links to, where it exists."""
    target = linked_page(workspace, file, one)
    base = workspace.segments.resolve()
    return target.relative_to(base).as_posix() if target and target.is_relative_to(base) else None


def _table_names(document: Document, seen: Sequence[Recognised]) -> dict[int, tuple[DocumentWords, ...]]:
    """Return the names that tables use for the segments, by the segment's line.

    A name counts where one word of it belongs to one segment alone, and its table names several segments.
    """
    keys = {one.line: name_key(one.name) for one in seen}
    owners: defaultdict[str, set[int]] = defaultdict(set)
    for line, key in keys.items():
        for word in key:
            owners[word].add(line)
    found: defaultdict[int, list[DocumentWords]] = defaultdict(list)
    for group in _groups(document):
        named = {}
        for cell in group:
            key = name_key(cell.text)
            own = {next(iter(owners[w])) for w in key if len(owners.get(w, ())) == 1}
            if len(own) == 1 and not read_placeholders([cell]):
                named[cell.number, cell.column] = (own.pop(), cell)
        if len({line for line, _ in named.values()}) == len(named) > 1:
            for line, cell in named.values():
                if name_key(cell.text) != keys[line]:
                    found[line].append(DocumentWords(name_of(cell.text), cell.number))
    return {line: tuple(names) for line, names in found.items()}


def _groups(document: Document) -> Iterator[list[Line]]:
    """Yield cells that may name segments: a column headed so, and a header row without its first cell."""
    columns: defaultdict[int, list[Line]] = defaultdict(list)
    rows: defaultdict[int, list[Line]] = defaultdict(list)
    table, last = 0, -1
    for line in document.prose:
        if not line.cell:
            continue
        if line.number > last + 2:
            table = line.number
        last = line.number
        if line.kind == "th" and line.column:
            rows[line.number].append(line)
        elif line.kind == "td" and "segment" in words(line.cell[1]):
            columns[table].append(line)
    yield from columns.values()
    yield from rows.values()
