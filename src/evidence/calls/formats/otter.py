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
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from evidence.calls.formats._names import is_label, is_plausible, is_sure_name
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.packed import repeatable
from evidence.calls.source import lines
from evidence.calls.turns import Piece
from evidence.model import Event
from evidence.text import milliseconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from evidence.calls.source import Source

NAME = "otter"
SUFFIXES = (".txt", ".md", ".text", ".markdown")
COUNTED = True

_TIME = r"(?:[0-9]{1,3}:)?[0-9]{1,3}:[0-9]{2}"
_HEADER = re.compile(
    rf"(?:\*\*(?P<bold>[^*\n]{{1,60}}?)[ ]*\*\*[ \t\N{{NO-BREAK SPACE}}]+"
    rf"|(?P<name>[^\s*#\[(].{{0,59}}?)(?:[ \N{{NO-BREAK SPACE}}]{{2,}}|\t+)|[ ]*)"
    rf"(?P<bracket>[\[(])?(?P<time>{_TIME})(?(bracket)[\])])\s*$"
)
_END = re.compile(r"\w{4}[.,]$|…$|\.{3}$")
_MADE_BY = re.compile(r"[*_\s]*Transcribed by (?:https?://)?otter\.ai\b", re.IGNORECASE)
_STARTED = re.compile(r"\S.{0,80} (?:started|stopped) transcription\s*$")
_RECORDING = re.compile(
    r"(?P<title>.+?)[-_ ]+(?P<day>20\d{6})[_-]\d{6}(?:UTC)?(?:[-_ ]*Meeting (?:Recording|Transcript))?$"
)
_DAY = re.compile(r"([A-Z][a-z]+ \d{1,2}, 20\d\d)(?:,? \d{1,2}:\d\d\s?[AP]M)?$")
_LENGTH = re.compile(r"(?:(\d{1,3})h ?)?(?:(\d{1,3})m ?)?(\d{1,3})s$")


class OtterHeader(NamedTuple):
    """A line above a turn: who speaks (None where it does not say) and from when."""

    name: str | None
    start_ms: int | None


def otter_header(line: str) -> OtterHeader | None:
    """Take a line apart that stands above a turn.

    >>> header("Dana Reyes  1:02:03  "), header("Dana at 0:19")
    (Header(name='Dana Reyes', start_ms=3723000), None)
    """
    found = _HEADER.match(line) if len(line) < 200 else None
    if not found:
        return None
    name = (found["bold"] or found["name"] or "").strip().rstrip(":")
    if name and not is_plausible(name):
        return None
    return OtterHeader(name or None, milliseconds(found["time"]))


def claim(source: Source) -> Claim | None:
    """Claim text in which lines of a name and a time stand above words, again and again."""
    heads = total = 0
    above = None
    for _, line in lines(source.head):
        if not line.strip():
            continue
        total += 1
        found = otter_header(line)
        heads += bool(above and above.name and not found)
        above = found
    if heads > 1 and heads >= 0.1 * total:
        return Claim(80, f"{heads} lines are a name and a time, with words below")
    return Claim(20, "a line is a name and a time, with words below") if heads else None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one call of a file: once for what stands around the turns, once for the turns."""
    events: list[Event] = []
    first, unnamed = None, []
    timeless = _timeless(source)
    pieces = repeatable(lambda: _pieces(source, timeless, events))
    for piece in pieces():
        first = first or piece.line
        if piece.speaker is None:
            unnamed.append(piece.line)
    if unnamed:
        some = "1 line of words has" if len(unnamed) == 1 else f"{len(unnamed)} lines of words have"
        yield Note(f"{some} no name above; the speaker stays unknown", unnamed[0])
    before = [event.text for event in events if first is None or (event.line or 0) < first]
    recording = next((found for text in before if (found := _RECORDING.match(text[:300]))), None)
    yield CallDraft(
        pieces(),
        events=tuple(events),
        title=recording["title"].replace("_", " ") if recording else None,
        started_at=_iso(recording["day"], "%Y%m%d") if recording else _english_day(before),
        duration_ms=_length(before),
    )


def _timeless(source: Source) -> dict[int, str | None]:
    """Return the lines that are a name without its time, with an empty line before and words right below.

    A single word that nothing else shows to be a name may be one or may be said: nobody knows who
    speaks from there, least of all the person before.
    """
    known: set[str] = set()
    alone: dict[int, str] = {}
    below: set[int] = set()
    blank = True
    for number, line in source.lines():
        above = otter_header(line)
        if above:
            known.update([above.name] if above.name else [])
        elif number - 1 in alone:
            below.update([number - 1] if line.strip() else [])
        elif blank and is_plausible(name := line.strip().strip("*").strip().rstrip(":")):
            alone[number] = name
        blank = not line.strip()
    often = Counter(alone[number] for number in below if is_sure_name(alone[number]) and not _END.search(alone[number]))
    sure = known | {name for name in often if " " in name or often[name] > 1 or is_label(name)}
    return {
        number: name if name in sure else None
        for number, name in alone.items()
        if name in known or (number in below and name in often)
    }


def _pieces(source: Source, timeless: Mapping[int, str | None], events: list[Event]) -> Iterator[Piece]:
    events.clear()
    turn, above, start_ms = 0, None, None
    blank = True  # whether the line before is empty: only there a notice or a time alone can stand
    for number, line in source.lines():
        found = otter_header(line)
        if above and number in timeless:
            turn, above, start_ms = turn + 1, OtterHeader(timeless[number], None), None
            if above.name is None:
                yield Piece(None, line, None, None, number, turn)
        elif found and (found.name or blank):
            turn, above, start_ms = turn + 1, found, found.start_ms
        elif line.strip():
            if above is None or _MADE_BY.match(line) or (blank and _STARTED.match(line)):
                events.append(Event("notice", line, line=number))
            else:
                yield Piece(above.name, line, start_ms, None, number, turn)
                start_ms = None  # that of the first line under the header
        blank = not line.strip()


def _english_day(before: list[str]) -> str | None:
    """Return the day that stands on a line of its own, in English; other languages are not guessed at."""
    found = next((found for text in before if (found := _DAY.match(text.strip()))), None)
    return _iso(found[1], "%B %d, %Y") if found else None


def _iso(text: str, form: str) -> str | None:
    try:
        return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007  a day has no zone
    except ValueError:
        return None


def _length(before: list[str]) -> int | None:
    """Read the length of a meeting as Teams writes it, `1h 2m 3s`."""
    found = next((found for text in before if (found := _LENGTH.match(text.strip()))), None)
    if not found:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000
