"""What a quote that a tracker found is worth: what matched, how it is meant and reads, and whether it is of this pain.

The score orders the quotes under a pain, and every part of it is a reason that is printed. Cues add to it what
`quotes.mining` says of them; words that the pain's label has as well say that the quote speaks of this pain.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from evidence.query.context import FIRST_PERSON
from evidence.quotes.keyness import COMMON
from evidence.quotes.mining import PainText, weigh
from evidence.quotes.quantities import find_quantities
from evidence.text import stem, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidence.model import Assertion, Span
    from evidence.quotes.mining import Pain
    from evidence.quotes.nlp import Pipeline

GOOD_LENGTH = (8, 60)  # words: shorter ones lean on what was said before, longer ones nobody reads
CUED = 0.4  # of a cue's gain that it adds to a quote, which a tracker has found for other reasons
_COMPLETE = re.compile(r"[.!?\u2026][\"'\u201d\u2019)]*\Z")
SHARED, MOST = 0.2, 0.6
"""What a word shared with the label adds, and all of them together: as much as the first person and a number."""


@dataclass(frozen=True, slots=True)
class Matched:
    """A quote that a tracker found: the utterance's text, where it matched, the part quoted, and how it is meant.

    `label` is the tracker's: what shares words with it speaks of this pain.
    """

    text: str
    spans: tuple[Span, ...]
    quote: Span
    assertion: Assertion = "present"
    label: str = ""


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What a quote is worth, and why."""

    score: float
    reasons: tuple[str, ...]


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
    gain, shared = shared_with(matched.label, text[start:end])
    if gain:
        gains.append((gain, f"label: {', '.join(shared)}"))
    reasons = tuple(f"{reason} {gain:+.1f}" for gain, reason in gains)
    return Appraisal(round(sum(gain for gain, _ in gains), 2), reasons)


def shared_with(label: str, quote: str) -> tuple[float, tuple[str, ...]]:
    """Return what the telling words that a quote shares with a label add to its score, and the words.

    >>> shared_with("Manual deployment processes", "We deploy by hand, a manual thing.")
    (0.4, ('deploy', 'manual'))
    """
    wanted = _telling(label)
    said = {stem(word): word for word in reversed(words(quote)) if stem(word) in wanted}
    return round(min(MOST, SHARED * len(said)), 1), tuple(sorted(said.values()))


@lru_cache(maxsize=256)  # a label is asked for with every quote of its tracker
def _telling(label: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(label) if word not in COMMON)
