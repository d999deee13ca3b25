"""A table that people keep, written to: header, separator, encoding and line ends stay theirs."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from evidence.errors import TableError
from evidence.escape import defuse, plain_cell
from evidence.sheets import decode_table, find_header, read_records
from evidence.text import one_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from evidence.sheets import ColumnNames

_SPARE = ("mapped_by", "mapped_date", "name", "role")  # what a file may do without
_TO_QUOTE = frozenset(',;|\t"\r\n')  # whatever separator a spreadsheet expects, it does not end a cell here


class StandingTable:
    """A table as it stands, to be written to line by line.

    header: that of a new file, used where `data` is empty.
    """

    def __init__(self, data: bytes, columns: ColumnNames, path: str, header: Sequence[str] = ()) -> None:
        """Read the table; it may have faults. Raises TableError for what is not text."""
        self.path = path
        text, self.encoding, self.bom = decode_table(data, path)
        self.text = text if text.strip() else ",".join(header) + "\n"
        if text and self._encoded(text) != data:
            hint = "Save the file as UTF-8."
            raise TableError(f"holds bytes that are no {self.encoding}", hint=hint, path=path)
        # A file of old Macs has no line feed at all.
        self.newline = next((end for end in ("\r\n", "\n", "\r") if end in self.text), "\n")
        self.separator, skip = find_header(self.text, columns, path)
        records = list(read_records(self.text, self.separator, path))
        (self.line, self.header), self.rows = records[skip], records[skip + 1 :]
        self._above = skip + 1  # records above the rows
        self.places = columns.places(self.header)

    def cells(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield the line of every row and its cells by field, those of faulty rows too."""
        for line, row in self.rows:
            yield line, {name: plain_cell(row[at]) for name, at in self.places.items() if at < len(row)}

    def row(self, values: Mapping[str, str | None], old: Sequence[str] = ()) -> list[str]:
        """Return a row that holds `values` by field; cells without a value, or that say it already, are those of `old`.

        Raises TableError where the header has no column for a value that says whom the row is about.
        """
        said = {name: defuse(one_line(value)) for name, value in values.items() if value}
        if lacking := [name for name in said if name not in self.places and name not in _SPARE]:
            hint = f"Add the column {lacking[0]} to its header."
            raise TableError(f"has no column for {lacking[0]}", hint=hint, path=self.path, line=self.line)
        row = [*old, *[""] * (len(self.header) - len(old))]
        for name in said.keys() & self.places.keys():
            at = self.places[name]
            # A label such as `=x` that a person typed is not touched to defuse it.
            if at >= len(old) or plain_cell(old[at]) != plain_cell(said[name]):
                row[at] = said[name]
        return row

    def appended(self, rows: Sequence[Mapping[str, str | None]]) -> bytes:
        """Return the file with rows at its end. Raises TableError where they would not be read as they are meant."""
        made = [self.row(values) for values in rows]
        end = "" if self.text.endswith(("\n", "\r")) else self.newline
        changed = self.text + end + "".join(map(self._written, made))
        return self._checked(changed, made, slice(self._above + len(self.rows), None))

    def replaced(self, line: int, values: Mapping[str, str | None]) -> bytes:
        """Return the file with `values` written into the row that begins at a line; its other cells stay as typed."""
        at = next(at for at, (begins, _) in enumerate(self.rows) if begins == line)
        old = self.rows[at][1]
        row = self.row(values, old)
        typed = self._typed(at)
        cells = [
            typed[n] if len(typed) == len(old) > n and cell == old[n] else self._quoted(cell)
            for n, cell in enumerate(row)
        ]
        changed = self._spliced({line: self.separator.join(cells) + self._end_of(at)})
        return self._checked(changed, [row], slice(self._above + at, self._above + at + 1))

    def _record(self, at: int) -> str:
        """Return a row as it stands in the file, with its line end."""
        lines = list(io.StringIO(self.text, newline=""))
        begins = [*(line for line, _ in self.rows), len(lines) + 1]
        return "".join(lines[begins[at] - 1 : begins[at + 1] - 1])

    def _end_of(self, at: int) -> str:
        record = self._record(at)
        return record[len(record.rstrip("\r\n")) :] or self.newline

    def _typed(self, at: int) -> list[str]:
        """Return the cells of a row as they were typed, in the quotation marks that they have."""
        record, cells, quoted = self._record(at).rstrip("\r\n"), [""], False
        for sign in record:
            if sign == self.separator and not quoted:
                cells.append("")
                continue
            if sign == '"' and (quoted or not cells[-1] or cells[-1][0] == '"'):
                quoted = not quoted  # a doubled one closes and opens again
            cells[-1] += sign
        return cells

    def widened(self, name: str, columns: ColumnNames) -> StandingTable:
        """Return the table with one more column at its end, empty in the rows that stand."""
        lines = list(io.StringIO(self.text, newline=""))
        stop = self.rows[0][0] - 1 if self.rows else len(lines)
        header = "".join(lines[self.line - 1 : stop])
        typed = header.rstrip("\r\n")
        lines[self.line - 1 : stop] = [f"{typed}{self.separator}{self._quoted(name)}{header[len(typed) :]}"]
        return StandingTable(self._encoded("".join(lines)), columns, self.path)

    def narrowed(self, name: str, columns: ColumnNames) -> StandingTable:
        """Return the table without the column that `widened` gave it, or as it is where a row has a cell there."""
        lines = list(io.StringIO(self.text, newline=""))
        stop = self.rows[0][0] - 1 if self.rows else len(lines)
        header = "".join(lines[self.line - 1 : stop])
        typed, last = header.rstrip("\r\n"), f"{self.separator}{self._quoted(name)}"
        if not typed.endswith(last) or any(len(row) >= len(self.header) for _, row in self.rows):
            return self
        lines[self.line - 1 : stop] = [typed.removesuffix(last) + header[len(typed) :]]
        return StandingTable(self._encoded("".join(lines)), columns, self.path)

    def as_bytes(self) -> bytes:
        """Return the file."""
        return self._encoded(self.text)

    def without(self, lines: Collection[int]) -> bytes:
        """Return the file without the rows that begin at these lines."""
        return self._encoded(self._spliced(dict.fromkeys(lines, "")))

    def _quoted(self, cell: str) -> str:
        return '"{}"'.format(cell.replace('"', '""')) if (_TO_QUOTE | {self.separator}).intersection(cell) else cell

    def _written(self, row: Sequence[str]) -> str:
        return self.separator.join(map(self._quoted, row)) + self.newline

    def _spliced(self, written: Mapping[int, str]) -> str:
        lines = list(io.StringIO(self.text, newline=""))  # as the reader of CSV counts them
        begins = [line for line, _ in self.rows]
        # Where there is no row there is one end and no beginning.
        for line, end in zip(begins, [*begins[1:], len(lines) + 1], strict=False):
            if line in written:
                lines[line - 1 : end - 1] = [written[line], *[""] * (end - line - 1)]
        return "".join(lines)

    def _checked(self, changed: str, rows: Sequence[Sequence[str]], where: slice) -> bytes:
        again = list(read_records(changed, self.separator, self.path))
        if [row for _, row in again[where]] != rows:
            hint, last = "Is a closing quotation mark missing?", (self.rows or [(self.line, [])])[-1][0]
            raise TableError("a line added here would not be read", hint=hint, path=self.path, line=last)
        return self._encoded(changed)

    def _encoded(self, text: str) -> bytes:
        try:
            return self.bom + text.encode(self.encoding)
        except UnicodeEncodeError as error:
            what = f"is {self.encoding}, which cannot hold {error.object[error.start]!r}"
            raise TableError(what, hint="Save the file as UTF-8.", path=self.path) from error
