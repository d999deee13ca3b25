"""What a person decided of calls and people: an account, an alias, a side; a line each in files that people keep."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from evidence.accounts import tables
from evidence.accounts.cells import canonical_id, caseless_id
from evidence.accounts.columns import columns_of
from evidence.accounts.names import fold_name
from evidence.accounts.records import own_ids
from evidence.additions import StandingTable
from evidence.calls.people import PEOPLE, parse_people_csv
from evidence.errors import SettingsError, TableError
from evidence.text import nearest, one_line, plural

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from evidence.accounts.records import Crm
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


def accept_link(workspace: Workspace, call_id: str, account_id: str, by: str, at: str) -> bool:
    """Write that a call is an account's, with who said so and on which day (`at`, an RFC 3339 time or a day).

    Return False, and write nothing, where a mapping says so already. Raises TableError
    where the CRM has no such account, or a mapping gives the call to another one (path:line),
    and SettingsError where there is no such call.
    """
    if not workspace.call_path(call_id).is_file():
        hint = "evidence link lists all calls."
        raise SettingsError(f"no call called {call_id!r}", hint=hint)
    crm = tables.load_crm(workspace)
    account_id = _known(account_id, crm)
    owners = {canonical_id(deal.opportunity_id): deal.account_id for deal in crm.deals}
    names = {call_id, source_id_of(workspace, call_id)}
    for row in (row for row in crm.mappings if row.key.lower() in names):
        owner = row.account_id or owners.get(canonical_id(row.opportunity_id or ""), "")
        if canonical_id(owner) == canonical_id(account_id):
            return False
        what = f"{call_id} is mapped to {owner or row.opportunity_id}, so it was not linked to {account_id}"
        raise TableError(what, hint="Fix or delete this line.", path=row.path, line=row.line)
    values = {"transcript_id": call_id, "account_id": account_id, "mapped_by": by, "mapped_date": at[:10]}
    return _add(workspace, workspace.mappings / ACCEPTED, columns_of("mappings"), values)


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

    A line for this label and call is changed in its place, and only in what is said here.
    Return False, and write nothing, where it says all of this already. Raises TableError where
    the CRM has no such account, or the file lacks a column for the label, call, side or account.
    """
    if account_id:
        account_id = _known(account_id, tables.load_crm(workspace))
    path = workspace.people
    shown = workspace.name(path)
    data = workspace.read_bytes(path) if path.is_file() else b""
    wanted = (one_line(label), call_id)
    standing = next((c for c in parse_people_csv(data, shown)[0] if (c.label, c.call_id) == wanted), None)
    values = {"label": label, "call_id": call_id, "name": name, "side": side, "role": role, "account_id": account_id}
    if standing and all(value in {None, getattr(standing, key)} for key, value in values.items() if key != "label"):
        return False
    return _add(workspace, path, PEOPLE, values, replace=standing.line if standing else None)


def _known(account_id: str, crm: Crm) -> str:
    """Return the account's id as the CRM spells it."""
    ids = own_ids(crm.accounts)
    if spelt := ids.get(canonical_id(account_id)):
        return spelt
    near = {caseless_id(known): spelt for known, spelt in ids.items()}.get(caseless_id(account_id))
    close = near or nearest(account_id, tuple(ids.values()))
    hint = f"Did you mean {close}?" if close else "Put an export with it into source/crm/exports."
    raise TableError(f"no account called {account_id} in the CRM", hint=hint)


def _add(
    workspace: Workspace,
    path: Path,
    columns: ColumnNames,
    values: Mapping[str, str | None],
    *,
    replace: int | None = None,
) -> bool:
    data = workspace.read_bytes(path) if path.is_file() else b""
    table = StandingTable(data, columns, workspace.name(path), tuple(values))
    written = table.replaced(replace, values) if replace else table.appended([values])
    workspace.write(path, written, read=data)
    return True
