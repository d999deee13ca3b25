"""Every number of stats, worked out by hand from the small workspace."""

from __future__ import annotations

import pytest

from evidence import gather_quotes, open_library, open_workspace
from evidence.commands.review import judge_quotes
from evidence.errors import SettingsError
from evidence.library.asking import Filters
from evidence.library.figures import stats
from small_world import HARBOUR


def figures(library, **filters):
    return stats(library, library.segments.values(), Filters(**filters))


def pains(one):
    return [(pain.tracker.tracker_id, pain.accounts, pain.mentions) for pain in one.pains]


def test_pains_are_counted_by_account_and_mention_on_calls_of_the_segment(small):
    lenders, everybody = figures(small)
    assert pains(lenders) == [("by-hand", ("A1", "A2"), 2), ("audits", ("A1",), 1)]
    assert pains(everybody) == pains(lenders), "nobody knows whose side Cy is on"
    assert small.notes[0].startswith("1 mention")


def test_rates_and_medians_come_from_closed_deals(small):
    deals = figures(small)[0].deals
    assert (deals.win_rate.successes, deals.win_rate.n, deals.win_rate.rate) == (1, 2, 0.5)
    assert deals.loss_reasons == (("Price", 1),)


def test_filters_leave_accounts_deals_and_calls(small):
    lenders, everybody = figures(small, outcome="won")
    assert (lenders.calls, lenders.deals.won, lenders.deals.lost) == (1, 1, 0)
    assert pains(everybody) == [("audits", ("A1",), 1), ("by-hand", ("A1",), 1)]
    assert pains(figures(small, tracker="audits")[0]) == [("audits", ("A1",), 1)]
    assert figures(small, since="2026-02-15")[0].deals.deals == 1, "the one closed on the 20th"
    with pytest.raises(SettingsError, match="no account"):
        figures(small, account="Nobody Inc")


def test_a_rejected_quote_counts_nowhere_any_more(world):
    quote = next(one for one in gather_quotes(world) if (one["tracker"], one["call_id"]) == ("by-hand", HARBOUR))
    judge_quotes(world, reject=[quote["quote_id"]], by="kim")
    with open_library(open_workspace(world)) as library:
        lenders, everybody = figures(library)
    assert ("by-hand", ("A2",), 1) in pains(lenders)
    assert ("by-hand", ("A2",), 1) in pains(everybody)
