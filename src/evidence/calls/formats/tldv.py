"""tl;dv: the transcript of its API, alone or with the meeting it belongs to. Times are seconds, speakers are names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidence.calls.formats._json import (
    UNCONFIRMED,
    has_keys,
    json_object,
    moment_or_none,
    objects,
    parse_json,
    seconds_to_ms,
    text_or_none,
)
from evidence.calls.formats._links import meeting_id, page
from evidence.calls.formats._people import person, seat, shared_names
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.turns import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.source import Source
    from evidence.model import Participant

NAME = "tldv"
SUFFIXES = (".json",)


def claim(source: Source) -> Claim | None:
    """Claim entries under `data` with speaker, text and both times."""
    if has_keys(source, *(f"data[].{key}" for key in ("speaker", "text", "startTime", "endTime"))):
        return Claim(85, "JSON with tl;dv's data[] of speaker, text, startTime and endTime")
    return None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one meeting; `data` stands at the top or in `transcript`, what is known of the meeting in `meeting`."""
    yield UNCONFIRMED
    answer = json_object(parse_json(source))
    transcript = json_object(answer.get("transcript")) or answer
    meeting = json_object(answer.get("meeting")) or answer
    entries = objects(transcript.get("data"))
    speakers = {name: person(name) for entry in entries if (name := text_or_none(entry.get("speaker")))}
    attendees = list(_attendees(meeting))
    yield from shared_names(speakers, attendees)
    yield CallDraft(
        _pieces(entries),
        people=tuple(seat(speakers, attendees)),
        source_id=text_or_none(transcript.get("meetingId")) or text_or_none(meeting.get("id")),
        title=text_or_none(meeting.get("name")),
        started_at=moment_or_none(meeting.get("happenedAt")),
        meeting_id=meeting_id(None, json_object(meeting.get("extraProperties")).get("conferenceId")),
        duration_ms=seconds_to_ms(meeting.get("duration")),
        recording_url=page(meeting.get("url")),
    )


def _attendees(meeting: dict[str, Any]) -> Iterator[Participant]:
    for item in [json_object(meeting.get("organizer")), *objects(meeting.get("invitees"))]:
        yield person(item.get("name"), item.get("email"))


def _pieces(entries: list[dict[str, Any]]) -> Iterator[Piece]:
    for entry in entries:
        if words := text_or_none(entry.get("text")):
            start, end = (seconds_to_ms(entry.get(key)) for key in ("startTime", "endTime"))
            yield Piece(text_or_none(entry.get("speaker")), words, start, end)
