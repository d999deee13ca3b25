"""What words are worth: how much an utterance sounds like pain, and how good a quote is. Scores with reasons.

Scores are sums, and every part is a reason that is printed. They order what people
should read first; two trained readers agree on "this is a problem" only to F1 .52
(SemEval-2019 task 9), so they are no verdicts. What is negated, asked, supposed,
past, somebody else's or an echo is tagged and weighs less; it is never dropped.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from itertools import accumulate
from math import exp
from typing import TYPE_CHECKING, NamedTuple

from evidence.query.assertion import assertion_of
from evidence.query.context import echoes, is_personal, passages
from evidence.quotes.cut import MAX_WORDS
from evidence.quotes.nlp import load_pipeline
from evidence.quotes.prefilter import INTENSITY
from evidence.quotes.quantities import find_quantities
from evidence.quotes.senses import sense_of
from evidence.text import plural, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evidence.model import Assertion, Side, Span
    from evidence.quotes.cues import Family, Lexicon
    from evidence.quotes.nlp import CueMatch, Pipeline
    from evidence.quotes.prefilter import CuePlaces
    from evidence.quotes.quantities import Quantity

THRESHOLD = (
    1.2  # of `is_pain` and of what is listed: the best F1 on the half of the labelled utterances that was tuned on
)
# What is left of a cue's weight by how it is meant.
LEFT: Mapping[Assertion, float] = {
    "present": 1.0, "resolved": 0.2, "absent": 0.2, "hypothetical": 0.3, "question": 0.5, "other": 0.7,
}  # fmt: skip
PROMPTED = 0.7  # of a cue that the other side brought up
AGAIN = 0.3  # of a second cue of one family in a sentence: it says much the same
FADING = 0.35  # of each further sentence against the one before, the strongest first
_SHARES = tuple(FADING**place for place in range(12))
PERSONAL, COUNTED, STRESSED, PLAIN, INTERNAL = 0.2, 0.3, 0.4, 0.4, -0.3
SHORT, FULL = 16, 0.7  # words of a sentence that may say it plainly, and the least weight of a cue that it may say
NEAR = 2  # words before a cue among which one of intensity stands
WHOLE, ENOUGH = 0.1, 25  # most that length adds, and the words at which 63 % of it is reached
# What transcribers note beside the words: {laugh}, [inaudible], <unk>.
_NOTED = re.compile(r"\{[^{}]{0,40}\}|\[[^\[\]]{0,40}\]|<[^<>]{0,40}>")


@dataclass(frozen=True, slots=True)
class PainText:
    """What is weighed: an utterance's text, the last turns of others before it, and whose side it is.

    `starts`: where utterances of one speaker that are weighed together begin in the text.
    """

    text: str
    earlier: tuple[str, ...] = ()
    side: Side = "unknown"
    starts: tuple[int, ...] = (0,)

    @classmethod
    def of(cls, texts: Sequence[str], earlier: tuple[str, ...] = (), side: Side = "unknown") -> PainText:
        """Join utterances of one speaker."""
        starts = tuple(accumulate((len(text) + 1 for text in texts[:-1]), initial=0))
        return cls(" ".join(texts), earlier, side, starts)

    def place(self, offset: int) -> int:
        """Return the place, among the utterances that were joined, of the one in which `offset` stands."""
        return bisect_right(self.starts, offset) - 1

    def spans(self) -> list[Span]:
        """Return the sentences and clauses of the utterances: none goes on from one to the next."""
        if len(self.starts) == 1:
            return passages(self.text)
        ends = [*(start - 1 for start in self.starts[1:]), len(self.text)]
        pieces = zip(self.starts, ends, strict=True)
        return [(start + a, start + b) for start, end in pieces for a, b in passages(self.text[start:end])]


@dataclass(frozen=True, slots=True)
class Sign:
    """A cue as the lexicon has it, where it stands, what it adds, how it is meant, and whether others said it first."""

    family: str
    cue: str
    span: Span
    gain: float
    assertion: Assertion = "present"
    prompted: bool = False

    @property
    def contexts(self) -> tuple[str, ...]:
        """How it is meant where it is not simply stated."""
        return (self.assertion,) * (self.assertion != "present") + ("prompted",) * self.prompted


@dataclass(frozen=True, slots=True)
class Pain:
    """What an utterance is worth as a pain, and why.

    `best` are the sentences of one utterance that say most, None where no cue stands anywhere.
    """

    score: float
    reasons: tuple[str, ...]
    assertion: Assertion = "present"
    signs: tuple[Sign, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    best: Span | None = None

    @property
    def contexts(self) -> tuple[str, ...]:
        """How the cues of the best sentence are meant, where not simply stated."""
        return tuple(dict.fromkeys(name for sign in self.signs if self._leads(sign) for name in sign.contexts))

    def _leads(self, sign: Sign) -> bool:
        return self.best is not None and self.best[0] <= sign.span[0] < self.best[1]


class _Told(NamedTuple):
    """A cue that weighs something, and what it weighs where it is simply stated."""

    match: CueMatch
    family: Family
    weight: float


class _Cued(NamedTuple):
    """A sentence or clause of a text with its cues and amounts; `stressed`: a word of intensity may stand in it."""

    text: str
    span: Span
    told: tuple[_Told, ...]
    amounts: tuple[Quantity, ...]
    stressed: bool


class _Judged(NamedTuple):
    """How a cue is meant, and what is left of its weight; `sense` says what else it means."""

    left: float = 1.0
    assertion: Assertion = "present"
    prompted: bool = False
    sense: str = ""
    phrase: str = ""

    @property
    def notes(self) -> list[str]:
        """What a reason says of it: the other sense, how it is meant and by which phrase, an echo."""
        asserted = f"{self.assertion}{self.phrase and f': {self.phrase}'}"
        return [*filter(None, [self.sense]), *[asserted] * (self.assertion != "present"), *["prompted"] * self.prompted]


@dataclass(frozen=True, slots=True)
class _Passage:
    """A sentence or clause with its cues, and the parts of its score."""

    span: Span
    gains: tuple[tuple[float, str], ...]
    signs: tuple[Sign, ...]
    quantities: tuple[Quantity, ...]
    score: float


def pain_score(texts: Sequence[tuple[str, Sequence[str]]]) -> list[float]:
    """Return how much each text sounds like pain, from 0 up, by the built-in pipeline and lexicon.

    texts: pairs of an utterance and the texts of the two turns before it (() where there
    are none). The same pairs give the same scores in any company and order.
    """
    return [pain.score for pain in weigh([PainText(text, tuple(earlier)) for text, earlier in texts], load_pipeline())]


def weigh(said: Sequence[PainText], pipeline: Pipeline, *, all_words: bool = False) -> list[Pain]:
    """Return the pain of each utterance.

    all_words: give every word to spaCy, also those that no cue can hold; the result is the same.
    """
    return [pain for _, pain in weigh_from(0, said, pipeline, all_words=all_words)]


def weigh_from(
    least: float, said: Sequence[PainText], pipeline: Pipeline, *, all_words: bool = False
) -> list[tuple[int, Pain]]:
    """Return the place and the pain of each utterance that is worth `least`; which one cannot be is seen before."""
    places: list[tuple[int, str, Span, CuePlaces]] = []
    candidates: list[int] = []
    for number, one in enumerate(said):
        text = _NOTED.sub(lambda noted: " " * len(noted[0]), one.text)
        seen = [
            (span, look)
            for span in replace(one, text=text).spans()
            if (look := pipeline.look(text[slice(*span)], all_words=all_words))
        ]
        if _most(one, [look for _, look in seen]) >= least:
            candidates.append(number)
            places += [(number, text, span, look) for span, look in seen]
    found = pipeline.find([text[slice(*span)] for _, text, span, _ in places], [look.windows for *_, look in places])
    by_text: dict[int, list[_Cued]] = {number: [] for number in candidates}
    for (number, text, span, look), cues in zip(places, found, strict=True):
        if cues:
            amounts = tuple(find_quantities(text, span)) if look.counted else ()
            told = _telling(cues, amounts, pipeline.lexicon)
            by_text[number].append(_Cued(text, span, told, amounts, look.stressed))
    pains = ((number, _weighed(said[number], parts, least)) for number, parts in by_text.items())
    return [(number, pain) for number, pain in pains if pain and pain.score >= least]


def _telling(cues: Sequence[CueMatch], amounts: Sequence[Quantity], lexicon: Lexicon) -> tuple[_Told, ...]:
    """Return the cues of a sentence that weigh something."""
    counted = any(amount.kind != "count" for amount in amounts)
    weighing = ((cue, lexicon.family(cue.cue.family)) for cue in cues if counted or not cue.cue.beside_amount)
    told = (_Told(cue, family, family.weight * cue.cue.share) for cue, family in weighing)
    return tuple(one for one in told if one.weight)


def _weighed(said: PainText, parts: Sequence[_Cued], least: float) -> Pain | None:
    """Return the pain of an utterance, None where it is seen to be worth less than `least` before its cues are judged.

    To say how a cue is meant takes ten times as long as to find it, and only takes weight away.
    """
    told = [part for part in parts if part.told]
    if least > 0 and _most_worth(said, [_plainly(part) for part in told]) < least:
        return None
    return _pain(said, [_passage(part, _judged(part, said.earlier)) for part in told])


def _plainly(part: _Cued) -> float:
    """Return what a sentence is worth at most: every cue is simply stated."""
    best: dict[str, float] = {}
    total = 0.0
    for told in part.told:
        first = max(best.get(told.family.name, told.weight), told.weight)
        total += told.weight * (AGAIN if told.family.name in best else 1.0)
        total += (1 - AGAIN) * (first - best.get(told.family.name, first))
        best[told.family.name] = first
    if not any(told.weight > 0 for told in part.told):
        return 0.0
    text, (start, end) = part.text, part.span
    counted = any(amount.kind != "count" for amount in part.amounts)
    plain = PLAIN * (text.count(" ", start, end) < SHORT and max(told.weight for told in part.told) >= FULL)
    beside = PERSONAL * is_personal(text[start:end]) + COUNTED * counted + STRESSED * part.stressed
    return max(0.0, total) + plain + beside


def _most(said: PainText, looks: Sequence[CuePlaces]) -> float:
    """Return what an utterance is worth at most: no cue is denied, none says again what another one said."""
    return _most_worth(said, [_most_of(look) for look in looks])


def _most_worth(said: PainText, worths: list[float]) -> float:
    """Return what an utterance is worth at most whose sentences are."""
    worths.sort(reverse=True)
    rest = WHOLE + INTERNAL * (said.side == "internal") + 0.01  # of rounding
    return max(0.0, rest + sum([worth * share for worth, share in zip(worths, _SHARES, strict=False)]))


def _most_of(look: CuePlaces) -> float:
    if not look.worth:
        return 0.0
    plain = PLAIN * (look.length <= SHORT and look.worth >= FULL)
    return look.worth + plain + PERSONAL * look.personal + COUNTED * look.counted + STRESSED * look.stressed


def _judged(part: _Cued, earlier: Sequence[str]) -> list[_Judged]:
    """Say how each cue of a sentence is meant, by its neighbours and by what stands around it."""
    start, end = part.span
    sentence = part.text[start:end].lower().replace("\u2019", "'")
    return [_judge(part, told, sentence, earlier) for told in part.told]


def _judge(part: _Cued, told: _Told, sentence: str, earlier: Sequence[str]) -> _Judged:
    cue, start = told.match, part.span[0]
    span = start + cue.start, start + cue.end
    if told.weight <= 0:
        return _Judged()
    left, sense = sense_of(cue.cue, sentence, (cue.start, cue.end)) or (1.0, "")
    if not left:
        return _Judged(0.0, sense=sense)
    meant, phrase = assertion_of(part.text, [span])
    prompted = bool(earlier) and echoes(part.text[slice(*span)], earlier)
    return _Judged(left * LEFT[meant] * (PROMPTED if prompted else 1.0), meant, prompted, sense, phrase)


def _passage(part: _Cued, judged: Sequence[_Judged]) -> _Passage:
    text, (start, end) = part.text, part.span
    seen: Counter[str] = Counter()
    gains, signs = [], []
    for told, meant in sorted(zip(part.told, judged, strict=True), key=lambda one: -one[0].weight * one[1].left):
        family, cue = told.family, told.match
        place = start + cue.start, start + cue.end
        gain = told.weight * meant.left * AGAIN ** seen[family.name]
        seen[family.name] += 1
        notes = ", ".join(meant.notes)
        gains.append((gain, f"{family.says}: {text[slice(*place)]}{notes and f' ({notes})'}"))
        if gain:
            signs.append(Sign(family.name, cue.cue.text, place, gain, meant.assertion, meant.prompted))
    if any(gain > 0 for gain, _ in gains):
        if is_personal(text[start:end]):
            gains.append((PERSONAL, "first person"))
        if amount := next((amount for amount in part.amounts if amount.kind != "count"), None):
            gains.append((COUNTED, f"quantity: {amount.text}"))
        if part.stressed and (word := next(filter(None, (_stress(part, one) for one in signs if one.gain > 0)), "")):
            gains.append((STRESSED, f"stressed: {word}"))
        if _is_plain(part, judged):
            gains.append((PLAIN, "plainly said"))
    signs.sort(key=lambda sign: sign.span)
    return _Passage(part.span, tuple(gains), tuple(signs), part.amounts, sum(gain for gain, _ in gains))


def _is_plain(part: _Cued, judged: Sequence[_Judged]) -> bool:
    """Whether a short sentence simply states a cue that counts in full."""
    return part.text.count(" ", *part.span) < SHORT and any(
        told.weight >= FULL and not told.match.cue.beside_amount and told.match.cue.share == 1 and not meant.notes
        for told, meant in zip(part.told, judged, strict=True)
    )


def _stress(part: _Cued, sign: Sign) -> str:
    """Return the word of intensity right before a cue that is simply stated, or in it."""
    if sign.contexts:
        return ""
    near = words(part.text[part.span[0] : sign.span[0]])[-NEAR:] + words(part.text[slice(*sign.span)])
    return next((word for word in reversed(near) if word in INTENSITY), "")


def _pain(said: PainText, parts: Sequence[_Passage]) -> Pain:
    if not parts:
        return _empty(said)
    ordered = sorted(parts, key=lambda part: (-part.score, part.span))
    gains = [(gain * share, why) for part, share in zip(ordered, _SHARES, strict=False) for gain, why in part.gains]
    gains += _around(said)
    return Pain(
        max(0.0, round(sum(gain for gain, _ in gains), 2)),
        _reasons(gains),
        _asserted(ordered[0]),
        tuple(sign for part in ordered for sign in part.signs),
        tuple(amount for part in ordered for amount in part.quantities),
        _window(said, parts),
    )


def _empty(said: PainText) -> Pain:
    """Return what an utterance without a cue is worth: nearly nothing."""
    gains = _around(said)
    return Pain(max(0.0, round(sum(gain for gain, _ in gains), 2)), tuple(f"{why} {gain:+.1f}" for gain, why in gains))


def _around(said: PainText) -> list[tuple[float, str]]:
    """Return what does not hang on cues: a thought told in full is worth more, one of our own side less."""
    count = said.text.count(" ") + 1
    gains = [(WHOLE * (1 - exp(-count / ENOUGH)), plural(count, "word"))]
    return [*gains, (INTERNAL, "our own side")] if said.side == "internal" else gains


def _reasons(gains: Sequence[tuple[float, str]]) -> tuple[str, ...]:
    """Return the parts of the score, those of one kind together, the weightiest first."""
    sums: dict[str, float] = {}
    told: dict[str, list[str]] = {}
    for gain, why in gains:
        kind, _, what = why.partition(": ")
        sums[kind] = sums.get(kind, 0) + gain
        told.setdefault(kind, []).append(what)
    kinds = sorted((kind for kind in sums if abs(sums[kind]) >= 0.05), key=lambda kind: -abs(sums[kind]))
    named = {kind: ", ".join(filter(None, dict.fromkeys(told[kind]))) for kind in kinds}
    return tuple(f"{kind}{named[kind] and ': '}{named[kind]} {sums[kind]:+.1f}" for kind in kinds)


def _window(said: PainText, parts: Sequence[_Passage]) -> Span:
    """Return the run of sentences of one utterance, within 60 words, whose cues weigh most; of two such the shorter."""
    best: tuple[float, int, Span] | None = None
    for place, first in enumerate(parts):
        total = 0.0
        for last in parts[place:]:
            span = first.span[0], last.span[1]
            length = said.text.count(" ", *span) + 1
            if last is not first and (length > MAX_WORDS or said.place(span[0]) != said.place(last.span[0])):
                break
            total += last.score
            if best is None or (total, -length) > best[:2]:
                best = total, -length, span
    assert best  # noqa: S101  there is a first part
    return best[2]


def _asserted(best: _Passage) -> Assertion:
    """Return how the strongest sentence is meant; present as soon as one of its cues is."""
    found = [sign.assertion for sign in best.signs if sign.gain > 0]
    return "present" if not found or "present" in found else found[0]
