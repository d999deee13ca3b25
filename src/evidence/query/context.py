"""Sentences, and what their grammar says of matched words: negated, asked, an echo. Rules over plain tokens.

How the mention of a pain is meant is judged in `assertion`. The rules here look at
the sentence that holds the words. Recognisers may write speech without full stops;
`passages` cuts such a run where a new clause plainly begins.
The scope of a negation follows NegEx (Chapman et al. 2001), which marks clinical
findings the same way: it reaches forward to the end of its sentence or to a word
that turns the thought.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from evidence.english import word_pattern, word_set
from evidence.text import stem, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from evidence.model import Span
    from evidence.text import Token

# A stop ends a sentence where white space follows: 3.5 and U.S. stay whole.
_STOP = re.compile(r"[.!?\u2026\u3002\uff01\uff1f]+[\"'\u201d\u2019)\]]*(?=\s|$)|[\u3002\uff01\uff1f]")
NEGATIONS = word_set("bare negations", "negated verbs")
_TURNS = word_set("turns")
_SCOPE = 6  # words a negation reaches forward, as in NegEx

FIRST_PERSON = word_set("first person")
# Words of a clause that goes before what it says: a run without full stops is cut in front of them.
_OPENING = re.compile(
    rf"[,;:](?=\s)|(?<=\s)(?={word_pattern('clause openers')}\s+{word_pattern('clause subjects')}\b)", re.IGNORECASE
)
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


@lru_cache(maxsize=64)
def is_personal(text: str) -> bool:
    """Whether the first person stands in the text."""
    return not FIRST_PERSON.isdisjoint(words(text))


def echoes(said: str, earlier: Iterable[str]) -> bool:
    """Whether all telling words stand in one of the earlier texts: then the other side brought them up."""
    telling = {stem(word) for word in words(said) if len(word) > 3 and word not in _EMPTY}
    return bool(telling) and any(telling <= _stems(text) for text in earlier)


@lru_cache(maxsize=256)  # what was said before one cue was said before its neighbours
def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem, words(text)))
