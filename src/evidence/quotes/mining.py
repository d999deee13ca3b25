"""How much a quote is worth citing: an additive score, and the reasons for it.

The weights order quotes of one tracker; they are no measure of truth. A
negated, asked or supposed statement is tagged and weighed down, never dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.query.context import DENIALS, is_negated, is_question, sentence
from evidence.text import tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidence.model import Polarity, Span
    from evidence.text import Token

_FIRST_PERSON = frozenset({
    "i", "i'm", "i've", "i'd", "i'll", "me", "my", "mine", "we", "we're", "we've", "we'd", "we'll", "us", "our", "ours",
})  # fmt: skip
_SUPPOSING = frozenset({"if", "unless", "would", "could", "might", "imagine", "suppose", "hypothetically"})
_NUMBER_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundred|thousand"
)
_UNITS = (
    "seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?|people|persons?|engineers?|developers?|teams?|"
    "times|percent|dollars?|deploy(?:s|ments)?|releases?|tickets?|incidents?|customers?|k|million|billion"
)
_QUANTITY = re.compile(
    rf"[$\u20ac\u00a3]\s?\d[\d,.]*\s?(?:[kmb]\b)?|\b\d[\d,.]*\s?%|\b(?:\d[\d,.]*|{_NUMBER_WORDS})[\s-](?:{_UNITS})\b",
    re.IGNORECASE,
)
_COMPLETE = re.compile(r"[.!?\u2026][\"'\u201d\u2019)]*$")
GOOD_LENGTH = (8, 60)  # words: shorter ones lean on what was said before, longer ones nobody reads


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What a quote is worth, why, and whether its words are affirmed."""

    score: float
    reasons: tuple[str, ...]
    polarity: Polarity


def appraise(text: str, spans: Sequence[Span], quote: Span) -> Appraisal:
    """Weigh the words `quote` of an utterance's text, in which `spans` matched."""
    tokens = tokenize(text)
    said = [t for t in tokens if quote[0] <= t.start and t.end <= quote[1]]
    words_ = text[quote[0] : quote[1]]
    polarity = polarity_of(text, tokens, spans)
    gains: list[tuple[float, str]] = [(1.0, "matched")]
    if len({text[a:b].casefold() for a, b in spans}) > 1:
        gains.append((0.3, "several terms"))
    if any(t.folded in _FIRST_PERSON for t in said):
        gains.append((0.4, "first person"))
    if found := quantities(words_):
        gains.append((0.5, f"quantity: {found[0]}"))
    if GOOD_LENGTH[0] <= len(said) <= GOOD_LENGTH[1]:
        gains.append((0.3, "good length"))
    elif len(said) < GOOD_LENGTH[0]:
        gains.append((-0.8, "short"))
    if _COMPLETE.search(words_):
        gains.append((0.1, "whole sentence"))
    if polarity != "affirmed":
        gains.append((-0.6, polarity))
    reasons = tuple(f"{reason} {gain:+.1f}" for gain, reason in gains)
    return Appraisal(round(sum(gain for gain, _ in gains), 2), reasons, polarity)


def polarity_of(text: str, tokens: Sequence[Token], spans: Sequence[Span]) -> Polarity:
    """Return how the matched words are meant; affirmed as soon as one match is."""
    found = [_polarity(text, tokens, span) for span in spans]
    return "affirmed" if not found or "affirmed" in found else found[0]


def _polarity(text: str, tokens: Sequence[Token], span: Span) -> Polarity:
    if is_question(text, tokens, span):
        return "question"
    if is_negated(text, tokens, span, DENIALS):
        return "negated"
    begin = sentence(text, span)[0]
    before = (t.folded for t in tokens if begin <= t.start and t.end <= span[0])
    return "hypothetical" if any(word in _SUPPOSING for word in before) else "affirmed"


def quantities(text: str) -> tuple[str, ...]:
    """Return the amounts of money, time, people and shares that stand in a text, as written."""
    return tuple(match[0].strip() for match in _QUANTITY.finditer(text))
