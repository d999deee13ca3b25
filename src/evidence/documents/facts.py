"""What an attribution says of an account and a person, held against what the CRM knows.

Only a contradiction counts: what the CRM does not know is not wrong, and a number may be rounded as people
round (350 for 352, $50K for $48,500; "about" and "200+" as they say). Industry, funding and the like are free
words and not compared.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from evidence.amounts import find_amounts
from evidence.english import word_rows, word_set
from evidence.text import milliseconds, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from evidence.amounts import Amount
    from evidence.documents.quotations import AttributionLine
    from evidence.model import Account, Citation, Outcome, Utterance

_EMPLOYEES = re.compile(r"[\s-]*(?:employees?|people|persons?|staff|headcount|ftes?)", re.IGNORECASE)
_ARR = re.compile(r"\s*(?:in\s+)?ARR", re.IGNORECASE)
_ARR_OF = re.compile(r"ARR:?(?:\s*of)?", re.IGNORECASE)
_OUTCOME = re.compile(r"(?:closed[ -]|deal )?(?P<outcome>won|lost|open)(?: deal)?", re.IGNORECASE)
_VAGUE = 0.25  # "about 350" may be 300
HEARD_MS = 2_500  # 2 s, and half of the second that is printed
_NO_TITLE = word_set("no titles")
_SHORT = {
    "vp": "vice president", "svp": "senior vice president", "evp": "executive vice president", "sr": "senior",
    "jr": "junior", "eng": "engineer", "engineering": "engineer", "engineers": "engineer", "mgr": "manager",
    "management": "manager", "dir": "director", "ceo": "chief executive officer", "cto": "chief technology officer",
    "cfo": "chief financial officer", "coo": "chief operating officer", "cio": "chief information officer",
    "ciso": "chief information security officer", "cmo": "chief marketing officer", "cro": "chief revenue officer",
    "cpo": "chief product officer", "ops": "operations", "dev": "engineer",
    "developer": "engineer", "programmer": "engineer",
    "pm": "product manager",
    "tech": "technology", "technical": "technology", "it": "information technology", "finance": "financial",
    "hr": "human resources", "admin": "administrator", "cofounder": "founder",
}  # fmt: skip
_JOBS = word_set("jobs")
_FILLING = word_set("filling of titles")


def _by_word() -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for number, family in enumerate(word_rows("industries")):
        for word in family:
            found.setdefault(word, set()).add(number)
    return found


_INDUSTRIES = _by_word()
_DEPARTMENTS = word_set("departments")
_NO_INDUSTRY = word_set("filling of industries")


def wrong_outcome(attribution: AttributionLine, outcomes: set[Outcome]) -> str:
    """Say how the outcome that an attribution states contradicts those of call and account, "" where it does not."""
    stated = next((found["outcome"].lower() for fact in attribution.facts if (found := _OUTCOME.fullmatch(fact))), None)
    if stated is None or not outcomes or stated in outcomes:
        return ""
    return f"the attribution says {stated}, the CRM says {' or '.join(sorted(outcomes))}"


def wrong_facts(attribution: AttributionLine, account: Account | None, titles: tuple[str, ...]) -> Iterator[str]:
    """Yield what contradicts the CRM: employees, ARR, title. titles: of the speaker, as far as known."""
    for fact in attribution.facts if account else ():
        amount = next(find_amounts(fact), None)
        # A range and an upper limit are not compared.
        if amount and account and (amount.is_exact or amount.limit in {"least", "over"}):
            what = _stated(fact, amount)
            if what == "headcount" and account.headcount is not None and not _fits(amount, account.headcount):
                yield f"the attribution says {fact}, the CRM says {account.headcount:,}"
            elif what == "arr" and account.arr is not None and not _fits(amount, account.arr):
                yield f"the attribution says {fact}, the CRM says {account.arr:,.0f}"
    known = [title for title in titles if _spelt(title) & _JOBS]
    if attribution.title and known and not any(_may_be(attribution.title, title) for title in known):
        yield f"the attribution says {attribution.title}, the CRM says {' or '.join(known)}"


def wrong_when(attribution: AttributionLine, dates: Collection[str], times: Collection[str]) -> Iterator[str]:
    """Yield how the date and the time of an attribution contradict the call; times as they are printed.

    dates, times: those of the place where the words stand, and of the cited one; what is unknown contradicts nothing.
    """
    if attribution.date and dates and attribution.date not in dates:
        yield f"the attribution says {attribution.date}, but the call was on {' or '.join(sorted(dates))}"
    # A time before the start prints with a minus, which an attribution reads as a dash.
    if attribution.time and times and attribution.time not in {time.replace("-", "") for time in times}:
        yield f"the attribution says {attribution.time}, but the words are at {' or '.join(sorted(times))}"


def fits_time(stated: str, citation: Citation, utterance: Utterance, since: int | None = None) -> bool:
    """Whether an attribution may give this time for the cited words of an utterance.

    The start of the utterance is right, too: that is what was printed before words had times of their own, and for a
    piece of a long turn a time from `since` on, when that turn began. Where the time of the words is derived they may
    be heard 2 s before it and until they end; and what is printed as derived may lie anywhere in the utterance: it
    was that of other words in it, or its stamps were read later.
    """
    start, end, heard = utterance.start_ms, utterance.end_ms, milliseconds(stated.removeprefix("~"))
    if start is None or citation.time_ms is None or heard is None:
        return True
    if heard // 1000 in {abs(start) // 1000, abs(citation.time_ms) // 1000}:
        return True
    latest = end if end is not None and stated.startswith("~") else start
    if (start if since is None else since) <= heard <= latest:
        return True
    until, _ = utterance.time_at(len(utterance.text) if citation.last else max(citation.start, citation.end))
    first, last = citation.time_ms - HEARD_MS, (until or citation.time_ms) + HEARD_MS
    return citation.time_source == "derived" and first <= heard <= last


def wrong_industry(attribution: AttributionLine, account: Account | None, others: Collection[str]) -> Iterator[str]:
    """Yield an industry that is not the account's. others: the industries of all accounts in the CRM.

    A fact counts as an industry where the CRM has it of another account, or where all its words name one. People
    name industries in many ways, so that Fintech is Financial Services; two contradict only where nothing is shared.
    """
    known = account.industry if account else None
    theirs = set(words(known or "")) - _NO_INDUSTRY
    elsewhere = {tuple(words(other)) for other in others}
    for fact in attribution.facts if theirs else ():
        said = set(words(fact)) - _NO_INDUSTRY
        one, other = _families(said), _families(theirs)
        listed = tuple(words(fact)) in elsewhere
        named = not said <= _DEPARTMENTS and all(word in _INDUSTRIES for word in said)
        if not said & theirs and not one & other and (listed or (named and other)):
            yield f"the attribution says {fact}, the CRM says {known}"


def _families(said: Iterable[str]) -> set[int]:
    return {family for word in said for family in _INDUSTRIES.get(word, ())}


def _stated(fact: str, amount: Amount) -> Literal["headcount", "arr", ""]:
    """Return what the amount of a fact counts, "" for anything else."""
    before, behind = fact[: amount.start].strip(), fact[amount.span[1] :]
    if not before and _EMPLOYEES.fullmatch(behind):
        return "headcount"
    priced = (not before and _ARR.fullmatch(behind)) or (not behind.strip() and _ARR_OF.fullmatch(before))
    return "arr" if priced else ""


def _fits(amount: Amount, known: float) -> bool:
    """Whether rounding explains the difference: half of the last digit that is not 0."""
    said, numeral = amount.number(whole=True), amount.numeral
    if not amount.is_exact:
        return known >= said * (1 - _VAGUE / 10)
    if amount.limit == "about":
        return abs(said - known) <= _VAGUE * max(said, known)
    whole, _, decimals = (numeral.plain(whole=True) or "").partition(".")
    zeros = -len(decimals) if decimals else len(whole) - len(whole.rstrip("0"))
    return abs(said - known) <= 0.5 * 10.0 ** (zeros + numeral.zeros)


def _may_be(stated: str, known: str) -> bool:
    """Whether two titles may be one: they share a word that tells titles apart, or what is stated is no title."""
    one, other = _spelt(stated), _spelt(known)
    return not one & _JOBS or bool((one - _FILLING or one) & (other - _FILLING or other))


def _spelt(title: str) -> set[str]:
    return {part for word in words(title) for part in _SHORT.get(word, word).split()} - _NO_TITLE
