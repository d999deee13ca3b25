"""YouTube's automatic captions in WebVTT, which roll: each line is shown twice or more.

A line is kept once, where it appears first, with the times of its words. `>>` is how
broadcasters mark that somebody else speaks: a new turn, and nobody knows whose.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.formats.vtt import VttCue, plain_cue, vtt_cues
from evidence.calls.turns import Piece
from evidence.text import milliseconds, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.calls.source import Source

NAME = "youtube_vtt"
SUFFIXES: tuple[str, ...] = ()  # those of vtt, and a dialect never ties with it

_STAMP = re.compile(r"<(\d{1,9}:\d\d:\d\d\.\d{3})>")
_ROLLING = re.compile(
    r"-->[^\n]{0,80}\balign:start position:0%[^\n]{0,80}\n(?:[^\n]{0,200}\n){1,3}?"
    r"[^\n]{0,200}<\d{1,9}:\d\d:\d\d\.\d{3}><c>"
)
_CHANGE = re.compile(r"(?:^|(?<=\s))>>(?=\s|$)")


def claim(source: Source) -> Claim | None:
    """Claim WebVTT whose cues stand at the left edge and hold the times of single words."""
    head = source.head
    if "align:start position:0%" not in head or not head.lstrip().startswith("WEBVTT") or not _ROLLING.search(head):
        return None
    return Claim(100, "begins with WEBVTT, and its captions roll with the time of each word")


class Words(NamedTuple):
    """Words that appear for the first time."""

    text: str
    start_ms: int | None
    end_ms: int | None
    line: int


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one call of a file."""
    yield from (item for item in vtt_cues(source) if isinstance(item, Note))
    cues = (item for item in vtt_cues(source) if isinstance(item, VttCue))
    repeated = [0]
    yield CallDraft(turns(_first(cues, repeated)))
    if repeated[0]:
        yield Note(f"{repeated[0]} repeated caption lines were left out")


def turns(said: Iterable[Words]) -> Iterator[Piece]:
    """Yield pieces, a turn from each `>>` on; the sign itself is nothing anybody said."""
    turn = 0
    for text, start_ms, end_ms, line in said:
        parts = _CHANGE.split(text)
        first = next((index for index, part in enumerate(parts) if part.strip()), 0)
        for index, part in enumerate(parts):
            turn += index > 0
            # Who speaks up in the middle of a caption does so at a time nobody knows.
            start, end = start_ms if index == first else None, end_ms if index == len(parts) - 1 else None
            yield Piece(None, part, start, end, line, turn or None)


def _first(cues: Iterable[VttCue], repeated: list[int]) -> Iterator[Words]:
    """Yield the words of lines that the cue before does not show; count the others."""
    shown: list[str] = []
    for cue in cues:
        rows = [(cue.line + 1 + at, row) for at, row in enumerate(cue.text.split("\n")) if row.strip()]
        now = [one_line(plain_cue(row)) for _, row in rows]
        # A row with the times of its words is new, whatever it says.
        most = next((at for at, (_, row) in enumerate(rows) if _STAMP.search(row)), len(rows))
        again = next(n for n in range(min(most, len(shown)), -1, -1) if shown[len(shown) - n :] == now[:n])
        repeated[0] += again
        for line, row in rows[again:]:
            yield from _words(row, line, cue)
        shown = now or shown


def _words(row: str, line: int, cue: VttCue) -> Iterator[Words]:
    """Split a row at the times in it; where no blank stands between, it is one word."""
    parts = _STAMP.split(row)
    text, start_ms = plain_cue(parts[0]), cue.start_ms
    for stamp, part in zip(parts[1::2], parts[2::2], strict=True):
        words = plain_cue(part)
        if not text.strip() or (words[:1].isspace() or text[-1:].isspace()):
            if text.strip():
                yield Words(text, start_ms, None, line)
            text, start_ms = words, milliseconds(stamp) or 0
        else:
            text += words
    yield Words(text, start_ms, cue.end_ms, line)
