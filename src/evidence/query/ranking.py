"""A question in plain words x talk -> the turns that answer it, best first.

Words of the question that only ask (what, did, summarize, discuss) are left out.
The others are weighed by how rare their stem is and counted with BM25 (Robertson
and Zaragoza, "The Probabilistic Relevance Framework", 2009) in every turn; a word
in the speaker's name counts as a fifth of a word said. Then each turn also hears
what is said around it. What a word is worth there fades with the distance in
words, half of it quickly and half of it slowly, and is capped word by word, so
that talk which touches all that was asked comes before talk that repeats one word.

The best turn of each distinct stretch of talk is shown first, for another place
is worth more to a reader than the next sentence. After those, the rest follow.
`scripts/eval search` chose the first four numbers of `Weights` and says what they bring.

Where a customer is known in the call, a question of our own side leads to the
answer behind it, which is worth what the question is worth beside its own; our
own turns and very short ones count less. A turn of the speaker whom the question
names counts more. All of these weigh and none leaves a turn out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from heapq import nlargest
from itertools import accumulate, pairwise
from math import exp, log, sqrt
from typing import TYPE_CHECKING, NamedTuple

from evidence.english import word_set
from evidence.model import Hit
from evidence.text import stem, tokenize, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from evidence.model import Side, Span, Utterance

    Root = Callable[[str], str]

K1, B = 1.2, 0.75
# How far the quick half reaches, as a part of the slow one.
NEAR = 0.1
STRETCHES = 10
# Of a long question the rarest words tell as much as all: no figure of `scripts/eval search` changed.
MOST_TERMS = 8
# Of all that is asked, the part that has to stand together somewhere; a word that is said once nearby brings half of
# its share. `scripts/eval search`: below it stand 3 of 100 questions to their own meeting, 7 of 10 to one that is
# about something else.
SPOKEN = 0.15
# Turns behind a question in which its answer begins, and words below which a turn is `Yeah.` rather than an answer.
ANSWERED, THOUGHT = 3, 6
# A turn that ends in a question, a short remark behind it or none: `How do you deploy? Walk me through it.`
_QUESTION = re.compile(r"[?\uff1f][\"'\u201d\u2019)\]]*(?:\s[^?\uff1f]{0,60})?\Z")
_GLUE = word_set("glue")
_ASKING = word_set("asking")


class Weights(NamedTuple):
    """What ranking can be told.

    reach: words after which the slow half of a word's worth has fallen to 1/e.
    own: what the turn's own words count beside what is said around it.
    apart: words between the best turns of two stretches.
    speaker: what a word in the speaker's name counts beside one that is said.
    ours: what a turn of our own side counts where a customer is known in the call.
    asked: what a question of our own side counts that somebody answers.
    whole: words from which on a turn counts in full there, where a customer is known.
    named: how much more a turn counts whose speaker the question names.
    """

    reach: float = 600
    own: float = 0.5
    apart: float = 120
    speaker: float = 0.2
    ours: float = 0.6
    asked: float = 0.4
    whole: int = 12
    named: float = 0.25


DEFAULT = Weights()


class QuestionTerm(NamedTuple):
    """A word that is asked about, folded, and its stem."""

    word: str
    stem: str


@dataclass(frozen=True, slots=True)
class Talk:
    """Utterances of one call that follow on each other; `middles` are their places, in words from the start.

    `sides` is () where no customer is known. `named` are the places of the speaker whom the question names.
    """

    call_id: str
    utterances: tuple[Utterance, ...]
    stems: tuple[tuple[str, ...], ...]
    names: tuple[frozenset[str], ...]
    middles: tuple[float, ...]
    sides: tuple[Side, ...] = ()
    named: frozenset[int] = frozenset()

    def answers(self) -> dict[int, int]:
        """Return where the customer answers a question of our own side, by the place of the question."""
        asking = (at for at, side in enumerate(self.sides) if side == "internal" and self._asks(at))
        return {at: answer for at in asking if (answer := self._answer(at)) is not None}

    def _asks(self, at: int) -> bool:
        return bool(_QUESTION.search(self.utterances[at].text))

    def _answer(self, at: int) -> int | None:
        """Return the customer's next turn: the first of a thought, else the first; a second question ends it."""
        first = None
        for place in range(at + 1, len(self.utterances)):
            if self.utterances[place].turn > self.utterances[at].turn + ANSWERED:
                break
            if self.sides[place] == "customer":
                if len(self.stems[place]) >= THOUGHT:
                    return place
                first = place if first is None else first
            elif self.sides[place] == "internal" and first is None and self._asks(place):
                return None  # it is that one which is answered
        return first


@dataclass(frozen=True, slots=True)
class Counts:
    """How many turns there are, and how many of them hold a stem (or have it in the speaker's name)."""

    turns: int
    holding: Mapping[str, int]

    def rarity(self, term: QuestionTerm) -> float:
        """Return BM25's inverse document frequency; it is above 0."""
        holding = self.holding.get(term.stem, 0)
        return log(1 + (max(self.turns, holding) - holding + 0.5) / (holding + 0.5))


class Weighed(NamedTuple):
    """A turn, by its place in `talk`: what its own words are worth, and all that is said around it."""

    talk: Talk
    place: int
    own: float
    around: float
    heard: float = 0.0
    """What is said around it, whoever says it and however long it is."""
    asked: int | None = None
    """The place of our own side's question that it answers and that speaks of the matter."""

    @property
    def address(self) -> tuple[str, int]:
        """Where it stands; two turns worth the same are shown in this order."""
        return self.talk.call_id, self.talk.utterances[self.place].number


def only_asks(word: str) -> bool:
    """Say whether a folded word only asks, or holds a sentence together."""
    return word in _GLUE or word in _ASKING


def read_question(text: str, root: Root = stem) -> tuple[QuestionTerm, ...]:
    """Return what is asked about, each root once; every word where all of them only ask.

    root: what word forms have in common, their stem or `query.lemmas`.

    >>> [term.word for term in read_question("What did the banks say about their audits?")]
    ['banks', 'audits']
    """
    found = [word.removesuffix("'s") for word in words(text)]
    asked = [word for word in found if not only_asks(word)] or found
    return tuple({root(word): QuestionTerm(word, root(word)) for word in reversed(asked)}.values())[::-1]


def listen(
    call_id: str,
    utterances: Sequence[Utterance],
    root: Root = stem,
    sides: Mapping[str | None, Side] | None = None,
    named: Collection[str | None] = (),
) -> Talk:
    """Read utterances that follow on each other.

    sides: of the speakers, by label; nothing is made of them where none is a customer's. named: labels of
    the speaker whom the question names.
    """
    stems = tuple(tuple(map(root, words(utterance.text))) for utterance in utterances)
    speakers = {utterance.speaker: frozenset(map(root, words(utterance.speaker or ""))) for utterance in utterances}
    ends = accumulate(map(len, stems))
    middles = tuple(end - len(said) / 2 for end, said in zip(ends, stems, strict=True))
    known = sides if sides and "customer" in sides.values() else None
    return Talk(
        call_id,
        tuple(utterances),
        stems,
        tuple(speakers[u.speaker] for u in utterances),
        middles,
        tuple(known.get(u.speaker, "unknown") for u in utterances) if known else (),
        frozenset(at for at, u in enumerate(utterances) if u.speaker in named),
    )


def count_turns(terms: Iterable[QuestionTerm], talks: Iterable[Talk]) -> Counts:
    """Count the turns of some talk, where there are no counts of all calls."""
    turns, holding = 0, Counter[str]()
    wanted = {term.stem for term in terms}
    for talk in talks:
        turns += len(talk.utterances)
        for said, names in zip(talk.stems, talk.names, strict=True):
            holding.update(wanted.intersection(said) | (wanted & names))
    return Counts(turns, holding)


def rarest(terms: Iterable[QuestionTerm], counts: Counts) -> tuple[QuestionTerm, ...]:
    """Return the terms that count, rarest first; one that nobody said gives way to all others."""
    said = {term: counts.holding.get(term.stem, 0) for term in terms}
    return tuple(sorted(said, key=lambda term: (not said[term], said[term], term))[:MOST_TERMS])


def weigh_turns(
    terms: Sequence[QuestionTerm], talks: Sequence[Talk], counts: Counts | None = None, weights: Weights = DEFAULT
) -> tuple[Weighed, ...]:
    """Weigh every turn that has one of the terms in it or around it."""
    counts = counts or count_turns(terms, talks)
    terms = rarest(terms, counts)
    rarities = [counts.rarity(term) for term in terms]
    lengths = [len(said) for talk in talks for said in talk.stems]
    mean = sum(lengths) / len(lengths) if any(lengths) else 1.0
    return tuple(turn for talk in talks for turn in _weigh(terms, rarities, talk, mean, weights))


def _weigh(
    terms: Sequence[QuestionTerm], rarities: Sequence[float], talk: Talk, mean: float, weights: Weights
) -> Iterator[Weighed]:
    own, around = [0.0] * len(talk.stems), [0.0] * len(talk.stems)
    slow, quick = (_fading(talk.middles, reach) for reach in (weights.reach, weights.reach * NEAR))
    for term, rarity in zip(terms, rarities, strict=True):
        worth = [
            _bm25(said.count(term.stem) + weights.speaker * (term.stem in names), len(said) / mean)
            for said, names in zip(talk.stems, talk.names, strict=True)
        ]
        if not any(worth):
            continue
        far, near = _spread(worth, slow), _spread(worth, quick)
        for place, value in enumerate(worth):
            heard = (far[place] + near[place]) / 2
            own[place] += rarity * value
            around[place] += rarity * heard / (1 + heard)
    asked: dict[int, int] = {}
    for question, answer in talk.answers().items():
        if own[question]:
            asked[answer] = question
            own[answer] += own[question]
            around[answer] = max(around[answer], around[question])
    favours = [_favour(talk, at, weights, answered=at in asked.values()) for at in range(len(own))]
    # Rounded, so that the order is the same on every machine.
    weighed = (
        Weighed(talk, at, round(mine * favour, 9), round(heard * favour, 9), heard, asked.get(at))
        for at, (mine, heard, favour) in enumerate(zip(own, around, favours, strict=True))
    )
    return (turn for turn in weighed if turn.around > 0)


def _favour(talk: Talk, at: int, weights: Weights, *, answered: bool) -> float:
    """Return what side and length of a turn, and its speaker, make of its worth."""
    favour = 1 + weights.named * (at in talk.named)
    if not talk.sides:
        return favour
    length = min(1.0, len(talk.stems[at]) / weights.whole)
    side = weights.asked if answered else weights.ours if talk.sides[at] == "internal" else 1.0
    return favour * side * sqrt(length)


def speaks_to(turns: Iterable[Weighed], terms: Iterable[QuestionTerm], counts: Counts, least: float = SPOKEN) -> bool:
    """Say whether any turn, with what is said around it, holds enough of what is asked; a word nobody says counts."""
    return max((turn.heard for turn in turns), default=0.0) > least * sum(map(counts.rarity, terms))


def _bm25(occurrences: float, length: float) -> float:
    """Return what a term is worth in a turn, before its rarity; `length` is relative to the mean."""
    return occurrences * (K1 + 1) / (occurrences + K1 * (1 - B + B * length)) if occurrences else 0.0


def _fading(middles: Sequence[float], reach: float) -> list[float]:
    """Return what is left of a worth from each turn to the next."""
    return [exp((here - there) / reach) for here, there in pairwise(middles)]


def _spread(worth: Sequence[float], fading: Sequence[float]) -> list[float]:
    """Return for every turn the worth of all turns, each as far as it reaches; one pass either way."""
    spread = list(worth)
    before = after = 0.0
    last = len(worth) - 1
    for place, left in enumerate(fading, 1):
        before = (before + worth[place - 1]) * left
        spread[place] += before
    for place in range(last - 1, -1, -1):
        after = (after + worth[place + 1]) * fading[place]
        spread[place] += after
    return spread


def order(turns: Iterable[Weighed], *, stretches: int = STRETCHES, weights: Weights = DEFAULT) -> Iterator[Weighed]:
    """Yield the best turn of each distinct stretch, then the others by what is said around them.

    stretches: how many are told apart before the rest.
    """
    waiting = sorted(turns, key=lambda turn: (-turn.around, turn.address))
    first = _apart(sorted(waiting, key=lambda t: -(t.around + weights.own * t.own)), stretches, weights.apart)
    yield from first
    shown = {turn.address for turn in first}
    yield from (turn for turn in waiting if turn.address not in shown)


def _apart(turns: Iterable[Weighed], stretches: int, apart: float) -> list[Weighed]:
    """Return the first turns that stand apart from every one before."""
    taken: list[Weighed] = []
    middles: dict[int, list[float]] = {}
    for turn in turns:
        if len(taken) == stretches:
            break
        others, here = middles.setdefault(id(turn.talk), []), turn.talk.middles[turn.place]
        if all(abs(here - other) >= apart for other in others):
            others.append(here)
            taken.append(turn)
    return taken


def rank(
    terms: Sequence[QuestionTerm],
    talks: Sequence[Talk],
    counts: Counts | None = None,
    *,
    stretches: int = STRETCHES,
    weights: Weights = DEFAULT,
    root: Root = stem,
) -> Iterator[Hit]:
    """Yield the turns that have to do with a question, best first.

    terms: from `read_question`. counts: of all calls; without them the turns of `talks` are counted.
    A hit's spans are the words asked about, () where they only stand around it;
    its score is what is said around it, so the first `stretches` are not in its order.
    """
    wanted = {term.stem for term in terms}
    for turn in order(weigh_turns(terms, talks, counts, weights), stretches=stretches, weights=weights):
        utterance = turn.talk.utterances[turn.place]
        yield Hit(turn.talk.call_id, utterance, spans(wanted, utterance.text, root), round(turn.around, 4))


def spans(roots: set[str], text: str, root: Root = stem) -> tuple[Span, ...]:
    """Return the places of all words with one of these roots."""
    return tuple((token.start, token.end) for token in tokenize(text) if root(token.folded) in roots)


def densest(found: Sequence[tuple[float, Sequence[int]]], *, width: int, limit: int) -> list[int]:
    """Return the first place of each stretch of `width` places where most is found, best first.

    found: for each term its rarity and its places; neighbours differ by one.
    Stretches begin at every half width, no two overlap, and of equals the lower places come first.
    """
    half = width // 2
    terms = [(rarity, Counter([place // half for place in places])) for rarity, places in found]
    alone: defaultdict[int, float] = defaultdict(float)
    for rarity, halves in terms:
        for at, heard in halves.items():
            alone[at] += rarity * heard / (1 + heard)
    # Only near the best halves are whole stretches weighed: of 60,000 places that alone took 200 ms.
    some = 16 * limit
    least = min(nlargest(some, alone.values()), default=0.0)
    halves_taken = sorted((-round(worth, 9), at) for at, worth in alone.items() if worth >= least)[:some]
    near = {at - shift for _, at in halves_taken for shift in (0, 1)}
    weighed = sorted((-round(_heard(terms, at), 9), at) for at in near)
    taken: dict[int, None] = {}
    for _, at in weighed:
        if len(taken) < limit and not {at - 1, at, at + 1} & taken.keys():
            taken[at] = None
    return [at * half for at in taken]


def _heard(terms: Iterable[tuple[float, Mapping[int, int]]], at: int) -> float:
    """Return what a half and the next one hold, worth as in `weigh`."""
    both = ((rarity, halves.get(at, 0) + halves.get(at + 1, 0)) for rarity, halves in terms)
    return sum(rarity * heard / (1 + heard) for rarity, heard in both)
