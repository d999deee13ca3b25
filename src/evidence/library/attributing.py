"""Hold what an attribution says against CRM, participants and call: known, contradicted, or said to be unknown.

What contradicts fails: another company than that of the call, another person than its speaker, a title of another
rank or function, an outcome, a number, a date. A company or a person that nobody can judge (the call is linked to no
account, its speakers have no names, there is no CRM) makes the verdict `not-judged`. Facts that the CRM does not know
are no fault and make nothing `not-judged`, which would be said of nearly every quote where one column is missing: the
detail names them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from evidence.accounts.measures import outcomes
from evidence.accounts.names import fold_name, is_ordinary
from evidence.accounts.snapshots import crm_folder
from evidence.accounts.tables import load_crm
from evidence.calls.people import role_of
from evidence.documents.attribution_parts import described, fact_kind
from evidence.documents.deal_roles import deal_role, parted_title
from evidence.documents.facts import is_known, wrong_fact, wrong_outcome, wrong_since, wrong_title
from evidence.documents.job_ranks import is_work_title
from evidence.documents.person_names import may_mean
from evidence.documents.quotations import citation_of
from evidence.git import ask_git
from evidence.library.attributed_names import AttributedNames
from evidence.library.attributed_when import AttributedWhen
from evidence.model import VerdictName

if TYPE_CHECKING:
    from collections.abc import Collection

    from evidence.accounts.records import Crm
    from evidence.documents.quotations import AttributionLine, Quotation
    from evidence.library.attributed_names import Claimed
    from evidence.library.attributed_when import Places
    from evidence.model import Account, Outcome, Verdict
    from evidence.store.prepare import IndexedParticipant

MOST_SNAPSHOTS = 12  # earlier days of the CRM that are looked at, newest first
_OF_COMPANIES = frozenset({"headcount", "arr", "industry", "outcome"})


@dataclass(slots=True)
class _Findings:
    """What is wrong of an attribution, what nobody can judge, what was not compared, what was true once."""

    misattributed: list[str]
    faults: list[str]
    doubts: list[str]
    uncompared: list[str]
    outdated: list[str]


class AttributionChecker:
    """Compares attributions with what one library knows; asks the checker where words stand and who said them."""

    def __init__(self, checker: Places) -> None:
        """Keep the checker, whose caches of calls and people are used."""
        self.checker, self.library, self.redaction = checker, checker.library, checker.redaction
        self.names = AttributedNames(checker)
        self.claim = self.names.claim
        self.when = AttributedWhen(checker, self.claim)
        self.industries = {one.industry for one in self.library.accounts.values() if one.industry}

    # -- the whole -----------------------------------------------------------------------------

    def against(
        self, verdict: Verdict, quotation: Quotation, account_id: str | None, who: IndexedParticipant | None
    ) -> Verdict:
        """Return the verdict of real words with what is true of their attribution.

        account_id: of the speaker, as far as known; who: the speaker, None where nobody knows.
        """
        found = self.compared(verdict, quotation, account_id, who)
        shown = self.redaction.apply("; ".join(filter(None, (verdict.detail, *found.faults))))
        if found.misattributed or found.faults:
            # The name that the document gives is seen there: hiding it here would tell nothing.
            detail = "; ".join(filter(None, (shown, *found.misattributed)))
            name = VerdictName.MISATTRIBUTED if found.misattributed else verdict.name
            return replace(verdict, name=name, ok=False, detail=detail)
        if found.doubts:
            # What is known to be wrong with the words counts for more than what nobody can tell of their speaker.
            name = verdict.name if verdict.name == VerdictName.CUT_SHORT else VerdictName.NOT_JUDGED
            return replace(verdict, name=name, detail="; ".join(filter(None, (shown, *found.doubts))))
        left = f"not compared: {', '.join(dict.fromkeys(found.uncompared))}" if found.uncompared else ""
        return replace(verdict, detail="; ".join(filter(None, (shown, *found.outdated, left))))

    def compared(
        self, verdict: Verdict, quotation: Quotation, account_id: str | None, who: IndexedParticipant | None
    ) -> _Findings:
        """Compare every part of an attribution."""
        attribution, call_id = quotation.attribution, verdict.citation.call_id if verdict.citation else ""
        found, names = _Findings([], [], [], [], []), self.names.in_call(self.names.claimed(attribution), call_id)
        own = self.library.accounts.get(account_id or "")
        self._company(found, names, attribution, own, who)
        self._person(found, names, call_id, who)
        self._title(found, names, who)
        account = self.library.accounts.get(self.claim(attribution).account_id or account_id or "")
        facts = self._stated(attribution, names)
        self._facts(found, attribution, facts, account, call_id)
        self._unknown(found, names, facts, account, who)
        found.misattributed += filter(None, [self.names.calls.fault(quotation, call_id)] if call_id else [])
        found.faults += self.when.faults(quotation, verdict)
        if attribution.href and not attribution.citation and (host := _host(attribution.href)):
            found.doubts.append(f"the link leads to {host}, not to a call here")
        return found

    # -- company, person, title ----------------------------------------------------------------

    def _company(
        self,
        found: _Findings,
        names: Claimed,
        attribution: AttributionLine,
        account: Account | None,
        who: IndexedParticipant | None,
    ) -> None:
        company = names.account
        if not company or (self.names.known(company) is None and self.names.describes(company)):
            return
        internal = who is not None and who.participant.side == "internal"
        if internal and " on a call with " not in f" {attribution.text}":
            if not self._is_ours(company):
                found.doubts.append(f"one of us said it, and nothing shows that we are {company}")
            return
        stated = who.participant.org if who and not internal else None
        if stated and is_called(company, (stated,)):
            return
        if account is None:
            why = "the call is linked to no account" if self.library.accounts else "there is no CRM"
            found.doubts.append(f"nobody can tell whether it was {company}: {why}")
        elif not is_called(company, self._names(account)):
            other = self.redaction.apply(account.account_name)
            found.misattributed.append(f"the call is with {other}, not with {company}")

    def _names(self, account: Account) -> tuple[str, ...]:
        """Return what an account is called, its domain and its pseudonym among that."""
        pseudonyms = (name for account_id, name in self.redaction.accounts if account_id == account.account_id)
        stems = [domain.strip().partition(".")[0] for domain in (account.domain or "").split(";")]
        return (*self.library.names_of(account), *pseudonyms, *filter(None, stems))

    def _is_ours(self, company: str) -> bool:
        domains = self.library.workspace.settings.own_domains
        return is_called(company, tuple(domain.partition(".")[0] for domain in domains))

    def _person(self, found: _Findings, names: Claimed, call_id: str, who: IndexedParticipant | None) -> None:
        persons = self.names.persons(names, self.names.called(call_id))
        if not persons:
            found.uncompared += [names.person] if names.person else []
            return
        speaker = who.participant.name if who else None
        if speaker and any(may_mean(person, speaker) for person in persons):
            return
        people = [one for one in self.checker.people(call_id) if not one.participant.bot]
        named = [one.participant.name for one in people if one is not who and one.participant.name]
        other = any(may_mean(person, name) for person in persons for name in named)
        speaking = [one for one in people if one.utterances and one.participant.role != "room"]
        known = all(one.participant.name for one in speaking)
        elsewhere = any(fold_name(person) in self.names.names for person in persons)
        if speaker and (other or known or elsewhere):
            found.misattributed.append(f"said by {self.redaction.apply(speaker)}, not by {names.person}")
        elif other:
            found.misattributed.append(f"said by somebody without a name, and {names.person} is another of the call")
        else:
            found.doubts.append(f"nobody can tell whether it was {names.person}: the call's speakers have no names")

    def _title(self, found: _Findings, names: Claimed, who: IndexedParticipant | None) -> None:
        title = names.title
        if not title or title == names.person:
            return
        stated = role_of(title.removeprefix("Our ").removeprefix("our "))
        side = who.participant.side if who else "unknown"
        if stated and {stated[0], side} == {"internal", "customer"}:
            found.misattributed.append(
                f"said by {'one of us' if side == 'internal' else 'the customer'}, not by {title}"
            )
            return
        titles = who.titles if who else ()
        work, roles = parted_title(title)
        fault, other = wrong_title(work, titles), wrong_title(", ".join(roles), titles)
        if other or (fault and not self._had_title(work, who)):
            found.misattributed.append(self.redaction.apply(other or fault))
        elif fault:
            found.outdated.append(f"{work} is out of date")
        elif self._is_open(title, titles):
            found.uncompared.append("title")

    @staticmethod
    def _is_open(title: str, titles: Collection[str]) -> bool:
        """Whether a title says what somebody does, and nothing of that is known."""
        return is_work_title(parted_title(title)[0]) and not any(is_work_title(parted_title(one)[0]) for one in titles)

    def _unknown(
        self,
        found: _Findings,
        names: Claimed,
        facts: Collection[str],
        account: Account | None,
        who: IndexedParticipant | None,
    ) -> None:
        """Say that nobody can tell what is stated of a company or a speaker of whom nothing is known."""
        if who and who.participant.side == "internal":
            return
        of_company = [fact for fact in facts if fact_kind(fact) in _OF_COMPANIES]
        if account is None and of_company:
            why = "the call is linked to no account" if self.library.accounts else "there is no CRM"
            found.doubts.append(f"nobody can tell whether it was {' and '.join(of_company)}: {why}")
        alone = not (names.person or names.account or facts)
        nameless = who is None or not who.participant.name
        known = account is not None and not (alone and nameless)
        if names.title and not known and self._is_open(names.title, who.titles if who else ()):
            found.doubts.append(f"nobody can tell whether it was a {names.title}: no title of the speaker is known")

    def _had_title(self, title: str, who: IndexedParticipant | None) -> bool:
        """Whether an earlier snapshot has a title of the speaker that may be this one."""
        name = fold_name(who.participant.name or "") if who else ""
        before = (
            contact.job_title
            for crm in self.earlier
            for contact in crm.contacts
            if contact.name and fold_name(contact.name) == name
        )
        return any(is_work_title(one) and not wrong_title(title, (one,)) for one in before if one)

    # -- facts ---------------------------------------------------------------------------------

    def _stated(self, attribution: AttributionLine, names: Claimed) -> tuple[str, ...]:
        """Return the facts of an attribution, those of a description among them: `at a 1,000-person hospital`."""
        found: list[str] = []
        for fact in attribution.facts:
            rest = self.names.calls.parted(fact).rest
            more = described(rest) if fact_kind(rest) == "headcount" or rest.startswith(("a ", "an ")) else ()
            found += more or filter(None, [rest])
        if (company := names.account) and self.names.known(company) is None and self.names.describes(company):
            found += described(company)
        return tuple(found)

    def _facts(
        self,
        found: _Findings,
        attribution: AttributionLine,
        facts: Collection[str],
        account: Account | None,
        call_id: str,
    ) -> None:
        wrong = wrong_outcome(attribution, self._outcomes(call_id, account.account_id)) if account else ""
        if wrong and account and not self._ended_before(attribution, account.account_id):
            found.misattributed.append(wrong)
        elif wrong:
            found.outdated.append("its outcome is out of date")
        for fact in facts:
            kind = fact_kind(fact)
            if kind in {"date", "time", "outcome"} or self.names.known(fact) is not None or deal_role(fact):
                continue
            fault = self._wrong_fact(fact, account) if account else ""
            if fault and account and self._was_true(fact, account.account_id):
                found.outdated.append(f"{fact} is out of date")
            elif fault:
                found.faults.append(fault)
            elif not is_known(fact, account) and kind != "since":
                found.uncompared.append(kind or fact)

    def outdated(self, attribution: AttributionLine) -> tuple[str, ...]:
        """Return the numbers and the industry of an attribution that only an earlier snapshot has of its account.

        The account is the one that is named, else that of the cited call.
        """
        cited = attribution.citation
        of_call = self.library.account_of(cited.call_id) if cited else None
        account = self.library.accounts.get(self.claim(attribution).account_id or "") or of_call
        facts = [fact for fact in attribution.facts if account and self._wrong_fact(fact, account)]
        return tuple(fact for fact in facts if account and self._was_true(fact, account.account_id))

    def _wrong_fact(self, fact: str, account: Account) -> str:
        if fact_kind(fact) == "since":
            return wrong_since(fact, self.library.deals_of(account.account_id))
        return wrong_fact(fact, account, self.industries)

    def _was_true(self, fact: str, account_id: str) -> bool:
        """Whether an earlier snapshot knows a fact of an account and agrees with it."""
        before = (one for crm in self.earlier for one in crm.accounts if one.account_id == account_id)
        return any(is_known(fact, one) and not wrong_fact(fact, one, self.industries) for one in before)

    def _ended_before(self, attribution: AttributionLine, account_id: str) -> bool:
        """Whether the stated outcome was that of an earlier snapshot, as of its day."""
        for crm in self.earlier:
            deals = [deal for deal in crm.deals if deal.account_id == account_id]
            ended = outcomes(deals, crm.day).get(account_id) if deals else None
            if ended and not wrong_outcome(attribution, {ended}):
                return True
        return False

    @cached_property
    def earlier(self) -> tuple[Crm, ...]:
        """The CRM as its earlier snapshots have it, newest first: read only where something contradicts the newest."""
        workspace = self.library.workspace
        today = self.library.catalog.get("snapshot") or ""
        days = sorted({one.day for one in crm_folder(workspace).exports if one.day < today}, reverse=True)
        return tuple(load_crm(workspace, day) for day in days[:MOST_SNAPSHOTS])

    def _outcomes(self, call_id: str, account_id: str) -> set[Outcome]:
        """Return how the deals of call and account ended; nothing where the account has none."""
        deals = self.library.deals_of(account_id)
        if not deals:
            return set()
        own = self.library.account_of(call_id)
        ended = self.library.outcome(call_id) if own and own.account_id == account_id else None
        return {found for found in (ended, outcomes(deals, self.library.day).get(account_id)) if found}

    # -- links ---------------------------------------------------------------------------------

    def with_own_link(self, quotation: Quotation) -> Quotation:
        """Return a quotation whose link to our own repository's host is a citation; one to any other host is none."""
        attribution = quotation.attribution
        if attribution.citation or not attribution.href or not self._is_own_host(attribution.href):
            return quotation
        return replace(quotation, attribution=replace(attribution, citation=citation_of(attribution.href)))

    def _is_own_host(self, href: str) -> bool:
        host, path = self._remote
        parts = urlsplit(href)
        return bool(host) and parts.hostname == host and parts.path.lower().startswith(f"/{path}/")

    @cached_property
    def _remote(self) -> tuple[str, str]:
        """The host of the repository's remote and its path, `("code.example", "team/calls")`; "" where unknown."""
        told = (ask_git(self.library.workspace.root, "config", "--get", "remote.origin.url") or "").strip().lower()
        if "://" not in told and ":" in told:  # git@host:team/calls.git
            told = f"ssh://{told.replace(':', '/', 1)}"
        parts = urlsplit(told)
        return parts.hostname or "", parts.path.strip("/").removesuffix(".git")


def is_called(company: str, names: tuple[str, ...]) -> bool:
    """Whether a document may call a company so: its name, a beginning or telling words of it, with a place behind.

    >>> is_called("Halden", ("Halden Foundry",)), is_called("Foundry", ("Halden Foundry",))
    (True, False)
    >>> is_called("Halden Foundry UK", ("Halden Foundry",)), is_called("Brightmoor Holdings", ("Brightmoor Bank",))
    (True, False)
    """
    said = [fold_name(part).split() for part in dict.fromkeys((company, company.split(",", maxsplit=1)[0]))]
    known = [fold_name(name).split() for name in names]
    return any(_are_one(one, other) for one in said for other in known if one and other)


def _are_one(one: list[str], other: list[str]) -> bool:
    if one == other or "".join(one) == "".join(other):
        return True
    if len(other) > 2 and "".join(one) == "".join(word[0] for word in other):
        return True
    short, long = sorted((one, other), key=len)
    telling = short[0] == long[0] or any(not is_ordinary(word) for word in short)
    return set(short) < set(long) and telling


def _host(href: str) -> str:
    """Return the host of an address, "" of one within the repository."""
    return urlsplit(href.replace("\\", "/")).hostname or ""
