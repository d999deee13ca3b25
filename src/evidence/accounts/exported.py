"""The CRM's files as a plain import sees them: rows twice, truth as text. What SQL over them answers.

The tables of `accounts.sql` hold each key once and every cell typed. Who ran a query over the files
themselves got another figure; these are the tables that gave it, so that it can be said why.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from evidence.accounts import cells
from evidence.accounts.keys import with_ids
from evidence.accounts.snapshots import crm_folder, read_export
from evidence.accounts.sql import TABLES, run_on_text
from evidence.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from evidence.accounts.records import Crm
    from evidence.accounts.sql import Columns, Table
    from evidence.sheets import Sheet
    from evidence.workspace import Workspace

_KINDS = (("accounts", "accounts", "account_id"), ("deals", "opportunities", "opportunity_id"))
# What DuckDB and pandas take a column for that nobody describes to them.
_SNIFFED = (
    ("BIGINT", re.compile(r"[+-]?\d{1,18}")),
    ("DOUBLE", re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")),
    ("BOOLEAN", re.compile(r"true|false", re.IGNORECASE)),
    ("DATE", re.compile(r"\d{4}-\d\d-\d\d")),
)


@dataclass(frozen=True, slots=True)
class Exported:
    """The tables as text, and what in them makes SQL count otherwise: (table or column, what it is)."""

    tables: dict[str, Columns]
    causes: tuple[tuple[str, str], ...]

    def blame(self, sql: str) -> tuple[str, ...]:
        """Return what may make this query count otherwise: of tables and columns that it names."""
        named = set(re.findall(r"\w+", sql.lower()))
        named |= {"opportunities"} & {"opportunities" for name in named if name == "deals"}
        return tuple(what for name, what in self.causes if name in named)

    def run(self, sql: str) -> Table:
        """Run one SELECT over them. Raises SqlError, also where a cell is not what the query takes it for."""
        return run_on_text(self.tables, sql)


def as_exported(workspace: Workspace, crm: Crm) -> Exported | None:
    """Read accounts and deals as they were exported; None where that makes no difference.

    Cells that an export lacks (enrichment, a stage that says won) are those of `crm`, else no query
    over them would run. A Parquet file, and one that cannot be read, stands as in `crm`.
    """
    tables: dict[str, Columns] = {}
    causes: list[tuple[str, str]] = []
    folder = crm_folder(workspace)
    for kind, table, key in _KINDS:
        typed = {str(getattr(row, key)): row for row in (crm.accounts if kind == "accounts" else crm.deals)}
        export = folder.newest(kind, crm.as_of)
        path = export.path if export else None
        sheet = _sheet(workspace, path, kind)
        if sheet and not {key, "account_id"} <= sheet.columns.keys():  # no query over such a file would run
            sheet = None
        columns = _read(sheet, table, key, typed) if sheet else _plain(table, typed.values())
        tables[table] = {name: (_sniff(column), column) for name, column in columns.items()}
        if sheet and path:
            causes += [(table, what) for what in _twice(sheet, key, workspace.name(path))]
            causes += _as_text(sheet, tables[table], table, workspace.name(path))
    return Exported(tables, tuple(causes)) if causes else None


def _sheet(workspace: Workspace, path: Path | None, kind: str) -> Sheet | None:
    """Return a table as it was exported; None for Parquet, and for what cannot be read."""
    if path is None or path.suffix == ".parquet":
        return None
    try:
        return read_export(workspace.read_bytes(path), kind, "")[0]
    except TableError:
        return None


def _read(sheet: Sheet, table: str, key: str, typed: dict[str, Any]) -> dict[str, list[str | None]]:
    known = {cells.canonical_id(spelt): row for spelt, row in typed.items()}
    rows = [(row, known.get(cells.canonical_id(row[sheet.columns[key]].strip()))) for _, row in sheet.rows]
    found: dict[str, list[str | None]] = {}
    for name in TABLES[table]:
        at = sheet.columns.get(name)
        if at is None:
            found[name] = [_text(getattr(own, name, None)) for _, own in rows]
        elif name in {"account_id", "opportunity_id"}:
            found[name] = [_spelt(row[at].strip(), own if name == key else None, name) for row, own in rows]
        else:
            found[name] = [row[at].strip() or _missing(own, name, table) for row, own in rows]
    return found


def _spelt(cell: str, own: Any, name: str) -> str | None:  # an account or a deal
    return str(getattr(own, name)) if own is not None else cell or None


def _missing(own: Any, name: str, table: str) -> str | None:
    """Fill a gap from enrichment, which a person would have joined before asking."""
    return _text(getattr(own, name, None)) if table == "accounts" else None


def _plain(table: str, rows: Iterable[Any]) -> dict[str, list[str | None]]:
    rows = list(rows)
    names = [field.name for field in fields(rows[0])] if rows else []
    return {name: [_text(getattr(row, name)) if name in names else None for row in rows] for name in TABLES[table]}


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)


def _sniff(column: list[str | None]) -> str:
    written = {cell for cell in column if cell}
    return next((kind for kind, looks in _SNIFFED if written and all(map(looks.fullmatch, written))), "VARCHAR")


def _twice(sheet: Sheet, key: str, path: str) -> list[str]:
    lines: defaultdict[str, list[int]] = defaultdict(list)
    for number, row in sheet.rows:
        if cell := row[sheet.columns[key]].strip():
            lines[cells.canonical_id(cell)].append(number)
    twice = [(spelt, numbers) for spelt, numbers in lines.items() if len(numbers) > 1]
    if not twice:
        return []
    spelt, numbers = twice[0]
    more = f" (and {len(twice) - 1:,} more)" if len(twice) > 1 else ""
    return [f"{path}: {spelt} is on lines {', '.join(map(str, numbers))}{more}; a join counts it more than once"]


def _as_text(sheet: Sheet, columns: Columns, table: str, path: str) -> list[tuple[str, str]]:
    found = []
    for name, right in TABLES[table].items():
        kind, column = columns[name]
        if kind == "VARCHAR" != right and name in sheet.columns and any(column):
            written = sorted({cell for cell in column if cell})
            odd = next((cell for cell in written if not _is(cell, right)), written[0])
            found.append(
                (name, f"{path}: {name} contains text such as {odd[:30]!r}; SQL can't read that as a {_NAMES[right]}")
            )
    return found


_NAMES = {"BIGINT": "number", "DOUBLE": "number", "BOOLEAN": "true or false", "DATE": "date"}


def _is(cell: str, right: str) -> bool:
    return any(looks.fullmatch(cell) for kind, looks in _SNIFFED if _NAMES[kind] == _NAMES[right])


def addresses(workspace: Workspace, as_of: str | None) -> tuple[tuple[str, str], ...]:
    """Return contact id and e-mail address of every contact in the newest snapshot: they are kept nowhere else.

    A Parquet file, and one that cannot be read, gives none.
    """
    export = crm_folder(workspace).newest("contacts", as_of)
    sheet = _sheet(workspace, export.path, "contacts") if export else None
    if sheet is None:
        return ()
    sheet, _ = with_ids(sheet, "contacts", "")
    if not {"contact_id", "email"} <= sheet.columns.keys():
        return ()
    key, email = sheet.columns["contact_id"], sheet.columns["email"]
    return tuple((row[key].strip(), row[email].strip()) for _, row in sheet.rows if "@" in row[email])
