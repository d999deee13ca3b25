"""Call x accounts -> AccountLink: exact keys first, never a guess.

The ladder, best rung first:

    account      the CRM's account id stands on the call
    mapping      a line in source/joins/mappings names the call
    opportunity  the call carries an opportunity id; its account
    contact      the e-mail of a participant is that of a contact
    lead         the e-mail of a participant is that of a lead who became a contact
    domain       the business domain of a participant belongs to exactly one account
    deal         the source states a participant's company, and a deal with it was under way
    name         the source states a participant's company: its normalised name, or an alias

These only ever suggest:

    title        an account's name in the title, in `Name (Org)`, on a lead
    person       a participant is called like the contact of one account
    similar      a company, domain or part of the title is like an account's name
    speech       an account's name in the first minutes of speech

The first rung that names one account links the call; one that names several makes
it ambiguous. An id that is not in the CRM ends the ladder: what stands below can
then only suggest. Internal people, bots, free-mail and shared domains never vote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.accounts.cells import canonical_id
from evidence.accounts.crm_index import CallKeys, CrmIndex, build_crm_index
from evidence.accounts.rules import DECIDING, SUGGESTING, Rule
from evidence.model import AccountLink, Candidate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidence.accounts.records import Crm
    from evidence.settings import Settings

__all__ = ["CallKeys", "CrmIndex", "Rule", "build_crm_index", "explain_link", "link_call", "link_calls"]

MAPPINGS = "source/joins/mappings"


def link_calls(calls: Iterable[CallKeys], crm: Crm, settings: Settings) -> tuple[AccountLink, ...]:
    """Link every call; the links stand in the order of the calls."""
    ledger = build_crm_index(crm, settings)
    return tuple(link_call(call, ledger) for call in calls)


def link_call(call: CallKeys, ledger: CrmIndex) -> AccountLink:
    """Climb down the ladder until a rung decides; only what stays open asks for likeness and speech."""
    rungs = tuple(rung(call, ledger) for rung in DECIDING)
    decided, broken = decide_link(rungs)
    if decided:
        cheap = (*rungs, *(rung(call, ledger) for rung in SUGGESTING[:2]))
        return _decided(call, decided, cheap, ledger)
    suggesting = tuple(rung(call, ledger) for rung in SUGGESTING)
    if candidates := _candidates((*rungs, *suggesting), call, ledger):
        named = " or ".join(f"{candidate.account_name} ({candidate.method})" for candidate in candidates[:3])
        reason = f"{broken or 'nothing certain'}; perhaps {named}. Confirm it with a line in {MAPPINGS}."
        return AccountLink(call.call_id, "suggested", candidates=candidates, reason=reason)
    tried = "; ".join(rung.reason for rung in rungs if rung.looked_at and rung.name not in {"lead", "deal"})
    why = broken or tried or "nothing in the call says whose it is"
    return AccountLink(call.call_id, "unlinked", reason=f"{why}. {_help(rungs)}")


def decide_link(rungs: Iterable[Rule]) -> tuple[Rule | None, str]:
    """Return the first rung that names somebody, and why none may any more once an id is not in the CRM."""
    broken = ""
    for rung in rungs:
        if rung.broken:
            broken = broken or rung.reason
        # A person's mapping mends a wrong id on the call; nothing else below it may.
        elif rung.named and (not broken or rung.name == "mapping"):
            return rung, ""
    return None, broken


def _decided(call: CallKeys, rung: Rule, rungs: tuple[Rule, ...], ledger: CrmIndex) -> AccountLink:
    if len(rung.named) > 1:
        candidates = tuple(_candidate(account_id, rung, ledger) for account_id in rung.named)
        reason = f"{rung.reason}. Say which with a line in {MAPPINGS}."
        return AccountLink(call.call_id, "ambiguous", method=rung.name, candidates=candidates, reason=reason)
    account_id = rung.named[0]
    opportunity_id, doubt = _opportunity(account_id, rungs, call, ledger)
    return AccountLink(
        call.call_id,
        "linked",
        account_id,
        opportunity_id,
        rung.name,
        1.0,
        _candidates(rungs, call, ledger, but=account_id),
        rung.reason + doubt,
    )


def _opportunity(account_id: str, rungs: tuple[Rule, ...], call: CallKeys, ledger: CrmIndex) -> tuple[str | None, str]:
    """Return the deal that the best rung names, else the only one under way on the day; and a remark in words."""
    for rung in rungs:
        deals = [deal for name in rung.opportunities if (deal := ledger.deals.get(canonical_id(name)))]
        own = sorted({deal.opportunity_id for deal in deals if deal.account_id == account_id})
        if len(own) == 1:
            return own[0], ""
        if own:
            return None, f"; several opportunities ({', '.join(own)}), so none is taken"
        if deals:
            return None, f"; opportunity {deals[0].opportunity_id} belongs to {deals[0].account_id}, so it is not taken"
    under_way = ledger.in_window(account_id, call.date)
    if len(under_way) == 1:
        return under_way[0].opportunity_id, f"; its only deal under way then is {under_way[0].opportunity_id}"
    return None, ""


def _candidates(
    rungs: Iterable[Rule], call: CallKeys, ledger: CrmIndex, *, but: str | None = None
) -> tuple[Candidate, ...]:
    """Return who else was named, best rung first; in one rung those with a deal under way that day first."""
    best: dict[str, Candidate] = {}
    for rung in rungs:
        found = [_candidate(account_id, rung, ledger) for account_id in rung.named if account_id != but]
        for each in sorted(found, key=lambda c: (-c.score, not ledger.in_window(c.account_id, call.date))):
            best.setdefault(each.account_id, each)
    return tuple(best.values())


def _candidate(account_id: str, rung: Rule, ledger: CrmIndex) -> Candidate:
    name = ledger.accounts[canonical_id(account_id)].account_name
    scores = dict(zip(rung.named, rung.scores, strict=True)) if rung.scores else {}
    return Candidate(account_id, name, rung.name, scores.get(account_id, round(1 / len(rung.named), 3)))


def _help(rungs: tuple[Rule, ...]) -> str:
    strange = next((rung for rung in rungs if rung.name == "domain" and rung.looked_at and not rung.named), None)
    domain = " or give the account this domain" if strange and strange.reason.endswith("no account has it") else ""
    return f"Add a line to {MAPPINGS}{domain}."


def explain_link(call: CallKeys, ledger: CrmIndex) -> tuple[Rule, ...]:
    """Return every rung of the ladder for this call, best first, also those that were not needed."""
    return tuple(rung(call, ledger) for rung in (*DECIDING, *SUGGESTING))
