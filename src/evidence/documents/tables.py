"""A table as formatters of Markdown set it: every column as wide as its widest cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.terminal import cells

if TYPE_CHECKING:
    from collections.abc import Sequence

_NARROWEST = 3  # what prettier and mdformat give a column at least: ---


def render_table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows of cells, the header first, as a Markdown table; every row has as many cells.

    Cells are Markdown already. Widths are columns of a terminal, in which a Chinese sign takes two.

    >>> print(render_table([("Pain", "n"), ("Slow", "12")]))
    | Pain | n   |
    | ---- | --- |
    | Slow | 12  |
    """
    widths = [max(_NARROWEST, *map(cells, column)) for column in zip(*rows, strict=True)]
    header, *body = [
        [cell + " " * (width - cells(cell)) for cell, width in zip(row, widths, strict=True)] for row in rows
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, ["-" * width for width in widths], *body))
