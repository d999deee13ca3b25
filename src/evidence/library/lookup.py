"""Where the words of a quotation may stand: the index is asked for what is uncommon in them, then for less."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from evidence.query.tree import And, Field, Phrase, Word
from evidence.quotes.alignment import FoldedText
from evidence.quotes.editorial import said_words
from evidence.quotes.quoted import ELLIPSIS, search_terms
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidence.documents.redact import Redaction
    from evidence.library.library import Library
    from evidence.query.tree import Node
    from evidence.quotes.verdicts import ClaimedSpeaker
    from evidence.store.text_index import Stored

MOST_HITS = 40  # utterances that the index gives for words, newest first
LIKELIEST = 8  # of them, those that share most words with the quotation
LONGEST_RUN = 12  # words that are looked for in their order
MOST_RARE = 6  # words that are looked for together


class Lookup:
    """Asks the index of a library for words; how often each one is said is asked once."""

    def __init__(self, library: Library, redaction: Redaction) -> None:
        """Take the library, and what hides words in its documents."""
        self.library = library
        self.redaction = redaction
        self.frequency = lru_cache(None)(self._frequency)

    def utterances_with(self, quoted: str, claim: ClaimedSpeaker) -> list[Stored]:
        """Return utterances in which the quote's words may stand, those of the claimed account first, then by likeness.

        The index is asked for all that is uncommon in them, then for the words in their order, then for fewer.
        """
        bare = said_words(self.redaction.bare(quoted))
        counted = ((self.frequency(word), word) for word in search_terms(bare, limit=16))
        rare = [word for count, word in sorted(counted) if count]
        run = words(max(ELLIPSIS.split(bare), key=len))[:LONGEST_RUN]
        sought = FoldedText(bare)
        found: dict[tuple[str, int], Stored] = {}
        for scope in ([Field("account", claim.account_id, exact=True)] if claim.account_id else [], []):
            for at, node in enumerate(_asked(rare, run)):
                likely, whole = self._likely(sought, And((node, *scope)) if scope else node)
                found |= {(hit.call_id, hit.utterance.number): hit for hit in likely}
                if whole or (likely and (at or len(likely) < LIKELIEST)):
                    break
        return list(found.values())

    def _likely(self, sought: FoldedText, node: Node) -> tuple[list[Stored], bool]:
        """Return the utterances of a query that share most words, and whether the first holds all in their order."""
        text = self.library.store.text
        ranked: list[tuple[bool, int, str, int, Stored]] = []
        for hit in text.page(self.library.store.candidates(node, self.library.resolve), MOST_HITS):
            said = FoldedText(hit.utterance.text)
            whole = sought.rough_line in said.rough_line
            ranked.append((not whole, -len(set(said.rough).intersection(sought.rough)), hit.call_id, len(ranked), hit))
        best = sorted(ranked)[:LIKELIEST]
        return [hit for *_, hit in best], bool(best) and not best[0][0]

    def _frequency(self, word: str) -> int:
        store = self.library.store
        return store.text.count(store.candidates(Word(word), self.library.resolve))


def _asked(rare: Sequence[str], run: Sequence[str]) -> Iterator[Node]:
    """Yield what to ask for: all uncommon words, then words in their order, then the rarest but some, then one."""
    if rare:
        yield And(tuple(map(Word, rare)))
    if len(run) > 2:
        yield Phrase(tuple(map(Word, run)))
    for size in dict.fromkeys(min(len(rare), size) for size in (MOST_RARE, 4, 3, 2) if rare):
        for chosen in combinations(rare[: min(len(rare), size + 2, MOST_RARE)], size):
            yield And(tuple(map(Word, chosen)))
    if len(rare) > 1:
        yield from map(Word, rare[:2])
