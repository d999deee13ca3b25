"""Speechmatics: `results` of words and signs with their speaker, or in version 1 `words` and `speakers` by time.

Times are seconds, in version 1 as strings. The label UU is nobody known.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from evidence.calls.formats._json import (
    UNCONFIRMED,
    each_object,
    has_keys,
    json_object,
    objects,
    parse_json,
    seconds_to_ms,
    text_or_none,
)
from evidence.calls.formats._words import RecognisedWord, nameless, voice, word_sentences
from evidence.calls.formats.base import CallDraft, Claim, Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.calls.source import Source

NAME = "speechmatics"
SUFFIXES = (".json",)


def claim(source: Source) -> Claim | None:
    """Claim either version."""
    if has_keys(source, "$.results[].alternatives[].content", "$.results[].type"):
        return Claim(95, "JSON with results[].alternatives[].content")
    first = has_keys(source, "$.job.id", "$.speakers[].time") or has_keys(source, "$.words[].name", "$.words[].time")
    return Claim(90, "JSON with job, and words or speakers by time") if first else None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one call of a file."""
    response = json_object(parse_json(source, ("results", "words")))
    if "results" in response:
        yield UNCONFIRMED
    words = list(_second(each_object(response.get("results"))) if "results" in response else _first(response))
    pieces = list(word_sentences(words))
    duration = seconds_to_ms(json_object(response.get("job")).get("duration"))
    yield CallDraft(pieces, people=nameless(pieces), duration_ms=duration)


def _first(response: dict[str, Any]) -> Iterator[RecognisedWord]:
    """Yield the words of version 1, each with the speaker whose time it falls in."""
    spoken = sorted(_times_of_speakers(response))
    starts = [start for start, _, _ in spoken]
    for item in each_object(response.get("words")):
        start_ms, end_ms = _times(item)
        at = -1 if start_ms is None else bisect_right(starts, start_ms) - 1
        speaker = spoken[at][2] if start_ms is not None and at >= 0 and start_ms < spoken[at][1] else None
        yield RecognisedWord(text_or_none(item.get("name")) or "", start_ms, end_ms, speaker)


def _times_of_speakers(response: dict[str, Any]) -> Iterator[tuple[int, int, str]]:
    for item in objects(response.get("speakers")):
        (start_ms, end_ms), label = _times(item), voice(item.get("name"))
        if start_ms is not None and end_ms is not None and label:
            yield start_ms, end_ms, label


def _times(item: dict[str, Any]) -> tuple[int | None, int | None]:
    start_ms, length = seconds_to_ms(item.get("time")), seconds_to_ms(item.get("duration"))
    return start_ms, None if start_ms is None or length is None else start_ms + length


def _second(results: Iterable[dict[str, Any]]) -> Iterator[RecognisedWord]:
    for item in results:
        best = next(iter(objects(item.get("alternatives"))), {})
        label = best.get("speaker")
        speaker = None if label == "UU" else voice(label or item.get("channel"))
        start_ms, end_ms = seconds_to_ms(item.get("start_time")), seconds_to_ms(item.get("end_time"))
        yield RecognisedWord(text_or_none(best.get("content")) or "", start_ms, end_ms, speaker)
