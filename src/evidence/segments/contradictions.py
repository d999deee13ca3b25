"""Places that contradict each other: an account with two outcomes, headcounts or ARR figures, a remark in two wordings.

Account_900: 350 employees, $50K ARR (won)        a line about one account
> - Engineer at Account_900 (350 employees, won)  an attribution
| Account_900 | 350 | $50K | won |                a row whose header says what is what
**Quote from Champion** (deal won):               a label that says how the deal below it ended
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Literal

from evidence.amounts import find_amounts
from evidence.text import plural, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from evidence.amounts import Amount
    from evidence.model import Account, Outcome

What = Literal["outcome", "headcount", "arr"]
Value = float | str


@dataclass(frozen=True, slots=True)
class Statement:
    """What one place says of an account. line None: the CRM. margin: what rounding leaves open, `$48K` is +-500."""

    account_id: str
    what: What
    value: Value
    said: str
    path: str
    line: int | None = None
    margin: float = 0.0


@dataclass(frozen=True, slots=True)
class Contradiction:
    """An account of which places say things that cannot all be true."""

    account_id: str
    what: What
    claims: tuple[Statement, ...]

    def record(self) -> dict[str, Any]:
        """Return the contradiction as `--json` prints it."""
        said = [{"said": c.said, "path": c.path, "line": c.line} for c in self.claims]
        return {"account_id": self.account_id, "what": self.what, "claims": said}


@dataclass(frozen=True, slots=True)
class Remark:
    """A quotation: its words, its place, the account it is attributed to, whether the tool itself wrote it."""

    text: str
    path: str
    line: int
    account: str | None = None
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Rewording:
    """Two quotations of what seems to be one remark, whose words differ."""

    one: Remark
    other: Remark

    def record(self) -> dict[str, Any]:
        """Return the pair as `--json` prints it."""
        spots = (self.one, self.other)
        return {"wordings": [{"text": spot.text, "path": spot.path, "line": spot.line} for spot in spots]}


# What stands behind a figure, and whether a currency belongs to it.
_FIGURES: tuple[tuple[What, re.Pattern[str], bool], ...] = (
    ("headcount", re.compile(r"\s*(?:employees?|people|staff|ftes?)\b", re.IGNORECASE), False),
    ("arr", re.compile(r"\s*(?:in )?arr\b", re.IGNORECASE), True),
)
_ENDED = re.compile(
    r"(?:[(,]\s*(?:deal\s+)?|:\s*(?:deal\s+)?)(?P<how>won|lost|churned)\b(?!\s+(?:against|over|back))", re.IGNORECASE
)
_ABOVE = re.compile(
    r"\bdeals? (?P<how>won|lost)\b|\b(?P<won>why (?:they|customers|we) (?:choose|chose|win|won|buy)"
    r"|what makes them win)\b"
    r"|\b(?P<lost>(?:lose|lost|losing) to|why (?:they|we) (?:lose|lost)|what makes them lose)\b",
    re.IGNORECASE,
)
_HEADERS: dict[str, What] = {
    **dict.fromkeys(("outcome", "result", "status", "deal outcome"), "outcome"),
    **dict.fromkeys(("headcount", "employees", "size", "company size"), "headcount"),
    **dict.fromkeys(("arr", "annual recurring revenue"), "arr"),
}
_LONGEST = 6  # words of a name that are looked for


class Names:
    """Finds the accounts that a line names, by id or by name as the CRM spells them."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        """Take the names of each account by its id; a name of two accounts names neither."""
        owners: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        for account_id, spelt in names.items():
            for name in spelt:
                if key := tuple(words(name)):
                    owners[key].add(account_id)
        self.owners = {key: next(iter(ids)) for key, ids in owners.items() if len(ids) == 1 and len(key) <= _LONGEST}
        self.first = frozenset(key[0] for key in self.owners)

    def named(self, text: str) -> tuple[str, ...]:
        """Return the ids of the accounts that a text names, sorted; of overlapping names the longest."""
        said, found, at = words(text), set(), 0
        while at < len(said):
            lengths = range(min(_LONGEST, len(said) - at), 0, -1) if said[at] in self.first else ()
            length = next((n for n in lengths if tuple(said[at : at + n]) in self.owners), 0)
            if length:
                found.add(self.owners[tuple(said[at : at + length])])
            at += length or 1
        return tuple(sorted(found))


def claims_in(path: str, line: int, text: str, account_id: str, *, above: str = "") -> Iterator[Statement]:
    """Yield what a line says of the one account that it names. above: the label or heading that it stands under."""
    # "Two people at Account_900" are some of them.
    amounts = [amount for amount in find_amounts(text) if amount.is_exact and not amount.numeral.in_words]
    for what, unit, priced in _FIGURES:
        counted = ((amount, unit.match(text, amount.span[1])) for amount in amounts if amount.currency or not priced)
        said = next(((amount, behind.end()) for amount, behind in counted if behind), None)
        if said:
            yield _figure(said[0], what, text[said[0].start : said[1]].strip(), account_id, path, line)
    if found := _ENDED.search(text):
        yield _outcome(account_id, found["how"], path, line)
    elif found := _ABOVE.search(above):
        how = found["how"] or ("won" if found["won"] else "lost")
        yield _outcome(account_id, how, path, line)


def claim_of_cell(path: str, line: int, text: str, account_id: str, header: str) -> Iterator[Statement]:
    """Yield what a table's cell says of the account that its row is about."""
    what = _HEADERS.get(" ".join(words(header)))
    if what == "outcome":
        said = words(text)
        if len(said) <= 3 and (how := next((word for word in said if word in {"won", "lost", "churned"}), None)):
            yield _outcome(account_id, how, path, line)
        return
    text = text.strip()
    amount = next(find_amounts(text), None)
    if what and amount and (amount.start, amount.span[1]) == (0, len(text)) and amount.is_exact:
        yield _figure(amount, what, text, account_id, path, line)


def _outcome(account_id: str, how: str, path: str, line: int) -> Statement:
    # Who churned had been won.
    return Statement(account_id, "outcome", "lost" if how.lower() == "lost" else "won", how.lower(), path, line)


def _figure(amount: Amount, what: What, said: str, account_id: str, path: str, line: int) -> Statement:
    value, numeral = amount.number(whole=True), amount.numeral
    decimals = len((numeral.plain(whole=True) or "").partition(".")[2])
    rounded = 10 ** (numeral.zeros - decimals) / 2 if numeral.zeros else 0.0
    return Statement(account_id, what, value, said, path, line, value / 10 if amount.limit == "about" else rounded)


def claims_of(account: Account, outcome: Outcome | None, path: str) -> Iterator[Statement]:
    """Yield what the CRM says of an account; an open deal contradicts nothing."""
    if outcome in {"won", "lost"}:
        yield Statement(account.account_id, "outcome", outcome, outcome, path)
    if account.headcount is not None:
        yield Statement(
            account.account_id, "headcount", float(account.headcount), plural(account.headcount, "employee"), path
        )
    if account.arr is not None:
        yield Statement(account.account_id, "arr", account.arr, f"${account.arr:,.0f} ARR", path)


def contradictions(claims: Iterable[Statement]) -> tuple[Contradiction, ...]:
    """Return what cannot all be true, by account; each different thing said once, where it is said first."""
    groups: defaultdict[tuple[str, What], list[Statement]] = defaultdict(list)
    for claim in claims:
        groups[claim.account_id, claim.what].append(claim)
    found = []
    for (account_id, what), said in sorted(groups.items()):
        apart: list[Statement] = []
        for claim in sorted(said, key=lambda c: (c.line is not None, c.path, c.line or 0)):
            if all(_differ(claim, other) for other in apart):
                apart.append(claim)
        if len(apart) > 1:
            found.append(Contradiction(account_id, what, tuple(apart)))
    return tuple(found)


def _differ(one: Statement, other: Statement) -> bool:
    if isinstance(one.value, str) or isinstance(other.value, str):
        return one.value != other.value
    return abs(one.value - other.value) > max(one.margin, other.margin)


_ALIKE = 0.6  # of the words of both, in order: below it two remarks share only their subject
_FEW_WORDS = 5


def rewordings(remarks: Sequence[Remark]) -> tuple[Rewording, ...]:
    """Return pairs of quotations that seem to be one remark in different words; an excerpt is no other wording."""
    told = [(remark, words(remark.text)) for remark in remarks]
    told = [(remark, said) for remark, said in told if len(said) >= _FEW_WORDS]
    found = []
    for at, (one, first) in enumerate(told):
        for other, second in told[at + 1 :]:
            apart = one.account and other.account and one.account != other.account
            if (one.ours and other.ours) or apart or _within(first, second) or _within(second, first):
                continue
            if _alike(first, second):
                found.append(Rewording(one, other))
    return tuple(found)


def _within(short: list[str], long: list[str]) -> bool:
    return f" {' '.join(short)} " in f" {' '.join(long)} "


def _alike(first: list[str], second: list[str]) -> bool:
    least = _ALIKE * (len(first) + len(second)) / 2
    # Counting words is thirty times as fast as aligning them, and rules out nearly every pair.
    if len(set(first) & set(second)) < least / 2 or min(len(first), len(second)) < least:
        return False
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= _ALIKE
