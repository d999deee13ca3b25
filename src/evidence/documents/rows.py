"""What tables say of a segment: the cells of its row with their columns, those of its column with their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from evidence.documents.pains import read_placeholders
from evidence.documents.recognised import name_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidence.documents.markdown import Line
    from evidence.documents.structure import Document

_NAMES = 2  # a name stands in the first column, or behind its number


class SaidCell(NamedTuple):
    """A cell about a segment. label: the header of its column, or the first cell of its row; text: without markup.

    kind: the header over the names, "" where each segment has a column. linked: it leads to another document.
    """

    line: int
    label: str
    text: str
    kind: str = ""
    linked: bool = False


def cells_about(document: Document, name: str) -> Iterator[SaidCell]:
    """Yield the cells that tables in Markdown and HTML have beside or below the name, placeholders left out."""
    key, kind = name_key(name), ""
    for line in _bodies((*document.prose, *document.cells)):
        row, header = line.cell or ("", "")
        if line.column < _NAMES and name_key(line.text) == key:
            kind = header
        elif read_placeholders([line]) or not line.text:
            continue
        elif name_key(row) == key and header:
            yield SaidCell(line.number, header, line.text, kind, bool(line.links))
        elif line.column and name_key(header) == key and row:
            yield SaidCell(line.number, row, line.text, "", bool(line.links))


def _bodies(lines: Sequence[Line]) -> Iterator[Line]:
    return (line for line in lines if line.cell and line.kind != "th")
