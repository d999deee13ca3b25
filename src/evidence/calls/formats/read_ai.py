"""Read.ai: the webhook at the end of a meeting. Times are epochs in whole seconds, or count from its start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidence.calls.formats._json import (
    epoch_ms,
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
from evidence.calls.formats._rows import EPOCH
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.turns import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.source import Source
    from evidence.model import Participant

NAME = "read_ai"
SUFFIXES = (".json",)

_TIMES = ("start_time", "end_time")
_NOTES = ("summary", "chapter_summaries", "action_items", "key_questions", "topics")


def claim(source: Source) -> Claim | None:
    """Claim the blocks of speakers that nobody else has."""
    if has_keys(source, "transcript.speaker_blocks"):
        return Claim(95, "JSON with Read.ai's transcript.speaker_blocks")
    return None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one meeting of a message, or each of a list of messages."""
    answer = parse_json(source)
    for meeting in objects(answer) if isinstance(answer, list) else [json_object(answer)]:
        yield from _draft(meeting)


def _draft(meeting: dict[str, Any]) -> Iterator[CallDraft | Note]:
    blocks = [
        block
        for block in objects(json_object(meeting.get("transcript")).get("speaker_blocks"))
        if text_or_none(block.get("words"))
    ]
    title = text_or_none(meeting.get("title"))
    if not blocks:
        yield Note(f"nobody speaks in {title or 'the meeting'!r}")
        return
    speakers = {name: person(name) for block in blocks if (name := _name(block))}
    attendees = list(_attendees(meeting))
    yield from shared_names(speakers, attendees)
    start, end = epoch_ms(meeting.get("start_time")), epoch_ms(meeting.get("end_time"))
    yield CallDraft(
        _pieces(blocks, start),
        people=tuple(seat(speakers, attendees)),
        events=ai_notes(*(meeting.get(key) for key in _NOTES)),
        source_id=text_or_none(meeting.get("session_id")),
        title=title,
        started_at=moment_or_none(meeting.get("start_time")),
        meeting_id=meeting_id(None, meeting.get("platform_meeting_id")),
        duration_ms=end - start if start is not None and end is not None and end >= start else None,
        recording_url=page(meeting.get("report_url")),
    )


def _name(block: dict[str, Any]) -> str | None:
    return text_or_none(json_object(block.get("speaker")).get("name"))


def _pieces(blocks: list[dict[str, Any]], start: int | None) -> Iterator[Piece]:
    """Yield the blocks, timed from the start of the meeting; untimed where that is not known."""
    offsets = _are_offsets(blocks)
    for block in blocks:
        if offsets:
            begin, end = (seconds_to_ms(block.get(key)) for key in _TIMES)
        else:
            times = (epoch_ms(block.get(key)) for key in _TIMES)
            begin, end = (None if at is None or start is None else at - start for at in times)
        yield Piece(_name(block), text_or_none(block["words"]) or "", begin, end)


def _are_offsets(blocks: list[dict[str, Any]]) -> bool:
    """Say whether the blocks count from the start of the meeting: no number among their times is a date."""
    times = [value for block in blocks for key in _TIMES if (value := number(block.get(key))) is not None]
    return bool(times) and max(times) < EPOCH


def _attendees(meeting: dict[str, Any]) -> Iterator[Participant]:
    for item in [*objects(meeting.get("participants")), json_object(meeting.get("owner"))]:
        parts = (text_or_none(item.get(key)) for key in ("first_name", "last_name"))
        yield person(text_or_none(item.get("name")) or " ".join(filter(None, parts)), item.get("email"))
