"""What words are worth: how much an utterance sounds like pain, and how good a quote is. Scores with reasons.

Scores are sums, and every part is a reason that is printed. They order what people
should read first; two trained readers agree on "this is a problem" only to F1 .52
(SemEval-2019 task 9), so they are no verdicts. What is negated, asked, supposed,
past, somebody else's or an echo is tagged and weighs less; it is never dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING

from evidence.query.context import FIRST_PERSON, contexts, is_personal, passages
from evidence.quotes.cut import MAX_WORDS
from evidence.quotes.nlp import load_pipeline
from evidence.quotes.quantities import find_quantities
from evidence.text import plural, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evidence.model import Assertion, Side, Span
    from evidence.query.context import Context
    from evidence.quotes.cues import Lexicon
    from evidence.quotes.nlp import CueMatch, Pipeline
    from evidence.quotes.prefilter import CuePlaces
    from evidence.quotes.quantities import Quantity

THRESHOLD = (
    1.2  # of `is_pain` and of what is listed: the best F1 on the half of the labelled utterances that was tuned on
)
# What is left of a cue's weight where it is not simply stated.
LEFT: Mapping[Context, float] = {
    "negated": 0.2, "question": 0.4, "hypothetical": 0.7, "historical": 0.7, "others": 0.9, "prompted": 0.7,
}  # fmt: skip
AGAIN = 0.3  # of a second cue of one family in a sentence: it says much the same
FADING = 0.35  # of each further sentence against the one before, the strongest first
_SHARES = tuple(FADING**place for place in range(12))
PERSONAL, COUNTED, INTERNAL = 0.3, 0.3, -0.3
WHOLE, ENOUGH = 0.1, 25  # most that length adds, and the words at which 63 % of it is reached
GOOD_LENGTH = (8, 60)  # words: shorter ones lean on what was said before, longer ones nobody reads
CUED = 0.4  # of a cue's gain that it adds to a quote, which a tracker has found for other reasons
_COMPLETE = re.compile(r"[.!?\u2026][\"'\u201d\u2019)]*\Z")
_ASSERTED: dict[Context, Assertion] = {"question": "question", "negated": "absent", "hypothetical": "hypothetical"}
# What transcribers note beside the words: {laugh}, [inaudible], <unk>.
_NOTED = re.compile(r"\{[^{}]{0,40}\}|\[[^\[\]]{0,40}\]|<[^<>]{0,40}>")


@dataclass(frozen=True, slots=True)
class PainText:
    """What is weighed: an utterance's text, the last turns of others before it, and whose side it is."""

    text: str
    earlier: tuple[str, ...] = ()
    side: Side = "unknown"


@dataclass(frozen=True, slots=True)
class Sign:
    """A cue that stands in an utterance, what it adds, and how it is meant."""

    family: str
    span: Span
    gain: float
    contexts: tuple[Context, ...]


@dataclass(frozen=True, slots=True)
class Pain:
    """What an utterance is worth as a pain, and why.

    `best` are the sentences that say most, None where no cue stands anywhere.
    """

    score: float
    reasons: tuple[str, ...]
    assertion: Assertion = "present"
    signs: tuple[Sign, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    best: Span | None = None

    @property
    def contexts(self) -> tuple[Context, ...]:
        """How the cues of the best sentence are meant, where not simply stated."""
        return tuple(dict.fromkeys(name for sign in self.signs if self._leads(sign) for name in sign.contexts))

    def _leads(self, sign: Sign) -> bool:
        return self.best is not None and self.best[0] <= sign.span[0] < self.best[1]


@dataclass(frozen=True, slots=True)
class Matched:
    """A quote that a tracker found: the utterance's text, where it matched and how that is meant, the part quoted."""

    text: str
    spans: tuple[Span, ...]
    quote: Span
    assertion: Assertion = "present"


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What a quote is worth, and why."""

    score: float
    reasons: tuple[str, ...]


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
        spans = passages(text)
        seen = [(span, look) for span in spans if (look := pipeline.look(text[slice(*span)], all_words=all_words))]
        if _most(one, [look for _, look in seen]) >= least:
            candidates.append(number)
            places += [(number, text, span, look) for span, look in seen]
    found = pipeline.find([text[slice(*span)] for _, text, span, _ in places], [look.windows for *_, look in places])
    by_text: dict[int, list[_Passage]] = {number: [] for number in candidates}
    for (number, text, span, look), cues in zip(places, found, strict=True):
        if cues:
            amounts = tuple(find_quantities(text, span)) if look.counted else ()
            passage = _passage(text, said[number].earlier, span, cues, amounts, pipeline.lexicon)
            by_text[number] += [passage] * bool(passage.signs)
    pains = ((number, _pain(said[number], parts)) for number, parts in by_text.items())
    return [(number, pain) for number, pain in pains if pain.score >= least]


def _most(said: PainText, looks: Sequence[CuePlaces]) -> float:
    """Return what an utterance is worth at most: no cue is denied, none says again what another one said."""
    worths = [look.worth and look.worth + PERSONAL * look.personal + COUNTED * look.counted for look in looks]
    worths.sort(reverse=True)
    rest = WHOLE + INTERNAL * (said.side == "internal") + 0.01  # of rounding
    return max(0.0, rest + sum([worth * share for worth, share in zip(worths, _SHARES, strict=False)]))


def _passage(
    text: str,
    earlier: Sequence[str],
    span: Span,
    cues: Sequence[CueMatch],
    amounts: tuple[Quantity, ...],
    lexicon: Lexicon,
) -> _Passage:
    start, end = span
    telling = any(amount.kind != "count" for amount in amounts)
    candidates = [cue for cue in cues if telling or not cue.cue.beside_amount]
    spans = [(start + cue.start, start + cue.end) for cue in candidates]
    seen: Counter[str] = Counter()
    gains, signs = [], []
    for cue, place, meant in zip(candidates, spans, contexts(text, spans, span, earlier), strict=True):
        family = lexicon.family(cue.cue.family)
        if not family.weight:
            continue
        gain = family.weight * cue.cue.share * AGAIN ** seen[family.name]
        seen[family.name] += 1
        if gain > 0:
            for name in meant:
                gain *= LEFT[name]
        note = f" ({', '.join(meant)})" if meant else ""
        gains.append((gain, f"{family.says}: {text[slice(*place)]}{note}"))
        signs.append(Sign(family.name, place, gain, meant))
    if any(gain > 0 for gain, _ in gains):
        if is_personal(text[start:end]):
            gains.append((PERSONAL, "first person"))
        if telling:
            gains.append((COUNTED, f"quantity: {next(a.text for a in amounts if a.kind != 'count')}"))
    return _Passage(span, tuple(gains), tuple(signs), amounts, sum(gain for gain, _ in gains))


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
        _window(said.text, parts),
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


def _window(text: str, parts: Sequence[_Passage]) -> Span:
    """Return the run of sentences within 60 words whose cues weigh most; the shorter one where two weigh the same."""
    best: tuple[float, int, Span] | None = None
    for place, first in enumerate(parts):
        total = 0.0
        for last in parts[place:]:
            span = first.span[0], last.span[1]
            length = text.count(" ", *span) + 1
            if last is not first and length > MAX_WORDS:
                break
            total += last.score
            if best is None or (total, -length) > best[:2]:
                best = total, -length, span
    assert best  # noqa: S101  there is a first part
    return best[2]


def _asserted(best: _Passage) -> Assertion:
    """Return how the strongest sentence is meant; present as soon as one of its cues is."""
    found = [_meant(sign.contexts) for sign in best.signs if sign.gain > 0]
    return "present" if not found or "present" in found else found[0]


def appraise(matched: Sequence[Matched], pipeline: Pipeline) -> list[Appraisal]:
    """Return what each quote is worth: what matched in it, how it is meant, and the cues that stand in it."""
    pains = weigh([PainText(one.text[slice(*one.quote)]) for one in matched], pipeline)
    return [_appraisal(one, pain) for one, pain in zip(matched, pains, strict=True)]


def _appraisal(matched: Matched, pain: Pain) -> Appraisal:
    text, (start, end) = matched.text, matched.quote
    said = words(text[start:end])
    gains: list[tuple[float, str]] = [(1.0, "matched")]
    if len({text[a:b].casefold() for a, b in matched.spans}) > 1:
        gains.append((0.3, "several terms"))
    if not FIRST_PERSON.isdisjoint(said):
        gains.append((0.4, "first person"))
    if amount := next(find_quantities(text, matched.quote), None):
        gains.append((0.5, f"quantity: {amount.text}"))
    if GOOD_LENGTH[0] <= len(said) <= GOOD_LENGTH[1]:
        gains.append((0.3, "good length"))
    elif len(said) < GOOD_LENGTH[0]:
        gains.append((-0.8, "short"))
    if _COMPLETE.search(text, start, end):
        gains.append((0.1, "whole sentence"))
    if matched.assertion not in ("present", "unjudged"):
        gains.append((-0.6, matched.assertion))
    families: dict[str, float] = {}
    for sign in pain.signs:
        families[sign.family] = max(families.get(sign.family, 0.0), round(CUED * sign.gain, 1))
    gains += [(gain, name) for name, gain in families.items() if gain]
    reasons = tuple(f"{reason} {gain:+.1f}" for gain, reason in gains)
    return Appraisal(round(sum(gain for gain, _ in gains), 2), reasons)


def _meant(meant: Sequence[Context]) -> Assertion:
    return next((assertion for name, assertion in _ASSERTED.items() if name in meant), "present")
