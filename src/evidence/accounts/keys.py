"""Tables without ids: stable ids from names, and deals that belong to an account because it alone has their name.

All of it is told, once a table. Names that two accounts share join nothing.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from evidence.accounts import cells
from evidence.accounts.names import fold_name, legal_form
from evidence.errors import TableError
from evidence.model import Account
from evidence.text import plural, slug, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from evidence.accounts.rows import Problems, Record
    from evidence.sheets import Row, Sheet

KEYS = {"accounts": "account_id", "deals": "opportunity_id", "contacts": "contact_id", "leads": "lead_id"}


def first_of_lists(sheet: Sheet, path: str, *, names: bool) -> tuple[Sheet, Problems]:
    """Keep the first of several companies in a cell, as HubSpot lists them, the primary one first; told once.

    names: whether their names are listed so too; a name of another CRM may hold a semicolon.
    """
    at = [sheet.columns[name] for name in ("account_id", *("account_name",) * names) if name in sheet.columns]
    rows: list[Row] = []
    several: list[int] = []
    for line, row in sheet.rows:
        listed = [_listed(row[place]) for place in at]
        cut = [*row]
        for place, parts in zip(at, listed, strict=True):
            if ";" in row[place]:
                cut[place] = parts[0] if parts else ""
        # Of one id and two names nobody knows which name is meant: the id may be that of the primary company alone.
        if len(listed) > 1 and len(listed[0]) != len(listed[1]) > 1 and listed[0]:
            cut[at[1]] = ""
        if at and len(set(listed[0] or listed[-1])) > 1:
            several.append(line)
        rows.append((line, cut))
    if not several:
        return replace(sheet, rows=tuple(rows)), []
    what = (
        f"{plural(len(several), 'row')} {'list' if several[1:] else 'lists'} several records in {sheet.header[at[0]]!r}"
    )
    said = TableError(f"{what}; the first counts, as the primary one", path=path, line=several[0])
    return replace(sheet, rows=tuple(rows)), [said]


def _listed(cell: str) -> list[str]:
    return [part for part in map(str.strip, cell.split(";")) if part]


# -- ids of rows -------------------------------------------------------------------------------


def with_ids(sheet: Sheet, kind: str, path: str) -> tuple[Sheet, Problems]:
    """Return a sheet with a column of ids where it has none: `acme-corp`, `acme-corp-2`; equal rows have one id.

    Rows that have no name are left out. What was done is told.
    """
    key = KEYS.get(kind, "")
    if not key or key in sheet.columns:
        return sheet, []
    bases = [_base(kind, sheet, row) for _, row in sheet.rows]
    # "Acme 2" may be a name: no number may make another row's id of it.
    taken, given, same = set(bases), {}, []
    used: Counter[str] = Counter()
    ids = []
    for (line, row), base in zip(sheet.rows, bases, strict=True):
        if (whole := tuple(row)) in given and base:
            same.append(line)
        elif base:
            given[whole] = _next(base, used, taken)
        ids.append(given[whole] if base else "")
    header, at = (*sheet.header, key), len(sheet.header)
    rows = tuple((line, [*row, made]) for (line, row), made in zip(sheet.rows, ids, strict=True) if made)
    told = [_told(key, next(filter(None, ids), ""), path)] if any(ids) else []
    if nameless := [line for (line, _), made in zip(sheet.rows, ids, strict=True) if not made]:
        what = f"{plural(len(nameless), 'row')} without a name {'were' if nameless[1:] else 'was'} skipped"
        told.append(TableError(what, hint="Fill in the name, or add ids to the export.", path=path, line=nameless[0]))
    if same:
        equal = "equal" if same[1:] else "equals"
        what = f"{plural(len(same), 'row')} {equal} an earlier one in every cell; counted once"
        told.append(TableError(what, hint="Add ids to the export if they are several.", path=path, line=same[0]))
    return replace(sheet, header=header, columns={**sheet.columns, key: at}, rows=rows), told


def _next(base: str, used: Counter[str], taken: Collection[str]) -> str:
    used[base] += 1
    if used[base] == 1:
        return base
    while f"{base}-{used[base]}" in taken:
        used[base] += 1
    return f"{base}-{used[base]}"


def _told(key: str, example: str, path: str) -> TableError:
    made = "the names of accounts" if key == "account_id" else "names"
    what = f"no column {key}, so ids were made of {made}, such as {example!r}"
    return TableError(what, hint=f"To keep them when a name changes, add {key} to the export.", path=path)


def _base(kind: str, sheet: Sheet, row: Sequence[str]) -> str:
    """Return what a row is called: an account by its name, a deal by its account and its own, a person hashed."""

    def cell(name: str) -> str:
        at = sheet.columns.get(name)
        return "" if at is None or cells.is_missing(row[at]) else row[at].strip()

    whose = cell("account_name") or cell("account_id")
    if kind == "accounts":
        return name_id(cell("account_name"))
    if kind == "deals":
        return name_id(whose, cell("deal_name") or "deal") if whose or cell("deal_name") else ""
    who = "".join(map(cell, ("email", "email_hash", "name", "first_name", "last_name")))
    return f"{name_id(whose) or 'person'}-{_hash(who + whose)}" if who else ""


def name_id(*names: str) -> str:
    """Return an id made of names, "" of none.

    >>> name_id("Acme Corp."), name_id("Acme Corp.", "Renewal 2026"), name_id("")
    ('acme-corp', 'acme-corp-renewal-2026', '')
    """
    return "-".join(slug(name) or f"name-{_hash(name)}" for name in names if name)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


# -- whose row it is ---------------------------------------------------------------------------


class ByName:
    """Accounts by their names, to join rows that have no id of one."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        """Index the names."""
        self._named: dict[str, list[Account]] = defaultdict(list)
        for account in accounts:
            self._named[fold_name(account.account_name)].append(account)

    def bearers(self, name: str) -> list[str]:
        """Return the accounts that have a name: as it is spelt, else but for the legal form if one side has none."""
        found = self._named.get(fold_name(name), [])
        spelt = words(name)
        if same := [one.account_id for one in found if words(one.account_name) == spelt]:
            return same
        form = legal_form(name)
        return [one.account_id for one in found if not (form and legal_form(one.account_name))]


def join_by_name(records: Iterable[Record], accounts: Sequence[Account], kind: str, path: str) -> Problems:
    """Give rows without an account's id that of the only account with their name; return what is to be told.

    Rows whose name is of no account, or of several, stay without one: how many, and the first, is told.
    """
    asked = [r for r in records if r.values.get("account_id") is None and r.values.get("account_name")]
    if not asked or not accounts:
        return []
    named = ByName(accounts)
    joined, failed = 0, defaultdict[bool, list["Record"]](list)
    for record in asked:
        bearers = named.bearers(record.values["account_name"])
        if len(bearers) == 1:
            record.values["account_id"] = bearers[0]
            joined += 1
        else:
            record.told = True
            failed[len(bearers) > 1].append(record)
    noun = kind.removesuffix("s")
    told = []
    if joined:
        what = f"no account id, so {plural(joined, noun)} {'were' if joined > 1 else 'was'} joined by account name"
        told.append(TableError(what, hint="To be sure, add the account's id to the export.", path=path))
    for several, rows in sorted(failed.items()):
        name = rows[0].values["account_name"]
        were = "were" if rows[1:] else "was"
        why = f"{'several accounts have' if several else 'no account has'} the company's name ({name!r})"
        what = f"{plural(len(rows), noun)} {were} skipped: {why}"
        hint = "Add the account's id to the export." if several else "Export accounts and this table together."
        told.append(TableError(what, hint=hint, path=path, line=rows[0].lines[0]))
    return told


def accounts_in(records: Iterable[Record], path: str) -> tuple[list[Account], Problems]:
    """Return the accounts that deals name, where no table of accounts is there; each deal gets its account's id.

    With ids, an account is an id; without, a name as it is spelt, but for case and signs.
    """
    records = list(records)
    named = [record for record in records if record.values.get("account_name")]
    if not named:
        return [], []
    ids: dict[tuple[str, ...], str] = {}
    used: Counter[str] = Counter()
    taken = {name_id(record.values["account_name"]) for record in named}
    for record in named:
        if record.values.get("account_id") is None:
            spelt = tuple(words(record.values["account_name"])) or (record.values["account_name"],)
            if spelt not in ids:
                ids[spelt] = _next(name_id(record.values["account_name"]), used, taken)
            record.values["account_id"] = ids[spelt]
    names: dict[str, str] = {}
    spelt_ids: dict[str, str] = {}
    for record in (*named, *records):  # an account whose name stands nowhere is called by its id
        if (key := record.values.get("account_id")) is not None:
            spelt_ids.setdefault(cells.canonical_id(key), key)
            names.setdefault(cells.canonical_id(key), record.values.get("account_name") or key)
    accounts = [Account(spelt_ids[key], name) for key, name in names.items()]
    how = f", with ids such as {next(iter(ids.values()))!r}" if ids else ""
    were = "were" if accounts[1:] else "was"
    what = f"no table of accounts, so {plural(len(accounts), 'account')} {were} made of the companies here{how}"
    return accounts, [TableError(what, hint="Export the accounts, too, to know more of them.", path=path)]
