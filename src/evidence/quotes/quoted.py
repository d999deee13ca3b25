"""The words of a quotation as a document gives them: their parts between ellipses, and what to search for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from evidence import text as texts
from evidence.english import word_set
from evidence.quotes.alignment import FoldedText
from evidence.quotes.folding import rough

if TYPE_CHECKING:
    from collections.abc import Sequence

PLACEHOLDER = re.compile(r"\[(?:email|phone|card|address|token|name|company)\]")
ELLIPSIS = re.compile(r"[\[(]\s*(?:…|\.{2,}|\.(?: \.)+)\s*[\])]|…|\.{2,}|\.(?: \.)+")
_SPEECH = re.compile(r"\w")
_PAUSE_AFTER = re.compile(rf"\W*?(?:{ELLIPSIS.pattern})")
_PAUSE_BEFORE = re.compile(rf"(?:{ELLIPSIS.pattern})\W*\Z")
_EDITORIAL = re.compile(r"\[(\w)\](?=\w)")  # "[T]he deploy": the mark of a changed capital
_TELLING, _FEW = 12, 4  # uncommon words that are looked for; of fewer all words
_SHORT = 12  # words of a quotation of which most may be written otherwise
_UNTELLING = word_set("common words", "fillers")


@dataclass(frozen=True)
class Quoted(FoldedText):
    """The quoted words, and the parts between ellipses."""

    @classmethod
    def of(cls, quoted: str) -> Quoted:
        """Take the words as they are written, the brackets around a changed capital off."""
        return cls(_EDITORIAL.sub(r"\1", quoted))

    @cached_property
    def parts(self) -> list[FoldedText]:
        """The stretches of words that an ellipsis parts, those without a word left out."""
        return [part for part in map(FoldedText, ELLIPSIS.split(self.text)) if part.words]

    def leaves_out(self, before: str, after: str) -> bool:
        """Say whether an ellipsis at an end stands for words that were said before or after; a pause is none."""
        first, last = self.words[0].start, self.words[-1].end
        return bool(
            (ELLIPSIS.search(self.text[:first]) and _SPEECH.search(before) and not _PAUSE_BEFORE.search(before))
            or (ELLIPSIS.search(self.text[last:]) and _SPEECH.search(after) and not _PAUSE_AFTER.match(after))
        )

    @property
    def marked(self) -> tuple[bool, bool]:
        """Whether an ellipsis stands before the first word, and behind the last one."""
        first, last = self.words[0].start, self.words[-1].end
        return bool(ELLIPSIS.search(self.text[:first])), bool(ELLIPSIS.search(self.text[last:]))

    @cached_property
    def _sought(self) -> frozenset[str]:
        telling = search_terms(self.text, limit=_TELLING)
        return frozenset(telling if len(telling) >= _FEW else self.rough)

    def may_stand_in(self, said: Sequence[str]) -> bool:
        """Whether words may hold the quotation, written otherwise: they share a quarter of its telling words."""
        short = len(self.rough) <= _SHORT or "[" in self.text
        return short or 4 * len(self._sought.intersection(said)) >= len(self._sought)

    @property
    def keys(self) -> list[str]:
        """The words by which runs are looked up."""
        return [word.key for word in self.words]


def search_terms(quoted: str, *, limit: int = 6) -> tuple[str, ...]:
    """Return the words of a quotation that narrow a search most: uncommon ones, long ones first.

    They are folded as the index folds them. Common words stand in only where
    there is nothing else; a quotation without words gives none.
    """
    found = dict.fromkeys(rough(texts.one_line(PLACEHOLDER.sub(" ", quoted))))
    uncommon = [word for word in found if word not in _UNTELLING]
    return tuple(sorted(uncommon or found, key=lambda word: (-len(word), word))[:limit])
