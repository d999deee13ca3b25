"""Call x accounts -> AccountLink: exact keys first, never a guess.

The ladder, best rung first:

    account      the CRM's account id stands on the call
    mapping      a line in source/joins/mappings names the call
    opportunity  the call carries an opportunity id; its account
    contact      the e-mail of a participant is that of a contact
    domain       the business domain of a participant belongs to exactly one account
    name         a company named in `Name (Org)` or the title: only ever a suggestion

The first rung that names one account links the call; one that names several makes
it ambiguous. An id that is not in the CRM ends the ladder: what stands below can
then only suggest. Internal people, bots, free-mail and shared domains never vote.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.accounts.cells import canonical_id, caseless_id
from evidence.accounts.names import fold_name
from evidence.model import AccountLink, Candidate
from evidence.text import tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from evidence.accounts.records import Crm
    from evidence.accounts.records import Mapping as HandMade
    from evidence.model import Account, Deal, Participant
    from evidence.settings import Settings

MAPPINGS = "source/joins/mappings"
_LONGEST_NAME = 8  # words of a company's name looked for in a title
_ORG = re.compile(r"[^()]+\(([^()]+)\)")


@dataclass(frozen=True, slots=True)
class CallKeys:
    """What of a call may say whose it is."""

    call_id: str
    source_id: str | None = None
    title: str = ""
    date: str | None = None
    account_id: str | None = None
    opportunity_id: str | None = None
    participants: tuple[Participant, ...] = ()


@dataclass(frozen=True, slots=True)
class Rung:
    """What one rung looked at, whom it named (account ids as in the CRM, sorted), and why nobody or not more.

    `broken` says that an id was given which the CRM does not know.
    """

    name: str
    looked_at: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    opportunities: tuple[str, ...] = ()
    reason: str = ""
    broken: bool = False


@dataclass(frozen=True, slots=True)
class _Barred:
    """The domains that never vote."""

    own: tuple[str, ...]
    free_mail: frozenset[str]

    def is_own(self, domain: str) -> bool:
        return any(domain == own or domain.endswith(f".{own}") for own in self.own)

    def why(self, domain: str) -> str:
        """Return why this domain never votes, or ""."""
        if domain in self.free_mail:
            return "is a free-mail domain and does not vote"
        return "is our own" if self.is_own(domain) else ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The CRM indexed for linking; ids are canonical in keys, and as exported in values."""

    accounts: Mapping[str, Account]
    deals: Mapping[str, Deal]
    mappings: Mapping[str, tuple[HandMade, ...]]
    emails: Mapping[str, tuple[str, ...]]
    domains: Mapping[str, tuple[str, ...]]
    names: Mapping[str, tuple[str, ...]]
    any_case: Mapping[str, str]
    own_names: frozenset[str]
    barred: _Barred


def build_ledger(crm: Crm, settings: Settings) -> Ledger:
    """Index the CRM once, so that a call costs a handful of look-ups."""
    accounts = {canonical_id(account.account_id): account for account in crm.accounts}
    known = {account.account_id for account in crm.accounts}
    contacts = [contact for contact in crm.contacts if contact.account_id in known]
    own_names = frozenset(fold_name(name) for name in settings.own_names)
    barred = _Barred(settings.own_domains, frozenset(settings.free_mail_domains))
    addresses = [
        *((domain, a.account_id) for a in crm.accounts for domain in (a.domain or "").split(";")),
        *((c.email_domain or "", c.account_id) for c in contacts),
    ]
    names = [
        *((fold_name(a.account_name), a.account_id) for a in crm.accounts),
        *((fold_name(alias), account_id) for alias, account_id in crm.aliases if account_id in known),
    ]
    mappings: dict[str, list[HandMade]] = defaultdict(list)
    for mapping in crm.mappings:
        for key in {mapping.key, mapping.key.lower()}:
            mappings[key].append(mapping)
    return Ledger(
        accounts=accounts,
        deals={canonical_id(deal.opportunity_id): deal for deal in crm.deals},
        mappings={key: tuple(rows) for key, rows in mappings.items()},
        emails=_gather((c.email_sha256 or "", c.account_id) for c in contacts),
        domains=_gather(pair for pair in addresses if not barred.why(pair[0])),
        names=_gather(pair for pair in names if pair[0] not in own_names),
        any_case={caseless_id(account_id): account_id for account_id in sorted(known)},
        own_names=own_names,
        barred=barred,
    )


def _gather(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for key, account_id in pairs:
        if key:
            found[key].add(account_id)
    return {key: tuple(sorted(ids)) for key, ids in found.items()}


def link(calls: Iterable[CallKeys], crm: Crm, settings: Settings) -> tuple[AccountLink, ...]:
    """Link every call; the links stand in the order of the calls."""
    ledger = build_ledger(crm, settings)
    return tuple(link_call(call, ledger) for call in calls)


def link_call(call: CallKeys, ledger: Ledger) -> AccountLink:
    """Climb down the ladder until a rung decides."""
    rungs = explain(call, ledger)
    broken = ""
    for rung in rungs[:-1]:
        if rung.broken:
            broken = broken or rung.reason
        # A person's mapping mends a wrong id on the call; nothing else below it may.
        elif rung.named and (not broken or rung.name == "mapping"):
            return _decided(call, rung, rungs, ledger)
    candidates = _candidates(rungs, ledger, but=None)
    if candidates:
        named = " or ".join(f"{candidate.account_name} ({candidate.method})" for candidate in candidates[:3])
        reason = f"{broken or 'nothing certain'}; perhaps {named}. Confirm it with a line in {MAPPINGS}."
        return AccountLink(call.call_id, "suggested", candidates=candidates, reason=reason)
    tried = (
        broken
        or "; ".join(rung.reason for rung in rungs[:-1] if rung.looked_at)
        or "nothing in the call says whose it is"
    )
    return AccountLink(call.call_id, "unlinked", reason=f"{tried}. {_help(rungs)}")


def _decided(call: CallKeys, rung: Rung, rungs: tuple[Rung, ...], ledger: Ledger) -> AccountLink:
    if len(rung.named) > 1:
        candidates = tuple(_candidate(account_id, rung, ledger) for account_id in rung.named)
        reason = f"{rung.reason}. Say which with a line in {MAPPINGS}."
        return AccountLink(call.call_id, "ambiguous", method=rung.name, candidates=candidates, reason=reason)
    account_id = rung.named[0]
    opportunity_id, doubt = _opportunity(account_id, rungs, ledger)
    return AccountLink(
        call.call_id,
        "linked",
        account_id,
        opportunity_id,
        rung.name,
        1.0,
        _candidates(rungs, ledger, but=account_id),
        rung.reason + doubt,
    )


def _opportunity(account_id: str, rungs: tuple[Rung, ...], ledger: Ledger) -> tuple[str | None, str]:
    """Return the deal that the best rung names for this account, and a doubt in words."""
    for rung in rungs:
        deals = [deal for name in rung.opportunities if (deal := ledger.deals.get(canonical_id(name)))]
        own = sorted({deal.opportunity_id for deal in deals if deal.account_id == account_id})
        if len(own) == 1:
            return own[0], ""
        if own:
            return None, f"; several opportunities ({', '.join(own)}), so none is taken"
        if deals:
            return None, f"; opportunity {deals[0].opportunity_id} belongs to {deals[0].account_id}, so it is not taken"
    return None, ""


def _candidates(rungs: Iterable[Rung], ledger: Ledger, *, but: str | None) -> tuple[Candidate, ...]:
    best: dict[str, Candidate] = {}
    for rung in rungs:
        for account_id in rung.named:
            if account_id != but:
                best.setdefault(account_id, _candidate(account_id, rung, ledger))
    return tuple(best.values())


def _candidate(account_id: str, rung: Rung, ledger: Ledger) -> Candidate:
    name = ledger.accounts[canonical_id(account_id)].account_name
    return Candidate(account_id, name, rung.name, round(1 / len(rung.named), 3))


def _help(rungs: tuple[Rung, ...]) -> str:
    strange = next((rung for rung in rungs if rung.name == "domain" and rung.looked_at and not rung.named), None)
    domain = " or give the account this domain" if strange and strange.reason.endswith("no account has it") else ""
    return f"Add a line to {MAPPINGS}{domain}."


def explain(call: CallKeys, ledger: Ledger) -> tuple[Rung, ...]:
    """Return every rung of the ladder for this call, best first, also those that were not needed."""
    return tuple(rung(call, ledger) for rung in _LADDER)


# -- the rungs ---------------------------------------------------------------------------------


def _by_account(call: CallKeys, ledger: Ledger) -> Rung:
    if not call.account_id:
        return Rung("account", reason="the call carries no account id")
    looked_at = (call.account_id,)
    account = ledger.accounts.get(canonical_id(call.account_id))
    if account:
        return Rung("account", looked_at, (account.account_id,), reason=f"the call carries {account.account_id}")
    return Rung("account", looked_at, reason=_unknown("account", call.account_id, ledger), broken=True)


def _unknown(kind: str, record: str, ledger: Ledger) -> str:
    near = ledger.any_case.get(caseless_id(record)) if kind == "account" else None
    hint = f" ({near} differs only in case)" if near else ""
    return f"{kind} {record} is not in the CRM{hint}"


def _by_mapping(call: CallKeys, ledger: Ledger) -> Rung:
    keys = tuple(dict.fromkeys(key for key in (call.call_id, call.source_id) if key))
    rows = tuple(dict.fromkeys(row for key in keys for row in ledger.mappings.get(key, ())))
    if not rows:
        return Rung("mapping", reason="no mapping names the call")
    named, deals, unknown = set(), set(), ""
    for row in rows:
        if row.account_id:
            account = ledger.accounts.get(canonical_id(row.account_id))
            named |= {account.account_id} if account else set()
            unknown = unknown or ("" if account else _unknown("account", row.account_id, ledger))
        if row.opportunity_id:
            owner, wrong = _owner(row.opportunity_id, ledger)
            named |= {owner} if owner else set()
            unknown = unknown or wrong
            deals.add(row.opportunity_id)
    places = ", ".join(f"{row.path}:{row.line}" for row in rows)
    by = f" by {rows[0].mapped_by}" if len(rows) == 1 and rows[0].mapped_by else ""
    to = f" to {' and '.join(sorted(named))}" if named else ""
    reason = (f"{unknown}; mapped" if unknown else "mapped") + f"{to}{by} in {places}"
    return Rung("mapping", keys, tuple(sorted(named)), tuple(sorted(deals)), reason, bool(unknown))


def _owner(opportunity_id: str, ledger: Ledger) -> tuple[str | None, str]:
    """Return the account of an opportunity, or what is wrong with it."""
    deal = ledger.deals.get(canonical_id(opportunity_id))
    if deal is None:
        return None, _unknown("opportunity", opportunity_id, ledger)
    account = ledger.accounts.get(canonical_id(deal.account_id))
    if account is None:
        return None, f"opportunity {opportunity_id} is of account {deal.account_id}, which is not in the CRM"
    return account.account_id, ""


def _by_opportunity(call: CallKeys, ledger: Ledger) -> Rung:
    if not call.opportunity_id:
        return Rung("opportunity", reason="the call carries no opportunity id")
    looked_at = (call.opportunity_id,)
    owner, wrong = _owner(call.opportunity_id, ledger)
    if owner is None:
        return Rung("opportunity", looked_at, reason=wrong, broken=True)
    return Rung("opportunity", looked_at, (owner,), looked_at, f"opportunity {call.opportunity_id} is of {owner}")


def _by_contact(call: CallKeys, ledger: Ledger) -> Rung:
    guests = [guest for guest in _guests(call, ledger) if guest.email_sha256]
    looked_at = tuple(guest.label for guest in guests)
    if not guests:
        return Rung("contact", reason="no guest has an e-mail address")
    found = {guest.label: ledger.emails.get(guest.email_sha256 or "", ()) for guest in guests}
    named = tuple(sorted({account_id for ids in found.values() for account_id in ids}))
    facts = "; ".join(f"{label} is a contact of {' and '.join(ids)}" for label, ids in found.items() if ids)
    return Rung("contact", looked_at, named, reason=facts or "no guest is a contact in the CRM")


def _by_domain(call: CallKeys, ledger: Ledger) -> Rung:
    domains = tuple(sorted({guest.email_domain.lower() for guest in _guests(call, ledger) if guest.email_domain}))
    if not domains:
        return Rung("domain", reason="no guest's domain is known")
    named, facts = set(), []
    for domain in domains:
        ids = ledger.domains.get(domain, ())
        why = ledger.barred.why(domain)
        if len(ids) == 1:
            named.add(ids[0])
            facts.append(f"{domain} belongs to {ids[0]} alone")
        elif ids:
            facts.append(f"{domain} is shared by {', '.join(ids[:5])} and does not vote")
        else:
            facts.append(f"{domain} {why}" if why else f"{domain}: no account has it")
    # What voted comes first; what is not in the CRM last, where the help refers to it.
    return Rung("domain", domains, tuple(sorted(named)), reason="; ".join(sorted(facts, key=_weight)))


def _weight(fact: str) -> tuple[int, str]:
    return (0 if fact.endswith("alone") else 2 if fact.endswith("no account has it") else 1, fact)


def _by_name(call: CallKeys, ledger: Ledger) -> Rung:
    guests = _guests(call, ledger)
    orgs = [guest.org for guest in guests if guest.org]
    orgs += [
        found[1] for guest in guests for text in (guest.label, guest.name) if text and (found := _ORG.fullmatch(text))
    ]
    folded = dict.fromkeys(fold_name(org) for org in orgs)
    names = [*(name for name in folded if name in ledger.names), *_names_in(call.title, ledger)]
    named = tuple(sorted({account_id for name in names for account_id in ledger.names[name]}))
    looked_at = tuple(dict.fromkeys(text for text in (*orgs, call.title) if text))
    if not named:
        return Rung("name", looked_at, reason="no account's name stands in the title or behind a guest's name")
    return Rung("name", looked_at, named, reason=f"{', '.join(dict.fromkeys(names))} is named, which proves nothing")


def _names_in(title: str, ledger: Ledger) -> list[str]:
    """Return the folded names of accounts in a title; of `Delta Dental`, not also `Delta`."""
    tokens = tokenize(title)
    found, at = [], 0
    while at < len(tokens):
        ends = range(min(len(tokens), at + _LONGEST_NAME), at, -1)
        spans = ((end, fold_name(title[tokens[at].start : tokens[end - 1].end])) for end in ends)
        end, name = next(((end, name) for end, name in spans if name in ledger.names), (at + 1, ""))
        found += [name] if name else []
        at = end
    return found


_LADDER: tuple[Callable[[CallKeys, Ledger], Rung], ...] = (
    _by_account,
    _by_mapping,
    _by_opportunity,
    _by_contact,
    _by_domain,
    _by_name,
)


# -- who may vote ------------------------------------------------------------------------------


def _guests(call: CallKeys, ledger: Ledger) -> list[Participant]:
    """Return the participants who may speak for an account: no bots, nobody of our own."""
    return [p for p in call.participants if not p.bot and p.side != "internal" and not _is_own(p, ledger)]


def _is_own(participant: Participant, ledger: Ledger) -> bool:
    names = (participant.label, participant.name, participant.org)
    by_name = any(name and fold_name(name) in ledger.own_names for name in names)
    return by_name or ledger.barred.is_own((participant.email_domain or "").lower())
