"""Which segments a document describes, and where: recognised from its shape alone.

    ### Segment 1: Name (tier)             the heading says so; also Persona, ICP, Zielgruppe, ペルソナ ...
    ## 1. Primary Segment                  the name stands below, in bold and quotation marks
    ## Secondary Segments / ### A. "Name"  a heading below one that announces segments, and carries fields
    ## B2B Segment                         the kind behind the name, where fields stand below
    **Segment 1: Name**                    a line in bold; numbered ones below a heading that announces segments
    | Segment | ... |                      a table, where nothing else describes any (an index)
    - [Name](name.md)                      a list of links, likewise
    ## Name / ## Name                      headings of one level with the fields of a portrait (portraits)
    # Name                                 a title with many fields below it and nothing else
    ## Ideal Customer Profile              the kind of a company alone, over text without fields and nothing else

Every other place that names the segment is listed with it: headings, bold lines, list items, table rows, links.
A title is a segment only where nothing below it is one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from evidence.documents.headings import name_of
from evidence.documents.listings import by_bold_line, by_bold_portrait, by_label, by_link, by_table
from evidence.documents.markdown import lines_between
from evidence.documents.pains import is_placeholder, read_placeholders
from evidence.documents.portraits import find_portraits
from evidence.documents.recognised import Place, Recognised, Shape, name_key, places_of
from evidence.documents.sections import carried, enough, members_below, says_icp, shared
from evidence.documents.titles import (
    is_persona,
    is_segmentish,
    is_unserved,
    only_announces,
    read_title,
    speaks_of_all,
    unqualified,
)
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from evidence.documents.headings import Heading
    from evidence.documents.pains import PainPoint
    from evidence.documents.structure import Document

__all__ = ["Place", "Recognised", "Shape", "name_key", "pains_of", "places_of", "recognise", "unused_headings"]

_TITLE_FIELDS = 3


class Section(Protocol):
    """Lines of a document: a heading with its section, or a segment."""

    @property
    def line(self) -> int:
        """Its first line."""

    @property
    def stop(self) -> int:
        """Its last line."""


def recognise(document: Document) -> tuple[Recognised, ...]:
    """Return the segments in the order of the document."""
    found = _described(document)
    return tuple(
        replace(segment, places=segment.places or places_of(document, (segment.name,)))
        for segment in sorted(found, key=lambda segment: segment.line)
    )


def pains_of(document: Document, section: Section | None, names: Iterable[str]) -> tuple[PainPoint, ...]:
    """Return the pain points in a segment's section, and those of tables that name the segment.

    A column or row of a table in the section that names no segment of the document is no name: `Details`.
    """
    keys = {name_key(name) for name in names}
    inside = [pain for pain in document.pains if pain.about and section and section.line < pain.line <= section.stop]
    others = {name_key(one.name) for one in recognise(document)} if inside else set()
    strange = {pain for pain in inside if pain.about and not _names_one(pain.about, others)}
    return tuple(
        pain
        for pain in document.pains
        if (
            name_key(pain.about) in keys or pain in strange
            if pain.about
            else section and section.line < pain.line <= section.stop
        )
    )


def _names_one(about: str, keys: set[frozenset[str]]) -> bool:
    """Whether a cell names one of the segments, or shares more than half of its words with one."""
    key = name_key(about)
    return key in keys or any(len(key & other) * 2 > len(key) for other in keys)


def _described(document: Document) -> list[Recognised]:
    """Try the ways in their order: what says so, what carries fields, lines in bold, tables, links, the title."""
    told = [*_by_heading(document), *by_label(document, document.headings)]
    if segments := [one for one in told if _is_segment(document, one)]:
        told = segments
    title = [one for one in told if one.heading and one.heading.level == 1]
    told = [one for one in told if one not in title]
    weak = _by_fields(document, told)
    if told:
        return [*told, *(one for one in weak if _joins(document, one, told))]
    if title and _are_parts(document, weak):
        weak = []
    if weak and not all(_is_nameless(one) for one in weak):
        return weak
    listed = list(by_bold_line(document)) or list(by_table(document)) or list(by_link(document))
    portraits = [] if title and _is_of_companies(title[0]) else list(_by_portrait(document))
    if portraits and not _are_others(listed, portraits):
        return portraits
    if listed and (not title or len(listed) > 1):
        return listed
    return weak or title or list(_by_title(document)) or list(_by_text(document))


def unused_headings(document: Document) -> tuple[Heading, ...]:
    """Return headings that only announce segments, over text of which none was made: `## Audience` over a paragraph."""
    found = recognise(document)
    return tuple(
        heading
        for heading in document.headings
        if only_announces(heading.text)
        and read_title(heading.text)
        and _has_text(document, heading)
        and not any(is_unserved(title) for title in heading.path)
        and not any(heading.line <= one.line <= heading.stop or one.line < heading.line <= one.stop for one in found)
    )


def _by_text(document: Document) -> Iterator[Recognised]:
    """Take a heading that says `ICP` and no more for a segment where text stands below it: it has no pains yet."""
    for heading in document.headings:
        served = not any(is_unserved(title) for title in heading.path)
        if says_icp(heading.text) and served and _has_text(document, heading):
            read = read_title(heading.text)
            name = heading.name or (read.name if read else "") or heading.text
            yield Recognised(name_of(name), heading.line, "heading", heading, stop=heading.stop)


def _has_text(document: Document, heading: Heading) -> bool:
    """Whether a section says something itself: running text or a list, not what waits to be written or leads away."""
    return any(
        line.kind != "heading"
        and not line.cell
        and not line.links
        and words(line.text)
        and not read_placeholders([line])
        for line in lines_between(document.prose, heading.end + 1, heading.stop)
    )


def _by_portrait(document: Document) -> Iterator[Recognised]:
    found = find_portraits(document)
    for heading in found:
        yield Recognised(_own_name(heading), heading.line, "portrait", heading, stop=heading.stop)
    if not found:
        yield from by_bold_portrait(document)


def _is_of_companies(title: Recognised) -> bool:
    """Whether a title names a segment or a company, in which portraits are people."""
    return title.heading is not None and is_persona(title.heading.text) is False


def _are_others(listed: Sequence[Recognised], portraits: Sequence[Recognised]) -> bool:
    """Whether a table or a list names segments other than the portraits, and is no overview of them."""
    return bool(listed) and {name_key(one.name) for one in listed}.isdisjoint(name_key(one.name) for one in portraits)


def _is_nameless(one: Recognised) -> bool:
    """Whether only a kind stands in the heading, and no name below it."""
    read = read_title(one.heading.text) if one.heading else None
    return bool(read and read.nameless and not read.name and one.heading and not one.heading.name)


def _is_segment(document: Document, one: Recognised) -> bool:
    """Whether what announced it says `segment`: beside those, personas are people in them."""
    if one.heading is None or one.shape == "group":
        titles = [h.text for h in document.headings if h.line <= one.line <= h.stop and h.line != one.line]
        written = document.lines[one.line - 1]
        return is_segmentish(written) or (one.shape == "group" and bool(titles) and is_segmentish(titles[-1]))
    return is_segmentish(one.heading.text)


def _by_heading(document: Document) -> Iterator[Recognised]:
    for heading in document.headings:
        if any(is_unserved(title) for title in heading.path) or is_placeholder(heading.text):
            continue
        read = read_title(heading.text)
        if read and read.form == "named":
            if not is_placeholder(read.name) and not speaks_of_all(read.name):
                yield Recognised(name_of(heading.text), heading.line, "heading", heading, stop=heading.stop)
        elif heading.name and (read or any(word.startswith("segment") for word in words(heading.text))):
            yield Recognised(name_of(heading.name), heading.line, "name", heading, stop=heading.stop)
        elif read and read.form == "many" and heading.level > 1 and is_segmentish(heading.text):
            yield from _grouped(document, heading)


def _grouped(document: Document, heading: Heading) -> Iterator[Recognised]:
    """Take the headings below `Secondary Segments` for segments, fields or not, unless one says so itself."""
    below = [h for h in document.headings if h.path[:-1] == heading.path and heading.line < h.line <= heading.stop]
    if not only_announces(heading.text) or any((read := read_title(h.text)) and read.form == "named" for h in below):
        return
    for child in below:
        if not speaks_of_all(child.text):
            yield Recognised(name_of(child.text), child.line, "group", child, stop=child.stop)


def _by_fields(document: Document, told: Sequence[Recognised]) -> list[Recognised]:
    """Return what a kind announces and fields confirm, the innermost; not around or inside of what is told."""
    found: dict[int, Recognised] = {}
    for heading in document.headings:
        for one in _confirmed(document, heading):
            found.setdefault(one.line, one)
    lines = [one.line for one in (*found.values(), *told)]
    return [
        one
        for one in found.values()
        if not any(one.line < line <= one.stop for line in lines)
        and not any(other.line <= one.line <= other.stop for other in told)
    ]


def _confirmed(document: Document, heading: Heading) -> Iterator[Recognised]:
    read = read_title(heading.text)
    if read is None or speaks_of_all(heading.text) or any(is_unserved(title) for title in heading.path):
        return
    if is_placeholder(heading.text):
        return
    if read.form in {"many", "one"} or read.many:
        for child in members_below(document, heading):
            if not is_placeholder(name_of(child.text)):
                name = _own_name(child)
                yield Recognised(name, child.line, "group", child, stop=child.stop)
    if (read.nameless or read.form in {"behind", "leading"}) and enough(carried(document, heading)):
        name = name_of(heading.name or read.name or name_of(heading.text))
        if not is_placeholder(name):
            yield Recognised(name, heading.line, "heading", heading, stop=heading.stop)


def _own_name(heading: Heading) -> str:
    read = read_title(heading.text)
    behind = read.name if read and read.form == "behind" else ""
    return name_of(behind or unqualified(heading.text))


def _joins(document: Document, one: Recognised, told: Sequence[Recognised]) -> bool:
    """Whether a heading confirmed by fields is a segment beside those that say so: it is of their kind."""
    if one.heading is None or one.heading.level == 1:
        return False
    own = next(h for h in document.headings if h.line == one.line)
    if one.shape == "group":
        above = [h for h in document.headings if h.line < one.line <= h.stop and h.level > 1 and read_title(h.text)]
        if not above or any(above[-1].line < other.line <= above[-1].stop for other in told):
            return False
        own = above[-1]
    read = read_title(own.text)
    alike = is_segmentish(own.text) == any(_is_segment(document, other) for other in told)
    return alike and read is not None and read.form != "leading"


def _are_parts(document: Document, weak: Sequence[Recognised]) -> bool:
    """Whether headings below a title that names a segment are parts of it: no two are alike, none names a kind."""
    if any(one.heading and read_title(one.heading.text) for one in weak):
        return False
    return not shared(document, [one.heading for one in weak if one.heading])


def _by_title(document: Document) -> Iterator[Recognised]:
    """Take the only title for a segment where many fields stand below it: a page about one persona."""
    titles = [heading for heading in document.headings if heading.level == 1]
    if len(titles) != 1 or speaks_of_all(titles[0].text) or is_unserved(titles[0].text):
        return
    fields = carried(document, titles[0])
    if len(fields) >= _TITLE_FIELDS and "pain" in fields and not is_placeholder(titles[0].text):
        name = titles[0].name or titles[0].text
        yield Recognised(name_of(name), titles[0].line, "title", titles[0], stop=titles[0].stop)
