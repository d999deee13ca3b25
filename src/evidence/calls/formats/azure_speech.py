"""Azure batch and fast transcription: `recognizedPhrases` in ticks of 100 ns, or `phrases` in milliseconds.

The displayed text of the best reading is taken; speaker 0 is nobody known.
`combinedRecognizedPhrases` says everything twice and is left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from evidence.calls.formats._json import (
    UNCONFIRMED,
    has_keys,
    json_object,
    number,
    objects,
    parse_json,
    seconds_to_ms,
    text_or_none,
    whole_milliseconds,
)
from evidence.calls.formats._words import RecognisedWord, by_time, nameless, passage, voice
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.turns import Piece
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.source import Source

NAME = "azure_speech"
SUFFIXES = (".json",)
_DURATION = re.compile(r"PT(?:([0-9]{1,6})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,9}(?:\.[0-9]{1,9})?)S)?")


def claim(source: Source) -> Claim | None:
    """Claim recognised phrases of either kind."""
    if has_keys(source, "$.recognizedPhrases") or has_keys(source, "$.combinedRecognizedPhrases"):
        return Claim(100, "JSON with recognizedPhrases")
    fast = has_keys(source, "$.phrases[].offsetMilliseconds", "$.phrases[].text")
    return Claim(95, "JSON with phrases[].offsetMilliseconds") if fast else None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one call of a file."""
    response = json_object(parse_json(source))
    if "phrases" in response:
        yield UNCONFIRMED
    phrases = objects(response.get("recognizedPhrases")) or objects(response.get("phrases"))
    recognised = [phrase for phrase in phrases if phrase.get("recognitionStatus", "Success") == "Success"]
    if len(recognised) < len(phrases):
        yield Note(
            f"not recognised, so without words: {len(phrases) - len(recognised)} of {plural(len(phrases), 'phrase')}"
        )
    many = len({phrase["channel"] for phrase in recognised if isinstance(phrase.get("channel"), int)}) > 1
    pieces = by_time(piece for phrase in recognised for piece in _pieces(phrase, many=many))
    total = whole_milliseconds(response.get("durationMilliseconds"))
    yield CallDraft(pieces, people=nameless(pieces), duration_ms=_ms(response, "duration") if total is None else total)


def _pieces(phrase: dict[str, Any], *, many: bool) -> Iterator[Piece]:
    best = next(iter(objects(phrase.get("nBest"))), phrase)
    start_ms, length = _ms(phrase, "offset"), _ms(phrase, "duration")
    end_ms = None if start_ms is None or length is None else start_ms + length
    text = text_or_none(best.get("display")) or text_or_none(best.get("text")) or ""
    words = [_word(item) for item in objects(best.get("displayWords")) or objects(best.get("words"))]
    yield from passage(Piece(_speaker(phrase, many=many), text, start_ms, end_ms), words)


def _speaker(phrase: dict[str, Any], *, many: bool) -> str | None:
    label = voice(phrase.get("speaker") or None)
    channel = voice(phrase.get("channel"), "Channel") if many else None
    return f"{channel}, {label}" if channel and label else channel or label


def _word(item: dict[str, Any]) -> RecognisedWord:
    start_ms, length = _ms(item, "offset"), _ms(item, "duration")
    text = text_or_none(item.get("displayText")) or text_or_none(item.get("word")) or text_or_none(item.get("text"))
    return RecognisedWord(text or "", start_ms, None if start_ms is None or length is None else start_ms + length)


def _ms(item: dict[str, Any], key: str) -> int | None:
    """Read a time in whichever of its units the file has it: milliseconds, ticks, ISO 8601, seconds."""
    exact, ticks = (
        whole_milliseconds(item.get(f"{key}Milliseconds")),
        number(item.get(f"{key}InTicks", item.get(f"{key}Ticks"))),
    )
    if exact is not None:
        return exact
    if ticks is not None:
        return round(ticks / 10_000)
    found = _DURATION.fullmatch(str(item.get(key)))
    if not found or not any(found.groups()):
        return seconds_to_ms(item.get(key))
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return round(((hours * 60 + minutes) * 60 + seconds) * 1000)
