"""What reviewers decided of the words that a query finds, at the place where they stand today."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from evidence.review.recall import find_again

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from evidence.library.library import Library
    from evidence.model import Decision, Hit, QuoteStatus, Span, Utterance

_STATUS: dict[str, QuoteStatus] = {"accept": "accepted", "reject": "rejected"}


class ReviewedWords(NamedTuple):
    """A span of a call's utterance that was accepted or rejected under a tracker."""

    utterance: int
    span: Span
    tracker: str
    status: QuoteStatus


class Reviewed:
    """The decisions of a library by call, looked up where they stand; what was decided is read when first asked for."""

    def __init__(
        self, library: Library, words: Callable[[str], Sequence[Utterance]], segments: Collection[str] = ()
    ) -> None:
        """Take what returns the utterances of a call; segments: whose decisions are looked up, none for all."""
        self._library, self._words, self._segments = library, words, frozenset(segments)
        self._found: dict[str, tuple[ReviewedWords, ...]] = {}

    def covers(self, trackers: Collection[str]) -> bool:
        """Say whether anything was decided under one of the trackers."""
        return any(decision.tracker in trackers for some in self._decisions.values() for decision in some)

    def of(self, call_id: str) -> tuple[ReviewedWords, ...]:
        """Return what was accepted or rejected in a call; accepted in one segment goes before rejected in another."""
        if call_id not in self._found:
            self._found[call_id] = tuple(self._standing(call_id)) if call_id in self._decisions else ()
        return self._found[call_id]

    def status(self, call_id: str, utterance: int, spans: Sequence[Span], tracker: str | None = None) -> QuoteStatus:
        """Return what was decided of matched words: accepted where one of them is, rejected where all of them are.

        tracker: under which it was decided, None for any.
        """
        here = [one for one in self.of(call_id) if one.utterance == utterance and tracker in (None, one.tracker)]
        marks = {_mark(span, here) for span in spans}
        return "accepted" if "accepted" in marks else "rejected" if marks == {"rejected"} else "new"

    def accepted(self, hit: Hit, trackers: Collection[str]) -> Span | None:
        """Return the accepted words that hold what matched first in a hit, None where none were.

        trackers: under which they were accepted, none for any.
        """
        first = hit.spans[0] if hit.spans else (0, len(hit.utterance.text))
        for one in self.of(hit.call_id):
            named = not trackers or one.tracker in trackers
            if named and one.utterance == hit.utterance.number and _mark(first, [one]) == "accepted":
                return one.span
        return None

    @cached_property
    def _decisions(self) -> dict[str, list[Decision]]:
        by_call: defaultdict[str, list[Decision]] = defaultdict(list)
        for decision in self._library.decisions().values():
            asked = not self._segments or decision.segment in self._segments
            if asked and decision.verdict in _STATUS and decision.exact:
                by_call[decision.call_id].append(decision)
        return dict(by_call)

    def _standing(self, call_id: str) -> Iterator[ReviewedWords]:
        words = self._words(call_id)
        for decision in self._decisions[call_id]:
            for quote in find_again(decision, words):
                place = quote.citation
                span, status = (place.start, place.end), _STATUS[decision.verdict]
                yield ReviewedWords(place.utterance, span, decision.tracker, status)


def _mark(span: Span, here: Sequence[ReviewedWords]) -> QuoteStatus:
    """Return what was decided of a span that stands within the words."""
    marks = {one.status for one in here if one.span[0] <= span[0] and span[1] <= one.span[1]}
    return "accepted" if "accepted" in marks else "rejected" if marks else "new"
