"""Makes utterances of what a format read: the one place that joins cues and cuts long turns.

A turn is one speaker until somebody else speaks; formats that state turns keep
theirs. A turn longer than 60 s or 1,500 characters is cut at a sentence end,
else between two pieces, and for its length even between two words, into utterances
that share its number. Every word stays, in order.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import chain, islice, pairwise
from math import inf
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from evidence.model import SLOWEST_MS, TimeSource, Utterance
from evidence.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST_MS = 60_000
LONGEST_TEXT = 1_500
MOST_PIECES = 1 << 14
"""So many are cut at once: nobody speaks as long, but a file of one speaker and 50 MB took 600 MB."""
PAUSE_MS = 5_000
"""A longer silence ends a turn whose speaker nobody knows."""
STAMP_MS = 1_000
"""By so much an even pace may miss a time that is stated inside an utterance; one that it misses by more is kept."""

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
    cut: bool = False
    """The source states a time here, between two sentences of a turn: an utterance begins."""


class _Point(NamedTuple):
    """A time that is known at a place of a turn's text."""

    at: int
    ms: int
    source: TimeSource


_at = attrgetter("at")
_Stamp = tuple[int, int]
"""A code point, and the time at which the words there begin."""


def make_utterances(pieces: Iterable[Piece]) -> Iterator[Utterance]:
    """Yield the utterances of pieces, joined into turns, long ones cut; numbers count from 1.

    A turn that states when it starts but not when it ends, ends (derived)
    where the next one starts.
    """
    made = 0
    turns: Iterator[tuple[int, list[Piece]]] = chain(_turns(pieces), [(0, [])])
    for (number, turn), (_, following) in pairwise(turns):
        after = following[0].start_ms if following else None
        short = _alone(turn[0], number, made + 1, after) if len(turn) == 1 else _short(turn, number, made + 1, after)
        for utterance in (short,) if short else _utterances(turn, number, made + 1, after):
            made += 1
            yield utterance


def _turns(pieces: Iterable[Piece]) -> Iterator[tuple[int, list[Piece]]]:
    """Yield the turns with their numbers; one of very many pieces comes in several lists."""
    number, turn = 1, list[Piece]()
    for piece in _worded(pieces):
        if turn and (piece.cut or len(turn) == MOST_PIECES or not _goes_on(turn[-1], piece)):
            yield number, turn
            number += not _goes_on(turn[-1], piece)
            turn = []
        turn.append(piece)
    if turn:
        yield number, turn


def _worded(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces that hold words, each on one line."""
    for piece in pieces:
        text = one_line(piece.text)
        if text:
            yield piece if text is piece.text else piece._replace(text=text)


def _goes_on(before: Piece, piece: Piece) -> bool:
    """Whether a piece belongs to the turn of the one before; a silence ends that of somebody unknown."""
    if piece.speaker != before.speaker or piece.turn != before.turn:
        return False
    if piece.speaker is not None or piece.turn is not None or before.end_ms is None or piece.start_ms is None:
        return True
    return piece.start_ms - before.end_ms <= PAUSE_MS


def _alone(piece: Piece, number: int, first: int, after: int | None) -> Utterance | None:
    """Return the one utterance of a piece that is a turn, if it is not long: nearly every turn of most formats."""
    _, text, start_ms, end_ms, line, _, start_source, end_source, _ = piece
    if end_ms is None and start_ms is not None and after is not None and after >= start_ms:
        end_ms, end_source = after, "derived"
    if len(text) > LONGEST_TEXT or (start_ms is not None and end_ms is not None and end_ms - start_ms > LONGEST_MS):
        return None
    starts, ends = None if start_ms is None else start_source, None if end_ms is None else end_source
    return Utterance(first, number, piece.speaker, text, start_ms, end_ms, starts, ends, line)


def _short(turn: list[Piece], number: int, first: int, after: int | None) -> Utterance | None:
    """Return the one utterance of pieces that are not long and whose times are known: nearly every other turn.

    In text these are lines, of which the first alone may have a time.
    """
    begin, last = turn[0], turn[-1]
    start_ms, end_ms = begin.start_ms, last.end_ms
    if end_ms is None and all(piece.end_ms is None for piece in turn):
        if all(piece.start_ms is None for piece in turn[1:]):
            return _alone(begin._replace(text=" ".join([piece.text for piece in turn])), number, first, after)
        return None
    if start_ms is None or end_ms is None or end_ms - start_ms > LONGEST_MS:
        return None
    text = " ".join([piece.text for piece in turn])
    if len(text) > LONGEST_TEXT:
        return None
    stamps = _stamps(_stated(turn), (0, start_ms), (len(text), end_ms))
    return Utterance(
        first, number, begin.speaker, text, start_ms, end_ms, begin.start_source, last.end_source, begin.line, stamps
    )


def _stated(turn: list[Piece]) -> list[_Stamp]:
    """Return the times that are stated in a turn."""
    stated, at = [], 0
    for _, text, start_ms, end_ms, _, _, start_source, end_source, _ in turn:
        if start_ms is not None and start_source == "stated":
            stated.append((at, start_ms))
        at += len(text)
        if end_ms is not None and end_source == "stated":
            stated.append((at, end_ms))
        at += 1
    return stated


def _stamps(stated: list[_Stamp], begin: _Stamp, end: _Stamp) -> tuple[_Stamp, ...]:
    """Return those of the times between two that the pace between the others would miss.

    Each time narrows the paces from the last one kept that do not miss it; when the next asks for another pace, the
    one before it is kept (Bristol's swinging door, which looks at each once).
    """
    (x, y), (length, until) = begin, end
    pace = (until - y) / (length - x)
    for at, ms in stated:
        if not -STAMP_MS <= ms - y - (at - x) * pace <= STAMP_MS:
            break
    else:
        return ()
    kept = []
    before, low, high = begin, -inf, inf
    for stamp in (*stated, end):
        at, ms = stamp
        if not x < at <= length or not begin[1] <= ms <= until:
            continue
        far, since = at - x, ms - y
        if not low * far <= since <= high * far:
            kept.append((before[0] - begin[0], before[1]))
            x, y = before
            far, since, low, high = at - x, ms - y, -inf, inf
        if (pace := (since + STAMP_MS) / far) < high:
            high = pace
        if (pace := (since - STAMP_MS) / far) > low:
            low = pace
        before = stamp
    return tuple(kept)


def _clock(turn: list[Piece]) -> list[_Point]:
    """Return where in the text of a turn its pieces start and end, as far as times are known."""
    clock, at = [], 0
    for piece in turn:
        if piece.start_ms is not None:
            clock.append(_Point(at, piece.start_ms, piece.start_source))
        at += len(piece.text)
        if piece.end_ms is not None:
            clock.append(_Point(at, piece.end_ms, piece.end_source))
        at += 1
    return clock


def _utterances(turn: list[Piece], number: int, first: int, after: int | None) -> Iterator[Utterance]:
    text = turn[0].text if len(turn) == 1 else " ".join(piece.text for piece in turn)
    places = [0]  # where each piece begins
    for piece in turn[:-1]:
        places.append(places[-1] + len(piece.text) + 1)
    clock = _clock(turn)
    latest = next((piece.start_ms for piece in reversed(turn) if piece.start_ms is not None), None)
    if latest is not None and turn[-1].end_ms is None and after is not None and after >= latest:
        clock.append(_Point(len(text), after, "derived"))
    cuts = _cuts(text, places, clock) if _is_long(text, turn, clock) else [0, len(text) + 1]
    for index, (begin, end) in enumerate(pairwise(cuts)):
        start, stop = _known_start(clock, begin), _known_end(clock, end - 1)
        inside = clock[bisect_right(clock, begin, key=_at) : bisect_left(clock, end - 1, key=_at)]
        stated = [(point.at, point.ms) for point in inside if point.source == "stated"]
        yield Utterance(
            first + index,
            number,
            turn[0].speaker,
            text[begin : end - 1],
            start.ms if start else None,
            stop.ms if stop else None,
            start.source if start else None,
            stop.source if stop else None,
            turn[bisect_right(places, begin) - 1].line,
            _stamps(stated, start[:2], stop[:2]) if stated and start and stop else (),
        )


def _is_long(text: str, turn: list[Piece], clock: list[_Point]) -> bool:
    """Whether a turn has to be cut; its time is counted from its first start to its last end."""
    if len(text) > LONGEST_TEXT:
        return True
    begun = next((piece.start_ms for piece in turn if piece.start_ms is not None), None)
    ended = next((piece.end_ms for piece in reversed(turn) if piece.end_ms is not None), None)
    if clock and clock[-1].at == len(text):
        ended = clock[-1].ms
    return begun is not None and ended is not None and ended - begun > LONGEST_MS


def _known_start(clock: list[_Point], at: int) -> _Point | None:
    """Return when a place is reached: derived where no piece starts there, None before the first known time."""
    index = bisect_right(clock, at, key=_at) - 1
    return _reached(clock, at, clock[index]) if index >= 0 else None


def _known_end(clock: list[_Point], at: int) -> _Point | None:
    """Return when a place is reached: derived where no piece ends there, None behind the last known time."""
    index = bisect_left(clock, at, key=_at)
    return _reached(clock, at, clock[index]) if index < len(clock) else None


def _reached(clock: list[_Point], at: int, near: _Point) -> _Point:
    """Return the time of a place between two that are known; that of the near one where no words fill the time."""
    if near.at == at:
        return near
    index = bisect_left(clock, at, key=_at)
    before, after = clock[max(0, index - 1)], clock[min(index, len(clock) - 1)]
    time = _time_at(clock, at) if after.ms - before.ms <= SLOWEST_MS * (after.at - before.at) else None
    return _Point(at, near.ms if time is None else round(time), "derived")


def _cuts(text: str, places: list[int], clock: list[_Point]) -> list[int]:
    """Return where the utterances of a long turn begin, and one past the blank after its end."""
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

    Between known times the words are taken as spoken evenly.
    """
    since = _time_at(clock, begin)
    if since is None:
        return None
    limit = since + LONGEST_MS
    first = bisect_right(clock, begin, key=_at)
    for before, point in pairwise(islice(clock, first - 1, None)):
        if before.at > begin + LONGEST_TEXT:
            break
        if point.ms > limit:
            share = max(0.0, (limit - before.ms) / (point.ms - before.ms)) if point.ms > before.ms else 0.0
            return before.at + int((point.at - before.at) * share) + 1
    return None


def _time_at(clock: list[_Point], at: int) -> float | None:
    index = bisect_right(clock, at, key=_at)
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
