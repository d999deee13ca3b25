"""The CRM indexed for linking: what a call may say of itself, and who never votes."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

from evidence.accounts.cells import canonical_id, caseless_id
from evidence.accounts.names import NameIndex, fold_name, owners_of
from evidence.calls.people import is_within
from evidence.text import is_day, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from evidence.accounts.records import Crm, Lead
    from evidence.accounts.records import Mapping as HandMade
    from evidence.model import Account, Deal, Participant, Utterance
    from evidence.settings import Settings

_T = TypeVar("_T")
COMPANY_OF = re.compile(r"[^()]+\(([^()]+)\)")
"""`Name (Company)`."""
_COMPANY_BEHIND = re.compile(r"\s*\(")
_US = "us"  # whose names ours are
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "net", "or", "org"})
WINDOW = timedelta(days=14)
"""How long before its deal was created, and after it was closed, a call may be about it."""


@dataclass(frozen=True, slots=True)
class CallKeys:
    """What of a call may say whose it is.

    `account_hint` is whom its source names as the client, `source` the path of that below `raw/`.
    `stated` are (label, account id) by `people.csv`: for whom people speak, which links no call.
    """

    call_id: str
    source_id: str | None = None
    title: str = ""
    date: str | None = None
    account_id: str | None = None
    opportunity_id: str | None = None
    participants: tuple[Participant, ...] = ()
    utterances: Sequence[Utterance] = ()
    account_hint: str | None = None
    source: str = ""
    stated: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Barred:
    """The domains that never vote."""

    own: tuple[str, ...]
    free_mail: frozenset[str]

    def is_own(self, domain: str) -> bool:
        """Whether this is a domain of ours, or below one."""
        return is_within(domain, self.own)

    def why(self, domain: str) -> str:
        """Return why this domain never votes, or ""."""
        if domain in self.free_mail:
            return "is a free e-mail domain, so it was ignored"
        return "is our own domain" if self.is_own(domain) else ""


@dataclass(frozen=True, slots=True)
class CrmIndex:
    """The CRM indexed for linking; ids are canonical in keys, and as exported in values."""

    accounts: Mapping[str, Account]
    deals: Mapping[str, Deal]
    mappings: Mapping[str, tuple[HandMade, ...]]
    emails: Mapping[str, tuple[str, ...]]
    domains: Mapping[str, tuple[str, ...]]
    leads: Mapping[str, tuple[Lead, ...]]
    people: Mapping[str, tuple[str, ...]]
    names: NameIndex
    deals_of: Mapping[str, tuple[Deal, ...]]
    any_case: Mapping[str, str]
    own_names: frozenset[str]
    barred: Barred
    ours: NameIndex  # what we are called, in the place of accounts

    def in_window(self, account_id: str, day: str | None) -> tuple[Deal, ...]:
        """Return the deals of an account that were under way on a day, fourteen days either side."""
        return tuple(deal for deal in self.deals_of.get(account_id, ()) if day and _covers(deal, day))


def _covers(deal: Deal, day: str) -> bool:
    if not is_day(day) or not (deal.created_date or deal.close_date):
        return False
    at = date.fromisoformat(day)
    begins = date.fromisoformat(deal.created_date) if deal.created_date else None
    ends = date.fromisoformat(deal.close_date) if deal.close_date else None
    # The close date of an open deal is a hope, and a closed one without a day has no known end.
    if deal.outcome == "open":
        return begins is not None and begins <= at + WINDOW
    return begins is not None and ends is not None and begins <= at + WINDOW and at - WINDOW <= ends


def build_crm_index(crm: Crm, settings: Settings) -> CrmIndex:
    """Index the CRM once, so that a call costs a handful of look-ups."""
    accounts = {canonical_id(account.account_id): account for account in crm.accounts}
    known = {account.account_id for account in crm.accounts}
    contacts = [contact for contact in crm.contacts if contact.account_id in known]
    own_names = frozenset(fold_name(name) for name in settings.own_names)
    ours = _own_accounts(crm.accounts, settings)
    barred = Barred(settings.own_domains, frozenset(settings.free_mail_domains))
    addresses = [
        *((domain, a.account_id) for a in crm.accounts for domain in (a.domain or "").split(";")),
        *((c.email_domain or "", c.account_id) for c in contacts),
    ]
    names = [
        *((a.account_name, a.account_id) for a in crm.accounts),
        *((alias, account_id) for alias, account_id in crm.aliases if account_id in known),
    ]
    return CrmIndex(
        accounts=accounts,
        deals={canonical_id(deal.opportunity_id): deal for deal in crm.deals},
        mappings=_grouped((key, row) for row in crm.mappings for key in sorted({row.key, row.key.lower()})),
        emails=owners_of((c.email_sha256 or "", c.account_id) for c in contacts),
        domains=owners_of(pair for pair in addresses if not barred.why(pair[0])),
        leads=_grouped((lead.email_sha256 or "", lead) for lead in crm.leads),
        people=owners_of((one_line(c.name or "").casefold(), c.account_id) for c in contacts if " " in (c.name or "")),
        names=NameIndex(tuple(pair for pair in names if pair[1] not in ours and fold_name(pair[0]) not in own_names)),
        deals_of=_grouped((deal.account_id, deal) for deal in crm.deals),
        any_case={caseless_id(account_id): account_id for account_id in sorted(known)},
        own_names=own_names,
        barred=barred,
        ours=NameIndex(tuple((name, _US) for name in _own_called(settings))),
    )


def own_companies(settings: Settings) -> frozenset[str]:
    """Return what we are called, each name run together: by `own_names`, their companies, and our domains."""
    companies = [found[1] for name in settings.own_names if (found := COMPANY_OF.fullmatch(name))]
    names = (*settings.own_names, *companies, *map(_domain_name, settings.own_domains))
    return frozenset(map(run_together, names))


def _own_called(settings: Settings) -> tuple[str, ...]:
    """Return what we and our companies are called; of `Ines Vale (Larch)` both."""
    named = [part for name in settings.own_names for part in _COMPANY_BEHIND.split(name.rstrip(") "))]
    return tuple(filter(None, (*named, *map(_domain_name, settings.own_domains))))


def _own_accounts(accounts: Iterable[Account], settings: Settings) -> frozenset[str]:
    """Return the accounts that are ourselves: by a domain of ours, or by the name of our domain or company."""
    ours = own_companies(settings)
    return frozenset(
        account.account_id
        for account in accounts
        if run_together(account.account_name) in ours
        or any(is_within(domain, settings.own_domains) for domain in (account.domain or "").split(";") if domain)
    )


def _domain_name(domain: str) -> str:
    """Return what a domain calls its owner: of `mail.larch.co.uk` it is `larch`."""
    parts = domain.split(".")[:-1] or [domain]
    return parts[-2] if len(parts) > 1 and parts[-1] in _SECOND_LEVEL else parts[-1]


def run_together(name: str) -> str:
    """Return a folded name without its blanks."""
    return fold_name(name).replace(" ", "")


def _grouped(pairs: Iterable[tuple[str, _T]]) -> dict[str, tuple[_T, ...]]:
    found: dict[str, list[_T]] = defaultdict(list)
    for key, value in pairs:
        if key:
            found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}


# -- who may vote ------------------------------------------------------------------------------


def guests(call: CallKeys, crm_index: CrmIndex) -> list[Participant]:
    """Return the participants who may speak for an account: no bots, nobody of our own."""
    return [p for p in call.participants if not p.bot and p.side != "internal" and not _is_own(p, crm_index)]


def _is_own(participant: Participant, crm_index: CrmIndex) -> bool:
    names = (participant.label, participant.name, participant.org) if crm_index.own_names else ()
    by_name = any(name and fold_name(name) in crm_index.own_names for name in names)
    return by_name or crm_index.barred.is_own((participant.email_domain or "").lower())
