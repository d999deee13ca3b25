"""A call as the stretches of speech in which a quotation must stand.

A turn goes on across an interruption of up to four words, so a speaker keeps
the floor from the first utterance of such a turn to its last. Every utterance
belongs to exactly one floor. A speaker whom nobody knows holds it for one turn.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from evidence.model import Call, Citation, Side, Utterance
from evidence.quotes.folding import FoldedWord, is_joined, read_words, rough

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

INTERRUPTION = 4
"""So many words of others do not end a turn."""

Range = tuple[int, int]
"""Half-open [first, last) in the words of a text."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who a speaker really is, as far as it is known."""

    side: Side = "unknown"
    account_id: str | None = None


@dataclass(frozen=True)
class Wording:
    """A text in which words are looked up; what looking needs is made when first asked for."""

    text: str

    @cached_property
    def rough(self) -> list[str]:
        """Folded words without fillers and signs."""
        return rough(self.text)

    @cached_property
    def rough_line(self) -> str:
        """The rough words with a blank around each: finding in it is finding whole words."""
        return f" {' '.join(self.rough)} "

    @cached_property
    def words(self) -> list[FoldedWord]:
        """Words and meaningful signs, without fillers."""
        return read_words(self.text)

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
        return not is_joined(left, right, self.text[left.end : right.start])

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
class Floor(Wording):
    """The utterances of one speaker's turn, joined by blanks."""

    utterances: tuple[Utterance, ...]

    @classmethod
    def of(cls, utterances: Sequence[Utterance]) -> Floor:
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
        utterance = self.utterances[first]
        return Citation(
            call_id,
            utterance.number,
            start - self._starts[first],
            end - self._starts[last],
            utterance.start_ms,
            self.utterances[last].number if last > first else None,
        )

    def is_interrupted(self, start: int, end: int) -> bool:
        """Whether others speak between the two ends of these code points."""
        first, last = self._place(start), self._place(end - 1)
        return self.utterances[last].number - self.utterances[first].number > last - first


@dataclass(frozen=True)
class Script:
    """A call made ready for looking up quotations, and who its speakers are.

    Make one a call and keep it while quotations of that call are judged:
    nothing is prepared before it is needed, and nothing twice.
    """

    call: Call
    voices: Mapping[str, Voice] = field(default_factory=dict)

    @cached_property
    def floors(self) -> tuple[Floor, ...]:
        """The call in stretches of speech, in order of their first words."""
        return _floors(self.call.utterances)

    @cached_property
    def rough_line(self) -> str:
        """The rough words of all floors; no run of words crosses from one to the next."""
        return "\n".join(floor.rough_line for floor in self.floors)

    @cached_property
    def _floor_of(self) -> dict[int, Floor]:
        return {utterance.number: floor for floor in self.floors for utterance in floor.utterances}

    def floor(self, number: int) -> tuple[Floor, ...]:
        """Return the floor that holds the utterance of this number, alone; empty where there is none."""
        floor = self._floor_of.get(number)
        return (floor,) if floor else ()

    def voice(self, speaker: str | None) -> Voice:
        """Return who a label is; unknown stays unknown."""
        return self.voices.get(speaker, Voice()) if speaker else Voice()

    def utterance(self, number: int) -> Utterance | None:
        """Return the utterance of this number, None where there is none."""
        utterances = self.call.utterances
        place = bisect_left(utterances, number, key=lambda utterance: utterance.number)
        return utterances[place] if place < len(utterances) and utterances[place].number == number else None


def _floors(utterances: Sequence[Utterance]) -> tuple[Floor, ...]:
    stretches: list[list[Utterance]] = []
    latest: dict[str | None, tuple[int, int]] = {}  # speaker -> stretch, words spoken by all when it paused
    spoken, turn = 0, 0
    for utterance in utterances:
        stretch, paused = latest.get(utterance.speaker, (-1, 0))
        same_turn = utterance.turn == turn
        resumes = utterance.speaker is not None and stretch >= 0 and spoken - paused <= INTERRUPTION
        if not (resumes or (same_turn and stretch >= 0)):
            stretch = len(stretches)
            stretches.append([])
        stretches[stretch].append(utterance)
        spoken += len(utterance.text.split())
        latest[utterance.speaker] = (stretch, spoken)
        turn = utterance.turn
    return tuple(Floor.of(stretch) for stretch in stretches)
