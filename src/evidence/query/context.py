"""How matched words are meant: negated, asked, supposed, past, of somebody else, an echo. Rules over plain tokens.

The rules look at the sentence that holds the words. Recognisers may write speech
without full stops; `passages` cuts such a run where a new clause plainly begins.
The scopes follow NegEx and ConText (Chapman et al. 2001, Harkema et al. 2009),
which mark clinical findings the same way: a trigger word reaches forward to the
end of its sentence or to a word that turns the thought.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from evidence.english import word_pattern, word_set
from evidence.text import stem, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from evidence.model import Span
    from evidence.text import Token

# A stop ends a sentence where white space follows: 3.5 and U.S. stay whole.
_STOP = re.compile(r"[.!?\u2026\u3002\uff01\uff1f]+[\"'\u201d\u2019)\]]*(?=\s|$)|[\u3002\uff01\uff1f]")
NEGATIONS = word_set("bare negations", "negated verbs")
_DENIALS = NEGATIONS - word_set("negations that are the pain")
_SAID = word_set("said by nobody")
_UNABLE = word_set("unable")
_TURNS = word_set("turns")
_SCOPE = 6  # words a negation reaches forward, as in NegEx

Context = Literal["negated", "question", "hypothetical", "historical", "others", "prompted"]
"""How words are meant where they are not simply stated; `others` is somebody else's pain, `prompted` an echo."""

FIRST_PERSON = word_set("first person")
_SUPPOSING = word_set("supposing")
_POLITE = re.compile(r"\b(?:would|could|might)(?: \w+)? (?:say|argue|add|love|like|be nice|be great|be good|have to)\b")
_PAST = re.compile(
    r"\b(?:used to (?!it\b|that\b|this\b|the\b|[a-z]+ing\b)|back then"
    r"|back in (?:the|my|our|\d)|in the (?:old days|past)"
    r"|previously|formerly|(?:years|decades) ago|at (?:the|that) time|in those days|once upon|no longer"
    r"|(?:isn't|aren't|wasn't|not) any ?more|before we (?:had|got|moved|switched|bought))\b"
)
# One of these stands in everything that the pattern finds.
_PAST_SIGNS = (
    "used to",
    "back then",
    "back in",
    "in the ",
    "previously",
    "formerly",
    " ago",
    "at th",
    "in those",
    "once ",
    "no lo",
    "more",
    "before we",
)
_OTHERS = re.compile(rf"\b{word_pattern('other people')}\b")
# Words of a clause that goes before what it says: a run without full stops is cut in front of them.
_OPENING = re.compile(
    rf"[,;:](?=\s)|(?<=\s)(?={word_pattern('clause openers')}\s+{word_pattern('clause subjects')}\b)", re.IGNORECASE
)
# A clause that asks, behind one that does not.
_ASKING = re.compile(
    rf"[,;:.\u2013\u2014]\s+(?=(?:(?:and|so|but|then|please|also) )?{word_pattern('question openers')}\b)"
)
_TAGS = ("right?", "you know?", "okay?", "isn't it?", "don't you think?", "see?")  # they ask nothing
_REASON = re.compile(r"(?:(?:and|but|so|then|well|yeah) )?(?:why|how come|what's the point)\b")
LONGEST = 45  # words of a sentence that is left whole; the mean of edited speech is near 15
_SHORTEST = 8  # words of a clause that stands alone
_EMPTY = word_set("words without weight")


def sentence(text: str, span: Span) -> Span:
    """Return the span of the sentence, or sentences, that hold `span`."""
    ends = _ends(text)
    first = bisect_right(ends, span[0])
    last = max(first, bisect_left(ends, span[1]))
    start, end = ends[first - 1] if first else 0, ends[last] if last < len(ends) else len(text)
    while start < end and text[start].isspace():
        start += 1
    return start, end


@lru_cache(maxsize=64)  # cutting and weighing a quote asks for sentences of one text five times
def _ends(text: str) -> list[int]:
    return [stop.end() for stop in _STOP.finditer(text)]


def sentences(text: str) -> Iterator[Span]:
    """Yield the spans of the sentences of a text, without the white space between them."""
    start = 0
    for stop in _STOP.finditer(text):
        yield start, stop.end()
        start = stop.end()
        while start < len(text) and text[start].isspace():
            start += 1
    if start < len(text):
        yield start, len(text)


def passages(text: str) -> list[Span]:
    """Return the sentences of a text, and the clauses of those that run on for more than 45 words."""
    found: list[Span] = []
    for start, end in sentences(text):
        # Six letters and a blank a word: only what may be too long is counted.
        if end - start > 4 * LONGEST and text.count(" ", start, end) >= LONGEST:
            found += _clauses(text, start, end)
        else:
            found.append((start, end))
    return found


def _clauses(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut a run of words at openings of clauses, so that no piece is shorter than 8 words but the last."""
    for opening in _OPENING.finditer(text, start, end):
        at = opening.end()
        if text.count(" ", start, at) >= _SHORTEST and text.count(" ", at, end) >= _SHORTEST:
            yield start, len(text[:at].rstrip())
            start = at + (text[at : at + 1].isspace())
    yield start, end


def is_question(text: str, tokens: Sequence[Token], span: Span | None) -> bool:
    """Whether the sentence of `span` (or, without one, any sentence) asks something."""
    del tokens
    if span is None:
        return "?" in text or "\uff1f" in text
    start, end = sentence(text, span)
    return text[start:end].rstrip("\"'\u201d\u2019)] ").endswith(("?", "\uff1f"))


def is_negated(text: str, tokens: Sequence[Token], span: Span | None, negations: frozenset[str] = NEGATIONS) -> bool:
    """Whether a negation reaches the words of `span` (or, without one, stands anywhere).

    It reaches six words forward within its sentence, up to a word such as `but`.
    A negation inside of the span was asked for and negates nothing.
    """
    if span is None:
        return any(token.folded in negations for token in tokens)
    begin = sentence(text, span)[0]
    at = bisect_left(tokens, span[0], key=lambda token: token.start)
    for token in reversed(tokens[max(0, at - _SCOPE) : at]):
        if token.start < begin or token.folded in _TURNS:
            return False
        if token.folded in negations:
            return True
    return False


def contexts(text: str, spans: Iterable[Span], within: Span, earlier: Sequence[str] = ()) -> list[tuple[Context, ...]]:
    """Return how each of `spans` is meant, by the sentence or clause `within` that holds them all.

    earlier: what the other side said in the last turns.
    """
    start, end = within
    said = text[start:end].lower().replace("\u2019", "'")
    whole = _of_sentence(said)
    asked = _asked_from(said)
    return [
        (*_of_words(said, (a - start, b - start), earlier), *(("question",) if a - start >= asked else ()), *whole)
        for a, b in spans
    ]


def _asked_from(said: str) -> int:
    """Return where the asking begins: "I can't log in, can you help?" asks for help, not whether it is so.

    "It is too slow, right?" states it, and so does a question for a reason: "Why does it take six weeks?"
    """
    bare = said.rstrip("\"'\u201d\u2019)] ")
    if not bare.endswith(("?", "\uff1f")) or bare.endswith(_TAGS) or _REASON.match(said):
        return len(said)
    openings = [opening.end() for opening in _ASKING.finditer(said)]
    return openings[-1] if openings else 0


@lru_cache(maxsize=64)
def is_personal(text: str) -> bool:
    """Whether the first person stands in the text."""
    return not FIRST_PERSON.isdisjoint(words(text))


def _of_sentence(said: str) -> tuple[Context, ...]:
    found: list[Context] = []
    # Two words in three sentences in four: half of the price of the pattern, which begins with any of 16.
    if any(sign in said for sign in _PAST_SIGNS) and _PAST.search(said):
        found.append("historical")
    if not is_personal(said) and _OTHERS.search(said):
        found.append("others")
    return tuple(found)


def _of_words(said: str, span: Span, earlier: Sequence[str]) -> Iterator[Context]:
    before = words(said[: span[0]])
    if _denied(before):
        yield "negated"
    if not _SUPPOSING.isdisjoint(before) and not _POLITE.search(said[: span[1]]):
        yield "hypothetical"
    if earlier and echoes(said[slice(*span)], earlier):
        yield "prompted"


def _denied(before: Sequence[str]) -> bool:
    """Whether a denial reaches on from `before`."""
    near = before[-_SCOPE:]
    for place in reversed(range(len(near))):
        word = near[place]
        if word in _TURNS:
            return False
        if _is_unsaid(near, place):
            return True
        if word in _DENIALS:
            return not _is_lifted(near, place)
    return False


def _is_unsaid(near: Sequence[str], place: int) -> bool:
    """Whether what follows was said by no one: "nobody said that", "no one complained"."""
    nobody = near[place] == "nobody" or (near[place] == "one" and near[max(0, place - 1)] == "no")
    return nobody and near[place + 1 : place + 2] != [] and near[place + 1] in _SAID


def _is_lifted(near: Sequence[str], place: int) -> bool:
    """Whether a denial is denied itself: "I can't live with not knowing"."""
    return near[place] == "not" and near[max(0, place - 1)] == "with" and not _UNABLE.isdisjoint(near[:place])


def echoes(said: str, earlier: Iterable[str]) -> bool:
    """Whether all telling words stand in one of the earlier texts: then the other side brought them up."""
    telling = {stem(word) for word in words(said) if len(word) > 3 and word not in _EMPTY}
    return bool(telling) and any(telling <= _stems(text) for text in earlier)


@lru_cache(maxsize=256)  # what was said before one cue was said before its neighbours
def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem, words(text)))
