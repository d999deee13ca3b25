"""Amazon Transcribe: `results.items`, words and signs apart, times as strings of seconds.

Who spoke stands on the items, or beside them in `speaker_labels` by the start
of each word, or in `channel_labels`, one list of items for each channel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidence.calls.formats._json import (
    each_object,
    has_keys,
    json_object,
    objects,
    parse_json,
    seconds_to_ms,
    text_or_none,
)
from evidence.calls.formats._words import RecognisedWord, by_time, voice, word_sentences
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.turns import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.source import Source

NAME = "aws_transcribe"
SUFFIXES = (".json",)
_LONG = ("results.items", "results.speaker_labels.segments", "results.audio_segments")


def claim(source: Source) -> Claim | None:
    """Claim what holds `results.transcripts` with items, channels or speakers."""
    parts = ("items", "channel_labels", "speaker_labels")
    found = has_keys(source, "$.results.transcripts[].transcript")
    if found and any(has_keys(source, f"$.results.{part}") for part in parts):
        return Claim(100, "JSON with results.transcripts and items")
    found = found and has_keys(source, "$.jobName")
    return Claim(90, "JSON with jobName and results.transcripts") if found else None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one call of a file."""
    results = json_object(json_object(parse_json(source, _LONG)).get("results"))
    written = " ".join(text_or_none(t.get("transcript")) or "" for t in objects(results.get("transcripts")))
    channels = objects(json_object(results.get("channel_labels")).get("channels"))
    if channels:
        spoken = [p for channel in channels for p in word_sentences(_words(channel, {}, channel.get("channel_label")))]
        yield CallDraft(by_time(spoken) or [Piece(None, written)])
    else:
        yield CallDraft(list(word_sentences(_words(results, _speakers(results)), written)) or [Piece(None, written)])


def _speakers(results: dict[str, Any]) -> dict[object, Any]:
    """Return who spoke the word that starts at a time, as the file writes that time."""
    segments = each_object(json_object(results.get("speaker_labels")).get("segments"))
    return {
        str(item.get("start_time")): item.get("speaker_label")
        for segment in segments
        for item in objects(segment.get("items"))
    }


def _words(holder: dict[str, Any], speakers: dict[object, Any], channel: object = None) -> Iterator[RecognisedWord]:
    for item in each_object(holder.get("items")):
        best = next(iter(objects(item.get("alternatives"))), {})
        label = item.get("speaker_label") or speakers.get(str(item.get("start_time"))) or channel
        start_ms, end_ms = seconds_to_ms(item.get("start_time")), seconds_to_ms(item.get("end_time"))
        yield RecognisedWord(text_or_none(best.get("content")) or "", start_ms, end_ms, voice(label))
