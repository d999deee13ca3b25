"""Accounts by a few letters of their names, and the sentence of a call in which each is named. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from evidence.accounts.speech import namings_in
from evidence.model import Citation
from evidence.query.context import sentences
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from evidence.accounts.crm_index import CallKeys, CrmIndex
    from evidence.model import Utterance


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


def mentions_in(call: CallKeys, crm_index: CrmIndex) -> Mapping[str, Mention]:
    """Return account id -> the sentence that speaks best for the account, its names found as when calls are linked.

    One in which it is said whose call this is goes before the first that names the account.
    """
    said = {utterance.number: utterance for utterance in call.utterances}
    found: dict[str, Mention] = {}
    for naming in sorted(namings_in(call, crm_index), key=lambda one: one.how != "theirs"):
        if naming.account_id not in found:
            found[naming.account_id] = _around(call.call_id, said[naming.number], naming.name)
    return found


def _around(call_id: str, utterance: Utterance, name: str) -> Mention:
    """Return the first sentence that holds a name; `St. Aldate's` ends none, so two together, else all of it."""
    spans = list(sentences(utterance.text))
    pairs = [(one[0], other[1]) for one, other in pairwise(spans)]
    for start, end in (*spans, *pairs):
        if name in utterance.text[start:end]:
            return Mention(Citation.of(call_id, utterance, start, end), utterance.text[start:end])
    return Mention(Citation.of(call_id, utterance, 0, len(utterance.text)), utterance.text)
