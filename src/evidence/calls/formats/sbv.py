"""SubViewer (SBV), as YouTube and Google Meet save captions.

A line of two times with a comma between begins a cue; its words run to the
next such line. The blanks that pad a line, no-break ones included, are white
space like any other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.formats.srt import SrtCue, read_cues
from evidence.calls.source import LineOf
from evidence.text import milliseconds, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.source import Source

NAME = "sbv"
SUFFIXES = (".sbv",)

_STAMP = r"-?[0-9]{1,9}:[0-9]{2}:[0-9]{2}\.[0-9]{1,9}"
_TIMES = re.compile(rf"^[ \t]*{_STAMP},{_STAMP}[ \t]*$", re.MULTILINE)
_BORDER = re.compile(rf"\n(?={_STAMP},{_STAMP}\n)")
# A damaged line of times still begins a cue: its words are not those of the cue before.
_BEGIN = re.compile(r"^[ \t]*([0-9]+:[^\s,]{1,20}),([0-9]+:[^\s,]{1,20})[ \t]*(?:\n|\Z)", re.MULTILINE)


def claim(source: Source) -> Claim | None:
    """Claim what begins with the times of a cue."""
    head = source.head
    first = head.rfind("\n", 0, len(head) - len(head.lstrip())) + 1  # where the first line begins that says something
    if not _TIMES.match(head, first):
        return None
    return Claim(80, "begins with a cue: two times with a comma between")


def parse_sbv(text: str, before: int = 0) -> Iterator[SrtCue | Note]:
    """Yield the cues of a text with LF line ends, and a note for what is none; so many lines stand before it."""
    line_of = LineOf(text, before)
    found = _BEGIN.finditer(text)
    times = next(found, None)
    if times and (lost := len(text[: times.start()].split())):
        yield Note(f"{plural(lost, 'word')} before the first cue left out", 1, fault=True, hint="Give them a time.")
    while times:
        after = next(found, None)
        line, start_ms, end_ms = line_of(times.start()), milliseconds(times[1]), milliseconds(times[2])
        if start_ms is None or end_ms is None:
            yield Note("a cue without readable times; its words are kept", line, fault=True, hint="Fix the times.")
        yield SrtCue(line, start_ms, end_ms, text[times.end() : after.start() if after else len(text)])
        times = after


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one call of a file, looking for names first."""
    yield from read_cues(lambda: _cues(source))


def _cues(source: Source) -> Iterator[SrtCue | Note]:
    for before, text in source.parts(_BORDER):
        yield from parse_sbv(text, before)
