"""What recognisers of speech share: words with times, made into sentences; labels that tell voices apart.

Recognisers give every word its own time, many also its own speaker, and mostly
the whole text beside. The text is what they wrote; the words say who and when.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from evidence.calls.people import from_label
from evidence.calls.turns import PAUSE_MS, Piece
from evidence.model import Participant
from evidence.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LONGEST = 240
"""Code points; a speaker without full stops is taken in parts, so that the parts have times."""

_SIGNS = frozenset(".,?!;:…%)]}”’。，、？！；：")
_OPENING = frozenset("¿¡([{“‘")
_END = re.compile(r"[.?!…。？！][\"'”’)\]]*$")


class RecognisedWord(NamedTuple):
    """A word as it was recognised; a sign such as `.` may be a word of its own, without speaker and times."""

    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    speaker: str | None = None

    @property
    def is_sign(self) -> bool:
        """Whether it is nothing but closing signs, which belong to the word before."""
        return self.text[-1:] in _SIGNS and all(c in _SIGNS for c in self.text)


def fits(written: str, words: Iterable[RecognisedWord]) -> bool:
    """Say whether a text is exactly these words in this order, but for signs and blanks."""
    at = 0
    for word in words:
        gap, at = _gap(written, at, word.text)
        if gap is None:
            return False
    return not any(c.isalnum() for c in written[at:])


def _gap(written: str, at: int, text: str) -> tuple[str | None, int]:
    """Return what stands before a word in the text, and where the word ends; None where it does not come next."""
    found = written.find(text, at, at + len(text) + 20)
    gap = written[at:found]
    return (None, at) if found < 0 or any(c.isalnum() for c in gap) else (gap, found + len(text))


def _spaced(words: Iterable[RecognisedWord], written: str) -> Iterator[tuple[str, RecognisedWord]]:
    """Yield the words, each after what stands before it: as written, else a blank unless it is a sign."""
    at, aligned, before = 0, bool(written), ""
    for raw in words:
        word = raw._replace(text=text) if (text := raw.text.strip()) != raw.text else raw
        if not text:
            continue
        gap: str | None = None
        if aligned:
            gap, at = _gap(written, at, text)
            aligned = gap is not None
        yield (gap if gap is not None else "" if word.is_sign or before in _OPENING else " "), word
        before = text
    if aligned and not any(c.isalnum() for c in written[at:]):
        yield written[at:], RecognisedWord("")


def _apart(gap: str) -> tuple[str, str]:
    """Split what stands between two words: the signs of the first, and a blank or signs of the second."""
    if gap in ("", " "):
        return "", gap
    bare = gap.lstrip("".join(_SIGNS))
    behind, blank, ahead = bare.partition(" ") if " " in bare else ("", "", bare)
    return gap[: len(gap) - len(bare)] + behind, blank + ahead


def word_sentences(words: Iterable[RecognisedWord], written: str = "", turn: int | None = None) -> Iterator[Piece]:
    """Yield words as sentences, cut where the speaker changes, a sentence ends or a long silence begins.

    Blanks and signs between words are those of `written`, as far as it has these words.
    """
    sentence: list[RecognisedWord] = []
    text = ""
    for gap, word in _spaced(words, written):
        behind, ahead = _apart(gap)
        text += behind
        if sentence and word.text and _is_over(sentence, text, word):
            yield _piece(sentence, text, turn)
            sentence, text = [], ""
        text += ahead + word.text
        if word.text:
            sentence.append(word)
    if sentence:
        yield _piece(sentence, text, turn)


def _is_over(sentence: list[RecognisedWord], text: str, word: RecognisedWord) -> bool:
    if word.is_sign:
        return False
    last = next((w for w in reversed(sentence) if not w.is_sign), sentence[-1])
    if last.speaker != word.speaker or len(text) >= LONGEST or _END.search(text):
        return True
    return last.end_ms is not None and word.start_ms is not None and word.start_ms - last.end_ms > PAUSE_MS


def _piece(words: list[RecognisedWord], text: str, turn: int | None) -> Piece:
    starts = [word.start_ms for word in words if word.start_ms is not None]
    spoken = [word for word in words if not word.is_sign] or words
    ends = [word.end_ms for word in words if word.end_ms is not None]
    return Piece(
        spoken[0].speaker,
        text,
        starts[0] if starts else None,
        ends[-1] if ends else None,
        turn=turn,
        start_source="derived" if spoken[0].start_ms is None else "stated",
        end_source="derived" if spoken[-1].end_ms is None else "stated",
    )


def passage(stated: Piece, words: Sequence[RecognisedWord]) -> Iterator[Piece]:
    """Yield a passage whose text and times are stated; its words cut it where they are those of the text.

    Where they are not, the text stands, unless only the words know that several people spoke.
    """
    speakers = {word.speaker for word in words if word.speaker}
    # Aligners leave words without times and speakers, numbers above all: the passage's own speaker said them.
    speaker = stated.speaker or (next(iter(speakers)) if len(speakers) == 1 else None)
    spoken = [word if word.speaker else word._replace(speaker=speaker) for word in words]
    if words and fits(stated.text, words):
        yield from word_sentences(spoken, stated.text, stated.turn)
    elif words and (len(speakers) > 1 or not stated.text.strip()):
        yield from word_sentences(spoken, turn=stated.turn)
    else:
        yield stated._replace(speaker=speaker)


def by_time(pieces: Iterable[Piece]) -> list[Piece]:
    """Sort the sentences of several channels by their start; one without a time stays behind the one before it."""
    clock, timed = float("-inf"), []
    for piece in pieces:
        clock = clock if piece.start_ms is None else piece.start_ms
        timed.append((clock, piece))
    return [piece for _, piece in sorted(timed, key=lambda pair: pair[0])]


def voice(value: object, kind: str = "Speaker") -> str | None:
    """Return the label of a voice: a bare number or letter becomes `Speaker 0`, a word stays as written.

    >>> voice(0), voice("A"), voice("SPEAKER_00"), voice("ch_1"), voice(None), voice("Dana Reyes")
    ('Speaker 0', 'Speaker A', 'SPEAKER_00', 'Channel 1', None, 'Dana Reyes')
    """
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    label = one_line(value) if isinstance(value, str) else f"{value:d}" if abs(value) < 10**9 else ""
    if channel := re.fullmatch(r"ch_([0-9]{1,3})", label):
        return f"Channel {channel[1]}"
    return f"{kind} {label}" if re.fullmatch(r"[A-Za-z]|[A-Za-z]?-?[0-9]{1,9}[A-Za-z]?", label) else label or None


def nameless(pieces: Iterable[Piece]) -> tuple[tuple[str, Participant], ...]:
    """Return the people of a source that knows voices only: labels, nobody's names."""
    return tuple((label, Participant(label)) for label in dict.fromkeys(piece.speaker for piece in pieces) if label)


def named(pieces: Iterable[Piece], names: dict[str, str]) -> tuple[tuple[str, Participant], ...]:
    """Return the people by their labels, under the names that the source has for them."""
    spoken = dict.fromkeys(piece.speaker for piece in pieces)
    return tuple((key, from_label(names.get(key) or key)) for key in spoken if key)
