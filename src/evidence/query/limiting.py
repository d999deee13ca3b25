"""What behind quoted words takes part of them back: denies them, limits them, makes them depend on something.

The counterpart of `covering`, which looks at what stands before them. English only.
"""

from __future__ import annotations

import re
from functools import cache

from evidence.query.covering import Covering, begins_clause
from evidence.query.scope import blank_fillers, plain_letters, rule_pattern, turn_pattern

_BROKEN = 3  # words with which nothing was said, where a pause ends them
_NEAR = 8  # words from the last quoted one to what limits it


def covering_behind(quoted: str, behind: str) -> Covering | None:
    """Return what of the sentence behind quoted words limits them, None where nothing does.

    >>> covering_behind("The import is quick", ", but only since March.")
    Covering(kind='exception', phrase='but')
    """
    said, rest = plain_letters(quoted), blank_fillers(plain_letters(behind))
    if found := _denied().match(rest):
        return Covering("denial", found["phrase"])
    if found := _so_told().match(rest):
        return Covering("hearsay", found["phrase"])
    return _terms_behind(said, rest) or _limits_behind(said, rest)


def _terms_behind(said: str, rest: str) -> Covering | None:
    """Return the condition of a promise or a wish that stands behind it."""
    terms = _terms().match(rest)
    if terms is None or rest.rstrip("\"' ").endswith("?"):
        return None
    at = terms.start("terms")
    polite = any(rule_pattern("cut", part).match(rest, at) for part in ("polite", "opening")) or _ASKED.search(said)
    return None if polite or not rule_pattern("cut", "promise").search(said) else Covering("exception", terms["terms"])


def _limits_behind(said: str, rest: str) -> Covering | None:
    """Return what behind the quoted words takes part of them back."""
    if found := _HOWEVER.match(rest):
        return Covering("exception", found["phrase"])
    for found in rule_pattern("cut", "limit").finditer(rest):
        gap, first = rest[: found.start()], found[0].split()[0]
        # Where another clause begins in between, it is that one which is limited.
        another = bool(gap.strip(" ,")) and begins_clause(gap.lstrip(" ,"))
        if another or len(gap.split()) > _NEAR or turn_pattern().search(gap) or _JOINED.search(gap):
            return None
        if first in _APPENDED and found[0] not in _LIMITING and not gap.rstrip().endswith(","):
            continue  # "not yet", "it only takes": no clause of its own
        if _DEGREES.match(found[0]) and (gap.strip(" ,") or rest[found.end() :].strip(" ,.!?\u2026\"'")):
            continue  # "usually at the beginning of the year": it belongs to what follows
        if _CONCEDED.search(gap):
            return None  # "even though it is dear": that does not change it
        if first not in _CONTRASTING:
            return Covering("exception", found[0])
        if not _BOUND.search(said + gap):
            return Covering("exception", found[0]) if _takes_back(said + gap, rest[found.end() :]) else None
    return None


def _takes_back(said: str, after: str) -> bool:
    """Say whether what follows a `but` limits what was said before it.

    It does not where it corrects a denial ("not X but Y"), adds, or goes on at length to something that is not bad.
    """
    near = " ".join(after.split()[:_FOLLOWING])
    adds = rule_pattern("cut", "added").search(near) or _ADDS.search(near)
    if _is_aside(said, after) or (adds and not _IF.match(near)):
        return False
    if _DENIES.search(said) and not _GOOD_DENIAL.search(said):
        return False
    brief = near == " ".join(after.split()) and not _SPEAKER.match(near)
    return brief or bool(rule_pattern("cut", "against").search(near))


_ADDS = re.compile(r"\b(?:too|as well)\s*(?:[.,;!?]|$)")
_IF = re.compile(r"(?:only )?(?:if|unless|when|once)\b")
_SPEAKER = re.compile(r"(?:i|i'm|i've|i'll|i'd)\b")
_FOLLOWING = 12  # words of a clause, as long as one of speech is on the mean
_CONTRASTING = frozenset({"but", "although", "though", "albeit", "yet"})
_DEGREES = re.compile(
    r"(?:mostly|mainly|partly|partially|largely|usually|sometimes|occasionally|theoretically|initially|at first"
    r"|sort of|kind of|(?:at|in) the (?:beginning|start))$"
)
_APPENDED = frozenset({"yet", "only", "however"})
_LIMITING = frozenset(
    f"only {word}" for word in ("if", "when", "once", "after", "with", "in", "for", "on", "because", "until", "in case")
)
_CONCEDED = re.compile(r"\beven\s+$")
_HOWEVER = re.compile(r"\s*[,;]\s*(?:[^,;.!?]{1,60},\s*)?(?P<phrase>however)\s*,")
_DENIES = re.compile(r"\b(?:not|never|no longer|nobody|no one|nothing|no)\b|n't\b")
# Such a denial is praise, or is about everybody: what follows it does limit it.
_GOOD_DENIAL = re.compile(
    r"(?:\b(?:not|never|no|nobody|nothing)\b|n't\b)(?:\s+\w+){0,3}?\s+(?:complain\w*|problems?|issues?|trouble|bad"
    r"|wrong|fault\w*|errors?|concerns?|worry|doubts?|regret\w*|fail\w*|crash\w*|miss\w*|lose|lost|hate\w*|mind)\b"
)
_JOINED = re.compile(r"\b(?:and|or)\b")
_BOUND = re.compile(r"\b(?:anything|everything|all|help|last)\s+$")  # "last but not least", "all but two"
_ASKED = re.compile(r"\b(?:see|check|know|ask|tell|wonder|find out|look)\s*$")
_NOT_ONLY = re.compile(r"(?:\bnot|n't) (?:only|just|merely)\b")


@cache
def _terms() -> re.Pattern[str]:
    passed = r"(?!(?:so|and|but|or|even|especially|particularly|as|whether)\b)\w+\s+"
    return re.compile(rf"[\s,]*(?:{passed}){{0,2}}(?P<terms>{rule_pattern('cut', 'terms').pattern})")


@cache
def _denied() -> re.Pattern[str]:
    return re.compile(rf"[\s,;]*(?:(?:and|but|well|though)\s+)?(?P<phrase>{rule_pattern('cut', 'denied').pattern})")


@cache
def _so_told() -> re.Pattern[str]:
    return re.compile(rf"\s*,?\s*(?:or\s+)?(?P<phrase>{rule_pattern('cut', 'so_told').pattern})")


def _is_aside(said: str, after: str) -> bool:
    """Say whether a `but` takes nothing back: nothing or another topic follows it, or it is "not only ... but"."""
    rest = after.strip(" ,.\u2026-\u2013\u2014\"'")
    asks = after.rstrip("\"' ").endswith("?")
    breaks = len(rest.split()) <= _BROKEN and after.rstrip().endswith(("\u2026", ".."))
    return not rest or asks or breaks or bool(rule_pattern("cut", "aside").match(rest) or _NOT_ONLY.search(said))
