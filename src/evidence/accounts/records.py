"""Rows of a sheet -> accounts, deals, contacts, links by hand; duplicates and enrichment merged.

What cannot be typed becomes missing and is reported; a row is left out only for its key.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from evidence.accounts import cells
from evidence.accounts.columns import ENRICHED
from evidence.accounts.losses import MOST_NAMED
from evidence.accounts.names import fold_name
from evidence.accounts.rows import Problems, Record
from evidence.accounts.stages import outcome_cells
from evidence.errors import EvidenceError, TableError
from evidence.model.accounts import Account, Contact, Deal, crm_columns
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evidence.accounts.more import MoreColumns
    from evidence.accounts.stages import Ends


INTERNAL = "internal"
"""In place of an account in a mapping: the call is among ourselves and belongs to no account."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """A link made by hand: `key` is the call's id or that of its provider, `path` and `line` where it stands.

    `account_id` may be `INTERNAL`, unless an account has that id.
    """

    key: str
    account_id: str | None
    opportunity_id: str | None
    mapped_by: str | None
    mapped_date: str | None
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Lead:
    """A person whom the CRM knows before an account; `account_id` is that of the account they became part of."""

    lead_id: str
    account_id: str | None = None
    company: str | None = None
    email_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Crm:
    """What the exports say on the as-of date, each tuple sorted by id.

    `aliases` are (alias, account_id); account ids everywhere are spelt as in the
    accounts export, whether it holds 15 or 18 characters. `snapshots` are the paths that were
    read, `problems` what was wrong in them, `remarks` what may be meant so, and is worth a look.
    `readings` are decisions about how a table is read, none of them a fault; `day` is the newest day of a snapshot.
    `more` holds, for accounts and deals, the columns beyond those of the records. `lacking` are (column, files):
    columns of SQL that no export which was read has, so that no row has a value. `losses` are the columns and rows
    that a table lacks against the snapshot before it.
    """

    accounts: tuple[Account, ...] = ()
    deals: tuple[Deal, ...] = ()
    contacts: tuple[Contact, ...] = ()
    mappings: tuple[Mapping, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    problems: tuple[EvidenceError, ...] = ()
    snapshots: tuple[str, ...] = ()
    as_of: str | None = None
    leads: tuple[Lead, ...] = ()
    remarks: tuple[EvidenceError, ...] = ()
    lacking: tuple[tuple[str, str], ...] = ()
    readings: tuple[EvidenceError, ...] = ()
    day: str = ""
    more: dict[str, MoreColumns] = field(default_factory=dict)
    losses: tuple[EvidenceError, ...] = ()


def unite(records: Iterable[Record], key: str, path: str) -> tuple[list[Record], Problems]:
    """Collapse the rows of one key; cells that disagree become missing, and every line is named.

    A missing cell disagrees with nothing. Rows without a key are left out and reported.
    """
    groups: dict[str, list[Record]] = defaultdict(list)
    problems: Problems = []
    lost: list[int] = []
    for record in records:
        if record.values.get(key) is None:
            lost.append(record.lines[0])
        else:
            groups[cells.canonical_id(record.values[key])].append(record)
    if lost:
        what = f"no {key} in {len(lost):,} rows; they were skipped" if lost[1:] else f"no {key}; the row was skipped"
        problems.append(TableError(what, hint=f"Fill in {key}.", path=path, line=lost[0]))
    disagreeing: Problems = []
    united = []
    for group in groups.values():
        record, apart = _one(group, key)
        united.append(record)
        if apart:
            disagreeing.append(_disagreement(record, apart, key, path))
    more = "more records stand on several lines that disagree; these values were treated as missing"
    return united, [*problems, *at_most(disagreeing, more, "Delete the wrong rows.")]


MOST = 20  # problems of one kind that are told one by one


def at_most(problems: Sequence[TableError], more: str, hint: str) -> Problems:
    """Return the first problems of a kind, and how many more there are: `80 more cells could not be read`."""
    if len(problems) <= MOST:
        return [*problems]
    last = problems[MOST]
    said = TableError(f"{len(problems) - MOST:,} {more}", hint=hint, path=last.path, line=last.line)
    return [*problems[:MOST], said]


def _one(group: list[Record], key: str) -> tuple[Record, dict[str, list[Any]]]:
    first = group[0]
    if len(group) == 1:
        return first, {}
    apart = {}
    values = dict(first.values)
    for name in first.values:
        known = list(dict.fromkeys(value for other in group if (value := other.values[name]) is not None))
        values[name] = known[0] if len(known) == 1 or (known and name == key) else None
        if len(known) > 1 and name != key:
            apart[name] = known
    lines = tuple(line for each in group for line in each.lines)
    return Record(lines, values, told=any(each.told for each in group)), apart


def _disagreement(record: Record, apart: dict[str, list[Any]], key: str, path: str) -> TableError:
    lines = ", ".join(map(str, record.lines[:-1]))
    facts = "; ".join(f"{name}: {' or '.join(map(str, known[:4]))}" for name, known in apart.items())
    return TableError(
        f"{key} {record.values[key]} is on lines {lines} and {record.lines[-1]}, and they disagree ({facts})",
        hint="Values that disagree were treated as missing; delete the wrong row.",
        path=path,
        line=record.lines[-1],
    )


# -- records of the CRM ------------------------------------------------------------------------


def make_accounts(records: Iterable[Record]) -> list[Account]:
    """Return the accounts; one without a name is called by its id."""
    known = crm_columns(Account)
    return [
        Account(**{
            **{name: value for name, value in r.values.items() if name in known},
            "account_name": r.values["account_name"] or r.values["account_id"],
        })
        for r in records
    ]  # fmt: skip


def own_ids(accounts: Iterable[Account]) -> dict[str, str]:
    """Return canonical id -> the id as the account's own row spells it."""
    return {cells.canonical_id(account.account_id): account.account_id for account in accounts}


def make_deals(records: Iterable[Record], ends: Ends, path: str) -> tuple[list[Deal], Problems]:
    """Return the deals, won and closed decided by their cells, status and stage (`accounts.stages`), else open."""
    records = list(records)
    deals: list[Deal] = []
    problems: Problems = []
    for record in records:
        if record.values["account_id"] is None:
            continue
        values: dict[str, Any] = {name: record.values.get(name) for name in crm_columns(Deal)}
        values["is_won"], values["is_closed"], wrong = outcome_cells(record.values, ends)
        values["stage"] = values["stage"] or record.values.get("status")
        if values["is_closed"]:
            ended = record.values.get("won_date" if values["is_won"] else "lost_date")
            values["close_date"] = ended or values["close_date"]
        if wrong:
            what = f"deal {values['opportunity_id']} {wrong}"
            hint = "Fix the row, or list its stage under `stages` in evidence.yaml."
            problems.append(TableError(what, hint=hint, path=path, line=record.lines[0]))
        deals.append(Deal(**values))
    return deals, [*homeless(records, "deal", "opportunity_id", path), *problems]


def homeless(records: Iterable[Record], noun: str, key: str, path: str) -> Problems:
    """Report the rows that no account is known of, together: they count nowhere."""
    lost = [record for record in records if record.values["account_id"] is None and not record.told]
    if not lost:
        return []
    first = f"{noun} {lost[0].values[key]}"
    more = f" and {plural(len(lost) - 1, f'more {noun}')}" if lost[1:] else ""
    has, they = ("have", "they were") if lost[1:] else ("has", "the row was")
    what = f"{first}{more} {has} no account_id; {they} skipped"
    return [TableError(what, hint="Fill in account_id.", path=path, line=lost[0].lines[0])]


def make_contacts(records: Iterable[Record], path: str) -> tuple[list[Contact], Problems]:
    """Return the contacts; of an address only hash and domain stay."""
    records = list(records)
    contacts = []
    for record in records:
        values = record.values
        if values["account_id"] is None:
            continue
        digest, domain = values.get("email") or (values.get("email_hash"), None)
        full = " ".join(part for name in ("first_name", "last_name") if (part := values.get(name)))
        read: dict[str, Any] = {name: values.get(one.named) for name, one in crm_columns(Contact).items()}
        read |= {"email_sha256": digest, "email_domain": domain, "name": read["name"] or full or None}
        contacts.append(Contact(**read))
    return contacts, homeless(records, "contact", "contact_id", path)


def make_leads(records: Iterable[Record]) -> list[Lead]:
    """Return the leads; of an address only the hash stays."""
    leads = []
    for record in records:
        get = record.values.get
        digest, _ = get("email") or (get("email_hash"), None)
        leads.append(Lead(record.values["lead_id"], get("account_id"), get("company"), digest))
    return leads


def make_mappings(records: Iterable[Record], path: str) -> tuple[list[Mapping], Problems]:
    """Return a mapping for each id of a call in each row."""
    mappings, problems = [], []
    for record in records:
        get, line = record.values.get, record.lines[0]
        if is_internal(get("account_id")):
            record.values["account_id"] = INTERNAL
        keys = [key for name in ("transcript_id", "gong_call_id") if (key := get(name))]
        targets = (get("account_id"), get("opportunity_id"))
        if not keys or targets == (None, None):
            what = "has no call" if not keys else "has neither an account nor an opportunity"
            problems.append(TableError(f"the row {what}", hint="Fill it in, or delete it.", path=path, line=line))
        mappings += [
            Mapping(key, *targets, get("mapped_by"), get("mapped_date"), path, line) for key in keys if any(targets)
        ]
    return mappings, problems


def make_aliases(records: Iterable[Record], path: str) -> tuple[list[tuple[str, str]], Problems]:
    """Return (alias, account_id) for every row that has both."""
    aliases, problems = [], []
    for record in records:
        alias, account_id = record.values["alias"], record.values["account_id"]
        if alias and account_id:
            aliases.append((alias, account_id))
        else:
            what, hint = "an alias needs both alias and account_id", "Fill it in, or delete the row."
            problems.append(TableError(what, hint=hint, path=path, line=record.lines[0]))
    return aliases, problems


def is_internal(account_id: str | None) -> bool:
    """Whether the account of a mapping is the word that stands for none: `internal`, in any case."""
    return account_id is not None and account_id.casefold() == INTERNAL


Named = tuple[str, int, str]
"""Where an account is named, and as what: path, line, id."""


def spell_accounts(records: Iterable[Record], ids: dict[str, str], path: str) -> list[Named]:
    """Spell the account ids of rows as the accounts do; return those that are nobody's, with their places."""
    strange = []
    for record in records:
        account_id = record.values.get("account_id")
        if account_id is None:
            continue
        record.values["account_id"] = ids.get(cells.canonical_id(account_id), account_id)
        if cells.canonical_id(account_id) not in ids:
            strange.append((path, record.lines[0], account_id))
    return strange if ids else []


def unknown_ids(strange: Sequence[Named], ids: dict[str, str], kind: str) -> Problems:
    """Report once for each file how many of its rows name accounts that are nobody's."""
    problems: Problems = []
    by_hand = kind in {"mappings", "aliases"}
    advice = "Fix the ids, or export all accounts." if by_hand else "Export accounts and this table together."
    for path in dict.fromkeys(path for path, _, _ in strange):
        (line, first), *others = [(line, account_id) for at, line, account_id in strange if at == path]
        near = {cells.caseless_id(known): spelt for known, spelt in ids.items()}.get(cells.caseless_id(first))
        hint = f"Ids are case-sensitive: did you mean {near!r}?" if near else advice
        count = f"{len(others) + 1} {kind} name accounts that are not in the CRM" if others else "no such account"
        problems.append(TableError(f"{count}: {first}", hint=hint, path=path, line=line))
    return problems


def lost_accounts(strange: Sequence[Named], had: dict[str, str], kind: str, path: str) -> Problems:
    """Report the accounts that mappings or aliases name, and that an earlier snapshot had, and `path`, the newest, not.

    had: canonical id -> the newest snapshot that had it. The export is at fault, and no line.
    """
    if not strange:
        return []
    places: dict[str, str] = {}
    for at, line, account_id in strange:
        places.setdefault(account_id, f"{account_id} ({at}:{line})")
    files = sorted({had[cells.canonical_id(account_id)] for account_id in places})
    named = ", ".join([*places.values()][:MOST_NAMED]) + (", ..." if len(places) > MOST_NAMED else "")
    lines = f"{plural(len(strange), kind)} {'name' if len(strange) > 1 else 'names'}"
    them = "them" if len(places) > 1 else "it"
    what = f"lacks {plural(len(places), 'account')} that {lines}: {named}; {' and '.join(files)} had {them}"
    return [
        TableError(what, hint="Export all accounts again; of one that is really gone, delete the lines.", path=path)
    ]


# -- enrichment --------------------------------------------------------------------------------


def enrich(accounts: Iterable[Account], records: Iterable[Record], path: str) -> tuple[list[Account], Problems]:
    """Fill the missing cells of accounts by id, else by a domain of one account, else by name.

    Cells of the CRM win. A name joins nothing where both sides have domains and
    these differ, or where several accounts or rows bear it.
    """
    accounts, records = list(accounts), list(records)
    united: list[Record] = []
    problems: Problems = []
    rest = records
    for key in ("account_id", "domain", "account_name"):
        keyed = [record for record in rest if record.values.get(key)]
        rest = [record for record in rest if not record.values.get(key)]
        merged, wrong = unite(keyed, key, path)
        united += merged
        problems += wrong
    for record in rest:
        what, hint = "names no company; the row was skipped", "Fill in its domain or its name."
        problems.append(TableError(what, hint=hint, path=path, line=record.lines[0]))
    places = {key: _index(united, key) for key in ("account_id", "domain", "account_name")}
    held = {
        key: _index((Record((), {key: getattr(a, key)}) for a in accounts), key) for key in ("domain", "account_name")
    }
    return [_filled(account, _row_for(account, places, held)) for account in accounts], problems


def _index(records: Iterable[Record], key: str) -> dict[str, list[Record]]:
    index: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        for form in _forms(key, record.values.get(key)):
            index[form].append(record)
    return index


def _forms(key: str, value: str | None) -> list[str]:
    if not value:
        return []
    if key == "domain":
        return value.split(";")
    return [cells.canonical_id(value) if key == "account_id" else fold_name(value)]


def _row_for(
    account: Account, places: dict[str, dict[str, list[Record]]], held: dict[str, dict[str, list[Record]]]
) -> Record | None:
    for key in ("account_id", "domain", "account_name"):
        for form in _forms(key, getattr(account, key)):
            rows = places[key].get(form, [])
            alone = key == "account_id" or len(held[key][form]) == 1
            if len(rows) == 1 and alone and (key != "account_name" or _may_be(account, rows[0])):
                return rows[0]
    return None


def _may_be(account: Account, record: Record) -> bool:
    """Tell whether a name alone may join the two: not where their domains or ids differ."""
    domains = _forms("domain", account.domain), _forms("domain", record.values.get("domain"))
    return not record.values.get("account_id") and (not all(domains) or bool(set(domains[0]) & set(domains[1])))


def _filled(account: Account, record: Record | None) -> Account:
    if record is None:
        return account
    gaps = (name for name in ENRICHED if getattr(account, name) is None)
    return replace(account, **{name: value for name in gaps if (value := record.values.get(name)) is not None})
