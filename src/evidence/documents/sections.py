"""What a part of a document carries: the fields of a description, which make a heading a segment.

A heading that names no kind (`### Sarah Chen` below `## Personas`) is believed where its own lines, or the
headings right below it, announce a pain or two other fields; so is one that shares two labels with a sibling,
in whatever language they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.documents.markdown import lines_between
from evidence.documents.titles import (
    field_of,
    is_field,
    is_persona,
    is_segmentish,
    is_unserved,
    labelled,
    read_title,
    speaks_of_all,
)
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from evidence.documents.headings import Heading
    from evidence.documents.markdown import Line
    from evidence.documents.structure import Document

_ENOUGH = 2


def announced_fields(lines: Iterable[Line]) -> frozenset[str]:
    """Return the fields that lines announce: labels, first cells of rows, headers of columns."""
    return frozenset(field for line in lines for text in _announcing(line) if (field := field_of(text)))


def _announcing(line: Line) -> Iterator[str]:
    if line.cell:
        if not line.column or line.kind == "th":
            yield line.text
    elif line.label:
        yield line.label
    elif line.kind != "heading" and (label := labelled(line.text)[0]):
        yield label
    elif line.depth and is_field(line.text):
        yield line.text


def enough(fields: frozenset[str]) -> bool:
    """Whether fields make what carries them a segment: a pain, or two others."""
    return "pain" in fields or len(fields) >= _ENOUGH


def children_of(document: Document, heading: Heading) -> list[Heading]:
    """Return the headings right below one."""
    return [h for h in document.headings if heading.line < h.line <= heading.stop and h.path[:-1] == heading.path]


def own_lines(document: Document, heading: Heading) -> Sequence[Line]:
    """Return the lines of a section before its first heading; those of tables in HTML come last."""
    stop = next((h.line - 1 for h in document.headings if heading.line < h.line <= heading.stop), heading.stop)
    inside = [line for line in document.cells if heading.end < line.number <= stop]
    return [*lines_between(document.prose, heading.end + 1, stop), *inside]


def carried(document: Document, heading: Heading) -> frozenset[str]:
    """Return the fields that a heading carries itself: in its lines, by headings below it, in parts of it."""
    found = set(announced_fields(own_lines(document, heading)))
    for child in children_of(document, heading):
        part = is_field(child.text) or speaks_of_all(child.text)
        field = field_of(child.text)
        found |= {field} if field else set()
        found |= announced_fields(own_lines(document, child)) if part else set()
    return frozenset(found)


def is_aside(title: str) -> bool:
    """Whether a heading is no segment whatever it carries: a field, a part about all, whom nobody serves."""
    return is_field(title) or speaks_of_all(title) or is_unserved(title)


def says_icp(title: str) -> bool:
    """Whether a title says `Ideal Customer Profile`, or which one, and no name: its text says who they are."""
    read = read_title(title)
    return bool(read and read.nameless and is_persona(title) is False and not is_segmentish(title))


def members_below(document: Document, heading: Heading) -> list[Heading]:
    """Return the headings below one that announces several segments, or one, which are segments by what they carry."""
    read = read_title(heading.text)
    children = [child for child in children_of(document, heading) if not is_aside(child.text)]
    alike = _alike(document, children)
    found = [h for child in children for h in ([child] if child in alike else _visit(document, child))]
    if read and read.form != "many" and not _several(document, heading, found):
        return []
    return found


def _visit(document: Document, heading: Heading) -> list[Heading]:
    """Return the uppermost headings with enough fields of their own."""
    if is_aside(heading.text):
        return []
    read = read_title(heading.text)
    if read and read.form in {"one", "many"}:
        return []  # it is asked for its own members
    if enough(carried(document, heading)):
        return [heading]
    return [h for child in children_of(document, heading) for h in _visit(document, child)]


def _alike(document: Document, headings: Sequence[Heading]) -> list[Heading]:
    """Return the headings that share two labels with a sibling."""
    labels = {h.line: labels_of(document, h) for h in headings}
    return [
        h
        for h in headings
        if any(len(labels[h.line] & labels[o.line]) >= _ENOUGH for o in headings if o.line != h.line)
    ]


def labels_of(document: Document, heading: Heading) -> frozenset[str]:
    """Return the labels of a section in bold and the headings right below it, as folded words."""
    said = [line.label for line in own_lines(document, heading) if line.label and not line.quoted]
    said += [child.text for child in children_of(document, heading)]
    return frozenset(" ".join(words(label)) for label in said if label)


def _several(document: Document, heading: Heading, found: Sequence[Heading]) -> bool:
    """Whether members below a kind in the singular are segments, and not the parts of one.

    Parts of one differ in what they say; personas below `Ideal customer` say the same of each.
    """
    if len(found) == 1:
        aside = [child for child in children_of(document, heading) if is_field(child.text)]
        return not aside and not announced_fields(own_lines(document, heading))
    return shared(document, found)


def shared(document: Document, found: Sequence[Heading]) -> bool:
    """Whether two headings share two fields, as portraits do and parts of one portrait do not."""
    fields = [carried(document, heading) for heading in found]
    return any(len(one & other) >= _ENOUGH for at, one in enumerate(fields) for other in fields[at + 1 :])
