"""The parts of an attribution: who, with which title, of which company, and the facts around them, in any order.

    Dana Whitlow, CTO, Acme, 350 people, March 3, 2026          Title at Account (facts)
    Dana Whitlow (CTO, Acme)      Dana from Acme      Acme's CTO      CTO | Acme | Q3 2026      CTO of Acme, 12:34

What a part is, its words say: a date, a time, a headcount, an ARR, an outcome, an industry is a fact, wherever it
stands; what is left is the person, the title and the company, by their order.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from evidence.amounts import find_amounts
from evidence.calls.people import is_title
from evidence.calls.periods import read_periods
from evidence.documents.attributions import is_name
from evidence.documents.work_titles import BARE_RANKS, WORK, names_work, undotted
from evidence.english import word_set
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidence.amounts import Amount

FactKind = Literal["date", "since", "time", "headcount", "arr", "outcome", "industry", ""]
"""What a fact is about, "" for anything else."""

_STAFF = (
    r"(?:(?:full[- ]time |total )?(?:employees?|people|persons?|staff(?:ers)?|team members|headcount|heads|ftes?"
    r"|workers|employés|salariés|mitarbeiter(?:innen|:innen)?|beschäftigte|empleados|dipendenti|funcionários|colaboradores"
    r"|medewerkers|collaborateurs)\b)"
)
_EMPLOYEES = re.compile(rf"[\s-]*{_STAFF}(?:[\s-]+[^\W\d]+){{0,3}}", re.IGNORECASE)
_STAFF_BEHIND = re.compile(rf"[\s-]*(?:{_STAFF}|strong\b)", re.IGNORECASE)
_BEFORE_STAFF = frozenset({"with", "of", "around", "about"})
_STRONG = re.compile(r"[\s-]+strong(?: team)?", re.IGNORECASE)
_HEADS_OF = re.compile(
    r"(?:headcount|employees|staff|ftes?|(?:company )?size|(?:a )?(?:team|staff) of)(?:\s*(?::|=|of|is))?\s*",
    re.IGNORECASE,
)
_ARR_WORDS = r"(?:ARR\b|annual(?:ly)? recurring revenue\b)"
_ARR = re.compile(rf"\s*(?:(?:/|per |a ) ?(?:yr|year|annum)\s*)?(?:(?:in|of)\s+)?{_ARR_WORDS}", re.IGNORECASE)
_ARR_OF = re.compile(rf"(?:an )?{_ARR_WORDS}\s*(?::|=|of|is)?(?:\s*of)?\s*", re.IGNORECASE)
_OUTCOME = re.compile(
    r"(?:(?:the )?(?:deal|opportunity|opp)(?: (?:was|is))?[ :]*)?(?:closed[ -]|still )?(?P<outcome>won|lost|open)"
    r"(?: (?:deal|opportunity|opp|customer|account))?",
    re.IGNORECASE,
)
SINCE = re.compile(r"(?:a )?(?:customer|client) (?:since|from) (?P<when>.+)", re.IGNORECASE)
"""What says since when somebody is a customer."""
_CLOCK = re.compile(
    r"(?:(?:at|@|around|about|approx\.?|min(?:ute)?|timestamp|ts|time|from)[ :]*)*(?P<about>~)?\s*"
    r"(?:(?P<clock>\d{1,3}:[0-5]\d(?::[0-5]\d)?)(?P<unit> ?min(?:utes?)?)?"
    r"|(?:(?P<hours>\d{1,2}) ?h(?:ours?|rs?)? ?)?(?P<minutes>\d{1,3}) ?(?:m|mins?|minutes?)"
    r"(?:(?: in| and)? ?(?P<seconds>\d{1,2}) ?(?:s|secs?|seconds?))?)"
    r"(?: (?:in|into the call|into it|mark))?",
    re.IGNORECASE,
)
_MINUTE = re.compile(r"(?:at |around |in )?min(?:ute)?\.? (?P<minutes>\d{1,3})", re.IGNORECASE)
_PEELED = re.compile(
    r"\s+(?=(?:on|in|at|@|from|of|during|dated|around)\s+\S)|\s+(?=~?\d{1,3}:[0-5]\d|(?:19|20)\d\d|[QH][1-4]\b)"
)
_JOINT = re.compile(r"\s*(?:,(?!\d{3}\b)|;|\s[|·•/]\s|\s[\u2013\u2014-]\s)\s*")
_ARTICLE = re.compile(r"\A(?:an?|the)\b\s*", re.IGNORECASE)
_LABEL = re.compile(
    r"\A(?:industry|sector|vertical|company|account|customer|role|title|job title|person|speaker|name|date|time|outcome"
    r"|status|stage)\s*[:=]\s*(?=\S)",
    re.IGNORECASE,
)
_FISCAL = re.compile(r"\b(?:fy|fiscal)[ ']?\d", re.IGNORECASE)  # which days that are only its company knows
_HANGING = re.compile(r"\s+(?:on|in|at|@|from|of|during|dated)\Z", re.IGNORECASE)
_ENDS_IN_YEAR = re.compile(r"(?:.*\s)?(?:19|20)\d\d\.?")
# A page of a call, `[[c104]]` or `calls/c104.md`.
_PAGE = re.compile(
    r"\[\[\s*(?P<wiki>[^\[\]|#]{1,200}?)\s*(?:[#|][^\[\]]{0,200})?\]\]"
    r"|(?<![\w/.:-])(?P<path>(?:[\w.-]{1,80}/){1,12}[\w.-]{1,80}\.(?:md|markdown|html?|vtt|srt|txt|json))(?:#[\w-]+)?(?!\w)"
)
_GROUPS = re.compile(r"\(((?:[^()]|\([^()]*\))*)\)|\[([^\[\]]*)\]")
_RELATION = re.compile(r"(?P<person>.*?),?\s+(?P<how>on a call with|at(?=\s)|from(?=\s)|@)\s*(?P<account>\S.*)")
_OWNED = re.compile(r"(?P<account>[A-Z\d].*?)['\u2019]s?\s+(?P<title>\S.*)")
_OF = re.compile(r"(?P<who>.+?) of (?P<account>[A-Z\d].*)")
_OF_ONE = re.compile(r"(?P<who>.+?) (?:of|in|for|with) (?P<account>an? .+)")
_CHIEF = re.compile(
    r"(?:c[a-z]{1,2}o|president|(?:co-?)?founder|owner|chief [\w ]+ officer|managing director)", re.IGNORECASE
)
_INDUSTRIES = word_set("industries")
_DEPARTMENTS = word_set("departments")
_AS_COMPANY = word_set("behind an industry")
_IN_NAMES = word_set("filling of industries")
_NO_INDUSTRY = _IN_NAMES | _AS_COMPANY
_LEGAL = word_set("legal forms")
_ABOUT_MONTHS = frozenset({"end", "start", "beginning", "middle", "early", "late", "mid"})
_FIRST_NAMES = word_set("first names")
_TALKS = word_set("conversations", "meetings", "names of conversations")


_LONGEST = 600  # signs of an attribution that are read: what is longer is prose, and takes too long to try all of it


class Named(NamedTuple):
    """Who an attribution names, as written; what it does not say is None. facts: the parts that are none of these."""

    person: str | None = None
    title: str | None = None
    account: str | None = None
    facts: tuple[str, ...] = ()


def counted_in(fact: str) -> tuple[Amount, Literal["headcount", "arr"]] | None:
    """Return the amount of a fact that states employees or ARR, None for any other.

    >>> [counted_in(fact)[1] for fact in ("~350 staff", "200-500 employees", "50k USD ARR", "350-person team")]
    ['headcount', 'headcount', 'arr', 'headcount']
    """
    amount = next(find_amounts(fact), None)
    if amount is None:
        return None
    before, behind = _ARTICLE.sub("", fact[: amount.start]).strip(), fact[amount.span[1] :]
    if (not before and (_EMPLOYEES.fullmatch(behind) or _STRONG.fullmatch(behind))) or (
        _HEADS_OF.fullmatch(before + " ") and (not behind.strip() or _EMPLOYEES.fullmatch(behind))
    ):
        return amount, "headcount"
    priced = (not before and _ARR.fullmatch(behind)) or (not behind.strip() and _ARR_OF.fullmatch(before))
    return (amount, "arr") if priced else None


def stated_outcome(fact: str) -> str:
    """Return the outcome that a fact states, `won`, `lost` or `open`; "" where it states none."""
    found = _OUTCOME.fullmatch(fact.strip())
    return found["outcome"].lower() if found else ""


class StatedTime(NamedTuple):
    """A time that an attribution states: milliseconds from the start, to the second or to the minute.

    about: it says so. clock: it may be a time of day, `10:30` behind a date.
    """

    ms: int
    minutes: bool = False
    about: bool = False


def stated_time(fact: str) -> StatedTime | None:
    """Return the time within a call that a fact states.

    >>> stated_time("at 12 minutes"), stated_time("12:34").ms, stated_time("00:12:34").ms, stated_time("10:30 am")
    (StatedTime(ms=720000, minutes=True, about=False), 754000, 754000, None)
    """
    text = fact.strip(" []()")
    found = _CLOCK.fullmatch(text)
    about = bool(found and (found["about"] or re.match(r"(?i)(?:around|about|approx)", text)))
    if found and found["clock"]:
        parts = [int(part) for part in found["clock"].split(":")]
        hours = parts[-3] if len(parts) == 3 else 0
        return StatedTime(((hours * 60 + parts[-2]) * 60 + parts[-1]) * 1000, about=about)
    if found:
        minutes = int(found["hours"] or 0) * 60 + int(found["minutes"])
        return StatedTime((minutes * 60 + int(found["seconds"] or 0)) * 1000, found["seconds"] is None, about)
    only = _MINUTE.fullmatch(text)
    return StatedTime(int(only["minutes"]) * 60_000, minutes=True) if only else None


def is_industry(text: str) -> bool:
    """Whether all words of a text name an industry, and not a department alone."""
    bare = _ARTICLE.sub("", text.replace("-", " "))
    # Capitals make names of such words: `Energy Group` is a company.
    said = set(words(bare)) - (_IN_NAMES if bare == text.replace("-", " ") and text[:1].isupper() else _NO_INDUSTRY)
    whole = not text[:1].isupper() and not _AS_COMPANY.isdisjoint(words(bare))
    return bool(said) and said <= _INDUSTRIES and (whole or not said <= _DEPARTMENTS)


def described(text: str) -> tuple[str, ...]:
    """Return what a description of a company states of it: how many work there, its industry.

    >>> described("a 1,000-person logistics company"), described("a large insurer"), described("an early adopter")
    (('1,000-person', 'logistics company'), ('insurer',), ())
    """
    rest, facts = _ARTICLE.sub("", text), list[str]()
    amount = next(find_amounts(rest), None)
    if amount and (staff := _STAFF_BEHIND.match(rest, amount.span[1])):
        facts.append(rest[amount.start : staff.end()])
        rest = rest[: amount.start] + rest[staff.end() :]
    said = words(rest.replace("-", " "))
    whole = not _AS_COMPANY.isdisjoint(said)
    while said and said[-1] in _NO_INDUSTRY | _BEFORE_STAFF:
        said.pop()
    run = len(said)
    while run and said[run - 1] in _INDUSTRIES:
        run -= 1
    industry = said[run:]
    if industry and (whole or not _DEPARTMENTS.issuperset(industry)):
        facts.append(" ".join([*industry, "company"] if whole else industry))
    return tuple(facts)


@lru_cache(maxsize=4096)
def fact_kind(part: str) -> FactKind:
    """Return what a part of an attribution states, "" for a name, a title and free words.

    >>> [fact_kind(part) for part in ("March 3, 2026", "at 12:34", "350 people", "$50k ARR", "closed-won", "Fintech")]
    ['date', 'time', 'headcount', 'arr', 'outcome', 'industry']
    """
    if SINCE.fullmatch(part):
        return "since"
    if stated_outcome(part):
        return "outcome"
    if counted := counted_in(part):
        return counted[1]
    if stated_time(part):
        return "time"
    if said_when(part):
        return "date"
    return "industry" if is_industry(part) else ""


def said_when(part: str) -> str:
    """Return the words of a part that say when a call was, "" where they do not.

    >>> said_when("Q3 call"), said_when("in March"), said_when("May")
    ('Q3', 'in March', '')
    """
    if _FISCAL.search(part) and len(part.split()) <= 3:
        return part
    if not any(map(str.isdigit, part)):
        return part if re.match(r"(?i)(?:in|im|en|em) ", part) and read_periods(part) else ""
    if read_periods(part):
        return part
    kept = " ".join(word for word in part.split() if word.strip(".,:").lower() not in _TALKS)
    return kept if kept and kept != part and read_periods(kept) else ""


def named_in(text: str) -> Named:
    """Read who is named, with which title, of which company, and what else is said of them.

    >>> named_in("Dana Whitlow, CTO, Acme, 350 people, March 3, 2026")
    Named(person='Dana Whitlow', title='CTO', account='Acme', facts=('350 people', 'March 3, 2026'))
    >>> named_in("Baker at Account_7 (Food, 1,200 employees)")
    Named(person=None, title='Baker', account='Account_7', facts=('Food', '1,200 employees'))
    """
    text = text[:_LONGEST]
    pages = [found["wiki"] or found["path"] for found in _PAGE.finditer(text)]
    text = undotted(_PAGE.sub(" ", text) if pages else text)
    inner = [part for found in _GROUPS.finditer(text) for part in cut_at_joints(found[1] or found[2] or "")]
    outer = " ".join(_GROUPS.sub(" ", text).split()).replace(" ,", ",").strip(" ,;")
    facts: list[str] = []
    named, beside = _who(outer, facts)
    return _with_inner(named, inner, [*beside, *facts, *pages])


def cut_at_joints(text: str) -> tuple[str, ...]:
    """Cut at commas and other joints, but within dates and numbers.

    >>> cut_at_joints("Fintech, 1,200 employees, March 3, 2026")
    ('Fintech', '1,200 employees', 'March 3, 2026')
    """
    pieces = [_LABEL.sub("", piece.strip()) for piece in _JOINT.split(text) if piece.strip()]
    found: list[str] = []
    while pieces:
        if found and _LEGAL.issuperset(words(pieces[0])):  # `Acme, Inc.`
            found[-1] += f", {pieces.pop(0)}"
            continue
        size = next((size for size in (3, 2) if _is_date_of(pieces[:size], size)), 1)
        found.append(", ".join(pieces[:size]))
        pieces = pieces[size:]
    return tuple(found)


def _is_date_of(pieces: Sequence[str], size: int) -> bool:
    if len(pieces) < size or not _ENDS_IN_YEAR.fullmatch(pieces[-1]):
        return False
    whole, before = read_periods(", ".join(pieces)), read_periods(", ".join(pieces[:-1]))
    return any(one.year for one in whole) and not any(one.year for one in before)


def _who(text: str, facts: list[str]) -> tuple[Named, list[str]]:
    """Read the text outside of parentheses; what states a fact joins the facts."""
    rest = [kept for part in cut_at_joints(text) for kept in _without_facts(part, facts)]
    line = ", ".join(rest)
    if not line:
        return Named(), []
    if related := _RELATION.fullmatch(line):
        return _related(related)
    rest = [piece for part in rest for piece in _owned(part)]
    if (of := _OF.fullmatch(rest[-1])) and (_CHIEF.fullmatch(of["who"]) or _is_person(of["who"])):
        rest = [*rest[:-1], of["who"], of["account"]]
    if (of := _OF_ONE.fullmatch(rest[-1])) and (is_title(of["who"]) or _is_person(of["who"])):
        named, free = _in_order([*rest[:-1], of["who"]])
        return (named, [*free, of["account"]]) if named.account else (named._replace(account=of["account"]), free)
    return _in_order(rest)


def _owned(part: str) -> tuple[str, ...]:
    """Cut `Acme's CTO` and `CTO Una Feld` in two, the title first or behind the name."""
    owned = _OWNED.fullmatch(part)
    if owned and is_title(owned["title"]):
        return owned["title"], owned["account"]
    said = part.split()
    at = len(said) - 2
    if at > 0 and said[at - 1][0].isupper() and _is_person(" ".join(said[at:])) and is_title(" ".join(said[:at])):
        return " ".join(said[at:]), " ".join(said[:at])
    return (part,)


def _without_facts(part: str, facts: list[str]) -> Iterator[str]:
    """Yield what is left of a part without the facts in it, or behind it: `Acme in March 2026`."""
    if fact_kind(part):
        facts.append(part)
        return
    for cut in _PEELED.finditer(part):
        behind = part[cut.end() :]
        if fact_kind(behind) in {"date", "time"} and not part[: cut.start()].lower().endswith("week"):
            facts.append(behind)
            before = _without_talk(part[: cut.start()].strip(" ,"))
            if before and before.lower() not in _ABOUT_MONTHS:
                yield from _without_facts(before, facts)
            return
    if kept := _without_talk(part):
        yield kept


def _without_talk(part: str) -> str:
    """Take `call` and `interview` off the end of a part: `Acme interview`."""
    said = _HANGING.sub("", part).split()
    while said and said[-1].strip(".,:").lower() in _TALKS:
        said.pop()
    return " ".join(said)


def _related(found: re.Match[str]) -> tuple[Named, list[str]]:
    """Read `PERSON, TITLE at ACCOUNT`; what stands alone before `at` is a title, as blocks write it, or a name."""
    account, *behind = cut_at_joints(found["account"]) or ("",)
    # A place or the like behind the company belongs to its name, as far as anybody can tell.
    account = ", ".join([account, *(part for part in behind if _is_named(part))])
    rest = [part for part in behind if not _is_named(part)]
    before = [piece for part in cut_at_joints(found["person"]) for piece in _owned(part)]
    titles = [part for part in before if names_work(part)]
    others = [part for part in before if part not in titles]
    if len(before) == 1:
        (one,) = before
        person = one if found["how"] != "on a call with" and _is_person(one) else None
        return Named(person, None if person else one, account), rest
    return Named(others[0] if others else None, ", ".join([*titles, *others[1:]]) or None, account), rest


def _in_order(parts: Sequence[str]) -> tuple[Named, list[str]]:
    """Tell person, title and company by their order and by which of them are titles; return free words, too."""
    parts = _with_departments(parts)
    titles = [part for part in parts if names_work(part)]
    free = [part for part in parts[1:] if part not in titles and not _is_named(part)]
    if len(parts) > 2 and is_department(parts[-1]) and parts[-1] in titles:
        titles, free = titles[:-1], [*free, parts[-1]]
    others = [part for part in parts if part not in titles and part not in free]
    if not titles and len(others) < 2:  # what goes on like a sentence is read on by who asks whether it names somebody
        others, free = list(parts), []
    if not titles and not others:
        return Named(None, None), free
    if not titles:
        first, *more = others
        return Named(first, ", ".join(more[:-1]) or None, more[-1] if more else None), free
    title = ", ".join(titles)
    if not others:
        return Named(None, title), free
    if len(others) == 1:
        return (Named(None, title, others[0]) if parts[0] in titles else Named(others[0], title)), free
    return Named(others[0], title, others[1]), [*others[2:], *free]


def _with_departments(parts: Sequence[str]) -> list[str]:
    """Join `VP, Ovens` where a company stands behind it: a bare rank goes on with what it is over."""
    found: list[str] = []
    for at, part in enumerate(parts):
        if found and at < len(parts) - 1 and found[-1].lower() in BARE_RANKS:
            found[-1] += f", {part}"
        else:
            found.append(part)
    return found


def _is_named(part: str) -> bool:
    """Whether a part begins as names do; `a fintech`, `churned` and `$50K annual contract` do not."""
    return part[0].isupper() or part[0].isdigit()


def is_department(part: str) -> bool:
    """Whether a part names what may be a department or an industry: `Logistics`, `Security`."""
    said = set(words(part))
    return bool(said) and said <= _DEPARTMENTS and said <= _INDUSTRIES


def _with_inner(named: Named, inner: Sequence[str], facts: Sequence[str]) -> Named:
    """Take a title and a company out of the parentheses where nothing outside names them."""
    kept: list[str] = []
    person, title, account = named.person, named.title, named.account
    for part in inner:
        if fact_kind(part):
            kept.append(part)
            continue
        found = named_in(part) if _RELATION.fullmatch(part) else Named()
        if not title and not found.account and names_work(part):
            title = part
        elif not account and found.account and found.title and not title:
            title, account = found.title, found.account
        elif (
            not account
            and person
            and is_name(part)
            and not names_work(part)
            and not re.match(r"(?i)(?:pre-?)?(?:series|seed)\b", part)
        ):
            account = part
        else:
            kept.append(part)
    return Named(person, title, account, (*kept, *facts))


def _is_person(text: str) -> bool:
    """Whether words are written as somebody's name: two or more with a capital, or a usual first name."""
    said = words(text)
    if not is_name(text) or not WORK.isdisjoint(said) or "_" in text or any(map(str.isdigit, text)):
        return False
    return len(said) > 1 or said[0] in _FIRST_NAMES
