"""The one definition of a count, beside an obvious slow one; every case written after the code."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.model import Account, Attribution, Citation, Finding, Quote
from evidence.segments.counting import DECIDING, asserted, is_counted, standings

WAYS = ("present", "resolved", "absent", "hypothetical", "question", "other")


def said(way, date="2026-05-01", account="acme", status="new"):
    quote = Quote("q", "Words.", Citation("call", 1, 0, 6))
    who = Attribution(account=Account(account, account) if account else None, date=date)
    return Finding(quote, "slow", who, assertion=way, status=status)


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([("present", "2026-01-01"), ("resolved", "2026-02-01")], "resolved"),
        ([("resolved", "2026-01-01"), ("present", "2026-02-01")], "present"),
        ([("present", "2026-02-01"), ("resolved", "2026-02-01")], "present"),
        ([("absent", "2026-02-01"), ("resolved", "2026-02-01")], "resolved"),
        ([("present", "2026-01-01"), ("absent", "2026-02-01")], "absent"),
        ([("present", "2026-01-01"), ("hypothetical", "2026-02-01"), ("question", "2026-03-01")], "present"),
        ([("present", None), ("resolved", "2026-02-01")], "present"),
        ([("resolved", None), ("absent", "2026-02-01")], "resolved"),
        ([("present", "2026-02-01T09:00:00Z"), ("resolved", "2026-02-01T11:00:00Z")], "present"),
    ],
)
def test_the_latest_day_decides(statements, expected):
    assert standings(said(way, date) for way, date in statements) == {"acme": expected}


@pytest.mark.parametrize("way", ["hypothetical", "question", "other"])
def test_what_states_nothing_decides_nothing(way):
    assert standings([said(way)]) == {}


def test_what_a_reviewer_accepted_speaks_for_the_pain():
    accepted = said("question", status="accepted")
    assert (asserted(accepted), is_counted(accepted)) == ("present", True)
    assert standings([accepted]) == {"acme": "present"}


@pytest.mark.parametrize("way", ["resolved", "absent"])
def test_what_speaks_against_stays_so_where_it_is_accepted(way):
    assert standings([said(way, status="accepted")]) == {"acme": way}


def test_words_of_nobody_known_stand_for_no_account():
    assert standings([said("present", account=None)]) == {}


dates = st.sampled_from([None, "2026-01-01", "2026-01-02", "2026-03-03"])
statements = st.lists(st.builds(said, st.sampled_from(WAYS), dates, st.sampled_from(["acme", "osmo"])), max_size=9)


@given(statements)
def test_the_count_is_that_of_an_obvious_one_in_any_order(findings):
    expected = {}
    for account in {f.attribution.account.account_id for f in findings}:
        theirs = [f for f in findings if f.attribution.account.account_id == account and f.assertion in DECIDING]
        for day in sorted({f.attribution.date or "" for f in theirs}, reverse=True)[:1]:
            last = {f.assertion for f in theirs if (f.attribution.date or "") in (day, "")}
            expected[account] = next(way for way in ("present", "resolved", "absent") if way in last)
    assert standings(findings) == standings(reversed(findings)) == expected


def test_accepting_changes_no_other_account():
    both = [said("other"), said("absent", account="osmo")]
    assert standings([replace(both[0], status="accepted"), both[1]]) == {"acme": "present", "osmo": "absent"}
