"""What a pain's label speaks of, and how far each utterance of the customers speaks of it, too.

A word of the label counts by how rare it is, in what these customers say and in ordinary conversation; another word for
the same counts less. Looked at are two sentences at a time, so that a long turn counts by what it says in one place.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING, NamedTuple

from evidence.english import word_rows, word_set
from evidence.query.context import sentences
from evidence.query.language import foreign_function_words
from evidence.quotes.everyday import rate_of
from evidence.text import stem, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from evidence.model import Span

UNTELLING = word_set("stop words", "topicless words", "negated verbs", "bare negations")
_LACKING = word_set("lacking")
_TURN = 20  # words of a usual utterance, by which a rate of words becomes one of utterances
_FEEDBACK, _AGAINST = 0.2, 0.25  # what likeness to an accepted turn counts, and of that, likeness to a rejected one
_LENGTH, _LONG, _SHORT = 0.001, 200, 8  # what a word of a turn costs, up to how many; telling words of a short turn
_ALIKE = 0.7  # what another word for the same is worth beside the label's own


@cache
def untelling() -> frozenset[str]:
    """Return the words, folded, that tell nothing of what an utterance is about, in every language that is known."""
    return UNTELLING | foreign_function_words()


class LabelTerm(NamedTuple):
    """A word of a label, folded, and what else it may be called, each as stems; the word itself is the first.

    asked: words and phrases that find any of them.
    """

    word: str
    forms: tuple[tuple[str, ...], ...]
    asked: tuple[str, ...]


class Spoken(NamedTuple):
    """An utterance: its text, its words folded, their stems, and where its sentences begin and end among them."""

    text: str
    said: tuple[str, ...]
    roots: tuple[str, ...]
    ends: tuple[tuple[int, int], ...]


class Worth(NamedTuple):
    """How far two sentences of an utterance say what a label says, 0 to 1, and those sentences, as words."""

    value: float
    start: int
    end: int


def hear(text: str) -> Spoken:
    """Read an utterance."""
    tokens = tokenize(text)
    ends, at = [], 0
    for _, end in sentences(text):
        stop = at
        while stop < len(tokens) and tokens[stop].start < end:
            stop += 1
        if stop > at:
            ends.append((at, stop))
        at = stop
    said = tuple(token.folded for token in tokens)
    return Spoken(text, said, tuple(map(stem, said)), tuple(ends))


@cache
def _groups() -> Mapping[str, Mapping[tuple[str, ...], str]]:
    """Return what says the same, as stems, each with a word that finds it, by the stems of every one of them."""
    found: defaultdict[str, dict[tuple[str, ...], str]] = defaultdict(dict)
    for row in word_rows("said alike"):
        forms = {tuple(map(stem, phrase.split())): phrase for phrase in reversed(row)}
        for form in forms:
            found[" ".join(form)].update(reversed(forms.items()))
    return dict(found)


def label_terms(label: str, *, lack: bool = False) -> tuple[LabelTerm, ...]:
    """Return what a label speaks of, each stem once. lack: without what says that it is missing.

    >>> [term.word for term in label_terms("Everyone has their own version of the numbers")]
    ['own', 'version', 'numbers']
    """
    said = [token.folded.removesuffix("'s") for token in tokenize(label)]
    telling = [word for word in said if word not in UNTELLING and not word.isdigit() and len(word) > 1]
    telling = [word for word in telling if not (lack and word in _LACKING)] or telling
    terms = {stem(word): _term((stem(word),), word) for word in reversed(telling)}
    terms = dict(reversed(terms.items()))
    for left, right in pairwise(said):  # `by hand`
        pair = (stem(left), stem(right))
        if " ".join(pair) in _groups():
            for root in pair:
                terms.pop(root, None)
            terms[" ".join(pair)] = _term(pair, f"{left} {right}")
    return tuple(terms.values())


def _term(form: tuple[str, ...], word: str) -> LabelTerm:
    others = {other: said for other, said in _groups().get(" ".join(form), {}).items() if other != form}
    return LabelTerm(word, (form, *others), (word, *others.values()))


def stem_places(roots: Sequence[str], form: Sequence[str]) -> list[int]:
    """Return where stems stand side by side in this order."""
    first, *rest = form
    return [
        at
        for at, root in enumerate(roots)
        if root == first and (not rest or tuple(roots[at + 1 : at + 1 + len(rest)]) == tuple(rest))
    ]


@dataclass
class Heard:
    """What customers said that may have to do with a label, and how much they said in all.

    turns: utterances that hold a word of the label or one that says the same. size: how many there are in all.
    holding: how many of all a query finds; without it, the turns are all that there is.
    """

    terms: tuple[LabelTerm, ...]
    turns: Sequence[Spoken]
    size: int = 0
    holding: Callable[[str], int] | None = None
    _weights: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Count the turns where nobody says how much there is."""
        self.size = max(self.size, len(self.turns), 1)

    @cached_property
    def standing(self) -> Counter[str]:
        """In how many turns each stem stands."""
        return Counter(root for turn in self.turns for root in set(turn.roots))

    @cached_property
    def _spelt(self) -> dict[str, str]:
        own = {form[0]: term.word for term in self.terms for form in term.forms[:1] if len(form) == 1}
        return {root: word for turn in self.turns for root, word in zip(turn.roots, turn.said, strict=True)} | own

    def grown(self, turns: Sequence[Spoken]) -> Heard:
        """Return what is heard with further turns behind those that are known, whose places stay."""
        more = Heard(self.terms, [*self.turns, *turns], self.size, self.holding, self._weights)
        more.worths = [*self.worths, *map(more.worth, turns)]
        return more

    def telling(self, place: int, most: int = 8) -> list[str]:
        """Return the words of a turn's thought that tell most, as they were said."""
        turn, worth = self.turns[place], self.worths[place]
        said = {turn.roots[at]: turn.said[at] for at in range(worth.start, worth.end)}
        able = [(-self.weight(root), word) for root, word in said.items() if word.isalpha() and word not in untelling()]
        return [word for _, word in sorted(able)[:most]]

    def weight(self, root: str) -> float:
        """Return what a stem tells: minus the log of its share of utterances, here and in ordinary conversation."""
        if root not in self._weights:
            word = self._spelt.get(root, root)
            holding = self.holding(word) if self.holding and word.isalnum() else self.standing[root]
            here = (holding + 0.5) / (self.size + 1)
            usual = min(1.0, rate_of(root) * _TURN / 1e6)
            self._weights[root] = max(0.0, -log((here + usual) / 2))
        return self._weights[root]

    def worth(self, turn: Spoken) -> Worth:
        """Return how far an utterance says what the label says."""
        best = Worth(0.0, 0, len(turn.roots))
        weights = [max(self.weight(root) for root in term.forms[0]) for term in self.terms]
        total = sum(weights) or 1.0
        last = len(turn.ends) - 1
        for at, (start, stop) in enumerate(turn.ends):
            for end in {stop, turn.ends[min(at + 1, last)][1]}:
                found = sum(
                    weight * self._said(term, turn.roots[start:end])
                    for term, weight in zip(self.terms, weights, strict=True)
                )
                # Of two sentences as good as one, the one.
                value = found / total - 0.02 * (end > stop)
                if value > best.value:
                    best = Worth(value, start, end)
        return best

    def _said(self, term: LabelTerm, roots: Sequence[str]) -> float:
        present = set(roots)
        for rank, form in enumerate(term.forms):
            if present.issuperset(form) and (len(form) == 1 or stem_places(roots, form)):
                return _ALIKE if rank else 1.0
        return 0.0

    @cached_property
    def worths(self) -> list[Worth]:
        """How far each turn says what the label says."""
        return [self.worth(turn) for turn in self.turns]

    @cached_property
    def _telling(self) -> list[frozenset[str]]:
        return [
            frozenset(root for root, word in zip(turn.roots, turn.said, strict=True) if word not in untelling())
            for turn in self.turns
        ]

    def ranked(self, verdicts: Mapping[int, bool | None] | None = None) -> list[tuple[float, int]]:
        """Return the turns that nobody was asked about, by their places, best first; short ones first of equals.

        verdicts: what was accepted (True), rejected (False) or put off of the turns, by place. What they say counts
        for and against the rest (Rocchio's relevance feedback, 1971); without any, how far the label is said.
        """
        verdicts = verdicts or {}
        liked, disliked = (self._learned([at for at, one in verdicts.items() if one is said]) for said in (True, False))
        found = []
        for at, worth in enumerate(self.worths):
            if at in verdicts:
                continue
            told = self._likeness(at, liked) - _AGAINST * self._likeness(at, disliked)
            value = worth.value + _FEEDBACK * told
            if worth.value > 0 or told > 0:
                # A word for a word, long turns hold more of them.
                found.append((-round(value - _LENGTH * min(len(self.turns[at].roots), _LONG), 6), at, value))
        return [(value, at) for _, at, value in sorted(found)]

    def _learned(self, judged: Sequence[int]) -> dict[str, float]:
        """Return the stems of the judged turns' thoughts by what they tell and in which share of them they stand."""
        standing: Counter[str] = Counter()
        for at in judged:
            worth = self.worths[at]
            thought = zip(self.turns[at].roots, self.turns[at].said, strict=True)
            standing.update({r for r, word in list(thought)[worth.start : worth.end] if word not in untelling()})
        return {root: self.weight(root) * count / len(judged) for root, count in standing.items()}

    def _likeness(self, at: int, learned: Mapping[str, float]) -> float:
        if not learned:
            return 0.0
        said = self._telling[at]
        length: float = max(_SHORT, len(said)) ** 0.5
        return sum(learned[root] for root in said & learned.keys()) / length

    def thought(self, turn: Spoken) -> Span:
        """Return the characters of the sentences that have most to do with the label."""
        worth = self.worth(turn)
        tokens = tokenize(turn.text)[worth.start : worth.end]
        return (tokens[0].start, tokens[-1].end) if tokens else (0, len(turn.text))

    def spans(self, turn: Spoken) -> list[Span]:
        """Return where the words of the label stand in an utterance, and those that say the same."""
        tokens = tokenize(turn.text)
        forms = {form for term in self.terms for form in term.forms}
        places = sorted((at, at + len(form) - 1) for form in forms for at in stem_places(turn.roots, form))
        return [(tokens[first].start, tokens[last].end) for first, last in places]
