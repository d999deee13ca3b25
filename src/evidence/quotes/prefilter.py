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
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from evidence.amounts import may_hold_amount
from evidence.english import word_list, word_set
from evidence.query.context import FIRST_PERSON
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from evidence.model import Span
    from evidence.quotes.cues import Lexicon

INTENSITY = word_set("intensity")
REACH = 4  # words that may stand in the gap of a cue
MOST_SEEN = 500_000  # chunks that are remembered: 46 million words have about half as many
_NOTHING: frozenset[str] = frozenset()
_COMMON = {word: place for place, word in enumerate(word_list("lemmas by use"), 1)}
_RUN = re.compile("[a-z]+(?:'[a-z]+)*")
_PIECE = re.compile("'?[a-z]+(?:'[a-z]*)?")


class CuePlaces:
    """A sentence that may hold cues, and what bounds its score from above.

    `worth`: the weights of the cues at most. `personal`, `counted`, `stressed`: whether the first person, an amount and
    a word of intensity may stand.
    """

    __slots__ = ("_chunks", "_reaches", "counted", "personal", "stressed", "worth")

    def __init__(self, chunks: list[str], reaches: list[tuple[int, int]], worth: float) -> None:
        """Hold the words of a sentence, and where an anchor stands and how far its cues reach."""
        self._chunks, self._reaches, self.worth = chunks, reaches, worth
        self.personal = self.counted = self.stressed = True

    @property
    def length(self) -> int:
        """The chunks between blanks."""
        return len(self._chunks)

    @property
    def windows(self) -> list[Span]:
        """The parts of the sentence that hold all cues of it; what touches is one."""
        starts = [0, *accumulate([len(chunk) + 1 for chunk in self._chunks])]
        found: list[Span] = []
        for place, reach in self._reaches:
            begin = starts[max(0, place - reach)]
            end = starts[min(len(self._chunks), place + reach + 1)] - 1
            while found and begin <= found[-1][1] + 1:
                earlier = found.pop()
                begin, end = min(begin, earlier[0]), max(end, earlier[1])
            found.append((begin, end))
        return found


def whole_sentence(text: str) -> CuePlaces:
    """Return what is certain of a sentence that was not looked at."""
    return CuePlaces([text], [(0, 0)], inf)


class English(NamedTuple):
    """What there is to know of a tokenizer and a lemmatizer that see each word alone."""

    tokens: Callable[[str], list[str]]
    lemma: Callable[[str], str]
    pieces: Mapping[str, Collection[str]]


class _Need(NamedTuple):
    words: frozenset[str]
    reach: int
    weight: float
    beside_amount: bool


class _Bounds(NamedTuple):
    """How far the cues of a chunk reach, what they are worth at most, and whether any weighs something."""

    reach: int
    worth: float
    telling: bool


class _ChunkCues:
    """The cues that may have their anchor in a chunk: those that need nothing else are summed up once."""

    def __init__(self, features: frozenset[str], needs: Collection[_Need], tokens: int) -> None:
        self._tokens = tokens
        alone = [need for need in needs if need.words <= features]
        self._alone = self._sum(alone, counted=False), self._sum(alone, counted=True)
        self._paired = [need for need in needs if not need.words <= features]
        self._known: dict[tuple[frozenset[str], bool], _Bounds] = {}
        self._partners = _NOTHING.union(*[need.words - features for need in self._paired])

    def bounds(self, there: frozenset[str], counted: bool) -> _Bounds:  # noqa: FBT001  asked for three words in a sentence
        """Return what cues can stand where the words are `there`; a reach of -1 is none."""
        if self._partners.isdisjoint(there):
            return self._alone[counted]
        key = self._partners & there, counted
        if key not in self._known:
            found = self._sum([need for need in self._paired if need.words <= there], counted=counted)
            alone = self._alone[counted]
            self._known[key] = _Bounds(
                max(found.reach, alone.reach), max(found.worth, alone.worth), found.telling or alone.telling
            )
        return self._known[key]

    def _sum(self, needs: Collection[_Need], *, counted: bool) -> _Bounds:
        weights = [need.weight for need in needs if need.weight and (counted or not need.beside_amount)]
        reach = max([need.reach for need in needs], default=-1)
        return _Bounds(reach, max(0.0, *weights, 0.0) * self._tokens, bool(weights))


class Prefilter:
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
                rank = {key: (_COMMON.get(key.removeprefix("="), len(_COMMON)), len(key)) for key in keys.values()}
                anchor = max(sorted(rank), key=rank.__getitem__)
                need = frozenset(keys.values())
                needs[anchor].add(_Need(need, reach, family.weight * cue.share, cue.beside_amount))
        self._needs = {anchor: tuple(found) for anchor, found in needs.items()}
        self._told = frozenset(needs).union(*(need.words for found in self._needs.values() for need in found))
        self._forget()

    def _forget(self) -> None:
        self._seen: set[str] = set()
        self._features: dict[str, frozenset[str]] = {}  # of the chunks that have some
        self._chunk_cues: dict[str, _ChunkCues] = {}  # the chunks that may hold an anchor
        self._personal: set[str] = set()
        self._counted: set[str] = set()
        self._stressed: set[str] = set()

    def look(self, text: str) -> CuePlaces | None:
        """Return where the cues of a sentence stand, None where there is none; windows end between words, apart."""
        chunks = lower(text).split(" ")
        if not self._seen.issuperset(chunks):
            self._learn(chunks)
        likely = self._chunk_cues.keys() & chunks
        if not likely:
            return None
        counted = not self._counted.isdisjoint(chunks)
        there = _NOTHING.union(*[self._features[chunk] for chunk in self._features.keys() & chunks])
        bounds = {
            chunk: found for chunk in likely if (found := self._chunk_cues[chunk].bounds(there, counted)).reach >= 0
        }
        if not any(found.telling for found in bounds.values()):  # other cues only keep these from being seen
            return None
        places = [(place, bounds[chunk]) for place, chunk in enumerate(chunks) if chunk in bounds]
        seen = CuePlaces(
            chunks, [(place, found.reach) for place, found in places], sum([found.worth for _, found in places])
        )
        seen.counted, seen.personal = counted, not self._personal.isdisjoint(chunks)
        seen.stressed = not self._stressed.isdisjoint(chunks)
        return seen

    def _learn(self, chunks: list[str]) -> None:
        if len(self._seen) > MOST_SEEN:
            self._forget()
        for chunk in {*chunks} - self._seen:
            runs = _RUN.findall(lowered(chunk))
            features = self._told.intersection(chain.from_iterable(map(self._parts, runs)))
            if features:
                self._features[chunk] = features
            if needs := [need for anchor in features & self._needs.keys() for need in self._needs[anchor]]:
                self._chunk_cues[chunk] = _ChunkCues(features, needs, sum(map(self._most_tokens, runs)))
            said = words(chunk)
            if not FIRST_PERSON.isdisjoint(said):
                self._personal.add(chunk)
            if not INTENSITY.isdisjoint(said):
                self._stressed.add(chunk)
            if may_hold_amount(chunk):
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


def lower(text: str) -> str:
    """Return the text in lower case, by which the lookup finds lemmas at the beginning of a sentence too."""
    low = text.lower()
    return low if len(low) == len(text) else text


def lowered(text: str) -> str:
    """Return the text in lower case with plain apostrophes."""
    return text.lower().replace("\u2019", "'")
