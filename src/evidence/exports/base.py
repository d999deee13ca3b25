"""What an export is, and how to add one.

An export of this program is one file in this folder, `as_NAME.py`, and edits no other. An export of your own is
a module of any distribution, named by an entry point of the group `evidence.exports`. Either way it has three parts:

    NAME = "acme"                        what `--to` takes: the file's name after `as_`, or that of the entry point
    SUFFIX = ".acme"                     of the files it makes

    def write(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> bytes:
        The whole file: these columns in this order, and no others; a row may lack some. Values are texts, numbers,
        truth, None, and lists or objects of them. The same rows give the same bytes. Text is UTF-8.

Optional: `BINARY = True` for what no terminal can show, and `JSON = True` for one JSON object a line, which
goes with `--json`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Export(Protocol):
    """A module of this folder, or of a plug-in."""

    NAME: str
    SUFFIX: str

    def write(self, rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> bytes:
        """Return the rows as a file."""
