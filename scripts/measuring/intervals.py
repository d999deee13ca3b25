"""Intervals of 95 %, from 2,000 draws of whole groups: what belongs to one call, or one meeting, is alike."""

from collections.abc import Iterator, Sequence

import numpy as np

DRAWS, SEED = 2_000, 20_260_112

Array = np.ndarray
"""One value, or a row of them, an utterance, a turn or a question."""


def draws(groups: Sequence[str]) -> Iterator[Array]:
    """Yield places of values, drawing whole groups."""
    names = sorted(set(groups))
    places = [np.nonzero(np.asarray(groups) == name)[0] for name in names]
    chance = np.random.default_rng(SEED)
    for _ in range(DRAWS):
        yield np.concatenate([places[n] for n in chance.integers(len(names), size=len(names))])


def interval(values: Sequence[float], digits: int = 3) -> tuple[float, float]:
    """Return the middle 95 %."""
    low, high = np.percentile(values, [2.5, 97.5])
    return round(float(low), digits), round(float(high), digits)
