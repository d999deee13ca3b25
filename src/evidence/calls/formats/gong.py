"""Gong: the answer of `calls/transcript`, joined with that of `calls/extensive`.

A transcript names its speakers by id alone. Who they are stands in the parties
of `calls/extensive`: in the same file, or beside it under one of the names in
`BESIDE`. Both answers are found wherever they stand in a file.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.calls.formats._json import (
    UNCONFIRMED,
    has_keys,
    json_object,
    moment_or_none,
    objects,
    parse_json,
    seconds_to_ms,
    text_or_none,
    whole_milliseconds,
)
from evidence.calls.formats._links import meeting_id, page
from evidence.calls.formats._people import SIDES, person
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.source import Source
from evidence.calls.turns import Piece
from evidence.errors import EmptyTranscriptError, FormatError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.model import Participant

NAME = "gong"
SUFFIXES = (".json",)
BESIDE = ("extensive.json", "calls_extensive.json", "calls-extensive.json", "gong_extensive.json")

_NONE_FOUND = "No calls found"


def claim(source: Source) -> Claim | None:
    """Claim either answer, one call of it, and the answer that there are no calls."""
    if has_keys(source, "callTranscripts"):
        return Claim(100, "JSON with Gong's callTranscripts")
    if has_keys(source, "callId", "transcript[].sentences"):
        return Claim(95, "JSON with callId and transcript[].sentences, as Gong writes a call")
    if has_keys(source, "calls[].metaData"):
        return Claim(95, "JSON with Gong's calls[].metaData")
    if has_keys(source, "$.requestId", "$.errors") and _NONE_FOUND in source.head:
        return Claim(90, f"JSON with Gong's error {_NONE_FOUND!r}")
    return None


class _Found(NamedTuple):
    transcripts: list[dict[str, Any]]
    details: dict[str, dict[str, Any]]


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read every call; those without `calls/extensive` keep ids for names."""
    yield UNCONFIRMED
    found = _Found([], {})
    _collect(parse_json(source), found, 6)
    if not found.transcripts and found.details:
        raise EmptyTranscriptError(
            "this is Gong's calls/extensive: it lists people, but no words",
            hint=f"Put it next to the transcript as {BESIDE[0]}.",
        )
    if any(_id(transcript) not in found.details for transcript in found.transcripts):
        yield from _look_beside(source, found)
    bare = sum(_id(transcript) not in found.details for transcript in found.transcripts)
    if bare:
        some = "1 call" if bare == 1 else f"{bare} calls"
        yield Note(
            f"{some} without Gong's calls/extensive: speakers are ids, title and date are missing",
            hint=f"Save that response as {BESIDE[0]} in the same folder.",
        )
    for transcript in found.transcripts:
        yield from _draft(transcript, found.details.get(_id(transcript) or "", {}))


def _collect(value: Any, found: _Found, deep: int) -> None:
    """Find the calls of both answers at any place."""
    if isinstance(value, dict):
        if isinstance(value.get("transcript"), list) and "callId" in value:
            found.transcripts.append(value)
        elif key := _id(json_object(value.get("metaData")), "id"):
            found.details.setdefault(key, value)
    if deep and isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            _collect(item, found, deep - 1)


def _id(value: dict[str, Any], key: str = "callId") -> str | None:
    return text_or_none(value.get(key))


def _look_beside(source: Source, found: _Found) -> Iterator[Note]:
    for name in BESIDE:
        data = source.beside(name)
        if data is None:
            continue
        try:
            details = _details(data)
        except FormatError as error:
            yield Note(f"{name} next to it cannot be read: {error.what}", fault=True, hint=error.hint)
        else:
            found.details.update({key: call for key, call in details.items() if key not in found.details})


@lru_cache(maxsize=1)
def _details(data: bytes) -> dict[str, dict[str, Any]]:
    """Return the calls of a file beside a transcript, which may be the same for thousands of transcripts."""
    found = _Found([], {})
    _collect(parse_json(Source("", data)), found, 6)
    return found.details


def _draft(transcript: dict[str, Any], details: dict[str, Any]) -> Iterator[CallDraft | Note]:
    source_id, about = _id(transcript), json_object(details.get("metaData"))
    speakers = dict.fromkeys(piece.speaker for piece in _pieces(transcript))
    if not speakers:
        yield Note(f"nobody speaks in call {source_id!r}")
        return
    accounts, deals = (_crm(details, kind) for kind in ("Account", "Opportunity"))
    for kind, ids in (("accounts", accounts), ("opportunities", deals)):
        if ids[1:]:
            yield Note(f"Gong links call {source_id!r} to {len(ids)} {kind} ({', '.join(ids)}); none was chosen")
    yield CallDraft(
        _pieces(transcript),
        people=_people(details, [speaker for speaker in speakers if speaker]),
        source_id=source_id,
        title=text_or_none(about.get("title")),
        started_at=moment_or_none(about.get("started")) or moment_or_none(about.get("scheduled")),
        meeting_id=meeting_id(about.get("meetingUrl"), about.get("calendarEventId")),
        duration_ms=seconds_to_ms(about.get("duration")),
        recording_url=page(about.get("url")),
        account_id=accounts[0] if len(accounts) == 1 else None,
        opportunity_id=deals[0] if len(deals) == 1 else None,
    )


def _pieces(transcript: dict[str, Any]) -> Iterator[Piece]:
    for monologue in objects(transcript.get("transcript")):
        speaker = text_or_none(monologue.get("speakerId"))
        for sentence in objects(monologue.get("sentences")):
            if words := text_or_none(sentence.get("text")):
                start, end = (whole_milliseconds(sentence.get(key)) for key in ("start", "end"))
                yield Piece(speaker, words, start, end)


def _people(details: dict[str, Any], speakers: Iterable[str]) -> tuple[tuple[str, Participant], ...]:
    """Return all parties, those who never speak too, and a number for each speaker who is no party."""
    people: dict[str, Participant] = {}
    for party in objects(details.get("parties")):
        speaker = text_or_none(party.get("speakerId"))
        known = person(
            party.get("name"),
            party.get("emailAddress"),
            side=SIDES.get((text_or_none(party.get("affiliation")) or "").lower()),
            role=text_or_none(party.get("title")),
            nameless=f"Speaker {speaker}",
        )
        if speaker or known.name or known.email_sha256:  # else an unnamed line that never spoke
            people.setdefault(speaker or f" {len(people)}", known)
    for speaker in speakers:
        people.setdefault(speaker, person(None, nameless=f"Speaker {speaker}"))
    return tuple(people.items())


def _crm(details: dict[str, Any], kind: str) -> list[str]:
    """Return the ids of one kind of CRM object that the call is linked to, each once."""
    found = (
        text_or_none(item.get("objectId"))
        for context in objects(details.get("context"))
        for item in objects(context.get("objects"))
        if item.get("objectType") == kind
    )
    return list(dict.fromkeys(key for key in found if key))
