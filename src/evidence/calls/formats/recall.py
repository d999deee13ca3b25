"""Recall.ai: participants with their words. Times are seconds from the start, with the time of the day beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidence.calls.formats._json import (
    UNCONFIRMED,
    epoch_ms,
    has_keys,
    json_object,
    moment_or_none,
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
    from evidence.model import Participant

NAME = "recall"
SUFFIXES = (".json",)


def claim(source: Source) -> Claim | None:
    """Claim a list of participants with timed words."""
    if has_keys(source, "$[].participant", "$[].words[].start_timestamp"):
        return Claim(90, "JSON with Recall's list of participant and words[].start_timestamp")
    return None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one meeting; whoever speaks before somebody is marked as speaking stays unknown."""
    yield UNCONFIRMED
    blocks = objects(parse_json(source))
    people: dict[str, Participant] = {}
    for participant in (json_object(block.get("participant")) for block in blocks):
        if key := _key(participant):
            people.setdefault(key, person(participant.get("name"), participant.get("email"), nameless=f"Speaker {key}"))
    yield CallDraft(_pieces(blocks), people=tuple(people.items()), started_at=_started_at(blocks))


def _key(participant: dict[str, Any]) -> str | None:
    return text_or_none(participant.get("id")) or text_or_none(participant.get("name"))


def _pieces(blocks: list[dict[str, Any]]) -> Iterator[Piece]:
    for block in blocks:
        speaker = _key(json_object(block.get("participant")))
        for word in objects(block.get("words")):
            if text := text_or_none(word.get("text")):
                start, end = (json_object(word.get(f"{side}_timestamp")).get("relative") for side in ("start", "end"))
                yield Piece(speaker, text, seconds_to_ms(start), seconds_to_ms(end))


def _started_at(blocks: list[dict[str, Any]]) -> str | None:
    """Return when the recording began: the time of the day of a word less its time from the start."""
    for stamp in (json_object(word.get("start_timestamp")) for block in blocks for word in objects(block.get("words"))):
        absolute, relative = epoch_ms(stamp.get("absolute")), seconds_to_ms(stamp.get("relative"))
        if absolute is not None and relative is not None:
            return moment_or_none(absolute - relative)
    return None
