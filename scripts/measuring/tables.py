"""CSV with a header: rows read, rows written."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path


def read_rows(path: Path, **how: object) -> list[dict[str, str]]:
    """Read a file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, **how))


def as_rows(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Write the text of a file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()
