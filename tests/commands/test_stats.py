"""The figures of segments, against all accounts."""

from __future__ import annotations

from evidence import segment_stats


def test_figures_are_those_that_can_be_counted_by_hand(small):
    lenders, everybody = segment_stats(small)
    assert (lenders.accounts, lenders.called, lenders.calls) == (("A1", "A2"), ("A1", "A2"), 2)
    assert (lenders.deals.won, lenders.deals.lost, lenders.deals.open) == (1, 1, 0)
    assert (everybody.segment, everybody.accounts, everybody.calls) == (None, ("A1", "A2", "A3"), 3)
    assert (everybody.deals.won, everybody.deals.lost, everybody.deals.open) == (1, 1, 1)


def test_a_segment_is_chosen_by_any_of_its_names(small):
    for name in ("lenders", "Lenders", "banks"):
        assert [one.name for one in segment_stats(small, name)] == ["Lenders", "All accounts"]


def test_filters_and_the_day_leave_less(small, world):
    assert segment_stats(small, account="A1")[0].accounts == ("A1",)
    assert segment_stats(small, since="2026-02")[0].calls == 1
    assert segment_stats(world, as_of="2026-03-31")[0].calls == 1
