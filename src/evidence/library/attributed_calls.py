"""Which calls an attribution names without an utterance: `[c102](calls/c102.md)`, `[[c104]]`, `c104`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from evidence.english import word_set
from evidence.library.attributed_when import ENOUGH_PLACES
from evidence.quotes.alignment import FoldedText

if TYPE_CHECKING:
    from collections.abc import Callable

    from evidence.documents.quotations import AttributionLine, Quotation
    from evidence.library.attributed_when import Places
    from evidence.quotes.verdicts import ClaimedSpeaker

_SIGNS = "[]()@,;:.#"
_ENDING = re.compile(r"\.(?:md|markdown|html?|vtt|srt|txt|json)\Z", re.IGNORECASE)
_AROUND = word_set("glue", "meetings", "names of conversations", "conversations", "what is recorded")


class WithoutCalls(NamedTuple):
    """What is left of a part of an attribution, and the calls that it named."""

    rest: str
    calls: tuple[str, ...]


class AttributedCalls:
    """Finds the calls that attributions name, and says where words stand in none of them."""

    def __init__(self, checker: Places, claim: Callable[[AttributionLine], ClaimedSpeaker]) -> None:
        """Keep the checker, whose caches are used. claim: whose words an attribution says that they are."""
        self.checker, self.claim = checker, claim

    def parted(self, part: str) -> WithoutCalls:
        """Part the ids of calls from a part; a word without a digit is no id here, be a call named so or not."""
        said = part.split()
        calls = [found for word in said if (found := self._call(word))]
        if not calls:
            return WithoutCalls(part, ())
        kept = [word for word in said if not self._call(word) and word.strip(_SIGNS)]
        bare = all(word.strip(_SIGNS).lower() in _AROUND for word in kept)
        return WithoutCalls("" if bare else " ".join(kept), tuple(calls))

    def named(self, attribution: AttributionLine) -> tuple[str, ...]:
        """Return the calls that an attribution names or links, each once."""
        parts = (attribution.person, attribution.title, attribution.account, *attribution.facts)
        linked = (self._stem(page) for page in attribution.pages)
        said = [call for part in parts if part for call in self.parted(part).calls]
        return tuple(dict.fromkeys([*said, *(call for call in linked if call and self.checker.entry(call))]))

    def fault(self, quotation: Quotation, call_id: str) -> str:
        """Say that the words stand in another call than the ones that are named; "" where they do stand there."""
        named = self.named(quotation.attribution)
        if not named or call_id in named or self._stands_in(quotation, named):
            return ""
        return f"the words are in {call_id}, not in {' or '.join(named)}"

    def _call(self, word: str) -> str:
        stem = self._stem(word.strip(_SIGNS)) if any(map(str.isdigit, word)) else ""
        return stem if stem and self.checker.entry(stem) else ""

    @staticmethod
    def _stem(page: str) -> str:
        """Return what a page is called, without folders, ending and place in it."""
        return _ENDING.sub("", unquote(page).partition("#")[0].replace("\\", "/").rpartition("/")[2])

    def _stands_in(self, quotation: Quotation, calls: tuple[str, ...]) -> bool:
        found = self.checker.utterances_with(quotation.text, self.claim(quotation.attribution))
        sought = FoldedText(quotation.text).rough_line
        whole = [hit for hit in found if sought in FoldedText(hit.utterance.text).rough_line]
        return len(whole) >= ENOUGH_PLACES or any(hit.call_id in calls for hit in whole)
