"""The CRM's files -> typed, plain values: finds the snapshots, reads each table, keeps going past a bad one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from evidence.accounts import cells, keys, records, stages
from evidence.accounts.columns import columns_of, columns_of_sql, filled_by
from evidence.accounts.losses import HEAD, Earlier, losses, whole_lines
from evidence.accounts.more import MoreColumns, more_columns
from evidence.accounts.records import Crm, Mapping
from evidence.accounts.snapshots import KINDS, CrmFolder, as_read, crm_folder, read_export, same_day
from evidence.accounts.typed import in_words, type_rows
from evidence.errors import EvidenceError, TableError, UnreadableError
from evidence.model.accounts import Account, Deal, crm_columns
from evidence.sheets import Sheet, arrange, parse_sheet
from evidence.text import is_day
from evidence.workspace import snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evidence.accounts.rows import Record
    from evidence.model import Contact
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
_LINES = {"mappings": "mapping line", "aliases": "alias line"}
_RECORDS = {"accounts": Account, "deals": Deal}


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
        self.readings: list[EvidenceError] = []
        self.snapshots: list[str] = []
        self.days: list[str] = []
        self.headers: dict[str, tuple[str, set[str]]] = {}  # kind -> file, fields found
        self.more: dict[str, MoreColumns] = {}
        self.sheets: dict[str, Sheet] = {}
        self.read: dict[str, tuple[Path, Sheet]] = {}  # kind -> the file that was read, for what it lacks
        self.whose: dict[str, str] = {}  # kind -> the name of the CRM
        self.folder = CrmFolder()
        self.accounts: list[Account] = []
        self.nameless = False  # the accounts have no ids of the CRM's

    def load(self) -> Crm:
        self.folder = crm_folder(self.workspace)
        self.accounts = self._accounts()
        path, rows = self._of_accounts("deals")
        ids = records.own_ids(self.accounts)
        deals = self._deals(path, rows)
        contacts = self._contacts()
        leads = records.make_leads(self._united("leads", *self._read("leads"), ids)[1])
        mappings = self._mappings(ids)
        aliases = self._aliases(ids)
        self._unread()
        return Crm(
            tuple(sorted(self.accounts, key=lambda account: account.account_id)),
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
            tuple(self.readings),
            max(self.days, default=""),
            dict(self.more),
            tuple(self._losses()),
        )

    def _accounts(self) -> list[Account]:
        _, rows = self._united("accounts", *self._read("accounts"), {})
        accounts = records.make_accounts(rows)
        self._keep_more("accounts", rows)
        path = self._snapshot(self.workspace.enrichment, "accounts_enriched")
        if path is None:
            return accounts
        accounts, problems = records.enrich(accounts, self._rows("enrichment", path), self.workspace.name(path))
        self.problems += problems
        return accounts

    def _of_accounts(self, kind: str) -> tuple[str, list[Record]]:
        """Read rows that belong to accounts; what has no id of one is joined by name, or makes the accounts."""
        name, rows = self._read(kind)
        for row in rows:
            row.values.setdefault("account_id", None)
        known = records.own_ids(self.accounts)
        if self.nameless:  # the ids that other tables have are nobody's here
            for row in rows:
                if row.values.get("account_name") and row.values.get("account_id") not in known:
                    row.values["account_id"] = None
        if kind == "deals" and rows and "accounts" not in self.headers and not self._has_accounts():
            self.accounts, told = keys.accounts_in(rows, name)
        else:
            told = keys.join_by_name(rows, self.accounts, kind, name)
        self.readings += [one for one in told if one.line is None]
        self.remarks += [one for one in told if one.line is not None]
        return self._united(kind, name, rows, records.own_ids(self.accounts))

    def _has_accounts(self) -> bool:
        """Whether there is a table of accounts, be it one that cannot be read."""
        return self.folder.newest("accounts", self.as_of) is not None

    def _deals(self, path: str, rows: list[Record]) -> list[Deal]:
        ends = stages.Ends.of(self.workspace.settings.stages, rows, hubspot=self.whose.get("deals") == "HubSpot")
        self.remarks += stages.strange_stages(rows, ends, path)
        deals, problems = records.make_deals(rows, ends, path)
        self._keep_more("deals", rows)
        self.problems += problems
        self.remarks += stages.none_closed(deals, rows, path)
        return deals

    def _contacts(self) -> list[Contact]:
        path, rows = self._of_accounts("contacts")
        contacts, problems = records.make_contacts(rows, path)
        self.problems += problems
        return contacts

    def _mappings(self, ids: dict[str, str]) -> list[Mapping]:
        found: list[Mapping] = []
        strange: list[records.Named] = []
        for path in filter(
            self.workspace.holds, [p for p in self.workspace.listed(self.workspace.mappings) if p.suffix == ".csv"]
        ):
            rows, name = self._rows("mappings", path), self.workspace.name(path)
            strange += [one for one in records.spell_accounts(rows, ids, name) if not records.is_internal(one[2])]
            mappings, problems = records.make_mappings(rows, name)
            found += mappings
            self.problems += problems
        self._by_hand("mappings", strange, ids)
        return found

    def _by_hand(self, kind: str, strange: list[records.Named], ids: dict[str, str]) -> None:
        """Report accounts that people's lines name and that are nobody's: the newest export may be at fault."""
        had = self._had_before({cells.canonical_id(account_id) for _, _, account_id in strange}) if strange else {}
        lost = [one for one in strange if cells.canonical_id(one[2]) in had]
        self.problems += records.unknown_ids([one for one in strange if one not in lost], ids, kind)
        self.problems += records.lost_accounts(lost, had, _LINES[kind], self.headers["accounts"][0] if lost else "")

    def _had_before(self, wanted: set[str]) -> dict[str, str]:
        """Return, by canonical id, the newest of the earlier snapshots that had these accounts, where one had."""
        path, _ = self.read.get("accounts", (None, None))
        found: dict[str, str] = {}
        for earlier in self._earlier("accounts", path) if path else ():
            sheet = self._sheet_before("accounts", earlier) if wanted - found.keys() else None
            if sheet and (at := sheet.columns.get("account_id")) is not None:
                here = {cells.canonical_id(row[at].strip()) for _, row in sheet.rows}
                found |= dict.fromkeys(sorted((wanted & here) - found.keys()), earlier.name)
        return found

    def _aliases(self, ids: dict[str, str]) -> list[tuple[str, str]]:
        path = self.workspace.aliases
        if not self.workspace.holds(path):
            return []
        rows, name = self._rows("aliases", path), self.workspace.name(path)
        self._by_hand("aliases", records.spell_accounts(rows, ids, name), ids)
        aliases, problems = records.make_aliases(rows, name)
        self.problems += problems
        return aliases

    def _read(self, kind: str) -> tuple[str, list[Record]]:
        """Return the name and the typed rows of the newest table of a kind; "" and none where there is none."""
        export = self.folder.newest(kind, self.as_of)
        if export is None:
            if self.as_of and self.folder.newest(kind, None):
                self._too_late(self.workspace.crm, f"crm_{kind}")
            return "", []
        name = self.workspace.name(export.path)
        self.days.append(export.day)
        self.readings += same_day(self.folder.beside(export), export, name, self.workspace)
        return name, self._rows(kind, export.path)

    def _united(self, kind: str, name: str, rows: list[Record], ids: dict[str, str]) -> tuple[str, list[Record]]:
        if kind != "accounts":
            self.problems += records.unknown_ids(records.spell_accounts(rows, ids, name), ids, kind)
        united, problems = records.unite(rows, keys.KEYS[kind], name)
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
        self.readings += [*sheet.remarks, *in_words(sheet, name)]
        self.headers[kind] = name, {*sheet.columns}
        self.read[kind] = path, sheet
        rows, problems = type_rows(sheet, name, self.workspace.settings.date_order)
        broken = records.at_most(sheet.problems, "more rows have too many or too few cells", "Export the table again.")
        self.problems += sorted([*broken, *problems], key=lambda problem: problem.line or 0)
        if kind in _RECORDS:
            self.sheets[kind] = sheet
        return rows

    def _sheet(self, kind: str, path: Path, name: str) -> Sheet:
        provider = None
        if path.suffix == ".parquet":
            from evidence.accounts.sql import read_parquet  # DuckDB: 88 ms

            if out := self.workspace.left_out(path):
                raise out
            sheet = arrange(iter(read_parquet(path, name)), 0, columns_of(kind), name)
        elif kind in KINDS:
            data = self.workspace.read_bytes(path)
            sheet, provider = read_export(data, kind, name)
            if kind == "accounts" and "account_id" not in sheet.columns and self._needs_ids():
                return parse_sheet(data, columns_of(kind, provider), name)  # which says what is missing
        else:
            return parse_sheet(self.workspace.read_bytes(path), columns_of(kind), name)
        if kind not in KINDS:
            return sheet
        export = next(one for one in self.folder.exports if one.path == path)
        self.whose[kind] = provider.name if provider else ""
        self.readings += as_read(export, provider, sheet, name)
        if kind != "accounts":
            sheet, told = keys.first_of_lists(sheet, name, names=self.whose[kind] == "HubSpot")
            self.readings += told
        made, told = keys.with_ids(sheet, kind, name)
        self.nameless |= kind == "accounts" and made is not sheet
        self.readings += told
        return made

    def _needs_ids(self) -> bool:
        """Whether deals, else contacts, name accounts by their ids alone: made ones would be those of nobody."""
        for kind in ("deals", "contacts"):
            export = self.folder.newest(kind, self.as_of)
            if export and export.path.suffix != ".parquet":
                try:
                    sheet, _ = read_export(self.workspace.read_bytes(export.path), kind, "")
                except TableError:
                    continue
                return "account_id" in sheet.columns and "account_name" not in sheet.columns
        return False

    def _keep_more(self, kind: str, rows: list[Record]) -> None:
        """Keep the columns of a table that no field is."""
        if kind in self.sheets:
            record = _RECORDS[kind]
            lines = {line: str(row.values[keys.KEYS[kind]]) for row in rows for line in row.lines}
            known = {one.named for one in crm_columns(record).values()}
            if (more := more_columns(self.sheets[kind], known, lines)).types:
                self.more[kind] = more

    def _snapshot(self, folder: Path, stem: str) -> Path | None:
        path = snapshot(folder, stem, self.as_of)
        if path is None and self.as_of and snapshot(folder, stem):
            self._too_late(folder, stem)
        if path and (found := _DATED.search(path.name)):
            self.days.append(found[1])
        return path

    def _too_late(self, folder: Path, stem: str) -> None:
        what = f"no {stem} snapshot from {self.as_of} or earlier"
        hint = "Choose a later --as-of, or export one from that date."
        self.problems.append(TableError(what, hint=hint, path=self.workspace.name(folder)))

    def _lacking(self) -> Iterator[tuple[str, str]]:
        """Yield the columns of SQL that no file has of those that could, and these files."""
        for kind, others in (("accounts", ("enrichment",)), ("deals", ()), ("contacts", ())):
            read = [self.headers[each] for each in (kind, *others) if each in self.headers]
            if kind in self.headers:
                found = {field for _, fields in read for field in fields}
                files = " and ".join(name for name, _ in read)
                yield from ((column, files) for column in sorted(columns_of_sql(kind) - filled_by(kind, found)))

    def _losses(self) -> Iterator[TableError]:
        """Yield what the tables lack against those of earlier days."""
        filled = self.headers.get("enrichment", ("", set()))[1]
        for kind in ("accounts", "enrichment", "deals", "contacts"):
            path, sheet = self.read.get(kind, (None, None))
            if path and sheet:
                files = enumerate(self._earlier(kind, path))
                earlier = [one for n, file in files if (one := self._before(kind, file, all_of_it=not n))]
                elsewhere = filled if kind == "accounts" else ()
                yield from losses(kind, (self.workspace.name(path), sheet), earlier, elsewhere=elsewhere)

    def _earlier(self, kind: str, path: Path) -> list[Path]:
        """Return the files of the days before that of a table which was read, newest first."""
        if kind != "enrichment":
            chosen = next((one for one in self.folder.exports if one.path == path), None)
            return [one.path for one in self.folder.earlier(chosen)] if chosen else []
        bought = [one for one in self.workspace.listed(path.parent) if _is_snapshot(one.name, "accounts_enriched")]
        days = {found[1]: one for one in sorted(bought) if (found := _DATED.search(one.name))}
        this = _DATED.search(path.name)
        return [days[day] for day in sorted(days, reverse=True) if this and day < this[1]]

    def _before(self, kind: str, path: Path, *, all_of_it: bool) -> Earlier | None:
        """Return an earlier table, by its first rows if it is large; None where it cannot be read."""

        def whole() -> Sheet | None:
            return self._sheet_before(kind, path)

        try:
            data = b"" if all_of_it or path.suffix == ".parquet" else self.workspace.read_bytes(path)
        except EvidenceError:  # which was told when it was the newest
            return None
        head = whole_lines(data[:HEAD])
        if len(data) <= HEAD:
            sheet = whole()
            return Earlier(path.name, sheet, len(sheet.rows), whole) if sheet else None
        sheet = self._sheet_before(kind, path, head)
        if sheet is None:
            return None
        sheet = replace(sheet, rows=sheet.rows[:-1])  # the last one may be cut in a cell of several lines
        return Earlier(path.name, sheet, round(len(sheet.rows) * len(data) / len(head)), whole)

    def _sheet_before(self, kind: str, path: Path, head: bytes | None = None) -> Sheet | None:
        """Return an earlier table as it stands, or what its head says; None where it cannot be read."""
        name = self.workspace.name(path)
        try:
            if path.suffix == ".parquet":
                from evidence.accounts.sql import read_parquet  # DuckDB: 88 ms

                return arrange(iter(read_parquet(path, name)), 0, columns_of(kind), name)
            data = self.workspace.read_bytes(path) if head is None else head
            return read_export(data, kind, name)[0] if kind in KINDS else parse_sheet(data, columns_of(kind), name)
        except EvidenceError:
            return None

    def _unread(self) -> None:
        """Report tables that nobody reads because of their names, each once."""
        exports, enriched = [f"crm_{kind}" for kind in _SAID_OF], ["accounts_enriched"]
        taken = {one.path for one in self.folder.exports}
        tables = [path for path in self.workspace.listed(self.workspace.crm) if path not in taken]
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
