"""A segment that a document describes, and every place that names it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from evidence.documents.headings import name_of
from evidence.english import word_set
from evidence.text import stem, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.documents.headings import Heading
    from evidence.documents.markdown import Line
    from evidence.documents.structure import Document

Shape = Literal["heading", "name", "group", "label", "index", "title", "portrait"]
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
    """A segment that a document describes. shape: how that was recognised; see `shapes`.

    heading: of its own section, None where it has none. stop: the last line that is about it, 0 where only
    its name stands there.
    """

    name: str
    line: int
    shape: Shape
    heading: Heading | None = None
    places: tuple[Place, ...] = ()
    stop: int = 0


@lru_cache(4096)  # every line of a document is asked for every segment: 30 s for a thousand of them, 3 with it
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
    found += [Place(line.number, "table", line.text) for line in document.cells if name_key(line.text) in keys]
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
