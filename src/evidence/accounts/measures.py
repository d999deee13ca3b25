"""Outcomes, win rates with their intervals, deal sizes and cycles. A rate of nothing is None."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from math import exp, log, sqrt
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


FEW = 5
"""Accounts on a side below which a difference is called too few to say anything, and no percentage is printed."""
TOO_FEW = "too few accounts to compare"


@dataclass(frozen=True, slots=True)
class Lift:
    """How much oftener a pain is heard from won accounts than from lost ones, over closed accounts with calls.

    ratio: the share of the won over the share of the lost, None where none of the lost is known to have it.
    low, high: its 95 % interval (Katz 1978), with half an account added to each count where one is 0 or all.
    """

    won: Rate | None
    lost: Rate | None
    ratio: float | None
    low: float | None
    high: float | None

    @property
    def few(self) -> bool:
        """Whether fewer than five accounts stand on a side: then chance may be all there is."""
        return min(self.won.n if self.won else 0, self.lost.n if self.lost else 0) < FEW


def lift(won: int, of_won: int, lost: int, of_lost: int) -> Lift:
    """Compare the share of won accounts that have something with that of lost ones.

    >>> round(lift(6, 8, 3, 10).ratio, 2)
    2.5
    """
    shares = rate(won, of_won), rate(lost, of_lost)
    if not (of_won and of_lost and (won or lost)):
        return Lift(*shares, None, None, None)
    # Without the halves a count of 0 has no logarithm, and 3 of 3 against 2 of 2 would be certain.
    extra = 0.5 if not (won and lost) or (won, lost) == (of_won, of_lost) else 0.0
    a, b, n, m = won + extra, lost + extra, of_won + 2 * extra, of_lost + 2 * extra
    centre, spread = log((a / n) / (b / m)), _Z * sqrt(1 / a - 1 / n + 1 / b - 1 / m)
    ratio = (won / of_won) / (lost / of_lost) if lost else None
    low, high = exp(centre - spread), exp(centre + spread)
    return Lift(*shares, ratio, low if ratio is None else min(low, ratio), high)


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
    return outcomes(deals, as_of).get(account_id or "", "open")


def summarise(deals: Iterable[Deal], as_of: str | None = None) -> Summary:
    """Return counts, win rate, medians and reasons for losing."""
    from statistics import median  # 8 ms, and a search asks for outcomes alone

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
        median(amounts) if amounts else None,
        len(amounts),
        median(cycles) if cycles else None,
        len(cycles),
        tuple(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
    )


def cycle_days(deal: Deal) -> int | None:
    """Return the days from creation to closing; None where a date is missing, or closing comes first."""
    if deal.created_date is None or deal.close_date is None or deal.close_date < deal.created_date:
        return None
    return (dt.date.fromisoformat(deal.close_date) - dt.date.fromisoformat(deal.created_date)).days
