"""When an attribution says that words were said, held against the places where they stand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from evidence.documents.attribution_parts import fact_kind, stated_time
from evidence.documents.facts import fits_date, fits_minute, fits_time, stated_dates, wrong_when
from evidence.model import Citation, VerdictName
from evidence.quotes.alignment import FoldedText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from evidence.documents.quotations import AttributionLine, Quotation
    from evidence.documents.redact import Redaction
    from evidence.library.library import Library
    from evidence.model import Verdict
    from evidence.quotes.alignment import CallSpeech
    from evidence.quotes.verdicts import ClaimedSpeaker
    from evidence.store.prepare import CallEntry, IndexedParticipant
    from evidence.store.text_index import Stored

ENOUGH_PLACES = 8  # as many as the index gives of words: of what is said everywhere nobody knows all places


class Places(Protocol):
    """What is asked of the checker of quotations: where words stand, and who spoke."""

    library: Library
    redaction: Redaction

    @property
    def people(self) -> Callable[[str], tuple[IndexedParticipant, ...]]:
        """The people of a call."""

    @property
    def entry(self) -> Callable[[str], CallEntry | None]:
        """A call without its words."""

    @property
    def speech(self) -> Callable[[str], CallSpeech | None]:
        """A call as its file has it."""

    def piece(self, call_id: str, number: int) -> CallSpeech | None:
        """Return one utterance of a call from the index."""

    @property
    def utterances_with(self) -> Callable[[str, ClaimedSpeaker], list[Stored]]:
        """The utterances in which words may stand."""


class AttributedWhen:
    """Compares dates and times of attributions with calls and utterances."""

    def __init__(self, checker: Places, claim: Callable[[AttributionLine], ClaimedSpeaker]) -> None:
        """Keep the checker, whose caches are used. claim: whose words an attribution says that they are."""
        self.checker, self.claim = checker, claim

    def faults(self, quotation: Quotation, verdict: Verdict) -> tuple[str, ...]:
        """Hold date and time against where the words stand; the time of words that moved goes with their address.

        Without an address, any place that has the words at this date and time will do.
        """
        place, attribution = verdict.citation, quotation.attribution
        cited = attribution.citation
        if place is None:
            return ()
        stated = replace(attribution, time=attribution.time or (cited.time if cited else None))
        places = [place]
        if cited and (cited.call_id, cited.utterance) != (place.call_id, place.utterance):
            places += filter(None, [self._place(cited)])
        dates = {entry.date for one in places if (entry := self.checker.entry(one.call_id)) and entry.date}
        fits = verdict.name == VerdictName.MOVED or any(self._fits(stated.time, one) for one in places)
        times = set() if fits else {one.time for one in places if one.time}
        faults = [*wrong_when(stated, dates, times), *self._wrong_times(attribution, places)]
        return () if faults and not cited and self._also_stands(quotation) else tuple(faults)

    def _wrong_times(self, attribution: AttributionLine, places: list[Citation]) -> Iterator[str]:
        """Yield times among the facts at which the words do not stand: `at 12 minutes`, `12:34`."""
        for fact in attribution.facts:
            if fact_kind(fact) == "time" and not any(self._fits_fact(fact, place) for place in places):
                at = " or ".join(sorted({place.time for place in places if place.time}))
                yield f"the attribution says {fact}, but the words are at {at}"

    def _fits_fact(self, fact: str, place: Citation) -> bool:
        stated = stated_time(fact)
        piece = self.checker.piece(place.call_id, place.utterance) or self.checker.speech(place.call_id)
        utterance = piece.utterance(place.utterance) if piece else None
        if stated is None or utterance is None or place.time is None:
            return True
        hours, rest = divmod(stated.ms // 1000, 3600)
        printed = f"{hours:02d}:{rest // 60:02d}:{rest % 60:02d}"
        return fits_minute(stated, place, utterance) or (not stated.minutes and self._fits(printed, place))

    def _also_stands(self, quotation: Quotation) -> bool:
        """Whether the words stand in several places, one of which has the date and the time of the attribution."""
        attribution = quotation.attribution
        found = self.checker.utterances_with(quotation.text, self.claim(attribution))
        whole = [
            hit for hit in found if FoldedText(quotation.text).rough_line in FoldedText(hit.utterance.text).rough_line
        ]
        if len(whole) >= ENOUGH_PLACES:
            return True
        return any(self._stands_at(attribution, _address_of(quotation.text, hit), hit) for hit in whole)

    def _stands_at(self, attribution: AttributionLine, place: Citation, hit: Stored) -> bool:
        entry, dates = self.checker.entry(place.call_id), stated_dates(attribution)
        if dates and not (entry and entry.date and all(fits_date(stated, (entry.date,)) for stated in dates)):
            return False
        times = [fact for fact in attribution.facts if fact_kind(fact) == "time"]
        if (attribution.time or times) and hit.utterance.start_ms is None:
            return False
        return self._fits(attribution.time, place) and all(self._fits_fact(fact, place) for fact in times)

    def _fits(self, stated: str | None, place: Citation) -> bool:
        """Whether a place has the time that a document gives it, or had it in an earlier version."""
        if stated in {None, place.time}:
            return True
        piece = self.checker.piece(place.call_id, place.utterance) or self.checker.speech(place.call_id)
        utterance = piece.utterance(place.utterance) if piece else None
        if stated is None or utterance is None:
            return True
        whole = self.checker.speech(place.call_id) if utterance.start_source == "derived" else None
        turn = [one.start_ms for one in whole.call.utterances if one.turn == utterance.turn] if whole else [None]
        return fits_time(stated, place, utterance, turn[0])

    def _place(self, cited: Citation) -> Citation | None:
        """Return a cited place with its time, None where the utterance is not there."""
        piece = self.checker.piece(cited.call_id, cited.utterance)
        utterance = piece.utterance(cited.utterance) if piece else None
        return Citation.of(cited.call_id, utterance, cited.start, cited.end, cited.last) if utterance else None


def _address_of(quoted: str, hit: Stored) -> Citation:
    """Return where words stand in an utterance: its beginning where they are not written as they were said."""
    return Citation.of(hit.call_id, hit.utterance, max(0, hit.utterance.text.find(quoted)))
