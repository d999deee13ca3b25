"""Amazon Bedrock Data Automation: `audio_segments`, times in milliseconds, labels such as spk_0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.calls.formats._json import (
    UNCONFIRMED,
    has_keys,
    json_object,
    objects,
    parse_json,
    text_or_none,
    whole_milliseconds,
)
from evidence.calls.formats._words import by_time, voice
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.turns import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.source import Source

NAME = "aws_bda"
SUFFIXES = (".json",)


def claim(source: Source) -> Claim | None:
    """Claim what holds `audio_segments` with times in milliseconds."""
    found = has_keys(source, "$.audio_segments[].text", "$.audio_segments[].start_timestamp_millis")
    return Claim(100, "JSON with audio_segments[].start_timestamp_millis") if found else None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one call of a file."""
    yield UNCONFIRMED
    pieces = []
    for part in objects(json_object(parse_json(source)).get("audio_segments")):
        speaker = voice(json_object(part.get("speaker")).get("speaker_label"))
        channel = voice(json_object(part.get("channel")).get("channel_label"))
        start_ms, end_ms = (
            whole_milliseconds(part.get("start_timestamp_millis")),
            whole_milliseconds(part.get("end_timestamp_millis")),
        )
        pieces.append(Piece(speaker or channel, text_or_none(part.get("text")) or "", start_ms, end_ms))
    yield CallDraft(by_time(pieces))
