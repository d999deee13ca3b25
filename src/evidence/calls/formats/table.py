"""Tables of speech: CSV with commas, semicolons or tabs, and a first line that names the columns.

A column for the text and one for who spoke or when are enough; a column such
as `call_id`, or titles and days, make many calls. Cells may also hold pieces of
calls, many lines each: then every row is a call (`_interviews`). Whether times are seconds or milliseconds is
decided once for the whole file, and said.
"""

from __future__ import annotations

import csv
from itertools import islice
from typing import TYPE_CHECKING

from evidence.calls.formats._interviews import InterviewRow, holds_pieces, interviews
from evidence.calls.formats._rows import (
    TurnRow,
    columns,
    describe_columns,
    drafts,
    holds_speech,
    row_of,
    unit_of,
    unused,
)
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.source import lines
from evidence.errors import FormatError
from evidence.text import plural

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Iterable, Iterator

    from evidence.calls.source import Source

NAME = "table"
SUFFIXES = (".csv", ".tsv", ".tab")
COUNTED = True
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}


def claim(source: Source) -> Claim | None:
    """Claim what begins with names of columns, among them a text and who said it or when."""
    delimiter, header = _header(source.head)
    found = columns(header)
    if _is_of_pieces(source, delimiter, header):
        return Claim(85, f"a table with {_DELIMITERS[delimiter]} whose cells hold pieces of calls")
    if not holds_speech(found):
        return None
    score = 60 if "speaker" in found else 50
    return Claim(score, f"a table with {_DELIMITERS[delimiter]}: {describe_columns(found)}")


def _header(text: str) -> tuple[str, list[str]]:
    """Return the delimiter that makes the most known columns of the first line, else the most, and its cells."""
    first = next((line for _, line in lines(text) if line.strip()), "")[:4096]
    rows = [(sign, _cells(first, sign)) for sign in _DELIMITERS if sign in first] or [(",", [first.strip()])]
    return max(rows, key=lambda row: (len(columns(row[1])), len(row[1])))


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])]
    except csv.Error:
        return []


def _is_of_pieces(source: Source, delimiter: str, header: list[str]) -> bool:
    """Say whether the first rows are as long as the header, and cells of theirs hold pieces of calls."""
    if len(header) < 2 or not all(header) or '"' not in source.head:
        return False
    rows: list[list[str]] = []
    try:
        for row in _reader(source, delimiter, source.head.splitlines(keepends=True)):
            if rows and len(rows[-1]) != len(header):  # the last one may be cut off by the end of the head
                return False
            rows += [row] if row else []
    except csv.Error:
        return False
    return holds_pieces(rows[1:])


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the calls of a table. Raises FormatError where no column holds speech."""
    delimiter, header = _header(source.head)
    found = columns(header)
    if _is_of_pieces(source, delimiter, header):
        rows, empty = [], dict.fromkeys(header, "")
        for line, cells in _rows(source, delimiter):
            if len(cells) > len(header):
                yield _too_many(cells, header, line)
            else:
                rows.append(InterviewRow(empty | dict(zip(header, cells, strict=False)), line))
        yield from interviews(rows, source.path.stem)
        return
    if not holds_speech(found):
        what = f"no column for the text, or none for the speaker or the time:  {', '.join(header)[:200]}"
        raise FormatError(what, hint="Name the columns in the first line: speaker, text, start, end.", line=1)
    yield Note(f"columns used:  {describe_columns(found)}")
    said: list[TurnRow] = []
    filled: set[str] = set()
    for line, cells in _rows(source, delimiter):
        if len(cells) > len(header) and found["text"] == header[-1]:
            cells[len(header) - 1 :] = [delimiter.join(cells[len(header) - 1 :])]
            yield Note("more cells than columns; the extra cells were joined to the text", line)
        elif len(cells) > len(header):
            yield _too_many(cells, header, line)
            continue
        filled.update(name for name, cell in zip(header, cells, strict=False) if cell.strip())
        if row := row_of(dict(zip(header, cells, strict=False)), found, line):
            said.append(row)
    source.forget()
    yield from unused("columns", (name for name in dict.fromkeys(header) if name in filled), found)
    yield from drafts(said, unit_of(found["start"]) if "start" in found else None)


def _too_many(cells: list[str], header: list[str], line: int) -> Note:
    what = f"{plural(len(cells), 'cell')} but the header has {len(header)}; left out"
    return Note(what, line, fault=True, hint="Put quotation marks around the text.")


def _reader(source: Source, delimiter: str, numbered: Iterable[str]) -> Reader:
    """Read lines as rows; blanks before a cell are its own, unless a blank stands before the marks of a quoted one."""
    first = [line for _, line in islice(lines(source.head), 4) if line.strip()][:2]
    spaced = len(first) > 1 and f"{delimiter} " in first[0] and f'{delimiter} "' in first[1]
    return csv.reader(numbered, delimiter=delimiter, skipinitialspace=spaced)


def _rows(source: Source, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows below the header with the line each begins at."""
    reader = _reader(source, delimiter, (f"{line}\n" for _, line in source.lines()))
    line, header = 1, True
    try:
        for cells in reader:
            if any(cells) and not header:
                yield line, cells
            header = header and not any(cells)
            line = reader.line_num + 1
    except csv.Error as error:
        what = f"not a table: {error}"
        raise FormatError(what, hint="A closing quotation mark may be missing.", line=line) from error
