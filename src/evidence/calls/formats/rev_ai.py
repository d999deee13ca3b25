"""Rev AI: `monologues[].elements`, words and signs whose values hold their own blanks; times in seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidence.calls.formats._json import (
    each_object,
    has_keys,
    json_object,
    objects,
    parse_json,
    seconds_to_ms,
    text_or_none,
)
from evidence.calls.formats._words import RecognisedWord, named, voice, word_sentences
from evidence.calls.formats.base import CallDraft, Claim, Note

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.source import Source
    from evidence.calls.turns import Piece

NAME = "rev_ai"
SUFFIXES = (".json",)


def claim(source: Source) -> Claim | None:
    """Claim monologues made of elements."""
    found = has_keys(source, "$.monologues[].elements[].value")
    return Claim(100, "JSON with monologues[].elements") if found else None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one call of a file."""
    yield draft_of(json_object(parse_json(source, ("monologues",))), "elements", "end_ts")


def draft_of(response: dict[str, Any], parts: str, end: str) -> CallDraft:
    """Return the call of monologues; Rev's editor writes the same under other keys."""
    pieces = [
        piece
        for turn, monologue in enumerate(each_object(response.get("monologues")), 1)
        for piece in _pieces(monologue, objects(monologue.get(parts)), end, turn)
    ]
    speakers = [(voice(s.get("id")), text_or_none(s.get("name"))) for s in objects(response.get("speakers"))]
    return CallDraft(pieces, people=named(pieces, {label: name for label, name in speakers if label and name}))


def _pieces(monologue: dict[str, Any], parts: list[dict[str, Any]], end: str, turn: int) -> Iterator[Piece]:
    speaker = voice(monologue.get("speaker"))
    # Values are joined as they are: between two words stands an element of a blank.
    values = [(part, value) for part in parts if isinstance(value := part.get("value"), str)]
    words = [
        RecognisedWord(value, seconds_to_ms(part.get("ts")), seconds_to_ms(part.get(end)), speaker)
        for part, value in values
        if part.get("type") != "punct"
    ]
    yield from word_sentences(words, "".join(value for _, value in values), turn)
