"""Accounts by a few letters of their names, and the sentence of a call in which each is named. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from evidence.accounts.rules import names_in
from evidence.model import Citation
from evidence.query.context import sentences
from evidence.text import tokenize, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from evidence.accounts.crm_index import CrmIndex
    from evidence.model import Utterance


_SHORTEST = 4  # letters of a first word that stands for a name
_INSIDE = ", "  # before a sentence: its first word is inside of one then
_MOST_HOLDERS = 3  # accounts whose names a word may begin: more of them are a word of the trade


@dataclass(frozen=True, slots=True)
class AccountName:
    """An account that may be chosen.

    forms: its name, id, other names and domains, folded; letters: the same without blanks. facts: what is shown.
    """

    account_id: str
    name: str
    forms: tuple[str, ...]
    letters: str
    facts: str = ""


class Mention(NamedTuple):
    """A sentence of a call in which an account is named: where it stands, and its words."""

    citation: Citation
    text: str


def known_account(
    account_id: str, name: str, others: Iterable[str] = (), facts: Iterable[str | None] = ()
) -> AccountName:
    """Return an account as it is found by letters. others: aliases, domains. facts: what tells namesakes apart."""
    forms = tuple(dict.fromkeys(_fold(form) for form in (name, account_id, *others)))
    letters = "\n".join(forms).replace(" ", "")
    return AccountName(account_id, name, forms, letters, ", ".join(fact for fact in facts if fact))


def find_accounts(accounts: Iterable[AccountName], typed: str) -> list[AccountName]:
    """Return the accounts that letters fit, without regard to case, accents and signs; all where nothing was typed.

    First whose name begins so, then where each word typed begins one of the name, then where the letters stand
    anywhere in it; of these, those whose alias, domain or id it is come second. Equals are in the order of names.
    """
    asked = _fold(typed)
    if typed.strip() and not asked:
        return []
    if not asked:
        return sorted(accounts, key=lambda one: (one.forms[0], one.account_id))
    parts = asked.split(" ")
    # To rank 50,000 names takes 170 ms; most are left out here in 20.
    likely = [one for one in accounts if all(part in one.letters for part in parts)]
    ranked = [(rank, one) for one in likely if (rank := _rank(one, asked)) is not None]
    ranked.sort(key=lambda found: (found[0], found[1].forms[0], found[1].account_id))
    return [one for _, one in ranked]


def _fold(text: str) -> str:
    return " ".join(words(text))


def _rank(account: AccountName, asked: str) -> int | None:
    """Return how well letters fit: 0 begins so, 1 words begin so, 2 stand inside; another name or an id counts less."""
    found = [
        2 * fit + (place > 0) for place, form in enumerate(account.forms) if (fit := _fit(form, asked)) is not None
    ]
    return min(found, default=None)


def _fit(form: str, asked: str) -> int | None:
    if form.startswith(asked):
        return 0
    starts = form.split(" ")
    if all(any(word.startswith(letters) for word in starts) for letters in asked.split(" ")):
        return 1
    return 2 if asked.replace(" ", "") in form.replace(" ", "") else None


def mentions_in(
    call_id: str, utterances: Sequence[Utterance], crm_index: CrmIndex, candidates: Collection[str] = ()
) -> Mapping[str, Mention]:
    """Return account id -> the first sentence of a call in which the account is named.

    A name of one word counts only with a capital inside of a sentence, as when calls are linked. For `candidates`,
    which something else speaks for already, a capital at the beginning of a sentence is enough. Where nobody says the
    whole name, its first word counts that few names begin with: `at Copperfield` of Copperfield Energy Partners.
    """
    found: dict[str, Mention] = {}
    for utterance in utterances:
        for account_id in _named(utterance.text, crm_index):
            if account_id not in found:
                found[account_id] = _around(call_id, utterance, "", account_id, crm_index)
    for account_id in set(candidates).difference(found):
        if mention := _mention_of_candidate(call_id, utterances, account_id, crm_index):
            found[account_id] = mention
    whole = frozenset(found)
    for mention, holders in _begun_in(call_id, utterances, crm_index):
        if whole.isdisjoint(holders):  # `Copperfield` beside Copperfield Energy Partners is that one
            for account_id in holders:
                found.setdefault(account_id, mention)
    return found


def _mention_of_candidate(
    call_id: str, utterances: Sequence[Utterance], account_id: str, crm_index: CrmIndex
) -> Mention | None:
    """Return the first sentence that names an account, be it with its first word."""
    for utterance in utterances:
        if account_id in _named(utterance.text, crm_index, spoken=False):  # few: what follows is tried on these alone
            mention = _around(call_id, utterance, _INSIDE, account_id, crm_index)
            if account_id in _named(_INSIDE + mention.text, crm_index):
                return mention
    return None


def _begun_in(
    call_id: str, utterances: Sequence[Utterance], crm_index: CrmIndex
) -> Iterator[tuple[Mention, tuple[str, ...]]]:
    """Yield each sentence with a word that begins names, and the accounts that bear these."""
    for utterance in utterances:
        for start, end in sentences(utterance.text):
            sentence = utterance.text[start:end]
            for holders in _begun(sentence, crm_index):
                yield Mention(Citation.of(call_id, utterance, start, end), sentence), holders


def _around(call_id: str, utterance: Utterance, lead: str, account_id: str, crm_index: CrmIndex) -> Mention:
    """Return the first sentence that names an account; `St. Aldate's` ends none, so two together, else all of it."""
    spans = list(sentences(utterance.text))
    pairs = [(one[0], other[1]) for one, other in pairwise(spans)]
    for start, end in (*spans, *pairs):
        if account_id in _named(lead + utterance.text[start:end], crm_index):
            return Mention(Citation.of(call_id, utterance, start, end), utterance.text[start:end])
    return Mention(Citation.of(call_id, utterance, 0, len(utterance.text)), utterance.text)


def _begun(sentence: str, crm_index: CrmIndex) -> Iterator[tuple[str, ...]]:
    """Yield the accounts that a word inside of a sentence, written with a capital, begins the names of."""
    for token in tokenize(sentence):
        if token.end - token.start < _SHORTEST or not sentence[token.start].isupper():
            continue
        before = sentence[: token.start].rstrip()
        holders = crm_index.names.holders(token.folded.removesuffix("'s").replace("'", ""))
        if before and before[-1] not in ".?!" and 0 < len(holders) <= _MOST_HOLDERS:
            yield holders


def _named(text: str, crm_index: CrmIndex, *, spoken: bool = True) -> set[str]:
    known = crm_index.names
    names = names_in(text, crm_index, spoken=spoken)
    return {account_id for name in names for account_id in known.exact.get(name) or (known.short[name],)}
