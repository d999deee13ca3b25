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
from itertools import pairwise
from typing import TYPE_CHECKING

from evidence import text as texts
from evidence.model import Citation, Side, Verdict, VerdictName
from evidence.quotes.alignment import Floor, Script, Voice, Wording
from evidence.quotes.differences import hidden_hedge, nearest_words_in, patchwork, shorten
from evidence.quotes.folding import SCALES, rough
from evidence.quotes.quoted import PLACEHOLDER, Quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from evidence.quotes.alignment import Range
    from evidence.quotes.differences import NearestWords

_ADDRESS = re.compile(r"([a-z0-9][a-z0-9._-]*#u\d+(?:-u\d+)?(?: @ [\d:]+)?)")
_AHEAD = 10  # signs that hold a blank and the longest of SCALES
_LIKE = 0.6  # from here on words are near; tuned on half of the calls of scripts/eval verify


@dataclass(frozen=True, slots=True)
class ClaimedSpeaker:
    """Who said it, according to the document; None is not claimed."""

    account_id: str | None = None
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class _Occurrence:
    """A place where the quoted words stand. `fault` says what is wrong with it, "" where nothing is."""

    script: Script
    floor: Floor
    span: tuple[int, int]
    name: VerdictName
    fault: str = ""

    @property
    def citation(self) -> Citation:
        return self.floor.cite(self.script.call.call_id, *self.span)

    @property
    def detail(self) -> str:
        return "" if self.name == VerdictName.EXACT else f'said "{shorten(self.floor.text[slice(*self.span)])}"'


def judge(
    quoted: str,
    citation: Citation | None = None,
    script: Script | None = None,
    *,
    candidates: Sequence[Script] = (),
    claim: ClaimedSpeaker = ClaimedSpeaker(),
    redact: Callable[[str], str] | None = None,
    masked: bool = True,
) -> Verdict:
    """Return what is true of a quotation.

    quoted: the words as read from Markdown, unescaped, without the quotation
    marks around them. script: the cited call; None with a citation means that it
    is not here. candidates: other calls where the words may stand; `quoted.search_terms`
    helps to find them. redact: the function that redacted quotes when they were
    attached; masked: whether the quotation may hold what it puts there.

    The citation of the verdict is where the words, or the nearest ones, really stand.
    """
    quoted = texts.one_line(quoted)
    case = _Case(quoted, citation, script, tuple(candidates), claim, redact if masked else None)
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
    script: Script | None
    candidates: tuple[Script, ...]
    claim: ClaimedSpeaker
    redact: Callable[[str], str] | None
    quotation: Quoted = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "quotation", Quoted.of(self.quoted))

    def verdict(self) -> Verdict:
        if self.citation and not self.script:
            return self._no_source(self.citation)
        if verdict := self._at_once():
            return verdict
        if not self.quotation.words:
            return _verdict(VerdictName.ABSENT, detail="there are no words in it")
        return self._found() or self._near()

    def _no_source(self, citation: Citation) -> Verdict:
        detail = f"the call {citation.call_id} is not here"
        found = self._best(self.candidates) if self.quotation.words else None
        if found and not found.fault:
            detail += f"; the same words stand at {found.citation}"
        return _verdict(VerdictName.NO_SOURCE, detail=detail)

    def _at_once(self) -> Verdict | None:
        """Decide the common case without preparing the call: the characters stand where they are cited."""
        cited = self.citation and self.script and self.script.utterance(self.citation.utterance)
        if not (self.citation and self.script and cited):
            return None
        place = cited.text.find(self.quoted, self.citation.start)
        if place < 0:
            place = cited.text.find(self.quoted)
        end = place + len(self.quoted)
        plain = place >= 0 and _is_free(cited.text, place, end) and any(map(str.isalnum, self.quoted))
        voice = self.script.voice(cited.speaker)
        if not plain or self._contradiction(voice):
            return None
        address = Citation(self.script.call.call_id, cited.number, place, end, cited.start_ms)
        return _verdict(VerdictName.EXACT, citation=address, detail=self._doubt(voice))

    def _doubt(self, voice: Voice) -> str:
        """Say that the claimed account can be neither shown nor denied."""
        return "which account said it is not known" if self.claim.account_id and not voice.account_id else ""

    def _contradiction(self, voice: Voice) -> str:
        """Say how the claim contradicts what is known of the speaker, "" where it does not."""
        claim = self.claim
        if voice.side == "internal" and (claim.side == "customer" or claim.account_id not in {None, voice.account_id}):
            return "said by our own rep, not by the customer"
        if claim.account_id and voice.account_id and claim.account_id != voice.account_id:
            return f"said by {voice.account_id}, not by {claim.account_id}"
        if claim.side in {"customer", "internal"} and voice.side not in {"unknown", claim.side}:
            return f"said by {voice.side}, not by {claim.side}"
        return ""

    def _found(self) -> Verdict | None:
        """Judge words that stand somewhere; None where they do not."""
        found = self._here() or self._best(self.candidates)
        if not found:
            return None
        voice = found.script.voice(found.floor.speaker)
        fault, name = found.fault, found.name
        if not fault and (fault := self._contradiction(voice) or self._elsewhere(found, voice)):
            name = VerdictName.MISATTRIBUTED
        if fault:
            return _verdict(name, citation=found.citation, detail=fault)
        moved = self._is_moved(found)
        details = [f"stands at {found.citation}" if moved else "", found.detail, self._doubt(voice)]
        detail = "; ".join(filter(None, details))
        return _verdict(VerdictName.MOVED if moved else name, citation=found.citation, detail=detail)

    def _here(self) -> _Occurrence | None:
        """Look in the cited call; where the cited turn has the words of the right speaker, nowhere else."""
        if not self.script:
            return None
        if self.citation:
            found = self._best([self.script], self.script.floor(self.citation.utterance))
            if found and not any(self._rank(found)[:3]):
                return found
        return self._best([self.script])

    def _elsewhere(self, found: _Occurrence, voice: Voice) -> str:
        """Say that another call than the cited one holds the words, unless it is one of the same account."""
        if not self.citation or found.script is self.script:
            return ""
        if self.claim.account_id and voice.account_id == self.claim.account_id:
            return ""
        return f"said in another call, {found.citation}, and nothing says that it is the same account"

    def _is_moved(self, found: _Occurrence) -> bool:
        cited, address = self.citation, found.citation
        if not cited:
            return False
        within = cited.utterance <= address.utterance <= (cited.last or cited.utterance)
        return found.script is not self.script or not within

    def _best(self, scripts: Sequence[Script], floors: Sequence[Floor] = ()) -> _Occurrence | None:
        found = [found for script in scripts for found in self._all(script, floors or script.floors)]
        return min(found, key=self._rank, default=None)

    def _rank(self, found: _Occurrence) -> tuple[bool, bool, bool, int, bool, int]:
        """Sound before faulty, then the claimed speaker, then the place nearest to the cited one."""
        voice, address, cited = found.script.voice(found.floor.speaker), found.citation, self.citation
        far, near = (abs(address.utterance - cited.utterance), abs(address.start - cited.start)) if cited else (0, 0)
        sound = bool(found.fault), bool(self._contradiction(voice)), self._is_moved(found)
        return *sound, far, bool(self._doubt(voice)), near

    def _all(self, script: Script, floors: Sequence[Floor]) -> Iterator[_Occurrence]:
        parts = [part.rough_line for part in self.quotation.parts]
        plain = [
            found
            for floor in floors
            if all(part in floor.rough_line for part in parts)
            for found in self._on(floor, script)
        ]
        yield from plain or (self._redacted(script, floors) if self.redact else ())

    def _on(self, floor: Floor, script: Script) -> Iterator[_Occurrence]:
        for run in floor.runs(self.quotation.keys):
            span, name = self._exactly(floor, run)
            yield _Occurrence(script, floor, span, name)
        parts = [[word.key for word in part.words] for part in self.quotation.parts]
        if len(parts) > 1 and (chain := floor.chain(parts)):
            yield self._elided(floor, script, chain)

    def _exactly(self, floor: Floor, run: Range) -> tuple[tuple[int, int], VerdictName]:
        """Widen the words by the punctuation that is quoted with them, where all characters agree."""
        start, end = floor.span(run)
        before, after = self.quotation.words[0].start, len(self.quotation.text) - self.quotation.words[-1].end
        wide = max(0, start - before), end + after
        if floor.text[slice(*wide)] == self.quoted and not floor.is_interrupted(*wide):
            return wide, VerdictName.EXACT
        return (start, end), VerdictName.NORMALIZED

    def _elided(self, floor: Floor, script: Script, chain: tuple[Range, ...]) -> _Occurrence:
        span = floor.span((chain[0][0], chain[-1][1]))
        gaps = [(left[1], right[0]) for left, right in pairwise(chain)]
        if not any(start < end for start, end in gaps):
            return _Occurrence(script, floor, span, VerdictName.NORMALIZED)
        if hidden := next(filter(None, (hidden_hedge(floor, gap) for gap in gaps)), ""):
            shown = shorten(floor.text[slice(*span)])
            return _Occurrence(
                script, floor, span, VerdictName.HEDGE_DROPPED, f'the ellipsis hides "{hidden}": said "{shown}"'
            )
        if len(self.quotation.words) < 2 * (1 + sum(start < end for start, end in gaps)):
            return _Occurrence(
                script, floor, span, VerdictName.STITCHED, "single words can be put together to say anything"
            )
        return _Occurrence(script, floor, span, VerdictName.ELIDED)

    def _redacted(self, script: Script, floors: Sequence[Floor]) -> Iterator[_Occurrence]:
        """Look the words up in what the redactor makes of the cited floor, or of all that share half of them."""
        sought = set(rough(PLACEHOLDER.sub(" ", self.quotation.text)))
        for floor in floors:
            if self.redact is None or (len(floors) > 1 and 2 * len(sought.intersection(floor.rough)) < len(sought)):
                continue
            # One by one, as quotes are redacted when they are attached: what stands around words counts.
            if (text := texts.one_line(" ".join(self.redact(u.text) for u in floor.utterances))) == floor.text:
                continue
            shown = Floor(text, floor.utterances[:1])
            for found in self._on(shown, script):
                name: VerdictName = found.name if found.fault else VerdictName.REDACTED
                yield _Occurrence(script, floor, _unredacted(floor, shown, found.span), name, found.fault)

    def _near(self) -> Verdict:
        """Judge words that nobody said in this order."""
        scripts = (self.script, *self.candidates) if self.script else self.candidates
        absent = _verdict(VerdictName.ABSENT, detail="nobody said anything near it")
        verdicts = (self._near_in(script) for script in scripts)
        return next((verdict for verdict in verdicts if verdict), absent)

    def _near_in(self, script: Script) -> Verdict | None:
        cited = self.citation.utterance if self.citation and script is self.script else 0
        floors = sorted(script.floors, key=lambda floor: all(u.number != cited for u in floor.utterances))
        if verdict := self._misplaced(script, floors):
            return verdict
        if verdict := self._torn(script, floors):
            return verdict
        near = nearest_words_in(self.quotation, floors)
        if near and near.is_sure:
            return self._altered(script, near)
        # Many transcripts write a pause as an ellipsis: first as if it left nothing out.
        patches = patchwork([self.quotation], script)
        if len({id(floor) for floor, _ in patches}) > 1:
            return self._stitched(script, patches)
        if len(self.quotation.parts) > 1 and (verdict := self._broken(script, floors)):
            return verdict
        if near and near.likeness >= _LIKE:
            return self._altered(script, near)
        return self._stitched(script, patches) if patches else None

    def _torn(self, script: Script, floors: Sequence[Floor]) -> Verdict | None:
        """Judge parts that are all real, word for word, and stand in different turns."""
        parts = self.quotation.parts
        if len(parts) < 2 or not all(any(part.rough_line in floor.rough_line for floor in floors) for part in parts):
            return None
        patches = patchwork(parts, script)
        return self._stitched(script, patches) if len({id(floor) for floor, _ in patches}) > 1 else None

    def _broken(self, script: Script, floors: Sequence[Floor]) -> Verdict | None:
        """Judge by its parts a quotation with an ellipsis."""
        parts = self.quotation.parts
        nears = [nearest_words_in(part, floors) for part in parts]
        if sure := next((near for near in nears if near and near.edits and near.is_sure), None):
            return self._altered(script, sure)
        if patches := patchwork(parts, script):
            return self._stitched(script, patches)
        false = [part for part, near in zip(parts, nears, strict=True) if not near or near.edits]
        if 2 * sum(len(part.words) for part in false) > len(self.quotation.words):
            return None
        return _verdict(VerdictName.ALTERED, detail=f'nobody said "{shorten(false[0].text.strip())}"')

    def _misplaced(self, script: Script, floors: Sequence[Floor]) -> Verdict | None:
        """Judge real words with a placeholder among them that the redactor would not put there."""
        parts = [part for part in map(Wording, PLACEHOLDER.split(self.quotation.text)) if part.words]
        if len(parts) < 2:
            return None
        keys = [[word.key for word in part.words] for part in parts]
        for floor in floors:
            if all(part.rough_line in floor.rough_line for part in parts) and (chain := floor.chain(keys)):
                span = floor.span((chain[0][0], chain[-1][1]))
                detail = f'a placeholder that does not belong there: said "{shorten(floor.text[slice(*span)])}"'
                return _verdict(VerdictName.ALTERED, citation=floor.cite(script.call.call_id, *span), detail=detail)
        return None

    def _altered(self, script: Script, near: NearestWords) -> Verdict:
        address = near.floor.cite(script.call.call_id, *near.floor.span(near.run))
        if near.lost:
            detail = f'left out "{near.lost}": {near.difference}'
            return _verdict(VerdictName.HEDGE_DROPPED, citation=address, detail=detail)
        return _verdict(VerdictName.ALTERED, citation=address, detail=near.difference)

    def _stitched(self, script: Script, patches: list[tuple[Floor, str]]) -> Verdict:
        places = [(words, _address(script, floor, words)) for floor, words in patches]
        pieces = "; ".join(f'"{shorten(words)}" at u{place.utterance}' for words, place in places)
        name: VerdictName = VerdictName.STITCHED
        why = "different turns"
        if all(floor is patches[0][0] for floor, _ in patches):
            why = "another order" if len(self.quotation.parts) > 1 else "words left out or in another order"
            name = VerdictName.STITCHED if len(self.quotation.parts) > 1 else VerdictName.ALTERED
        return _verdict(name, citation=places[0][1], detail=f"{why}: {pieces}")


def _verdict(name: VerdictName, citation: Citation | None = None, detail: str = "") -> Verdict:
    return Verdict(name, name.passes, citation, detail)


def _address(script: Script, floor: Floor, rough_words: str) -> Citation:
    runs = floor.runs(rough_words.split())  # none where accents or signs stand between
    return floor.cite(script.call.call_id, *(floor.span(runs[0]) if runs else (0, len(floor.text))))


def _is_free(text: str, start: int, end: int) -> bool:
    """Whether nothing clings to [start, end): blanks around it, or a stop and a blank after it; no number is cut."""
    after = text[end : end + 2]
    if any(border and SCALES.intersection(texts.words(text[border : border + _AHEAD])[:1]) for border in (start, end)):
        return False
    closed = not after or after[0] == " " or (after[0] in ".,:;!?" and after[1:] in {"", " "})
    return closed and (start == 0 or text[start - 1] == " ")


def _unredacted(floor: Floor, shown: Floor, span: tuple[int, int]) -> tuple[int, int]:
    """Return the code points of the original words that were redacted to `span`."""
    from rapidfuzz.distance import Levenshtein  # few quotations come here

    said, seen = floor.words, shown.words
    first = next(place for place, word in enumerate(seen) if word.end > span[0])
    last = next(place for place in reversed(range(len(seen))) if seen[place].start < span[1])
    start, end = 0, len(said)
    for block in Levenshtein.opcodes([word.key for word in said], [word.key for word in seen]):
        same, shift = block.tag == "equal", block.src_start - block.dest_start
        if block.dest_start <= first < block.dest_end:
            start = first + shift if same else block.src_start
        if block.dest_start <= last < block.dest_end:
            end = last + shift + 1 if same else block.src_end
    return floor.span((start, max(end, start + 1)))
