"""The rules that link a call: each looks at one thing and names accounts, or says why it names none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.accounts.cells import canonical_id, caseless_id
from evidence.accounts.crm_index import COMPANY_OF, guests
from evidence.accounts.names import LIKELY, LINKING, MARGIN, fold_name
from evidence.english import word_set
from evidence.text import one_line, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from evidence.accounts.crm_index import CallKeys, CrmIndex

_LONGEST_NAME = 8  # words of a company's name looked for in a text
_MOST = 5  # suggestions of one rule
_STATED = 0.95  # of one account that is called as the client of the file: more than a name in a title, and no proof
_MOST_ASKED = 20  # companies and parts of a title that are compared
_PARTS = re.compile(
    r"\s*(?:<+-*>+|[|/,:;()\[\]\u2013\u2014+]|\s-+\s|\s(?:x|vs\.?|with|from|and|for|at|@)\s)\s*", re.IGNORECASE
)
_MEETING = word_set("titles of meetings")
_POSSESSIVE = re.compile(r"(?:['\u2019]s|(?<=s)['\u2019])$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rule:
    """What one rule looked at, whom it named (account ids as in the CRM, sorted), and why nobody or not more.

    `broken` says that an id was given which the CRM does not know. Where a rule only
    suggests, `scores` holds one for each account named.
    """

    name: str
    looked_at: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    opportunities: tuple[str, ...] = ()
    reason: str = ""
    broken: bool = False
    scores: tuple[float, ...] = ()


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
    return f"{kind} {record} is not in the CRM{hint}"


def by_mapping(call: CallKeys, crm_index: CrmIndex) -> Rule:
    """Ask for a line that a person wrote about the call."""
    keys = tuple(dict.fromkeys(key for key in (call.call_id, call.source_id) if key))
    rows = tuple(dict.fromkeys(row for key in keys for row in crm_index.mappings.get(key, ())))
    if not rows:
        return Rule("mapping", reason="no mapping lists the call")
    named, deals, unknown = set(), set(), ""
    for row in rows:
        if row.account_id:
            account = crm_index.accounts.get(canonical_id(row.account_id))
            named |= {account.account_id} if account else set()
            unknown = unknown or ("" if account else _unknown("account", row.account_id, crm_index))
        if row.opportunity_id:
            owner, wrong = _owner(row.opportunity_id, crm_index)
            named |= {owner} if owner else set()
            unknown = unknown or wrong
            deals.add(row.opportunity_id)
    places = ", ".join(f"{row.path}:{row.line}" for row in rows)
    by = f" by {rows[0].mapped_by}" if len(rows) == 1 and rows[0].mapped_by else ""
    to = f" to {' and '.join(sorted(named))}" if named else ""
    reason = (f"{unknown}; mapped" if unknown else "mapped") + f"{to}{by} in {places}"
    return Rule("mapping", keys, tuple(sorted(named)), tuple(sorted(deals)), reason, bool(unknown))


def _owner(opportunity_id: str, crm_index: CrmIndex) -> tuple[str | None, str]:
    """Return the account of an opportunity, or what is wrong with it."""
    deal = crm_index.deals.get(canonical_id(opportunity_id))
    if deal is None:
        return None, _unknown("opportunity", opportunity_id, crm_index)
    account = crm_index.accounts.get(canonical_id(deal.account_id))
    if account is None:
        return None, f"opportunity {opportunity_id} belongs to account {deal.account_id}, which is not in the CRM"
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
    """Ask whether the business domain of a guest belongs to exactly one account."""
    domains = tuple(sorted({guest.email_domain.lower() for guest in guests(call, crm_index) if guest.email_domain}))
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
    if fold_name(hint) in crm_index.own_names:
        return Rule("client", (hint,), reason=f"{hint}, named as the client, is a name of ours")
    named = crm_index.names.bearers(hint)
    scores = (round(_STATED / len(named), 3),) * len(named) if named else ()
    if not named and (alike := crm_index.names.resembling(hint)[:_MOST]):
        named = tuple(like.account_id for like in alike)
        scores = tuple(min(like.score, _STATED) for like in alike)
    said = f"the file names {hint} as its client"
    return Rule("client", (hint,), named, reason=said if named else f"{said}; no account is called so", scores=scores)


def by_title(call: CallKeys, crm_index: CrmIndex) -> Rule:
    """Ask for an account's name in the title, in `Name (Org)`, and on the lead that a guest is."""
    orgs = _orgs(call, crm_index)
    names = [name for org in orgs if (name := fold_name(org)) in crm_index.names.exact]
    names += names_in(call.title, crm_index)
    named = tuple(sorted({key for name in names for key in crm_index.names.exact[name]}))
    looked_at = tuple(dict.fromkeys(text for text in (*orgs, call.title) if text))
    if not named:
        return Rule("title", looked_at, reason="no account's name appears in the title or after a guest's name")
    reason = f"{', '.join(dict.fromkeys(names))} is named, which is not proof"
    return Rule("title", looked_at, named, reason=reason, scores=(round(0.9 / len(named), 3),) * len(named))


def _orgs(call: CallKeys, crm_index: CrmIndex) -> list[str]:
    orgs = []
    for guest in guests(call, crm_index):
        orgs += [guest.org] if guest.org else []
        orgs += [found[1] for text in (guest.label, guest.name) if text and (found := COMPANY_OF.fullmatch(text))]
        orgs += [lead.company for lead in crm_index.leads.get(guest.email_sha256 or "", ()) if lead.company]
    return list(dict.fromkeys(orgs))


def names_in(text: str, crm_index: CrmIndex, *, spoken: bool = False) -> list[str]:
    """Return the folded names of accounts in a text; of `Delta Dental`, not also `Delta`.

    spoken: a name of one word counts only with a capital inside of a sentence: Gap, Target and Visa are words too. Then
    also the short form of a name, without `Companies` or `Group` at its end, where only one account has it.
    """
    known = crm_index.names
    if not known.pairs:
        return []
    tokens = tokenize(text)
    plain = [token.folded.replace("'", "") for token in tokens]
    owned = [_POSSESSIVE.sub("", token.folded).replace("'", "") for token in tokens]
    found, at = [], 0
    while at < len(tokens):
        short = spoken and owned[at] in known.short_firsts
        if not (short or _may_begin(plain, at, crm_index) or _may_begin(owned, at, crm_index)):
            at += 1
            continue
        ends = range(min(len(tokens), at + _LONGEST_NAME), at, -1)
        spans = ((end, _named(text[tokens[at].start : tokens[end - 1].end], crm_index, spoken)) for end in ends)
        end, name = next(((end, name) for end, name in spans if name), (at + 1, ""))
        begins = tokens[at + (plain[at] == "the" and end > at + 1)].start
        if name and not (spoken and (" " not in name or name not in known.exact) and not _is_proper(text, begins)):
            found.append(name)
        at = end
    return found


def _named(span: str, crm_index: CrmIndex, spoken: bool) -> str:  # noqa: FBT001
    """Return the folded name that some words are: as they are, without an 's that hangs on them, in short; else ""."""
    for words in dict.fromkeys((span, _POSSESSIVE.sub("", span))):
        name = fold_name(words)
        if name in crm_index.names.exact or (spoken and name in crm_index.names.short):
            return name
    return ""


def _may_begin(plain: Sequence[str], at: int, crm_index: CrmIndex) -> bool:
    """Whether a name may begin here: asking for every run of words would take most of the time."""
    begins = crm_index.names.begins
    if plain[at] in LINKING:  # `The Gap`: the word after it decides
        if plain[at] in begins:
            return True
        at = _next_word(plain, at)
        if at == len(plain):
            return False
    first = plain[at]
    if len(first) == 1:
        return any(word in begins for word in _initials(plain, at))
    seconds = begins.get(first)
    if not seconds or "" in seconds:
        return bool(seconds)
    after = _next_word(plain, at)
    return after < len(plain) and (plain[after] in seconds or len(plain[after]) == 1)


def _initials(plain: Sequence[str], at: int) -> Iterator[str]:
    """Yield the words into which single letters may fold, as in J. P. Morgan: `j`, `jp`."""
    word = ""
    while at < len(plain) and len(plain[at]) == 1 and (not word or plain[at].isalpha()):
        word += plain[at]
        yield word
        at = _next_word(plain, at)


def _next_word(plain: Sequence[str], at: int) -> int:
    """Return the place of the next word that links no others; the end where there is none."""
    return next((after for after in range(at + 1, len(plain)) if plain[after] not in LINKING), len(plain))


def _is_proper(text: str, start: int) -> bool:
    before = text[:start].rstrip()
    return text[start].isupper() and bool(before) and before[-1] not in ".?!"


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
            best[like.account_id] = max(like.score, best.get(like.account_id, 0))
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


def by_speech(call: CallKeys, crm_index: CrmIndex) -> Rule:
    """Ask for an account's name in the first minutes of speech."""
    found: dict[str, str] = {}
    for text in call.opening:
        for name in names_in(text, crm_index, spoken=True):
            for key in crm_index.names.exact.get(name) or (crm_index.names.short[name],):
                found.setdefault(key, name)
    if not found:
        return Rule("speech", reason="no account's name was mentioned in the first minutes")
    named = tuple(found)[:_MOST]
    said = ", ".join(dict.fromkeys(found[key] for key in named))
    reason = f"{said} was mentioned in the first minutes, which is not proof"
    return Rule("speech", tuple(dict.fromkeys(found.values())), named, reason=reason, scores=(0.3,) * len(named))


DECIDING: tuple[Callable[[CallKeys, CrmIndex], Rule], ...] = (
    by_account, by_mapping, by_opportunity, by_contact, by_lead, by_domain, by_deal, by_name,
)  # fmt: skip
"""Best first: the first of these that names one account links the call."""

SUGGESTING = (by_client, by_title, by_person, by_likeness, by_speech)
"""What these name waits for a person."""
