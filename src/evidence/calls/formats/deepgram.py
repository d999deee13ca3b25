"""Deepgram: `results` with utterances, or words, paragraphs and a transcript for each channel; times in seconds.

The finest shape that a file has is taken. Speakers are numbers. Where several
channels were recorded, each is a voice of its own and all are ordered by time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidence.calls.formats._json import has_keys, json_object, objects, parse_json, seconds_to_ms, text_or_none
from evidence.calls.formats._words import RecognisedWord, by_time, nameless, passage, voice, word_sentences
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.turns import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.source import Source

NAME = "deepgram"
SUFFIXES = (".json",)


def claim(source: Source) -> Claim | None:
    """Claim what holds `results.channels`."""
    found = has_keys(source, "$.results.channels")
    return Claim(100, "JSON with results.channels") if found else None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one call of a file."""
    response = json_object(parse_json(source))
    pieces = deepgram_pieces(response)
    duration = seconds_to_ms(json_object(response.get("metadata")).get("duration"))
    yield CallDraft(pieces, people=nameless(pieces), duration_ms=duration)


def deepgram_pieces(response: dict[str, Any]) -> list[Piece]:
    """Return what was said; other formats carry such a response inside."""
    results = json_object(response.get("results"))
    channels = objects(results.get("channels"))
    found = list(_utterances(objects(results.get("utterances")), many=len(channels) > 1))
    if not found:
        for number, channel in enumerate(channels):
            best = next(iter(objects(channel.get("alternatives"))), {})
            found += _alternative(best, number if len(channels) > 1 else None)
    return by_time(found) if len(channels) > 1 else found


def _speaker(item: dict[str, Any], channel: int | None) -> str | None:
    label = voice(item.get("speaker"))
    if channel is None:
        return label
    return f"Channel {channel}, {label}" if label else f"Channel {channel}"


def _utterances(utterances: list[dict[str, Any]], *, many: bool) -> Iterator[Piece]:
    for utterance in utterances:
        number = utterance.get("channel")
        channel = number if many and isinstance(number, int) else None
        text = text_or_none(utterance.get("transcript")) or ""
        start_ms, end_ms = seconds_to_ms(utterance.get("start")), seconds_to_ms(utterance.get("end"))
        stated = Piece(_speaker(utterance, channel), text, start_ms, end_ms)
        yield from passage(stated, list(_words(utterance, channel)))


def _words(holder: dict[str, Any], channel: int | None) -> Iterator[RecognisedWord]:
    for item in objects(holder.get("words")):
        text = text_or_none(item.get("punctuated_word")) or text_or_none(item.get("word")) or ""
        start_ms, end_ms = seconds_to_ms(item.get("start")), seconds_to_ms(item.get("end"))
        speaker = _speaker(item, channel) if "speaker" in item else None
        yield RecognisedWord(text, start_ms, end_ms, speaker)


def _alternative(best: dict[str, Any], channel: int | None) -> Iterator[Piece]:
    """Yield what the best reading of a channel says."""
    nobody = _speaker({}, channel)
    written = text_or_none(best.get("transcript")) or ""
    words = (word if word.speaker else word._replace(speaker=nobody) for word in _words(best, channel))
    paragraphs = objects(json_object(best.get("paragraphs")).get("paragraphs"))
    if objects(best.get("words")):
        yield from word_sentences(words, written)
    elif paragraphs:
        for paragraph in paragraphs:
            for sentence in objects(paragraph.get("sentences")):
                start_ms, end_ms = seconds_to_ms(sentence.get("start")), seconds_to_ms(sentence.get("end"))
                yield Piece(_speaker(paragraph, channel), text_or_none(sentence.get("text")) or "", start_ms, end_ms)
    else:
        yield Piece(nobody, written)
