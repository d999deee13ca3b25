"""What places say of accounts, and where it cannot all be true."""

from __future__ import annotations

import pytest

from evidence.model import Account
from evidence.segments.contradictions import (
    Names,
    Remark,
    claim_of_cell,
    claims_in,
    claims_of,
    contradictions,
    rewordings,
)

NAMES = Names(
    {"Account_900": ["Account_900", "Larch & Sons"], "Account_901": ["Account_901", "Larch"], "Account_902": ["Larch"]}
)


def said(text, above=""):
    return [(claim.what, claim.value) for claim in claims_in("m.md", 4, text, "A1", above=above)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("account_900: Series B", ("Account_900",)),
        ("The people of Larch & Sons said", ("Account_900",)),
        ("Larch alone is the name of two", ()),
        ("Account_900 and Account_901", ("Account_900", "Account_901")),
    ],
)
def test_an_account_is_named_by_id_or_by_a_name_that_is_its_alone(text, named):
    assert NAMES.named(text) == named


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Account_900: Series B, 1,350 employees, $50K ARR (won)",
         [("headcount", 1350.0), ("arr", 50_000.0), ("outcome", "won")]),
        ("Senior Engineer at Account_900 (350 employees, lost)", [("headcount", 350.0), ("outcome", "lost")]),
        ('Account_900: lender, lost to "doing nothing"', [("outcome", "lost")]),
        ("Account_900 won against two others", []),
        ("They lost patience at Account_900", []),
        ("Account_900 (churned)", [("outcome", "won")]),
        ("$1.2M ARR", [("arr", 1_200_000.0)]),
    ],
)  # fmt: skip
def test_a_line_says_size_revenue_and_outcome(text, claims):
    assert said(text) == claims


def test_a_heading_says_how_the_deals_below_it_ended():
    assert said("Engineer at Account_900", above="Quote from Champion (deal won):") == [("outcome", "won")]
    assert said("Account_900", above="Lose To") == [("outcome", "lost")]
    assert said("Account_900", above="Who they are") == []


def test_a_cell_says_what_its_column_is_about():
    cells = [("Employees", "~350"), ("ARR", "$50K"), ("Status", "Closed Won"), ("Employees", "many"), ("Notes", "7")]
    claims = [c for header, text in cells for c in claim_of_cell("m.md", 4, text, "A1", header)]
    assert [(c.what, c.value) for c in claims] == [("headcount", 350.0), ("arr", 50_000.0), ("outcome", "won")]


def test_two_figures_contradict_unless_one_is_only_rounded():
    account = Account("A1", "Larch", headcount=350, arr=48_300.0)
    crm = list(claims_of(account, "lost", "crm.csv"))
    rounded = list(claims_in("m.md", 4, "A1: about 340 employees, $48K ARR", "A1"))
    assert contradictions([*crm, *rounded]) == ()
    (arr, headcount, outcome) = sorted(
        contradictions([*crm, *claims_in("m.md", 4, "A1: 280 employees, $50K ARR (won)", "A1")]),
        key=lambda found: found.what,
    )
    assert [claim.said for claim in headcount.claims] == ["350 employees", "280 employees"]
    assert [claim.path for claim in arr.claims] == ["crm.csv", "m.md"]
    assert {claim.value for claim in outcome.claims} == {"lost", "won"}
    assert next(claims_of(account, "open", "crm.csv")).what == "headcount"


def test_one_remark_in_two_wordings_is_found_and_an_excerpt_is_none():
    told = "We count the stock by hand and it takes us all of Sunday night."
    remarks = [
        Remark(told, "a.md", 3, "A1"),
        Remark("We count stock by hand, it takes all Sunday night.", "b.md", 9, "A1"),
        Remark("it takes us all of Sunday night", "c.md", 2, "A1"),
        Remark("We count the money by hand and it takes us all of Monday.", "d.md", 2, "A2"),
        Remark("Every shop in this street has closed by now.", "e.md", 2),
    ]
    pairs = rewordings(remarks)
    assert [(pair.one.path, pair.other.path) for pair in pairs] == [("a.md", "b.md")]


def test_two_quotes_of_our_own_blocks_are_not_compared():
    told = [Remark(f"We count the stock by hand and it takes {when}.", "a.md", 3, "A1", ours=True) for when in "xy"]
    assert rewordings(told) == ()
