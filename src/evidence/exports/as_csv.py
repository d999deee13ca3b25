"""Records as CSV for spreadsheets: RFC 4180, UTF-8, CRLF as spreadsheets write it; no cell is a formula.

Every cell is quoted, so that a `;` in one does not end it where a spreadsheet expects that separator.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from evidence.escape import defuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NAME = "csv"
SUFFIX = ".csv"


def cell(value: Any) -> Any:
    """Return a value as a cell: numbers stay, nothing is empty, texts are parted by `; `, the rest is JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return int(value) if value == value // 1 else value  # a spreadsheet shows no .0 either
    if isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
        return defuse("; ".join(value))
    return defuse(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def write(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> bytes:
    """Return the rows as CSV, with a header; the columns in this order, and no others."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    writer.writerows([cell(row.get(column)) for column in columns] for row in rows)
    return text.getvalue().encode("utf-8", "replace")
