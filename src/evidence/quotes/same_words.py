"""Words that are the same however they are written: `1,200` and `1200`, `twelve` and `12`, `isn't` and `is not`.

Both texts, what is quoted and what was said, are brought into one form, piece by piece:

- thousands between commas or apostrophes (`1,200`, `1'200`), and between points where there are two groups or more
  (`1.200.000`): one group may be a decimal. `1 200` is 1200 where a quotation has it and one number was said;
- numbers up to a hundred that are spelled out; "one" only where something is counted ("one hour"): "one of them" and
  "no one" are no numbers;
- contractions, opened: `'s` is "is", before "been" and the like "has"; `'d` is "would" before a few verbs, else it may
  be "had" and stays;
- compounds (`query.compounds`) that one text joins and the other parts. Halves that are hedges stay halves.

A piece is never cut: who quotes "is" of "isn't" quotes something else. Signs are words of their
own (`folding`), so that `$50K` is not `50K` in this form either.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from evidence.english import word_set
from evidence.query.compounds import is_compound, is_hyphenated
from evidence.quotes.folding import SCALES, numeral

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from evidence.quotes.folding import FoldedWord

_HYPHENS = frozenset("-\u2010\u2011")
_GROUP = re.compile(r"\d{3}[a-z]*")
_FIRST_GROUP = re.compile(r"[1-9]\d{0,2}")
_GROUPS = re.compile(r"[1-9]\d{0,2}(?:\d{3})*")
_MOST_GROUPS = 5  # up to a quadrillion
_APOSTROPHES = re.compile(r"[1-9]\d{0,2}(?:'\d{3})+[a-z]*")
_JOINTS = frozenset(".,:/")
_IRREGULAR = {"won't": "will not", "can't": "can not", "cannot": "can not", "shan't": "shall not", "let's": "let us"}
_SUFFIXES = {"'re": "are", "'ll": "will", "'ve": "have", "'m": "am"}
_CARRIERS, _DONE, _WOULD = word_set("carriers of is"), word_set("has done"), word_set("would do")
_COUNTED = word_set("counted in ones")
_NO_ONE = frozenset({"no", "not", "any", "every", "each", "some"})
_HEDGES = word_set("bare negations", "softeners", "refusals")


class SameWord(NamedTuple):
    """A word in the form that all ways to write it share; it stands for words [first, last) of a text.

    begins, ends: whether a run of pieces may begin or end with it: of "isn't" the first piece may not end one.
    """

    key: str
    first: int
    last: int
    begins: bool = True
    ends: bool = True


class SameWords:
    """A text in pieces."""

    def __init__(self, text: str, words: Sequence[FoldedWord]) -> None:
        """Take a text and its folded words."""
        self._text, self._words = text, words
        self.items = tuple(self._read())

    @cached_property
    def singles(self) -> frozenset[str]:
        """All keys, to find the compounds that another text joins."""
        return frozenset(piece.key for piece in self.items)

    def joined(self, joins: frozenset[str]) -> tuple[SameWord, ...]:
        """Return the pieces, the halves of these compounds put together."""
        found: list[SameWord] = []
        for piece in self.items if joins else ():
            if found and (word := self._compound(found[-1], piece)) in joins:
                found[-1] = SameWord(word, found[-1].first, piece.last)
            else:
                found.append(piece)
        return tuple(found) if joins else self.items

    @cached_property
    def line(self) -> str:
        """All keys with a blank around each: finding in it is finding whole words."""
        return f" {' '.join(piece.key for piece in self.items)} "

    @cached_property
    def _pairs(self) -> dict[str, list[tuple[SameWord, SameWord]]]:
        """Neighbours by what they are joined."""
        pairs: dict[str, list[tuple[SameWord, SameWord]]] = {}
        for left, right in pairwise(self.items):
            pairs.setdefault(left.key + right.key, []).append((left, right))
        return pairs

    def joins(self, other: SameWords) -> frozenset[str]:
        """Return the compounds that stand here as two words and there as one."""
        both = self._pairs.keys() & other.singles
        return frozenset(word for word in both if any(map(self._are_halves, self._pairs[word])))

    def _are_halves(self, pair: tuple[SameWord, SameWord]) -> bool:
        return self._compound(*pair)[:1].isalpha()

    def parted_numbers(self, other: SameWords) -> frozenset[str]:
        """Return the numbers that stand here with blanks before their thousands and there in one piece.

        Asked of a quotation alone: "1 200" is a number where one was said, but who said "option 1 200 times" said two.
        """
        return frozenset(part for parts in self._parted if parts[-1] in other.singles for part in parts)

    @cached_property
    def _parted(self) -> list[list[str]]:
        """Numbers with blanks before their thousands: of `1 200 000` 1200 and 1200000."""
        found = []
        for at, first in enumerate(self.items):
            parts = [first.key]
            for left, right in pairwise(self.items[at : at + _MOST_GROUPS]):
                if not self._compound(SameWord(parts[-1], left.first, left.last), right).isdigit():
                    break
                parts.append(parts[-1] + right.key)
            if len(parts) > 1:
                found.append(parts[1:])
        return found

    def _compound(self, left: SameWord, right: SameWord) -> str:
        """Return the word or number that two neighbours are the halves of, "" where they are two."""
        a, b = left.key, right.key
        if left.last == right.first and _GROUPS.fullmatch(a) and _GROUP.fullmatch(b):
            return a + b if self._between(right.first) == " " else ""
        if left.last != right.first or left.last - left.first != 1 or not _HEDGES.isdisjoint((a, b, a + b)):
            return ""
        between = self._between(right.first)
        fits = is_compound(a, b) if between == " " else between in _HYPHENS and is_hyphenated(a, b)
        return a + b if fits else ""

    def _between(self, at: int) -> str:
        """Return what stands before a word, behind the word before it."""
        return self._text[self._words[at - 1].end : self._words[at].start]

    def _clings(self, at: int) -> bool:
        """Whether nothing stands between a word and the one before it."""
        return 0 < at < len(self._words) and not self._between(at)

    def _key(self, at: int) -> str:
        return self._words[at].key if 0 <= at < len(self._words) else ""

    def _read(self) -> Iterator[SameWord]:
        at = 0
        while at < len(self._words):
            number, end = self._thousands(at) or self._numeral(at) or ("", at + 1)
            if number:
                yield SameWord(number, at, end)
            else:
                keys = self._opened(at).split(" ")
                for place, key in enumerate(keys):
                    yield SameWord(key, at, end, not place, place == len(keys) - 1)
            at = end

    def _thousands(self, at: int) -> tuple[str, int] | None:
        """Read a number whose thousands are parted: its digits, and the word behind it."""
        key = self._key(at)
        if _APOSTROPHES.fullmatch(key):
            return key.replace("'", ""), at + 1
        if not _FIRST_GROUP.fullmatch(key) or (self._clings(at) and self._key(at - 1) in _JOINTS):
            return None
        sign, end, digits = self._key(at + 1), at + 1, key
        while sign in {",", "."} and self._key(end) == sign and _GROUP.fullmatch(self._key(end + 1)):
            if not (self._clings(end) and self._clings(end + 1)) or not digits.isdigit():
                break
            digits, end = digits + self._key(end + 1), end + 2
        groups = (end - at - 1) // 2
        open_ended = self._clings(end) and self._key(end) in ({",", ".", "/", ":"} if sign == "." else {",", "/", ":"})
        return (digits, end) if groups >= (2 if sign == "." else 1) and not open_ended else None

    def _numeral(self, at: int) -> tuple[str, int] | None:
        """Read a number up to a hundred that is spelled out: its digits, and the word behind it."""
        key, following = self._key(at), self._key(at + 1)
        if key == "one":
            if following == "hundred" and not self._goes_on(at + 2) and not self._comes_from(at):
                return "100", at + 2
            return ("1", at + 1) if following in _COUNTED and self._key(at - 1) not in _NO_ONE else None
        value = numeral(key)
        if value is None:
            return None
        unit = 1 if following == "one" else numeral(following)
        if value >= 20 and unit is not None and 0 < unit < 10:
            between = self._between(at + 1)
            if between in _HYPHENS or (between == " " and not self._is_hyphenated_behind(at + 1)):
                return str(value + unit), at + 2
        return str(value), at + 1

    def _is_hyphenated_behind(self, at: int) -> bool:
        """Whether a word goes on behind a hyphen: of "twenty five-year plans" there are twenty."""
        return at + 1 < len(self._words) and self._between(at + 1) in _HYPHENS

    def _goes_on(self, at: int) -> bool:
        key = self._key(at)
        return key == "and" or key in SCALES - {"percent"} or numeral(key) is not None or key[:1].isdigit()

    def _comes_from(self, at: int) -> bool:
        return numeral(self._key(at - 1)) is not None or self._key(at - 1) in SCALES

    def _opened(self, at: int) -> str:
        """Return a word with its contraction opened, parted by a blank."""
        key = self._key(at)
        if key in _IRREGULAR:
            return _IRREGULAR[key]
        head, apostrophe, tail = key.rpartition("'")
        if not apostrophe:
            return key
        if key.endswith("n't") and key != "ain't" and len(key) > 3:
            return f"{key[:-3]} not"
        if "'" + tail in _SUFFIXES:
            return " ".join((head, _SUFFIXES["'" + tail]))
        following = self._key(at + 1)
        if tail == "s" and head in _CARRIERS:
            return f"{head} {'has' if following in _DONE else 'is'}"
        if tail == "d" and following in _WOULD:
            return f"{head} would"
        return key


def find_runs(sought: Sequence[str], said: Sequence[SameWord], line: str) -> list[tuple[int, int]]:
    """Return every place [first, last) of these keys among the pieces that cuts no piece apart.

    line: the keys of the pieces with a blank around each.
    """
    wanted = f" {' '.join(sought)} "
    found, first, counted, place = [], 0, 0, line.find(wanted)
    while place >= 0:
        first += line.count(" ", counted, place)
        last = first + len(sought)
        if said[first].begins and said[last - 1].ends:
            found.append((first, last))
        counted, place = place, line.find(wanted, place + 1)
    return found


def same_keys(pieces: Iterable[SameWord]) -> list[str]:
    """Return the keys of pieces."""
    return [piece.key for piece in pieces]
