"""Which words a phrase of `assertion.yaml` reaches: the scope rules that mentions of a pain and cut quotations share.

In the manner of ConText (Harkema et al. 2009): a phrase reaches forward or back from where it stands over a number of
words, and not beyond one that turns the thought.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from evidence.query.phrases import phrase_pattern
from evidence.yaml_text import load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

_REACH = {"negation": 6, "resolved": 8, "hypothetical": 9, "lack": 6}
"""Words between a phrase and what it reaches; NegEx has 6."""
_BACK = 5
_BEFORE = {"hypothetical": "before condition doubt"}
"""The parts of a family whose phrases reach forward, where there are several."""
_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u00b4`"), "'")


def plain_letters(text: str) -> str:
    """Return a text in small letters with straight apostrophes, as long as it was: what would grow stays."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    return low.translate(_APOSTROPHES)


@lru_cache(maxsize=64)
def blank_fillers(said: str) -> str:
    """Return a sentence without words that only fill it, set off by commas, at its length; of what was noted, too."""
    return _filling().sub(lambda found: " " * len(found[0]), said)


@cache
def _filling() -> re.Pattern[str]:
    fillers = "|".join(map(phrase_pattern, rule_families()["turns"]["fillers"]))
    return re.compile(rf"\{{[^{{}}]*\}}|,\s+(?:{fillers})(?=,)|(?<![\w'])(?:uh|um|uhm|erm)(?![\w']),?")


@cache
def rule_families() -> dict[str, dict[str, list[str]]]:
    """Return the phrases of `assertion.yaml` by family and part."""
    text = (resources.files("evidence.query") / "assertion.yaml").read_text(encoding="utf-8")
    families: dict[str, dict[str, list[str]]] = load_yaml(text, "assertion.yaml")[0]
    return families


@cache
def rule_pattern(family: str, part: str) -> re.Pattern[str]:
    """Return the pattern of the phrases of a part, whole words, longest first; of several parts joined by blanks."""
    listed = rule_families()[family]
    phrases = sorted((phrase for one in part.split() for phrase in listed.get(one, ())), key=len, reverse=True)
    return re.compile(rf"(?<![\w'])(?:{'|'.join(map(phrase_pattern, phrases)) or '(?!)'})(?![\w'])")


_NOT_SAID = "".join(
    rf"(?<!\b{word}\s)" for word in ("that", "if", "when", "say", "said", "think", "sure", "what", "how")
)
"""A clause behind one of these is what is said or thought, and no turn: "nobody said that it's slow"."""


@cache
def turn_pattern() -> re.Pattern[str]:
    """Return the pattern of what turns the thought: no phrase reaches beyond it."""
    words = "|".join(map(re.escape, rule_families()["turns"]["words"]))
    subjects = "|".join(map(re.escape, rule_families()["turns"]["subjects"]))
    clauses = "|".join(map(re.escape, rule_families()["turns"]["clauses"]))
    return re.compile(
        rf"[;:.!?\u2013\u2014]|\s-\s|\b(?:{words})\b|(?:,\s*(?:and\s+)?|\band\s+)(?:{subjects})(?![\w'])"
        rf"|(?<=\s){_NOT_SAID}(?:{clauses})(?![\w'])"
    )


def phrase_in(family: str, part: str, said: str) -> str:
    """Return the first phrase of a part that stands in a text, "" where there is none."""
    found = rule_pattern(family, part).search(said)
    return found[0] if found else ""


@lru_cache(maxsize=256)
def blank_phrases(said: str, *parts: tuple[str, str]) -> str:
    """Return a text with phrases blanked out that mean nothing of the kind, at its length."""
    for family, part in parts:
        said = rule_pattern(family, part).sub(lambda found: "_" * len(found[0]), said)
    return said


def phrases_reaching(family: str, said: str) -> Iterator[re.Match[str]]:
    """Yield the phrases of a family that reach forward to the end of `said`, nearest first."""
    for found in reversed(list(rule_pattern(family, _BEFORE.get(family, "before")).finditer(said))):
        gap = said[found.end() :]
        if len(gap.split()) <= _REACH[family] and not gap.startswith(",") and not turn_pattern().search(gap):
            yield found


def phrase_reaching_back(family: str, said: str) -> re.Match[str] | None:
    """Return the phrase of a family that reaches back to the beginning of `said`."""
    found = rule_pattern(family, "behind").search(said)
    if found is None:
        return None
    gap = said[: found.start()]
    return found if len(gap.split()) <= _BACK and not turn_pattern().search(gap) else None
