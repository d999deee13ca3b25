"""Records as JSON lines: one object a line, UTF-8, the fields of `--json`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from evidence.escape import no_command

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NAME = "jsonl"
SUFFIX = ".jsonl"
JSON = True


def write(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> bytes:
    """Return the rows as JSON lines; the columns in this order, and no others."""
    lines = (no_command(json.dumps({c: row.get(c) for c in columns}, ensure_ascii=False)) for row in rows)
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
