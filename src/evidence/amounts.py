"""The one reader of amounts: money, headcounts, hours, however people write or say them.

    1,200   1 200   1'200   1.200,50   12,34,567      signs for thousands and decimals
    $50K   USD 1.2 million   3,5 Mio. €   5 grand      a currency on either side, a scale behind
    twenty-five   two hundred and fifty thousand   a couple of   half a dozen   two and a half
    200-1000   $1M to $5M   10-50K   between 5 and 50  ranges; one scale may hold for both ends
    500+   at least 40   over 500   up to 20   <50   ~350

`find_amounts` finds them in prose, `read_cell` takes a cell that holds nothing else. What a reader makes of a
range, of "about", of a unit behind, is its own affair. `1.234` has two readings: see `Numeral`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from math import inf
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from evidence.model import Span

# -- one number --------------------------------------------------------------------------------

_OTHER = {".": ",", ",": "."}
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{2,3})*[.,]\d{3}")  # the middle pairs are Indian: 12,34,567
_TWO_READINGS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_NEVER_COMMA = frozenset({"$", "US$", "USD", "£", "GBP"})  # in prices in these a comma is no decimal sign
_LONGEST = 60  # longer than any amount: not worth a backtracking pattern, and beyond what a float holds


class Numeral(NamedTuple):
    """A number as written: its digits with their signs, and how many zeros its scale adds, `1.5M` six.

    A single sign before exactly three digits has two readings. They are told apart by the currency, by a scale and
    by whether the thing comes in whole pieces; else the reader of prose takes a point for the decimal sign.
    """

    body: str
    zeros: int = 0
    currency: str = ""
    negative: bool = False
    in_words: bool = False

    @property
    def is_ambiguous(self) -> bool:
        """Whether the digits alone may be a thousand times as much: `1,234`."""
        return _TWO_READINGS.fullmatch(self.body) is not None

    def decimal_sign(self, *, whole: bool = False) -> str | None:
        """Return the decimal sign that the number proves, or None where it proves none.

        whole: it counts what comes in whole pieces; `1.234K` of them prove nothing all the same.
        """
        points, commas = self.body.count("."), self.body.count(",")
        if points and commas:
            return "." if self.body.rfind(".") > self.body.rfind(",") else ","
        sign = "." if points else ","
        if points + commas != 1:
            return _OTHER[sign] if points + commas else None
        if not self.is_ambiguous:
            return sign
        grouping = (whole and not self.zeros) or (commas and self.currency.upper() in _NEVER_COMMA)
        return _OTHER[sign] if grouping else None

    def plain(self, decimal: str = ".", *, whole: bool = False) -> str | None:
        """Return the digits before scale and sign as Python writes them, `1234.5`; None for what is no number.

        decimal: the sign where the number proves none.
        """
        if len(self.body) > _LONGEST:
            return None
        if self.body.isdecimal():
            return self.body
        sign = self.decimal_sign(whole=whole) or decimal
        integer, _, fraction = self.body.partition(sign)
        regular = integer.isdecimal() or _GROUPED.fullmatch(integer)
        if not regular or fraction.strip("0123456789"):
            return None
        digits = integer.replace(_OTHER[sign], "")
        return f"{digits}.{fraction}" if fraction else digits

    def value(self, decimal: str = ".", *, whole: bool = False) -> float | None:
        """Return the value; None for what is no number, such as 1.2.3.

        >>> Numeral("1,234.5", 3).value(), Numeral("1.350").value(), Numeral("1.350").value(whole=True)
        (1234500.0, 1.35, 1350.0)
        """
        plain = self.plain(decimal, whole=whole)
        if plain is None:
            return None
        # 1.1 * 1e6 would be 1,100,000.0000000002.
        size = float(f"{plain}e{self.zeros}" if self.zeros else plain)
        return -size if self.negative else size


# -- words and signs ---------------------------------------------------------------------------

_ZEROS = {
    **dict.fromkeys(("k", "thousand", "grand"), 3),
    **dict.fromkeys(("m", "mm", "mn", "mio", "million"), 6),
    **dict.fromkeys(("b", "bn", "mrd", "billion"), 9),
    "hundred": 2, "trillion": 12,
}  # fmt: skip
_SCALE = "hundred|thousand|million|billion|trillion"
_CODES = "USD|EUR|GBP|CHF|CAD|AUD|NZD|JPY|CNY|INR|SEK|NOK|DKK|PLN|CZK|HUF|BRL|MXN|ZAR|SGD|HKD|ILS|KRW|TRY|AED"
_SIGN = r"(?:US|CA|AU|NZ|HK|S|R)?[$€£¥₹]"
_CURRENCY = rf"(?:{_SIGN}|{_CODES}|kr\.?|zł)"
_CODE = _CODES.replace("CAD|", "").replace("TRY|", "")  # in prose these are other words
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_WORDS: dict[str, float] = {
    **{word: number for number, word in enumerate(f"{_ONES}|{_TEENS}".split("|"), 1)},
    **{word: 10 * number for number, word in enumerate(_TENS.split("|"), 2)},
    "a": 1, "an": 1, "half a": 0.5, "half an": 0.5, "dozen": 12, "a dozen": 12, "half a dozen": 6,
    **dict.fromkeys(("couple", "a couple", "couple of", "a couple of"), 2),
}  # fmt: skip
_MANY = {
    "tens": ("10", 0),
    "dozens": ("12", 0),
    **{f"{scale}s": (str(10 ** _ZEROS[scale]), 0) for scale in _SCALE.split("|")},
}
_BLANK = "[ '’\u00a0\u2009\u202f]"
# What a pattern without regard to case takes for i, s and k, and what `lower` makes something else of.
_LETTERS = str.maketrans("İıſ\u212a", "iisk")


def _compiled(pattern: str) -> Callable[[], re.Pattern[str]]:
    """Return a function that compiles the pattern when it is first called: a search never needs these 12 ms."""
    return cache(lambda: re.compile(pattern, re.IGNORECASE))


# -- a cell that holds nothing else ------------------------------------------------------------

# Of the scales those that exports write; "5 hundred" in a cell is somebody's remark.
_CELL_SCALE = "|".join(sorted(_ZEROS.keys() - {"hundred", "grand", "trillion"}, key=len, reverse=True))
_CELL = _compiled(
    rf"(?P<loss>\()? ?(?P<minus>[-−])? ?(?P<currency>{_CURRENCY})? ?(?P<minus2>[-−])?"
    rf"(?P<body>\d[\d.,]*) ?(?P<scale>{_CELL_SCALE})?\.?"
    rf" ?{_CURRENCY}?(?(loss) ?\))",
)
_GROUPING_BLANK = _compiled(rf"(?<=\d){_BLANK}(?=\d{{3}}(?!\d))")


def read_cell(cell: str) -> Numeral | None:
    """Read a cell that holds one amount and nothing else: `$50K`, `1.234,50 EUR`, `(1,200)`; None for anything else."""
    line = _GROUPING_BLANK().sub("", cell)
    found = _CELL().fullmatch(line) if len(line) <= _LONGEST else None
    if not found:
        return None
    negative = bool(found["loss"] or found["minus"] or found["minus2"])
    return Numeral(found["body"], _zeros(found["scale"]), found["currency"] or "", negative)


def _zeros(scale: str | None) -> int:
    return _ZEROS[_plain(scale)] if scale else 0


def _plain(word: str) -> str:
    return word.translate(_LETTERS).lower()


# -- amounts in prose --------------------------------------------------------------------------


def _any_of(words: str) -> str:
    """Return a pattern of words that tries those of one initial together, in half the time of a plain list."""
    tails: defaultdict[str, list[str]] = defaultdict(list)
    for word in words.split("|"):
        tails[word[0]].append(word[1:])
    return "(?:" + "|".join(f"{initial}(?:{'|'.join(rest)})" for initial, rest in tails.items()) + ")"


_SMALL = rf"{_any_of(f'{_TENS}|{_TEENS}|{_ONES}')}\b(?:(?<=ty)[- ]{_any_of(_ONES)}\b)?"
_NUMBER = _compiled(
    # The first digit of a number that stands in no word and no other number, but may follow a code: EUR50.
    rf"\d(?:(?<![\w.]\d)|(?<=(?-i:{_CODE})\d))"
    rf"(?:\d{{0,2}}(?:{_BLANK}\d{{3}}){{1,8}}(?:[.,]\d\d?)?(?![.,]? ?\d)|(?:[\d.,]*\d)?)"
    # To look at the initial first is a third quicker.
    rf"|\b(?=[a-fhmnost])(?P<word>{_SMALL}|half a dozen\b|half an?\b|(?:a )?(?:couple(?: of)?|dozen)\b"
    rf"|an?(?= (?:{_SCALE})\b)|(?:ten|dozen|{_SCALE})s of\b)",
)
_HINT = _compiled(
    rf"\d|\b(?=[b-fhmnost])(?:{_any_of(f'{_TENS}|{_TEENS}|{_ONES}')}|tens|couple|half|(?:dozen|{_SCALE})s?)\b",
)
_BEFORE_HINT = len("an ")
_HALF = _compiled(r" and a half\b")
_SCALED = _compiled(rf"(?:[ -](?P<word>{_SCALE}|grand)| ?(?P<short>k|mm|mn|m|bn|b))\b| ?(?P<dotted>mio|mrd)\b\.?")
_MORE = _compiled(rf"(?P<and> and)?[ -](?P<word>{_SMALL})(?P<scales>(?:[ -](?:{_SCALE})\b){{0,3}})")
_SCALES = _compiled(rf"(?:[ -](?:{_SCALE})\b){{1,3}}")
_THOUSANDS = _compiled(rf" (?P<scale>{_SCALE})s?(?: of)?\b")
_TO = _compiled(r"\s*[-–—−]\s*|\s+(?:to|through|bis|or)\s+")
_AND = _compiled(r"\s+and\s+")  # of a range only after "between"
_BEFORE = _compiled(rf"(?P<currency>{_SIGN}|(?<!\w)(?-i:{_CODE}))\s?")
_MOST_ZEROS = 15  # thousands of trillions
_MOST_BEFORE = len(" US$ ")
_BEHIND = _compiled(rf"\s?(?P<currency>[$€£¥₹]|(?:(?-i:{_CODE})|kr|zł)\b)(?!\s?\d)")
_OPEN = _compiled(r"\s*\+(?!\s?\d)|\s+or more\b|\s+and (?:up|above|more)\b|[ -]?plus\b(?!\s?\d)")

Limit = Literal["", "about", "least", "over", "most", "under"]
_LIMITS: dict[Limit | Literal["between"], str] = {
    "about": r"[~≈]|\b(?:about|around|roughly|approximately|approx\.?|circa|ca\.?|nearly|almost)",
    "least": r"≥|>=|\b(?:at least|min(?:imum)?(?: of)?|(?:no|not) (?:less|fewer) than)",
    "most": r"≤|<=|\b(?:up to|at most|max(?:imum)?(?: of)?|(?:no|not) more than)",
    "over": r">|\b(?:over|more than|above|greater than)",
    "under": r"<|\b(?:under|fewer than|less than|below|smaller than)",
    "between": r"\bbetween",
}
_LIMIT = _compiled(f"(?:{'|'.join(f'(?P<{limit}>{words})' for limit, words in _LIMITS.items())})$")
_MOST_LIMIT = 24  # signs before a number in which the longest of them stands
# To look at the last word alone saves nearly every search.
_ENDS = (
    *"~≈≥≤<>=.", "about", "around", "roughly", "approximately", "approx", "circa", "ca", "nearly", "almost", "least",
    "min", "minimum", "of", "than", "to", "most", "max", "maximum", "over", "above", "under", "below", "between",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in prose: one number, a range in the order in which it is written, or what is open at an end.

    span: the figures with currency and scale, and `+` or "or more" behind. start: where "over" or "about" begins.
    """

    span: Span
    start: int
    numeral: Numeral
    other: Numeral | None = None
    limit: Limit = ""

    @property
    def is_exact(self) -> bool:
        """Whether it names one number, be it with "about", and nothing open at an end."""
        return self.other is None and self.limit in {"", "about"}

    @property
    def currency(self) -> str:
        """The currency as written before or behind a number, `grand` where people say so, else ""."""
        return self.numeral.currency or (self.other.currency if self.other else "")

    def number(self, *, whole: bool = False) -> float:
        """Return the number that it names, of a range the first. whole: it counts what comes in whole pieces."""
        return self.numeral.value(whole=whole) or 0.0

    def bounds(self, *, whole: bool = False) -> tuple[float, float]:
        """Return both ends as they are written, infinity where it is open."""
        number = self.number(whole=whole)
        if self.other:
            return number, self.other.value(whole=whole) or 0.0
        return -inf if self.limit in {"most", "under"} else number, inf if self.limit in {"least", "over"} else number


def may_hold_amount(text: str) -> bool:
    """Whether a number stands in the text; where none does there is no amount, which is a tenth of the price."""
    return _HINT().search(text) is not None


def find_amounts(text: str, within: Span | None = None) -> Iterator[Amount]:
    """Yield the amounts of a text in order. A number inside of a word or a name is none: `SOC2`, `Account_9`, `1.2.3`.

    >>> [amount.bounds() for amount in find_amounts("Over 500 people, $1-5M, two hundred and five.")]
    [(500.0, inf), (1000000.0, 5000000.0), (205.0, 205.0)]
    """
    begin, end = within or (0, len(text))
    hint = _HINT().search(text, begin, end)
    at = max(begin, hint.start() - _BEFORE_HINT) if hint else end
    while found := _NUMBER().search(text, at, end):
        first = _figure(text, found, begin, end)
        at = first.end
        if first.is_sound:
            amount = _amount(text, first, begin, end)
            at = begin = amount.span[1]
            yield amount


class _Figure(NamedTuple):
    """A number with its currency and scale, at half-open [start, end)."""

    start: int
    end: int
    numeral: Numeral

    @property
    def is_sound(self) -> bool:
        """Whether it is a number: 1.2.3 is none, nor what groups by points before a scale, 1.000.000M."""
        body, zeros = self.numeral.body, self.numeral.zeros
        return (not zeros or body.count(".") < 2) and zeros <= _MOST_ZEROS and self.numeral.value() is not None


def _figure(text: str, found: re.Match[str], begin: int, end: int) -> _Figure:
    start, stop = found.span()
    body, zeros, stop = (_spelt if found["word"] else _digits)(text, found[0], stop, end)
    currency = ""
    while zeros <= _MOST_ZEROS and (scale := _SCALED().match(text, stop, end)):
        zeros += _zeros(scale["word"] or scale["short"] or scale["dotted"])
        currency = "grand" if scale["word"] and _plain(scale["word"]) == "grand" else currency
        stop = scale.end()
    if before := _before(text, begin, start):
        start, currency = before
    elif behind := _BEHIND().match(text, stop, end):
        stop, currency = behind.end(), behind["currency"]
    return _Figure(start, stop, Numeral(body, zeros, currency, in_words=bool(found["word"])))


def _before(text: str, begin: int, start: int) -> tuple[int, str] | None:
    head = text[max(begin, start - _MOST_BEFORE) : start]
    sign = head.rstrip()[-1:]
    if not sign or sign.islower() or sign.isspace() or sign in ",.":  # nearly always
        return None
    found = next((m for m in _BEFORE().finditer(head) if m.end() == len(head)), None)
    return (start - len(head) + found.start(), found["currency"]) if found else None


def _digits(text: str, written: str, stop: int, end: int) -> tuple[str, int, int]:
    body = re.sub(_BLANK, "", written)
    half = body.isdecimal() and _HALF().match(text, stop, end)
    return (f"{body}.5", 0, half.end()) if half else (body, 0, stop)


def _amount(text: str, first: _Figure, begin: int, end: int) -> Amount:
    limit, start = _limit(text, begin, first.start)
    second = _second(text, first, end, between=limit == "between")
    stop = second.end if second else first.end
    behind = _OPEN().match(text, stop, end)
    span = first.start, behind.end() if behind else stop
    if second:
        low = _same_scale(first.numeral, second.numeral)
        return Amount(span, start, low, second.numeral, "about" if limit == "about" else "")
    return Amount(span, start, first.numeral, limit="least" if behind else "" if limit == "between" else limit)


def _limit(text: str, begin: int, start: int) -> tuple[Limit | Literal["between"], int]:
    """Return what limits the number that starts there, "" where nothing does, and where its words start."""
    from_here = max(begin, start - _MOST_LIMIT)
    head = text[from_here:start].rstrip()
    found = _LIMIT().search(head) if head.lower().endswith(_ENDS) else None
    if not found:
        return "", start
    limit = next(name for name in _LIMITS if found[name])
    return limit, from_here + found.start()


def _second(text: str, first: _Figure, end: int, *, between: bool) -> _Figure | None:
    """Return the other end of a range."""
    joint = _TO().match(text, first.end, end) or (_AND().match(text, first.end, end) if between else None)
    if not joint:
        return None
    at = joint.end()
    if sign := _BEFORE().match(text, at, end):
        at = sign.end()
    found = _NUMBER().match(text, at, end)
    figure = _figure(text, found, joint.end(), end) if found else None
    return figure if figure and figure.is_sound else None


def _same_scale(low: Numeral, high: Numeral) -> Numeral:
    """Give the lower end the scale behind the higher one, 10-50K, unless that turns them about: 500-1K."""
    bare = high._replace(zeros=0).value() or 0.0
    own = low.value() or 0.0
    return low._replace(zeros=high.zeros) if high.zeros and not low.zeros and own <= bare and own < 1_000 else low


# -- numbers in words --------------------------------------------------------------------------


class _Sum(NamedTuple):
    """What words have said so far: whole thousands, and what the next "thousand" would count."""

    closed: float
    open: float
    below: float

    def add(self, value: float, zeros: int) -> _Sum | None:
        """Add the next words, five hundred (5, 2); None where they cannot belong to the same number."""
        if zeros % 3 == 2 and value < 100:
            value, zeros, fits = value * 100, zeros - 2, not self.open
        else:
            fits = self.open % 100 == 0
        scale = 10**zeros if zeros else 1
        if not fits or (zeros and scale >= self.below):
            return None
        count = self.open + value
        return _Sum(self.closed + count * scale, 0, scale) if zeros else _Sum(self.closed, count, self.below)

    def take(self, more: re.Match[str]) -> _Sum | None:
        """Add what `_MORE` has found: a hundred | and fifty thousand."""
        value, zeros = _small(_plain(more["word"])), _zeros_of(more["scales"])
        # "a hundred two years ago", "a million and ten people left" are two numbers, and "two million fifty" is rare.
        alone = self.open or self.below == 1_000
        return self.add(value, zeros) if zeros or (alone and (more["and"] or value >= 10)) else None


def _spelt(text: str, written: str, stop: int, end: int) -> tuple[str, int, int]:
    """Read a number in words: its digits, the zeros of its scale, and where it ends."""
    word = _plain(written)
    if word.endswith("s of"):
        return _many(text, word, stop, end)
    value = _small(word)
    if half := _HALF().match(text, stop, end):
        value, stop = value + 0.5, half.end()
    scales = _SCALES().match(text, stop, end)
    if not scales:
        return f"{value:g}", 0, stop
    zeros, stop, more = _zeros_of(scales[0]), scales.end(), False
    said = _Sum(0, 0, inf).add(value, zeros) if value == int(value) else None
    while said and (found := _MORE().match(text, stop, end)) and (taken := said.take(found)):
        said, stop, more = taken, found.end(), True
    return (str(int(said.closed + said.open)), 0, stop) if said and more else (f"{value:g}", zeros, stop)


def _many(text: str, word: str, stop: int, end: int) -> tuple[str, int, int]:
    """Read the least that "hundreds of", "tens of thousands of" may be."""
    body, zeros = _MANY[word.removesuffix(" of")]
    while found := _THOUSANDS().match(text, stop, end):
        zeros, stop = zeros + _zeros(found["scale"]), found.end()
    return body, zeros, stop


def _small(word: str) -> float:
    return _WORDS[word] if word in _WORDS else sum(_WORDS[part] for part in re.split("[- ]", word))


def _zeros_of(scales: str) -> int:
    return sum(_zeros(scale) for scale in re.findall(r"[^ -]+", scales))


# -- writing -----------------------------------------------------------------------------------


def render_money(amount: float) -> str:
    """Print an amount of dollars as people say it.

    >>> render_money(50_000), render_money(1_200_000), render_money(48_500), render_money(950)
    ('$50K', '$1.2M', '$48.5K', '$950')
    """
    for size, sign in ((1e9, "B"), (1e6, "M"), (1e3, "K"), (1, "")):
        # Rounding may carry over: 999,990 is $1M.
        if round(abs(amount) / size, 1 if sign else 0) >= 1:
            number = f"{abs(amount) / size:.{1 if sign else 0}f}".removesuffix(".0")
            return f"{'-' if amount < 0 else ''}${number}{sign}"
    return "$0"
