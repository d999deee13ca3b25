"""Word documents: Teams, Google Meet, Otter, tables of turns, or names before the words.

The paragraphs are read by the format of text that knows them best. A table is one of
turns where its first row names a column for the speaker and one for the words; what else
such a document holds are notes. The older layout of Teams has cues, with the name on the
first line of each.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from evidence.calls.formats import meet_text, otter, speaker_text, srt
from evidence.calls.formats._docx import DocxRow, Paragraph, docx_blocks, is_word
from evidence.calls.formats._rows import unused
from evidence.calls.formats.base import ENOUGH, CallDraft, Claim, Note
from evidence.calls.source import Source
from evidence.calls.turns import Piece
from evidence.errors import FormatError, UnknownFormatError
from evidence.model import Event
from evidence.text import milliseconds, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import ModuleType

NAME = "docx"
SUFFIXES = (".docx",)

_HEAD = 1 << 20
"""Bytes of XML that detection reads: tables and notes may stand before the speech."""
_TEXTS = (meet_text, otter, speaker_text, srt)
_SPEAKER = {"speaker", "name", "who", "participant"}
_WORDS = {"transcription", "transcript", "text", "utterance", "content", "words"}
_START = {"start", "time", "timestamp", "start time", "timecode"}
_LASTED = {"dur", "duration"}
_SECONDS = re.compile(r"(\d{1,6}(?:\.\d{1,3})?) ?s")
_MARK = re.compile(r"^\[Topic \d+\]|^Guardrail .*$", re.MULTILINE)


def claim(source: Source) -> Claim | None:
    """Claim every Word document."""
    if not is_word(source.data):
        return None
    try:
        found = list(docx_blocks(source.data, most=_HEAD))
    except FormatError:  # reading says what is wrong with it
        found = []
    inner = _best(_as_text(source, found))
    reason = "a table of turns" if _columns_of(found) else f"{inner[0].NAME}: {inner[1].reason}" if inner else ""
    return Claim(100, f"a Word document{reason and ' with '}{reason}")


def refuse(source: Source) -> None:
    """Raise FormatError for what is called a Word document and is none that can be read."""
    if source.data.startswith(b"\xd0\xcf\x11\xe0"):  # how Word packs what has a password, and packed all before 2007
        raise FormatError(
            "the Word document is password-protected, or from before 2007",
            hint="Open it in Word, remove the password and save it as .docx.",
        )
    if source.data.strip() and not source.data.startswith(b"PK"):
        raise FormatError("despite its name, this is not a Word document", hint="Export it again, or save it as text.")
    raise FormatError(
        "the Word document is damaged: word/document.xml is missing",
        hint="Download it again, or open it in Word and save it as .docx.",
    )


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one call of a document. Raises FormatError where it is broken or says nothing of this kind."""
    if not is_word(source.data):
        refuse(source)
    found = list(docx_blocks(source.data))
    inside = _as_text(source, found)
    if columns := _columns_of(found):
        yield from unused("columns", _others(found, columns), {})
        yield _of_table(found, columns)
    elif not (inner := _best(inside)):
        raise UnknownFormatError(
            "the Word document's text is not laid out as a transcript",
            hint="Names or times must come before the words.",
        )
    elif inner[0] is srt:
        yield from _of_cues(inside.text)
    else:
        for item in inner[0].read(inside):
            yield _without_lines(item)


def _as_text(source: Source, found: Iterable[Paragraph | DocxRow]) -> Source:
    text = "\n\n".join(block.text for block in found if isinstance(block, Paragraph))
    return Source(source.path.with_suffix(".txt").as_posix(), text.encode("utf-8", "replace"))


def _best(inside: Source) -> tuple[ModuleType, Claim] | None:
    claims = [(text, claimed) for text in _TEXTS if (claimed := text.claim(inside)) and claimed.score >= ENOUGH]
    return max(claims, key=lambda entry: entry[1].score, default=None)


def _without_lines(item: CallDraft | Note) -> CallDraft | Note:
    """Take away the lines: a document has pages, and nobody sees our lines."""
    if isinstance(item, Note):
        return replace(item, line=None)
    pieces = (piece._replace(line=None) for piece in item.pieces)
    return replace(item, pieces=pieces, events=tuple(replace(event, line=None) for event in item.events))


def _of_cues(text: str) -> Iterator[CallDraft | Note]:
    items = list(srt.parse_srt(text))
    yield from (replace(item, line=None) for item in items if isinstance(item, Note))
    cues = [(cue, *cue.text.strip().partition("\n")) for cue in items if isinstance(cue, srt.SrtCue)]
    yield CallDraft([Piece(name, words, cue.start_ms, cue.end_ms) for cue, name, _, words in cues])


class _Columns(NamedTuple):
    """Which cells of a table hold what."""

    table: int
    speaker: int
    words: int
    start: int | None
    lasted: int | None


def _columns_of(found: Iterable[Paragraph | DocxRow]) -> _Columns | None:
    """Find the table of turns by the first row of each."""
    rows = (block for block in found if isinstance(block, DocxRow))
    for table, group in groupby(rows, key=lambda row: row.table):
        heads = [one_line(cell).casefold().rstrip(".:") for cell in next(group).cells]
        speaker, words, start, lasted = (_place(heads, known) for known in (_SPEAKER, _WORDS, _START, _LASTED))
        if speaker is not None and words is not None and next(group, None):
            return _Columns(table, speaker, words, start, lasted)
    return None


def _place(heads: list[str], known: set[str]) -> int | None:
    return next((index for index, head in enumerate(heads) if head in known), None)


def _of_table(found: Iterable[Paragraph | DocxRow], columns: _Columns) -> CallDraft:
    pieces: list[Piece] = []
    events: list[Event] = []
    head = True
    for block in found:
        cells = (block.text,) if isinstance(block, Paragraph) else block.cells
        if isinstance(block, Paragraph) or block.table != columns.table or head:
            head = head and not (isinstance(block, DocxRow) and block.table == columns.table)
            events.append(Event("notes", " ".join(cells)))
        else:
            marks, words = _unmarked(_cell(cells, columns.words))
            events += [Event("notes", mark) for mark in marks]
            start_ms = milliseconds(_cell(cells, columns.start))
            lasted = _SECONDS.fullmatch(_cell(cells, columns.lasted))
            end_ms = start_ms + round(float(lasted[1]) * 1000) if lasted and start_ms is not None else None
            pieces.append(Piece(_cell(cells, columns.speaker) or None, words, start_ms, end_ms))
    return CallDraft(pieces, events=tuple(events))


def _others(found: Iterable[Paragraph | DocxRow], columns: _Columns) -> Iterator[str]:
    """Yield the names of the columns of a table of turns that hold something and of which nothing is taken."""
    head, *rows = [block.cells for block in found if isinstance(block, DocxRow) and block.table == columns.table]
    for at, name in enumerate(head):
        if at not in {columns.speaker, columns.words, columns.start, columns.lasted} and any(
            _cell(cells, at) for cells in rows
        ):
            yield name


def _cell(cells: Sequence[str], at: int | None) -> str:
    return cells[at].strip() if at is not None and at < len(cells) else ""


def _unmarked(words: str) -> tuple[list[str], str]:
    """Take out what Amazon's document puts among the words: topics and guardrails."""
    return [one_line(mark[0]) for mark in _MARK.finditer(words)], _MARK.sub("", words)
