"""Amounts that people name, as written and as values: ten hours a week, $40K a year, three people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from evidence.amounts import find_amounts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.model import Span

Kind = Literal["money", "time", "people", "share", "count"]

_KINDS: dict[str, Kind] = {
    **dict.fromkeys(
        ("second", "minute", "hour", "day", "night", "week", "weekend", "month", "quarter", "year"), "time"
    ),
    **dict.fromkeys(("dollar", "euro", "pound", "buck", "cent"), "money"),
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
_UNIT = "|".join(sorted((re.escape(unit) for unit in _KINDS), key=len, reverse=True))
# A seventeen-year-old costs nobody seventeen years.
_BEHIND = re.compile(
    rf"(?:[ -]?(?:more |full |whole |extra |working |different |business |of (?:our|my|the) )?"
    rf"(?P<unit>{_UNIT})(?:s|es)?(?![\w]|-olds?\b))?"
    rf"(?: (?:an?|per|every|each)(?: single)? (?P<per>{_EVERY})\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount: its words, the lower number that they name, the unit in the singular, and per what."""

    text: str
    span: Span
    number: float
    unit: str
    kind: Kind
    per: str | None = None

    def record(self) -> dict[str, str | float | None]:
        """Return the amount as `--json` prints it."""
        return {"text": self.text, "number": self.number, "unit": self.unit, "per": self.per}


def find_quantities(text: str, within: Span | None = None) -> Iterator[Quantity]:
    """Yield the amounts of money, time, people, shares and things in a text.

    A bare number is none: it may be a version, a year or a name.
    """
    end = within[1] if within else len(text)
    for amount in find_amounts(text, within):
        start, stop = amount.span
        behind = _BEHIND.match(text, stop, end)
        unit = behind["unit"].lower() if behind and behind["unit"] else ""
        kind: Kind | None = "money" if amount.currency else _KINDS.get(unit)
        if kind is None:
            continue
        per = behind["per"].lower() if behind and behind["per"] else None
        span = start, behind.end() if behind else stop
        number = amount.number(whole=kind in {"people", "count"})
        if amount.numeral.in_words and not amount.numeral.zeros and number.is_integer():
            number = int(number)  # `ten` has always been 10 in --json, and `10` has been 10.0
        yield Quantity(text[slice(*span)], span, number, unit or "money", kind, per)
