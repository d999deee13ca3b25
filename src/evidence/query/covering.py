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
_OPENING = 8  # words of the quoted clause that hold its verb


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
    cut = _Cut(blank_phrases(said[:at], ("cut", "affirmed")), said[at:])
    if not cut.before.strip():
        return None
    return cut.handed_on() or cut.supposed() or cut.led() or cut.negated() or cut.doubted() or cut.told()


class _Cut(NamedTuple):
    """The sentence up to the quoted words, and these, in small letters without fillers."""

    before: str
    quoted: str

    def handed_on(self) -> Covering | None:
        """Return what denies or doubts a clause of its own, right before it."""
        if _TURN_AHEAD.match(self.quoted):
            return None
        asked = _ASKING.match(self.quoted)
        if asked and (found := _ending("instead").search(self.before)):
            return Covering("denial", found["phrase"])
        for kind in _HANDING:
            for found in _ending(kind).finditer(self.before):
                if _ANSWER.search(self.before, found.end("phrase")):
                    continue  # "maybe, yeah, I messed it up"
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
            if _RESTARTED.match(gap) or (found[0] == "let's say" and not begins_clause(gap)):
                continue  # it fills: "let's say the safety equipment"
            if gap.startswith(",") and said[: found.start()].rstrip().endswith(","):
                continue  # "our thought, let's say, is that"
            if len(gap.split()) <= _LONG and self._depends(gap):
                return Covering("condition", found[0])
            return None
        return None

    def _depends(self, gap: str) -> bool:
        """Say whether the quoted words are the clause behind a condition, not one after that, or within it."""
        if (
            re.search(r"[;:.!?\u2013\u2014]", gap)
            or _BROKEN_OFF.search(gap)
            or _TURNED.search(gap)
            or _FIRST_TURN.match(self.quoted)
        ):
            return False
        head, comma, last = re.sub(r"\bthen\s*$", "", gap).rstrip(" ,").rpartition(",")
        # Behind a comma a clause with its subject is what depended on the condition: what follows it does not.
        pieces = [*head.split(","), last] if comma else [last]
        if any(begins_clause(piece) for piece in pieces[1:]):
            return False
        return not re.search(r"\b(?:and|but|so)(?:\s+then)?\s*$", gap) or bool(pieces[0].strip() and len(pieces) == 1)

    def led(self) -> Covering | None:
        """Return the phrase or clause at the beginning that the quoted clause hangs on: "with an export, we'd"."""
        if not _FIRST_TURN.match(self.quoted) and (late := _cleft(self.before)):
            return late
        parted = re.search(r"(?:[,:]|\bthen)\s*$", self.before) or begins_clause(self.quoted)
        if _FIRST_TURN.match(self.quoted) or not parted:
            return None
        found = _leading().match(self.before)
        if found is None:
            return None
        gap = self.before[found.end() :]
        if any(begins_clause(piece) for piece in re.split("[,;:]", gap)[1:-1]) or _BROKEN_OFF.search(gap):
            return None
        opening = " ".join(self.quoted.split()[:_OPENING])
        wished = _WISHED if found["phrase"] in {"with", "without", "given", "another"} else _AHEAD
        holds = {
            "led": True,
            "day": not _PAST.search(gap) and not _PAST.search(opening),
            "wish": bool(wished.search(opening)),
        }
        return Covering("condition", found["phrase"]) if any(holds[one] for one in holds if found[one]) else None

    def negated(self) -> Covering | None:
        """Return the negation of the clause that the quoted words go on with."""
        said = blank_phrases(self.before, ("lifted", "phrases"))
        if self._opens_clause():
            return None
        if (ended := _ending("ended").search(self.before)) and _DOING.match(self.quoted):
            return Covering("negation", ended["phrase"])
        found = next(_negating(said, self.before), None)
        gap = said[found.end() :] if found else ""
        if found and self._is_elsewhere(said, found):
            return None
        if found and len(gap.split()) <= _REACH and self._goes_on(gap, found[0]) and not _lifted(gap):
            return Covering("negation", found[0])
        return None

    def _is_elsewhere(self, said: str, found: re.Match[str]) -> bool:
        """Say whether a negation belongs to a relative clause before the verb, or was broken off and begun again."""
        again = self.quoted.split()[:1] == found[0].split()[:1]
        return again or bool(_RELATIVE.search(said[: found.start()]) and _FINITE.match(self.quoted))

    def _opens_clause(self) -> bool:
        """Say whether the quoted words begin a clause with its subject, or turn the thought."""
        return begins_clause(self.quoted) or bool(_FIRST_TURN.match(self.quoted))

    def _goes_on(self, gap: str, phrase: str) -> bool:
        """Say whether nothing between a phrase and the quoted words turns it; two commas set words apart."""
        gap = _BEHIND_FILLER.sub("", gap)
        if _APART.fullmatch(gap) and phrase not in {"no", "nope"}:
            return True
        if "\u2026" in gap or ".." in gap:
            return False  # somebody began anew
        if _AND.search(gap) and any(begins_clause(word) for word in self.quoted.split()[:5]):
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
        if adverb and _ANSWER.search(gap):
            return None
        near = len(gap.split()) <= (_ADVERB if adverb else _AUXILIARY)
        reaches = self._goes_on(gap, found[0]) or (adverb and gap.strip() == ",") if found else False
        if found and near and (adverb or not self._opens_clause()) and reaches:
            return Covering("doubt", found[0])
        return None

    def told(self) -> Covering | None:
        """Return how the clause is given as somebody else's words."""
        if found := _hearing().search(self.before):
            return Covering("hearsay", found["phrase"].strip())
        if (found := _whose().search(self.before)) and not _OWN_VIEW.search(found["who"]):
            return Covering("hearsay", found["phrase"].strip())
        found = _telling().search(self.before)
        teller = self._teller(found) if found else ""
        return Covering("hearsay", f"{teller} {found['phrase']}") if found and teller else None

    def _teller(self, found: re.Match[str]) -> str:
        """Return the last word of who tells the quoted words, "" where it is the speaker or nobody tells them."""
        clause = re.split(r"[,;:.!?\u2013\u2014]|\b(?:and|but|so|because)\b", self.before[: found.start()])[-1].split()
        own = set(rule_families()["cut"]["own"])
        # No telling: "these are the promises we made", "it's guaranteed", "let me first say", "while they argued".
        if not clause or clause[-1] in _DETERMINERS | _BEING | own or not _UNTOLD.isdisjoint(clause[:2]):
            return ""
        if found["phrase"] == "goes" and not begins_clause(self.quoted):
            return ""
        if found["phrase"].split()[0] in _PLURAL and not own.isdisjoint(clause):
            return ""
        agreed = {"as", "like"}.intersection(self.before[: found.start()].replace(",", " ").split()[-4:])
        return "" if agreed or own.intersection(clause[-2:-1]) - {"that"} else clause[-1]


_BEING = frozenset({"is", "are", "was", "were", "be", "been", "it's", "that's", "isn't", "get", "gets", "got"})
_UNTOLD = frozenset({"let", "let's", "while", "when", "before", "after", "since", "until", "whenever"})
_BEHIND_FILLER = re.compile(r"^ {4,},")  # "we don't, uh, see it": the comma belongs to what was blanked
_DETERMINERS = frozenset(
    ["the", "a", "an", "our", "my", "your", "their", "his", "her", "its", "these", "those", "no", "any", "some"]
)
_PLURAL = frozenset(
    {
        "say",
        "claim",
        "insist",
        "argue",
        "reckon",
        "swear",
        "tell",
        "think",
        "believe",
        "conclude",
        "warn",
        "complain",
        "explain",
        "keep",
    }
)  # what "I" and "to" stand before, too
_HANDING: tuple[Literal["denial", "doubt"], ...] = ("denial", "doubt")
_ANSWER = re.compile(r"\b(?:yeah|yes|yep|no|okay|ok|right)\b")
_ASKING = re.compile(r"(?:how|what|why|where|who|when)\b")
_RESTARTED = re.compile(r"[\s\w]{0,8},\s*_{6}")  # "if we, if we just take a step back"
_BROKEN_OFF = re.compile(r"\bbecause\b")
_WISHED = re.compile(r"\b(?:would|could|might|should)\b|'d\b|\b(?:would|could|might)n't\b")
_AHEAD = re.compile(rf"{_WISHED.pattern}|\b(?:can|will|may|going to|gonna|won't|can't)\b|'ll\b")
_PAST = re.compile(r"\b(?:\w+ed|was|were|had|went|came|got|did|took|saw|left|began|bought|ran|made|said|lost)\b")
_DOING = re.compile(r"\w+ing\b")
_RELATIVE = re.compile(r"\b(?:who|which|that)\s+$")
_FINITE = re.compile(r"(?:is|are|was|were|has|have|had|do|does|did|can|will|would|could|should|must)\b")
_OWN_VIEW = re.compile(r"\b(?:i|i'm|we|we're|me|us|my (?:opinion|view|mind|experience)|our (?:opinion|view))\b")
_CLEFT = re.compile(r"(?:\bnot|n't)\b.{0,60}\b(?P<phrase>before|until|till|unless)\b.*\bthat\s*$")
_ADVERB, _AUXILIARY = 4, 2  # words from one to the first quoted one
_ADVERBS = frozenset({"maybe", "perhaps", "possibly", "potentially"})
_APART = re.compile(r",[^,]{1,40},\s*|, ever\s+")
_TURNED = re.compile(r"\b(?:but|although|though|however|whereas|so)\b|,\s*otherwise\b")
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
def _leading() -> re.Pattern[str]:
    parts = "|".join(f"(?P<{part}>{rule_pattern('cut', part).pattern})" for part in ("led", "day", "wish"))
    return re.compile(rf"\W*(?:(?:and|but|so|well|then|honestly)\s+)*(?P<phrase>{parts})")


def _cleft(before: str) -> Covering | None:
    """Return what comes first in "it won't be before the prices drop that we order"."""
    found = _CLEFT.search(before)
    return Covering("condition", found["phrase"]) if found else None


@cache
def _whose() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<phrase>{rule_pattern('cut', 'whose').pattern})(?P<who>(?:\s+[\w'-]+){{1,8}})\s*[,:]\s*(?:that\s+)?$"
    )


@cache
def _hearing() -> re.Pattern[str]:
    heard, tells = rule_pattern("cut", "heard").pattern, rule_pattern("cut", "tells").pattern
    return re.compile(
        rf"(?P<phrase>{heard}(?:\s+(?:(?:from|in|at|via|through|on|over)\s+)?[\w'-]+(?:\s+[\w'-]+){{0,7}}(?=,)"
        rf"|\s+(?:from|in|at|via|through|on|over)(?:\s+[\w'-]+){{1,7}})?|{tells}){_LINK}[\s,:]*$"
    )


@cache
def _telling() -> re.Pattern[str]:
    verbs = rule_pattern("cut", "told").pattern
    whom = r"(?:\s+(?:me|us|him|her|them|everybody|everyone|people"
    whom += r"|(?:our|my|the|your|their|his|her|a|every|each)\s+[\w'-]+(?:\s+[\w'-]+)?))?"
    return re.compile(rf"(?P<phrase>{verbs}{whom}){_LINK}[\s,:\"\u201c]*$")


@cache
def _subjects() -> re.Pattern[str]:
    listed = rule_families()["turns"]
    words = "|".join(map(re.escape, [*listed["subjects"], *listed["clauses"], "everybody", "everyone", "somebody"]))
    return re.compile(rf"\s*(?:(?:and|then|well)\s+)?(?:{words})(?![\w'])")


def begins_clause(text: str) -> bool:
    """Say whether a text begins with the subject of a clause of its own."""
    return bool(_subjects().match(text))


def _negating(said: str, before: str) -> Iterator[re.Match[str]]:
    """Yield the negations before the quoted words, nearest first: those of `assertion.yaml` and of `context`."""
    phrases = [*phrases_reaching("negation", said)]
    words = [found for found in re.finditer(r"[\w']+", said) if found[0] in NEGATIONS or found[0].endswith("n't")]
    refused = [*rule_pattern("cut", "refusal").finditer(before)]
    yield from sorted([*phrases, *words, *refused], key=lambda found: -found.end())


def _lifted(gap: str) -> bool:
    """Say whether the denied verb says that the rest is so: `I don't know why`; behind an auxiliary it is denied."""
    return bool(gap.strip() and rule_pattern("lifted", "behind").match(gap.lstrip()) and not _AUXILIARIES.search(gap))
