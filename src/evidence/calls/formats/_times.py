"""What is odd about the times of a call, for every format: a wrong one would be cited as a fact."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from evidence.calls.formats._parts import Note
from evidence.model import clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.calls.turns import Piece
    from evidence.model import Utterance

DAY_MS = 86_400_000
SAMPLE = 200
_FAST, _SLOW = 0.05, 0.001
"""Letters in a second. People speak about 12, so that times in milliseconds, taken for seconds, show about 0.012.
Whisper writes three of them into half a minute of silence, which is 0.1."""

MENDED = Note("the times are milliseconds, which this format writes in seconds; they were read as milliseconds")


def in_their_unit(pieces: Iterable[Piece]) -> tuple[Iterable[Piece], tuple[Note, ...]]:
    """Return pieces, their times a thousandth where the first ones show that milliseconds were read as seconds."""
    if isinstance(pieces, list):  # which stays one: it is let go piece by piece
        return ([_shorter(piece) for piece in pieces], (MENDED,)) if _are_too_long(pieces[:SAMPLE]) else (pieces, ())
    flow = iter(pieces)
    first = list(islice(flow, SAMPLE))
    rest = chain(first, flow)
    return (map(_shorter, rest), (MENDED,)) if _are_too_long(first) else (rest, ())


def _are_too_long(pieces: list[Piece]) -> bool:
    times = [time for piece in pieces for time in (piece.start_ms, piece.end_ms) if time is not None]
    if not times or any(time % 1000 for time in times):
        return False
    lasting = [(p.text, p.end_ms - p.start_ms) for p in pieces if p.start_ms is not None and p.end_ms is not None]
    letters = sum(len(text) - text.count(" ") for text, _ in lasting)
    seconds = sum(length for _, length in lasting) / 1000
    return seconds > 0 and _SLOW <= letters / seconds <= _FAST


def _shorter(piece: Piece) -> Piece:
    start, end = (None if time is None else round(time / 1000) for time in (piece.start_ms, piece.end_ms))
    return piece._replace(start_ms=start, end_ms=end)


class WatchedTimes:
    """Looks at the times of pieces and utterances while they go by; an end before the start is taken away."""

    def __init__(self) -> None:
        self._back: list[int | None] = []  # the lines
        self._upside: list[int | None] = []
        self._early: list[int | None] = []
        self._last = 0

    def mend(self, pieces: Iterable[Piece]) -> Iterable[Piece]:
        """Return the pieces, those that end before they start without an end; a list stays the same list."""
        if not isinstance(pieces, list):
            return map(self._mended, pieces)
        for place, piece in enumerate(pieces):
            pieces[place] = self._mended(piece)
        return pieces

    def _mended(self, piece: Piece) -> Piece:
        if piece.start_ms is None or piece.end_ms is None or piece.end_ms >= piece.start_ms:
            return piece
        self._upside.append(piece.line)
        return piece._replace(end_ms=None)

    def watch(self, utterances: Iterable[Utterance]) -> Iterator[Utterance]:
        """Yield the utterances; one whose times run backwards within has no end."""
        before: int | None = None
        for utterance in utterances:
            start_ms, end_ms = utterance.start_ms, utterance.end_ms
            if start_ms is not None:
                if before is not None and start_ms < before:
                    self._back.append(utterance.line)
                if end_ms is not None and end_ms < start_ms:
                    self._upside.append(utterance.line)
                    utterance, end_ms = replace(utterance, end_ms=None, end_source=None), None  # noqa: PLW2901
                if start_ms < 0:
                    self._early.append(utterance.line)
                before = start_ms
                self._last = max(self._last, start_ms, end_ms or 0)
            yield utterance

    def notes(self) -> Iterator[Note]:
        """Yield what was odd."""
        for odd, what, kept in (
            (self._back, "times run backwards", "the order of the file was kept"),
            (self._upside, "words end before they start", "when they end is unknown"),
            (self._early, "words stand before the start of the recording", "the times were kept as they are"),
        ):
            if odd:
                more = f" ({len(odd)} times)" if odd[1:] else ""
                yield Note(f"{what}{more}; {kept}", odd[0])
        if self._last > DAY_MS:
            what = f"the last words stand at {clock(self._last)}, so the call is longer than a day"
            yield Note(what, hint="Check whether the times are seconds, milliseconds or dates.")
