"""The columns of an export beyond the fields of its record: kept under their own names, for SQL, groups and exports.

A column with e-mail addresses, telephone numbers or names of contacts is left out: those are kept nowhere but in the
CRM's own file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from evidence.accounts import cells
from evidence.escape import plain_cell

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from evidence.sheets import Sheet

Cell = str | int | float | bool | None

_ADDRESS = re.compile(r"\S@\S+\.\w")
_PERSONAL = re.compile(r"phone|mobile|fax|e.?mail|telefon|\b(?:contact|person)(?: (?:person|name))?s?$", re.IGNORECASE)
_PHONE = re.compile(r"\+?\(?\d[\d ()./-]{7,20}")
_NUMBER = re.compile(r"[+-]?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.{0,20})?")
_TRUTH = re.compile(r"true|false", re.IGNORECASE)
_LETTERS = 2_000  # of a cell: whoever groups or filters by it needs no essay


@dataclass(frozen=True, slots=True)
class MoreColumns:
    """Column -> its type in SQL; id of a row -> its typed cells in the order of the columns, None where missing."""

    types: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, tuple[Cell, ...]] = field(default_factory=dict)

    def of(self, row_id: str) -> tuple[Cell, ...]:
        """Return the cells of a row."""
        return self.rows.get(row_id, (None,) * len(self.types))

    def record(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return {"types": dict(self.types), "rows": {key: list(row) for key, row in self.rows.items()}}

    @classmethod
    def parse(cls, held: Mapping[str, Any]) -> MoreColumns:
        """Return what `record` gave."""
        rows = {str(key): tuple(row) for key, row in dict(held["rows"]).items()}
        return cls({str(name): str(kind) for name, kind in dict(held["types"]).items()}, rows)


def more_columns(sheet: Sheet, known: Collection[str], lines: Mapping[int, str]) -> MoreColumns:
    """Return the columns of a sheet that fill none of the `known` fields; lines: line of a row -> its id.

    Where rows of one id disagree, the cell is missing, as in the fields.
    """
    taken = {at for name, at in sheet.columns.items() if name in known}
    names: dict[str, int] = {}
    for at, header in enumerate(sheet.header):
        if at not in taken and header and not _PERSONAL.search(header):
            name = _free(column_name(header), {*known, *names})
            names[name] = at
    read = {name: _typed([(line, row[at]) for line, row in sheet.rows]) for name, at in names.items()}
    kept = {name: found for name, found in read.items() if found}
    rows: dict[str, list[Cell]] = {key: [None] * len(kept) for key in lines.values()}
    for place, (_, values) in enumerate(kept.values()):
        apart: set[str] = set()
        for line, value in values.items():
            if (key := lines.get(line)) is not None and value is not None and key not in apart:
                if rows[key][place] not in {None, value}:
                    apart.add(key)
                rows[key][place] = None if key in apart else value
    types = {name: kind for name, (kind, _) in kept.items()}
    return MoreColumns(types, {key: tuple(row) for key, row in rows.items()} if types else {})


def column_name(header: str) -> str:
    """Return a header as a column is called in SQL.

    >>> column_name("Lead Source"), column_name("Deal - Probability (%)"), column_name("Loss_Detail__c")
    ('lead_source', 'deal_probability', 'loss_detail')
    """
    name = re.sub(r"\W+|_+", "_", re.sub(r"__c$", "", header.strip())).strip("_").lower()
    return f"c_{name}" if name[:1].isdigit() else name or "column"


def _free(name: str, taken: Collection[str]) -> str:
    if name not in taken:
        return name
    return next(f"{name}_{number}" for number in range(2, 10_000) if f"{name}_{number}" not in taken)


def _typed(column: list[tuple[int, str]]) -> tuple[str, dict[int, Cell]] | None:
    """Return the type and the values of a column by line; None for one that is empty or holds addresses."""
    written = {line: plain_cell(cell)[:_LETTERS] for line, cell in column if not cells.is_missing(cell)}
    distinct = set(written.values())
    if not distinct or any(map(_ADDRESS.search, distinct)) or _are_phones(distinct):
        return None
    kinds: Iterable[tuple[str, re.Pattern[str], Any]] = (
        ("BIGINT", re.compile(r"[+-]?(?:0|[1-9]\d{0,14})"), int),
        ("DOUBLE", _NUMBER, float),
        ("BOOLEAN", _TRUTH, lambda cell: cell.lower() == "true"),
        ("DATE", _DAY, lambda cell: cell[:10]),
    )
    for kind, looks, read in kinds:
        if all(map(looks.fullmatch, distinct)) and (kind != "DATE" or all(_is_day(cell) for cell in distinct)):
            return kind, {line: read(cell) for line, cell in written.items()}
    return "VARCHAR", dict(written)


def _is_day(cell: str) -> bool:
    try:
        cells.date(cell[:10])
    except ValueError:
        return False
    return True


def _are_phones(distinct: Collection[str]) -> bool:
    like = [
        cell for cell in distinct if _PHONE.fullmatch(cell) and not _DAY.fullmatch(cell) and not _NUMBER.fullmatch(cell)
    ]
    return 2 * len(like) > len(distinct)
