"""Which file of the CRM's folder is which table, as of which day.

A file in our own form, `crm_deals_2026-03-01.csv`, says so itself. One as it came out of the CRM is known by its
columns; its day stands in its name (`hubspot-crm-exports-all-deals-2026-03-01.csv`, `report1772323200000.csv`), else it
is the newest day on which something happened in its rows. The time of the file says nothing: each copy has its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from evidence.accounts import cells
from evidence.accounts.columns import FIELDS, columns_of
from evidence.accounts.foreign_headers import COMPANIES
from evidence.accounts.keys import KEYS
from evidence.accounts.providers import Provider, provider_of
from evidence.accounts.stages import Ends
from evidence.errors import TableError
from evidence.sheets import Sheet, fold_header, parse_sheet, read_records, table_text
from evidence.text import is_day, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from evidence.accounts.rows import Problems
    from evidence.settings import Settings
    from evidence.workspace import Workspace

KINDS = ("accounts", "deals", "contacts", "leads")
_OURS = re.compile(r"crm_(accounts|deals|contacts|leads)_(\d{4}-\d\d-\d\d)\.(?:csv|parquet)")
_FOREIGN = re.compile(r"(?!crm_)[^.~].*\.(?:csv|tsv)", re.IGNORECASE)
_SEPARATORS = ",;\t|"
_WITHIN = 20  # rows in which a header stands
# A table of names alone may be of anything; what shows that it is one of the CRM's.
_SAID_BY_NAME = {
    "accounts": {"accountname", "companyname", "company", "account", "organization", "organisation", *COMPANIES},
}
_BESIDE = {"account_id", "account_name", "deal_name", "name", "pipeline", "first_name", "last_name"}
# Columns that say when something happened; what is expected or next did not happen yet.
_HAPPENED = re.compile(
    r"creat|modif|updat|added|(?:last|latest).*activ|won(?:time|date)|lost(?:time|date)|closedon|entered"
    r"|erstell|angelegt|ge[aä]e?ndert|aktualisiert|cr[eé][eé]|création|creación|creacion|mises? ?[aà]jour|actualiza"
    r"|gewonnenam|verlorenam|gagnée?le|perdue?le|gan[oa]d[oa]el|perdid[oa]el"
)
_TO_COME = re.compile(r"next|expected|due|forecast|renewal|nächste|naechste|erwartet|proch|prévu|prevu|previst|próxim")


@dataclass(frozen=True, slots=True)
class CrmExport:
    """A table in the CRM's folder: its kind and day, and where the day was found where no form of ours says it."""

    path: Path
    kind: str
    day: str
    found: str = ""


@dataclass(slots=True)
class CrmFolder:
    """The tables of the CRM's folder."""

    exports: list[CrmExport] = field(default_factory=list)

    def newest(self, kind: str, as_of: str | None) -> CrmExport | None:
        """Return the newest table of a kind not after a day; of those of one day ours, then the first by name."""
        usable = [one for one in self.exports if one.kind == kind and (as_of is None or one.day <= as_of)]
        return min(usable, key=lambda one: (_backwards(one.day), bool(one.found), one.path.name), default=None)

    def earlier(self, chosen: CrmExport) -> list[CrmExport]:
        """Return the tables of the same kind of earlier days, the newest of each day, newest first."""
        days = {one.day for one in self.exports if one.kind == chosen.kind and one.day < chosen.day}
        return [found for day in sorted(days, reverse=True) if (found := self.newest(chosen.kind, day))]

    def beside(self, chosen: CrmExport) -> list[CrmExport]:
        """Return the tables that are left unread because another is of the same kind and day."""
        return [
            one for one in self.exports
            if one is not chosen and one.found and (one.kind, one.day) == (chosen.kind, chosen.day)
        ]  # fmt: skip


def _backwards(day: str) -> int:
    return -int(day.replace("-", ""))


def crm_folder(workspace: Workspace) -> CrmFolder:
    """Look through the folder. Raises UnreadableError where it cannot be listed."""
    found = CrmFolder()
    for path in workspace.listed(workspace.crm):
        ours = _OURS.fullmatch(path.name)
        if ours and is_day(ours[2]):
            found.exports.append(CrmExport(path, ours[1], ours[2]))
        elif _FOREIGN.fullmatch(path.name) and workspace.holds(path):
            export = _known_by_columns(workspace.read_bytes(path), path, workspace.settings)
            found.exports += [export] if export else []
    return found


def _known_by_columns(data: bytes, path: Path, settings: Settings) -> CrmExport | None:
    kind = kind_of(data)
    if kind is None:
        return None
    day = day_in_name(path.name)
    if day:
        return CrmExport(path, kind, day, "its name")
    try:
        day = newest_day(read_export(data, kind, path.name)[0], kind, settings)
    except TableError:
        return None
    return CrmExport(path, kind, day, "the newest date in its rows") if day else None


# -- which table -------------------------------------------------------------------------------


def head_rows(data: bytes) -> list[list[str]]:
    """Return the first rows of a table under each separator; none of what is not text."""
    try:
        text, _ = table_text(data[:200_000], columns_of("accounts"), "")
    except TableError:
        return []
    head = "\n".join(text.split("\n", 200)[:200])
    return [row for separator in _SEPARATORS for row in _first_rows(head, separator)]


def _first_rows(head: str, separator: str) -> Iterator[list[str]]:
    try:
        for (_, row), _ in zip(read_records(head, separator, ""), range(_WITHIN), strict=False):
            if len(row) > 1:
                yield row
    except TableError:
        return


def kind_of(data: bytes) -> str | None:
    """Return which kind of table some bytes are, by the columns of the first row that is the header of one."""
    rows = head_rows(data)
    provider = provider_of(rows)
    for row in rows:
        scores = {kind: score for kind in KINDS if (score := _likeness(row, kind, provider))}
        if scores:
            return max(scores, key=lambda kind: (scores[kind], -KINDS.index(kind)))
    return None


def _likeness(row: Sequence[str], kind: str, provider: Provider | None) -> int:
    """Return how many columns only a table of this kind has, 0 where it is none."""
    columns = columns_of(kind, provider, by_name=True)
    found = columns.places(row)
    if columns.lacking(found):
        return 0
    own = {name for name in found if name not in _BESIDE and name in FIELDS[kind]}
    shared = {name for name in ("account_id", KEYS[kind]) if name in found}
    said = _SAID_BY_NAME.get(kind, set()) & {fold_header(cell) for cell in row}
    if kind == "accounts":
        return len(own - shared) + (1 if provider or said else 0)
    return 1 + len(own - shared)


# -- as of which day ---------------------------------------------------------------------------


def day_in_name(name: str) -> str | None:
    """Return the day in the name of a file: written out, run together, or in milliseconds as Salesforce has it.

    >>> day_in_name("all-deals-2026-03-01-1.csv"), day_in_name("report1772323200000.csv"), day_in_name("deals-1-4.csv")
    ('2026-03-01', '2026-03-01', None)
    """
    for found in re.finditer(r"(?<!\d)(20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)", name):
        if is_day(day := "-".join(found.groups())):
            return day
    epoch = re.search(r"(?<!\d)(1\d{12})(?!\d)", name)
    return cells.date(epoch[1]) if epoch else None


def newest_day(sheet: Sheet, kind: str, settings: Settings) -> str | None:
    """Return the newest day on which something happened by the rows of a sheet; of deals also the last end."""
    days = [
        day
        for at, header in enumerate(sheet.header)
        if _HAPPENED.search(folded := fold_header(header)) and not _TO_COME.search(folded)
        for day in _days([row[at] for _, row in sheet.rows], settings.date_order)
    ]
    if kind == "deals" and "close_date" in sheet.columns:
        ends = Ends.of(settings.stages)
        words = [sheet.columns[name] for name in ("status", "stage") if name in sheet.columns]
        at = sheet.columns["close_date"]
        closed = [row[at] for _, row in sheet.rows if any(ends.reading(row[word]) is not None for word in words)]
        days += _days(closed, settings.date_order)
    return max(days, default=None)


def _days(column: Sequence[str], date_order: str | None) -> Iterator[str]:
    order = cells.day_order(column, date_order)
    for cell in set(column):
        if not cells.is_missing(cell):
            try:
                yield cells.date(cell, order)
            except ValueError:
                continue


# -- its rows ----------------------------------------------------------------------------------


def read_export(data: bytes, kind: str, path: str) -> tuple[Sheet, Provider | None]:
    """Return the sheet of one of the CRM's tables, and whose export it is.

    A table with ids is read as such; one that has none, by the names in it. Raises TableError with what is missing.
    """
    provider = provider_of(head_rows(data))
    try:
        return parse_sheet(data, columns_of(kind, provider), path), provider
    except TableError:
        try:
            return parse_sheet(data, columns_of(kind, provider, by_name=True), path), provider
        except TableError as error:
            raise _advice(error, kind) from None


def _advice(error: TableError, kind: str) -> TableError:
    """Say of a table without ids and names which column of the CRM to add: a renamed one would be another thing."""
    if kind in {"deals", "contacts"} and error.what.startswith("no column account_id or account_name"):
        error.hint = "Add the account's id, or its name, to the export."
    return error


def as_read(export: CrmExport, provider: Provider | None, sheet: Sheet, path: str) -> Problems:
    """Say whose export a table is, and where its day was found; nothing of one in our own form and words."""
    rows = len(sheet.rows)
    if not (provider or export.found):
        return []
    whose = f"{provider.name} export of {export.kind}" if provider else export.kind
    when = f", dated {export.day} by {export.found}" if export.found else ""
    told = [TableError(f"read as {whose}{when} ({plural(rows, 'row')})", path=path)]
    amount = sheet.header[sheet.columns["amount"]] if "amount" in sheet.columns else ""
    if provider and provider.name == "Close" and fold_header(amount) == "value":
        what = "amounts are those of 'value' as they stand; Close's API states them in cents"
        told.append(TableError(what, hint="Export value_formatted to be sure.", path=path))
    return told


def same_day(left: Sequence[CrmExport], chosen: CrmExport, name: str, workspace: Workspace) -> Problems:
    """Say of tables that are not read because of another that they are not."""
    hint = "Delete one, or put their days into their names."
    return [
        TableError(
            f"not read: {name} holds {chosen.kind} of {chosen.day} too", hint=hint, path=workspace.name(one.path)
        )
        for one in left
    ]
