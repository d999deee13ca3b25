"""Tables that people wrote as HTML, as the cells that a table in Markdown gives."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

from evidence.documents.markdown import Line, first_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_BREAKS = frozenset({"br", "p", "div", "li"})


def html_cells(blocks: Sequence[tuple[int, int, str]]) -> tuple[Line, ...]:
    """Return the cells of the tables in HTML blocks (first line, last, content), one `Line` for each line of a cell.

    A blank line ends what Markdown takes for HTML; a table that stands in several blocks is one all the same.
    """
    reader = _Tables()
    for first, _, content in blocks:
        reader.begin = first
        reader.rawdata = ""
        reader.lineno, reader.offset = 1, 0
        reader.feed(content)
    return tuple(reader.found)


class _Tables(HTMLParser):
    """Collects cells. A class because the parser calls it tag by tag."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.begin = 1
        self.found: list[Line] = []
        self.tables = 0
        self.header: list[str] = []
        self.row: list[str] = []
        self.open: str | None = None
        self.pieces: list[tuple[int, str]] = []

    @property
    def here(self) -> int:
        return self.begin + self.getpos()[0] - 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  the parser's
        if tag == "table":
            self.tables, self.header = self.tables + 1, []
        elif tag == "tr":
            self._close()
            self.row = []
        elif tag in {"td", "th"} and self.tables:
            self._close()
            self.open, self.pieces = tag, [(self.here, "")]
        elif tag in _BREAKS and self.open:
            self.pieces.append((self.here, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr"}:
            self._close()
        elif tag == "table":
            self._close()
            self.tables = max(0, self.tables - 1)

    def handle_data(self, data: str) -> None:
        if self.open:
            lines = data.split("\n")
            for at, text in enumerate(lines):
                number, held = self.pieces[-1]
                spot = number if held.strip() else self.here + at
                self.pieces[-1] = (spot, f"{held} {text}")

    def _close(self) -> None:
        if self.open is None:
            return
        kind, self.open = self.open, None
        said = [(number, " ".join(text.split())) for number, text in self.pieces]
        said = [piece for piece in said if piece[1]] or [(self.pieces[0][0], "")]
        whole = " ".join(text for _, text in said)
        column = len(self.row)
        heads = kind == "th" and (column > 0 or not self.header) and all(cell in self.header for cell in self.row)
        self.row.append(whole)
        if heads:
            self.header.append(whole)
        kind = "th" if heads else "td"
        head = self.header[column] if column < len(self.header) else ""
        about = ("", whole) if heads else (first_of(self.row), head)
        for number, text in said:
            self.found.append(Line(number, text, text, kind, column=column, cell=about))
