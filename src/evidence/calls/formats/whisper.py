"""Whisper and what grew around it: `segments` with text, times in seconds, often words, with WhisperX speakers.

Also the bare list of segments, whisper.cpp's `transcription` with `offsets` in
milliseconds, and the TSV of the command line: start, end, text, in milliseconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidence.calls.formats._json import (
    UNCONFIRMED,
    each_object,
    has_keys,
    json_object,
    objects,
    parse_json,
    seconds_to_ms,
    text_or_none,
    whole_milliseconds,
)
from evidence.calls.formats._rows import columns
from evidence.calls.formats._words import RecognisedWord, passage, voice
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.turns import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.source import Source

NAME = "whisper"
SUFFIXES = (".json", ".tsv")
_TSV_HEADER = "start\tend\ttext"
_OWN = ("words", "avg_logprob", "no_speech_prob", "compression_ratio", "tokens", "seek")
_SILENT = {"$.text", "$.segments", "$.language", "$.task", "$.duration"}


def claim(source: Source) -> Claim | None:
    """Claim segments with `start`, `end` and `text`, and with something that tells them from anybody's."""
    if _header(source.head) == _TSV_HEADER:
        return Claim(95, "begins with the columns start, end, text")
    if has_keys(source, "$.transcription[].offsets.from", "$.transcription[].text"):
        return Claim(95, "JSON with transcription[].offsets")
    for path in ("$.segments[]", "$[]"):
        if has_keys(source, f"{path}.start", f"{path}.end", f"{path}.text"):
            own = next((key for key in _OWN if has_keys(source, f"{path}.{key}")), None)
            own = own or ("language" if has_keys(source, "$.language") else None)
            if own or b'"SPEAKER_' in source.data:
                return Claim(85, f"JSON segments with start, end, text and {own or 'labels such as SPEAKER_00'}")
            named = "speaker" in columns(
                key.removeprefix(f"{path}.") for key in source.key_paths if key.startswith(path)
            )
            return None if named else Claim(70, "JSON segments with start, end and text")
    alone = source.key_paths == {"$.text"} or {"$.text", "$.segments"} <= source.key_paths <= _SILENT
    return Claim(60, "JSON that holds a text alone") if alone else None


def _header(text: str) -> str:
    return text.lstrip().partition("\n")[0].strip().lower()


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one call of a file."""
    if _header(source.head) == _TSV_HEADER:
        yield from _table(source)
        return
    response = parse_json(source, ("segments", "words", "word_segments"))
    if isinstance(response, dict) and "transcription" in response:
        yield UNCONFIRMED
        yield CallDraft(list(_offsets(objects(response["transcription"]))))
        return
    pieces = whisper_pieces(response)
    if not isinstance(response, list) and not any(each_object(json_object(response).get("segments"))):
        yield Note("there are no segments, so the text has no times")
    yield CallDraft(pieces)


def whisper_pieces(response: Any) -> list[Piece]:  # an object or a bare list
    """Return what was said; a file without segments has its text alone."""
    whole_text = json_object(response).get("text")
    segments = each_object(response if isinstance(response, list) else json_object(response).get("segments"))
    pieces = [piece for segment in segments for piece in _segment(segment)]
    return pieces or [Piece(None, text_or_none(whole_text) or "")]


def _segment(segment: dict[str, Any]) -> Iterator[Piece]:
    start_ms, end_ms = seconds_to_ms(segment.get("start")), seconds_to_ms(segment.get("end"))
    stated = Piece(voice(segment.get("speaker")), text_or_none(segment.get("text")) or "", start_ms, end_ms)
    words = [
        RecognisedWord(
            _text(item), seconds_to_ms(item.get("start")), seconds_to_ms(item.get("end")), voice(item.get("speaker"))
        )
        for item in objects(segment.get("words"))
    ]
    yield from passage(stated, words)


def _text(item: dict[str, Any]) -> str:
    return text_or_none(item.get("word")) or text_or_none(item.get("text")) or ""


def _offsets(segments: list[dict[str, Any]]) -> Iterator[Piece]:
    for segment in segments:
        times, speaker = json_object(segment.get("offsets")), segment.get("speaker")
        label = None if speaker == "?" else voice(speaker)
        yield Piece(
            label,
            text_or_none(segment.get("text")) or "",
            whole_milliseconds(times.get("from")),
            whole_milliseconds(times.get("to")),
        )


def _table(source: Source) -> Iterator[CallDraft | Note]:
    for number, piece in _rows(source):
        if piece is None:
            yield Note("a line without start, end and text; left out", number, fault=True, hint="Fix the line.")
    # The rows are read once more: a million pieces would take 300 MB.
    yield CallDraft(piece for _, piece in _rows(source) if piece)


def _rows(source: Source) -> Iterator[tuple[int, Piece | None]]:
    """Yield every row with its line, None where it cannot be read."""
    for number, line in source.lines():
        if not line.strip() or line.strip().lower() == _TSV_HEADER:
            continue
        start, _, rest = line.partition("\t")
        end, tab, text = rest.partition("\t")
        said = (
            Piece(None, text, whole_milliseconds(start), whole_milliseconds(end), number)
            if tab and whole_milliseconds(start) is not None
            else None
        )
        yield number, said
