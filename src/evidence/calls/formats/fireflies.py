"""Fireflies: the answer of its GraphQL API, and the sentences alone as a list.

Times are seconds, the date is an epoch in milliseconds, the duration minutes.
Names of speakers are not tied to addresses: an attendee of the same name lends theirs.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from evidence.calls.formats._json import (
    UNCONFIRMED,
    has_keys,
    json_object,
    moment_or_none,
    number,
    objects,
    parse_json,
    seconds_to_ms,
    text_or_none,
)
from evidence.calls.formats._links import meeting_id, page
from evidence.calls.formats._people import ai_notes, person, seat, shared_names
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.turns import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.source import Source
    from evidence.model import Participant

NAME = "fireflies"
SUFFIXES = (".json",)

_SHAPES = (
    (("$.data.transcript.sentences",), "data.transcript.sentences"),
    (("$.data.transcripts[].sentences",), "data.transcripts[].sentences"),
    (("sentences[].speaker_name", "sentences[].start_time"), "sentences[].speaker_name and start_time"),
    (("$[].speaker_name", "$[].speaker_id", "$[].start_time"), "a list of speaker_name, speaker_id and start_time"),
)

_FRED = sha256(b"fred@fireflies.ai").hexdigest()
"""The address under which its own notetaker is invited."""


def claim(source: Source) -> Claim | None:
    """Claim an answer by where its sentences stand."""
    for paths, reason in _SHAPES:
        if has_keys(source, *paths):
            return Claim(95, f"JSON with {reason}, as Fireflies writes it")
    return None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read each transcript of an answer; one without sentences is a silent meeting."""
    answer = parse_json(source)
    if isinstance(answer, list) and not any("sentences" in item for item in objects(answer)):
        answer = {"sentences": answer}
        yield UNCONFIRMED
    for transcript in _transcripts(answer):
        pieces = list(_pieces(transcript))
        if pieces:
            yield from _draft(transcript, pieces)
        else:
            yield Note(f"nobody speaks in {text_or_none(transcript.get('title')) or 'the meeting'!r}")


def _transcripts(answer: Any) -> list[dict[str, Any]]:
    if isinstance(answer, list):
        return objects(answer)
    data = json_object(json_object(answer).get("data")) or json_object(answer)
    one = data.get("transcript")
    return [one] if isinstance(one, dict) else objects(data.get("transcripts")) or [data]


def _key(item: dict[str, Any], number_key: str, name_key: str) -> str | None:
    """Return the key of a speaker: the id where there is one, so that two people of one name stay two."""
    return text_or_none(item.get(number_key)) or text_or_none(item.get(name_key))


def _pieces(transcript: dict[str, Any]) -> Iterator[Piece]:
    for sentence in objects(transcript.get("sentences")):
        words = text_or_none(sentence.get("text")) or text_or_none(sentence.get("raw_text"))
        if words:
            start, end = (seconds_to_ms(sentence.get(key)) for key in ("start_time", "end_time"))
            yield Piece(_key(sentence, "speaker_id", "speaker_name"), words, start, end)


def _speakers(transcript: dict[str, Any]) -> dict[str, Participant]:
    """Return the speakers in the order in which they first speak."""
    names = {key: s.get("name") for s in objects(transcript.get("speakers")) if (key := _key(s, "id", "name"))}
    people: dict[str, Participant] = {}
    for sentence in objects(transcript.get("sentences")):
        key = _key(sentence, "speaker_id", "speaker_name")
        if key and key not in people:
            name = text_or_none(sentence.get("speaker_name")) or names.get(key)
            people[key] = person(name, nameless=f"Speaker {key}")
    return people


def _attendees(transcript: dict[str, Any]) -> Iterator[Participant]:
    for attendee in objects(transcript.get("meeting_attendees")):
        name = text_or_none(attendee.get("displayName")) or attendee.get("name")
        yield person(name, attendee.get("email"))
    addresses = transcript.get("participants")
    for address in addresses if isinstance(addresses, list) else ():
        if isinstance(address, str):
            for part in address.split(","):
                known = person(None, part)
                yield replace(known, bot=known.email_sha256 == _FRED)


def _draft(transcript: dict[str, Any], pieces: list[Piece]) -> Iterator[CallDraft | Note]:
    speakers, attendees = _speakers(transcript), list(_attendees(transcript))
    minutes = number(transcript.get("duration"))
    yield from shared_names(speakers, attendees)
    yield CallDraft(
        pieces,
        people=tuple(seat(speakers, attendees)),
        events=ai_notes(transcript.get("summary")),
        source_id=text_or_none(transcript.get("id")),
        title=text_or_none(transcript.get("title")),
        started_at=moment_or_none(transcript.get("date")) or moment_or_none(transcript.get("dateString")),
        meeting_id=meeting_id(transcript.get("meeting_link"), transcript.get("calendar_id")),
        duration_ms=seconds_to_ms(minutes * 60) if minutes else None,
        recording_url=page(transcript.get("transcript_url")),
    )
