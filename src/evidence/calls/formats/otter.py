"""Text whose turns stand under a line with a name and a time, as Otter and Teams write it.

    Dana Reyes  0:19          two blanks or more, the time as m:ss or h:mm:ss
    We pack at night.

    **Dana Reyes**  0:19      the same in Markdown; also with the time in brackets
    0:27                      a line without a name: nobody knows who speaks

    Noor Haddad               a name whose time is missing, with words right below

What stands before the first such line is a notice, and so are the lines that say who
started the transcription and what made it. Title, day and length of a meeting are taken
from the lines with which Teams begins.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from evidence.calls.formats import speaker_text
from evidence.calls.formats.base import CallDraft, Claim, Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.calls.source import Source
    from evidence.calls.turns import Piece

NAME = "otter"
SUFFIXES = (".txt", ".md", ".text", ".markdown")
COUNTED = True

_RECORDING = re.compile(
    r"(?P<title>.+?)[-_ ]+(?P<day>20\d{6})[_-]\d{6}(?:UTC)?(?:[-_ ]*Meeting (?:Recording|Transcript))?$"
)
_LENGTH = re.compile(r"(?:(\d{1,3})h ?)?(?:(\d{1,3})m ?)?(\d{1,3})s$")


def claim(source: Source) -> Claim | None:
    """Claim text in which lines of a name and a time stand above words, again and again."""
    if speaker_text.is_json(source):
        return None
    layout = speaker_text.parse_head(source.head).layout
    if layout.above == 1 and layout.notices:
        return Claim(80, "a line is a name and a time, between the notices of a recording")
    if layout.above > 1 and layout.above >= 0.1 * layout.lines:
        return Claim(80, f"{layout.above} lines are a name and a time, with words below")
    return None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one call of a file by the grammar of all text, and what Teams says of the meeting in its first lines."""
    for item in speaker_text.read(source):
        if isinstance(item, Note):
            yield item
            continue
        pieces, first = peeked(item.pieces)
        before = [event.text for event in item.events if first is None or (event.line or 0) < first]
        recording = next((found for text in before if (found := _RECORDING.match(text[:300]))), None)
        yield replace(
            item,
            pieces=pieces,
            title=recording["title"].replace("_", " ") if recording else item.title,
            started_at=(_iso(recording["day"]) if recording else None) or item.started_at,
            duration_ms=_length(before) or item.duration_ms,
        )


def peeked(pieces: Iterable[Piece]) -> tuple[Iterable[Piece], int | None]:
    """Return pieces and the line of the first of them."""
    rest = iter(pieces)
    first = next(rest, None)
    return (chain([first], rest), first.line) if first else ((), None)


def _iso(day: str) -> str | None:
    try:
        return date(int(day[:4]), int(day[4:6]), int(day[6:])).isoformat()
    except ValueError:
        return None


def _length(before: list[str]) -> int | None:
    """Read the length of a meeting as Teams writes it, `1h 2m 3s`."""
    found = next((found for text in before if (found := _LENGTH.match(text.strip()))), None)
    if not found:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000
