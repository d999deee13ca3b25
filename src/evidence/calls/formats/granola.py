"""Granola: the local cache with all its meetings, one note of the API, or the segments of one transcript.

It hears two channels: the microphone is whoever took the notes, the system
sound is everybody else. The latter is never taken for one person: it is marked
as a room. Times are times of the day; the first one is where a call begins.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from evidence.calls.formats._json import (
    UNCONFIRMED,
    epoch_ms,
    has_keys,
    json_object,
    moment_or_none,
    objects,
    parse_json,
    text_or_none,
)
from evidence.calls.formats._links import meeting_id, page
from evidence.calls.formats._people import ai_notes, person, seat
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.turns import Piece
from evidence.errors import FormatError
from evidence.model import Participant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.source import Source

NAME = "granola"
SUFFIXES = (".json",)

_CACHED = re.compile(r"\.transcripts\.[^.]+\[\]\.source$")


def claim(source: Source) -> Claim | None:
    """Claim the cache, which may be JSON within a string, a note, and bare segments."""
    if has_keys(source, "$[].document_id", "$[].source", "$[].start_timestamp"):
        return Claim(90, "JSON with Granola's segments of document_id, source and start_timestamp")
    if has_keys(source, "transcript[].speaker.source") or has_keys(source, "$.transcript[].source"):
        return Claim(85, "JSON with Granola's transcript[] by source")
    if any(_CACHED.search(path) for path in source.key_paths):
        return Claim(90, "JSON with Granola's transcripts by document")
    if has_keys(source, "$.cache") and b'\\"state\\"' in source.data:
        return Claim(80, "JSON with Granola's cache in a string")
    return None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read every meeting that has a transcript."""
    yield UNCONFIRMED
    answer = parse_json(source)
    if isinstance(answer, list) and all("transcript" not in item for item in objects(answer)):
        yield from _draft({"id": _document(answer), "transcript": answer})
        return
    state = _state(answer)
    documents, transcripts = json_object(state.get("documents")), json_object(state.get("transcripts"))
    for key, segments in transcripts.items():
        if objects(segments):
            yield from _draft({"id": key} | json_object(documents.get(key)) | {"transcript": segments})
    if not transcripts:
        for note in objects(answer) or [json_object(answer)]:
            yield from _draft(note)


def _document(segments: list[Any]) -> str | None:
    return next((text_or_none(segment.get("document_id")) for segment in objects(segments)), None)


def _state(answer: Any) -> dict[str, Any]:
    """Return the state of the cache, parsed once more where it stands in a string."""
    cache = json_object(answer).get("cache", answer)
    if isinstance(cache, str):
        try:
            cache = json.loads(cache, parse_constant=lambda _: None)
        except (ValueError, RecursionError):
            raise FormatError("the cache inside the file is not valid JSON", hint="Copy the file again.") from None
    return json_object(json_object(cache).get("state", cache))


def _draft(note: dict[str, Any]) -> Iterator[CallDraft | Note]:
    segments = [segment for segment in objects(note.get("transcript")) if text_or_none(segment.get("text"))]
    final = [segment for segment in segments if segment.get("is_final") is not False]
    if left := len(segments) - len(final):
        some = "1 passage" if left == 1 else f"{left} passages"
        yield Note(f"{some} left out because Granola had not finished them")
    event = json_object(note.get("google_calendar_event")) or json_object(note.get("calendar_event"))
    starts = [at for segment in final if (at := _at(segment, "start")) is not None]
    begin = min(starts, default=None)
    speakers = {key: _channel(key) for segment in final if (key := _source(segment))}
    yield CallDraft(
        _pieces(final, begin),
        people=tuple(seat(speakers, _attendees(note, event))),
        events=ai_notes(*(note.get(key) for key in ("summary", "overview", "notes_plain", "summary_text"))),
        source_id=text_or_none(note.get("id")),
        title=text_or_none(note.get("title")) or text_or_none(event.get("event_title")),
        started_at=moment_or_none(begin) or moment_or_none(note.get("created_at")),
        meeting_id=meeting_id(event.get("hangoutLink"), event.get("calendar_event_id") or event.get("id")),
        recording_url=page(note.get("web_url")),
    )


def _source(segment: dict[str, Any]) -> str | None:
    return text_or_none(segment.get("source")) or text_or_none(json_object(segment.get("speaker")).get("source"))


def _channel(name: str) -> Participant:
    """Make a participant of a channel; all but the microphone may be several people."""
    return Participant(name, role=None if name == "microphone" else "room")


def _at(segment: dict[str, Any], side: str) -> int | None:
    return epoch_ms(segment.get(f"{side}_timestamp", segment.get(f"{side}_time")))


def _pieces(segments: list[dict[str, Any]], begin: int | None) -> Iterator[Piece]:
    for segment in segments:
        times = (_at(segment, side) for side in ("start", "end"))
        start, end = (None if at is None or begin is None else at - begin for at in times)
        yield Piece(
            _source(segment),
            text_or_none(segment["text"]) or "",
            start,
            end,
            start_source="derived",
            end_source="derived",
        )


def _attendees(note: dict[str, Any], event: dict[str, Any]) -> Iterator[Participant]:
    people = json_object(note.get("people"))
    lists = (people.get("attendees"), note.get("attendees"), event.get("invitees"), event.get("attendees"))
    for item in [
        json_object(people.get("creator")),
        json_object(note.get("owner")),
        *(p for known in lists for p in objects(known)),
    ]:
        yield person(item.get("name") or item.get("displayName"), item.get("email"))
