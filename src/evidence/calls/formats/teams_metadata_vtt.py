"""Teams' transcript as Microsoft Graph gives it with metadata: WebVTT whose cues are JSON.

    00:00:16.246 --> 00:00:17.726
    {"startDateTime": "2026-01-15T09:22:30Z", "speakerName": "Dana Reyes", "spokenText": "We pack at night."}

The moment of the first cue, less its offset, is when the recording began.
"""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.formats.vtt import VttCue, vtt_cues
from evidence.calls.turns import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.source import Source

NAME = "teams_metadata_vtt"
SUFFIXES: tuple[str, ...] = ()  # those of vtt, and a dialect never ties with it

_RECORD = re.compile(r'-->[^\n]{0,200}\n\{[^\n]{0,800}"spokenText"')


def claim(source: Source) -> Claim | None:
    """Claim WebVTT with a cue that is a record of what was spoken."""
    head = source.head
    if '"spokenText"' not in head or not head.lstrip().startswith("WEBVTT") or not _RECORD.search(head):
        return None
    return Claim(100, "begins with WEBVTT, and its cues are records with spokenText")


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one call of a file."""
    pieces: list[Piece] = []
    started_at: str | None = None
    for item in vtt_cues(source):
        if isinstance(item, Note):
            yield item
            continue
        record = _record(item.text)
        if record is None:
            yield Note("a cue is not a JSON record; its words were kept as they are", item.line + 1, fault=True)
            pieces.append(Piece(None, item.text, item.start_ms, item.end_ms, item.line + 1))
            continue
        started_at = started_at or _began(record.get("startDateTime"), item)
        name = record.get("speakerName")
        speaker = name if isinstance(name, str) else None
        pieces.append(Piece(speaker, record["spokenText"], item.start_ms, item.end_ms, item.line + 1))
    yield CallDraft(pieces, started_at=started_at)


def _record(text: str) -> dict[str, str] | None:
    try:
        record = json.loads(text, parse_int=str)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) and isinstance(record.get("spokenText"), str) else None


def _began(moment: str | None, cue: VttCue) -> str | None:
    try:
        spoken = datetime.fromisoformat(moment) if isinstance(moment, str) else None
        return (spoken - timedelta(milliseconds=cue.start_ms)).isoformat() if spoken and spoken.tzinfo else None
    except (ValueError, OverflowError):
        return None
