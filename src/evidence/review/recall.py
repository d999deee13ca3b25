"""Find the words of a decision again: after re-ingest, a corrected transcript, another cut.

A decision is about words at a place. Where the same words stand several times in a
call, what stands around them decides, then their number, then the nearest utterance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evidence.quotes.alignment import FoldedText, Stretch
from evidence.quotes.cut import AROUND, quote_at
from evidence.quotes.differences import nearest_words_in
from evidence.text import tokenize, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from evidence.model import Decision, Finding, Quote, Span, Utterance

    Words = Callable[[str], Sequence[Utterance]]

_CLOSING = ".,!?;:…\"'”’)]"  # signs that go with the word before them


@dataclass(frozen=True, slots=True)
class Revived:
    """Words that somebody accepted or moved here, not found as they were cut; `over` is what is found there."""

    quote: Quote
    decision: Decision
    over: Finding | None = None


@dataclass(frozen=True, slots=True)
class Recalled:
    """What decisions come to today: `held` by the id of the quote as it is found, words cut by people, words gone."""

    held: dict[str, Decision]
    revived: tuple[Revived, ...] = ()
    orphans: tuple[Decision, ...] = ()


def recall(found: Iterable[Finding], decisions: Mapping[str, Decision], words_of: Words) -> Recalled:
    """Bring the decisions on one tracker of one segment, by quote id, together with what is found today.

    words_of: the utterances of a call, none for one that is gone. It is asked only about
    decisions whose quote is not found exactly as it was.
    """
    by_id = {finding.quote.quote_id: finding for finding in found}
    held: dict[str, Decision] = {}
    moved: dict[str, tuple[Quote, Decision]] = {}
    orphans: list[Decision] = []
    for quote_id, decision in sorted(decisions.items(), key=lambda one: (one[1].at, one[0])):
        finding = by_id.get(quote_id)
        if not decision.exact or (finding and _unchanged(finding.quote, decision)):
            held[quote_id] = decision
        elif quotes := find_again(decision, words_of(decision.call_id)):
            # What somebody decided of the very words goes before what other words bring to them.
            free = [one for one in quotes if one.quote_id == quote_id or one.quote_id not in decisions]
            held |= {one.quote_id: decision for one in free if one.quote_id in by_id}
            moved |= {one.quote_id: (one, decision) for one in free if _is_moved(one, quotes, by_id)}
        else:
            orphans.append(decision)
    revived = tuple(_settle(quote, decision, by_id, held) for quote, decision in moved.values())
    return Recalled(held, tuple(one for one in revived if one), tuple(orphans))


def _is_moved(quote: Quote, quotes: Sequence[Quote], by_id: Mapping[str, Finding]) -> bool:
    """Say whether a quote that is not found as it stands is to be put on what is found there.

    Words that stand in several utterances today are judged where a tracker finds something; where it finds nothing,
    the longest stands for all.
    """
    if quote.quote_id in by_id:
        return False
    touched = [
        one
        for one in quotes
        if one.quote_id in by_id or any(_overlap(finding.quote, one) for finding in by_id.values())
    ]
    return quote in (touched or [max(quotes, key=lambda one: len(one.text))])


def _unchanged(quote: Quote, decision: Decision) -> bool:
    return (quote.text, quote.prefix, quote.suffix) == (decision.exact, decision.prefix, decision.suffix)


def _settle(
    quote: Quote, decision: Decision, by_id: Mapping[str, Finding], held: dict[str, Decision]
) -> Revived | None:
    """Put a decision on what is found at the place of its words; accepted words take that place."""
    over = [finding for finding in by_id.values() if _overlap(finding.quote, quote)]
    free = [finding for finding in over if finding.quote.quote_id not in held]
    takes = decision.verdict in {"accept", "move"}
    # What is covered by a person's cut is not shown a second time.
    covered = replace(decision, verdict="reject", exact="", slice=None) if takes else decision
    held.update({finding.quote.quote_id: covered for finding in free})
    if not takes:
        return None
    held[quote.quote_id] = decision
    return Revived(quote, decision, over[0] if over else None)


def _overlap(one: Quote, other: Quote) -> bool:
    """Whether two quotes share more than half of the shorter one's code points."""
    a, b = one.citation, other.citation
    if (a.call_id, a.utterance) != (b.call_id, b.utterance):
        return False
    return 2 * (min(a.end, b.end) - max(a.start, b.start)) > min(a.end - a.start, b.end - b.start)


def find_again(decision: Decision, utterances: Sequence[Utterance]) -> tuple[Quote, ...]:
    """Return the words of a decision where they stand today, those of each utterance by themselves; none where gone.

    Words that were judged with times among them may stand in several utterances.
    """
    if quote := locate(decision, utterances):
        return (quote,)
    if not any(map(str.isdecimal, decision.exact)):
        return ()
    from evidence.review.carried import without_times  # most workspaces never held such words

    parts = without_times(decision, utterances)
    return tuple(
        quote_at(decision.call_id, one, (start, closed(one.text, end)), utterances) for one, (start, end) in parts
    )


def locate(decision: Decision, utterances: Sequence[Utterance]) -> Quote | None:
    """Return the words of a decision where they stand today, None where they do not."""
    here = next((u for u in utterances if u.number == decision.utterance), None)
    if here and _stands(decision, here):
        return quote_at(decision.call_id, here, (decision.start, decision.end), utterances)
    places = [(u, span) for u in utterances for span in _spans(u.text, decision.exact)]
    if not places:
        return None
    if len(places) > 1:
        places.sort(key=lambda place: (-_likeness(decision, *place), abs(place[0].number - decision.utterance)))
    utterance, span = places[0]
    return quote_at(decision.call_id, utterance, span, utterances)


def is_present(decision: Decision, utterances: Sequence[Utterance]) -> bool:
    """Whether the words of a decision still stand in its call; quicker than `find_again` where nothing changed."""
    return any(_stands(decision, u) for u in utterances) or bool(find_again(decision, utterances))


def _stands(decision: Decision, utterance: Utterance) -> bool:
    """Whether words and surroundings are at the very place where they were judged."""
    start, end = decision.start, decision.end
    return utterance.number == decision.utterance and (
        (utterance.text[max(0, start - AROUND) : start], utterance.text[start:end], utterance.text[end : end + AROUND])
        == (decision.prefix, decision.exact, decision.suffix)
    )


def _spans(text: str, exact: str) -> Iterator[Span]:
    """Yield the places of the words in a text, whatever their signs and case."""
    wanted = words(exact)
    # Comparing joined words first leaves the tokens to the few texts that hold them.
    if not wanted or f" {' '.join(wanted)} " not in f" {' '.join(words(text))} ":
        return
    tokens = tokenize(text)
    folded = [token.folded for token in tokens]
    lead = exact[: tokenize(exact)[0].start]
    for first in range(len(tokens) - len(wanted) + 1):
        if folded[first : first + len(wanted)] == wanted:
            start, end = tokens[first].start, tokens[first + len(wanted) - 1].end
            if lead and text[:start].endswith(lead):
                start -= len(lead)
            yield start, closed(text, end) if text[start : start + len(exact)] != exact else start + len(exact)


def closed(text: str, end: int) -> int:
    """Return `end` behind the closing signs that follow a word there."""
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    return end


def _likeness(decision: Decision, utterance: Utterance, span: Span) -> int:
    """Count the code points around a place that are those around the words when they were judged."""
    before, after = utterance.text[max(0, span[0] - AROUND) : span[0]], utterance.text[span[1] : span[1] + AROUND]
    return _shared(before[::-1], decision.prefix[::-1]) + _shared(after, decision.suffix)


def _shared(one: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def nearest_words(decision: Decision, utterances: Sequence[Utterance]) -> Quote | None:
    """Return the words of the call that come nearest to those of a decision, None where nothing is alike."""
    near = nearest_words_in(FoldedText(decision.exact), (Stretch.of([utterance]) for utterance in utterances))
    if near is None or near.run[0] >= near.run[1]:
        return None
    utterance, (start, end) = near.stretch.utterances[0], near.stretch.span(near.run)
    return quote_at(decision.call_id, utterance, (start, closed(utterance.text, end)), utterances)
