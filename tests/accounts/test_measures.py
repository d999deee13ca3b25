from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.accounts.measures import (
    call_outcome,
    cycle_days,
    lift,
    outcomes,
    summarise,
    wilson,
)
from evidence.model import Deal


def deal(number, account="A1", result="won", closed="2026-01-10", **more):
    won = {"won": True, "lost": False, "open": False}[result]
    return Deal(f"O{number}", account, is_won=won, is_closed=result != "open", close_date=closed, **more)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(0, 1, 0.0, 0.793), (1, 1, 0.207, 1.0), (2, 4, 0.150, 0.850), (45, 100, 0.356, 0.548)],
)
def test_wilson_agrees_with_the_published_formula(successes, n, low, high):
    assert wilson(successes, n) == pytest.approx((low, high), abs=0.001)


@given(st.integers(1, 500), st.data())
def test_an_interval_holds_its_rate_and_stays_between_0_and_1(n, data):
    successes = data.draw(st.integers(0, n))
    low, high = wilson(successes, n)
    assert 0 <= low <= successes / n <= high <= 1


def test_a_rate_of_nothing_is_refused():
    assert wilson(0, 0) is None
    assert summarise([deal(1, result="open")]).win_rate is None
    assert summarise([]).win_rate is None


def test_the_last_closed_deal_decides_the_account():
    deals = (
        deal(1, closed="2025-05-01"),
        deal(2, result="lost", closed="2026-01-01"),
        deal(3, result="open", closed="2026-06-01"),
        deal(4, "A2", "lost", None),
        deal(5, "A3", "open", None),
    )
    assert outcomes(deals) == {"A1": "lost", "A2": "lost", "A3": "open"}
    assert outcomes(deals, "2025-12-31")["A1"] == "won"
    assert outcomes(deals, "2025-01-01")["A1"] == "open"
    assert call_outcome("nobody", None, deals) == "open"


def test_of_two_deals_closed_on_one_day_the_won_one_counts():
    assert outcomes((deal(1), deal(2, result="lost"))) == {"A1": "won"}


def test_a_calls_outcome_is_that_of_its_opportunity_else_of_its_account():
    deals = (deal(1, closed="2026-01-01"), deal(2, result="lost", closed="2025-01-01"))
    assert call_outcome("A1", "O2", deals) == "lost"
    assert call_outcome("A1", None, deals) == "won"
    assert call_outcome("A1", "O2", deals, "2024-12-31") == "open"
    assert call_outcome(None, None, deals) == "open"


def test_a_summary_counts_and_takes_medians_over_won_deals_that_state_the_number():
    summary = summarise((
        deal(1, amount=10.0, created_date="2026-01-01"),
        deal(2, amount=30.0, created_date="2026-02-01"),
        deal(3),
        deal(4, result="lost", amount=999.0, loss_reason="in-house"),
        deal(5, result="lost", loss_reason="in-house"),
        deal(6, result="lost", loss_reason="budget"),
        deal(7, result="open"),
    ))  # fmt: skip
    assert (summary.deals, summary.won, summary.lost, summary.open) == (7, 3, 3, 1)
    assert summary.win_rate
    assert (summary.win_rate.rate, summary.win_rate.n) == (0.5, 6)
    assert (summary.median_amount, summary.amount_n) == (20.0, 2)
    assert (summary.median_cycle_days, summary.cycle_n) == (9, 1)
    assert summary.loss_reasons == (("in-house", 2), ("budget", 1))


def test_a_cycle_that_ends_before_it_begins_is_unknown():
    assert cycle_days(deal(1, created_date="2026-02-01")) is None


def test_a_lift_compares_the_share_of_won_accounts_with_that_of_lost_ones():
    found = lift(6, 8, 3, 10)
    assert (found.won.rate, found.lost.rate, found.few) == (0.75, 0.3, False)
    assert found.ratio == pytest.approx(2.5)
    # Katz's interval by hand: ln 2.5 +- 1.96 * sqrt(1/6 - 1/8 + 1/3 - 1/10)
    assert (found.low, found.high) == pytest.approx((0.894, 6.987), abs=0.001)


@pytest.mark.parametrize(
    ("counts", "ratio", "told"),
    [
        ((3, 4, 1, 9), 6.75, True),  # four won accounts are too few
        ((2, 5, 0, 6), None, True),  # nobody among the lost: no ratio, yet an interval
        ((0, 5, 3, 6), 0.0, True),
        ((3, 3, 2, 2), 1.0, True),  # all of both: not certain
        ((0, 5, 0, 6), None, False),
        ((0, 0, 1, 3), None, False),
    ],
)
def test_a_lift_of_few_or_none_says_so(counts, ratio, told):
    found = lift(*counts)
    assert found.ratio == (None if ratio is None else pytest.approx(ratio))
    assert (found.low is not None) is told
    assert found.few is (min(counts[1], counts[3]) < 5)
    if told and ratio is not None:
        assert found.low <= ratio <= found.high
        assert found.low < found.high
