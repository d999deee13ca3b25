"""Cells of a sheet -> typed rows, a column at a time: only the column tells what 03/04/2026 or 30,000 is.

What has two readings is settled by the column's own cells, then by the settings, then by the other columns of the
file; else it is missing, and told once for the column.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from evidence.accounts import cells
from evidence.accounts.rows import Problems, Record
from evidence.errors import TableError
from evidence.model.accounts import Account, Contact, Deal, crm_columns
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from evidence.sheets import Sheet

_MOST = 20  # problems told one by one in a column; the rest are counted
_KINDS = {one.named: one.kind for record in (Account, Deal, Contact) for one in crm_columns(record).values()} | {
    "mapped_date": "date", "email": "email", "lead_id": "record_id", "won_date": "date", "lost_date": "date",
    "industry": "industry",
}  # fmt: skip
_LISTED = ("account_id", "opportunity_id")  # HubSpot lists several associated records with `;`
_NUMBERS = ("count", "money")

Typed = dict[str, tuple[Any, str]]
"""For each distinct cell its value and what is wrong with it."""


def type_rows(sheet: Sheet, path: str, date_order: str | None) -> tuple[list[Record], Problems]:
    """Type every cell; what cannot be typed is missing and reported."""
    records = [Record((line,)) for line, _ in sheet.rows]
    thousands = _thousands(sheet)
    date_order = date_order or _only_order(sheet)
    problems: Problems = []
    for name, at in sheet.columns.items():
        written = [row[at] for _, row in sheet.rows]
        typed = _type_cells(name, dict.fromkeys(written), date_order, thousands)
        for record, cell in zip(records, written, strict=True):
            record.values[name] = typed[cell][0]
        problems += _untyped(sheet, at, typed, path)
        if _KINDS.get(name) in _NUMBERS:
            problems += _signs_apart(sheet, at, path, whole=_KINDS[name] == "count")
    return records, [*problems, *_orders_apart(sheet, path)]


def in_words(sheet: Sheet, path: str) -> Problems:
    """Say once that codes of industries are shown as words, with the first."""
    at = sheet.columns.get("industry")
    code = next((row[at].strip() for _, row in sheet.rows if cells.is_code(row[at])), "") if at is not None else ""
    if not code:
        return []
    what = f"codes in {sheet.header[at or 0]!r} are kept as words: {code} is {cells.industry(code)!r}"
    return [TableError(what, hint="Conditions such as `where` compare the words.", path=path)]


def _columns(sheet: Sheet, kinds: Sequence[str]) -> Iterator[tuple[str, int, dict[str, None]]]:
    """Yield kind, place and distinct cells of the columns of these kinds."""
    for name, at in sheet.columns.items():
        if (kind := _KINDS.get(name, "text")) in kinds:
            yield kind, at, dict.fromkeys(row[at] for _, row in sheet.rows)


# -- values ------------------------------------------------------------------------------------


def _type_cells(name: str, written: Iterable[str], date_order: str | None, thousands: str | None) -> Typed:
    """Type each distinct cell once; most columns repeat themselves."""
    typed: Typed = {}
    known = []
    for cell in written:
        if cells.is_missing(cell) or (name != "geography" and cell.strip().casefold() in {"na", "#na"}):
            typed[cell] = None, ""
        else:
            known.append(cell)
    read = _reader(name, known, date_order, thousands)
    for cell in known:
        try:
            typed[cell] = read(cell), ""
        except ValueError as error:
            typed[cell] = None, str(error)
    return typed


def _reader(name: str, known: list[str], date_order: str | None, thousands: str | None) -> Callable[[str], Any]:
    kind = _KINDS.get(name, "text")
    if kind == "date":
        order = cells.day_order(known, date_order)
        return lambda cell: cells.date(cell, order)
    if kind in _NUMBERS:
        numbers, whole = [*map(_unquoted, known)], kind == "count"
        decimal = cells.decimal_sign(numbers, whole=whole, date_order=date_order)
        if thousands and not decimal and not cells.proved_signs(numbers, whole=whole):
            decimal = cells.sign_by_thousands(numbers, thousands)
        return lambda cell: getattr(cells, kind)(_unquoted(cell), decimal)
    if kind == "industry":
        coded = any(map(cells.is_code, known))
        return lambda cell: cells.industry(cell, coded=coded)
    if name in _LISTED:
        return _one_id
    read: Callable[[str], Any] = getattr(cells, kind)
    return read


def _unquoted(cell: str) -> str:
    """Return a number without the quotation marks in which it may still stand if it was kept as text."""
    return cell.strip(" \t'\"")


def _one_id(cell: str) -> str:
    ids = list(dict.fromkeys(part for each in cell.split(";") if (part := each.strip())))
    if len(ids) != 1:
        raise ValueError("lists several records; keep the primary one")
    return cells.record_id(ids[0])


def _thousands(sheet: Sheet) -> str | None:
    """Return the sign that separates thousands wherever this file shows one, a comma where it has American dates."""
    signs: set[str] = set()
    for kind, _, written in _columns(sheet, _NUMBERS):
        signs |= cells.thousands_signs(map(_unquoted, written), whole=kind == "count")
    if any(cells.day_order(written) == "MDY" for _, _, written in _columns(sheet, ["date"])):
        signs.add(",")
    return signs.pop() if len(signs) == 1 else None


def _only_order(sheet: Sheet) -> str | None:
    """Return the order of day and month that columns of this file prove, where all that prove one agree."""
    orders = {order for _, _, written in _columns(sheet, ["date"]) if (order := cells.day_order(written))}
    return orders.pop() if len(orders) == 1 else None


# -- what is wrong -----------------------------------------------------------------------------


def _untyped(sheet: Sheet, at: int, typed: Typed, path: str) -> Problems:
    """Report cells that became missing, each with its line; numbers with two readings together."""
    column = sheet.header[at]
    wrong = [(line, row[at].strip()[:60], why) for line, row in sheet.rows if (why := typed[row[at]][1])]
    told = [
        TableError(f"{column} {cell!r} {why}; it was treated as missing", hint="Fix the cell.", path=path, line=line)
        for line, cell, why in wrong
        if why not in {cells.TWO_READINGS, cells.TWO_DAYS}
    ]
    vague = {why: [(line, cell) for line, cell, said in wrong if said == why] for why in _VAGUE}
    both = [told for why, hint in _VAGUE.items() for told in _two_readings(vague[why], column, path, hint)]
    return [*both, *_at_most(told, column, path)]


_VAGUE = {
    cells.TWO_READINGS: "Export the column without thousands separators, or set date_order: MDY if its numbers are "
    "American.",
    cells.TWO_DAYS: "Set date_order: DMY or MDY in evidence.yaml.",
}


def _two_readings(vague: Sequence[tuple[int, str]], column: str, path: str, hint: str) -> Problems:
    if not vague:
        return []
    line, cell = vague[0]
    more, they = (f" and {plural(len(vague) - 1, 'more cell')}", "they were") if vague[1:] else ("", "it was")
    what = f"{column} {cell!r}{more} {cells.TWO_READINGS}; {they} treated as missing"
    return [TableError(what, hint=hint, path=path, line=line)]


def _at_most(untyped: Problems, column: str, path: str) -> Problems:
    if len(untyped) <= _MOST:
        return untyped
    what = f"{plural(len(untyped) - _MOST, 'more cell')} of {column} could not be read, treated as missing"
    more = TableError(what, hint="Fix the column.", path=path, line=untyped[_MOST].line)
    return [*untyped[:_MOST], more]


def _signs_apart(sheet: Sheet, at: int, path: str, *, whole: bool) -> Problems:
    """Report a column whose cells prove different decimal signs: some of them are probably wrong."""
    proved = cells.proved_signs({_unquoted(row[at]): None for _, row in sheet.rows}, whole=whole)
    if len(set(proved.values())) < 2:
        return []
    first: dict[str, tuple[int, str]] = {}
    number: Counter[str] = Counter()
    for line, row in sheet.rows:
        if sign := proved.get(cell := _unquoted(row[at])):
            first.setdefault(sign, (line, cell))
            number[sign] += 1
    ways = " and ".join(
        f"{plural(number[sign], 'cell')} like {cell[:60]!r} (first on line {line})"
        for sign, (line, cell) in first.items()
    )
    what = f"{sheet.header[at]} mixes two ways of writing numbers: {ways}"
    hint = "Write them all in one way; what could be read both ways was treated as missing."
    return [TableError(what, hint=hint, path=path, line=min(line for line, _ in first.values()))]


def _orders_apart(sheet: Sheet, path: str) -> Problems:
    """Report columns of dates that prove different orders of day and month: one of them is probably wrong."""
    orders: dict[str, str] = {}
    for _, at, written in _columns(sheet, ["date"]):
        if order := cells.day_order(written):
            orders.setdefault(order, sheet.header[at])
    if len(orders) < 2:
        return []
    what = f"dates of {orders['DMY']} put the day first, those of {orders['MDY']} the month"
    hint = (
        "One of them is probably wrong: export both in the same format, or set date_order in evidence.yaml "
        "for dates that could be either."
    )
    return [TableError(what, hint=hint, path=path, line=sheet.line)]
