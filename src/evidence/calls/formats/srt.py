"""SubRip (SRT), and WebVTT cues without their header.

A line with two times and `-->` begins a cue; its words run to the next such
line, empty lines included, without the number that stands right before that
line. Missing numbers, dots for commas and short fractions are common. Only the
markup of subtitles is taken out: `<Bob>` is what somebody wrote.
"""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING, NamedTuple

from evidence.calls.formats._names import names_of_cues, note_unnamed, split_speaker
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.packed import repeatable
from evidence.calls.source import LineOf
from evidence.calls.turns import Piece
from evidence.escape import unescape_html
from evidence.text import milliseconds, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from evidence.calls.source import Source

NAME = "srt"
SUFFIXES = (".srt",)

_STAMP = r"-?(?:[0-9]{1,9}:)?[0-9]{1,2}:[0-9]{1,2}(?:[.,][0-9]{1,9})?"
_TIMES = re.compile(rf"^[ \t]*({_STAMP})[ \t]*-->[ \t]*({_STAMP})?[^\n]*(?:\n|\Z)", re.MULTILINE)
# Before a cue: its number, an empty line, or where no program wrote either, a cue of one line that is no number.
_BORDER = re.compile(
    rf"(?<!\n)\n(?=(?:\n|\n?[0-9]{{1,9}}\n){_STAMP}[ \t]*-->[ \t]*{_STAMP})"
    rf"|--> ?{_STAMP}\n[^\n]*[^0-9\s][^\n]*\n(?={_STAMP} ?--> ?{_STAMP})"
)
_NUMBER = re.compile(r"\n\n+([0-9]{1,9})[ \t]*\n(?=[^\n])")
_LAST = re.compile(r"(?:^|\n)[ \t]*([0-9]{1,9})[ \t]*\n\Z")
_MARKUP = re.compile(r"(?i)</?(?:[biusc]|font)(?:[ \t][^<>]*)?>|\{\\[^{}]*\}")
_VOICE = re.compile(r"<v(?:\.[\w.]+)? ([^\s:<>{}\[\]\"=][^:<>{}\[\]\"=\n]{0,59})>([^<]+)(?:</v>)?", re.DOTALL)
_ENTITY = re.compile(r"&(?:amp|lt|gt|nbsp|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});")


def claim(source: Source) -> Claim | None:
    """Claim what begins with the times of a cue, less surely what only holds some."""
    found = _TIMES.search(source.head)
    if not found or source.head.lstrip().startswith("WEBVTT"):
        return None
    before = source.head[: found.start()].split("\n")
    if sum(1 for line in before if line.strip()) <= 1:
        return Claim(80, "begins with a cue: two times with --> between")
    return Claim(40, "holds cues: lines of two times with --> between")


class SrtCue(NamedTuple):
    """A cue; without times where only its number was found."""

    line: int
    start_ms: int | None
    end_ms: int | None
    text: str


def parse_srt(text: str, before: int = 0) -> Iterator[SrtCue | Note]:
    """Yield the cues of a text with LF line ends, and a note for what is none; so many lines stand before it."""
    line_of = LineOf(text, before)
    found = _TIMES.finditer(text)
    times = next(found, None)
    first, number = _numbered(text[: times.start()]) if times else ("", None)
    if lost := len(first.split()):
        yield Note(f"{plural(lost, 'word')} before the first cue left out", 1, fault=True, hint="Give them a time.")
    while times:
        after = next(found, None)
        words, following = text[times.end() : after.start() if after else len(text)], None
        if after:
            words, following = _numbered(words)
        line, (start, end) = line_of(times.start()), times.groups()
        if end and (number is None or "\n\n" not in words):  # nearly every cue
            yield SrtCue(line, _ms(start), _ms(end), words)
        else:
            yield from _cue(times, words, line, number)
        times, number = after, following


def _numbered(text: str) -> tuple[str, int | None]:
    """Split off the number of the next cue, where one stands on the last line."""
    found = _LAST.search(text)
    return (text[: found.start()], int(found[1])) if found else (text, None)


def _ms(stamp: str) -> int | None:
    """Return the milliseconds of a time, of nearly every one by its places: at a quarter of the price."""
    if len(stamp) == 12 and stamp[2] == stamp[5] == ":" and stamp[8] in ",." and stamp[0] != "-":
        return ((int(stamp[:2]) * 60 + int(stamp[3:5])) * 60 + int(stamp[6:8])) * 1000 + int(stamp[9:])
    return milliseconds(stamp)


def _cue(times: re.Match[str], words: str, line: int, number: int | None) -> Iterator[SrtCue | Note]:
    """Yield a cue, and apart from it the one after, where that has a number but no times."""
    start_ms, end_ms = _ms(times[1]), _ms(times[2]) if times[2] else None
    if end_ms is None:
        yield Note("a cue without a readable end; its words are kept", line, fault=True, hint="Fix the time.")
    lost = _NUMBER.search(words) if number is not None else None
    if lost and int(lost[1]) - 1 != number:
        lost = None
    yield SrtCue(line, start_ms, end_ms, words[: lost.start()] if lost else words)
    if lost:
        at = line + 1 + words.count("\n", 0, lost.end())
        yield Note("a cue without times; its words are kept", at - 1, fault=True, hint="Fix the time.")
        yield SrtCue(at - 1, None, None, words[lost.end() :])


def plain_subtitle(text: str) -> str:
    """Return cue text without the markup of subtitles; entities are decoded where the file has some."""
    if "<" in text or "{" in text:
        text = _MARKUP.sub("", text)
    return _ENTITY.sub(lambda m: unescape_html(m[0]), text) if "&" in text else text


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one call of a file, looking for names first."""
    yield from read_cues(lambda: _cues(source), plain_subtitle)


def _cues(source: Source) -> Iterator[SrtCue | Note]:
    for before, text in source.parts(_BORDER):
        yield from parse_srt(text, before)


def read_cues(
    parse: Callable[[], Iterable[SrtCue | Note]], plain: Callable[[str], str] = str
) -> Iterator[CallDraft | Note]:
    """Read the one call of a file of cues; `parse` is asked twice, as names are looked for in all of them first."""
    notes: list[Note] = []
    voices: set[str] = set()
    cues = repeatable(lambda: _spoken(parse(), plain, notes, voices))
    names = names_of_cues(cue.text for cue in cues()) | voices
    yield from tuple(notes)
    unnamed = array("q")
    yield CallDraft(_named(cues(), names, unnamed))
    yield from note_unnamed(unnamed, names)


def _spoken(
    items: Iterable[SrtCue | Note], plain: Callable[[str], str], notes: list[Note], voices: set[str]
) -> Iterator[SrtCue]:
    """Yield the cues that have words, WebVTT's tag of a voice as a name before them; `voices` takes these names."""
    notes.clear()
    for item in items:
        if isinstance(item, Note):
            notes.append(item)
        elif words := plain(item.text).strip():
            if words.startswith("<v") and (voiced := _VOICE.fullmatch(words)):
                voices.add(voiced[1])
                words = f"{voiced[1]}: {voiced[2]}"
            yield SrtCue(item.line, item.start_ms, item.end_ms, words)


def _named(cues: Iterable[SrtCue], names: frozenset[str], unnamed: array[int]) -> Iterator[Piece]:
    for cue in cues:
        speaker, words = split_speaker(cue.text, names)
        if speaker is None:
            unnamed.append(cue.line)
        yield Piece(speaker, words, cue.start_ms, cue.end_ms, cue.line + 1)
