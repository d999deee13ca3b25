"""Find the words of a decision again that held times when they were judged.

An earlier version left a time such as `[05:30]` among the words. Today it says when the words behind it begin, and
an utterance begins there. The words are the same where all others are said in the same order by one speaker with no
word between them; what is merely alike is not taken for them.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from evidence.calls.stamped import written_times
from evidence.text import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidence.model import Decision, Span, Utterance

_EDGE = 3  # words of the surroundings that are compared on either side


class _Spoken(NamedTuple):
    """A word that is said today."""

    folded: str
    utterance: Utterance
    span: Span


class _Judged(NamedTuple):
    """A word of a decision, or all those of a time, which may be gone; `ms` is that time."""

    folded: tuple[str, ...]
    ms: int | None


class _Place(NamedTuple):
    """Where the words of a decision stand today, and what speaks for it."""

    words: Sequence[_Spoken]
    times: int
    alike: int


def without_times(decision: Decision, utterances: Sequence[Utterance]) -> tuple[tuple[Utterance, Span], ...]:
    """Return where the words of a decision stand without its times, one span an utterance; nothing where they do not.

    Of several places that is taken whose times are those of the decision, then the one with its surroundings, then the
    nearest; none where two speakers are as likely.
    """
    judged = _read(decision.exact)
    if all(one.ms is None for one in judged) or all(one.ms is not None for one in judged):
        return ()
    found = [place for stretch in _stretches(utterances) for place in _places(decision, judged, stretch)]
    if not found:
        return ()
    found.sort(
        key=lambda place: (-place.times, -place.alike, abs(place.words[0].utterance.number - decision.utterance))
    )
    best = found[0]
    rivals = [place for place in found if (place.times, place.alike) == (best.times, best.alike)]
    if len({_mouth(place.words[0].utterance) for place in rivals}) > 1:
        return ()
    parts = [(one, [word.span for word in said]) for one, said in groupby(best.words, key=lambda word: word.utterance)]
    spans = [(spans[0][0] if not at else 0, spans[-1][1]) for at, (_, spans) in enumerate(parts)]
    whole = [(start, len(one.text)) for (one, _), (start, _) in zip(parts[:-1], spans, strict=False)]
    return tuple(zip((one for one, _ in parts), [*whole, spans[-1]], strict=True))


def _read(text: str) -> list[_Judged]:
    """Return the words of a text in order, those of each time together."""
    judged, end = [], 0
    for time in written_times(text):
        judged += [_Judged((token.folded,), None) for token in tokenize(text[end : time.start])]
        judged.append(_Judged(tuple(token.folded for token in tokenize(text[time.start : time.end])), time.ms))
        end = time.end
    return judged + [_Judged((token.folded,), None) for token in tokenize(text[end:])]


def _mouth(utterance: Utterance) -> tuple[str | None, int | None]:
    """Return who speaks; of two turns of somebody unknown nobody can say that they are of one mouth."""
    return utterance.speaker, None if utterance.speaker is not None else utterance.turn


def _stretches(utterances: Sequence[Utterance]) -> Iterator[list[_Spoken]]:
    """Yield the words of each speaker until somebody else speaks."""
    for _, together in groupby(utterances, key=_mouth):
        yield [_Spoken(token.folded, one, token[:2]) for one in together for token in tokenize(one.text)]


def _places(decision: Decision, judged: Sequence[_Judged], said: Sequence[_Spoken]) -> Iterator[_Place]:
    first = next(one.folded[0] for one in judged if one.ms is None)
    before, after = _plain(decision.prefix), _plain(decision.suffix)
    for at, word in enumerate(said):
        if word.folded != first or not (read := _match(judged, said, at)):
            continue
        end, gone = read
        known = {time for one in said[at:end] for time in _times(one.utterance)}
        beside = [one.folded for one in said[max(0, at - _EDGE) : at]][::-1]
        behind = [one.folded for one in said[end : end + _EDGE]]
        alike = _shared(beside, before[::-1]) + _shared(behind, after)
        yield _Place(said[at:end], len(known.intersection(gone)), alike)


def _match(judged: Sequence[_Judged], said: Sequence[_Spoken], at: int) -> tuple[int, list[int]] | None:
    """Return behind which word the words of a decision end, and the times that are gone; None where others are said."""
    gone: list[int] = []
    begun = False
    for one in judged:
        stands = tuple(word.folded for word in said[at : at + len(one.folded)]) == one.folded
        if stands and (begun or one.ms is None):
            at += len(one.folded)
            begun = True
        elif one.ms is None:
            return None
        else:
            gone.append(one.ms)
    return (at, gone) if gone else None


def _times(utterance: Utterance) -> Iterator[int]:
    yield from (time for time in (utterance.start_ms, utterance.end_ms) if time is not None)
    yield from (time for _, time in utterance.stamps)


def _plain(text: str) -> list[str]:
    return [word for one in _read(text) if one.ms is None for word in one.folded]


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
