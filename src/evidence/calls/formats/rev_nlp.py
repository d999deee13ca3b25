"""Rev's `.nlp`: one token a line, `token|speaker|ts|endTs|punctuation|...`, times in seconds.

Columns go by their header. Sentences of one speaker number form a turn; the
name comes from `speaker-metadata.csv` beside the file or above it.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, NamedTuple

from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.people import from_label
from evidence.calls.source import decode_source
from evidence.calls.turns import Piece
from evidence.errors import FormatError
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.source import Source
    from evidence.model import Participant

NAME = "rev_nlp"
SUFFIXES = (".nlp",)
BESIDE = ("speaker-metadata.csv",)

LONGEST_SENTENCE = 60
"""Tokens; a speaker who never stops is taken in parts, so that the parts have times."""


def claim(source: Source) -> Claim | None:
    """Claim what begins with the header of the table."""
    header = source.head.lstrip().partition("\n")[0]
    return Claim(100, "begins with token|speaker|ts|endTs") if header.startswith("token|speaker|ts|endTs") else None


class _Token(NamedTuple):
    line: int
    speaker: str
    word: str
    start_ms: int | None
    end_ms: int | None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one call of a file. Raises FormatError where the header lacks a column."""
    notes: list[Note] = []
    people = _people(source, notes)
    yield from notes
    yield CallDraft(_pieces(source), people=people)


def _rows(source: Source, notes: list[Note]) -> Iterator[tuple[int, dict[str, str]]]:
    rows = ((number, line) for number, line in source.lines() if line.strip())
    header = next(rows, (1, ""))[1].strip().split("|")
    missing = [name for name in ("token", "speaker") if name not in header]
    if missing:
        raise FormatError(f"the column `{missing[0]}` is missing", hint="The first line must name the columns.", line=1)
    for number, line in rows:
        cells = line.split("|")
        if len(cells) == len(header):
            yield number, dict(zip(header, cells, strict=True))
        else:
            what = f"{plural(len(cells), 'cell')} but the header has {len(header)}; left out"
            notes.append(Note(what, number, fault=True, hint="Fix the line."))


def _tokens(source: Source) -> Iterator[_Token]:
    for number, row in _rows(source, []):
        word = f"{row.get('prepunctuation', '')}{row['token']}{row.get('punctuation', '')}".strip()
        yield _Token(number, row["speaker"].strip(), word, _ms(row.get("ts", "")), _ms(row.get("endTs", "")))


def _ms(seconds: str) -> int | None:
    return round(float(seconds) * 1000) if re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", seconds.strip()) else None


def _pieces(source: Source) -> Iterator[Piece]:
    """Yield sentences; the time of one is that of its first and last token that has any."""
    turn, sentence = 0, list[_Token]()
    speaker: str | None = None
    for token in _tokens(source):
        if token.speaker != speaker:
            if sentence:
                yield _sentence(sentence, turn)
            turn, speaker, sentence = turn + 1, token.speaker, []
        sentence.append(token)
        if token.word.endswith((".", "?", "!", "…")) or len(sentence) == LONGEST_SENTENCE:
            yield _sentence(sentence, turn)
            sentence = []
    if sentence:
        yield _sentence(sentence, turn)


def _sentence(tokens: list[_Token], turn: int) -> Piece:
    starts = [t.start_ms for t in tokens if t.start_ms is not None]
    ends = [t.end_ms for t in tokens if t.end_ms is not None]
    return Piece(
        tokens[0].speaker or None,
        " ".join(token.word for token in tokens),
        starts[0] if starts else None,
        ends[-1] if ends else None,
        tokens[0].line,
        turn,
        start_source="derived" if tokens[0].start_ms is None else "stated",
        end_source="derived" if tokens[-1].end_ms is None else "stated",
    )


def _people(source: Source, notes: list[Note]) -> tuple[tuple[str, Participant], ...]:
    """Return the people in the order they speak, by the number that the tokens carry."""
    names = _names(source, notes)
    spoken = dict.fromkeys(row["speaker"].strip() for _, row in _rows(source, notes))
    return tuple((number, from_label(names.get(number) or f"Speaker {number}")) for number in spoken if number)


def _names(source: Source, notes: list[Note]) -> dict[str, str]:
    data = source.beside(BESIDE[0])
    if data is None:
        return {}
    file_id = source.path.name.partition(".")[0]
    try:
        rows = list(csv.DictReader(io.StringIO(decode_source(data).text)))
    except (csv.Error, FormatError) as error:
        notes.append(Note(f"{BESIDE[0]} cannot be read: {error}", fault=True))
        return {}
    return {
        str(row.get("speaker_id")).strip(): str(row["speaker_name"]).strip()
        for row in rows
        if row.get("speaker_name") and str(row.get("file_id")).strip() == file_id
    }
