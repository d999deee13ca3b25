"""Work over many items, here or in other processes, in order."""

from __future__ import annotations

import os
from operator import add, itemgetter

import pytest

from evidence.library import workers
from evidence.library.workers import BATCH, FEW, in_order


def test_results_come_in_the_order_of_items_from_other_processes_too():
    items = list(range(3 * FEW + 1))
    assert list(in_order(add, [], items, 1)) == items
    assert list(in_order(add, [], items, 2)) == items


def test_large_items_are_worked_on_here_one_by_one_and_in_their_place(monkeypatch):
    many = list(range(3 * FEW))
    assert list(in_order(add, [], many, 2, large={0, 20, many[-1]})) == many

    def elsewhere(_work, _context, items, _jobs):
        yield from (("elsewhere", item) for item in items)

    monkeypatch.setattr(workers, "_elsewhere", elsewhere)
    found = list(in_order(lambda context, items: [(context, *items)], "here", [1, 2, 3, 4], 2, large={2, 4}))
    assert found == [("elsewhere", 1), ("here", 2), ("elsewhere", 3), ("here", 4)]


def test_little_work_stays_in_this_process():
    def where(context, items):
        return [(context, os.getpid(), item) for item in items]

    assert list(in_order(where, "c", [1, 2, 3], 8)) == [("c", os.getpid(), one) for one in (1, 2, 3)]
    assert list(in_order(where, "c", [], 8)) == []


def test_an_error_in_another_process_reaches_the_caller():
    with pytest.raises(TypeError):
        list(in_order(add, 0, list(range(2 * FEW)), 2))


def test_who_stops_listening_leaves_no_process_behind(monkeypatch):
    pools = []

    class Pool(workers.ProcessPoolExecutor):
        def __init__(self, *arguments):
            super().__init__(*arguments)
            pools.append(self)

    monkeypatch.setattr(workers, "ProcessPoolExecutor", Pool)
    results = in_order(add, [], list(range(20 * BATCH)), 2)
    assert next(results) == 0
    results.close()
    (pool,) = pools
    with pytest.raises(RuntimeError, match="after shutdown"):
        pool.submit(itemgetter(0), [1])
