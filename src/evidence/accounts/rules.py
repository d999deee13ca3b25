"""The rules that link a call: each looks at one thing and names accounts, or says why it names none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.accounts.cells import canonical_id, caseless_id
from evidence.accounts.crm_index import COMPANY_OF, guests
from evidence.accounts.named import names_in
from evidence.accounts.names import LIKELY, MARGIN, fold_name, is_ordinary
from evidence.accounts.records import INTERNAL
from evidence.english import word_set
from evidence.text import one_line, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidence.accounts.crm_index import CallKeys, CrmIndex
    from evidence.accounts.records import Mapping

_MOST = 5  # suggestions of one rule
_STATED = 0.95  # of one account that is called as the client of the file: more than a name in a title, and no proof
_FOLDER, _FOLDER_WORD = 0.8, 0.5  # of a folder that is called as an account; where that is a word of the language
_IN_SHORT = 0.9  # of its worth, where the folder has a name in short
_SAME_FOLDER, _SMALL = 0.75, 4  # the least likeness; a shorter name is like many
_SPELT = 0.85  # at most, of what is like a name: less than a name in a title
_MOST_ASKED = 20  # companies and parts of a title that are compared
_DOMAIN = re.compile(
    r"(?:(?P<name>[^()]*[^()\s])\s*\()?(?:https?://)?(?:www\.)?(?P<domain>[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})"
    r"(?:/[^\s()]*)?(?(name)\))",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"\s*(?:<+-*>+|[|/,:;()\[\]\u2013\u2014+]|\s-+\s|\s(?:x|vs\.?|with|from|and|for|at|@)\s)\s*", re.IGNORECASE
)
_MEETING = word_set("titles of meetings")


@dataclass(frozen=True, slots=True)
class Rule:
    """What one rule looked at, whom it named (account ids as in the CRM, sorted), and why nobody or not more.

    `broken` says that an id was given which the CRM does not know. Where a rule only
    suggests, `scores` holds one for each account named. `internal`: a person settled that the call is nobody's.
    """

    name: str
    looked_at: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    opportunities: tuple[str, ...] = ()
    reason: str = ""
    broken: bool = False
    scores: tuple[float, ...] = ()
    internal: bool = False


def by_account(call: CallKeys, crm_index: CrmIndex) -> Rule:
    """Ask for the CRM's account id on the call."""
    if not call.account_id:
        return Rule("account", reason="the call has no account id")
    looked_at = (call.account_id,)
    account = crm_index.accounts.get(canonical_id(call.account_id))
    if account:
        return Rule(
            "account", looked_at, (account.account_id,), reason=f"the call has the account id {account.account_id}"
        )
    return Rule("account", looked_at, reason=_unknown("account", call.account_id, crm_index), broken=True)


def _unknown(kind: str, record: str, crm_index: CrmIndex) -> str:
    near = crm_index.any_case.get(caseless_id(record)) if kind == "account" else None
    hint = f" ({near} differs only in upper and lower case)" if near else ""
    return f"{kind} {record} is not in the newest snapshot{hint}"


def by_mapping(call: CallKeys, crm_index: CrmIndex) -> Rule:
    """Ask for a line that a person wrote about the call."""
    keys = tuple(dict.fromkeys(key for key in (call.call_id, call.source_id) if key))
    rows = tuple(dict.fromkeys(row for key in keys for row in crm_index.mappings.get(key, ())))
    if not rows:
        return Rule("mapping", reason="no mapping lists the call")
    named, deals, unknown = _mapped(rows, crm_index)
    internal = any(_is_internal(row, crm_index) for row in rows)
    if internal and not all(_is_internal(row, crm_index) for row in rows):
        unknown = unknown or "mapped to an account, and as internal"
    places = ", ".join(f"{row.path}:{row.line}" for row in rows)
    by = f" by {rows[0].mapped_by}" if len(rows) == 1 and rows[0].mapped_by else ""
    to = f" to {' and '.join(sorted(named))}" if named else " as internal" if internal and not unknown else ""
    reason = (f"{unknown}; mapped" if unknown else "mapped") + f"{to}{by} in {places}"
    return Rule(
        "mapping",
        keys,
        tuple(sorted(named)),
        tuple(sorted(deals)),
        reason,
        bool(unknown),
        internal=internal and not unknown,
    )


def _is_internal(row: Mapping, crm_index: CrmIndex) -> bool:
    return row.account_id == INTERNAL and not row.opportunity_id and canonical_id(INTERNAL) not in crm_index.accounts


def _mapped(rows: Iterable[Mapping], crm_index: CrmIndex) -> tuple[set[str], set[str], str]:
    """Return the accounts and the opportunities that lines name, and the first of what the CRM does not know."""
    named, deals, unknown = set(), set(), ""
    for row in rows:
        if row.account_id and not _is_internal(row, crm_index):
            account = crm_index.accounts.get(canonical_id(row.account_id))
            named |= {account.account_id} if account else set()
            unknown = unknown or ("" if account else _unknown("account", row.account_id, crm_index))
        if row.opportunity_id:
            owner, wrong = _owner(row.opportunity_id, crm_index)
            named |= {owner} if owner else set()
            unknown = unknown or wrong
            deals.add(row.opportunity_id)
    return named, deals, unknown


def _owner(opportunity_id: str, crm_index: CrmIndex) -> tuple[str | None, str]:
    """Return the account of an opportunity, or what is wrong with it."""
    deal = crm_index.deals.get(canonical_id(opportunity_id))
    if deal is None:
        return None, _unknown("opportunity", opportunity_id, crm_index)
    account = crm_index.accounts.get(canonical_id(deal.account_id))
    if account is None:
        return (
            None,
            f"opportunity {opportunity_id} belongs to account {deal.account_id}, which is not in the newest snapshot",
        )
    return account.account_id, ""


def by_opportunity(call: CallKeys, crm_index: CrmIndex) -> Rule:
    """Ask for an opportunity id on the call."""
    if not call.opportunity_id:
        return Rule("opportunity", reason="the call has no opportunity id")
    looked_at = (call.opportunity_id,)
    owner, wrong = _owner(call.opportunity_id, crm_index)
    if owner is None:
        return Rule("opportunity", looked_at, reason=wrong, broken=True)
    return Rule("opportunity", looked_at, (owner,), looked_at, f"opportunity {call.opportunity_id} belongs to {owner}")


def by_contact(call: CallKeys, crm_index: CrmIndex) -> Rule:
    """Ask whether the e-mail of a guest is that of a contact."""
    known = [guest for guest in guests(call, crm_index) if guest.email_sha256]
    looked_at = tuple(guest.label for guest in known)
    if not known:
        return Rule("contact", reason="no guest has an e-mail address")
    found = {guest.label: crm_index.emails.get(guest.email_sha256 or "", ()) for guest in known}
    named = tuple(sorted({account_id for ids in found.values() for account_id in ids}))
    facts = "; ".join(f"{label} is a contact of {' and '.join(ids)}" for label, ids in found.items() if ids)
    return Rule("contact", looked_at, named, reason=facts or "no guest is a contact in the CRM")


def by_lead(call: CallKeys, crm_index: CrmIndex) -> Rule:
    """Ask whether the e-mail of a guest is that of a lead who was turned into an account's contact."""
    found = {g.label: crm_index.leads.get(g.email_sha256 or "", ()) for g in guests(call, crm_index) if g.email_sha256}
    leads = [(label, lead) for label, rows in found.items() for lead in rows]
    accounts = {lead.account_id: crm_index.accounts.get(canonical_id(lead.account_id or "")) for _, lead in leads}
    named = tuple(sorted({account.account_id for account in accounts.values() if account}))
    if not leads:
        return Rule("lead", tuple(found), reason="no guest is a lead in the CRM" if found else "no guest has an e-mail")
    whose = [
        f"{label} is a lead of {lead.account_id}"
        if accounts[lead.account_id]
        else f"{label} is a lead without an account so far"
        for label, lead in leads
    ]
    return Rule("lead", tuple(found), named, reason="; ".join(dict.fromkeys(whose)))


def by_domain(call: CallKeys, crm_index: CrmIndex) -> Rule:
    """Ask whether the business domain of a guest, or of a company that the source states, belongs to one account."""
    found = {guest.email_domain.lower() for guest in guests(call, crm_index) if guest.email_domain}
    stated = (split_domain(text)[1] for text in (call.account_hint or "", *_given_orgs(call, crm_index)))
    domains = tuple(sorted(found | {domain for domain in stated if domain}))
    if not domains:
        return Rule("domain", reason="no guest has a known domain")
    named, facts = set(), []
    for domain in domains:
        ids = crm_index.domains.get(domain, ())
        why = crm_index.barred.why(domain)
        if len(ids) == 1:
            named.add(ids[0])
            facts.append(f"{domain} belongs to {ids[0]} alone")
        elif ids:
            facts.append(f"{domain} is shared by {', '.join(ids[:5])}, so it was ignored")
        else:
            facts.append(f"{domain} {why}" if why else f"{domain}: no account has it")
    # What voted comes first; what is not in the CRM last, where the help refers to it.
    return Rule("domain", domains, tuple(sorted(named)), reason="; ".join(sorted(facts, key=_weight)))


def split_domain(text: str) -> tuple[str, str]:
    """Return a company's name and the domain that stands in its place or behind it in parentheses, each "" without it.

    >>> split_domain("Tarn (www.tarn.example)"), split_domain("https://tarn.example/about"), split_domain("Tarn Ltd.")
    (('Tarn', 'tarn.example'), ('', 'tarn.example'), ('Tarn Ltd.', ''))
    """
    if found := _DOMAIN.fullmatch(text.strip()):
        return found["name"] or "", found["domain"].lower()
    return text.strip(), ""


def _weight(fact: str) -> tuple[int, str]:
    return (0 if fact.endswith("alone") else 2 if fact.endswith("no account has it") else 1, fact)


# -- companies that are named ----------------------------------------------------------------------


def _stated(call: CallKeys, crm_index: CrmIndex) -> dict[str, tuple[str, ...]]:
    """Return the companies that the source states beside a guest's name, and the accounts that bear their names.

    An account whose own domains are not the guest's business domain is another company of that name.
    """
    found: dict[str, tuple[str, ...]] = {}
    for guest in guests(call, crm_index):
        if guest.org and guest.org.casefold() not in guest.label.casefold():
            bearers = crm_index.names.bearers(guest.org)
            domain = (guest.email_domain or "").lower()
            strange = domain and not crm_index.barred.why(domain) and not crm_index.domains.get(domain)
            kept = [b for b in bearers if not (strange and crm_index.accounts[canonical_id(b)].domain)]
            found[guest.org] = tuple(kept)
    return found


def by_deal(call: CallKeys, crm_index: CrmIndex) -> Rule:
    """Ask whether a deal with a company that the source states was under way on the day."""
    stated = _stated(call, crm_index)
    if not stated or not call.date:
        return Rule("deal", reason="no guest's company is given" if not stated else "the call has no date")
    deals = [deal for ids in stated.values() for key in ids for deal in crm_index.in_window(key, call.date)]
    named = tuple(sorted({deal.account_id for deal in deals}))
    looked_at = (*stated, call.date)
    if not named:
        return Rule("deal", looked_at, reason=f"none of the companies given had an open deal on {call.date}")
    facts = "; ".join(f"{deal.opportunity_id} of {deal.account_id} was open on {call.date}" for deal in deals)
    return Rule("deal", looked_at, named, tuple(sorted({deal.opportunity_id for deal in deals})), facts)


def by_name(call: CallKeys, crm_index: CrmIndex) -> Rule:
    """Ask who bears the normalised name of a company that the source states beside a guest."""
    stated = _stated(call, crm_index)
    named = tuple(sorted({key for ids in stated.values() for key in ids}))
    if not stated:
        return Rule("name", reason="no guest's company is given")
    if not named:
        return Rule(
            "name", tuple(stated), reason="no account has both the name of a guest's company and the guest's domain"
        )
    facts = "; ".join(f"{org} is the name of {' and '.join(ids)}" for org, ids in stated.items() if ids)
    return Rule("name", tuple(stated), named, reason=facts)


def by_client(call: CallKeys, crm_index: CrmIndex) -> Rule:
    """Ask who is called, or nearly called, as the source names its client."""
    hint = call.account_hint
    if not hint:
        return Rule("client", reason="the file names no client")
    name = split_domain(hint)[0] or hint
    if fold_name(name) in crm_index.own_names:
        return Rule("client", (hint,), reason=f"{hint}, named as the client, is a name of ours")
    named = crm_index.names.bearers(name)
    scores = (round(_STATED / len(named), 3),) * len(named) if named else ()
    if not named and (alike := crm_index.names.resembling(name)[:_MOST]):
        named = tuple(like.account_id for like in alike)
        scores = tuple(min(like.score, _STATED) for like in alike)
    said = f"the file names {hint} as its client"
    return Rule("client", (hint,), named, reason=said if named else f"{said}; no account is called so", scores=scores)


def by_title(call: CallKeys, crm_index: CrmIndex) -> Rule:
    """Ask for an account's name in the title, in `Name (Org)`, and on the lead that a guest is."""
    orgs = _orgs(call, crm_index)
    names = [name for org in orgs if (name := fold_name(org)) in crm_index.names.exact]
    names += names_in(call.title, crm_index.names)
    named = tuple(sorted({key for name in names for key in crm_index.names.exact[name]}))
    looked_at = tuple(dict.fromkeys(text for text in (*orgs, call.title) if text))
    if not named:
        return Rule("title", looked_at, reason="no account's name appears in the title or after a guest's name")
    reason = f"{', '.join(dict.fromkeys(names))} is named, which is not proof"
    return Rule("title", looked_at, named, reason=reason, scores=(round(0.9 / len(named), 3),) * len(named))


def by_folder(call: CallKeys, crm_index: CrmIndex) -> Rule:
    """Ask whose name a folder has in which the raw file lies."""
    folders = tuple(part for part in call.source.split("/")[:-1] if not part.isdigit())
    if not folders:
        return Rule("folder", reason="the file lies in no folder of its own")
    found: dict[str, float] = {}
    for folder in folders:
        for account_id, score in _called(folder, crm_index):
            found[account_id] = max(score, found.get(account_id, 0))
    if not found:
        return Rule("folder", folders, reason="no account is called like a folder of the file")
    ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST]
    named, scores = zip(*ranked, strict=True)
    return Rule("folder", folders, named, reason=f"the file lies in {'/'.join(folders)}", scores=scores)


def _called(folder: str, crm_index: CrmIndex) -> list[tuple[str, float]]:
    """Return whose name a folder has, and what that is worth; a word of the language may be a folder of anything."""
    known, name = crm_index.names, fold_name(folder)
    worth = _FOLDER_WORD if all(map(is_ordinary, name.split())) else _FOLDER
    if bearers := known.bearers(folder):
        return [(account_id, round(worth / len(bearers), 3)) for account_id in bearers]
    forms = (known.short, known.words) if worth < _FOLDER else (known.short, known.cut, known.words)
    if account_id := next((forms_of[name] for forms_of in forms if name in forms_of), None):
        return [(account_id, round(worth * _IN_SHORT, 3))]
    alike = known.resembling(folder)[:1] if len(name) > _SMALL else ()
    return [(like.account_id, round(worth * like.score, 3)) for like in alike if like.score >= _SAME_FOLDER]


def _orgs(call: CallKeys, crm_index: CrmIndex) -> list[str]:
    leads = (lead for guest in guests(call, crm_index) for lead in crm_index.leads.get(guest.email_sha256 or "", ()))
    return list(dict.fromkeys((*_given_orgs(call, crm_index), *(lead.company for lead in leads if lead.company))))


def _given_orgs(call: CallKeys, crm_index: CrmIndex) -> list[str]:
    """Return the companies of guests as the source gives them."""
    orgs = []
    for guest in guests(call, crm_index):
        orgs += [guest.org] if guest.org else []
        orgs += [found[1] for text in (guest.label, guest.name) if text and (found := COMPANY_OF.fullmatch(text))]
    return orgs


def by_people(call: CallKeys, crm_index: CrmIndex) -> Rule:
    """Ask whether a person wrote of every guest that he is of an account which is gone: then nobody else's call it is.

    A guest of an account that is there links nothing: a consultant may be in the call of another.
    """
    stated = dict(call.stated)
    belonging = {guest.label: stated.get(guest.label) for guest in guests(call, crm_index)}
    gone = {label: one for label, one in belonging.items() if one and canonical_id(one) not in crm_index.accounts}
    if not gone or len(gone) < len(belonging):
        return Rule("people", reason="people.csv gives no guest to an account that is gone")
    facts = [f"{label} speaks for {one}, by people.csv" for label, one in gone.items()]
    missing = "; ".join(dict.fromkeys(_unknown("account", one, crm_index) for one in gone.values()))
    return Rule("people", tuple(gone), reason=f"{missing}; {'; '.join(facts)}", broken=True)


def by_likeness(call: CallKeys, crm_index: CrmIndex) -> Rule:
    """Ask whose name a company or a part of the title resembles, or shares a word with that nobody else has."""
    domains = {(guest.email_domain or "").lower() for guest in guests(call, crm_index)}
    unknown = [
        d.rpartition(".")[0] for d in sorted(domains) if not crm_index.barred.why(d) and d not in crm_index.domains
    ]
    parts = [" ".join(w for w in part.split() if fold_name(w) not in _MEETING) for part in _PARTS.split(call.title)]
    asked = list(dict.fromkeys(text for text in (*_orgs(call, crm_index), *unknown, *parts) if len(text) > 2))
    best: dict[str, float] = {}
    for text in asked[:_MOST_ASKED]:
        for like in crm_index.names.resembling(text):
            best[like.account_id] = max(min(like.score, _SPELT), best.get(like.account_id, 0))
    for token in tokenize(call.title):
        holders = crm_index.names.holders(token.folded) if len(token.folded) > 3 else ()
        if len(holders) == 1 and token.folded not in _MEETING:
            best.setdefault(holders[0], LIKELY)
    ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))[:_MOST]
    if not ranked:
        return Rule("similar", tuple(asked), reason="no account's name resembles a company or part of the title")
    close = len(ranked) > 1 and ranked[0][1] - ranked[1][1] < MARGIN
    reason = f"similar in spelling only{', several about equally' if close else ''}, which is not proof"
    named, scores = zip(*ranked, strict=True)
    return Rule("similar", tuple(asked), named, reason=reason, scores=scores)


def by_person(call: CallKeys, crm_index: CrmIndex) -> Rule:
    """Ask whether a guest is called as a contact of one account alone."""
    names = [one_line(guest.name or guest.label) for guest in guests(call, crm_index)]
    found = {name: crm_index.people.get(name.casefold(), ()) for name in names if " " in name}
    named = tuple(sorted({ids[0] for ids in found.values() if len(ids) == 1}))
    facts = [f"{name} is also the name of a contact of {ids[0]}" for name, ids in found.items() if len(ids) == 1]
    facts += [f"{name} is the name of contacts of {len(ids)} accounts" for name, ids in found.items() if len(ids) > 1]
    reason = "; ".join(facts) or "no guest has the same name as a contact"
    return Rule("person", tuple(found), named, reason=reason, scores=(0.5,) * len(named))
