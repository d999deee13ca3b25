"""Which segments a document describes, and where: recognised from its shape alone.

    ### Segment 1: Name (tier)             the heading says so
    ## 1. Primary Segment                  the name stands below, in bold and quotation marks
    ## Secondary Segments / ### A. "Name"  a heading below one that announces segments
    **Segment 1: Name**                    a line in bold
    | Segment | ... |                      a table, where nothing else describes any (an index)

Every other place that names the segment is listed with it: headings, bold lines,
list items, table rows, links.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from evidence.documents.headings import Heading, name_of
from evidence.documents.pains import read_placeholders
from evidence.english import word_set
from evidence.text import stem, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.documents.markdown import Line
    from evidence.documents.pains import PainPoint
    from evidence.documents.structure import Document

Shape = Literal["heading", "name", "group", "label", "index"]
_SAYS_SO = re.compile(
    r"\W*(?:\d+[.)]\s+)?(?:example\s+|sample\s+)?\w*segmento?\s*(?:\d+|[a-z])?\s*[:\u2013\u2014]\s*\S", re.IGNORECASE
)
_GROUP = frozenset(
    words(
        "primary secondary tertiary main key core customer customers target market buyer user our the other "
        "segments segmente segmentos"
    )
)
_SMALL = word_set("small words")


@dataclass(frozen=True, slots=True)
class Place:
    """A place that names a segment."""

    line: int
    kind: Literal["heading", "label", "list", "table", "link"]
    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Recognised:
    """A segment that a document describes. shape: how that was recognised; see the module.

    heading: of its own section, None where it has none.
    """

    name: str
    line: int
    shape: Shape
    heading: Heading | None = None
    places: tuple[Place, ...] = ()


def recognise(document: Document) -> tuple[Recognised, ...]:
    """Return the segments in the order of the document."""
    found = [*_by_heading(document), *_by_label(document)] or list(_by_table(document))
    return tuple(
        replace(segment, places=places_of(document, (segment.name,)))
        for segment in sorted(found, key=lambda segment: segment.line)
    )


def _by_heading(document: Document) -> Iterator[Recognised]:
    for heading in document.headings:
        if _SAYS_SO.match(heading.text):
            yield Recognised(name_of(heading.text), heading.line, "heading", heading)
        elif heading.name and any(word.startswith("segment") for word in words(heading.text)):
            yield Recognised(name_of(heading.name), heading.line, "name", heading)
        elif _announces(heading):
            below = [
                h for h in document.headings if h.path[:-1] == heading.path and heading.line < h.line <= heading.stop
            ]
            if not any(_SAYS_SO.match(child.text) for child in below):
                yield from (Recognised(name_of(h.text), h.line, "group", h) for h in below)


def _announces(heading: Heading) -> bool:
    """Whether a heading below the title says `Segments` and little else."""
    said = words(name_of(heading.text))
    return (
        heading.level > 1
        and bool(said)
        and said[-1].startswith("segment")
        and said[-1] != "segment"
        and set(said) <= _GROUP
    )


def _by_label(document: Document) -> Iterator[Recognised]:
    for line in document.prose:
        if line.kind != "heading" and line.bold and not line.cell and _SAYS_SO.match(line.bold):
            yield Recognised(name_of(line.bold), line.number, "label")


def _by_table(document: Document) -> Iterator[Recognised]:
    seen: set[frozenset[str]] = set()
    for line in document.prose:
        if line.kind == "td" and line.cell and words(line.cell[1]) in (["segment"], ["customer", "segment"]):
            key = name_key(line.text)
            if key and key not in seen and not read_placeholders([line]):
                seen.add(key)
                places = places_of(document, (line.text,))
                yield Recognised(line.text, places[0].line, "index")


def name_key(name: str) -> frozenset[str]:
    """Return what makes two names one: the stems of their words, in any order, little words left out.

    >>> name_key("Baking Teams at Hotels") == name_key("Hotel Baking Teams")
    True
    """
    return frozenset(stem(word) for word in words(name_of(name))) - _SMALL


def places_of(document: Document, names: Iterable[str]) -> tuple[Place, ...]:
    """Return every place that has one of the names to itself, in order."""
    keys = {key for name in names if (key := name_key(name))}
    found = [
        Place(h.line, "heading", h.text) for h in document.headings if {name_key(h.text), name_key(h.name or "")} & keys
    ]
    for line in document.prose:
        if line.kind != "heading":
            found += _place(line, keys)
    return tuple(sorted(found, key=lambda place: place.line))


def _place(line: Line, keys: set[frozenset[str]]) -> Iterator[Place]:
    linked = next((link for link in line.links if name_key(link.text) in keys), None)
    if linked:
        yield Place(line.number, "link", linked.text, linked.href)
    elif line.cell:
        if name_key(line.text) in keys:
            yield Place(line.number, "table", line.text)
    elif line.bold and name_key(line.label or line.bold) in keys:
        yield Place(line.number, "list" if line.depth else "label", line.bold)
    elif line.depth and name_key(line.text) in keys:
        yield Place(line.number, "list", line.text)


def pains_of(document: Document, heading: Heading | None, names: Iterable[str]) -> tuple[PainPoint, ...]:
    """Return the pain points in a segment's section, and those of tables that name the segment."""
    keys = {name_key(name) for name in names}
    return tuple(
        pain
        for pain in document.pains
        if (name_key(pain.about) in keys if pain.about else heading and heading.line < pain.line <= heading.stop)
    )
