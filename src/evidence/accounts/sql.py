"""The SQL of people's documents, over the CRM's tables, in a process of its own; and Parquet.

What runs it is sql_engine, in the process of sql_process; here is what is asked of it, and what comes back.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.accounts.sql_process import TableSource, sql_process
from evidence.errors import SqlError, TableError
from evidence.model.accounts import Account, Contact, Deal, crm_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from evidence.accounts.more import MoreColumns
    from evidence.accounts.records import Crm

Columns = dict[str, tuple[str, list[str | None]]]
"""Column -> (type, cells as text)."""

SECONDS = 10.0
ROWS = 10_000


class CallRow(NamedTuple):
    """A row of the table `calls`; `date` is `YYYY-MM-DD`."""

    call_id: str
    title: str
    date: str | None
    duration_ms: int | None
    account_id: str | None
    opportunity_id: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """A result of plain values; dates are `YYYY-MM-DD`, what is no number is None. `cut`: there were more rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    cut: bool = False


_TYPES = {"count": "BIGINT", "money": "DOUBLE", "truth": "BOOLEAN", "date": "DATE"}


def _typed(record: type) -> dict[str, str]:
    return {one.named: _TYPES.get(one.kind, "VARCHAR") for one in crm_columns(record).values()}


TABLES: dict[str, dict[str, str]] = {
    "accounts": _typed(Account),
    "opportunities": _typed(Deal),
    "contacts": _typed(Contact),
    "calls": {**dict.fromkeys(CallRow._fields, "VARCHAR"), "date": "DATE", "duration_ms": "BIGINT"},
}
"""Table -> column -> type. `deals` is another name of `opportunities`."""


def run_selects(
    crm: Crm, queries: Iterable[str], *, calls: Iterable[CallRow] = (), seconds: float = SECONDS
) -> tuple[Table | SqlError, ...]:
    """Run SELECTs as written over the same tables; what is wrong with one is its result.

    seconds: what each may take.
    """
    found: list[Table | SqlError] = []
    tables = _tables(crm, tuple(calls))
    with sql_process() as process:
        for sql in queries:
            try:
                found.append(process.ask("select", sql, read=_table, seconds=seconds, tables=tables))
            except SqlError as error:
                found.append(error)
    return tuple(found)


def run_on_text(tables: Mapping[str, Columns], sql: str, *, seconds: float = SECONDS) -> Table:
    """Run one SELECT over tables given as text: table -> column -> (type, cells), None for a missing cell.

    Raises SqlError, also where a cell is none of its column's type.
    """
    given = {name: _text_source(columns) for name, columns in tables.items()}
    with sql_process() as process:
        return process.ask("select", sql, read=_table, seconds=seconds, tables=given)


def account_verdicts(
    crm: Crm, wheres: Mapping[str, str], *, seconds: float = SECONDS
) -> tuple[dict[str, dict[str, bool | None]], dict[str, SqlError]]:
    """Judge every account by every condition: true, false, or None where it lacks the data.

    wheres: name -> condition over the columns of `accounts`; sub-SELECTs over the other tables
    (not `calls`) are allowed. Returns the verdicts by name and account id, and what is wrong by name.
    """
    verdicts: dict[str, dict[str, bool | None]] = {}
    problems: dict[str, SqlError] = {}
    tables, read = _tables(crm, ()), _verdicts_of([account.account_id for account in crm.accounts])
    with sql_process() as process:
        for name, where in wheres.items():
            try:
                verdicts[name] = process.ask("judge", where, read=read, seconds=seconds, tables=tables)
            except SqlError as error:
                problems[name] = error
    return verdicts, problems


# -- what goes in ------------------------------------------------------------------------------


def _tables(crm: Crm, calls: tuple[CallRow, ...]) -> dict[str, TableSource]:
    more = {"accounts": crm.more.get("accounts"), "opportunities": crm.more.get("deals")}
    given: dict[str, tuple[tuple[Any, ...], Any]] = {
        "accounts": (crm.accounts, _cells_of(Account)),
        "opportunities": (crm.deals, _cells_of(Deal)),
        "contacts": (crm.contacts, _cells_of(Contact)),
        "calls": (calls, tuple),
    }
    return {name: _source(name, rows, cells, more.get(name)) for name, (rows, cells) in given.items()}


def _source(name: str, rows: tuple[Any, ...], cells: Any, more: MoreColumns | None) -> TableSource:
    if more is None:
        return TableSource(rows, TABLES[name], lambda: [list(column) for column in zip(*map(cells, rows), strict=True)])

    def columns() -> list[list[Any]]:
        keys = (row.account_id if name == "accounts" else row.opportunity_id for row in rows)
        return [
            list(column)
            for column in zip(*((*cells(r), *more.of(k)) for r, k in zip(rows, keys, strict=True)), strict=True)
        ]

    return TableSource(rows, TABLES[name] | dict(more.types), columns)


def _text_source(columns: Columns) -> TableSource:
    types = {column: kind for column, (kind, _) in columns.items()}
    return TableSource(columns, types, lambda: [cells for _, cells in columns.values()])


def _cells_of(kind: type) -> attrgetter[tuple[Any, ...]]:
    return attrgetter(*(f.name for f in fields(kind)))


# -- what comes back: believed only where it has the form that was asked for --------------------


def _table(found: Any) -> Table:
    columns, rows = tuple(map(str, found["columns"])), tuple(map(tuple, found["rows"]))
    if any(len(row) != len(columns) for row in rows) or not all(map(_is_plain, (cell for row in rows for cell in row))):
        raise ValueError("no table")
    return Table(columns, rows, bool(found["cut"]))


def _is_plain(cell: Any) -> bool:
    return cell is None or isinstance(cell, bool | int | str) or (isinstance(cell, float) and math.isfinite(cell))


_VERDICTS = {"t": True, "f": False, "-": None}


def _verdicts_of(accounts: list[str]) -> Callable[[Any], dict[str, bool | None]]:
    """Return what reads a letter for each account: with their ids, 300,000 of them took more than an answer may."""
    return lambda found: {one: _VERDICTS[letter] for one, letter in zip(accounts, found, strict=True)}


# -- Parquet -----------------------------------------------------------------------------------


def read_parquet(path: Path, name: str) -> list[tuple[int, list[str]]]:
    """Return header and rows of a Parquet file as text cells, numbered from 1. Raises TableError with `name`."""
    import duckdb  # 88 ms

    with duckdb.connect(":memory:") as database:
        database.execute("SET enable_progress_bar = false")  # it would be drawn into the results
        try:
            cursor = database.read_parquet(str(path))
            rows = [cursor.columns, *cursor.fetchall()]
        except duckdb.Error as error:
            raise TableError(f"cannot be read ({_first_line(error)})", hint="Export it again.", path=name) from error
    return [(n, [_cell(value) for value in row]) for n, row in enumerate(rows, 1)]


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0].rpartition(" Error: ")[2]


def _cell(value: Any) -> str:
    import decimal

    if value is None or value != value:  # noqa: PLR0124  NaN is missing
        return ""
    # Six decimals: three could be taken for thousands.
    return f"{value:.6f}" if isinstance(value, float | decimal.Decimal) else str(value)
