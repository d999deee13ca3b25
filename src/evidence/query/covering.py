"""What the rest of a sentence does to words that are quoted out of it: denies, doubts, conditions or limits them.

The phrases are those of `assertion.yaml`, and reach as they do for the mention of a pain (`scope`, `context`). What
differs is what they reach: the first quoted words. A clause of its own ("we are going to renew") is denied where the
words before it hand it on ("I can't say", "it is not true that"); what goes on with the clause before ("lose
receipts") by what denies that clause ("we never"). English only.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from evidence.query.context import NEGATIONS
from evidence.query.scope import (
    blank_fillers,
    blank_phrases,
    phrases_reaching,
    plain_letters,
    rule_families,
    rule_pattern,
    turn_pattern,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

CoverKind = Literal["negation", "denial", "doubt", "condition", "hearsay", "exception"]

_REACH = 6  # words from a negation to the first quoted one, as in NegEx
_LONG = 25  # words of a condition; its clause goes before the quoted one
_BROKEN = 3  # words with which nothing was said, where a pause ends them
_NEAR = 8  # words from the last quoted one to what limits it


class Covering(NamedTuple):
    """What stands before or behind quoted words, in small letters, and what it does to them."""

    kind: CoverKind
    phrase: str


def covering_before(before: str, quoted: str) -> Covering | None:
    """Return what of the sentence before quoted words covers the first of them, None where nothing does.

    before: the sentence up to the quoted words; quoted: these, as they were said.

    >>> covering_before("I can't say ", "we are going to renew")
    Covering(kind='denial', phrase="can't say")
    """
    said = blank_fillers(plain_letters(before + quoted))
    at = len(said) - len(said[len(before) :].lstrip(" ,"))  # where a filler began the quoted words, a comma is left
    cut = _Cut(said[:at], said[at:])
    if not cut.before.strip():
        return None
    return cut.handed_on() or cut.supposed() or cut.negated() or cut.doubted() or cut.told()


def covering_behind(quoted: str, behind: str) -> Covering | None:
    """Return what of the sentence behind quoted words limits them, None where nothing does.

    >>> covering_behind("The import is quick", ", but only since March.")
    Covering(kind='exception', phrase='but')
    """
    said, rest = plain_letters(quoted), blank_fillers(plain_letters(behind))
    terms = _terms().match(rest)
    asks = rest.rstrip("\"' ").endswith("?")
    polite = terms and (rule_pattern("cut", "polite").match(rest, terms.start("terms")) or _ASKED.search(said))
    if terms and not asks and not polite and rule_pattern("cut", "promise").search(said):
        return Covering("exception", terms["terms"])
    for found in rule_pattern("cut", "limit").finditer(rest):
        gap = rest[: found.start()]
        # Where another clause begins in between, it is that one which is limited.
        another = bool(gap.strip(" ,")) and _subject_first(gap.lstrip(" ,"))
        if another or len(gap.split()) > _NEAR or turn_pattern().search(gap) or _JOINED.search(gap):
            return None
        if found[0] != "but":
            return Covering("exception", found[0])
        if not _BOUND.search(said + gap):
            return None if _is_aside(said + gap, rest[found.end() :]) else Covering("exception", "but")
    return None


_JOINED = re.compile(r"\b(?:and|or)\b")
_BOUND = re.compile(r"\b(?:anything|everything|all|help|last)\s+$")  # "last but not least", "all but two"
_ASKED = re.compile(r"\b(?:see|check|know|ask|tell|wonder|find out|look)\s*$")
_NOT_ONLY = re.compile(r"(?:\bnot|n't) (?:only|just|merely)\b")


@cache
def _terms() -> re.Pattern[str]:
    return re.compile(rf"[\s,]*(?:\w+\s+){{0,2}}(?P<terms>{rule_pattern('cut', 'terms').pattern})")


def _is_aside(said: str, after: str) -> bool:
    """Say whether a `but` takes nothing back: nothing or another topic follows it, or it is "not only ... but"."""
    rest = after.strip(" ,.\u2026-\u2013\u2014\"'")
    asks = after.rstrip("\"' ").endswith("?")
    breaks = len(rest.split()) <= _BROKEN and after.rstrip().endswith(("\u2026", ".."))
    return not rest or asks or breaks or bool(rule_pattern("cut", "aside").match(rest) or _NOT_ONLY.search(said))


class _Cut(NamedTuple):
    """The sentence up to the quoted words, and these, in small letters without fillers."""

    before: str
    quoted: str

    def handed_on(self) -> Covering | None:
        """Return what denies or doubts a clause of its own, right before it."""
        if _TURN_AHEAD.match(self.quoted):
            return None
        for kind in _HANDING:
            for found in _ending(kind).finditer(self.before):
                if not self._is_undone(kind, found) and not self._turns(found.end("phrase")):
                    return Covering(kind, found["phrase"])
        return None

    def _is_undone(self, kind: str, found: re.Match[str]) -> bool:
        """Say whether a doubt or a denial is itself denied: "there's no doubt that", "I can't deny"."""
        words = self.before[: found.start("phrase")].split()[-3:]
        undone = any(word in NEGATIONS or word.endswith("n't") or word in {"without", "beyond"} for word in words)
        plain = not any(word in NEGATIONS or "n't" in word for word in found["phrase"].split())
        return undone and plain and kind in {"denial", "doubt"}

    def _turns(self, at: int) -> bool:
        """Say whether the thought turns between a phrase and the quoted words; `that` and `whether` are no turn."""
        return bool(re.search(r"[;:.!?\u2013\u2014]", self.before[at:]))

    def supposed(self) -> Covering | None:
        """Return the condition on which the quoted clause depends, or which it belongs to."""
        said = blank_phrases(self.before, ("cut", "opening"), ("hypothetical", "unless"))
        for found in reversed([*_condition().finditer(said)]):
            gap = said[found.end() :]
            if gap.startswith(",") and said[: found.start()].rstrip().endswith(","):
                continue  # "our thought, let's say, is that"
            if len(gap.split()) <= _LONG and self._depends(gap):
                return Covering("condition", found[0])
            return None
        return None

    def _depends(self, gap: str) -> bool:
        """Say whether the quoted words are the clause behind a condition, not one after that, or within it."""
        if re.search(r"[;:.!?\u2013\u2014]", gap) or _TURNED.search(gap) or _FIRST_TURN.match(self.quoted):
            return False
        head, comma, last = re.sub(r"\bthen\s*$", "", gap).rstrip(" ,").rpartition(",")
        # Behind a comma a clause with its subject is what depended on the condition: what follows it does not.
        pieces = [*head.split(","), last] if comma else [last]
        if any(_subject_first(piece) for piece in pieces[1:]):
            return False
        return not re.search(r"\b(?:and|but|so)(?:\s+then)?\s*$", gap) or bool(pieces[0].strip() and len(pieces) == 1)

    def negated(self) -> Covering | None:
        """Return the negation of the clause that the quoted words go on with."""
        said = blank_phrases(self.before, ("lifted", "phrases"))
        if self._opens_clause():
            return None
        found = next(_negating(said), None)
        gap = said[found.end() :] if found else ""
        if found and len(gap.split()) <= _REACH and self._goes_on(gap, found[0]) and not _lifted(gap):
            return Covering("negation", found[0])
        return None

    def _opens_clause(self) -> bool:
        """Say whether the quoted words begin a clause with its subject, or turn the thought."""
        return _subject_first(self.quoted) or bool(_FIRST_TURN.match(self.quoted))

    def _goes_on(self, gap: str, phrase: str) -> bool:
        """Say whether nothing between a phrase and the quoted words turns it; two commas set words apart."""
        if _APART.fullmatch(gap) and phrase not in {"no", "nope"}:
            return True
        if "\u2026" in gap or ".." in gap:
            return False  # somebody began anew
        if _AND.search(gap) and any(_subject_first(word) for word in self.quoted.split()[:5]):
            return False
        border = turn_pattern().search(gap + self.quoted[:40])
        turned = border is not None and border.start() < len(gap)
        return not turned and not gap.startswith(",") and not gap.rstrip().endswith(",")

    def doubted(self) -> Covering | None:
        """Return the auxiliary or the adverb that leaves open whether the quoted words are so."""
        said = blank_phrases(self.before, ("hypothetical", "unless"), ("cut", "opening"))
        if _FIRST_TURN.match(self.quoted):
            return None
        found = next(reversed([*rule_pattern("hypothetical", "doubt").finditer(said)]), None)
        gap = said[found.end() :] if found else ""
        adverb = found is not None and found[0] in _ADVERBS
        near = len(gap.split()) <= (_ADVERB if adverb else _AUXILIARY)
        reaches = self._goes_on(gap, found[0]) or (adverb and gap.strip() == ",") if found else False
        if found and near and (adverb or not self._opens_clause()) and reaches:
            return Covering("doubt", found[0])
        return None

    def told(self) -> Covering | None:
        """Return how the clause is given as somebody else's words."""
        if found := _hearing().search(self.before):
            return Covering("hearsay", found["phrase"].strip())
        found = _telling().search(self.before)
        if found is None:
            return None
        clause = re.split(r"[,;:.!?\u2013\u2014]|\b(?:and|but|so|because)\b", self.before[: found.start()])[-1].split()
        own = set(rule_families()["cut"]["own"])
        if clause and clause[-1] in _DETERMINERS:
            return None  # "these are the promises we made"
        if found["phrase"].split()[0] in _PLURAL and not own.isdisjoint(clause):
            return None
        agreed = {"as", "like"}.intersection(self.before[: found.start()].replace(",", " ").split()[-4:])
        if not clause or clause[-1] in own or agreed or own.intersection(clause[-2:-1]) - {"that"}:
            return None
        return Covering("hearsay", f"{clause[-1]} {found['phrase']}")


_DETERMINERS = frozenset(
    ["the", "a", "an", "our", "my", "your", "their", "his", "her", "its", "these", "those", "no", "any", "some"]
)
_PLURAL = frozenset({"say", "claim", "insist", "argue", "reckon", "swear"})  # what "I" and "to" stand before, too
_HANDING: tuple[Literal["denial", "doubt"], ...] = ("denial", "doubt")
_ADVERB, _AUXILIARY = 4, 2  # words from one to the first quoted one
_ADVERBS = frozenset({"maybe", "perhaps", "possibly", "potentially"})
_APART = re.compile(r",[^,]{1,40},\s*|, ever\s+")
_TURNED = re.compile(r"\b(?:but|although|though|however|whereas|otherwise|so)\b")
# "Had you shipped it in time,", "Provided it works,": at the beginning alone they are conditions.
_INVERTED = (
    r"^\W*(?:(?:and|but|so|well)\s+)?(?:(?:had|were|should)(?=\s+(?:we|you|i|they|he|she|it|the|there|our|your)\b)"
    r"|provided|providing)\b(?=.*,)"
)
_AND = re.compile(r"(?:,\s*|\b)(?:and|so|then|plus)\s*$")
_NO_TURN = r"(?!\s*(?:but|and|or|so|because)\b)"
_TURN_AHEAD = re.compile(r"(?:and|but|so|because|although|though|which|while|when|until|unless)\b")
_FIRST_TURN = re.compile(
    r"(?:and|but|so|because|although|though|which|while|when|whenever|until|unless|however|since|except|otherwise"
    r"|whereas|yet|if|how|why|what|who|where|whether)\b"
)
_LINK = (
    r"(?:,?\s+(?:that|if|whether|like|you know|honestly))*"
    r"(?:,?\s+(?:next|last|this|in|on|at|by|for|with|without|after|before|from|during|under|anytime|given)"
    r"(?:\s+[\w'-]+){1,3})?"
)
_AUXILIARIES = re.compile(
    r"\b(?:to|can|could|will|would|shall|should|may|might|must|be|been|being|have|has|had|do|does|did|is|are|was|were"
    r"|really|even|ever|actually|also|a|an|the|any|us|them|you|me|him|her|it|on|in|of|for|with|at|from|by)\s*$"
)


@cache
def _ending(kind: str) -> re.Pattern[str]:
    """Return the pattern of a phrase of a part that stands right before a clause; words set apart may go between."""
    return re.compile(
        rf"(?P<phrase>{rule_pattern('cut', kind).pattern}){_LINK}(?:,{_NO_TURN}[^,]{{1,40}},{_LINK}|\s{{2,}},)?\s*$"
    )


@cache
def _condition() -> re.Pattern[str]:
    both = f"{rule_pattern('hypothetical', 'condition').pattern}|{rule_pattern('cut', 'condition').pattern}"
    return re.compile(rf"{both}|{_INVERTED}")


@cache
def _hearing() -> re.Pattern[str]:
    heard, tells = rule_pattern("cut", "heard").pattern, rule_pattern("cut", "tells").pattern
    return re.compile(
        rf"(?P<phrase>{heard}(?:\s+(?:the|our|my|a|their|his|her)?\s*[\w'-]+(?=,))?|{tells}){_LINK}[\s,:]*$"
    )


@cache
def _telling() -> re.Pattern[str]:
    verbs = rule_pattern("cut", "told").pattern
    whom = r"(?:\s+(?:me|us|him|her|them|everybody|everyone|people))?"
    return re.compile(rf"(?P<phrase>{verbs}{whom}){_LINK}[\s,:\"\u201c]*$")


@cache
def _subjects() -> re.Pattern[str]:
    listed = rule_families()["turns"]
    words = "|".join(map(re.escape, [*listed["subjects"], *listed["clauses"], "everybody", "everyone", "somebody"]))
    return re.compile(rf"\s*(?:(?:and|then|well)\s+)?(?:{words})(?![\w'])")


def _subject_first(text: str) -> bool:
    return bool(_subjects().match(text))


def _negating(said: str) -> Iterator[re.Match[str]]:
    """Yield the negations before the quoted words, nearest first: those of `assertion.yaml` and of `context`."""
    phrases = [*phrases_reaching("negation", said)]
    words = [found for found in re.finditer(r"[\w']+", said) if found[0] in NEGATIONS or found[0].endswith("n't")]
    refused = [*rule_pattern("cut", "refusal").finditer(said)]
    yield from sorted([*phrases, *words, *refused], key=lambda found: -found.end())


def _lifted(gap: str) -> bool:
    """Say whether the denied verb says that the rest is so: `I don't know why`; behind an auxiliary it is denied."""
    return bool(gap.strip() and rule_pattern("lifted", "behind").match(gap.lstrip()) and not _AUXILIARIES.search(gap))
