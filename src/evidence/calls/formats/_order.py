"""Two readings of one file that differ: nobody guesses, the error names both.

Names stand above their words, as nearly everywhere, or below them, as signatures do: read the wrong way every sentence
stands in the mouth of the next one. And a file whose headings have two days may be two calls, of two companies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.calls.formats._stated import stated_facts
from evidence.english import word_set
from evidence.errors import AmbiguousFormatError
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidence.calls.formats._heads import TurnHead
    from evidence.calls.formats._outside import TextLine

_LONGEST_LABEL = 24
_CALLED = word_set("names of conversations")
_MOST = 0.8
"""The share of heads that tells how a file is written: one in five may be a turn whose words were lost."""


@dataclass(slots=True)
class HeadsAndWords:
    """How the heads of a file lie between words, counted line by line while it is read."""

    heads: int = 0
    wordless: int = 0
    below_words: int = 0
    """Heads right below words, without a blank line between."""
    above_words: int = 0
    first: TextLine | None = None
    """The first head, where words that nobody is named for stand before it."""
    name: str = ""
    open: bool = False
    """Whether the latest head has no words yet."""

    def head(self, head: TurnHead, line: TextLine, *, early: bool) -> None:
        """Count a head; early: somebody spoke before the first one."""
        if not self.heads and early:
            self.first, self.name = line, head.name or line.text.strip()
        self.below_words += not line.blank_before and (self.heads > 0 or early)
        self.heads += 1
        self.open = not head.words
        self.wordless += self.open

    def words(self, line: TextLine) -> None:
        """Count a line of words."""
        self.above_words += self.open and not line.blank_before
        self.open = False

    def refuse_two_readings(self) -> None:
        """Raise AmbiguousFormatError where the heads may as well stand below their words as above them."""
        many = self.heads > 1 and self.wordless >= _MOST * self.heads
        if not many or self.first is None:
            return
        signed = self.below_words >= _MOST * self.heads and self.above_words <= (1 - _MOST) * self.heads
        if signed or (self.open and (self.below_words > self.above_words or not self.above_words)):
            raise AmbiguousFormatError(
                f"two readings hold: {self.name!r} stands above its words, or below them",
                hint="Put each name, or time, on the line of its words.",
                line=self.first.number,
            )


def refuse_two_calls(day: str | None, between: Iterable[tuple[int, str]]) -> None:
    """Raise AmbiguousFormatError where a heading or a label between turns states another day than the call's."""
    for line, text in between:
        heads = text.startswith("# ") or (text.startswith("## ") and not _CALLED.isdisjoint(words(text)))
        if not day or not (heads or ":" in text[:_LONGEST_LABEL]):
            continue
        other = stated_facts(None, [(1, text)]).started_at
        if other and other[:10] != day[:10]:
            raise AmbiguousFormatError(
                f"two readings hold: one call of {day[:10]}, or another of {other[:10]} from here on",
                hint="Give each call a file of its own.",
                line=line,
            )
