"""Google Speech-to-Text, first and second version: `results[].alternatives[]` with words, of which the best is taken.

With speakers told apart, the first version repeats every word in its last
result and only there says who spoke: then that result alone is read. Times are
`{"seconds": "12", "nanos": 900000000}` or `"12.900s"`, and absent where zero.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidence.calls.formats._json import has_keys, json_object, number, objects, parse_json, seconds_to_ms, text_or_none
from evidence.calls.formats._words import RecognisedWord, by_time, nameless, voice, word_sentences
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.turns import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.source import Source

NAME = "google_stt"
SUFFIXES = (".json",)
_WHERE = ("$", "$.response")


def claim(source: Source) -> Claim | None:
    """Claim results of alternatives with a transcript, but for IBM's, which say what is final."""
    for where in _WHERE:
        best = f"{where}.results[].alternatives[]"
        if has_keys(source, f"{best}.transcript") and not has_keys(source, f"{where}.results[].final"):
            words = any(has_keys(source, f"{best}.words[].{key}") for key in ("word", "endTime", "endOffset"))
            return Claim(90 if words else 70, "JSON with results[].alternatives[].transcript")
    return None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one call of a file."""
    response = json_object(parse_json(source))
    results = objects(json_object(response.get("response")).get("results") or response.get("results"))
    best = [(next(iter(objects(r.get("alternatives"))), {}), r.get("channelTag")) for r in results]
    if _repeats(best):
        yield Note(f"the last of {len(best)} results repeats all words with their speakers, so only that one was read")
        best = best[-1:]
    many = len({tag for _, tag in best if isinstance(tag, int)}) > 1
    pieces = [piece for result, tag in best for piece in _pieces(result, tag if many else None)]
    yield CallDraft(by_time(pieces) if many else pieces, people=nameless(pieces))


def _repeats(best: list[tuple[dict[str, Any], Any]]) -> bool:
    """Say whether only the last result knows speakers, and has as many words as all others at least."""
    words = [objects(result.get("words")) for result, _ in best]
    tagged = [any("speakerTag" in word for word in some) for some in words]
    return len(words) > 1 and tagged[-1] and not any(tagged[:-1]) and len(words[-1]) >= sum(map(len, words[:-1]))


def _pieces(result: dict[str, Any], tag: object) -> Iterator[Piece]:
    written = text_or_none(result.get("transcript")) or ""
    words = objects(result.get("words"))
    if words:
        yield from word_sentences((_word(word, tag) for word in words), written)
    else:
        yield Piece(_label(None, tag), written)


def _word(word: dict[str, Any], tag: object) -> RecognisedWord:
    start = word.get("startTime", word.get("startOffset", 0))
    end = word.get("endTime", word.get("endOffset"))
    label = voice(word.get("speakerLabel") or word.get("speakerTag") or None)  # the tag 0 is none
    return RecognisedWord(text_or_none(word.get("word")) or "", _ms(start), _ms(end), _label(label, tag))


def _label(label: str | None, tag: object) -> str | None:
    channel = voice(tag, "Channel")
    return f"{channel}, {label}" if channel and label else channel or label


def _ms(time: object) -> int | None:
    if isinstance(time, dict):
        seconds, nanos = number(time.get("seconds", 0)), number(time.get("nanos", 0))
        return None if seconds is None or nanos is None else round(seconds * 1000 + nanos / 1e6)
    return seconds_to_ms(time.removesuffix("s") if isinstance(time, str) else time)
