"""What each line of a text was taken for: a turn, words, a time, no speech.

A reader gives words and what it puts aside with their lines. What it gives no line of is a name or a time above the
words that follow, front matter, or holds no words, such as a rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from evidence.model.records import Recorded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.calls.formats import CallDraft

Taken = Literal["turn", "words", "time", "notes", "notice", "chat", "front matter", "no words", "blank"]

_TIME = re.compile(r"\d\d?[:：]\d\d|\b\d+ ?(?:s|sec|seconds?|m|min|minutes?)\b")


@dataclass(frozen=True, slots=True)
class ExplainedLine(Recorded):
    """A line of a text and what it was taken for; `speaker` is whose turn or words it is, None for somebody unknown."""

    line: int
    taken: Taken
    speaker: str | None
    text: str

    def __str__(self) -> str:
        """Say what it was taken for."""
        match self.taken:
            case "turn" | "words":
                return f"{self.taken} of {self.speaker or 'somebody unknown'}"
            case "notes" | "notice" | "chat":
                return f"not speech: {self.taken}"
            case _:
                return self.taken


def explained(numbered: Iterable[tuple[int, str]], drafts: Iterable[CallDraft]) -> Iterator[ExplainedLine]:
    """Yield every line with what the reader took it for; nothing where it gives no lines, as readers of JSON do."""
    taken = _Taken.of(drafts)
    waiting: list[tuple[int, str]] = []  # lines of which nothing is known before the next words
    if not taken.words:
        return
    front = False
    for number, text in numbered:
        begins = number == 1 and text.rstrip() == "---"
        if begins or front:
            front = begins or text.rstrip() not in ("---", "...")
            yield ExplainedLine(number, "front matter" if text.strip() else "blank", None, text)
        elif number in taken.words or number in taken.aside:
            yield from taken.told(waiting, number)
            waiting = []
            yield taken.known(number, text)
        else:
            waiting.append((number, text))
    yield from taken.told(waiting, None)


@dataclass(slots=True)
class _Taken:
    """The lines that a reader gave: whose words they hold and whether a turn begins there, or why nobody said them."""

    words: dict[int, tuple[str | None, bool]] = field(default_factory=dict)
    aside: dict[int, Taken] = field(default_factory=dict)
    headed: set[int] = field(default_factory=set)  # lines of words whose turn began on a line above

    @classmethod
    def of(cls, drafts: Iterable[CallDraft]) -> _Taken:
        taken = cls()
        for draft in drafts:
            labels = {key: person.label for key, person in draft.people}
            before: object = None
            for piece in draft.pieces:
                turn = (piece.speaker, piece.turn)
                if piece.line is not None and piece.line not in taken.words:
                    label = labels.get(piece.speaker or "", piece.speaker)
                    taken.words[piece.line] = (label, turn != before)
                before = turn
            taken.aside |= {event.line: event.kind for event in draft.events if event.line is not None}
        return taken

    def known(self, number: int, text: str) -> ExplainedLine:
        """Return a line that the reader gave."""
        if number not in self.words:
            return ExplainedLine(number, self.aside[number], None, text)
        speaker, begins = self.words[number]
        return ExplainedLine(number, "turn" if begins and number not in self.headed else "words", speaker, text)

    def told(self, waiting: Iterable[tuple[int, str]], following: int | None) -> Iterator[ExplainedLine]:
        """Yield lines that the reader gave nothing of: the name of the turn that begins at the next words, times."""
        speaker, begins = self.words.get(following or 0, (None, False))
        for number, text in waiting:
            if not text.strip():
                yield ExplainedLine(number, "blank", None, text)
            elif begins and speaker and following not in self.headed and _names(text, speaker):
                self.headed.add(following or 0)
                yield ExplainedLine(number, "turn", speaker, text)
            else:
                yield ExplainedLine(number, "time" if _TIME.search(text) else "no words", None, text)


def _names(text: str, speaker: str) -> bool:
    """Say whether all words of a name stand in a line."""
    said = set(re.findall(r"\w+", text.casefold()))
    return said.issuperset(re.findall(r"\w+", speaker.casefold()))
