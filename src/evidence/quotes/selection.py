"""Which of many quotes to show: near duplicates collapse, and accounts take turns."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from typing import TYPE_CHECKING, NamedTuple

from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

GRAM = 4  # words: what two people say by chance seldom has five of them in common
ALIKE = 0.6  # of a quote's runs of four words that another one holds


class QuoteCandidate(NamedTuple):
    """A quote that could be shown: whose it is, and what should differ among those of one account."""

    group: str
    kinds: tuple[str | None, ...]
    number: int


def take_turns(candidates: Iterable[QuoteCandidate], *, cap: int | None = None) -> Iterator[int]:
    """Yield the numbers of quotes, best first, so that every account has its first one before any has a second.

    candidates: ranked, best first. Among those of one account, one that says something in a role, an
    outcome and a month not yet heard from goes first. cap: how many of one account.
    """
    queues: defaultdict[str, list[QuoteCandidate]] = defaultdict(list)
    for one in candidates:
        queues[one.group].append(one)
    turns = deque(_varied(queue, cap) for queue in queues.values())
    while turns:
        turn = turns.popleft()
        for number in turn:
            yield number
            turns.append(turn)
            break


def _varied(queue: list[QuoteCandidate], cap: int | None) -> Iterator[int]:
    heard: Counter[tuple[int, str | None]] = Counter()
    left = deque(queue)
    for _ in range(min(len(queue), cap or len(queue))):
        # Only the next best are compared: what is new in kind but far weaker does not jump the queue.
        near = [left[i] for i in range(min(8, len(left)))]
        best = min(near, key=lambda one: sum(heard[place] for place in enumerate(one.kinds)))
        left.remove(best)
        heard.update(enumerate(best.kinds))
        yield best.number


class Mentions:
    """Remembers quotes, and tells whether another one says nearly the same words."""

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self._holders: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        self._count = 0

    def is_new(self, text: str) -> bool:
        """Whether no quote before said nearly the same; the text is remembered then."""
        grams = _grams(words(text))
        common = Counter(holder for gram in grams for holder in self._holders[gram])
        if any(count >= ALIKE * len(grams) for count in common.values()):
            return False
        for gram in grams:
            self._holders[gram].append(self._count)
        self._count += 1
        return True


def _grams(said: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(said[i : i + GRAM]) for i in range(max(1, len(said) - GRAM + 1))}
