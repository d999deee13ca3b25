"""What an attribution says of an account and a person, held against what the CRM knows.

Only a contradiction counts: what the CRM does not know is not wrong, and a number may be rounded as people
round (350 for 352, $50K for $48,500; "about", "200+" and 200-500 as they say). Funding and the like are free words
and not compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.calls.periods import read_periods
from evidence.documents.attribution_parts import SINCE, counted_in, fact_kind, said_when, stated_outcome
from evidence.documents.deal_roles import may_have_role, parted_title
from evidence.documents.job_ranks import is_work_title, may_be_one
from evidence.english import word_rows, word_set
from evidence.text import milliseconds, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from evidence.amounts import Amount
    from evidence.documents.attribution_parts import StatedTime
    from evidence.documents.quotations import AttributionLine
    from evidence.model import Account, Citation, Deal, Outcome, Utterance

_VAGUE = 0.25  # "about 350" may be 300
_HALF_MINUTE = 30_000
HEARD_MS = 2_500  # 2 s, and half of the second that is printed


def _by_word() -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for number, family in enumerate(word_rows("industries")):
        for word in family:
            found.setdefault(word, set()).add(number)
    return found


_INDUSTRIES = _by_word()
_DEPARTMENTS = word_set("departments")
_AS_COMPANY = word_set("behind an industry")
_NO_INDUSTRY = word_set("filling of industries") | _AS_COMPANY


def wrong_outcome(attribution: AttributionLine, outcomes: Collection[Outcome]) -> str:
    """Say how the outcome that an attribution states contradicts those of call and account, "" where it does not."""
    stated = next((found for fact in attribution.facts if (found := stated_outcome(fact))), None)
    if stated is None or not outcomes or stated in outcomes:
        return ""
    return f"the attribution says {stated}, the CRM says {' or '.join(sorted(outcomes))}"


def wrong_since(fact: str, deals: Sequence[Deal]) -> str:
    """Say how `customer since 2024` contradicts an account's deals: none was won, or the first was won before that.

    Deals may be missing in the CRM, so that an earlier year than theirs contradicts nothing.
    """
    found = SINCE.fullmatch(fact)
    stated = [one for one in read_periods(found["when"]) if one.year] if found else []
    if not stated or not deals:
        return ""
    won = sorted(deal.close_date or "" for deal in deals if deal.is_won)
    if not won:
        return f"the attribution says {fact}, the CRM has no deal of theirs that was won"
    if won[0] and all(one.begins > won[0] and not one.holds(won[0]) for one in stated):
        return f"the attribution says {fact}, the CRM says since {won[0]}"
    return ""


def is_known(fact: str, account: Account | None) -> bool:
    """Whether the CRM knows of an account what a fact is about: employees, ARR or industry."""
    known = {"headcount": account.headcount, "arr": account.arr, "industry": account.industry} if account else {}
    return known.get(fact_kind(fact)) is not None


def wrong_fact(fact: str, account: Account, industries: Collection[str] = ()) -> str:
    """Say how employees, ARR or industry contradict the CRM, "" where they do not.

    industries: those of all accounts in the CRM.
    """
    counted = counted_in(fact)
    if counted is None:
        return _wrong_industry(fact, account, industries)
    amount, what = counted
    if what == "headcount" and account.headcount is not None and not _fits(amount, account.headcount):
        return f"the attribution says {fact}, the CRM says {account.headcount:,}"
    if what == "arr" and account.arr is not None and not _fits(amount, account.arr):
        return f"the attribution says {fact}, the CRM says {account.arr:,.0f}"
    return ""


def wrong_title(stated: str | None, titles: Sequence[str]) -> str:
    """Say how a title contradicts all known ones of the speaker, by rank or by function; "" where it does not.

    What somebody is to a purchase is held against the same: a champion is no economic buyer.
    """
    work, roles = parted_title(stated or "")
    known = [title for title in titles if is_work_title(parted_title(title)[0])]
    if work and is_work_title(work) and known and not any(may_be_one(work, parted_title(one)[0]) for one in known):
        return f"the attribution says {work}, the CRM says {' or '.join(known)}"
    known = [title for title in titles if parted_title(title)[1]]
    wrong = next((role for role in roles if not may_have_role(role, known)), "")
    return f"the attribution says {wrong}, the CRM says {' or '.join(known)}" if wrong else ""


def wrong_when(attribution: AttributionLine, dates: Collection[str], times: Collection[str]) -> Iterator[str]:
    """Yield how date and time of an attribution contradict the call; times as they are printed.

    dates, times: those of the place where the words stand, and of the cited one; what is unknown contradicts nothing.
    """
    for stated in stated_dates(attribution) if dates else ():
        if not fits_date(stated, dates):
            yield f"the attribution says {stated}, but the call was on {' or '.join(sorted(dates))}"
    # A time before the start prints with a minus, which an attribution reads as a dash.
    if attribution.time and times and attribution.time not in {time.replace("-", "") for time in times}:
        yield f"the attribution says {attribution.time}, but the words are at {' or '.join(sorted(times))}"


def stated_dates(attribution: AttributionLine) -> tuple[str, ...]:
    """Return the dates that an attribution states, as written: days, months, quarters, years."""
    written = (said_when(fact) for fact in attribution.facts if fact_kind(fact) == "date")
    return tuple(filter(None, (attribution.date, *written)))


def fits_date(stated: str, dates: Collection[str]) -> bool:
    """Whether one of some days lies within a stated date; of a date with two readings either will do."""
    periods = read_periods(stated)
    return not periods or any(period.holds(day) for period in periods for day in dates)


def fits_minute(stated: StatedTime, citation: Citation, utterance: Utterance) -> bool:
    """Whether words may be said at a time to the minute, or one that is given as "around"."""
    start, end = utterance.start_ms, utterance.end_ms
    if start is None:
        return True
    first = min(start, citation.time_ms if citation.time_ms is not None else start)
    slack = _HALF_MINUTE if stated.about or stated.minutes else 0
    until = stated.ms + (2 * _HALF_MINUTE if stated.minutes else 1000)
    return stated.ms - slack <= (end if end is not None else first) and first < until + slack


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


def _wrong_industry(fact: str, account: Account, others: Collection[str]) -> str:
    """Say that an industry is not the account's.

    A fact counts as an industry where the CRM has it of another account, or where all its words name one. People
    name industries in many ways, so that Fintech is Financial Services; two contradict only where nothing is shared.
    """
    known, written = account.industry, set(words(fact.replace("-", " ")))
    theirs = set(words(known or "")) - _NO_INDUSTRY
    said = written - _NO_INDUSTRY
    if not theirs or said & theirs or _families(said) & _families(theirs):
        return ""
    listed = any(said == set(words(other)) - _NO_INDUSTRY for other in others)
    alone = said <= _DEPARTMENTS and written.isdisjoint(_AS_COMPANY)
    named = not alone and all(word in _INDUSTRIES for word in said)
    return f"the attribution says {fact}, the CRM says {known}" if listed or (named and _families(theirs)) else ""


def _families(said: Iterable[str]) -> set[int]:
    return {family for word in said for family in _INDUSTRIES.get(word, ())}


def _fits(amount: Amount, known: float) -> bool:
    """Whether a band holds the number, or rounding explains the difference: half of the last digit that is not 0."""
    said, numeral = amount.number(whole=True), amount.numeral
    if not amount.is_exact:
        low, high = amount.bounds(whole=True)
        return low > high or low * (1 - _VAGUE / 10) <= known <= high * (1 + _VAGUE / 10)
    if amount.limit == "about":
        return abs(said - known) <= _VAGUE * max(said, known)
    integer, _, decimals = (numeral.plain(whole=True) or "").partition(".")
    zeros = -len(decimals) if decimals else len(integer) - len(integer.rstrip("0"))
    return abs(said - known) <= 0.5 * 10.0 ** (zeros + numeral.zeros)
