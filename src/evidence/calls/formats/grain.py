"""Grain: the sections of a transcript as a list, or a recording that holds them. Times are milliseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidence.calls.formats._json import (
    UNCONFIRMED,
    has_keys,
    json_object,
    moment_or_none,
    objects,
    parse_json,
    text_or_none,
    whole_milliseconds,
)
from evidence.calls.formats._links import meeting_id, page
from evidence.calls.formats._people import SIDES, ai_notes, person, seat
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.turns import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.source import Source
    from evidence.model import Participant

NAME = "grain"
SUFFIXES = (".json",)

_KEYS = ("participant_id", "speaker", "start", "text")
_LISTS = ("$[]", "$.transcript[]", "$.transcript_json[]", "$.recording.transcript[]")


def claim(source: Source) -> Claim | None:
    """Claim sections that hold a participant_id beside the speaker."""
    if any(has_keys(source, *(f"{place}.{key}" for key in _KEYS)) for place in _LISTS):
        return Claim(85, "JSON with Grain's sections of participant_id, speaker, start and text")
    return None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one recording."""
    yield UNCONFIRMED
    answer = parse_json(source)
    recording = {"transcript": answer} if isinstance(answer, list) else json_object(answer)
    recording = json_object(recording.get("recording")) | recording
    sections = objects(recording.get("transcript")) or objects(recording.get("transcript_json"))
    listed = {key: item for item in objects(recording.get("participants")) if (key := text_or_none(item.get("id")))}
    speakers = {key: _person(listed.get(key, {}), section) for section in sections if (key := _key(section))}
    silent = (_person(item, {}) for key, item in listed.items() if key not in speakers)
    deals = json_object(recording.get("hubspot")).get("hubspot_deal_ids")
    yield CallDraft(
        _pieces(sections),
        people=tuple(seat(speakers, silent)),
        events=ai_notes(recording.get("ai_summary")),
        source_id=text_or_none(recording.get("id")),
        title=text_or_none(recording.get("title")),
        started_at=moment_or_none(recording.get("start_datetime")),
        meeting_id=meeting_id(None, json_object(recording.get("calendar_event")).get("ical_uid")),
        duration_ms=whole_milliseconds(recording.get("duration_ms")),
        recording_url=page(recording.get("url")),
        opportunity_id=text_or_none(deals[0]) if isinstance(deals, list) and len(deals) == 1 else None,
    )


def _key(section: dict[str, Any]) -> str | None:
    return text_or_none(section.get("participant_id")) or text_or_none(section.get("speaker"))


def _person(participant: dict[str, Any], section: dict[str, Any]) -> Participant:
    name = text_or_none(section.get("speaker")) or participant.get("name")
    side = SIDES.get((text_or_none(participant.get("scope")) or "").lower())
    return person(name, participant.get("email"), side=side)


def _pieces(sections: list[dict[str, Any]]) -> Iterator[Piece]:
    for section in sections:
        if words := text_or_none(section.get("text")):
            start, end = (whole_milliseconds(section.get(key)) for key in ("start", "end"))
            yield Piece(_key(section), words, start, end)
