"""The CRM's files -> typed, plain values: finds the snapshots, reads each table, keeps going past a bad one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.accounts import records
from evidence.accounts.columns import columns_of, columns_of_sql, filled_by
from evidence.accounts.records import Crm, Mapping, Record
from evidence.accounts.typed import type_rows
from evidence.errors import EvidenceError, TableError, UnreadableError
from evidence.sheets import Sheet, arrange, parse_sheet
from evidence.text import is_day
from evidence.workspace import snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evidence.model import Account, Contact, Deal
    from evidence.workspace import Workspace

_DATED = re.compile(r"_(\d{4}-\d\d-\d\d)\.(?:csv|parquet)")
_TABLE = re.compile(r"[^.~].*\.(?:csv|tsv|parquet|xlsx?|xlsm|xlsb|ods|numbers|zip)", re.IGNORECASE)
# How the words begin that other tools name the tables by.
_SAID_OF = {
    "accounts": ("account", "compan", "organi"),
    "deals": ("deal", "opportunit"),
    "contacts": ("contact", "people"),
    "leads": ("lead",),
}


def load_crm(workspace: Workspace, as_of: str | None = None) -> Crm:
    """Read the newest snapshots not after `as_of` (`YYYY-MM-DD`, None: the newest), mappings and aliases.

    Never raises for what stands in those files: see `Crm.problems`. Raises UnreadableError for one that cannot be read.
    """
    return _Loading(workspace, as_of).load()


class _Loading:
    """One reading of the CRM: collects problems and the paths that were read."""

    def __init__(self, workspace: Workspace, as_of: str | None) -> None:
        self.workspace, self.as_of = workspace, as_of
        self.problems: list[EvidenceError] = []
        self.remarks: list[EvidenceError] = []
        self.snapshots: list[str] = []
        self.headers: dict[str, tuple[str, set[str]]] = {}  # kind -> file, fields found

    def load(self) -> Crm:
        accounts = self._accounts()
        ids = records.own_ids(accounts)
        deals = self._deals(ids)
        contacts = self._contacts(ids)
        leads = records.make_leads(self._united("leads", "lead_id", ids)[1])
        mappings = self._mappings(ids)
        aliases = self._aliases(ids)
        self._unread()
        return Crm(
            tuple(sorted(accounts, key=lambda account: account.account_id)),
            tuple(sorted(deals, key=lambda deal: deal.opportunity_id)),
            tuple(sorted(contacts, key=lambda contact: contact.contact_id)),
            tuple(mappings),
            tuple(sorted(set(aliases))),
            tuple(self.problems),
            tuple(self.snapshots),
            self.as_of,
            tuple(sorted(leads, key=lambda lead: lead.lead_id)),
            tuple(self.remarks),
            tuple(self._lacking()),
        )

    def _accounts(self) -> list[Account]:
        _, rows = self._united("accounts", "account_id", {})
        accounts = records.make_accounts(rows)
        path = self._snapshot(self.workspace.enrichment, "accounts_enriched")
        if path is None:
            return accounts
        accounts, problems = records.enrich(accounts, self._rows("enrichment", path), self.workspace.name(path))
        self.problems += problems
        return accounts

    def _deals(self, ids: dict[str, str]) -> list[Deal]:
        path, rows = self._united("deals", "opportunity_id", ids)
        self.remarks += records.strange_stages(rows, self.workspace.settings.stages, path)
        deals, problems = records.make_deals(rows, self.workspace.settings.stages, path)
        self.problems += problems
        return deals

    def _contacts(self, ids: dict[str, str]) -> list[Contact]:
        path, rows = self._united("contacts", "contact_id", ids)
        contacts, problems = records.make_contacts(rows, path)
        self.problems += problems
        return contacts

    def _mappings(self, ids: dict[str, str]) -> list[Mapping]:
        found: list[Mapping] = []
        for path in filter(
            self.workspace.holds, [p for p in self.workspace.listed(self.workspace.mappings) if p.suffix == ".csv"]
        ):
            rows, name = self._rows("mappings", path), self.workspace.name(path)
            self.problems += records.spell_accounts(rows, ids, "mappings", name)
            mappings, problems = records.make_mappings(rows, name)
            found += mappings
            self.problems += problems
        return found

    def _aliases(self, ids: dict[str, str]) -> list[tuple[str, str]]:
        path = self.workspace.aliases
        if not self.workspace.holds(path):
            return []
        rows, name = self._rows("aliases", path), self.workspace.name(path)
        self.problems += records.spell_accounts(rows, ids, "aliases", name)
        aliases, problems = records.make_aliases(rows, name)
        self.problems += problems
        return aliases

    def _united(self, kind: str, key: str, ids: dict[str, str]) -> tuple[str, list[Record]]:
        path = self._snapshot(self.workspace.crm, f"crm_{kind}")
        if path is None:
            return "", []
        name = self.workspace.name(path)
        rows = self._rows(kind, path)
        if kind != "accounts":
            self.problems += records.spell_accounts(rows, ids, kind, name)
        united, problems = records.unite(rows, key, name)
        self.problems += problems
        return name, united

    def _rows(self, kind: str, path: Path) -> list[Record]:
        """Return the typed rows of one file; none where it cannot be read as this kind of table."""
        name = self.workspace.name(path)
        self.snapshots.append(name)
        try:
            sheet = self._sheet(kind, path, name)
        except UnreadableError:  # what it says is unknown, not that it says nothing
            raise
        except EvidenceError as error:
            self.problems.append(error)
            return []
        self.headers[kind] = name, {*sheet.columns}
        rows, problems = type_rows(sheet, name, self.workspace.settings.date_order)
        self.problems += sorted([*sheet.problems, *problems], key=lambda problem: problem.line or 0)
        return rows

    def _sheet(self, kind: str, path: Path, name: str) -> Sheet:
        if path.suffix != ".parquet":
            return parse_sheet(self.workspace.read_bytes(path), columns_of(kind), name)
        from evidence.accounts.sql import read_parquet  # DuckDB: 88 ms

        if out := self.workspace.left_out(path):
            raise out

        return arrange(iter(read_parquet(path, name)), 0, columns_of(kind), name)

    def _snapshot(self, folder: Path, stem: str) -> Path | None:
        path = snapshot(folder, stem, self.as_of)
        if path is None and self.as_of and snapshot(folder, stem):
            what = f"no {stem} snapshot from {self.as_of} or earlier"
            hint = "Choose a later --as-of, or export one from that date."
            self.problems.append(TableError(what, hint=hint, path=self.workspace.name(folder)))
        return path

    def _lacking(self) -> Iterator[tuple[str, str]]:
        """Yield the columns of SQL that no file has of those that could, and these files."""
        for kind, others in (("accounts", ("enrichment",)), ("deals", ()), ("contacts", ())):
            read = [self.headers[each] for each in (kind, *others) if each in self.headers]
            if kind in self.headers:
                found = {field for _, fields in read for field in fields}
                files = " and ".join(name for name, _ in read)
                yield from ((column, files) for column in sorted(columns_of_sql(kind) - filled_by(kind, found)))

    def _unread(self) -> None:
        """Report tables that nobody reads because of their names, each once."""
        exports, enriched = [f"crm_{kind}" for kind in _SAID_OF], ["accounts_enriched"]
        tables = self.workspace.listed(self.workspace.crm)
        found = [(path, exports) for path in tables if _TABLE.fullmatch(path.name) or path.name.startswith("crm_")]
        bought = self.workspace.listed(self.workspace.enrichment)
        found += [(path, enriched) for path in bought if path.name.startswith("accounts_enriched")]
        for path, stems in sorted(found):
            if not any(_is_snapshot(path.name, stem) for stem in stems):
                what = f"skipped: {_how_to_name(path.name, stems)} so I know what it is and how recent"
                self.problems.append(TableError(what, path=self.workspace.name(path)))


def _is_snapshot(name: str, stem: str) -> bool:
    found = _DATED.fullmatch(name.removeprefix(stem)) if name.startswith(stem) else None
    return bool(found and is_day(found[1]))


def _how_to_name(name: str, stems: list[str]) -> str:
    """Say how a file is to be named, of the kind and the day that its name says already."""
    said = re.findall(r"[a-z]+", name.lower())
    kinds = [f"crm_{kind}" for kind, begins in _SAID_OF.items() if any(word.startswith(begins) for word in said)]
    stem = next((kind for kind in kinds if kind in stems), stems[0])
    day = next(filter(is_day, re.findall(r"\d{4}-\d\d-\d\d", name)), "2026-01-31")
    suffix = "parquet" if name.lower().endswith(".parquet") else "csv"
    spreadsheet = not name.lower().endswith((".csv", ".parquet"))
    kind = "" if len(stems) == 1 or kinds else f" (or {' or '.join(stems[1:])})"
    return f"{'export it as CSV, and name it' if spreadsheet else 'rename it to'} {stem}_{day}.{suffix}{kind}"
