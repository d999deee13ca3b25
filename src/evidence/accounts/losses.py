"""What a snapshot of the CRM lacks that an earlier one had: columns, their values, or half of its rows.

An export with one field unticked, or of one page, is a sound table: only earlier ones show that something is missing.
A second such export is no reason to forget it, so each column is held against the newest snapshot that had it, and
the rows against the newest one before they fell.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from evidence.accounts.cells import is_missing
from evidence.accounts.columns import columns_of_sql, filled_by
from evidence.errors import TableError
from evidence.sheets import Sheet, fold_header
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

_KEYS = {"account_id", "opportunity_id", "contact_id"}  # a table without them is told as such
MOST_NAMED = 8  # of the columns that only conditions and SQL may read
HEAD = 20_000  # bytes of an earlier snapshot that are read (4 ms); all of it only where about half of the rows went


class Earlier(NamedTuple):
    """An earlier snapshot: its file's name, its first rows, how many it has (about, if large), and all of it."""

    name: str
    sheet: Sheet
    rows: int
    whole: Callable[[], Sheet | None]


def whole_lines(data: bytes) -> bytes:
    """Return what begins a file up to its last line end: no character of it is cut in two."""
    return data[: max(data.rfind(b"\n"), data.rfind(b"\r")) + 1] or data


def losses(
    kind: str, now: tuple[str, Sheet], earlier: Sequence[Earlier], *, elsewhere: Collection[str] = ()
) -> Iterator[TableError]:
    """Yield what the sheet of now, with its path, lacks against earlier ones, newest first: columns, and the rows.

    kind: accounts, deals, contacts or enrichment. elsewhere: columns that another table fills by now. A column under
    another header that is read as the same, or out of which the same is worked out, is none that is lost.
    """
    path, new = now
    known = columns_of_sql("accounts" if kind == "enrichment" else kind)
    held = {*filled_by(kind, new.columns), *elsewhere, *_KEYS}
    had: dict[str, str] = {}  # column -> the newest snapshot that had it
    more: dict[str, tuple[str, str]] = {}
    for one in earlier:
        for column in sorted((filled_by(kind, one.sheet.columns) & known) - held):
            had.setdefault(column, one.name)
        for header in _others(one.sheet, new):
            more.setdefault(fold_header(header), (one.name, header))
    for column in sorted(had):
        what = f"the column {column} is gone; {had[column]} had it"
        yield TableError(what, hint="Export it again with that column.", path=path)
    yield from _emptied(kind, now, earlier, known - {*elsewhere, *_KEYS})
    for name, found in groupby(more.values(), key=lambda each: each[0]):
        others = [header for _, header in found]
        named = ", ".join(others[:MOST_NAMED]) + (", ..." if len(others) > MOST_NAMED else "")
        what = f"columns beyond the known ones are gone ({named}); {name} had them"
        yield TableError(what, hint="Export them again if a condition or SQL reads them.", path=path)
    if fallen := _before_fall(new, earlier):
        name, rows = fallen
        what = f"has {plural(len(new.rows), 'row')}; {name} had {rows:,}"
        yield TableError(what, hint="Export all rows again, unless they are really gone.", path=path)


def _emptied(
    kind: str, now: tuple[str, Sheet], earlier: Sequence[Earlier], known: Collection[str]
) -> Iterator[TableError]:
    """Yield the known columns whose header stands and most of whose cells do not: a line each."""
    path, new = now
    if not earlier:
        return
    fields = [field for field in new.columns if field not in _KEYS]
    filled = [_filled(sheet, fields) for sheet in (new, *(one.sheet for one in earlier))]
    fell = {field: told for field in fields if (told := _fell(field, new, filled, earlier))}
    standing = filled_by(kind, [field for field in new.columns if field not in fell])
    for column in sorted((filled_by(kind, new.columns) & {*known}) - standing):
        told = next(told for field, told in fell.items() if column in filled_by(kind, [field]))
        yield TableError(f"the column {column} {told}", hint="Export it again with its values.", path=path)


def _fell(field: str, new: Sheet, filled: Sequence[Mapping[str, float]], earlier: Sequence[Earlier]) -> str:
    """Say from how many cells to how many a column fell, or "": its share by half, and their number.

    filled: the shares of the new sheet and of the earlier ones, in which a column that is missing has none.
    """
    now = after = filled[0][field]
    for one, shares in zip(earlier, filled[1:], strict=True):
        share = shares.get(field, 0)
        if share > 2 * max(now, after) and (whole := one.whole()) and field in whole.columns:
            before, left = _number(whole, field), _number(new, field)
            if before > left and before * len(new.rows) > 2 * left * len(whole.rows):
                rows = f"{left:,} of {plural(len(new.rows), 'row')}"
                return f"is filled in {rows}; {one.name}: {before:,} of {len(whole.rows):,}"
        after = share
    return ""


def _filled(sheet: Sheet, fields: Collection[str]) -> dict[str, float]:
    """Return which share of the cells of each field says something."""
    rows = len(sheet.rows) or 1
    return {field: _number(sheet, field) / rows for field in fields if field in sheet.columns}


def _number(sheet: Sheet, field: str) -> int:
    at = sheet.columns[field]
    return sum(not is_missing(row[at]) for _, row in sheet.rows)


def _before_fall(new: Sheet, earlier: Sequence[Earlier]) -> tuple[str, int] | None:
    """Return the newest snapshot after which half of the rows went and did not come back, and its rows.

    Rows that go little by little over several snapshots are none that an export left out.
    """
    now = after = len(new.rows)
    for one in earlier:
        rows = one.rows
        if rows >= 1.5 * max(now, after) and (whole := one.whole()):  # what is about a half is counted
            rows = len(whole.rows)
        if rows >= 2 * max(now, after) and rows > 1:
            return one.name, rows
        after = rows
    return None


def _others(old: Sheet, new: Sheet) -> list[str]:
    """Return the headers of columns that no field is and that are no longer there, in their order."""
    fields = {*old.columns.values()}
    standing = {*map(fold_header, new.header)}
    return [
        name
        for at, name in enumerate(old.header)
        if at not in fields and name.strip() and fold_header(name) not in standing
    ]
