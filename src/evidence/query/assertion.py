"""How a mention of a pain is meant: theirs and now, over, denied, supposed, asked, or somebody else's.

Rules in the manner of ConText (Harkema et al. 2009): a phrase of `assertion.yaml` reaches forward or back from where it
stands to the matched words, over a number of words and not beyond one that turns the thought, unless another phrase
takes it back. What the sentences before and after say counts too: "We did that by hand. Not any more."
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from evidence.query.context import passages
from evidence.query.language import is_judged, language_name
from evidence.query.scope import (
    blank_fillers,
    blank_phrases,
    phrase_in,
    phrase_reaching_back,
    phrases_reaching,
    plain_letters,
    rule_families,
    rule_pattern,
    turn_pattern,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidence.model import Assertion, PainKind, Span

_STRENGTH: tuple[Assertion, ...] = ("present", "resolved", "absent", "hypothetical", "other", "question")
"""Of several mentions in one utterance the first of these is how it is meant."""


class Meant(NamedTuple):
    """How a mention is meant, and the phrase that says so, empty where it is simply stated."""

    assertion: Assertion
    reason: str = ""


class _Sentence(NamedTuple):
    """A sentence in small letters, with the matched words in it, and what stands around it."""

    said: str
    spans: tuple[Span, ...]
    earlier: str
    later: str

    @property
    def before(self) -> str:
        return self.said[: self.spans[0][0]]

    @property
    def behind(self) -> str:
        return self.said[self.spans[-1][1] :]


def assertion_of(
    text: str, spans: Sequence[Span], *, kind: PainKind = "have", later: str = "", language: str = ""
) -> Meant:
    """Say how matched words of an utterance are meant, and by which phrase.

    spans: characters of `text`, all of one mention. kind: `lack` where the pain is an absence; matched words that say
    it themselves (`no visibility`) need no other denial. later: what the same speaker says next, in the next utterance.
    language: that of the text (`query.language`); in one that the rules do not know nothing is judged.

    >>> assertion_of("We got rid of the manual steps.", [(18, 30)])
    Meant(assertion='resolved', reason='got rid of')
    """
    if not is_judged(language):
        return Meant("unjudged", language_name(language))
    found = [_judge(sentence, kind) for sentence in _sentences(text, sorted(spans), later)]
    return min(found, key=lambda meant: _STRENGTH.index(meant.assertion), default=Meant("present"))


def _sentences(text: str, spans: Sequence[Span], later: str) -> Iterator[_Sentence]:
    cuts, said = _cut(text)
    for at, (start, end) in enumerate(cuts):
        inside = tuple((max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start)
        if inside:
            after = " ".join(said[at + 1 : at + 3]) or plain_letters(later)
            yield _Sentence(said[at], inside, said[at - 1] if at else "", after)


@lru_cache(maxsize=64)  # of the cues of one text each is judged by itself
def _cut(text: str) -> tuple[list[Span], list[str]]:
    """Return where the sentences of a text stand, and their words in plain letters."""
    cuts = passages(text)
    return cuts, [blank_fillers(plain_letters(text[start:end])) for start, end in cuts]


_ANSWER = re.compile(r"no[,;.:]")
_BECAME = re.compile(r"\b(?:become|becomes|became|got|turned|grew|grown) (?:\w+ )?$")


def _judge(sentence: _Sentence, kind: PainKind) -> Meant:
    if reason := _asks(sentence):
        return Meant("question", reason)
    if others := _of_others(sentence):
        return Meant("other", others)
    if kind == "lack" and not _says_lack(sentence):
        return _of_lack(sentence)
    goes_on = bool(phrase_in("resolved", "unless", sentence.said)) or _goes_on(sentence.later)
    if (reason := _resolved(sentence)) and not goes_on:
        return Meant("resolved", reason)
    if denied := _denied(sentence):
        return Meant("resolved" if phrase_in("resolved", "since", sentence.said) else "absent", denied)
    supposed = _supposed(sentence)
    if not (reason or goes_on or supposed) and (later := _over_next(sentence)):
        return Meant("resolved", later)
    if supposed:
        return Meant("hypothetical", supposed)
    return Meant("present")


def _befores(sentence: _Sentence, *meaningless: tuple[str, str]) -> Iterator[str]:
    """Yield what stands before each of the matched words, from the words before; one in another clause stands alone.

    meaningless: parts whose phrases are blanked out, also where they run into the matched words.
    """
    said, start = blank_phrases(sentence.said, *meaningless), 0
    for a, b in sentence.spans:
        before = said[start:a]
        if start == 0 or not ("," in before or turn_pattern().search(before)):
            yield before
        start = b


# -- what phrases mean ------------------------------------------------------------------------


def _denied(sentence: _Sentence) -> str:
    """Return the phrase that denies the matched words."""
    for said in _befores(sentence, ("lifted", "phrases")):
        for found in phrases_reaching("negation", said):
            if not _lifts(said[found.end() :]):
                return found[0]
            break
    behind = phrase_reaching_back("negation", sentence.behind)
    return behind[0] if behind else ""


def _lifts(behind: str) -> bool:
    """Say whether the words right behind a denial deny something else: `don't even like`."""
    return bool(rule_pattern("lifted", "behind").match(_ADVERBS.sub("", behind.lstrip())))


def _resolved(sentence: _Sentence) -> str:
    """Return the phrase of the sentence, or of the one before, that says that it is over."""
    said = blank_phrases(sentence.said, ("resolved", "phrases"))
    place = sentence.spans[0][0]
    reason = next(
        (found[0] for found in phrases_reaching("resolved", said[:place]) if _is_over(found, said[:place])), ""
    )
    back = phrase_reaching_back("resolved", said[sentence.spans[-1][1] :])
    if not reason and back and not _undone(said[: sentence.spans[-1][1] + back.start()]):
        reason = back[0]
    framed = rule_pattern("resolved", "sentence").search(said)
    if not reason and framed and not _is_schedule(framed, sentence):
        reason = framed[0]
    return reason or _contrasted(sentence) or _framed(sentence)


def _is_over(found: re.Match[str], before: str) -> bool:
    """Say whether a phrase before the matched words says that they are over, and does not bring them in.

    "We moved from SAP to spreadsheets": it is SAP that is over.
    """
    brought = found[0].startswith(("moved", "switched", "went", "migrated", "replaced")) and _BROUGHT.search(
        before[found.end() :]
    )
    return not brought and not _undone(before[max(0, found.start() - 60) : found.start()])


def _is_schedule(framed: re.Match[str], sentence: _Sentence) -> bool:
    """Say whether a phrase of time is no past: "by hand before the system takes it"; or the pain came behind it."""
    place = sentence.spans[0][0]
    if framed.end() <= place and re.search(r"\bnow\b", sentence.said[framed.end() : place]):
        return True
    timed = framed[0].startswith(("before", "until", "at "))
    return timed and not rule_pattern("resolved", "past").search(sentence.said)


def _contrasted(sentence: _Sentence) -> str:
    """Return the word that sets a now against what was, behind a mention in the past: "slow, and now it flies"."""
    if _BECAME.search(sentence.said[: sentence.spans[-1][0]]):
        return ""  # "the approvals got slow now": it has come, and is not over
    near = " ".join(sentence.before.split()[-8:]) + " " + sentence.said[sentence.spans[0][0] : sentence.spans[-1][1]]
    behind = f"{sentence.behind} {sentence.later}"
    found = rule_pattern("resolved", "nows").search(behind[:220])
    if not found or not rule_pattern("resolved", "past").search(near):
        return ""
    worse = rule_pattern("resolved", "worse").search(behind[found.end() : found.end() + 60])
    return "" if worse or rule_pattern("resolved", "present").search(near) else found[0]


def _undone(before: str) -> bool:
    """Say whether what stands right before takes it back that something is over: `we want to`, `we haven't`."""
    tail = " ".join(before[-60:].split()[-4:])
    return bool(rule_pattern("resolved", "undone").search(tail))


def _framed(sentence: _Sentence) -> str:
    """Return the phrase of the sentence before that puts this one into the past."""
    if not rule_pattern("resolved", "past").search(sentence.said) or rule_pattern("resolved", "present").search(
        sentence.said
    ):
        return ""
    return phrase_in("resolved", "sentence", blank_phrases(sentence.earlier, ("resolved", "phrases")))


def _goes_on(later: str) -> bool:
    first = next(iter(re.split(r"(?<=[.!?])\s", later)), "")
    return len(first.split()) < 10 and bool(rule_pattern("resolved", "unless").search(first))


def _over_next(sentence: _Sentence) -> str:
    """Return the phrase with which the rest of a sentence, or one of the next two, begins to say that it is over."""
    behind = sentence.behind[:_NEAR]
    openings = [behind, *(behind[cut.end() :] for cut in _CLAUSE.finditer(behind)), *_STOPS.split(sentence.later)[:2]]
    for text in openings:
        opening = _LEAD.sub("", text.lstrip(" ,;:.-\u2013\u2014"))
        if found := rule_pattern("resolved", "next").match(opening):
            clause = _STOPS.split(opening, maxsplit=1)[0]
            return "" if rule_pattern("resolved", "unless").search(clause) else found[0]
    return ""


def _supposed(sentence: _Sentence, *meaningless: tuple[str, str]) -> str:
    """Return the phrase that makes the matched words a supposition; meaningless: other parts that mean none."""
    said = blank_phrases(sentence.said, ("hypothetical", "unless"), *meaningless)[: sentence.spans[0][0]]
    if sentence.said.startswith("then ") and (framed := _FRAME.match(_LEAD.sub("", sentence.earlier))):
        return framed[0]
    return next((found[0] for found in phrases_reaching("hypothetical", said)), "")


def _of_others(sentence: _Sentence) -> str:
    """Return the phrase that names whose pain it is, where it is somebody else's."""
    found, ours = rule_pattern("other", "sentence").search(sentence.said), rule_pattern("other", "ours")
    elsewhere = rule_pattern("other", "elsewhere").search(sentence.before)
    if elsewhere and not re.search(r"\b(?:but|now|here)\b", sentence.before[elsewhere.end() :]):
        return elsewhere[0]
    if found:
        place = sentence.spans[0][0]
        between = (
            sentence.said[found.end() : place] if found.end() <= place else sentence.behind[: found.start() - place]
        )
        told = max((turn.start() for turn in turn_pattern().finditer(sentence.said[: found.start()])), default=0)
        if not ours.search(between) and not rule_pattern("other", "we").search(sentence.said[told : found.start()]):
            return found[0]
    if ours.search(sentence.said):
        return ""
    theirs = list(rule_pattern("other", "people").finditer(sentence.before))
    return theirs[-1][0] if theirs and not turn_pattern().search(sentence.before[theirs[-1].end() :]) else ""


def _asks(sentence: _Sentence) -> str:
    """Return what makes the sentence a question that is asked, empty for one that states."""
    said, place = sentence.said.strip(), sentence.spans[0][0]
    bare = said.rstrip("\"')] ")
    if indirect := _indirect(sentence):
        return indirect
    if not bare.endswith(("?", "\uff1f")):
        return "" if bare.endswith((".", "!")) else _opens(said)
    asked = bare.rstrip("?\uff1f ")
    if re.search(rf",\s*(?:{_tags()})$", asked) or re.fullmatch(_tags(), asked):
        return ""
    clause = _asking_clause(asked, place, sentence.spans[-1][1])
    return "" if clause is None or rule_pattern("question", "states").match(_LEAD.sub("", clause.strip())) else "?"


def _asking_clause(asked: str, start: int, end: int) -> str | None:
    """Return the clause that asks and holds the matched words, None where they are stated before it.

    "I can't log in, can you help?" states; "If they don't pick up, does it send a text?" asks all of it.
    """
    cuts = [cut.end() for cut in _ASKING.finditer(asked)]
    before = max((cut for cut in cuts if cut <= start), default=0)
    clause = asked[before:]
    framed = rule_pattern("question", "frames").match(_LEAD.sub("", asked.strip()))
    if before == 0 and any(cut >= end for cut in cuts) and not framed and not _OPENER.match(_LEAD.sub("", clause)):
        return None
    return clause


def _opens(said: str) -> str:
    """Return how a sentence without a sign at its end begins, where that asks."""
    found = rule_pattern("question", "opens").match(_LEAD.sub("", said)) or _CHOICE.search(said)
    return found[0] if found else ""


def _indirect(sentence: _Sentence) -> str:
    found = rule_pattern("question", "indirect").search(sentence.before[-120:])
    return found[0] if found else ""


_ADVERBS = re.compile(r"(?:(?:really|even|just|actually|always|necessarily|quite|exactly|all|that|have|be|been)\s+)*")
_BROUGHT = re.compile(r"\b(?:with|to|into|by)\b")
_FRAME = re.compile(r"(?:suppose|imagine|let's say|say|what if|if)\b")
_CHOICE = re.compile(r"\bor (?:do|does|is|are|can|could|did|will|would) (?:it|that|they|we|i|you|there|he|she)\b")
_NEAR = 90  # letters behind the matched words in which a clause begins that speaks of them
_STOPS = re.compile(r"(?<=[.!?;])\s")
_CLAUSE = re.compile(r"[,;.!?]\s+|\s(?:and|but|so|then)\s+")
_ASKS = "am|can|could|do|does|did|is|are|how|what|who|why|will|would|have|has|where|when|which"
_OPENER = re.compile(rf"(?:{_ASKS})\b")
_ASKING = re.compile(rf"[,;:.\u2013\u2014]\s+(?:(?:and|so|but|then|or)\s+)?(?=(?:{_ASKS})\b)")
_LEAD = re.compile(
    r"^\s*(?:(?:and|so|but|then|well|i mean|like|honestly|okay|ok|yeah|wait|uh|um|hmm|oh|right|now|sorry)[,.]?\s+)+"
)


@cache
def _tags() -> str:
    return "|".join(map(re.escape, rule_families()["question"]["tags"]))


def _says_lack(sentence: _Sentence) -> bool:
    """Say whether the matched words themselves say that something is missing; `No, ...` only answers."""
    said = [sentence.said[a:b] for a, b in sentence.spans if not _ANSWER.match(sentence.said[a : b + 1])]
    return any(rule_pattern("lack", "before").search(one) or rule_pattern("lack", "says").search(one) for one in said)


def _of_lack(sentence: _Sentence) -> Meant:
    """Judge the mention of a thing whose absence is the pain."""
    reason = next((f[0] for before in _befores(sentence) for f in phrases_reaching("lack", before)), "")
    back = phrase_reaching_back("lack", sentence.behind)
    reason = reason or (back[0] if back else "") or _none_next(sentence)
    if reason:
        if rule_pattern("lack", "without").search(sentence.said):
            return Meant("absent", reason)
        over = _over_next(sentence) or phrase_in("lack", "over", sentence.said) or _contrasted(sentence)
        if not over and rule_pattern("resolved", "past").search(sentence.before):
            over = phrase_in("lack", "until", sentence.behind)
        if over and not phrase_in("resolved", "unless", sentence.said):
            return Meant("resolved", over)
        supposed = _supposed(sentence, ("lack", "before"))
        return Meant("hypothetical", supposed) if supposed else Meant("present", reason)
    if reason := phrase_in("lack", "ever", sentence.said):
        return Meant("absent", reason)
    if reason := phrase_in("lack", "now", sentence.said):
        return Meant("resolved", reason)
    if reason := _supposed(sentence):
        return Meant("hypothetical", reason)
    return Meant("absent")


def _none_next(sentence: _Sentence) -> str:
    """Return how what is said next denies that the thing is there: "You'd think we have one. We don't"."""
    found = rule_pattern("lack", "none").match(_LEAD.sub("", f"{sentence.later}"))
    return found[0] if found else ""
