"""AssemblyAI: utterances or words, times in milliseconds, voices named A, B, C or 1, 2 for channels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from evidence.calls.formats._json import (
    each_object,
    has_keys,
    json_object,
    parse_json,
    seconds_to_ms,
    text_or_none,
    whole_milliseconds,
)
from evidence.calls.formats._words import RecognisedWord, named, passage, voice, word_sentences
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.turns import Piece
from evidence.errors import EmptyTranscriptError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.source import Source

NAME = "assemblyai"
SUFFIXES = (".json",)
_OWN = ("acoustic_model", "language_model", "audio_duration", "speech_model", "audio_url", "audio_src_url")
_LISTS = ("utterances", "words", "segments", "text")


def claim(source: Source) -> Claim | None:
    """Claim a transcript that stands among the settings of this service."""
    own = [key for key in _OWN if has_keys(source, f"$.{key}")]
    if has_keys(source, "$.audio_src_url", "$.segments[].start", "$.segments[].text"):
        return Claim(95, "JSON with audio_src_url and segments, as the first version of AssemblyAI wrote it")
    spoken = any(has_keys(source, f"$.{key}") for key in _LISTS)
    return Claim(95, f"JSON with {own[0]} and {own[1]}") if spoken and own[1:] else None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one call of a file. Raises EmptyTranscriptError where the service was not done with it."""
    response = json_object(parse_json(source, ("utterances", "words", "segments")))
    if response.get("status") in ("error", "queued", "processing"):
        why = text_or_none(response.get("error"))
        what = f"the transcription has the status {response['status']!r}{f' ({why})' if why else ''}"
        raise EmptyTranscriptError(what, hint="Fetch the finished transcript.")
    pieces = assemblyai_pieces(response)
    yield CallDraft(pieces, people=named(pieces, {}), duration_ms=seconds_to_ms(response.get("audio_duration")))


def assemblyai_pieces(response: dict[str, Any]) -> list[Piece]:
    """Return what was said, by utterances where there are any; the first version's `segments` are words."""
    pieces: list[Piece] = []
    for utterance in each_object(response.get("utterances")):
        text = text_or_none(utterance.get("text")) or ""
        stated = Piece(
            _speaker(utterance),
            text,
            whole_milliseconds(utterance.get("start")),
            whole_milliseconds(utterance.get("end")),
        )
        pieces += passage(stated, list(_words(utterance)))
    written = text_or_none(response.get("text")) or ""
    words = list(_words(response)) or list(_words(response, "segments"))
    return pieces or list(word_sentences(words, written)) or [Piece(None, written)]


def _words(holder: dict[str, Any], key: str = "words") -> Iterator[RecognisedWord]:
    for item in each_object(holder.get(key)):
        yield RecognisedWord(
            text_or_none(item.get("text")) or "",
            whole_milliseconds(item.get("start")),
            whole_milliseconds(item.get("end")),
            _speaker(item),
        )


def _speaker(item: dict[str, Any]) -> str | None:
    """Return the label: after Z come AA and AB, which are no names either."""
    label = item.get("speaker")
    return f"Speaker {label}" if isinstance(label, str) and re.fullmatch("[A-Z]{2}", label) else voice(label)
