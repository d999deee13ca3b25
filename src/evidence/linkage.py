"""Why a call belongs to an account, and what people decide about it.

`climb` shows every rung of the ladder; `accept_link`, `accept_alias` and `correct_person`
each write one line into the files that people keep, and nothing that stands there already.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from evidence.accounts import tables
from evidence.accounts.additions import add_row, line_of
from evidence.accounts.cells import canonical_id, caseless_id
from evidence.accounts.linking import build_ledger, explain, link_call
from evidence.accounts.matching import match_names, read_names
from evidence.accounts.names import fold_name
from evidence.accounts.records import own_ids
from evidence.accounts.sheets import decode
from evidence.calls.normalized import parse
from evidence.calls.people import parse_people_csv
from evidence.errors import EvidenceError, SettingsError, TableError
from evidence.indexing import build_context, keys
from evidence.settings import nearest
from evidence.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from evidence.accounts.linking import Rung
    from evidence.accounts.matching import NameMatch
    from evidence.accounts.records import Crm
    from evidence.library import Library
    from evidence.model import AccountLink, Side
    from evidence.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Climb:
    """A call's way down the ladder. `names` are the names of all accounts that a rung named, by id."""

    link: AccountLink
    title: str
    rungs: tuple[Rung, ...]
    names: dict[str, str]

    def records(self) -> list[dict[str, Any]]:
        """Return one flat object a rung, as `--json` prints it; `decided` marks the rung that linked the call."""
        return [{"call_id": self.link.call_id, **asdict(rung), "decided": self.decided(rung)} for rung in self.rungs]

    def decided(self, rung: Rung) -> bool:
        """Whether this rung linked the call, or found several accounts and stopped."""
        return rung.name == self.link.method


def climb(library: Library, call_id: str) -> Climb:
    """Link one call again and keep every step.

    Raises SettingsError with the nearest call id where there is no such call.
    """
    workspace = library.workspace
    if call_id not in library.links:
        close = nearest(call_id, tuple(library.links))
        hint = f"Did you mean {close}?" if close else "evidence link lists all calls."
        raise SettingsError(f"there is no call {call_id!r}", hint=hint)
    path = workspace.call_path(call_id)
    call = parse(workspace.read_text(path), workspace.name(path))
    # What is wrong in the CRM's files was said when the library was opened.
    ledger = build_context(workspace, library.as_of)[0].ledger
    rungs = explain(keys(call), ledger)
    named = {account_id for rung in rungs for account_id in rung.named}
    names = {account_id: ledger.accounts[canonical_id(account_id)].account_name for account_id in sorted(named)}
    return Climb(link_call(keys(call), ledger), call.title, rungs, names)


def match_list(
    workspace: Workspace, path: Path, *, as_of: str | None = None
) -> tuple[list[NameMatch], tuple[EvidenceError, ...]]:
    """Match the company names of a file to accounts; return also what is wrong in the CRM's files.

    Raises WorkspaceError where the file cannot be read, TableError where it holds no names.
    """
    names = read_names(workspace.read_bytes(path.absolute()), workspace.name(path.absolute()))
    crm = tables.load(workspace, as_of or workspace.as_of)
    return match_names(names, build_ledger(crm, workspace.settings)), crm.problems


def remarks(library: Library) -> list[EvidenceError]:
    """Return what is worth a look in the files that link: none of it is certainly wrong.

    Lines of `people.csv` with an account that the CRM does not have or of somebody who is in no call, mappings of
    calls that are not here, and stages that count as open for want of a better reading.
    """
    workspace = library.workspace
    # Read once more: the index keeps neither the lines of mappings nor the stages as they are spelt.
    crm = tables.load(workspace, library.as_of)
    return [*crm.remarks, *_unmatched(workspace, crm), *_unknown_people(library)]


def _unmatched(workspace: Workspace, crm: Crm) -> Iterator[EvidenceError]:
    """Yield a remark for each mapped call that is not here, by its own id or its provider's."""
    here = set(workspace.normalized_files())
    unknown = [mapping for mapping in crm.mappings if mapping.key.lower() not in here]
    if unknown:  # only then is it worth reading which ids the providers gave
        here = {_source_id(workspace, call_id) for call_id in sorted(here)}
    for mapping in unknown:
        if mapping.key.lower() not in here:
            hint = "Correct the id, or bring the call in with evidence ingest."
            yield TableError(f"there is no call {mapping.key}", hint=hint, path=mapping.path, line=mapping.line)


def _source_id(workspace: Workspace, call_id: str) -> str:
    """Return the provider's id of a call in lower case, "" where it has none; reads no further than the front."""
    with workspace.call_path(call_id).open("rb") as file:
        for number, line in enumerate(file):
            if found := _SOURCE_ID.match(line):
                return found[1].decode(errors="replace").lower()
            if number and line.startswith(b"---"):
                break
    return ""


_SOURCE_ID = re.compile(rb'source_id: "([^"\n]*)"')


def _unknown_people(library: Library) -> Iterator[EvidenceError]:
    """Yield a remark for each line of `people.csv` whose account the CRM lacks, or whose label nobody has."""
    workspace, ids = library.workspace, own_ids(library.accounts.values())
    if not workspace.people.is_file():
        return
    shown, data = workspace.name(workspace.people), workspace.read_bytes(workspace.people)
    spoke = {(p.participant.label, call) for call_id, p in library.catalog.everybody() for call in (call_id, None)}
    labels = tuple(sorted({label for label, _ in spoke}))
    for each in parse_people_csv(decode(data, shown)[0], shown)[0]:
        if ids and each.account_id and canonical_id(each.account_id) not in ids:
            what = f"{each.label!r} belongs to account {each.account_id}, which is not in the CRM"
            hint = "Correct account_id."
        elif spoke and (each.label, each.call_id) not in spoke:
            what = f"nobody is called {each.label!r} in {f'call {each.call_id}' if each.call_id else 'any call'}"
            close = nearest(each.label, labels)
            same = "Write the label as it stands in the normalized call."
            hint = f"Is {close!r} meant?" if close and close != each.label else same
        else:
            continue
        line = line_of(data, "people", {"label": each.label, "call_id": each.call_id}, shown)
        yield TableError(what, hint=hint, path=shown, line=line)


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
        raise SettingsError(f"there is no call {call_id!r}", hint=hint)
    crm = tables.load(workspace)
    account_id = _known(account_id, crm)
    owners = {canonical_id(deal.opportunity_id): deal.account_id for deal in crm.deals}
    names = {call_id, _source_id(workspace, call_id)}
    for row in (row for row in crm.mappings if row.key.lower() in names):
        owner = row.account_id or owners.get(canonical_id(row.opportunity_id or ""), "")
        if canonical_id(owner) == canonical_id(account_id):
            return False
        what = f"{call_id} is mapped to {owner or row.opportunity_id}, so it was not given to {account_id}"
        raise TableError(what, hint="Correct or delete this line.", path=row.path, line=row.line)
    values = {"transcript_id": call_id, "account_id": account_id, "mapped_by": by, "mapped_date": at[:10]}
    return _add(workspace, workspace.mappings / ACCEPTED, "mappings", values)


def accept_alias(workspace: Workspace, alias: str, account_id: str, *, by: str = "", at: str = "") -> bool:
    """Write another name of an account; who and when only where the file has columns for it.

    Return False, and write nothing, where the file says so already, or the account bears this
    name. Raises TableError where the CRM has no such account, or the name is another one's alias.
    """
    crm = tables.load(workspace)
    account_id = _known(account_id, crm)
    folded = fold_name(alias)
    name = workspace.name(workspace.aliases)
    if not folded:
        raise TableError(f"{alias!r} is no name", hint="An alias needs letters or digits.", path=name)
    if any(folded == fold_name(a.account_name) and a.account_id == account_id for a in crm.accounts):
        return False
    owners = {owner for known, owner in crm.aliases if fold_name(known) == folded}
    if account_id in owners:
        return False
    if owners:
        what = f"{alias!r} is an alias of {min(owners)}, so it was not given to {account_id}"
        raise TableError(what, hint="Correct or delete its line.", path=name)
    values = {"alias": alias, "account_id": account_id, "mapped_by": by, "mapped_date": at[:10]}
    return _add(workspace, workspace.aliases, "aliases", values)


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
        account_id = _known(account_id, tables.load(workspace))
    path = workspace.people
    shown = workspace.name(path)
    data = workspace.read_bytes(path) if path.is_file() else b""
    standing, line = None, None
    text = decode(data, shown)[0]
    if text.strip():
        corrections, _ = parse_people_csv(text, shown)
        wanted = (one_line(label), call_id)
        standing = next((c for c in corrections if (c.label, c.call_id) == wanted), None)
        if standing:
            line = line_of(data, "people", {"label": standing.label, "call_id": call_id}, shown)
    values = {"label": label, "call_id": call_id, "name": name, "side": side, "role": role, "account_id": account_id}
    if standing and all(value in {None, getattr(standing, key)} for key, value in values.items() if key != "label"):
        return False
    return _add(workspace, path, "people", values, replace=line)


def _known(account_id: str, crm: Crm) -> str:
    """Return the account's id as the CRM spells it."""
    ids = own_ids(crm.accounts)
    if spelt := ids.get(canonical_id(account_id)):
        return spelt
    near = {caseless_id(known): spelt for known, spelt in ids.items()}.get(caseless_id(account_id))
    close = near or nearest(account_id, tuple(ids.values()))
    hint = f"Is {close} meant?" if close else "Put an export with it into source/crm/exports."
    raise TableError(f"there is no account {account_id} in the CRM", hint=hint)


def _add(
    workspace: Workspace, path: Path, kind: str, values: Mapping[str, str | None], *, replace: int | None = None
) -> bool:
    data = workspace.read_bytes(path) if path.is_file() else b""
    added = add_row(data, values, workspace.name(path), kind=kind, columns=tuple(values), replace=replace)
    workspace.write(path, added, read=data)
    return True
