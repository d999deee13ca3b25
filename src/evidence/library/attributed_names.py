"""Whom an attribution names: which of its parts is the person, the title, the company, by CRM and call."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from evidence.accounts.names import fold_name, is_ordinary
from evidence.calls.people import is_nameless, is_title
from evidence.documents.attribution_parts import is_industry
from evidence.documents.attributions import is_name
from evidence.documents.deal_roles import deal_role
from evidence.documents.person_names import may_mean
from evidence.documents.work_titles import may_be_job, names_work
from evidence.english import word_set
from evidence.library.attributed_calls import AttributedCalls
from evidence.quotes.verdicts import ClaimedSpeaker
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Collection

    from evidence.documents.quotations import AttributionLine
    from evidence.library.attributed_when import Places

_DESCRIBING = word_set(
    "kinds of companies", "kinds of accounts", "general company words", "what companies do", "industries", "glue",
    "filling of industries", "nobody", "name suffixes", "legal forms",
)  # fmt: skip
_FIRST_NAMES = word_set("first names")
_TALKS = word_set(
    "meetings", "names of conversations", "conversations", "roles of speakers", "nobody", "no titles",
    "titles of what was taken down", "what is recorded", "files beside a call", "people of a company",
)  # fmt: skip


_COMPANY_ENDS = word_set("legal forms", "general company words", "what companies do", "behind an industry")


class Claimed(NamedTuple):
    """Whom an attribution names, as far as its parts are names."""

    person: str | None
    title: str | None
    account: str | None


class AttributedNames:
    """Reads whom attributions name, with what one library knows of companies and people."""

    def __init__(self, checker: Places) -> None:
        """Keep the checker, whose caches of calls and people are used."""
        self.checker, self.library, self.redaction = checker, checker.library, checker.redaction
        self.accounts = self._known_accounts()
        self.calls = AttributedCalls(checker, self.claim)
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

    def claim(self, attribution: AttributionLine) -> ClaimedSpeaker:
        """Return whose words they are said to be; a name that the CRM does not know claims nothing here.

        A name of several accounts is a customer's all the same.
        `on a call with` is how blocks name our own people: it makes them nobody's customer.
        """
        account = self.claimed(attribution).account
        if " on a call with " in f" {attribution.text}" or not account:
            return ClaimedSpeaker()
        name = self.known(account)
        return ClaimedSpeaker(self.accounts[name], "customer") if name is not None else ClaimedSpeaker()

    def claimed(self, attribution: AttributionLine) -> Claimed:
        """Return person, title and company of an attribution; what the CRM calls an account is the company."""
        parts = (attribution.person, attribution.title, attribution.account)
        person, title, account = (self.calls.parted(part).rest or None if part else None for part in parts)
        if person is None and attribution.person and account and self.known(account) is None:
            person, account = account, None  # `c104, Dana Whitlow`
        if account and deal_role(account):  # `Dana Whitlow, technical evaluator`
            title, account = f"{title}, {account}" if title else account, None
        if person and self.known(person) is not None and (not account or self.known(account) is None):
            person, account = account, person
        if not account or self.known(account) is None:
            named = next((fact for fact in attribution.facts if self.known(fact) is not None), None)
            account = named or account
        beside = [fact for fact in attribution.facts if deal_role(fact) or ("/" not in fact and is_title(fact))]
        title = ", ".join(filter(None, (title, *beside))) or None  # `Dana Whitlow, CTO (champion)`
        if person is None and title and not names_work(title) and is_name(title):
            person = title
        return Claimed(person, title, account)

    def known(self, name: str) -> str | None:
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

    def in_call(self, names: Claimed, call_id: str) -> Claimed:
        """Return who is claimed as the people of the call have it: `Whitlow, Dana` is one person, `Tarn Ltd` none."""
        people = self.called(call_id)
        person, title, account = names = self._turned(names, people)
        if not person or any(may_mean(person, name) for name in people) or fold_name(person) in self.names:
            return names
        if may_be_job(person):
            return Claimed(None, f"{person}, {title}" if title else person, account)
        return Claimed(None, title, person) if not account and _is_company(person) else names

    def _turned(self, names: Claimed, people: Collection[str]) -> Claimed:
        """Return `Whitlow, Dana` as one person, where the call or the CRM has somebody of this name."""
        person, title, account = names
        for behind in filter(None, (title, account)):
            if not person or self.known(behind) is not None or names_work(behind):
                continue
            turned = f"{behind} {person}"
            # Of who has one name only, the other word may be anything: a company.
            whole = [name for name in people if len(words(name)) > 1 and is_name(turned)]
            if fold_name(turned) in self.names or any(may_mean(turned, name) for name in whole):
                return Claimed(turned, None, account) if behind is title else Claimed(turned, title, None)
        return names

    def called(self, call_id: str) -> list[str]:
        """Return the names of the people of a call, as far as they have any."""
        return [one.participant.name for one in self.checker.people(call_id) if one.participant.name]

    def persons(self, names: Claimed, called: Collection[str]) -> list[str]:
        """Return the persons named: `Dana and Owen` are two; what is written as no name is none.

        called: the people of the call, whose first names may be ordinary words.
        """
        said = names.person or ""
        persons = [part.strip() for part in said.replace("&", " and ").split(" and ") if part.strip()]
        return [
            person
            for person in persons
            if self._is_person(person) or (is_name(person) and any(may_mean(person, name) for name in called))
        ]

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


def _is_company(text: str) -> bool:
    """Whether words that may name a person rather name a company: `Harrow Pumps Ltd`, `Stavanger Steel`."""
    said = words(text)
    if len(said) < 2 or said[0] in _FIRST_NAMES or not is_name(text):
        return False
    return said[-1] in _COMPANY_ENDS
