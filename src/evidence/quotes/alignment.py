"""A call as the stretches of speech in which a quotation must stand.

A turn goes on across an interruption of up to four words, so a stretch lasts
from the first utterance of such a turn to its last. Every utterance belongs to
exactly one. The stretch of a speaker whom nobody knows lasts for one turn.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from evidence.model import Call, Citation, Side, Utterance
from evidence.query.language import UNKNOWN, Said, languages_of
from evidence.quotes.folding import SCALES, FoldedWord, is_joined, numeral, read_words, rough
from evidence.quotes.same_words import SameWords
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

INTERRUPTION = 4
"""So many words of others do not end a turn."""

Range = tuple[int, int]
"""Half-open [first, last) in the words of a text."""


@dataclass(frozen=True, slots=True)
class KnownSpeaker:
    """Who a speaker really is, as far as it is known."""

    side: Side = "unknown"
    account_id: str | None = None


@dataclass(frozen=True)
class FoldedText:
    """A text in which words are looked up; what looking needs is made when first asked for."""

    text: str

    @cached_property
    def rough(self) -> list[str]:
        """Folded words without fillers and signs."""
        return rough(self.text)

    @cached_property
    def rough_set(self) -> frozenset[str]:
        """The rough words, each once."""
        return frozenset(self.rough)

    @cached_property
    def rough_line(self) -> str:
        """The rough words with a blank around each: finding in it is finding whole words; without words one blank."""
        return f" {' '.join(self.rough)} " if self.rough else " "

    @cached_property
    def words(self) -> list[FoldedWord]:
        """Words and meaningful signs, without fillers."""
        return read_words(self.text)

    @cached_property
    def pieces(self) -> SameWords:
        """The words in the form that all ways to write them share."""
        return SameWords(self.text, self.words)

    @cached_property
    def _line(self) -> str:
        return f" {' '.join(word.key for word in self.words)} "

    def runs(self, keys: Sequence[str]) -> list[Range]:
        """Return every place of these words in one piece, except where it would cut `10%` or `non-toxic` apart."""
        sought = f" {' '.join(keys)} "
        found = []
        first, counted, place = 0, 0, self._line.find(sought)
        while place >= 0:
            first += self._line.count(" ", counted, place)
            found.append((first, first + len(keys)))
            counted, place = place, self._line.find(sought, place + 1)
        return [run for run in found if self.is_whole(run[0]) and self.is_whole(run[1])]

    def is_whole(self, border: int) -> bool:
        """Whether a run may begin or end at this word: it parts nothing that is one."""
        if not 0 < border < len(self.words):
            return True
        left, right = self.words[border - 1], self.words[border]
        if is_joined(left, right, self.text[left.end : right.start]):
            return False
        # "Two hundred and five" is one number, too.
        before = self.words[border - 2].key if border > 1 and left.key == "and" else ""
        return before not in SCALES - {"percent"} or numeral(right.key) is None

    def chain(self, parts: Sequence[Sequence[str]]) -> tuple[Range, ...]:
        """Return places of all parts in order, as near together as they come; empty where there is none."""
        places = [self.runs(part) for part in parts]
        chains = (_follow(first, places[1:]) for first in places[0])
        return min((chain for chain in chains if chain), key=lambda chain: chain[-1][1] - chain[0][0], default=())

    def span(self, run: Range) -> tuple[int, int]:
        """Return the code points that a run of words takes up."""
        return self.words[run[0]].start, self.words[run[1] - 1].end

    def slice(self, run: Range) -> str:
        """Return the text of a run of words, fillers and punctuation inside it included."""
        start, end = self.span(run) if run[0] < run[1] else (0, 0)
        return self.text[start:end]


def _follow(first: Range, later: Sequence[list[Range]]) -> tuple[Range, ...]:
    chain = [first]
    for places in later:
        following = bisect_left(places, (chain[-1][1], 0))
        if following == len(places):
            return ()
        chain.append(places[following])
    return tuple(chain)


@dataclass(frozen=True)
class Stretch(FoldedText):
    """The utterances of one speaker's turn, joined by blanks."""

    utterances: tuple[Utterance, ...]

    @classmethod
    def of(cls, utterances: Sequence[Utterance]) -> Stretch:
        """Join utterances of one speaker."""
        return cls(" ".join(utterance.text for utterance in utterances), tuple(utterances))

    @property
    def speaker(self) -> str | None:
        """The label of who speaks, None where nobody knows."""
        return self.utterances[0].speaker

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(utterance.text) + 1 for utterance in self.utterances)][:-1]

    def _place(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    def cite(self, call_id: str, start: int, end: int) -> Citation:
        """Return the address of the code points [start, end) of the joined text."""
        first, last = self._place(start), self._place(end - 1)
        return Citation.of(
            call_id,
            self.utterances[first],
            start - self._starts[first],
            end - self._starts[last],
            self.utterances[last].number if last > first else None,
        )

    def utterance_at(self, offset: int) -> Utterance:
        """Return the utterance that holds a code point of the joined text."""
        return self.utterances[self._place(offset)]

    def whole_utterances(self, start: int, end: int) -> tuple[int, int]:
        """Return the code points of the utterances that hold [start, end)."""
        first, last = self._place(start), self._place(end - 1)
        return self._starts[first], self._starts[last] + len(self.utterances[last].text)

    def is_interrupted(self, start: int, end: int) -> bool:
        """Whether others speak between the two ends of these code points."""
        first, last = self._place(start), self._place(end - 1)
        return self.utterances[last].number - self.utterances[first].number > last - first


@dataclass(frozen=True)
class CallSpeech:
    """A call made ready for looking up quotations, and who its speakers are.

    Make one a call and keep it while quotations of that call are judged:
    nothing is prepared before it is needed, and nothing twice.
    """

    call: Call
    speakers: Mapping[str, KnownSpeaker] = field(default_factory=dict)

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """The call in stretches of speech, in order of their first words."""
        return tuple(map(Stretch.of, by_stretch(self.call.utterances)))

    @cached_property
    def rough_line(self) -> str:
        """The rough words of all stretches; no run of words crosses from one to the next."""
        return "\n".join(stretch.rough_line for stretch in self.stretches)

    @cached_property
    def _stretch_of(self) -> dict[int, Stretch]:
        return {utterance.number: stretch for stretch in self.stretches for utterance in stretch.utterances}

    @cached_property
    def _languages(self) -> dict[int, str]:
        said = (Said(utterance.speaker, " ".join(words(utterance.text))) for utterance in self.call.utterances)
        return dict(zip((utterance.number for utterance in self.call.utterances), languages_of(said), strict=True))

    def language(self, utterance: Utterance) -> str:
        """Return the language of an utterance of the call: as the index found it, else by all that is said in it."""
        return utterance.language or self._languages.get(utterance.number, UNKNOWN)

    def stretch(self, number: int) -> tuple[Stretch, ...]:
        """Return the stretch that holds the utterance of this number, alone; empty where there is none."""
        stretch = self._stretch_of.get(number)
        return (stretch,) if stretch else ()

    def speaker(self, speaker: str | None) -> KnownSpeaker:
        """Return who a label is; unknown stays unknown."""
        return self.speakers.get(speaker, KnownSpeaker()) if speaker else KnownSpeaker()

    def utterance(self, number: int) -> Utterance | None:
        """Return the utterance of this number, None where there is none."""
        utterances = self.call.utterances
        place = bisect_left(utterances, number, key=lambda utterance: utterance.number)
        return utterances[place] if place < len(utterances) and utterances[place].number == number else None


def by_stretch(utterances: Sequence[Utterance]) -> list[list[Utterance]]:
    """Return the utterances of a call by stretches of one speaker, in order of their first words."""
    found: list[list[Utterance]] = []
    latest: dict[str | None, tuple[int, int]] = {}  # speaker -> stretch, words spoken by all when it paused
    spoken, turn = 0, 0
    for utterance in utterances:
        stretch, paused = latest.get(utterance.speaker, (-1, 0))
        same_turn = utterance.turn == turn
        resumes = utterance.speaker is not None and stretch >= 0 and spoken - paused <= INTERRUPTION
        if not (resumes or (same_turn and stretch >= 0)):
            stretch = len(found)
            found.append([])
        found[stretch].append(utterance)
        spoken += len(utterance.text.split())
        latest[utterance.speaker] = (stretch, spoken)
        turn = utterance.turn
    return found
