"""HubSpot: a transcript as sent to its API or read from it. Times are milliseconds, the id is the call activity's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidence.calls.formats._json import (
    UNCONFIRMED,
    has_keys,
    json_object,
    objects,
    parse_json,
    text_or_none,
    whole_milliseconds,
)
from evidence.calls.formats._people import person
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.turns import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.source import Source
    from evidence.model import Participant

NAME = "hubspot"
SUFFIXES = (".json",)

_LISTS = ("transcriptCreateUtterances", "transcriptUtterances", "utterances")


def claim(source: Source) -> Claim | None:
    """Claim the lists of utterances under HubSpot's names."""
    for name in _LISTS:
        if has_keys(source, f"{name}[].startTimeMillis"):
            return Claim(95, f"JSON with HubSpot's {name}[].startTimeMillis")
    if any(has_keys(source, f"$.{name}", "$.engagementId") for name in _LISTS):
        return Claim(90, "JSON with HubSpot's engagementId and a list of utterances")
    return None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read each transcript of a file."""
    yield UNCONFIRMED
    answer = parse_json(source)
    for transcript in objects(answer) or objects(json_object(answer).get("results")) or [json_object(answer)]:
        utterances = next((found for name in _LISTS if (found := objects(transcript.get(name)))), [])
        people: dict[str, Participant] = {}
        for utterance in utterances:
            if key := _key(utterance):
                people.setdefault(key, _person(utterance, key))
        yield CallDraft(
            _pieces(utterances),
            people=tuple(people.items()),
            source_id=text_or_none(transcript.get("engagementId")) or text_or_none(transcript.get("id")),
        )


def _key(utterance: dict[str, Any]) -> str | None:
    speaker = json_object(utterance.get("speaker"))
    return text_or_none(speaker.get("id")) or text_or_none(speaker.get("name"))


def _person(utterance: dict[str, Any], key: str) -> Participant:
    speaker = json_object(utterance.get("speaker"))
    return person(speaker.get("name"), speaker.get("email"), nameless=f"Speaker {key}")


def _pieces(utterances: list[dict[str, Any]]) -> Iterator[Piece]:
    for utterance in utterances:
        if words := text_or_none(utterance.get("text")):
            start, end = (whole_milliseconds(utterance.get(key)) for key in ("startTimeMillis", "endTimeMillis"))
            yield Piece(_key(utterance), words, start, end)
