"""Avoma: a transcription of its API. Each turn has the times of its words in seconds; `is_rep` is the side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidence.calls.formats._json import (
    UNCONFIRMED,
    has_keys,
    json_object,
    objects,
    parse_json,
    seconds_to_ms,
    text_or_none,
)
from evidence.calls.formats._people import person
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.turns import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.source import Source
    from evidence.model import Participant, Side

NAME = "avoma"
SUFFIXES = (".json",)


def claim(source: Source) -> Claim | None:
    """Claim turns with a list of times and the id of a speaker."""
    if has_keys(source, "transcript[].timestamps", "transcript[].speaker_id", "transcript[].transcript"):
        return Claim(90, "JSON with Avoma's transcript[] of transcript, timestamps and speaker_id")
    return None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read each transcription of a file."""
    yield UNCONFIRMED
    answer = parse_json(source)
    for transcription in objects(answer) or objects(json_object(answer).get("results")) or [json_object(answer)]:
        meeting = text_or_none(transcription.get("meeting_uuid"))
        people = {key: _person(s, key) for s in objects(transcription.get("speakers")) if (key := _id(s, "id"))}
        turns = objects(transcription.get("transcript"))
        for key in filter(None, (_id(turn, "speaker_id") for turn in turns)):
            people.setdefault(key, person(None, nameless=f"Speaker {key}"))
        yield CallDraft(
            _pieces(turns),
            people=tuple(people.items()),
            source_id=meeting or text_or_none(transcription.get("uuid")),
            title=text_or_none(transcription.get("subject")),
        )


def _id(item: dict[str, Any], key: str) -> str | None:
    return text_or_none(item.get(key))


def _person(speaker: dict[str, Any], key: str) -> Participant:
    sides: dict[bool, Side] = {True: "internal", False: "customer"}
    rep = speaker.get("is_rep")
    side = sides[rep] if isinstance(rep, bool) else None
    return person(speaker.get("name"), speaker.get("email"), side=side, nameless=f"Speaker {key}")


def _pieces(turns: list[dict[str, Any]]) -> Iterator[Piece]:
    """Yield the turns from the time of their first word; that of the last is when it begins, so no end is known."""
    for turn in turns:
        if words := text_or_none(turn.get("transcript")):
            times = turn.get("timestamps")
            yield Piece(
                _id(turn, "speaker_id"), words, seconds_to_ms(times[0]) if isinstance(times, list) and times else None
            )
