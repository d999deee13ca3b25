"""Fathom: a meeting of its API or webhook, a page of meetings, or a transcript alone.

Turns have a time of the clock `HH:MM:SS` from the start and no end. Calendar
invitees tell sides; `crm_matches` is a list or an error.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from evidence.calls.formats._json import (
    epoch_ms,
    has_keys,
    json_object,
    moment_or_none,
    objects,
    parse_json,
    text_or_none,
)
from evidence.calls.formats._links import page
from evidence.calls.formats._people import ai_notes, person, seat, shared_names
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.people import hash_email
from evidence.calls.turns import Piece
from evidence.text import milliseconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.source import Source
    from evidence.model import Participant, Side

NAME = "fathom"
SUFFIXES = (".json",)


def claim(source: Source) -> Claim | None:
    """Claim turns whose speaker has a display_name, and meetings of its API without a transcript."""
    if has_keys(source, "transcript[].speaker.display_name"):
        return Claim(95, "JSON with Fathom's transcript[].speaker.display_name")
    if has_keys(source, "recording_id", "share_url", "calendar_invitees"):
        return Claim(90, "JSON with Fathom's recording_id, share_url and calendar_invitees")
    return None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read each meeting; one without a transcript is silent or was asked for without it."""
    answer = parse_json(source)
    items = json_object(answer).get("items")
    meetings = objects(items) if isinstance(items, list) else objects(answer) or [json_object(answer)]
    for meeting in meetings:
        turns = [turn for turn in objects(meeting.get("transcript")) if text_or_none(turn.get("text"))]
        if turns:
            yield from _draft(meeting, turns)
        else:
            yield Note(f"no words in {_title(meeting) or 'the meeting'!r}", hint="Export it with the transcript.")


def _title(meeting: dict[str, Any]) -> str | None:
    return text_or_none(meeting.get("title")) or text_or_none(meeting.get("meeting_title"))


def _speaker(turn: dict[str, Any]) -> tuple[str | None, str | None]:
    """Return name and address of who speaks."""
    speaker = json_object(turn.get("speaker"))
    address = text_or_none(speaker.get("matched_calendar_invitee_email"))
    known = hash_email(address or "")
    return text_or_none(speaker.get("display_name")), address.lower() if address and known else None


def _key(name: str | None, address: str | None, shared: set[str | None]) -> str | None:
    """Return the key of a speaker: the name, but the address where several people share the name."""
    return address if address and (not name or name in shared) else name


def _draft(meeting: dict[str, Any], turns: list[dict[str, Any]]) -> Iterator[CallDraft | Note]:
    names = Counter(name for name, _ in {(name, address) for name, address in map(_speaker, turns) if address})
    shared = {name for name, count in names.items() if count > 1}
    speakers: dict[str, Participant] = {}
    for name, address in map(_speaker, turns):
        key = _key(name, address, shared)
        if key and (key not in speakers or (address and not speakers[key].email_sha256)):
            speakers[key] = person(name, address)
    attendees = list(_attendees(meeting))
    yield from shared_names(speakers, attendees)
    if isinstance(fault := json_object(meeting.get("crm_matches")).get("error"), str):
        yield Note(f"Fathom did not match the call with the CRM: {fault[:200]}")
    yield CallDraft(
        [Piece(_key(*_speaker(turn), shared), text_or_none(turn["text"]) or "", _offset(turn)) for turn in turns],
        people=tuple(seat(speakers, attendees)),
        events=ai_notes(meeting.get("default_summary"), meeting.get("action_items")),
        source_id=text_or_none(meeting.get("recording_id")),
        title=_title(meeting),
        started_at=moment_or_none(meeting.get("recording_start_time"))
        or moment_or_none(meeting.get("scheduled_start_time")),
        duration_ms=_duration(meeting),
        recording_url=page(meeting.get("url"), meeting.get("share_url")),
    )


def _offset(turn: dict[str, Any]) -> int | None:
    stamp = turn.get("timestamp")
    return milliseconds(stamp) if isinstance(stamp, str) and len(stamp) <= 20 else None


def _duration(meeting: dict[str, Any]) -> int | None:
    start, end = (epoch_ms(meeting.get(f"recording_{side}_time")) for side in ("start", "end"))
    return end - start if start is not None and end is not None and end >= start else None


def _attendees(meeting: dict[str, Any]) -> Iterator[Participant]:
    """Yield the invitees by the name under which they speak, and who recorded."""
    sides: dict[bool, Side] = {True: "customer", False: "internal"}
    for invitee in objects(meeting.get("calendar_invitees")):
        external = invitee.get("is_external")
        name = text_or_none(invitee.get("matched_speaker_display_name")) or invitee.get("name")
        yield person(name, invitee.get("email"), side=sides[external] if isinstance(external, bool) else None)
    recorder = json_object(meeting.get("recorded_by"))
    yield person(recorder.get("name"), recorder.get("email"))
