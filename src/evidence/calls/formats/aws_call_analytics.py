"""Amazon Transcribe Call Analytics: `Transcript` by AGENT and CUSTOMER, each on a channel of its own.

The service states who is who. People interrupt each other, so the channels
overlap and are ordered by the start of each sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidence.calls.formats._json import has_keys, json_object, objects, parse_json, text_or_none, whole_milliseconds
from evidence.calls.formats._words import RecognisedWord, by_time, passage
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.turns import Piece
from evidence.model import Participant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.source import Source

NAME = "aws_call_analytics"
SUFFIXES = (".json",)
_ROLES = (
    ("AGENT", Participant("AGENT", side="internal", side_source="provider", role="agent")),
    ("CUSTOMER", Participant("CUSTOMER", side="customer", side_source="provider")),
)


def claim(source: Source) -> Claim | None:
    """Claim what holds `Transcript` with roles."""
    found = has_keys(source, "$.Transcript[].ParticipantRole", "$.Transcript[].Content")
    return Claim(100, "JSON with Transcript[].ParticipantRole") if found else None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one call of a file."""
    response = json_object(parse_json(source))
    pieces = by_time(p for part in objects(response.get("Transcript")) for p in _pieces(part))
    spoke = {piece.speaker for piece in pieces}
    features = json_object(response.get("ConversationCharacteristics"))
    yield CallDraft(
        pieces,
        people=tuple((role, person) for role, person in _ROLES if role in spoke),
        duration_ms=whole_milliseconds(features.get("TotalConversationDurationMillis")),
    )


def _pieces(part: dict[str, Any]) -> Iterator[Piece]:
    role = text_or_none(part.get("ParticipantRole"))
    start_ms, end_ms = (
        whole_milliseconds(part.get("BeginOffsetMillis")),
        whole_milliseconds(part.get("EndOffsetMillis")),
    )
    words = [
        RecognisedWord(
            text_or_none(i.get("Content")) or "",
            whole_milliseconds(i.get("BeginOffsetMillis")),
            whole_milliseconds(i.get("EndOffsetMillis")),
        )
        for i in objects(part.get("Items"))
    ]
    yield from passage(Piece(role, text_or_none(part.get("Content")) or "", start_ms, end_ms), words)
