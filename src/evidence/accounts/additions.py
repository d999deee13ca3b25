"""One more line in a table that people keep: its header, separator, encoding and line ends stay theirs."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from evidence.accounts.columns import recognise
from evidence.accounts.sheets import decode, find_header, read_records
from evidence.calls.people import FORMULA_SIGNS, plain_cell
from evidence.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def defuse(cell: str) -> str:
    """Return the cell so that no spreadsheet runs it; `calls.people.plain_cell` takes the sign off again.

    >>> defuse("=1+1"), defuse("+1 555 0100"), defuse("Larch")
    ("'=1+1", "'+1 555 0100", 'Larch')
    """
    line = " ".join(cell.split())
    return f"'{line}" if line.startswith(FORMULA_SIGNS) else line


def add_row(
    data: bytes,
    values: Mapping[str, str | None],
    path: str,
    *,
    kind: str,
    columns: Sequence[str],
    replace: int | None = None,
) -> bytes:
    """Return the file with one more row that holds `values` by field, or with row `replace` (its line) changed.

    columns: the header of a new file, used where `data` is empty. Cells without a
    value stay as they are. Raises TableError where the header has no column for a value that
    says whom the row is about, and where the row would not be read back as it was meant.
    """
    said = {name: defuse(value) for name, value in values.items() if value}
    text, encoding, bom = decode(data, path)
    text = text if text.strip() else ",".join(columns) + "\n"
    separator, skip = find_header(text, kind, path)
    rows = list(read_records(text, separator, path))
    head, header = rows[skip]
    places = places_of(kind, header)
    if lacking := [name for name in said if name not in places and name not in _SPARE]:
        hint = f"Add the column {lacking[0]} to its header."
        raise TableError(f"no column for {lacking[0]}", hint=hint, path=path, line=head)
    old = next((row for line, row in rows if line == replace), [])
    row = [*old, *[""] * (len(header) - len(old))]
    for name in said.keys() & places.keys():
        row[places[name]] = said[name]
    newline = "\r\n" if "\r\n" in text else "\n"
    written = _write(row, separator, newline)
    changed = _spliced(text, rows, replace, written) if replace else _appended(text, written, newline)
    if row not in [again for _, again in read_records(changed, separator, path)]:
        hint = "Is a quotation mark never closed?"
        raise TableError("a line added here would not be read", hint=hint, path=path, line=rows[-1][0])
    return bom + _encode(changed, encoding, path)


def line_of(data: bytes, kind: str, values: Mapping[str, str | None], path: str) -> int | None:
    """Return the line of the first row that holds these values (None: an empty cell) in these fields."""
    text, _, _ = decode(data, path)
    separator, skip = find_header(text, kind, path)
    rows = list(read_records(text, separator, path))
    places = places_of(kind, rows[skip][1])
    for line, row in rows[skip + 1 :]:
        cells = {name: plain_cell(row[at]) for name, at in places.items() if at < len(row)}
        if row and all(cells.get(name, "") == (value or "") for name, value in values.items()):
            return line
    return None


_SPARE = ("mapped_by", "mapped_date", "name", "role")  # what a file may do without


def places_of(kind: str, header: Sequence[str]) -> dict[str, int]:
    """Return field -> column; `people` has exact names, as its reader wants them."""
    if kind != "people":
        return recognise(kind, tuple(header))
    return {cell.strip().lower(): at for at, cell in reversed(list(enumerate(header)))}


def _write(row: Sequence[str], separator: str, newline: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=newline).writerow(row)
    return out.getvalue()


def _appended(text: str, written: str, newline: str) -> str:
    return text + ("" if text.endswith(("\n", "\r")) else newline) + written


def _spliced(text: str, rows: Sequence[tuple[int, list[str]]], line: int, written: str) -> str:
    lines = list(io.StringIO(text, newline=""))  # as the reader of CSV counts them
    end = next((begins - 1 for begins, _ in rows if begins > line), len(lines))
    return "".join([*lines[: line - 1], written, *lines[end:]])


def _encode(text: str, encoding: str, path: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        hint = "Save the file as UTF-8."
        raise TableError(
            f"is {encoding}, which cannot hold {error.object[error.start]!r}", hint=hint, path=path
        ) from error
