"""What a person's document says: segments, pain points, quotations, placeholders, blocks.

Nothing is re-serialised; every finding carries its line. What stands in code
fences, comments and front matter is no content, and what stands in a block is
the tool's: only its quotations are read, so that they can be verified.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from evidence.documents.folds import unfold
from evidence.documents.headings import Heading, nest
from evidence.documents.hidden import show_pieces
from evidence.documents.html_tables import html_cells
from evidence.documents.markdown import (
    BOM,
    Fence,
    Line,
    Outline,
    front_matter,
    lines_between,
    newline_of,
    outline,
    split_lines,
)
from evidence.documents.markers import Block, State, find_blocks
from evidence.documents.pains import PainPoint, Placeholder, is_placeholder, read_pains, read_placeholders
from evidence.documents.quotations import Quotation, read_quotations, strip_quotes
from evidence.documents.titles import is_name_label, labelled, read_title
from evidence.english import word_set
from evidence.errors import DocumentError
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidence.documents.markdown import Outline

_PARTS = word_set("parts of a segment")
_OPENING = '"\u201c\u201e\u00ab\u300c\u300e'
_BULLET = re.compile(r"[\s>]*([-*+][ \t]+)\S")


@dataclass(frozen=True, slots=True)
class Style:
    """How a document writes, for blocks to follow.

    level: of the heading that the block stands under; parts of the block go one deeper.
    bold_labels: parts are `**Label**:` lines instead of headings; colon_inside: `**Label:**`.
    bullet: with the blanks after it.
    """

    level: int = 3
    bold_labels: bool = True
    colon_inside: bool = False
    bullet: str = "- "


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it was read. lines: with their ends; joined they are `text`.

    front_matter: how many lines it takes. rules: the lines of `---` at top level.
    prose: the lines of running text outside of blocks. cells: of tables in HTML, which are no lines of prose.
    seen: all that a reader sees, blocks and folded parts included, without what HTML hides.
    """

    text: str
    lines: tuple[str, ...]
    newline: str
    bom: bool
    front_matter: int
    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]
    quotations: tuple[Quotation, ...]
    pains: tuple[PainPoint, ...]
    placeholders: tuple[Placeholder, ...]
    fences: tuple[Fence, ...]
    rules: frozenset[int]
    prose: tuple[Line, ...]
    bullet: str
    cells: tuple[Line, ...] = ()
    seen: Outline | None = field(default=None, repr=False, compare=False)

    def block(self, segment: str) -> Block | None:
        """Return the block of a segment, if there is one."""
        return next((block for block in self.blocks if block.segment == segment), None)

    def state(self, segment: str) -> State:
        """Return `clean`, `edited`, `conflict`, or `absent`."""
        block = self.block(segment)
        return block.state if block else "absent"


def read_document(text: str, path: str | None = None) -> Document:
    """Read a document. Raises DocumentError, naming `path`, for markers that are damaged."""
    seen = outline(text)
    lines = tuple(split_lines(text))
    unfolded, folds = unfold(lines, seen)
    seen = outline(unfolded) if folds else seen
    try:
        blocks = find_blocks(text, seen)
    except DocumentError as error:
        if path:
            error.at(path)
        raise
    prose = tuple(line for line in seen.lines if not _owner(blocks, line.number))
    found = [entry for entry in seen.headings if not _owner(blocks, entry[1])]
    headings = nest(found, len(lines), dict(_names(found, prose)), [(fold.summary, fold.stop) for fold in folds])
    shown = _shown(seen)
    quotations = read_quotations(shown)
    html = [piece for piece in seen.html if not _owner(blocks, piece[0])]
    cells = html_cells([piece for piece in shown.html if not _owner(blocks, piece[0])])
    return Document(
        text=text,
        lines=lines,
        newline=newline_of(text),
        bom=text.startswith(BOM),
        front_matter=front_matter(list(lines)),
        headings=headings,
        blocks=blocks,
        quotations=tuple(replace(q, block=_owner(blocks, q.line)) for q in quotations),
        pains=read_pains(prose, headings, cells, lines),
        placeholders=read_placeholders((*prose, *cells), html),
        fences=tuple(fence for fence in seen.fences if not _owner(blocks, fence.line)),
        rules=frozenset(line for line in seen.rules if not _owner(blocks, line)),
        prose=prose,
        bullet=_bullet(lines, seen.bullets, blocks),
        cells=cells,
        seen=shown,
    )


def _shown(seen: Outline) -> Outline:
    """Return what a reader sees of a document: no line and no quotation that HTML hides."""
    html, gone = show_pieces(seen.html)

    def is_seen(number: int) -> bool:
        return not any(first <= number <= last for first, last in gone)

    lines = tuple(line for line in seen.lines if is_seen(line.number)) if gone else seen.lines
    return replace(seen, html=html, lines=lines, quotes=tuple(quote for quote in seen.quotes if is_seen(quote[0])))


def _owner(blocks: Sequence[Block], line: int) -> str | None:
    """Return the segment in whose block a line stands."""
    return next((block.segment for block in blocks if block.begin <= line <= block.end), None)


def _bullet(lines: Sequence[str], items: Sequence[int], blocks: Sequence[Block]) -> str:
    """Return the bullet that people use most, with the blanks after it; the earlier of equals."""
    found = (_BULLET.match(lines[item - 1]) for item in items if not _owner(blocks, item))
    counted = Counter(match[1] for match in found if match)
    return counted.most_common(1)[0][0] if counted else "- "


def _names(headings: Sequence[tuple[int, int, int, str, str]], prose: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """Find names below headings: first words in bold and quotation marks, or `Segment Name:` somewhere.

    `Name:` alone counts where the heading says only its kind: `Persona 2`.
    """
    for at, (level, first, last, title, _) in enumerate(headings):
        stop = headings[at + 1][1] if at + 1 < len(headings) else sys.maxsize
        inner = lines_between(prose, last + 1, stop - 1)
        if inner and inner[0].bold and not inner[0].depth and inner[0].bold[0] in _OPENING:
            yield first, strip_quotes(inner[0].bold)
        above = next((h for h in reversed(headings[:at]) if h[0] < level), headings[at])
        number, owner = above[1], above[3]
        own = read_title(title)
        titled, value = labelled(title)
        if titled and is_name_label(titled) and _nameless(owner) and not is_placeholder(value):
            yield number, value
        if (own and own.nameless) or not _PARTS & set(words(title)):
            number, owner = first, title
        for label, value in map(_named, inner):
            if label and value and not is_placeholder(value):
                alone = _nameless(owner) and is_name_label(label)
                if alone or words(label) == ["segment", "name"]:
                    yield number, value


def _nameless(title: str) -> bool:
    read = read_title(title)
    return read is not None and read.nameless


def _named(line: Line) -> tuple[str | None, str]:
    """Read a label with its value, or a row of two cells."""
    if line.cell:
        alone = line.kind == "td" and line.column == 1 and is_name_label(line.cell[0])
        return (line.cell[0], line.text) if alone else (None, "")
    return (line.label, line.value) if line.label else labelled(line.text)
