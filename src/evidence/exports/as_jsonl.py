"""Records as JSON lines: one object a line, UTF-8, the fields of `--json`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def to_jsonl(columns: Sequence[str], records: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the records as JSON lines; the columns in this order, and no others."""
    lines = (json.dumps({c: record.get(c) for c in columns}, ensure_ascii=False) for record in records)
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
