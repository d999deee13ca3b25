"""Segments: who belongs to each and why, and what documents say of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from evidence.accounts import tables
from evidence.documents.shapes import pains_of, recognise
from evidence.library.library import asked_of
from evidence.library.pages import Pages, Passage, belonging, documents_named, inside, linked_page, unused_in
from evidence.library.unknown_accounts import unknown_accounts
from evidence.segments.definitions import EVERYBODY, shared_accounts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from evidence.accounts.records import Crm
    from evidence.documents.shapes import Recognised
    from evidence.documents.structure import Document
    from evidence.errors import EvidenceError
    from evidence.library.library import Library, WorkspaceLike
    from evidence.model import Account, Segment
    from evidence.segments.definitions import Membership

Why = Literal["included", "passed", "not heard", "excluded", "ruled out", "lacking", "failed"]
_WAYS: tuple[Why, ...] = ("included", "passed", "not heard", "excluded", "ruled out", "lacking", "failed")


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
    crm = crm or tables.load_crm(library.workspace, library.as_of)
    memberships = belonging(library, crm)
    accounts = {account.account_id: account for account in crm.accounts}
    called = {link.account_id for link in library.links.values() if link.status == "linked"}
    pages = Pages(library)
    wanted = list(documents_named(library, paths))
    found = []
    for segment in library.segments.values():
        references = [r for r in segment.documents if not paths or pages.place(r) in wanted]
        if paths and not references:
            continue
        membership = memberships[segment.segment_id]
        people = library.personas.people(segment.segment_id)
        ids = people.accounts if people else membership.accounts
        passages = tuple(passage for r in references if (passage := pages.passage(segment, r)))
        met = tuple(account_id for account_id in ids if account_id in called)
        why = ways(membership, accounts, heard=ids if people else None)
        found.append(Description(segment.name, passages, segment, ids, met, why))
    visited = set(wanted)
    found += [description for path in wanted for description in _strangers(pages, path, visited)]
    # Segments of people and those of everybody take an account from no other one.
    apart = (memberships[key] for key, one in library.segments.items() if not one.people and one.where != EVERYBODY)
    return Described(tuple(found), shared_accounts(apart))


def ways(
    membership: Membership, accounts: dict[str, Account], *, heard: Collection[str] | None = None
) -> tuple[tuple[Account, Why], ...]:
    """Say of each account why it is in or out, the members first; a person's word outweighs `where`.

    heard: of a segment of people, the accounts in which such a person was heard.
    """
    why: dict[str, Why] = dict.fromkeys(membership.failed, "failed")
    why |= dict.fromkeys(membership.lacking, "lacking")
    why |= dict.fromkeys(membership.passed, "passed")
    why |= dict.fromkeys(membership.ruled_out, "ruled out")
    why |= dict.fromkeys(membership.included, "included")
    why |= dict.fromkeys(() if heard is None else {*membership.accounts} - {*heard}, "not heard")
    why |= dict.fromkeys(membership.excluded, "excluded")
    return tuple((accounts[key], way) for key, way in sorted(why.items(), key=lambda item: _rank(*item)))


def _rank(account_id: str, way: Why) -> tuple[bool, int, str]:
    return way not in {"included", "passed"}, _WAYS.index(way), account_id


def _strangers(pages: Pages, path: Path, visited: set[Path]) -> Iterator[Description]:
    """Yield the segments that a document describes and nobody defined, with the documents that it links to.

    visited: documents that have been looked into; each is followed once, so that links may lead in a circle.
    """
    visited.add(path)
    document = pages.read(path)
    for seen in recognise(document) if document else ():
        if document and seen.line not in pages.met[path]:
            target = None if seen.stop else linked_page(pages.workspace, path, seen)
            page = pages.read(target) if target and target not in visited else None
            described = recognise(page) if page else ()
            if target and page and len(described) > 1:
                yield from _strangers(pages, target, visited)
                continue
            passages = [_stranger(document, pages.workspace.name(path), seen)]
            if target and page:
                visited.add(target)
                passages.append(_linked(page, pages.workspace.name(target), described))
            yield Description(seen.name, tuple(passages))


def _linked(page: Document, name: str, described: Sequence[Recognised]) -> Passage:
    """Return what a document says that a link of this segment leads to: its one segment, else all of it."""
    if described:
        return _stranger(page, name, described[0])
    return Passage(
        name,
        1,
        "document",
        tuple(pain for pain in page.pains if pain.about is None),
        tuple(quote for quote in page.quotations if quote.block is None),
        page.placeholders,
        page=page,
    )


def _stranger(document: Document, name: str, seen: Recognised) -> Passage:
    first, last = (seen.line, seen.stop or seen.line)
    return Passage(
        name,
        seen.line,
        seen.shape,
        pains_of(document, seen, (seen.name,)),
        tuple(q for q in inside(document.quotations, first, last) if q.block is None),
        inside(document.placeholders, first, last),
        tuple(place for place in seen.places if place.line != seen.line),
    )


def told_in_vain(library: Library, documents: Sequence[Path]) -> tuple[str, ...]:
    """Return a line for each heading of these documents that announces segments of which none was made."""
    pages = Pages(library)
    read = [(path, page) for path in documents_named(library, documents) if (page := pages.read(path))]
    return tuple(line for path, page in read for line in unused_in(library.workspace.name(path), page))


def named_in_vain(library: Library, documents: Sequence[Path] = ()) -> tuple[EvidenceError, ...]:
    """Return a remark for each account that these documents (none: all that people wrote) name and the CRM lacks."""
    return unknown_accounts(library, [*documents_named(library, documents)])


def describe_segments(
    place: WorkspaceLike = None, *documents: Path | str, as_of: str | None = None
) -> tuple[Description, ...]:
    """Return every segment, its members and what documents say of it: `evidence segments`."""
    with asked_of(place, as_of) as library:
        return describe(library, [*map(Path, documents)]).descriptions
