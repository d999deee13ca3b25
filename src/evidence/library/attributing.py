"""Hold what an attribution says against CRM, participants and call: known, contradicted, or said to be unknown.

What contradicts fails: another company than that of the call, another person than its speaker, a title of another
rank or function, an outcome, a number, a date. A company or a person that nobody can judge (the call is linked to no
account, its speakers have no names, there is no CRM) makes the verdict `not-judged`. Facts that the CRM does not know
are no fault and make nothing `not-judged`, which would be said of nearly every quote where one column is missing: the
detail names them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from evidence.accounts.measures import outcomes
from evidence.accounts.names import fold_name, is_ordinary
from evidence.accounts.snapshots import crm_folder
from evidence.accounts.tables import load_crm
from evidence.calls.people import is_nameless, role_of
from evidence.documents.attribution_parts import fact_kind, is_industry, names_work
from evidence.documents.attributions import is_name
from evidence.documents.facts import is_known, wrong_fact, wrong_outcome, wrong_since, wrong_title
from evidence.documents.job_ranks import is_work_title
from evidence.documents.person_names import may_mean
from evidence.documents.quotations import citation_of
from evidence.english import word_set
from evidence.git import ask_git
from evidence.library.attributed_when import AttributedWhen
from evidence.model import VerdictName
from evidence.quotes.verdicts import ClaimedSpeaker
from evidence.text import words

if TYPE_CHECKING:
    from evidence.accounts.records import Crm
    from evidence.documents.quotations import AttributionLine, Quotation
    from evidence.library.attributed_when import Places
    from evidence.model import Account, Outcome, Verdict
    from evidence.store.prepare import IndexedParticipant

MOST_SNAPSHOTS = 12  # earlier days of the CRM that are looked at, newest first
_DESCRIBING = word_set(
    "kinds of companies", "kinds of accounts", "general company words", "what companies do", "industries", "glue",
    "filling of industries", "nobody", "name suffixes", "legal forms",
)  # fmt: skip
_FIRST_NAMES = word_set("first names")
_TALKS = word_set(
    "meetings", "names of conversations", "conversations", "roles of speakers", "nobody", "no titles",
    "titles of what was taken down", "what is recorded", "files beside a call", "people of a company",
)  # fmt: skip


class Claimed(NamedTuple):
    """Whom an attribution names, as far as its parts are names."""

    person: str | None
    title: str | None
    account: str | None


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
        self.accounts = self._known_accounts()
        self.when = AttributedWhen(checker, self.claim)
        self.industries = {one.industry for one in self.library.accounts.values() if one.industry}
        self.describes = lru_cache(4096)(self._describes)

    def _known_accounts(self) -> dict[str, str | None]:
        """Return the account of every name, None where it means several; a pseudonym in force means its own."""
        called: defaultdict[str, set[str]] = defaultdict(set)
        for account in self.library.accounts.values():
            for name in self.library.names_of(account):
                called[name.casefold()].add(account.account_id)
                called[fold_name(name)].add(account.account_id)
        found = {name: min(ids) if len(ids) == 1 else None for name, ids in called.items()}
        return found | {name.casefold(): account_id for account_id, name in self.redaction.accounts}

    # -- who is claimed ------------------------------------------------------------------------

    def claim(self, attribution: AttributionLine) -> ClaimedSpeaker:
        """Return whose words they are said to be; a name that the CRM does not know claims nothing here.

        A name of several accounts is a customer's all the same.
        `on a call with` is how blocks name our own people: it makes them nobody's customer.
        """
        account = self.claimed(attribution).account
        if " on a call with " in f" {attribution.text}" or not account:
            return ClaimedSpeaker()
        name = self._known(account)
        return ClaimedSpeaker(self.accounts[name], "customer") if name is not None else ClaimedSpeaker()

    def claimed(self, attribution: AttributionLine) -> Claimed:
        """Return person, title and company of an attribution; what the CRM calls an account is the company."""
        person, title, account = attribution.person, attribution.title, attribution.account
        if person and self._known(person) is not None and (not account or self._known(account) is None):
            person, account = account, person
        if not account or self._known(account) is None:
            named = next((fact for fact in attribution.facts if self._known(fact) is not None), None)
            account = named or account
        if person is None and title and not names_work(title) and is_name(title):
            person = title
        return Claimed(person, title, account)

    def _known(self, name: str) -> str | None:
        """Return the key of a name of accounts, None where the CRM has none of this name."""
        return next((key for key in (name.casefold(), fold_name(name)) if key in self.accounts), None)

    def _describes(self, name: str) -> bool:
        """Whether words describe a company or a person and name none: `a lender`, `Mid-market Fintech`, `London`."""
        if not (name[0].isupper() or name[0].isdigit()) or is_nameless(name):
            return True
        said = words(name.replace("-", " "))
        if said[:1] in (["a"], ["an"], ["our"], ["my"], ["one"]) or all(
            word in _DESCRIBING or word.isdigit() for word in said
        ):
            return True
        return " ".join(said) in self._values or is_industry(name)

    @cached_property
    def _values(self) -> frozenset[str]:
        """What the CRM says of accounts in words: where they are, how they are funded, which segment they are."""
        cells = (
            cell
            for one in self.library.accounts.values()
            for cell in (one.industry, one.geography, one.funding_stage, one.segment)
        )
        return frozenset(" ".join(words(cell)) for cell in cells if cell)

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
        found, names = _Findings([], [], [], [], []), self.claimed(attribution)
        own = self.library.accounts.get(account_id or "")
        self._company(found, names, attribution, own, who)
        self._person(found, names, call_id, who)
        self._title(found, names, who)
        account = self.library.accounts.get(self.claim(attribution).account_id or account_id or "")
        self._facts(found, attribution, account, call_id)
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
        if not company or (self._known(company) is None and self.describes(company)):
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
        persons = self._persons(names)
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
        elsewhere = any(fold_name(person) in self.names for person in persons)
        if speaker and (other or known or elsewhere):
            found.misattributed.append(f"said by {self.redaction.apply(speaker)}, not by {names.person}")
        elif other:
            found.misattributed.append(f"said by somebody without a name, and {names.person} is another of the call")
        else:
            found.doubts.append(f"nobody can tell whether it was {names.person}: the call's speakers have no names")

    def _persons(self, names: Claimed) -> list[str]:
        """Return the persons named: `Dana and Owen` are two; what is written as no name is none."""
        said = names.person or ""
        persons = [part.strip() for part in said.replace("&", " and ").split(" and ") if part.strip()]
        return [person for person in persons if self._is_person(person)]

    def _is_person(self, text: str) -> bool:
        said = words(text)
        if not is_name(text) or not said or names_work(text) or "_" in text or self.describes(text):
            return False
        # Common names are ordinary words of the language, too: only a word that stands alone is held against those.
        alone = len(said) == 1 and is_ordinary(said[0]) and said[0] not in _FIRST_NAMES
        return not alone and not all(word in _TALKS or word in _DESCRIBING for word in said)

    @cached_property
    def names(self) -> frozenset[str]:
        """The folded names of everybody in calls and CRM."""
        people = (person.participant.name for _, person in self.library.catalog.everybody())
        contacts = (contact.name for contact in self.library.catalog.contacts())
        return frozenset(fold_name(name) for name in (*people, *contacts) if name)

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
        fault = wrong_title(title, titles)
        if fault and not self._had_title(title, who):
            found.misattributed.append(self.redaction.apply(fault))
        elif fault:
            found.outdated.append(f"{title} is out of date")
        elif is_work_title(title) and not any(map(is_work_title, titles)):
            found.uncompared.append("title")

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

    def _facts(self, found: _Findings, attribution: AttributionLine, account: Account | None, call_id: str) -> None:
        wrong = wrong_outcome(attribution, self._outcomes(call_id, account.account_id)) if account else ""
        if wrong and account and not self._ended_before(attribution, account.account_id):
            found.misattributed.append(wrong)
        elif wrong:
            found.outdated.append("its outcome is out of date")
        for fact in attribution.facts:
            kind = fact_kind(fact)
            if kind in {"date", "time", "outcome"} or self._known(fact) is not None:
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
