"""Work over many items in other processes, results in order."""

from __future__ import annotations

import gc
import os
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

# A forked process would inherit the index's threads halfway through whatever they do.
SPAWN = get_context("spawn")
_T = TypeVar("_T")
_R = TypeVar("_R")
_C = TypeVar("_C")
BATCH = 8  # calls a worker takes at once
RARELY = 100_000  # new objects between two searches for circles, of which calls hold none: 5 % of the time
FEW = 16  # calls that are sooner read here than in new processes


def in_order(
    work: Callable[[_C, Sequence[_T]], Sequence[_R]],
    context: _C,
    items: Sequence[_T],
    jobs: int | None,
    *,
    large: Collection[_T] = (),
) -> Iterator[_R]:
    """Yield what comes of each item, in their order, from other processes where there is enough to do.

    jobs: how many processes, None for one a core; none is started for one.
    large: items that are worked on in this process and one by one, for what comes of them fills the memory;
    where there are some, one result comes of each item.
    """
    others = _elsewhere(work, context, [item for item in items if item not in large], jobs)
    if not large:
        yield from others
        return
    for item in items:
        if item in large:
            yield from work(context, [item])
        else:
            yield next(others)


def _elsewhere(
    work: Callable[[_C, Sequence[_T]], Sequence[_R]], context: _C, items: Sequence[_T], jobs: int | None
) -> Iterator[_R]:
    workers = min(os.cpu_count() or 1 if jobs is None else jobs, -(-len(items) // FEW))
    if workers <= 1:
        for item in items:
            yield from work(context, [item])
        return
    with ProcessPoolExecutor(workers, SPAWN, _begin, (context,)) as pool:
        waiting: deque[Future[Sequence[_R]]] = deque()
        try:
            for start in range(0, len(items), BATCH):
                waiting.append(pool.submit(_run, work, items[start : start + BATCH]))
                if len(waiting) > 2 * workers:  # only a few wait at a time, so that memory stays flat
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


_context: list[Any] = []  # of a worker process: sent once instead of with every batch


def _begin(context: object) -> None:
    gc.set_threshold(RARELY)
    _context[:] = [context]


def _run(work: Callable[[Any, Sequence[_T]], Sequence[_R]], items: Sequence[_T]) -> Sequence[_R]:
    return work(_context[0], items)
