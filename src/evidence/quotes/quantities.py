"""Amounts that people name, as written and as values: ten hours a week, $40K a year, three people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.model import Span

Kind = Literal["money", "time", "people", "share", "count"]

_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES: dict[str, float] = {
    **{word: number for number, word in enumerate(_ONES.split(), 1)},
    **{word: 10 * number for number, word in enumerate(_TENS.split(), 2)},
    "a couple of": 2, "a couple": 2, "couple of": 2, "couple": 2, "a dozen": 12, "dozen": 12,
    "half a": 0.5, "half an": 0.5,
    "a hundred": 100, "hundred": 100, "a thousand": 1_000, "thousand": 1_000, "a million": 1_000_000,
    "hundreds of": 100, "thousands of": 1_000, "dozens of": 12, "millions of": 1_000_000, "a": 1, "an": 1,
}  # fmt: skip
_SCALES = {
    "k": 1e3, "thousand": 1e3, "grand": 1e3, "hundred": 1e2, "m": 1e6, "mm": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9,
    "billion": 1e9,
}  # fmt: skip
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(
        ("second", "minute", "hour", "day", "night", "week", "weekend", "month", "quarter", "year"), "time"
    ),
    **dict.fromkeys(("dollar", "euro", "pound", "buck", "cent", "grand"), "money"),
    **dict.fromkeys(
        ("person", "people", "engineer", "developer", "employee", "agent", "head", "employee", "worker", "analyst",
         "contractor", "colleague", "nurse", "teacher", "family", "families", "kid", "child", "children", "senior",
         "team"),
        "people",
    ),
    **dict.fromkeys(("percent", "per cent", "%", "percentage point", "basis point"), "share"),
    **dict.fromkeys(
        ("time", "deploy", "deployment", "release", "ticket", "incident", "customer", "call", "step", "tool", "system",
         "spreadsheet", "meeting", "invoice", "order", "case", "error", "bug", "email", "page", "form", "store", "user",
         "account", "request", "complaint", "vendor", "screen", "click", "test", "node", "site"),
        "count",
    ),
}  # fmt: skip
_EVERY = "second|minute|hour|day|night|week|month|quarter|year|person|seat|user|head|deploy|release|call|month|shift"
_TEN = "|".join([*_ONES.split(), *_TENS.split()])
_NUMBER = (
    rf"(?:\d[\d,]*(?:\.\d+)?|(?:{_TEN})(?:[- ](?:{_TEN}))?(?: and a half)?|(?:a )?couple(?: of)?|(?:a |half a )?dozen"
    r"|half an?|an?(?= (?:hundred|thousand|million|billion)\b)|(?:hundred|thousand|dozen|million)s of)"
)
_HINT = re.compile(rf"\d|\b(?:{_TEN}|couple|dozens?|half|hundreds?|thousands?|millions?|billions?)\b", re.IGNORECASE)
_UNIT = "|".join(sorted((re.escape(unit) for unit in _KINDS), key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?P<money>[$\u20ac\u00a3]\s?)?(?<![\w.])(?P<number>{_NUMBER})(?P<to>(?: ?(?:to|or|-|\u2013) ?){_NUMBER})?"
    rf"(?:[ -]?(?P<scale>hundred|thousand|million|billion|grand|bn|mm|[kmb])\b)?"
    rf"(?:[ -]?(?:more |full |whole |extra |working |different |business |of (?:our|my|the) )?"
    rf"(?P<unit>{_UNIT})(?:s|es)?(?![\w]))?"
    rf"(?: (?:an?|per|every|each)(?: single)? (?P<per>{_EVERY})\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount: its words, the lower number that they name, the unit in the singular, and per what.

    `number` is None where words such as "hours" name none that is exact.
    """

    text: str
    span: Span
    number: float
    unit: str
    kind: Kind
    per: str | None = None

    def record(self) -> dict[str, str | float | None]:
        """Return the amount as `--json` prints it."""
        return {"text": self.text, "number": self.number, "unit": self.unit, "per": self.per}


def may_hold_quantity(text: str) -> bool:
    """Whether a number stands in the text; where none does there is no amount, which is a tenth of the price."""
    return _HINT.search(text) is not None


def find_quantities(text: str, within: Span | None = None) -> Iterator[Quantity]:
    """Yield the amounts of money, time, people, shares and things in a text.

    A bare number is none: it may be a version, a year or a name.
    """
    start, end = within or (0, len(text))
    if not _HINT.search(text, start, end):
        return
    for match in _AMOUNT.finditer(text, start, end):
        unit = (match["unit"] or "").lower()
        kind: Kind | None = "money" if match["money"] or match["scale"] == "grand" else _KINDS.get(unit)
        if kind is None:
            continue
        span = match.start(), match.end()
        yield Quantity(
            text[slice(*span)], span, _value(match), unit or "money", kind, match["per"] and match["per"].lower()
        )


def _value(match: re.Match[str]) -> float:
    written = match["number"].lower()
    scale = _SCALES.get((match["scale"] or "").lower(), 1)
    half = 0.5 if written.endswith(" and a half") else 0
    written = written.removesuffix(" and a half")
    if written[0].isdigit():
        return float(written.replace(",", "")) * scale
    if written in _VALUES:
        return (_VALUES[written] + half) * scale
    if written == "half a dozen":
        return 6
    return sum(_VALUES[part] for part in re.split("[- ]", written)) * scale
