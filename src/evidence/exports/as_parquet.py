"""Records as Parquet, typed; written by DuckDB, so that nothing else has to be installed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from evidence.accounts.parquet import write_parquet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NAME = "parquet"
SUFFIX = ".parquet"
BINARY = True


def write(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> bytes:
    """Return the rows as one Parquet file: numbers and truth typed, lists and objects as JSON text.

    A column of which no row says anything is text.
    """
    cells = [[_plain(row.get(column)) for column in columns] for row in rows]
    typed = {name: _type([row[at] for row in cells]) for at, name in enumerate(columns)}
    return write_parquet(typed, cells)


def _plain(value: Any) -> Any:
    return (
        value if value is None or isinstance(value, bool | int | float | str) else json.dumps(value, ensure_ascii=False)
    )


def _type(values: Sequence[Any]) -> str:
    kinds = {type(value) for value in values if value is not None}
    if not kinds or str in kinds:
        return "VARCHAR"
    if kinds == {bool}:
        return "BOOLEAN"
    return "BIGINT" if kinds == {int} else "DOUBLE" if kinds <= {int, float} else "VARCHAR"
