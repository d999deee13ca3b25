"""Whether quoted words are cut out of their sentence so that they say something else: the verdict `cut-short`.

What a hidden part of the sentence does to the words is judged by the rules of `query.covering` and `query.limiting`;
here is which part of the speech that is. A sentence may begin in the utterance before, where somebody else said a word
in between. Where a recogniser wrote no stops, it ends with the utterance, and only the limits of clauses count.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from evidence.model import VerdictName
from evidence.query.context import LONGEST, sentence
from evidence.query.covering import covering_before
from evidence.query.limiting import covering_behind
from evidence.quotes.differences import shorten

if TYPE_CHECKING:
    from evidence.model import Span, Verdict
    from evidence.quotes.alignment import CallSpeech, Stretch

_STOPS = re.compile(r"[.!?\u2026][\"'\u201d\u2019)\]]*\s*$")
_ANY_STOP = re.compile(r"[.!?](?=\s|$)")
_WORD = re.compile(r"\w")
_SHOWN = 160  # signs of what stands before the words, those nearest to them
_SAYS = {
    "negation": "which denies the quoted words",
    "denial": "which denies the quoted words",
    "doubt": "which leaves open whether they are so",
    "condition": "which makes them depend on something",
    "hearsay": "so the words are hearsay",
    "exception": "which limits the quoted words",
}


class SentenceRest(NamedTuple):
    """What the rest of a sentence does to words that are quoted without it.

    `fails` says that the words do not hold without it; else a reader is to be told.
    """

    fails: bool
    detail: str


def rest_of(stretch: Stretch, span: Span, marked: tuple[bool, bool] = (False, False)) -> SentenceRest | None:
    """Judge what the sentence around words in one speaker's stretch does to them, None where it turns nothing.

    span: code points of the stretch's text. marked: whether an ellipsis stands for what is left out before and behind.
    It tells readers that words are missing, but not that what is quoted was denied.
    """
    text, whole = stretch.text, _sentence(stretch.text, span, stretch.whole_utterances(*span))
    before = _before(text, span[0], whole)
    if before and before.fails:
        return before
    behind = _behind(text, span, whole)
    if before and not marked[0] and not (behind and behind.fails):
        return before
    return behind if behind and (behind.fails or not marked[1]) else None


def may_be_cut(text: str, span: Span) -> bool:
    """Whether the sentence around words of an utterance may turn them, by the utterance alone."""
    whole = sentence(text, span)
    return may_run_on(text, span) or bool(_before(text, span[0], whole) or _behind(text, span, whole))


def stands_whole(piece: CallSpeech, verdict: Verdict) -> bool:
    """Whether a verdict on single utterances of a call will do: nothing of the sentence stands in another utterance."""
    place = verdict.citation
    utterance = piece.utterance(place.utterance) if place and not place.last else None
    if verdict.name == VerdictName.CUT_SHORT or place is None or utterance is None:
        return False
    return not may_run_on(utterance.text, (place.start, place.end))


def _before(text: str, start: int, whole: Span) -> SentenceRest | None:
    said = text[whole[0] : start].strip()
    found = covering_before(text[whole[0] : start], text[start : whole[1]]) if said else None
    if found is None:
        return None
    clipped = said if len(said) <= _SHOWN else f"\u2026 {said[-_SHOWN:].partition(' ')[2]}"
    return SentenceRest(found.kind != "hearsay", f'the sentence begins "{clipped}", {_SAYS[found.kind]}')


def _behind(text: str, span: Span, whole: Span) -> SentenceRest | None:
    rest = text[span[1] : whole[1]]
    found = covering_behind(text[slice(*span)], rest) if rest.strip() else None
    if found is None:
        return None
    said = f'the sentence goes on "{shorten(rest.lstrip(" ,"))}", {_SAYS[found.kind]}'
    return SentenceRest(found.kind == "denial", said)


def _sentence(text: str, span: Span, within: Span) -> Span:
    """Return the sentence, or sentences, of words in what one speaker says.

    within: the code points of the utterances that hold the words. Beyond these a sentence goes on where stops are
    written, and only if it is cut within them: words up to the border of an utterance were cut by whoever spoke
    in between, as our own quotes are.
    """
    start, end = sentence(text, span)
    written = _STOPS.search(text[start:end]) and text.count(" ", start, end) <= 2 * LONGEST
    if start < within[0] and not (written and _WORD.search(text, within[0], span[0])):
        start = within[0]
    if end > within[1] and not (written and _WORD.search(text, span[1], within[1])):
        end = within[1]
    return start, end


def may_run_on(text: str, span: Span) -> bool:
    """Say whether the sentence that words of an utterance are cut out of may begin before it, or end behind it.

    A lower-case beginning or an end without a stop say so, where stops are written at all.
    """
    start, end = sentence(text, span)
    first = text.lstrip()[:1]
    if not (_ANY_STOP.search(text) or first.isupper()):
        return False
    begun = not text[:start].strip() and first.islower() and _WORD.search(text, start, span[0])
    return bool(begun or (not text[end:].strip() and not _STOPS.search(text) and _WORD.search(text, span[1])))
