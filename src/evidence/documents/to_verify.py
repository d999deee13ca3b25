"""Every quotation of a document that verification looks up: attributed ones, and all else that stands as quoted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from evidence.documents.quote_places import quote_places
from evidence.documents.quoting import ignored_lines, read_presented, with_source

if TYPE_CHECKING:
    from evidence.documents.quotations import Quotation
    from evidence.documents.structure import Document


class ToVerify(NamedTuple):
    """The quotations of a document in order, and how many more a comment in it says to leave alone."""

    quotations: tuple[Quotation, ...]
    settled: int = 0


def to_verify(document: Document) -> ToVerify:
    """Return what verification looks up in a document.

    In a block only blockquotes are read: the rest of it is counts and labels that `attach` wrote.
    """
    if document.seen is None:
        return ToVerify(document.quotations)
    places = quote_places(document.seen)
    attributed = [with_source(one, places) for one in document.quotations]
    presented = read_presented(document.seen, document.quotations, document.lines, document.cells)
    ours = {n: block.segment for block in document.blocks for n in range(block.begin, block.end + 1)}
    quoted = {n for first, last, _ in document.seen.quotes for n in range(first, last + 1)}
    others = [replace(one, block=ours.get(one.line)) for one in presented if one.line not in ours or one.line in quoted]
    ignored = ignored_lines(document.lines, document.seen)
    found = sorted([*attributed, *others], key=lambda one: (one.line, one.end))
    settled = [one for one in found if not ignored.isdisjoint(range(one.line, one.end + 1))]
    kept = tuple(one for one in found if one not in settled)
    return ToVerify(kept, sum(one.standing not in {"possible", "named"} for one in settled))
