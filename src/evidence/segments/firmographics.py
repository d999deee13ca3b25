"""What people write of companies -> conditions over the columns of accounts.

    Headcount: 200 to 1,000 employees        headcount BETWEEN 200 AND 1000
    Revenue: $10M to $100M ARR               company_revenue BETWEEN 10000000 AND 100000000
    Funding Stage: Series B to Series D      funding_stage IN ('Series B', 'Series C', 'Series D')
    Industry: Retail (focus: grocers)        industry = 'Retail'

Revenue in the description of a segment is what a company earns, `company_revenue`, even where people call it
ARR: what an account pays us is known once it is a customer, and cannot say who might become one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.amounts import find_amounts
from evidence.model.accounts import Account, crm_columns
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


@dataclass(frozen=True, slots=True)
class DescriptionLine:
    """A line of a description: its label, what stands behind it, whether the part it stands in says who they are."""

    line: int
    label: str | None
    text: str
    profile: bool = False


@dataclass(frozen=True, slots=True)
class Trait:
    """A condition over one column, and the line that says so. remark: what a person should look at."""

    column: str
    condition: str
    line: int
    text: str
    remark: str = ""


_LABELS = {name: frozenset(words(one.labels)) for name, one in crm_columns(Account).items() if one.labels}
# What the words of a label must not say: what we earn, what is sold, how many people build software.
_NOT = frozenset(
    words("potential growth target our deal deals contract acv customer lifetime per team teams developer developers")
)
_SIZE = re.compile(r"\b(?:company|organi[sz]ation|business|firm)\s+size\b|^size$", re.IGNORECASE)
_STAGE = re.compile(r"\b(?:company|growth|business)\s+stage\b|^stage$", re.IGNORECASE)
_PEOPLE = r"\s*(?:employees?|staff|ftes?|full[- ]time employees|people on staff|people|mitarbeiter(?:innen)?)\b"
_SIGNS = {"least": ">=", "over": ">", "most": "<=", "under": "<"}
_ROUNDS = ("Pre-Seed", "Seed", *(f"Series {letter}" for letter in "ABCDEFGH"))
_ROUND = re.compile(r"\bpre[- ]?seed\b|\bseed\b|\bseries[\s_-]+[a-h](?:\s*/\s*[a-h])*(?![a-z])", re.IGNORECASE)
_LONGEST = 1_000  # signs; a longer line is no description of a company
_REMARK = re.compile(r"\s*\([^()]*\)")
_LIST = re.compile(r"\s*(?:[,;/|]|\bor\b)(?:\s*\band\b)?\s*", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)

# Places as people name them, and the spellings under which exports hold what lies in them.
_UK = ("United Kingdom", "UK", "GB", "Great Britain", "England", "Scotland", "Wales", "Northern Ireland")
_US = ("United States", "US", "USA", "United States of America")
_DACH = ("Germany", "DE", "Austria", "AT", "Switzerland", "CH")
_NORDICS = ("Sweden", "SE", "Norway", "NO", "Denmark", "DK", "Finland", "FI", "Iceland", "IS")
_BENELUX = ("Netherlands", "NL", "The Netherlands", "Belgium", "BE", "Luxembourg", "LU")
_EU = (
    *_NORDICS, *_BENELUX, *_DACH, "France", "FR", "Spain", "ES", "Portugal", "PT", "Italy", "IT", "Ireland", "IE",
    "Poland", "PL", "Czechia", "CZ", "Czech Republic", "Greece", "GR", "Romania", "RO", "Hungary", "HU",
    "Estonia", "EE", "Latvia", "LV", "Lithuania", "LT", "Slovakia", "SK", "Slovenia", "SI",
    "Croatia", "HR", "Bulgaria", "BG",
)  # fmt: skip
_PLACES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("uk", "united kingdom", "great britain"), _UK),
    **dict.fromkeys(("us", "usa", "united states"), _US),
    **dict.fromkeys(("north america", "na"), (*_US, "Canada", "CA", "North America", "NA", "Mexico", "MX")),
    "dach": (*_DACH, "DACH"), "nordics": (*_NORDICS, "Nordics"), "benelux": (*_BENELUX, "Benelux"),
    **dict.fromkeys(("europe", "eu", "western europe"), (*_EU, *_UK, "Europe", "EU", "EMEA")),
}  # fmt: skip


def read_traits(lines: Iterable[DescriptionLine], known: Mapping[str, frozenset[str]]) -> tuple[Trait, ...]:
    """Return what the lines say of companies, in order; of one column the first line counts.

    known: column -> the values that accounts have there, to spell conditions as the CRM does.
    """
    found: dict[str, Trait] = {}
    for said in lines:
        for trait in _traits(said, known):
            found.setdefault(trait.column, trait)
    return tuple(sorted(found.values(), key=lambda trait: trait.line))


def _traits(said: DescriptionLine, known: Mapping[str, frozenset[str]]) -> Iterable[Trait]:
    if len(said.text) > _LONGEST:
        return
    column = column_of(said.label) if said.label else None
    if column:
        condition, remark = _READERS[column](said.text, known.get(column, frozenset()))
        if condition:
            yield Trait(column, condition, said.line, f"{said.label}: {said.text}", remark)
    elif said.profile:
        yield from _in_passing(said, known)


def column_of(label: str) -> str | None:
    """Say which column a label speaks of, None for no column.

    >>> column_of("Funding Stage"), column_of("Company Size"), column_of("Revenue Potential")
    ('funding_stage', 'headcount', None)
    """
    spoken = set(words(label))
    if spoken & _NOT or len(spoken) > 4:
        return None
    if _SIZE.search(label):
        return "headcount"
    if _STAGE.search(label):
        return "funding_stage"
    return next((column for column, names in _LABELS.items() if spoken & names), None)


def _in_passing(said: DescriptionLine, known: Mapping[str, frozenset[str]]) -> Iterable[Trait]:
    """Yield what a sentence says of who they are: `agencies (3-15 employees)`, `Series A/B start-ups`."""
    counted = re.search(rf"[^.;:()]*?{_PEOPLE}", said.text, re.IGNORECASE)
    # A team of ten is part of a company of any size.
    if (
        counted
        and not re.search(r"\bteams?\b", counted[0], re.IGNORECASE)
        and (condition := bounds("headcount", counted[0]))
    ):
        yield Trait("headcount", condition, said.line, said.text)
    if condition := _funding(said.text, known.get("funding_stage", frozenset()))[0]:
        yield Trait("funding_stage", condition, said.line, said.text)


def bounds(column: str, text: str) -> str:
    """Return the condition that a range, an open range or a limit stands for, "" where there is none.

    >>> bounds("headcount", "200 to 1,000 people"), bounds("headcount", "5,000+"), bounds("arr", "$10-50M")
    ('headcount BETWEEN 200 AND 1000', 'headcount >= 5000', 'arr BETWEEN 10000000 AND 50000000')
    """
    amounts = [amount for amount in find_amounts(text) if not amount.is_exact]
    # A range says most, then what they have at least.
    amount = min(amounts, key=lambda one: (one.other is None, one.limit not in {"least", "over"}), default=None)
    if amount is None:
        return ""
    if amount.other:
        low, high = map(round, amount.bounds(whole=True))
        return f"{column} BETWEEN {low} AND {high}" if low <= high else ""
    sign = _SIGNS[amount.limit]
    return f"{column} {sign} {round(amount.number(whole=True))}"


def _bounded(column: str) -> Callable[[str, frozenset[str]], tuple[str, str]]:
    return lambda text, _: (bounds(column, text), "")


def _revenue(text: str, known: frozenset[str]) -> tuple[str, str]:
    del known
    remark = "what the company earns; arr is what it pays us" if "arr" in words(text) else ""
    return bounds("company_revenue", text), remark


def _funding(text: str, known: frozenset[str]) -> tuple[str, str]:
    said = [_round(part) for found in _ROUND.finditer(text) for part in _letters(found[0])]
    if not said:
        return "", ""
    first, last = _ROUNDS.index(said[0]), _ROUNDS.index(said[-1])
    between = _ROUND.sub("\0", text)
    if re.search(r"\0\s*(?:to|through|-|\u2013|\u2014)\s*\0", between, re.IGNORECASE) and first < last:
        said = list(_ROUNDS[first : last + 1])
    elif re.search(r"\0\s*(?:\+|or later|and (?:later|beyond|above|up))", between, re.IGNORECASE):
        said = list(_ROUNDS[last:])
    spelt = [value for stage in dict.fromkeys(said) for value in _spellings(stage, known)]
    return _one_of("funding_stage", spelt), ""


def _letters(found: str) -> list[str]:
    """`Series A/B` names two rounds."""
    kind, *letters = re.findall(r"[a-z]+", found.casefold())  # without regard to case, `s` matches a long s too
    return [f"series {letter}" for letter in letters] if kind == "series" else ["".join([kind, *letters])]


def _round(said: str) -> str:
    return {"preseed": "Pre-Seed", "seed": "Seed"}.get(said, said.title())


def _spellings(stage: str, known: frozenset[str]) -> list[str]:
    fits = sorted(value for value in known if "".join(words(value.replace("_", " "))) == "".join(words(stage)))
    return fits or [stage]


def _listed(column: str) -> Callable[[str, frozenset[str]], tuple[str, str]]:
    def read(text: str, known: frozenset[str]) -> tuple[str, str]:
        bare = _REMARK.sub("", text).strip(" .")
        folded = {tuple(words(value)): value for value in sorted(known)}
        terms = [bare] if tuple(words(bare)) in folded else [part for part in _LIST.split(bare) if words(part)]
        # `Media & Entertainment` is one name, unless the CRM or the map knows what stands around the sign.
        parted = [(term, _AND.split(term)) for term in terms]
        told = {*folded, *((tuple(words(place)) for place in _PLACES) if column == "geography" else ())}
        terms = [
            t for term, parts in parted for t in (parts if any(tuple(words(p)) in told for p in parts) else [term])
        ]
        # In `SaaS, horizontal or for one trade` the names are those with a capital.
        terms = [term for term in terms if not term[0].islower()] or terms
        if not terms or any(len(words(term)) > 4 for term in terms):
            return "", ""
        spelt: list[str] = []
        strange = []
        for term in terms:
            named = _PLACES.get(" ".join(words(term)), ()) if column == "geography" else ()
            fits = [folded[key] for name in (term, *named) if (key := tuple(words(name))) in folded]
            strange += [] if fits or not known else [term]
            spelt += fits or [term]
        # The names stand in a comment: they come out of people's tables as they are.
        remark = (
            f"no account has {', '.join(strange)}; existing values: {', '.join(sorted(known)[:6])}" if strange else ""
        )
        return _one_of(column, spelt), remark

    return read


def _one_of(column: str, values: Iterable[str]) -> str:
    quoted = ["'" + value.replace("'", "''") + "'" for value in dict.fromkeys(values)]
    return f"{column} = {quoted[0]}" if len(quoted) == 1 else f"{column} IN ({', '.join(quoted)})"


_OWN = {"company_revenue": _revenue, "funding_stage": _funding}
_READERS: dict[str, Callable[[str, frozenset[str]], tuple[str, str]]] = {
    name: _OWN.get(name) or (_bounded if one.kind in {"count", "money"} else _listed)(name)
    for name, one in crm_columns(Account).items()
    if one.labels
}
