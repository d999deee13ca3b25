"""A row of a table while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from evidence.errors import TableError

Problems = list[TableError]


@dataclass(slots=True)
class Record:
    """A typed row while it is read: the lines it stands in, and a value for each field (None is missing).

    told: what is wrong with it was said already.
    """

    lines: tuple[int, ...]
    values: dict[str, Any] = field(default_factory=dict)
    told: bool = False
