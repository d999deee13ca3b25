"""Which words of a turn answer a question: whole sentences, and what stands for the rest of one that is too long."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from evidence.query.context import sentences
from evidence.quotes.cut import MAX_WORDS, extend, limited, widen
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evidence.model import Span

ENOUGH = 25  # words up to which a turn stays whole, and below which the sentence behind comes along
ELLIPSIS = "\u2026"
# What takes back the words before it: a sentence is not cut in front of these.
_REVERSAL = re.compile(r"\W*(?:but|except|unless|only if|although|though)\b", re.IGNORECASE)
_BORDER = re.compile(r"[,;:\u2013\u2014](?=\s)")


def answer_span(text: str, marks: Mapping[Span, float]) -> Span:
    """Return the sentences of a turn that answer best, 60 words at most.

    marks: the places of the words asked about, and what each is worth; {} where the turn holds none and answers
    from its beginning. A longer sentence is cut at a border of clauses, a turn of 25 words or fewer is quoted whole.
    Nothing is cut mid-word.
    """
    if text.strip() and len(words(text)) <= ENOUGH:
        return len(text) - len(text.lstrip()), len(text.rstrip())
    spoken = [span for span in sentences(text) if words(text[slice(*span)])]
    if not spoken:
        return 0, len(text)
    ends = [0, *accumulate(len(words(text[slice(*span)])) for span in spoken)]
    worth = [{text[slice(*at)].casefold(): value for at, value in marks.items() if a <= at[0] < b} for a, b in spoken]
    first, last = _best(ends, worth)
    if ends[last + 1] - ends[first] > MAX_WORDS:  # one sentence
        return _clause(text, spoken[first], marks)
    start, end = extend(text, (spoken[first][0], spoken[last][1]))
    first = next((n for n, one in enumerate(spoken) if one[0] >= start), first)
    last = max((n for n, one in enumerate(spoken) if one[1] <= end), default=last)
    while (
        last + 1 < len(spoken) and ends[last + 1] - ends[first] < ENOUGH and ends[last + 2] - ends[first] <= MAX_WORDS
    ):
        last += 1
    return limited(text, (spoken[first][0], max(end, spoken[last][1])))


def _best(ends: Sequence[int], worth: Sequence[Mapping[str, float]]) -> tuple[int, int]:
    """Return the shortest run of sentences within 60 words that holds most, the first of equals; each word once."""
    runs = [
        (first, last)
        for first in range(len(worth))
        for last in range(first, len(worth))
        if first == last or ends[last + 1] - ends[first] <= MAX_WORDS
    ]

    def rank(run: tuple[int, int]) -> tuple[float, int, int]:
        first, last = run
        held: dict[str, float] = {}
        for one in worth[first : last + 1]:
            held |= one
        return -round(sum(held.values()), 9), last - first, first

    return min(runs, key=rank)


def _clause(text: str, whole: Span, marks: Mapping[Span, float]) -> Span:
    """Return about 60 words of one sentence: around the word that is worth most, else from its beginning."""
    inside = [at for at in marks if whole[0] <= at[0] < whole[1]]
    mark = min(inside, key=lambda at: (-marks[at], at), default=(whole[0], whole[0] + 1))
    start, end = widen(text, mark)
    if end < whole[1] and _REVERSAL.match(text, end):
        earlier = [border.start() for border in _BORDER.finditer(text, mark[1], end)]
        end = earlier[-1] if earlier else end
    return start, end


def shown_words(text: str, span: Span) -> str:
    """Return the words of a span, with an ellipsis where it leaves a sentence unfinished or begins within one.

    >>> shown_words("By hand, every month. Then we wait.", (0, 7))
    'By hand …'
    """
    start, end = span
    spans = list(sentences(text))
    lead = f"{ELLIPSIS} " if any(a < start < b for a, b in spans) and words(text[:start]) else ""
    tail = f" {ELLIPSIS}" if any(a < end < b and words(text[end:b]) for a, b in spans) else ""
    return f"{lead}{text[start:end]}{tail}"
