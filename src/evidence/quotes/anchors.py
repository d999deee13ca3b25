"""The look before spaCy: where a cue may stand in a sentence, and what its cues are worth at most.

Most sentences hold none. Of every cue all words must be there, and one of them, its
anchor, has the others near. Each chunk of text between blanks is looked at once and
remembered, so that a sentence takes a few questions to sets. What is passed over holds
no cue for certain: `tests/quotes/test_mining.py` compares with every word through spaCy.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from itertools import accumulate, chain
from typing import TYPE_CHECKING, NamedTuple

from evidence.query.context import FIRST_PERSON
from evidence.quotes.quantities import may_hold_quantity
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from evidence.model import Span
    from evidence.quotes.cues import Lexicon

REACH = 4  # words that may stand in the gap of a cue
MOST_SEEN = 500_000  # chunks that are remembered: 46 million words have about half as many
_NOTHING: frozenset[str] = frozenset()
_RUN = re.compile("[a-z]+(?:'[a-z]+)*")
_PIECE = re.compile("'?[a-z]+(?:'[a-z]*)?")


class Sighting(NamedTuple):
    """The parts of a sentence that hold all cues of it, and what bounds its score from above.

    `worth`: the weights of the cues at most. `personal`, `counted`: whether the first person and an amount may stand.
    """

    windows: tuple[Span, ...]
    worth: float
    personal: bool
    counted: bool


class English(NamedTuple):
    """What there is to know of a tokenizer and a lemmatizer that see each word alone."""

    tokens: Callable[[str], list[str]]
    lemma: Callable[[str], str]
    pieces: Mapping[str, Collection[str]]
    stop_words: Collection[str]


class _Need(NamedTuple):
    words: frozenset[str]
    reach: int
    weight: float
    beside_amount: bool


class Anchors:
    """Finds the words around which a cue may stand.

    A token of letters and apostrophes is a run of such signs, a part of one between apostrophes
    (`that's` has two), or a piece that a rule of the tokenizer makes of those (`ca` and `n't`
    of `can't`, `can` and `not` of `cannot`).
    """

    def __init__(self, lexicon: Lexicon, english: English) -> None:
        """Prepare the cues of `lexicon`."""
        self._lemma_of, self._pieces = cache(english.lemma), english.pieces
        needs: defaultdict[str, set[_Need]] = defaultdict(set)
        for family in lexicon.families:
            for cue in family.cues:
                tokens = [token for part in cue.parts for token in english.tokens(part)]
                reach = len(tokens) - 1 + (REACH if len(cue.parts) > 1 else 0)
                # An exact cue needs the word itself; any other one a word of that lemma, written `=lemma`.
                keys = {t: t if cue.exact else f"={self._lemma_of(t)}" for t in tokens if _PIECE.fullmatch(t)}
                anchor = keys[max(keys, key=lambda word: (word not in english.stop_words, len(word)))]
                others = frozenset(keys.values()) - {anchor}
                needs[anchor].add(_Need(others, reach, family.weight * cue.share, cue.beside_amount))
        self._needs = {anchor: tuple(found) for anchor, found in needs.items()}
        self._told = frozenset(needs).union(*(need.words for found in self._needs.values() for need in found))
        self._forget()

    def _forget(self) -> None:
        self._seen: set[str] = set()
        self._features: dict[str, frozenset[str]] = {}  # of the chunks that have some
        self._anchors: dict[str, tuple[str, ...]] = {}
        self._tokens: dict[str, int] = {}  # of chunks that may hold an anchor: how many there are at most
        self._hot: set[str] = set()
        self._personal: set[str] = set()
        self._counted: set[str] = set()

    def look(self, text: str) -> Sighting | None:
        """Return where the cues of a sentence stand, None where there is none; windows end between words, apart."""
        chunks = lower(text).split(" ")
        if not self._seen.issuperset(chunks):
            self._learn(chunks)
        hot = self._hot.intersection(chunks)
        if not hot:
            return None
        counted = not self._counted.isdisjoint(chunks)
        there = _NOTHING.union(*[self._features[chunk] for chunk in self._features.keys() & chunks])
        able: dict[str, tuple[int, float]] = {}
        telling = False
        for chunk in hot:
            found = [n for anchor in self._anchors[chunk] for n in self._needs[anchor] if n.words <= there]
            weights = [need.weight for need in found if need.weight and (counted or not need.beside_amount)]
            telling = telling or bool(weights)
            if found:
                able[chunk] = max([need.reach for need in found]), max(0.0, *weights, 0.0) * self._tokens[chunk]
        if not telling:  # a cue of no weight only keeps others from being seen
            return None
        places = [place for place, chunk in enumerate(chunks) if chunk in able]
        return Sighting(
            _windows(chunks, [(place, able[chunks[place]][0]) for place in places]),
            sum([able[chunks[place]][1] for place in places]),
            not self._personal.isdisjoint(chunks),
            counted,
        )

    def _learn(self, chunks: list[str]) -> None:
        if len(self._seen) > MOST_SEEN:
            self._forget()
        for chunk in {*chunks} - self._seen:
            runs = _RUN.findall(plain(chunk))
            features = self._told.intersection(chain.from_iterable(map(self._parts, runs)))
            if features:
                self._features[chunk] = features
            if anchors := tuple(sorted(features & self._needs.keys())):
                self._hot.add(chunk)
                self._anchors[chunk] = anchors
                self._tokens[chunk] = sum(map(self._most_tokens, runs))
            if not FIRST_PERSON.isdisjoint(words(chunk)):
                self._personal.add(chunk)
            if may_hold_quantity(chunk):
                self._counted.add(chunk)
            self._seen.add(chunk)

    def _most_tokens(self, run: str) -> int:
        parts = sum(max(1, len(self._pieces.get(part, ()))) for part in run.split("'"))
        return max(parts, len(self._pieces.get(run, ())))

    def _parts(self, run: str) -> Iterator[str]:
        parts = run.split("'")
        for i in range(len(parts)):
            for j in range(i + 1, len(parts) + 1):
                part = "'".join(parts[i:j])
                for word in (part, *self._pieces.get(part, ())):
                    yield from (word, f"={self._lemma_of(word)}")


def _windows(chunks: list[str], places: list[tuple[int, int]]) -> tuple[Span, ...]:
    """Return what lies around the places of anchors, as far as their cues reach; what touches is one."""
    starts = [0, *accumulate([len(chunk) + 1 for chunk in chunks])]
    found: list[Span] = []
    for place, reach in places:
        begin = starts[max(0, place - reach)]
        end = starts[min(len(chunks), place + reach + 1)] - 1
        while found and begin <= found[-1][1] + 1:
            earlier = found.pop()
            begin, end = min(begin, earlier[0]), max(end, earlier[1])
        found.append((begin, end))
    return tuple(found)


def lower(text: str) -> str:
    """Return the text in lower case, by which the lookup finds lemmas at the beginning of a sentence too."""
    low = text.lower()
    return low if len(low) == len(text) else text


def plain(text: str) -> str:
    """Return the text in lower case with plain apostrophes."""
    return text.lower().replace("\u2019", "'")
