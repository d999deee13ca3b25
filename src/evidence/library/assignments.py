"""What a person decided of calls and people: an account, an alias, a side; a line each in files that people keep."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from evidence.accounts import tables
from evidence.accounts.cells import canonical_id, caseless_id
from evidence.accounts.columns import columns_of
from evidence.accounts.names import fold_name
from evidence.accounts.records import INTERNAL, own_ids
from evidence.additions import StandingTable
from evidence.calls.people import PEOPLE, parse_people_csv
from evidence.errors import SettingsError, TableError
from evidence.text import nearest, one_line, plural

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from evidence.accounts.records import Crm
    from evidence.accounts.records import Mapping as Mapped
    from evidence.model import Side
    from evidence.sheets import ColumnNames
    from evidence.store.catalog import Catalog
    from evidence.workspace import Workspace


def source_id_of(workspace: Workspace, call_id: str) -> str:
    """Return the provider's id of a call in lower case, "" where it has none; reads no further than the front."""
    with workspace.call_path(call_id).open("rb") as file:
        for number, line in enumerate(file):
            if found := _SOURCE_ID.match(line):
                return found[1].decode(errors="replace").lower()
            if number and line.startswith(b"---"):
                break
    return ""


def overruled(catalog: Catalog) -> tuple[str, ...]:
    """Return in words which sides and roles that somebody wrote, or a transcript states, do not hold, and why."""
    calls: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for call_id, person in catalog.everybody():
        if person.overruled:
            calls[person.participant.label, person.overruled].append(call_id)
    return tuple(
        f"{label} in {ids[0] if len(ids) == 1 else plural(len(ids), 'call')}: {what}"
        for (label, what), ids in sorted(calls.items())
    )


_SOURCE_ID = re.compile(rb'source_id: "([^"\n]*)"')
# -- what a person decided ------------------------------------------------------------------------

ACCEPTED = "accepted.csv"  # in source/joins/mappings: beside the files that people keep there themselves
_LINK_FIELDS = ("transcript_id", "account_id", "mapped_by", "mapped_date")


def accept_link(workspace: Workspace, call_id: str, account_id: str, by: str, at: str) -> bool:
    """Write whose a call is, with who said so and on which day (`at`, an RFC 3339 time or a day); `INTERNAL`: nobody's.

    Return False, and write nothing, where a mapping says so already. Raises TableError
    where the CRM has no such account, or a mapping gives the call to another one (path:line),
    and SettingsError where there is no such call.
    """
    return bool(accept_links(workspace, [(call_id, account_id)], by, at))


def accept_links(
    workspace: Workspace, links: Iterable[tuple[str, str]], by: str, at: str, *, marked: bool = False
) -> int:
    """Write (call id, account id) of several calls, all at once or none; return how many no mapping had said before.

    marked: `by` is looked for later, so that a file without its column gets one; it is written with the call and the
    account, which tells a line that somebody corrected. Raises as `accept_link` does.
    """
    crm = tables.load_crm(workspace)
    owners = {canonical_id(deal.opportunity_id): deal.account_id for deal in crm.deals}
    rows = _by_call(crm)
    new = []
    for call_id, given in links:
        if not workspace.call_path(call_id).is_file():
            raise SettingsError(f"no call called {call_id!r}", hint="evidence link lists all calls.")
        account_id = given if given == INTERNAL else _known(given, crm)
        if not _says_so(_standing(workspace, call_id, rows), call_id, account_id, owners):
            said = _mark(by, call_id, account_id) if marked else by
            new.append({"transcript_id": call_id, "account_id": account_id, "mapped_by": said, "mapped_date": at[:10]})
    if new:
        path, columns = workspace.mappings / ACCEPTED, columns_of("mappings")
        data = workspace.read_bytes(path) if path.is_file() else b""
        table = StandingTable(data, columns, workspace.name(path), tuple(new[0]))
        if marked and "mapped_by" not in table.places:
            table = table.widened("mapped_by", columns)
            new = [{**row, "mapped_by": row["mapped_by"] + _WIDENED} for row in new]
        workspace.write(path, table.appended(new), read=data)
    return len(new)


def why_refused(workspace: Workspace, links: Collection[tuple[str, str]]) -> dict[str, str]:
    """Return call id -> why its link (call id, account id) would not be written by `accept_links`, for those alone."""
    if not links:
        return {}
    crm = tables.load_crm(workspace)
    ids, rows = own_ids(crm.accounts), _by_call(crm)
    found = {}
    for call_id, account_id in links:
        if not workspace.call_path(call_id).is_file():
            found[call_id] = "its file is gone"
        elif standing := _standing(workspace, call_id, rows):
            found[call_id] = f"mapped in {standing[0].path}:{standing[0].line}"
        elif canonical_id(account_id) not in ids:
            found[call_id] = "its account is not in the newest snapshot"
    return found


def _by_call(crm: Crm) -> dict[str, list[Mapped]]:
    rows: dict[str, list[Mapped]] = defaultdict(list)
    for row in crm.mappings:
        rows[row.key.lower()].append(row)
    return rows


def _standing(workspace: Workspace, call_id: str, rows: Mapping[str, list[Mapped]]) -> list[Mapped]:
    """Return the lines that map a call, by its own id or its provider's."""
    return [row for name in sorted({call_id, source_id_of(workspace, call_id)}) for row in rows.get(name, ())]


def _says_so(rows: Iterable[Mapped], call_id: str, account_id: str, owners: Mapping[str, str]) -> bool:
    """Whether a mapping gives a call to an account. Raises TableError where one gives it to another."""
    for row in rows:
        owner = row.account_id or owners.get(canonical_id(row.opportunity_id or ""), "")
        if canonical_id(owner) == canonical_id(account_id):
            return True
        mapped = "as internal" if owner == INTERNAL else f"to {owner or row.opportunity_id}"
        meant = "settled as internal" if account_id == INTERNAL else f"linked to {account_id}"
        what = f"{call_id} is mapped {mapped}, so it was not {meant}"
        raise TableError(what, hint="Fix or delete this line.", path=row.path, line=row.line)
    return False


_WIDENED = " (column added)"  # behind a mark: the file had no column for it, and loses it with these lines


def _mark(by: str, call_id: str, account_id: str) -> str:
    return one_line(f"{by} {call_id} {account_id}")


class MarkedLink(NamedTuple):
    """A link of `accepted.csv` that was accepted with others, its line, and why it is a person's by now, or ""."""

    line: int
    call_id: str
    account_id: str
    kept: str = ""


def links_marked(workspace: Workspace, by: str) -> list[MarkedLink]:
    """Return the links that `by` made; kept are those in whose lines somebody wrote. Raises TableError."""
    path = workspace.mappings / ACCEPTED
    if not path.is_file():
        return []
    return _marked(StandingTable(workspace.read_bytes(path), columns_of("mappings"), workspace.name(path)), by)


def _marked(table: StandingTable, by: str) -> list[MarkedLink]:
    ours = {table.places[name] for name in _LINK_FIELDS if name in table.places}
    found = []
    for (line, row), (_, cells) in zip(table.rows, table.cells(), strict=True):
        mark, call_id, account_id = (cells.get(name, "") for name in ("mapped_by", "transcript_id", "account_id"))
        if mark == by or mark.startswith(f"{by} "):
            kept = ""
            if any(cell.strip() for at, cell in enumerate(row) if at not in ours):
                kept = "its line says more"
            elif mark.removesuffix(_WIDENED) != _mark(by, call_id, account_id):
                kept = "its line is not as it was accepted"
            found.append(MarkedLink(line, call_id, account_id, kept))
    return found


def remove_links(workspace: Workspace, by: str, shown: Collection[MarkedLink]) -> list[MarkedLink]:
    """Take out those of the links shown that `links_marked` finds unchanged, every other byte stays; return them.

    A column that the file got for them goes with the last of them.
    """
    path = workspace.mappings / ACCEPTED
    if not path.is_file():
        return []
    data = workspace.read_bytes(path)
    columns, name = columns_of("mappings"), workspace.name(path)
    table = StandingTable(data, columns, name)
    taken = [link for link in _marked(table, by) if link in shown and not link.kept]
    if taken:
        lines = {link.line for link in taken}
        added = any(cells["mapped_by"].endswith(_WIDENED) for line, cells in table.cells() if line in lines)
        written = table.without(lines)
        if added:
            written = StandingTable(written, columns, name).narrowed("mapped_by", columns).as_bytes()
        workspace.write(path, written, read=data)
    return taken


def accept_alias(workspace: Workspace, alias: str, account_id: str, *, by: str = "", at: str = "") -> bool:
    """Write another name of an account; who and when only where the file has columns for it.

    Return False, and write nothing, where the file says so already, or the account bears this
    name. Raises TableError where the CRM has no such account, or the name is another one's alias.
    """
    crm = tables.load_crm(workspace)
    account_id = _known(account_id, crm)
    folded = fold_name(alias)
    name = workspace.name(workspace.aliases)
    if not folded:
        raise TableError(f"{alias!r} is not a name", hint="An alias needs letters or digits.", path=name)
    if any(folded == fold_name(a.account_name) and a.account_id == account_id for a in crm.accounts):
        return False
    owners = {owner for known, owner in crm.aliases if fold_name(known) == folded}
    if account_id in owners:
        return False
    if owners:
        what = f"{alias!r} is an alias of {min(owners)}, so it was not linked to {account_id}"
        raise TableError(what, hint="Fix or delete its line.", path=name)
    values = {"alias": alias, "account_id": account_id, "mapped_by": by, "mapped_date": at[:10]}
    return _add(workspace, workspace.aliases, columns_of("aliases"), values)


def correct_person(
    workspace: Workspace,
    label: str,
    call_id: str | None,
    side: Side | None,
    *,
    name: str | None = None,
    role: str | None = None,
    account_id: str | None = None,
) -> bool:
    """Write into `people.csv` who somebody is, in one call or (`call_id` None) in every call.

    A line for this label and call is changed in its place, and only in what is said here. A new line for one call
    stands above the one for every call, so that it repeats what that one says. A file without a column for the call,
    the side, the role or the account gets one where it is needed.
    Return False, and write nothing, where it says all of this already. Raises TableError where
    the CRM has no such account, or the file lacks a column for the label.
    """
    if account_id:
        account_id = _known(account_id, tables.load_crm(workspace))
    path = workspace.people
    shown = workspace.name(path)
    data = workspace.read_bytes(path) if path.is_file() else b""
    here, everywhere = (one_line(label), call_id), (one_line(label), None)
    lines = {(each.label, each.call_id): each for each in parse_people_csv(data, shown)[0]}
    standing = lines.get(here)
    values = {"label": label, "call_id": call_id, "name": name, "side": side, "role": role, "account_id": account_id}
    if standing and all(value in {None, getattr(standing, key)} for key, value in values.items() if key != "label"):
        return False
    if not standing and (general := lines.get(everywhere)):
        values |= {key: value or getattr(general, key, None) for key, value in values.items() if key != "call_id"}
    table = StandingTable(data, PEOPLE, shown, tuple(values))
    for column in ("call_id", "side", "role", "account_id"):
        if values[column] and column not in table.places:
            table = table.widened(column, PEOPLE)
    written = table.replaced(standing.line, values) if standing else table.appended([values])
    workspace.write(path, written, read=data)
    return True


def _known(account_id: str, crm: Crm) -> str:
    """Return the account's id as the CRM spells it."""
    ids = own_ids(crm.accounts)
    if spelt := ids.get(canonical_id(account_id)):
        return spelt
    near = {caseless_id(known): spelt for known, spelt in ids.items()}.get(caseless_id(account_id))
    close = near or nearest(account_id, tuple(ids.values()))
    hint = f"Did you mean {close}?" if close else "Put an export with it into source/crm/exports."
    raise TableError(f"no account called {account_id} in the CRM", hint=hint)


def _add(workspace: Workspace, path: Path, columns: ColumnNames, values: Mapping[str, str | None]) -> bool:
    data = workspace.read_bytes(path) if path.is_file() else b""
    table = StandingTable(data, columns, workspace.name(path), tuple(values))
    workspace.write(path, table.appended([values]), read=data)
    return True
