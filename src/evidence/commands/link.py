"""Why a call belongs to an account, and what people decide about it.

`explain` shows every rule; `accept_link`, `accept_alias` and `correct_person`
each write one line into the files that people keep, and nothing that stands there already.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evidence.accounts import tables
from evidence.accounts.cells import canonical_id
from evidence.accounts.linking import build_crm_index, explain_link, link_call
from evidence.accounts.matching import match_names, read_names
from evidence.accounts.records import own_ids
from evidence.accounts.stages import closed_later
from evidence.calls.normalized import parse
from evidence.calls.people import parse_people_csv
from evidence.errors import EvidenceError, SettingsError, TableError
from evidence.library.assignments import overruled, source_id_of
from evidence.library.library import asked_of
from evidence.library.refresh import build_context, call_keys
from evidence.model.records import record_of
from evidence.text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from evidence.accounts.linking import Rule
    from evidence.accounts.matching import NameMatch
    from evidence.accounts.records import Crm
    from evidence.library.library import Library, WorkspaceLike
    from evidence.model import AccountLink
    from evidence.workspace import Workspace


@dataclass(frozen=True, slots=True)
class LinkExplanation:
    """How each rule saw a call. `names` are the names of all accounts that a rule named, by id."""

    link: AccountLink
    title: str
    rules: tuple[Rule, ...]
    names: dict[str, str]

    def records(self) -> list[dict[str, Any]]:
        """Return one flat object a rule, as `--json` prints it; `decided` marks the rule that linked the call."""
        return [{"call_id": self.link.call_id, **record_of(rule), "decided": self.decided(rule)} for rule in self.rules]

    def decided(self, rule: Rule) -> bool:
        """Whether this rule linked the call, or found several accounts and stopped."""
        return rule.name == self.link.method and not rule.broken


def explain_call(library: Library, call_id: str) -> LinkExplanation:
    """Link one call again and keep every step.

    Raises SettingsError with the nearest call id where there is no such call.
    """
    workspace = library.workspace
    if call_id not in library.links:
        close = nearest(call_id, tuple(library.links))
        hint = f"Did you mean {close}?" if close else "To list all calls: evidence link."
        raise SettingsError(f"no call called {call_id!r}", hint=hint)
    path = workspace.call_path(call_id)
    call = parse(workspace.read_text(path), workspace.name(path))
    # What is wrong in the CRM's files was said when the library was opened.
    context = build_context(workspace, library.as_of)[0]
    crm_index, keys = context.crm_index, call_keys(call, context.corrections)
    rules = explain_link(keys, crm_index)
    named = {account_id for rule in rules for account_id in rule.named}
    names = {account_id: crm_index.accounts[canonical_id(account_id)].account_name for account_id in sorted(named)}
    return LinkExplanation(link_call(keys, crm_index), call.title, rules, names)


def match_list(
    workspace: Workspace, path: Path, *, as_of: str | None = None
) -> tuple[list[NameMatch], tuple[EvidenceError, ...]]:
    """Match the company names of a file to accounts; return also what is wrong in the CRM's files.

    Raises WorkspaceError where the file cannot be read, TableError where it holds no names.
    """
    names = read_names(workspace.read_bytes(path.absolute()), workspace.name(path.absolute()))
    crm = tables.load_crm(workspace, as_of or workspace.as_of)
    return match_names(names, build_crm_index(crm, workspace.settings)), crm.problems


def remarks(library: Library) -> list[EvidenceError]:
    """Return what is worth a look in the files that link: none of it is certainly wrong.

    Lines of `people.csv` with an account that the CRM does not have or of somebody who is in no call, mappings of
    calls that are not here, stages that count as open for want of a better reading, and sides that are stated twice.
    """
    workspace = library.workspace
    # Read once more: the index keeps neither the lines of mappings nor the stages as they are spelt.
    crm = tables.load_crm(workspace, library.as_of)
    contradicted = map(TableError, overruled(library.catalog))
    return [
        *crm.remarks,
        *closed_later(crm.deals, library.day),
        *_unmatched(workspace, crm),
        *_unknown_people(library),
        *contradicted,
    ]


def _unmatched(workspace: Workspace, crm: Crm) -> Iterator[EvidenceError]:
    """Yield a remark for each mapped call that is not here, by its own id or its provider's."""
    here = set(workspace.normalized_files())
    unknown = [mapping for mapping in crm.mappings if mapping.key.lower() not in here]
    if unknown:  # only then is it worth reading which ids the providers gave
        here = {source_id_of(workspace, call_id) for call_id in sorted(here)}
    for mapping in unknown:
        if mapping.key.lower() not in here:
            hint = "Fix the id, or add the call with evidence ingest."
            yield TableError(f"no call called {mapping.key}", hint=hint, path=mapping.path, line=mapping.line)


def _unknown_people(library: Library) -> Iterator[EvidenceError]:
    """Yield a remark for each line of `people.csv` whose account the CRM lacks, or whose label nobody has."""
    workspace, ids = library.workspace, own_ids(library.accounts.values())
    if not workspace.people.is_file():
        return
    shown = workspace.name(workspace.people)
    spoke = {(p.participant.label, call) for call_id, p in library.catalog.everybody() for call in (call_id, None)}
    labels = tuple(sorted({label for label, _ in spoke}))
    for each in parse_people_csv(workspace.read_bytes(workspace.people), shown)[0]:
        if ids and each.account_id and canonical_id(each.account_id) not in ids:
            what = f"{each.label!r} belongs to account {each.account_id}, which is not in the CRM"
            hint = "Fix account_id, or export all accounts."
        elif spoke and (each.label, each.call_id) not in spoke:
            what = f"nobody is called {each.label!r} in {f'call {each.call_id}' if each.call_id else 'any call'}"
            close = nearest(each.label, labels)
            same = "Write the label exactly as in the normalized call."
            hint = f"Did you mean {close!r}?" if close and close != each.label else same
        else:
            continue
        yield TableError(what, hint=hint, path=shown, line=each.line)


def account_links(place: WorkspaceLike = None, *, as_of: str | None = None) -> list[dict[str, Any]]:
    """Return which account each call belongs to, as `evidence link --json` prints it."""
    with asked_of(place, as_of, refresh="calls") as library:
        return [record_of(library.links[call_id]) for call_id in sorted(library.links)]
