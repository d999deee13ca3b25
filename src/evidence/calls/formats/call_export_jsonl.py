"""Call exports as JSON lines: one call a line, its words in `transcript_text` as `Rep: ...` lines.

A line of that text without a label belongs to the turn before. Ids are text,
however long; `account_id` and `opportunity_id` go onto the call.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from evidence.calls.formats.base import CallDraft, Claim, Note, has_keys
from evidence.calls.formats.speaker_text import label_pieces
from evidence.calls.people import from_label, hash_email, role_of
from evidence.model import Event, Participant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.source import Source

NAME = "call_export_jsonl"
SUFFIXES = (".jsonl", ".ndjson")


def claim(source: Source) -> Claim | None:
    """Claim objects that hold both of the keys nobody else uses together."""
    both = has_keys(source, "$.transcript_id", "$.transcript_text")
    return Claim(90, "JSON lines with transcript_id and transcript_text") if both else None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read one call a line; a broken line is noted and the rest goes on."""
    for number, line in source.lines():
        if line.strip():
            try:
                # Numbers stay text: ids have up to 20 digits, and a thousand digits stop int().
                record = json.loads(line, parse_int=str, parse_float=str, parse_constant=str)
            except (ValueError, RecursionError) as error:
                what = error.msg if isinstance(error, json.JSONDecodeError) else "too deeply nested"
                yield _fault(f"not valid JSON: {what}", number)
                continue
            yield _draft(record, number)


def _fault(text: str, line: int) -> Note:
    return Note(text, line, fault=True, hint="Fix this line, or export it again.")


def _draft(record: Any, line: int) -> CallDraft | Note:
    if not isinstance(record, dict):
        return _fault("not an object", line)
    source_id, words = _text(record, "transcript_id"), record.get("transcript_text")
    if source_id is None:
        return _fault("a call without `transcript_id`", line)
    if not isinstance(words, str):
        return _fault(f"call {source_id!r} has no `transcript_text`", line)
    people = _people(record.get("speakers"))
    pieces = label_pieces(words, {person.label for person in people}, line)
    return CallDraft(
        pieces,
        people=tuple((person.label, person) for person in people),
        events=tuple(_moments(record.get("key_moments"), line)),
        line=line,
        source_id=source_id,
        title=_text(record, "title") or _text(record, "call_title") or _titled(record),
        started_at=_text(record, "call_date"),
        meeting_id=_text(record, "meeting_id"),
        duration_ms=_ms(_text(record, "duration_seconds")),
        recording_url=_text(record, "recording_url"),
        account_id=_text(record, "account_id"),
        opportunity_id=_text(record, "opportunity_id"),
        account_hint=_text(record, "account_name"),
    )


def _text(record: dict[str, Any], key: str) -> str | None:
    value = record.get(key)
    return value.strip() or None if isinstance(value, str) else None


def _titled(record: dict[str, Any]) -> str | None:
    kind, day = _text(record, "call_type"), (_text(record, "call_date") or "")[:10]
    return " ".join(part for part in (kind.replace("_", " ").capitalize(), day) if part) if kind else None


def _ms(seconds: str | None) -> int | None:
    return round(float(seconds) * 1000) if seconds and re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", seconds) else None


def _people(speakers: Any) -> list[Participant]:
    """Read `speakers`: labels, or objects with name, email, role and company."""
    people: dict[str, Participant] = {}
    for item in speakers if isinstance(speakers, list) else ():
        person = (
            _person(item) if isinstance(item, dict) else from_label(item.strip()) if isinstance(item, str) else None
        )
        if person and person.label:
            people.setdefault(person.label, person)
    return list(people.values())


def _person(item: dict[str, Any]) -> Participant | None:
    label = _text(item, "label") or _text(item, "name") or _text(item, "role")
    if not label:
        return None
    person, role = from_label(label), _text(item, "role")
    side, known = role_of(role) or ("unknown", role) if role else (person.side, person.role)
    email = hash_email(_text(item, "email") or "")
    return Participant(
        label,
        name=_text(item, "name") or person.name,
        org=_text(item, "company") or person.org,
        side=side,
        side_source=None if side == "unknown" else "label",
        role=known.lower() if known else None,
        email_domain=email[1] if email else None,
        email_sha256=email[0] if email else None,
        bot=person.bot,
    )


def _moments(moments: Any, line: int) -> Iterator[Event]:
    """Key moments are a tool's notes of the call, not speech."""
    for moment in moments if isinstance(moments, list) else ():
        if isinstance(moment, dict) and (label := _text(moment, "label")):
            yield Event("notes", label, start_ms=_ms(_text(moment, "timestamp")), line=line)
