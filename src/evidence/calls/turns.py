"""Makes utterances of what a format read: the one place that joins cues and cuts long turns.

A turn is one speaker until somebody else speaks; formats that state turns keep
theirs. A turn longer than 60 s or 1,500 characters is cut at a sentence end,
else between two pieces, and for its length even between two words, into utterances
that share its number. Every word stays, in order.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import chain, groupby, islice, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from evidence.calls.packed import batches
from evidence.model import TimeSource, Utterance
from evidence.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST_MS = 60_000
LONGEST_TEXT = 1_500
MOST_PIECES = 1 << 14
"""So many are cut at once: nobody speaks as long, but a file of one speaker and 50 MB took 600 MB."""
PAUSE_MS = 5_000
"""A longer silence ends a turn whose speaker nobody knows."""

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*(?= |$)")
_NO_END = re.compile(r"(?:^|[ (])(?:[A-Z]|Mr|Mrs|Ms|Dr|St|vs|e\.g|i\.e)$")
"""What stands before a full stop that ends no sentence: initials and titles."""


class Piece(NamedTuple):
    """Words as a format found them: a cue, a line, a sentence.

    `speaker` is the key of a person in the draft or a label as written, None
    where the source does not say. Pieces with one `turn` number form a turn
    that the source states; without it, pieces of one speaker are joined.
    Times are stated unless `start_source` or `end_source` says otherwise.
    """

    speaker: str | None
    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    line: int | None = None
    turn: int | None = None
    start_source: TimeSource = "stated"
    end_source: TimeSource = "stated"


class _Point(NamedTuple):
    """A time that is known at a place of a turn's text."""

    at: int
    ms: int
    source: TimeSource


def make_utterances(pieces: Iterable[Piece]) -> Iterator[Utterance]:
    """Yield the utterances of pieces, joined into turns, long ones cut; numbers count from 1.

    A turn that states when it starts but not when it ends, ends (derived)
    where the next one starts.
    """
    made = 0
    turns: Iterator[tuple[int, list[Piece]]] = chain(_turns(pieces), [(0, [])])
    for (number, turn), (_, following) in pairwise(turns):
        short = _short(turn, number, made + 1)
        after = following[0].start_ms if following else None
        for utterance in (short,) if short else _utterances(turn, number, made + 1, after):
            made += 1
            yield utterance


def _turns(pieces: Iterable[Piece]) -> Iterator[tuple[int, list[Piece]]]:
    """Yield the turns with their numbers; one of very many pieces comes in several lists."""
    number = 0
    for (speaker, turn), said in groupby(_worded(pieces), attrgetter("speaker", "turn")):
        for part in _parted(said) if speaker is None and turn is None else (said,):
            number += 1
            for some in batches(part, MOST_PIECES):
                yield number, some


def _worded(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces that hold words, each on one line."""
    for piece in pieces:
        text = one_line(piece.text)
        if text:
            yield piece if text is piece.text else piece._replace(text=text)


def _parted(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Yield the turns of somebody unknown: a silence ends them."""
    turn: list[Piece] = []
    for piece in pieces:
        end_ms = turn[-1].end_ms if turn else None
        if end_ms is not None and piece.start_ms is not None and piece.start_ms - end_ms > PAUSE_MS:
            yield turn
            turn = []
        turn.append(piece)
    yield turn


def _short(turn: list[Piece], number: int, first: int) -> Utterance | None:
    """Return the one utterance of a turn that is not long and whose times are known: nearly every turn."""
    begin, last = turn[0], turn[-1]
    start_ms, end_ms = begin.start_ms, last.end_ms
    if start_ms is None or end_ms is None or end_ms - start_ms > LONGEST_MS:
        return None
    text = begin.text if begin is last else " ".join([piece.text for piece in turn])
    if len(text) > LONGEST_TEXT:
        return None
    return Utterance(
        first, number, begin.speaker, text, start_ms, end_ms, begin.start_source, last.end_source, begin.line
    )


def _utterances(turn: list[Piece], number: int, first: int, after: int | None) -> Iterator[Utterance]:
    speaker, last = turn[0].speaker, turn[-1]
    text = turn[0].text if len(turn) == 1 else " ".join(piece.text for piece in turn)
    places = [0]  # where each piece begins
    for piece in turn[:-1]:
        places.append(places[-1] + len(piece.text) + 1)
    starts = [
        _Point(at, p.start_ms, p.start_source) for at, p in zip(places, turn, strict=True) if p.start_ms is not None
    ]
    ends = [
        _Point(at + len(p.text), p.end_ms, p.end_source)
        for at, p in zip(places, turn, strict=True)
        if p.end_ms is not None
    ]
    if starts and last.end_ms is None and after is not None and after >= starts[-1].ms:
        ends.append(_Point(len(text), after, "derived"))
    cuts = _cuts(text, places, starts, ends) if _is_long(text, starts, ends) else [0, len(text) + 1]
    for index, (begin, end) in enumerate(pairwise(cuts)):
        start, stop = _known_start(starts, begin), _known_end(ends, end - 1)
        yield Utterance(
            first + index,
            number,
            speaker,
            text[begin : end - 1],
            start.ms if start else None,
            stop.ms if stop else None,
            start.source if start else None,
            stop.source if stop else None,
            turn[bisect_right(places, begin) - 1].line,
        )


def _is_long(text: str, starts: list[_Point], ends: list[_Point]) -> bool:
    return len(text) > LONGEST_TEXT or bool(starts and ends and ends[-1].ms - starts[0].ms > LONGEST_MS)


def _known_start(starts: list[_Point], at: int) -> _Point | None:
    """Return the last start at or before a place; one before it is derived."""
    index = bisect_right(starts, at, key=lambda point: point.at) - 1
    if index < 0:
        return None
    return starts[index] if starts[index].at == at else starts[index]._replace(source="derived")


def _known_end(ends: list[_Point], at: int) -> _Point | None:
    """Return the first end at or after a place; one after it is derived."""
    index = bisect_left(ends, at, key=lambda point: point.at)
    if index == len(ends):
        return None
    return ends[index] if ends[index].at == at else ends[index]._replace(source="derived")


def _cuts(text: str, places: list[int], starts: list[_Point], ends: list[_Point]) -> list[int]:
    """Return where the utterances of a long turn begin, and one past the blank after its end."""
    clock = sorted([*starts, *ends], key=lambda point: point.at)
    sentences = list(_sentence_ends(text))
    borders = sorted({*sentences, *places, len(text) + 1})
    cuts = [0]
    while cuts[-1] <= len(text):
        cuts.append(_next_cut(text, cuts[-1], _minute(cuts[-1], clock), (sentences, places, borders)))
    return cuts


def _next_cut(text: str, begin: int, minute: int | None, ranked: tuple[list[int], list[int], list[int]]) -> int:
    """Return where the utterance from `begin` ends: for time at a sentence or a border, for length even at a word."""
    sentences, places, borders = ranked
    whole, most = len(text) + 1, begin + LONGEST_TEXT + 1
    if minute is not None and minute < min(whole, most):
        later = borders[bisect_right(borders, max(begin, minute))]
        cut = _last(sentences, begin, minute) or _last(places, begin, minute) or later
        if cut <= most:
            return cut
    if whole <= most:
        return whole
    return _last(sentences, begin, most) or _last(places, begin, most) or _word(text, begin, most)


def _sentence_ends(text: str) -> Iterator[int]:
    """Yield where the next sentence begins, after each full stop that ends one."""
    for found in _SENTENCE_END.finditer(text):
        at = found.start()
        if text[at] != "." or not _NO_END.search(text, at - 5, at):
            yield found.end() + 1


def _minute(begin: int, clock: list[_Point]) -> int | None:
    """Return the place where 60 s from `begin` are over, None where that is beyond any utterance's length.

    Between known times the words are taken as spoken evenly: this decides
    where to cut, no such time is ever written.
    """
    since = _time_at(clock, begin)
    if since is None:
        return None
    limit = since + LONGEST_MS
    first = bisect_right(clock, begin, key=lambda point: point.at)
    for before, point in pairwise(islice(clock, first - 1, None)):
        if before.at > begin + LONGEST_TEXT:
            break
        if point.ms > limit:
            share = max(0.0, (limit - before.ms) / (point.ms - before.ms)) if point.ms > before.ms else 0.0
            return before.at + int((point.at - before.at) * share) + 1
    return None


def _time_at(clock: list[_Point], at: int) -> float | None:
    index = bisect_right(clock, at, key=lambda point: point.at)
    if index == 0:
        return None
    before = clock[index - 1]
    if index == len(clock) or before.at == at:
        return before.ms
    after = clock[index]
    return before.ms + (after.ms - before.ms) * (at - before.at) / (after.at - before.at)


def _last(borders: list[int], begin: int, reach: int) -> int | None:
    index = bisect_right(borders, reach) - 1
    return borders[index] if index >= 0 and borders[index] > begin else None


def _word(text: str, begin: int, reach: int) -> int:
    """Return the gap between words nearest to the reach; a word longer than that stays whole."""
    space = text.rfind(" ", begin + 1, reach)
    if space < 0:
        space = text.find(" ", reach)
    return len(text) + 1 if space < 0 else space + 1
