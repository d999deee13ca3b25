"""What the settings hide in one library: everybody's names, and the table of pseudonyms."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from evidence.accounts.names import fold_name
from evidence.documents.pseudonyms import append_lines, assign, parse_pseudonyms
from evidence.documents.redact import Redaction
from evidence.library.raw_files import forgotten_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from evidence.documents.redact import Level
    from evidence.errors import EvidenceError
    from evidence.model import Account
    from evidence.store.catalog import Catalog
    from evidence.workspace import Workspace

    Names = Callable[[Account], tuple[str, ...]]


def redaction_of(
    workspace: Workspace, catalog: Catalog, accounts: Mapping[str, Account], names: Names, *, keep: bool = False
) -> tuple[Redaction, tuple[EvidenceError, ...]]:
    """Return what the settings hide, and what is wrong in the table of pseudonyms.

    The names of everybody in calls and CRM are hidden, so that verifying hides the same, and those of forgotten
    people, of whom the list of the forgotten keeps hashes: their names leave calls and CRM, not others' words.
    names: what an account may be called.

    keep: write the pseudonyms of new accounts into their table; without it they are the ones it would write.
    Raises WorkspaceError and ChangedOnDiskError where a table cannot be read or written, and TableError for
    a line of the list of the forgotten that is not understood.
    """
    level = cast("Level", workspace.settings.redaction)
    if level == "none":
        return Redaction("none"), ()
    everybody = [p.participant for _, p in catalog.everybody() if not p.participant.bot]
    hidden = {person.name for person in everybody if person.name}
    hidden |= {contact.name for contact in catalog.contacts() if contact.name}
    hidden |= set(workspace.settings.own_names)
    listed = forgotten_of(workspace)
    base = Redaction(level, tuple(sorted(hidden)), forgotten=listed.names, forgotten_whole=listed.unparted)
    if level == "people":
        return base, ()
    shown, problems = pseudonyms(workspace, accounts, keep=keep and level == "pseudonyms")
    own = workspace.settings.own_domains
    companies = dict(_companies(accounts, names, shown, own))
    for person in everybody:
        if person.org and person.side != "internal" and not _is_own(person.email_domain, own):
            companies.setdefault(person.org, "[company]")
    redaction = replace(base, companies=tuple(companies.items()), accounts=tuple(sorted(shown.items())))
    telling = frozenset(
        entry.call_id
        for entry in catalog.calls()
        for said in (entry.title, entry.call_id.replace("-", " "))
        if any(True for _ in (*redaction.companies_in(said), *redaction.people_in(said)))
    )
    return replace(redaction, unlinked=telling), problems


def _companies(
    accounts: Mapping[str, Account], names: Names, shown: Mapping[str, str], own: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Yield every name and domain by which a customer may be called, with its pseudonym; our own never."""
    for account in accounts.values():
        if not _is_own(account.domain, own):
            called = (*names(account), fold_name(account.account_name), *_domain_names(account))
            yield from ((name, shown[account.account_id]) for name in called if name != shown[account.account_id])


def _domain_names(account: Account) -> tuple[str, ...]:
    domain = (account.domain or "").lower().removeprefix("www.")
    stem = domain.partition(".")[0]
    return (domain, stem) if len(stem) > 2 else (domain,) if domain else ()


def _is_own(domain: str | None, own: Collection[str]) -> bool:
    return bool(domain) and domain in own


def pseudonyms(
    workspace: Workspace, account_ids: Iterable[str], *, keep: bool
) -> tuple[dict[str, str], tuple[EvidenceError, ...]]:
    """Return the pseudonym of every account by id, and what is wrong in the table.

    keep: append the lines of accounts that have none; lines that people wrote stay as they are, and a
    table with a fault is not written to.
    Raises WorkspaceError and ChangedOnDiskError.
    """
    path = workspace.pseudonyms
    data, name = workspace.read_bytes(path) if path.is_file() else b"", workspace.name(path)
    known, problems = parse_pseudonyms(data, name)
    added = assign(known, account_ids)
    if keep and added and not problems:
        workspace.write(path, append_lines(data, added, name), read=data)
    return known | added, problems
