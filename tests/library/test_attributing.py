"""What an attribution says of company, person, title and facts: known, contradicted, or said to be unknown."""

from __future__ import annotations

import pytest

from evidence.documents.structure import read_document
from evidence.library.attributing import is_called
from evidence.library.library import opened
from evidence.library.verifying_quote import Checker
from small_world import FILES, MILL, RAW, lay, vtt

WORDS = "We deploy by hand on Sundays"


def judge(library, credit, words=WORDS):
    (quotation,) = read_document(f'# Page\n\n> "{words}"\n> — {credit}\n').quotations
    one = Checker(library).check("page.md", quotation)
    return one.verdict.name.value, one.verdict.ok, one.verdict.detail


@pytest.mark.parametrize(
    "credit",
    [
        "Bo Trent, Mill Bank", "Bo, Mill Bank", "B. Trent, Mill Bank", "Mr. Trent, Mill", "User at Mill Bank",
        "Bo Trent (Mill Bank, 500 people, lost)", "Mill Bank, Bo Trent", "Bo Trent", "A lender", "Customer, Mill Bank",
        "Bo Trent, a lender in the north", "Bo Trent, Financial Services, ~500 staff, closed-lost",
    ],
)  # fmt: skip
def test_what_nothing_contradicts_passes(small, credit):
    assert judge(small, credit)[:2] == ("exact", True)


@pytest.mark.parametrize(
    ("credit", "why"),
    [
        ("Bo Trent, Goldman Kestrel", "the call is with Mill Bank, not with Goldman Kestrel"),
        ("User at Harbour Lending", "not by Harbour Lending (A1)"),
        ("Zelda Quark, Mill Bank", "not by Zelda Quark"),
        ("Odile Marchetti, Mill Bank", "not by Odile Marchetti"),
        ("Ines Vale, Mill Bank", "not by Ines Vale"),
        ("Our rep on a call with Mill Bank", "said by the customer, not by Our rep"),
        ("User at Mill Bank (won)", "the attribution says won, the CRM says lost"),
    ],
)
def test_what_the_call_or_the_crm_contradicts_is_misattributed(small, credit, why):
    name, ok, detail = judge(small, credit)
    assert (name, ok) == ("misattributed", False)
    assert why in detail


def test_a_title_of_another_rank_or_function_is_misattributed(small):
    words = "every release by hand, and it takes ten hours a week"
    assert judge(small, "Head of Releases, Harbour Lending", words)[1]
    assert judge(small, "Releases Lead, Harbour Lending", words)[1]
    for title in ("VP Releases", "Head of Finance", "CFO"):
        assert judge(small, f"{title}, Harbour Lending", words)[:2] == ("misattributed", False)


def test_what_the_crm_does_not_know_is_named_and_passes(small):
    assert judge(small, "VP Engineering at Mill Bank ($5M ARR, Series B)") == (
        "exact", True, "not compared: title, arr, Series B",
    )  # fmt: skip


@pytest.fixture
def unknown(tmp_path):
    """A call of nobody's account whose speakers have no names."""
    raw = vtt((1, "Speaker 1", "Go on."), (4, "Speaker 2", "We deploy by hand on Sundays, all of us."))
    lay(tmp_path, {"evidence.yaml": "own_names: []\n", f"{RAW}/call-2026-04-02.vtt": raw})
    with opened(tmp_path) as library:
        yield library


@pytest.mark.parametrize(
    ("credit", "why"),
    [("CTO, Mill Bank", "there is no CRM"), ("Bo Trent", "the call's speakers have no names")],
)
def test_what_nobody_can_judge_passes_as_not_judged_with_the_reason(unknown, credit, why):
    name, ok, detail = judge(unknown, credit)
    assert (name, ok) == ("not-judged", True)
    assert why in detail


def test_words_that_are_cut_short_stay_so_where_nobody_can_judge_their_attribution(tmp_path):
    raw = vtt((1, "Speaker 1", "My boss says the night job fails on Sundays."))
    lay(tmp_path, {"evidence.yaml": "own_names: []\n", f"{RAW}/call-2026-04-02.vtt": raw})
    with opened(tmp_path) as library:
        name, ok, detail = judge(library, "Bo Trent", "the night job fails on Sundays.")
        assert (name, ok) == ("cut-short", True)
        assert "My boss says" in detail
        assert "have no names" in detail


def test_a_call_of_no_account_leaves_the_company_open(tmp_path):
    files = {name: text for name, text in FILES.items() if "mappings" not in name}
    files["source/crm/exports/crm_contacts_2026-03-31.csv"] = "contact_id,account_id,name\n"
    lay(tmp_path, files)
    with opened(tmp_path) as library:
        name, ok, detail = judge(library, "Bo Trent, Reed Boxes")
        assert (name, ok) == ("not-judged", True)
        assert "linked to no account" in detail
        assert judge(library, "Zelda Quark, Reed Boxes")[:2] == ("misattributed", False)


def test_what_an_earlier_snapshot_says_passes_as_out_of_date(world):
    path = world / "source/crm/exports/crm_accounts_2025-12-31.csv"
    path.write_text(
        "account_id,account_name,domain,industry,headcount\nA2,Mill Bank,mill.example,Retail,120\n", encoding="utf-8"
    )
    with opened(world) as library:
        assert judge(library, "User at Mill Bank (120 people)") == ("exact", True, "120 people is out of date")
        assert judge(library, "User at Mill Bank (900 people)")[:2] == ("exact", False)


def test_a_link_to_another_host_is_no_citation_and_is_told(small):
    link = f"[there](https://evil.example/x/{MILL}.md#u2)"
    assert judge(small, f"User at Mill Bank, {link}") == (
        "not-judged", True, "the link leads to evil.example, not to a call here",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "name", "same"),
    [
        ("Northquay", "Northquay Lending", True), ("Northquay Lending Ltd", "Northquay Lending", True),
        ("North Quay Lending", "Northquay Lending", True), ("Northquay Lending, London", "Northquay Lending", True),
        ("HLF", "Harbour Lending First", True), ("Lending", "Northquay Lending", False),
        ("Northquay Holdings", "Northquay Lending", False), ("Harbour Lending", "Northquay Lending", False),
    ],
)  # fmt: skip
def test_how_a_company_may_be_called(said, name, same):
    assert is_called(said, (name,)) is same
