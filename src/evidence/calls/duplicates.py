"""Calls that may be one call from two tools: found by keys and words, reported, never merged."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations, compress
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

RUN = 5  # words of a shingle
SAMPLE = 24  # one word in so many begins a shingle that is kept: about 250 of a call
FEWEST = 12  # shingles in common below which equal words prove nothing
SHARE = 0.5  # of the shorter call's shingles: term corrections and another recogniser leave more
CLOSE = timedelta(minutes=10)
COMMONPLACE = 20  # calls that share a shingle from which on it says nothing
FEWEST_WORDS = 12  # of a short call that is the same from the first word to the last
OFTEN = 4  # calls that are the same from first to last: what a machine says, such as the greeting of a mailbox


@dataclass(frozen=True, slots=True)
class CallTraits:
    """What of a call may show that another one is the same. `people` are folded names, without bots and labels.

    `said` is a hash over all words, of calls with too few shingles to compare.
    """

    call_id: str
    meeting_id: str | None = None
    started_at: str | None = None
    people: frozenset[str] = frozenset()
    prints: frozenset[int] = frozenset()
    said: int | None = None


@dataclass(frozen=True, slots=True, order=True)
class Duplicates:
    """Two calls that may be one, and why. `sure` where the words or the meeting say so: then they count once."""

    one: str
    other: str
    why: str
    sure: bool = True


def prints(tokens: Sequence[str], different: Iterable[str] | None = None) -> frozenset[int]:
    """Return a sample of the five-word shingles of a call, hashed.

    Which shingles are kept depends on their first word alone, so that two
    transcripts of one conversation keep the same ones (content-defined sampling).
    different: the different ones among the tokens, where the caller knows them.
    """
    first = {word for word in different or set(tokens) if crc32(word.encode()) % SAMPLE == 0}
    starts = compress(range(len(tokens) - RUN + 1), map(first.__contains__, tokens))
    return frozenset(crc32(" ".join(tokens[i : i + RUN]).encode()) for i in starts)


def find_duplicates(traces: Iterable[CallTraits]) -> tuple[Duplicates, ...]:
    """Return every pair that may be one call, by its strongest reason, sorted."""
    known = {trace.call_id: trace for trace in traces}
    found: dict[tuple[str, str], Duplicates] = {}
    for reason in (_by_meeting, _by_all_words, _by_words, _by_start):
        for one, other, why in reason(known):
            pair = min(one, other), max(one, other)
            found.setdefault(pair, Duplicates(*pair, why, sure=reason is not _by_start))
    return tuple(sorted(found.values()))


def _by_meeting(traces: dict[str, CallTraits]) -> Iterator[tuple[str, str, str]]:
    """Pair calls of one meeting; an id recurs every week, so the day must be the same too."""
    groups: defaultdict[tuple[str, str | None], list[str]] = defaultdict(list)
    for trace in traces.values():
        if trace.meeting_id:
            groups[trace.meeting_id, trace.started_at[:10] if trace.started_at else None].append(trace.call_id)
    for (meeting, _), ids in groups.items():
        for one, other in combinations(sorted(ids), 2):
            apart = _apart(traces[one], traces[other])
            if apart is None or apart <= CLOSE:
                yield one, other, f"both are from the meeting {meeting}"


def _by_start(traces: dict[str, CallTraits]) -> Iterator[tuple[str, str, str]]:
    timed = sorted((at, trace.call_id) for trace in traces.values() if (at := _moment(trace)))
    for index, (at, one) in enumerate(timed):
        for later, other in timed[index + 1 :]:
            if later - at > CLOSE:
                break
            shared = traces[one].people & traces[other].people
            if len(shared) > 1 or (shared and shared in (traces[one].people, traces[other].people)):
                yield one, other, f"they start within ten minutes and share {', '.join(sorted(shared)[:3])}"


def _by_all_words(traces: dict[str, CallTraits]) -> Iterator[tuple[str, str, str]]:
    """Pair short calls that are the same from the first word to the last, unless they are of different days."""
    owners: defaultdict[int, list[str]] = defaultdict(list)
    for trace in traces.values():
        if trace.said is not None:
            owners[trace.said].append(trace.call_id)
    for ids in owners.values():
        for one, other in combinations(sorted(ids), 2) if len(ids) < OFTEN else ():
            days = {at[:10] for call_id in (one, other) if (at := traces[call_id].started_at)}
            if len(days) < 2:
                yield one, other, "all their words are the same"


def _by_words(traces: dict[str, CallTraits]) -> Iterator[tuple[str, str, str]]:
    owners: defaultdict[int, list[str]] = defaultdict(list)
    for trace in traces.values():
        for shingle in trace.prints:
            owners[shingle].append(trace.call_id)
    shared: Counter[tuple[str, str]] = Counter()
    for ids in owners.values():
        if 1 < len(ids) <= COMMONPLACE:
            shared.update(combinations(sorted(ids), 2))
    for (one, other), count in shared.items():
        least = min(len(traces[one].prints), len(traces[other].prints))
        if count >= FEWEST and count >= SHARE * least:
            yield one, other, f"{100 * count // least} % of their sampled words are the same"


def _moment(trace: CallTraits) -> datetime | None:
    """Return when a call started, None where only the day is known."""
    if not trace.started_at or len(trace.started_at) == len("2026-01-12"):
        return None
    try:
        return datetime.fromisoformat(trace.started_at)
    except ValueError:
        return None


def _apart(one: CallTraits, other: CallTraits) -> timedelta | None:
    first, second = _moment(one), _moment(other)
    return abs(first - second) if first and second else None
