"""Call x accounts -> AccountLink: exact keys first, never a guess.

The rules, best first:

    account      the CRM's account id stands on the call
    mapping      a line in source/joins/mappings names the call
    opportunity  the call carries an opportunity id; its account
    contact      the e-mail of a participant is that of a contact
    lead         the e-mail of a participant is that of a lead who became a contact
    domain       the business domain of a participant, or that the source states, belongs to exactly one account
    deal         the source states a participant's company, and a deal with it was under way
    name         the source states a participant's company: its normalised name, or an alias
    people       links nothing; where people.csv gives all guests to accounts that are gone, nothing is suggested

These only ever suggest:

    client       the source names its client: an account's name, or one like it
    title        an account's name in the title, in `Name (Org)`, on a lead
    folder       the raw file lies in a folder that is called as an account
    person       a participant is called like the contact of one account
    similar      a company, domain or part of the title is like an account's name
    speech       an account's name in what was said, by what is said of it (`speech`)

The first rule that names one account links the call; one that names several makes
it ambiguous. An id that is not in the CRM ends the search: what stands below can
then only suggest, and where a person mapped the call to it, nothing is suggested.
A mapping to `internal` says that the call is nobody's. Internal people, bots, free-mail and shared domains never vote.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.accounts import rules as ask
from evidence.accounts.cells import canonical_id
from evidence.accounts.crm_index import CallKeys, CrmIndex, build_crm_index
from evidence.accounts.rules import Rule
from evidence.accounts.speech import by_speech
from evidence.model import AccountLink, Candidate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from evidence.accounts.records import Crm
    from evidence.settings import Settings

__all__ = [
    "CallKeys",
    "CrmIndex",
    "Rule",
    "build_crm_index",
    "explain_link",
    "link_call",
    "link_calls",
    "why_suggested",
    "without_help",
]

REVIEW = "evidence review --links"
_HELP = re.compile(rf" To [a-z ]+: {REVIEW}\b.*$")
_MEND = {
    by: f"To settle it: export the accounts again with it, or fix {what}."
    for by, what in (("mapping", "the mapping"), ("people", "source/people.csv"))
}
_NO_ACCOUNTS = "There are no accounts yet: put an export of them into source/crm/exports."
_WHY = {
    "title": "named in the title",
    "folder": "the file's folder is called so",
    "person": "a contact's name",
    "similar": "similar name",
    "speech": "named in the call",
    "client": "named as the client",
}  # what a rule that only suggests found, for readers


DECIDING: tuple[Callable[[CallKeys, CrmIndex], Rule], ...] = (
    ask.by_account, ask.by_mapping, ask.by_opportunity, ask.by_contact, ask.by_lead, ask.by_domain, ask.by_deal,
    ask.by_name, ask.by_people,
)  # fmt: skip
"""Best first: the first of these that names one account links the call."""

SUGGESTING = (ask.by_client, ask.by_title, ask.by_folder, ask.by_person, ask.by_likeness, by_speech)
"""What these name waits for a person."""


def link_calls(calls: Iterable[CallKeys], crm: Crm, settings: Settings) -> tuple[AccountLink, ...]:
    """Link every call; the links stand in the order of the calls."""
    crm_index = build_crm_index(crm, settings)
    return tuple(link_call(call, crm_index) for call in calls)


def link_call(call: CallKeys, crm_index: CrmIndex) -> AccountLink:
    """Ask the rules in their order until one decides; only what stays open asks for likeness and speech."""
    rules = tuple(rule(call, crm_index) for rule in DECIDING)
    decided, broken = decide_link(rules)
    if by_hand := next((rule for rule in rules if rule.name in _MEND and rule.broken and not decided), None):
        # Nothing else is proposed for what a person settled: the export may lack the account.
        to_do = _MEND[by_hand.name] if crm_index.accounts else _NO_ACCOUNTS
        return AccountLink(call.call_id, "unlinked", method=by_hand.name, reason=f"{by_hand.reason}. {to_do}")
    if decided and decided.internal:
        return AccountLink(call.call_id, "internal", method=decided.name, reason=decided.reason)
    if decided:
        cheap = (*rules, *(rule(call, crm_index) for rule in SUGGESTING[:4]))
        return _decided(call, decided, cheap, crm_index)
    suggesting = tuple(rule(call, crm_index) for rule in SUGGESTING)
    if candidates := _candidates((*rules, *suggesting), call, crm_index):
        named = " or ".join(f"{one.account_name} ({_why(one, call)})" for one in candidates[:3])
        reason = f"{broken}{'. ' * bool(broken)}Probably {named}. To confirm: {REVIEW}."
        return AccountLink(call.call_id, "suggested", candidates=candidates, reason=reason)
    tried = "; ".join(rule.reason for rule in rules if rule.looked_at and rule.name not in {"lead", "deal", "people"})
    if call.account_hint and suggesting[0].looked_at:
        tried = f"{suggesting[0].reason}{'; ' * bool(tried)}{tried}"
    why = broken or tried or "can't tell which customer this call is with"
    return AccountLink(call.call_id, "unlinked", reason=f"{why}. {_help(rules, crm_index)}")


def _why(candidate: Candidate, call: CallKeys) -> str:
    if candidate.method == "client":
        return f"the file names {call.account_hint} as its client"
    return why_suggested(candidate.method)


def why_suggested(method: str) -> str:
    """Return in words what a rule that only suggests found."""
    return _WHY.get(method, method)


def decide_link(rules: Iterable[Rule]) -> tuple[Rule | None, str]:
    """Return the first rule that decides, for somebody or nobody, and why none may once an id is not in the CRM."""
    broken = ""
    for rule in rules:
        if rule.broken:
            broken = broken or rule.reason
        # A person's mapping mends a wrong id on the call; nothing else below it may.
        elif (rule.named or rule.internal) and (not broken or rule.name == "mapping"):
            return rule, ""
    return None, broken


def _decided(call: CallKeys, rule: Rule, rules: tuple[Rule, ...], crm_index: CrmIndex) -> AccountLink:
    if len(rule.named) > 1:
        candidates = tuple(_candidate(account_id, rule, crm_index) for account_id in rule.named)
        reason = f"{rule.reason}. To choose: {REVIEW}."
        return AccountLink(call.call_id, "ambiguous", method=rule.name, candidates=candidates, reason=reason)
    account_id = rule.named[0]
    opportunity_id, doubt = _opportunity(account_id, rules, call, crm_index)
    return AccountLink(
        call.call_id,
        "linked",
        account_id,
        opportunity_id,
        rule.name,
        1.0,
        _candidates(rules, call, crm_index, but=account_id),
        rule.reason + doubt,
    )


def _opportunity(
    account_id: str, rules: tuple[Rule, ...], call: CallKeys, crm_index: CrmIndex
) -> tuple[str | None, str]:
    """Return the deal that the best rule names, else the only one under way on the day; and a remark in words."""
    for rule in rules:
        deals = [deal for name in rule.opportunities if (deal := crm_index.deals.get(canonical_id(name)))]
        own = sorted({deal.opportunity_id for deal in deals if deal.account_id == account_id})
        if len(own) == 1:
            return own[0], ""
        if own:
            return None, f"; it has several opportunities ({', '.join(own)}), so none was chosen"
        if deals:
            return None, f"; opportunity {deals[0].opportunity_id} belongs to {deals[0].account_id}, so it was not used"
    under_way = crm_index.in_window(account_id, call.date)
    if len(under_way) == 1:
        return under_way[0].opportunity_id, f"; its only open deal at that time was {under_way[0].opportunity_id}"
    return None, ""


def _candidates(
    rules: Iterable[Rule], call: CallKeys, crm_index: CrmIndex, *, but: str | None = None
) -> tuple[Candidate, ...]:
    """Return who else was named, by score; of equals the best rule first, then those with a deal under way that day."""
    best: dict[str, Candidate] = {}
    for rule in rules:
        found = [_candidate(account_id, rule, crm_index) for account_id in rule.named if account_id != but]
        for each in sorted(found, key=lambda c: not crm_index.in_window(c.account_id, call.date)):
            before = best.get(each.account_id)
            # That a name is like itself adds nothing to it; what is said may add much.
            if before is None or (each.method == "speech" and each.score > before.score):
                best[each.account_id] = each
    return tuple(sorted(best.values(), key=lambda candidate: -candidate.score))


def _candidate(account_id: str, rule: Rule, crm_index: CrmIndex) -> Candidate:
    name = crm_index.accounts[canonical_id(account_id)].account_name
    scores = dict(zip(rule.named, rule.scores, strict=True)) if rule.scores else {}
    return Candidate(account_id, name, rule.name, scores.get(account_id, round(1 / len(rule.named), 3)))


def _help(rules: tuple[Rule, ...], crm_index: CrmIndex) -> str:
    if not crm_index.accounts:
        return _NO_ACCOUNTS
    strange = next((rule for rule in rules if rule.name == "domain" and rule.looked_at and not rule.named), None)
    domain = (
        ", or give the account this domain in the CRM"
        if strange and strange.reason.endswith("no account has it")
        else ""
    )
    return f"To settle it: {REVIEW}{domain}."


def without_help(reason: str) -> str:
    """Return the reason of a link without the sentence that says which command settles it: who reads it there is there.

    >>> without_help("two accounts are called so. To choose: evidence review --links.")
    'two accounts are called so.'
    """
    return _HELP.sub("", reason)


def explain_link(call: CallKeys, crm_index: CrmIndex) -> tuple[Rule, ...]:
    """Return every rule for this call, best first, also those that were not needed."""
    return tuple(rule(call, crm_index) for rule in (*DECIDING, *SUGGESTING))
