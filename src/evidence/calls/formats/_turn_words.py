"""The words of a turn as pieces: cut at the times among them, each with the speaker, the turn and the time it has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from evidence.calls.formats._stamps import DAY_MS, INSIDE, stamp_ms
from evidence.calls.turns import Piece
from evidence.escape import unescape_written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.formats._heads import TurnHead
    from evidence.calls.formats._layout import Layout

SENTENCE_END = re.compile(r"[.?!…。？！][\"'”’)\]*_]*\s*$")
_AT_END = re.compile(r"[ \t]*#(\d{1,2}:\d\d:\d\d-\d{1,2})#[ \t]*$")
_NAMED = re.compile(r"[ ]*([^\s:\[\]()][^:\[\]()\n]{0,60}?)[ ]?:[ ]+(?=\S)")


class TurnWords:
    """Whose turn it is, from when on, and the pieces of what is said in it.

    `turn` is 0 before the first one; `ended` says whether the latest words end a sentence; `waiting` is the time of
    words that are still to come; `time` the latest, in milliseconds as the file has them.
    """

    def __init__(self, layout: Layout, *, markdown: bool) -> None:
        """Begin before the first turn; markdown: signs of Markdown before a sign mean nothing."""
        self._layout = layout
        self._markdown = markdown
        self.turn = 0
        self.speaker: str | None = None
        self.waiting: tuple[int, int | None] | None = None
        self.time = 0
        self.ended = False

    def begin(self, speaker: str | None, head: TurnHead | None = None) -> None:
        """Begin a turn of somebody, None for somebody unknown, at the time of its head where that has one."""
        self.turn, self.speaker, self.ended = self.turn + 1, speaker, self.ended and speaker is None
        if head:
            self.at(head)

    def at(self, head: TurnHead) -> None:
        """Take the time of a head for the words that follow."""
        if head.start_ms is not None:
            self.waiting = (head.start_ms, head.end_ms)

    def said(self, words: str, number: int) -> Iterator[Piece]:
        """Yield the pieces of words, cut at the times among them."""
        at, start = 0, self.waiting
        end = None
        if words.rstrip().endswith("#") and (found := _AT_END.search(words[-40:])):
            words, end = words[: len(words) - len(found[0])], stamp_ms(found[1])
        if self._layout.inside:
            for time in INSIDE.finditer(words):
                if words[at : time.start()].strip():
                    yield self._piece(words[at : time.start()], number, start, None)
                    start = None
                ms = stamp_ms(time["square"] or time["round"])
                start = (ms, None) if ms is not None else start
                at = time.end()
                if (named := _NAMED.match(words, at)) and named[1] in self._layout.names:  # the turn of another
                    self.begin(named[1])
                    at = named.end()
        self.waiting = start if not words[at:].strip() else None
        if words[at:].strip():
            yield self._piece(words[at:], number, start, end)

    def _piece(self, words: str, number: int, start: tuple[int, int | None] | None, end: int | None) -> Piece:
        start_ms, end_ms = start or (None, None)
        base, unit = self._layout.base_ms, 60 if self._layout.hours else 1
        derived = base is not None and start_ms is not None
        if base is not None:
            start_ms, end_ms = (None if ms is None else (ms - base) * unit % DAY_MS for ms in (start_ms, end_ms))
        end_ms = end_ms if end is None else end
        if start_ms is not None:
            self.time = max(self.time, start_ms // unit + (base or 0))
        cut = start_ms is not None and self.ended
        self.ended = bool(SENTENCE_END.search(words))
        text = unescape_written(words) if self._markdown else words
        source: Literal["stated", "derived"] = "derived" if derived else "stated"
        turn = None if self._layout.timed_words else self.turn
        return Piece(self.speaker, text, start_ms, end_ms, number, turn, source, source, cut)
