"""Where a cue means something else, or is only worked on: "churn forecast", "the problem we solve", "product manuals".

Rules of `senses.yaml` over the words right beside a cue, in its sentence. They know no part of speech: what stands
there tells the noun from the verb, and the name of a thing from the thing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.query.phrases import phrase_pattern
from evidence.yaml_text import load_yaml

if TYPE_CHECKING:
    from evidence.model import Span
    from evidence.quotes.cues import Cue

_NEAR = 70  # letters beside a cue that are looked at


class Sense(NamedTuple):
    """What is left of the weight of a cue, and what its neighbours say that it is."""

    left: float
    says: str


@dataclass(frozen=True, slots=True)
class _Rule:
    sense: Sense
    before: re.Pattern[str]
    behind: re.Pattern[str]
    framed: tuple[re.Pattern[str], re.Pattern[str]]
    said: frozenset[str]


def sense_of(cue: Cue, said: str, span: Span) -> Sense | None:
    """Return in which other sense a cue stands in a sentence, None where it means what it says.

    said: the sentence in small letters with straight apostrophes. span: the cue in it, in code points.
    """
    rules = _rules_of(cue.text, cue.family)
    if not rules:
        return None
    before, behind = said[max(0, span[0] - _NEAR) : span[0]].rstrip(), said[span[1] : span[1] + _NEAR]
    word = said[slice(*span)]
    return next((rule.sense for rule in rules if _holds(rule, word, before, behind)), None)


def _holds(rule: _Rule, word: str, before: str, behind: str) -> bool:
    first, second = rule.framed
    return bool(
        word in rule.said
        or rule.before.search(before)
        or rule.behind.match(behind)
        or (first.search(before) and second.match(behind))
    )


@cache
def sense_rules() -> dict[str, dict[str, Any]]:
    """Return the rules as they are written, by name."""
    text = (resources.files("evidence.quotes") / "senses.yaml").read_text(encoding="utf-8")
    rules: dict[str, dict[str, Any]] = load_yaml(text, "senses.yaml")[0]
    return rules


@cache
def _rules_of(cue: str, family: str) -> tuple[_Rule, ...]:
    """Return the rules for a cue, that of the least weight first."""
    found = [
        _compiled(name)
        for name, rule in sense_rules().items()
        if cue in rule.get("cues", ()) or family in rule.get("families", ())
    ]
    return tuple(sorted(found, key=lambda rule: rule.sense.left))


@cache
def _compiled(name: str) -> _Rule:
    rule = sense_rules()[name]
    framed = rule.get("framed", {})
    return _Rule(
        Sense(float(rule["left"]), rule["says"]),
        _pattern(rule.get("before"), r"(?<![\w'])(?:{})$"),
        _pattern(rule.get("behind"), _BEHIND),
        (_pattern(framed.get("before"), r"(?<![\w'])(?:{})$"), _pattern(framed.get("behind"), _BEHIND)),
        frozenset(rule.get("said", ())),
    )


_BEHIND = r"[\s-]*(?:{})(?![\w'])"


def _pattern(phrases: list[str] | None, frame: str) -> re.Pattern[str]:
    longest = sorted(phrases or (), key=len, reverse=True)
    return re.compile(frame.replace("{}", "|".join(phrase_pattern(str(phrase)) for phrase in longest) or "(?!)"))
