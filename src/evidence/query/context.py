"""Whether matched words are negated or asked: rules over plain tokens.

The rules look at the sentence that holds the words. Speech has few full stops,
so a sentence also ends where a new clause plainly begins.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidence.model import Span
    from evidence.text import Token

# A stop ends a sentence where white space follows: 3.5 and U.S. stay whole.
_STOP = re.compile(r"[.!?\u2026\u3002\uff01\uff1f]+[\"'\u201d\u2019)\]]*(?=\s|$)|[\u3002\uff01\uff1f]")
NEGATIONS = frozenset({
    "not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "without", "cannot", "hardly", "barely",
    "scarcely", "ain't", "aren't", "can't", "couldn't", "didn't", "doesn't", "don't", "hadn't", "hasn't", "haven't",
    "isn't", "mustn't", "needn't", "shouldn't", "wasn't", "weren't", "won't", "wouldn't",
    "dont", "doesnt", "didnt", "cant", "wont", "isnt", "wasnt",
})  # fmt: skip
# "We can't roll back" and "nobody knows" are the pain, not its denial.
DENIALS = NEGATIONS - {
    "can't", "cannot", "cant", "couldn't", "won't", "wont", "wouldn't", "never", "nobody", "nothing", "hardly",
    "barely", "scarcely", "without",
}  # fmt: skip
_TURNS = frozenset({"but", "however", "although", "though", "except", "because", "since", "so"})
_SCOPE = 6  # words a negation reaches forward, as in NegEx (Chapman et al. 2001)


def sentence(text: str, span: Span) -> Span:
    """Return the span of the sentence, or sentences, that hold `span`."""
    start, end = 0, len(text)
    for stop in _STOP.finditer(text):
        if stop.end() <= span[0]:
            start = stop.end()
        elif stop.start() >= span[1] or stop.end() >= span[1]:
            end = stop.end()
            break
    while start < end and text[start].isspace():
        start += 1
    return start, end


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
