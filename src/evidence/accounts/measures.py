"""Outcomes, win rates with their intervals, deal sizes and cycles. A rate of nothing is None."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter, defaultdict
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidence.model import Deal, Outcome

_Z = 1.959963984540054  # 95 % of a normal distribution lies within this many deviations


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of `n`, with its 95 % Wilson interval; all between 0 and 1."""

    successes: int
    n: int
    rate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Summary:
    """The deals of a set of accounts. Medians are over won deals that state the number, `*_n` of them.

    Amounts are in whole currency units, cycles in days from creation to closing;
    `loss_reasons` are (reason as written, deals), most frequent first.
    """

    deals: int
    won: int
    lost: int
    open: int
    win_rate: Rate | None
    median_amount: float | None
    amount_n: int
    median_cycle_days: float | None
    cycle_n: int
    loss_reasons: tuple[tuple[str, int], ...]


def wilson(successes: int, n: int) -> tuple[float, float] | None:
    """Return the 95 % score interval of Wilson (1927), which stays sensible for small n; None for n = 0.

    >>> [round(end, 3) for end in wilson(3, 4)]
    [0.301, 0.954]
    """
    if n == 0:
        return None
    share, square = successes / n, _Z * _Z
    centre = share + square / (2 * n)
    spread = _Z * sqrt(share * (1 - share) / n + square / (4 * n * n))
    scale = 1 + square / n
    # Rounding may leave an end of the interval 1e-17 beyond 0, 1, or the share itself.
    return max(0.0, min(share, (centre - spread) / scale)), min(1.0, max(share, (centre + spread) / scale))


def rate(successes: int, n: int) -> Rate | None:
    """Return a share with its interval, or None for a share of nothing."""
    interval = wilson(successes, n)
    return Rate(successes, n, successes / n, *interval) if interval else None


def deal_outcome(deal: Deal, as_of: str | None = None) -> Outcome:
    """Return what the deal was on a day (`YYYY-MM-DD`): open until it closed."""
    later = as_of is not None and deal.close_date is not None and deal.close_date > as_of
    return "open" if later else deal.outcome


def outcomes(deals: Iterable[Deal], as_of: str | None = None) -> dict[str, Outcome]:
    """Return account id -> outcome of its last deal closed by the day, else open; accounts with deals only.

    A closed deal without a date counts before dated ones. Of two closed on one
    day the won one counts: that day the account became a customer.
    """
    last: dict[str, tuple[str, bool]] = {}
    for deal in deals:
        outcome = deal_outcome(deal, as_of)
        closed = ("", False) if outcome == "open" else (deal.close_date or "0", outcome == "won")
        last[deal.account_id] = max(closed, last.get(deal.account_id, ("", False)))
    return {account_id: "won" if won else "lost" if day else "open" for account_id, (day, won) in last.items()}


def outcome(account_id: str, deals: Iterable[Deal], as_of: str | None = None) -> Outcome:
    """Return the outcome of one account; for many use `outcomes`."""
    return outcomes((deal for deal in deals if deal.account_id == account_id), as_of).get(account_id, "open")


def call_outcome(
    account_id: str | None,
    opportunity_id: str | None,
    deals: Iterable[Deal],
    as_of: str | None = None,
) -> Outcome:
    """Return a call's outcome: that of its linked opportunity, else of its account, else open."""
    deals = tuple(deals)
    linked = next((deal for deal in deals if opportunity_id and deal.opportunity_id == opportunity_id), None)
    if linked:
        return deal_outcome(linked, as_of)
    return outcome(account_id, deals, as_of) if account_id else "open"


def win_rate(deals: Iterable[Deal], as_of: str | None = None) -> Rate | None:
    """Return won of all closed deals; None where none is closed."""
    counts = Counter(deal_outcome(deal, as_of) for deal in deals)
    return rate(counts["won"], counts["won"] + counts["lost"])


def summarise(deals: Iterable[Deal], as_of: str | None = None) -> Summary:
    """Return counts, win rate, medians and reasons for losing."""
    groups: dict[Outcome, list[Deal]] = defaultdict(list)
    for deal in deals:
        groups[deal_outcome(deal, as_of)].append(deal)
    won, lost = groups["won"], groups["lost"]
    amounts = [deal.amount for deal in won if deal.amount is not None]
    cycles = [days for deal in won if (days := cycle_days(deal)) is not None]
    reasons = Counter(deal.loss_reason for deal in lost if deal.loss_reason)
    return Summary(
        sum(map(len, groups.values())),
        len(won),
        len(lost),
        len(groups["open"]),
        rate(len(won), len(won) + len(lost)),
        statistics.median(amounts) if amounts else None,
        len(amounts),
        statistics.median(cycles) if cycles else None,
        len(cycles),
        tuple(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
    )


def cycle_days(deal: Deal) -> int | None:
    """Return the days from creation to closing; None where a date is missing, or closing comes first."""
    if deal.created_date is None or deal.close_date is None or deal.close_date < deal.created_date:
        return None
    return (dt.date.fromisoformat(deal.close_date) - dt.date.fromisoformat(deal.created_date)).days
