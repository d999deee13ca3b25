"""Judge a quotation: whether somebody said this, here, and whether it was who is said to have said it.

The verdicts are the lines of `model.claims.VerdictName`. Beyond what these say: an ellipsis between parts in another
order, or between crumbs, is stitched, too; half of a word or a number (`toxic` of `non-toxic`, `$1` of `$1 million`)
is altered.

A passing verdict wins over every failing one, the place
nearest to the cited one over the others. Unknown accounts and sides contradict
nothing in the cited call, and prove nothing in another one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from evidence import text as texts
from evidence.model import Citation, Side, Verdict, VerdictName
from evidence.query.language import is_judged
from evidence.quotes.alignment import CallSpeech, FoldedText, KnownSpeaker, Stretch
from evidence.quotes.differences import hidden_hedge, nearest_words_in, patchwork, shorten, unredacted_span
from evidence.quotes.editorial import EditedText
from evidence.quotes.folding import may_cut_number, rough
from evidence.quotes.quoted import PLACEHOLDER, Quoted
from evidence.quotes.rest_of_sentence import may_be_cut, rest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from evidence.quotes.alignment import Range
    from evidence.quotes.differences import NearestWords

_ADDRESS = re.compile(r"([a-z0-9][a-z0-9._-]*#u\d+(?:-u\d+)?(?: @ ~?[\d:]+)?)")
NOTHING_NEAR = "nobody said anything near it"
_NOTES, _CHAT = "notes, which are not speech", "chat, which is not speech"
_UNSAID = {"notes": _NOTES, "notice": _NOTES, "chat": _CHAT}
_LIKE = 0.6  # from here on words are near; tuned on half of the calls of scripts/eval verify


@dataclass(frozen=True, slots=True)
class ClaimedSpeaker:
    """Who said it, according to the document; None is not claimed."""

    account_id: str | None = None
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class _Occurrence:
    """A place where the quoted words stand. `fault` says what is wrong with it, "" where nothing is.

    `warning` says what the rest of the sentence does to them that does not fail them, `note` what an editor put there.
    """

    speech: CallSpeech
    stretch: Stretch
    span: tuple[int, int]
    name: VerdictName
    fault: str = ""
    warning: str = ""
    note: str = ""

    @property
    def citation(self) -> Citation:
        return self.stretch.cite(self.speech.call.call_id, *self.span)

    @property
    def speaker(self) -> KnownSpeaker:
        return self.speech.speaker(self.stretch.speaker)

    @property
    def detail(self) -> str:
        said = f'said "{shorten(self.stretch.text[slice(*self.span)])}"'
        return "" if self.name == VerdictName.EXACT else "; ".join(filter(None, (said, self.note)))


def judge(
    quoted: str,
    citation: Citation | None = None,
    speech: CallSpeech | None = None,
    *,
    candidates: Sequence[CallSpeech] = (),
    claim: ClaimedSpeaker = ClaimedSpeaker(),
    redact: Callable[[str], str] | None = None,
    masked: bool = True,
) -> Verdict:
    """Return what is true of a quotation.

    quoted: the words as read from Markdown, unescaped, without the quotation
    marks around them. speech: the cited call; None with a citation means that it
    is not here. candidates: other calls where the words may stand; `quoted.search_terms`
    helps to find them. redact: the function that redacted quotes when they were
    attached; masked: whether the quotation may hold what it puts there.

    The citation of the verdict is where the words, or the nearest ones, really stand.
    """
    quoted = texts.one_line(quoted)
    case = _Case(quoted, citation, speech, tuple(candidates), claim, redact if masked else None)
    verdict = case.verdict()
    # A report may be seen by more people than the calls: what is hidden in the document is hidden there.
    # Addresses stay what they are: they are no words.
    parts = _ADDRESS.split(verdict.detail) if redact else [verdict.detail]
    shown = [part if at % 2 or not redact else redact(part) for at, part in enumerate(parts)]
    return replace(verdict, detail="".join(shown))


@dataclass(frozen=True)
class _Case:
    quoted: str
    citation: Citation | None
    speech: CallSpeech | None
    candidates: tuple[CallSpeech, ...]
    claim: ClaimedSpeaker
    redact: Callable[[str], str] | None
    quotation: Quoted = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "quotation", Quoted.of(self.quoted))

    @cached_property
    def edited(self) -> EditedText:
        """The quotation as an editor left it: most quotations stand as they were said and need no such reading."""
        return EditedText.of(self.quotation.text)

    def verdict(self) -> Verdict:
        if self.citation and not self.speech:
            return self._no_source(self.citation)
        if verdict := self._at_once():
            return verdict
        if not self.quotation.words:
            return _verdict(VerdictName.ABSENT, detail="it contains no words")
        return self._found() or self._near()

    def _no_source(self, citation: Citation) -> Verdict:
        detail = f"the call {citation.call_id} is not in this workspace"
        found = self._best(self.candidates) if self.quotation.words else None
        if found and self._is_hashed and not (found.fault or self._contradiction(found.speaker)):
            return self._passing(found, moved=True)
        if found and not found.fault:
            detail += f"; the same words are at {found.citation}"
        return _verdict(VerdictName.NO_SOURCE, detail=detail)

    def _at_once(self) -> Verdict | None:
        """Decide the common case without preparing the call: the characters stand where they are cited."""
        cited = self.citation and self.speech and self.speech.utterance(self.citation.utterance)
        if not (self.citation and self.speech and cited):
            return None
        place = cited.text.find(self.quoted, self.citation.start)
        if place < 0:
            place = cited.text.find(self.quoted)
        end = place + len(self.quoted)
        plain = place >= 0 and _is_free(cited.text, place, end) and any(map(str.isalnum, self.quoted))
        speaker = self.speech.speaker(cited.speaker)
        if not plain or self._contradiction(speaker) or may_be_cut(cited.text, (place, end)):
            return None
        address = Citation.of(self.speech.call.call_id, cited, place, end)
        if self._is_shifted(address):
            return None
        return _verdict(VerdictName.EXACT, citation=address, detail=self._doubt(speaker))

    def _doubt(self, speaker: KnownSpeaker) -> str:
        """Say that the claimed account can be neither shown nor denied."""
        return "it is not known which account said it" if self.claim.account_id and not speaker.account_id else ""

    def _contradiction(self, speaker: KnownSpeaker) -> str:
        """Say how the claim contradicts what is known of the speaker, "" where it does not."""
        claim = self.claim
        if speaker.side == "internal" and (
            claim.side == "customer" or claim.account_id not in {None, speaker.account_id}
        ):
            return "said by our own rep, not by the customer"
        if claim.account_id and speaker.account_id and claim.account_id != speaker.account_id:
            return f"said by {speaker.account_id}, not by {claim.account_id}"
        if claim.side in {"customer", "internal"} and speaker.side not in {"unknown", claim.side}:
            return f"said by {speaker.side}, not by {claim.side}"
        return ""

    def _found(self) -> Verdict | None:
        """Judge words that stand somewhere; None where they do not."""
        here = self._here()
        found = here or self._best(self.candidates)
        if not found:
            return None
        if here and (here.warning or here.name == VerdictName.CUT_SHORT):
            # Said whole elsewhere, they hold.
            both = [here, *filter(None, [self._best(self.candidates)])]
            found = min(both, key=lambda one: bool(self._wrong(one)[1] or one.warning))
        name, fault = self._wrong(found)
        if fault:
            return _verdict(name, citation=found.citation, detail=fault)
        return self._passing(found, moved=self._is_moved(found))

    def _passing(self, found: _Occurrence, *, moved: bool) -> Verdict:
        there = f"found at {found.citation}" if moved else ""
        detail = "; ".join(filter(None, [found.warning, there, found.detail, self._doubt(found.speaker)]))
        if found.warning:
            return Verdict(VerdictName.CUT_SHORT, ok=True, citation=found.citation, detail=detail)
        return _verdict(VerdictName.MOVED if moved else found.name, citation=found.citation, detail=detail)

    def _wrong(self, found: _Occurrence) -> tuple[VerdictName, str]:
        """Return what is wrong with a place and the verdict of that; "" where nothing is."""
        if not found.fault and (fault := self._contradiction(found.speaker) or self._elsewhere(found, found.speaker)):
            return VerdictName.MISATTRIBUTED, fault
        return found.name, found.fault

    def _here(self) -> _Occurrence | None:
        """Look in the cited call; where the cited turn has the words of the right speaker, nowhere else."""
        if not self.speech:
            return None
        if self.citation:
            found = self._best([self.speech], self.speech.stretch(self.citation.utterance))
            if found and not any(self._rank(found)[:4]):
                return found
        return self._best([self.speech])

    def _elsewhere(self, found: _Occurrence, speaker: KnownSpeaker) -> str:
        """Say that another call than the cited one holds the words, unless it is one of the same account."""
        if not self.citation or found.speech is self.speech:
            return ""
        if self.claim.account_id and speaker.account_id == self.claim.account_id:
            return ""
        return f"said in another call, {found.citation}, and nothing shows that it is the same account"

    def _is_moved(self, found: _Occurrence) -> bool:
        cited, address = self.citation, found.citation
        if not cited:
            return False
        within = cited.utterance <= address.utterance <= (cited.last or cited.utterance)
        return found.speech is not self.speech or not within or self._is_shifted(address)

    def _is_shifted(self, place: Citation) -> bool:
        """Whether an address that states the hash of these words has them elsewhere in its utterance."""
        cited = self.citation
        if not self._is_hashed or cited is None or cited.last or place.last:
            return False
        return place.end <= cited.start or cited.end <= place.start

    @property
    def _is_hashed(self) -> bool:
        """Whether the address states the hash of the quoted words: then it means these."""
        return bool(self.citation and self.citation.words_hash == texts.hash_of_words(self.quoted))

    def _best(self, speeches: Sequence[CallSpeech], stretches: Sequence[Stretch] = ()) -> _Occurrence | None:
        found = [found for speech in speeches for found in self._all(speech, stretches or speech.stretches)]
        return min(found, key=self._rank, default=None)

    def _rank(self, found: _Occurrence) -> tuple[bool, bool, bool, bool, int, bool, int]:
        """Sound before faulty, then the claimed speaker, then whole words, then the place nearest to the cited one."""
        speaker, address, cited = found.speaker, found.citation, self.citation
        far, near = (abs(address.utterance - cited.utterance), abs(address.start - cited.start)) if cited else (0, 0)
        sound = bool(found.fault), bool(self._contradiction(speaker)), bool(found.warning), self._is_moved(found)
        return *sound, far, bool(self._doubt(speaker)), near

    def _all(self, speech: CallSpeech, stretches: Sequence[Stretch]) -> Iterator[_Occurrence]:
        parts = [part.rough_line for part in self.quotation.parts]
        plain = [
            found
            for stretch in stretches
            if all(part in stretch.rough_line for part in parts)
            for found in self._on(stretch, speech)
        ]
        alike = () if plain else [stretch for stretch in stretches if self.quotation.may_stand_in(stretch.rough)]
        plain = plain or [found for stretch in alike for found in self._edited(stretch, speech)]
        found = plain or (self._redacted(speech, stretches) if self.redact else ())
        yield from map(self._with_rest, found)

    def _with_rest(self, found: _Occurrence) -> _Occurrence:
        """Say of words that stand somewhere what the sentence around them makes of them."""
        rest = None if found.fault else rest_of(found.stretch, found.span, self.quotation.marked)
        if rest is None or not is_judged(found.speech.language(found.stretch.utterance_at(found.span[0]))):
            return found
        if rest.fails:
            return replace(found, name=VerdictName.CUT_SHORT, fault=rest.detail)
        return replace(found, warning=rest.detail)

    def _edited(self, stretch: Stretch, speech: CallSpeech) -> Iterator[_Occurrence]:
        """Look for words that are written otherwise, and for an editor's work on them."""
        for place in self.edited.places_in(stretch):
            name: VerdictName = VerdictName.ELIDED if place.elides else VerdictName.NORMALIZED
            if place.fault:
                name = VerdictName.HEDGE_DROPPED if place.hides else VerdictName.ALTERED
            yield _Occurrence(speech, stretch, stretch.span(place.run), name, place.fault, note=place.note)

    def _on(self, stretch: Stretch, speech: CallSpeech) -> Iterator[_Occurrence]:
        for run in stretch.runs(self.quotation.keys):
            span, name = self._exactly(stretch, run)
            yield _Occurrence(speech, stretch, span, name)
        parts = [[word.key for word in part.words] for part in self.quotation.parts]
        if len(parts) > 1 and (chain := stretch.chain(parts)):
            yield self._elided(stretch, speech, chain)

    def _exactly(self, stretch: Stretch, run: Range) -> tuple[tuple[int, int], VerdictName]:
        """Widen the words by the punctuation that is quoted with them, where all characters agree."""
        start, end = stretch.span(run)
        before, after = self.quotation.words[0].start, len(self.quotation.text) - self.quotation.words[-1].end
        wide = max(0, start - before), end + after
        if stretch.text[slice(*wide)] == self.quoted and not stretch.is_interrupted(*wide):
            return wide, VerdictName.EXACT
        around = stretch.text[:start], stretch.text[end:]
        return (start, end), VerdictName.ELIDED if self.quotation.leaves_out(*around) else VerdictName.NORMALIZED

    def _elided(self, stretch: Stretch, speech: CallSpeech, chain: tuple[Range, ...]) -> _Occurrence:
        span = stretch.span((chain[0][0], chain[-1][1]))
        gaps = [(left[1], right[0]) for left, right in pairwise(chain)]
        if not any(start < end for start, end in gaps):
            return _Occurrence(speech, stretch, span, VerdictName.NORMALIZED)
        if hidden := next(filter(None, (hidden_hedge(stretch, gap) for gap in gaps)), ""):
            shown = shorten(stretch.text[slice(*span)])
            return _Occurrence(
                speech, stretch, span, VerdictName.HEDGE_DROPPED, f'the ellipsis hides "{hidden}": said "{shown}"'
            )
        if len(self.quotation.words) < 2 * (1 + sum(start < end for start, end in gaps)):
            return _Occurrence(
                speech, stretch, span, VerdictName.STITCHED, "single words can be combined to say anything"
            )
        return _Occurrence(speech, stretch, span, VerdictName.ELIDED)

    def _redacted(self, speech: CallSpeech, stretches: Sequence[Stretch]) -> Iterator[_Occurrence]:
        """Look the words up in what the redactor makes of the cited stretch, or of all that share half of them."""
        sought = set(rough(PLACEHOLDER.sub(" ", self.quotation.text)))
        for stretch in stretches:
            if self.redact is None or (
                len(stretches) > 1 and 2 * len(sought.intersection(stretch.rough)) < len(sought)
            ):
                continue
            # One by one, as quotes are redacted when they are attached: what stands around words counts.
            if (text := texts.one_line(" ".join(self.redact(u.text) for u in stretch.utterances))) == stretch.text:
                continue
            shown = Stretch(text, stretch.utterances[:1])
            for found in [*self._on(shown, speech)] or self._edited(shown, speech):
                name: VerdictName = found.name if found.fault else VerdictName.REDACTED
                span = unredacted_span(stretch, shown, found.span)
                yield _Occurrence(speech, stretch, span, name, found.fault, note=found.note)

    def _near(self) -> Verdict:
        """Judge words that nobody said in this order."""
        speeches = (self.speech, *self.candidates) if self.speech else self.candidates
        absent = _verdict(VerdictName.ABSENT, detail=NOTHING_NEAR)
        verdicts = (self._near_in(speech) for speech in speeches)
        return self._unsaid() or next((verdict for verdict in verdicts if verdict), absent)

    def _unsaid(self) -> Verdict | None:
        """Judge words that stand in the cited call where nobody speaks, whatever is near them in what was said."""
        events = self.speech.call.events if self.speech else ()
        for what in dict.fromkeys(_UNSAID[event.kind] for event in events):
            held = [event.text for event in events if _UNSAID[event.kind] == what]
            shown = [held, [self.redact(text) for text in held]] if self.redact else [held]
            if any(self._stands_in(FoldedText(" ".join(lines))) for lines in shown):
                return _verdict(VerdictName.ABSENT, detail=f"nobody said it: it stands in the call's {what}")
        return None

    def _stands_in(self, text: FoldedText) -> bool:
        """Say whether all parts stand in a text, in their order."""
        parts = self.quotation.parts
        keys = [[word.key for word in part.words] for part in parts]
        return all(part.rough_line in text.rough_line for part in parts) and bool(text.chain(keys))

    def _near_in(self, speech: CallSpeech) -> Verdict | None:
        cited = self.citation.utterance if self.citation and speech is self.speech else 0
        stretches = sorted(speech.stretches, key=lambda stretch: all(u.number != cited for u in stretch.utterances))
        if verdict := self._misplaced(speech, stretches):
            return verdict
        if verdict := self._torn(speech, stretches):
            return verdict
        near = nearest_words_in(self.quotation, stretches)
        if near and near.is_sure:
            return self._altered(speech, near)
        # Many transcripts write a pause as an ellipsis: first as if it left nothing out.
        patches = patchwork([self.quotation], speech)
        if len({id(stretch) for stretch, _ in patches}) > 1:
            return self._stitched(speech, patches)
        if len(self.quotation.parts) > 1 and (verdict := self._broken(speech, stretches)):
            return verdict
        if near and near.likeness >= _LIKE:
            return self._altered(speech, near)
        return self._stitched(speech, patches) if patches else None

    def _torn(self, speech: CallSpeech, stretches: Sequence[Stretch]) -> Verdict | None:
        """Judge parts that are all real, word for word, and stand in different turns."""
        parts = self.quotation.parts
        if len(parts) < 2 or not all(
            any(part.rough_line in stretch.rough_line for stretch in stretches) for part in parts
        ):
            return None
        patches = patchwork(parts, speech)
        return self._stitched(speech, patches) if len({id(stretch) for stretch, _ in patches}) > 1 else None

    def _broken(self, speech: CallSpeech, stretches: Sequence[Stretch]) -> Verdict | None:
        """Judge by its parts a quotation with an ellipsis."""
        parts = self.quotation.parts
        nears = [nearest_words_in(part, stretches) for part in parts]
        if sure := next((near for near in nears if near and near.edits and near.is_sure), None):
            return self._altered(speech, sure)
        if patches := patchwork(parts, speech):
            return self._stitched(speech, patches)
        false = [part for part, near in zip(parts, nears, strict=True) if not near or near.edits]
        if 2 * sum(len(part.words) for part in false) > len(self.quotation.words):
            return None
        return _verdict(VerdictName.ALTERED, detail=f'nobody said "{shorten(false[0].text.strip())}"')

    def _misplaced(self, speech: CallSpeech, stretches: Sequence[Stretch]) -> Verdict | None:
        """Judge real words with a placeholder among them that the redactor would not put there."""
        parts = [part for part in map(FoldedText, PLACEHOLDER.split(self.quotation.text)) if part.words]
        if len(parts) < 2:
            return None
        keys = [[word.key for word in part.words] for part in parts]
        for stretch in stretches:
            if all(part.rough_line in stretch.rough_line for part in parts) and (chain := stretch.chain(keys)):
                span = stretch.span((chain[0][0], chain[-1][1]))
                detail = f'a placeholder that does not belong here: said "{shorten(stretch.text[slice(*span)])}"'
                return _verdict(VerdictName.ALTERED, citation=stretch.cite(speech.call.call_id, *span), detail=detail)
        return None

    def _altered(self, speech: CallSpeech, near: NearestWords) -> Verdict:
        address = near.stretch.cite(speech.call.call_id, *near.stretch.span(near.run))
        if near.lost:
            detail = f'left out "{near.lost}": {near.difference}'
            return _verdict(VerdictName.HEDGE_DROPPED, citation=address, detail=detail)
        return _verdict(VerdictName.ALTERED, citation=address, detail=near.difference)

    def _stitched(self, speech: CallSpeech, patches: list[tuple[Stretch, str]]) -> Verdict:
        places = [(words, _address(speech, stretch, words)) for stretch, words in patches]
        pieces = "; ".join(f'"{shorten(words)}" at u{place.utterance}' for words, place in places)
        name: VerdictName = VerdictName.STITCHED
        why = "different turns"
        if all(stretch is patches[0][0] for stretch, _ in patches):
            why = "another order" if len(self.quotation.parts) > 1 else "words left out or in another order"
            name = VerdictName.STITCHED if len(self.quotation.parts) > 1 else VerdictName.ALTERED
        return _verdict(name, citation=places[0][1], detail=f"{why}: {pieces}")


def _verdict(name: VerdictName, citation: Citation | None = None, detail: str = "") -> Verdict:
    return Verdict(name, name.passes, citation, detail)


def _address(speech: CallSpeech, stretch: Stretch, rough_words: str) -> Citation:
    runs = stretch.runs(rough_words.split())  # none where accents or signs stand between
    return stretch.cite(speech.call.call_id, *(stretch.span(runs[0]) if runs else (0, len(stretch.text))))


def _is_free(text: str, start: int, end: int) -> bool:
    """Whether nothing clings to [start, end): blanks around it, or a stop and a blank after it; no number is cut."""
    after = text[end : end + 2]
    if may_cut_number(text, start) or may_cut_number(text, end):
        return False
    closed = not after or after[0] == " " or (after[0] in ".,:;!?" and after[1:] in {"", " "})
    return closed and (start == 0 or text[start - 1] == " ")
