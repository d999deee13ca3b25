"""What people write of companies, as conditions."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.segments.firmographics import DescriptionLine, bounds, column_of, read_traits

TEXT = r"'(?:[^']|'')*'"
CONDITION = re.compile(rf"\w+ (?:BETWEEN \d+ AND \d+|[<>]=? \d+|= {TEXT}|IN \({TEXT}(?:, {TEXT})+\))", re.DOTALL)
KNOWN = {
    "industry": frozenset({"Retail", "Media & Music"}),
    "geography": frozenset({"United Kingdom", "Canada", "Germany"}),
    "funding_stage": frozenset({"Series B", "series_c"}),
}


def read(label, text, known=KNOWN, **more):
    return [trait.condition for trait in read_traits([DescriptionLine(7, label, text, **more)], known)]


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("200 to 1,000 employees", "headcount BETWEEN 200 AND 1000"),
        ("10\u2013100", "headcount BETWEEN 10 AND 100"),
        ("between 5 and 50", "headcount BETWEEN 5 AND 50"),
        ("1k-5k", "headcount BETWEEN 1000 AND 5000"),
        ("10-50k", "headcount BETWEEN 10000 AND 50000"),
        ("1.000 bis 5.000", "headcount BETWEEN 1000 AND 5000"),
        ("5,000+", "headcount >= 5000"),
        ("at least 40", "headcount >= 40"),
        ("more than 300", "headcount > 300"),
        ("up to 20", "headcount <= 20"),
        ("fewer than 10 people", "headcount < 10"),
        ("large", ""),
        ("900 to 20", ""),
    ],
)
def test_a_size_is_a_range_an_open_range_or_a_limit(text, condition):
    assert bounds("headcount", text) == condition


@pytest.mark.parametrize("text", ["1.2.3 to 5", "5 to 1.2.3", "1.000.000m+", "10,5,5 to 20", "1,,2 or more"])
def test_what_is_no_number_is_no_bound(text):
    assert bounds("headcount", f"{text} people") == ""


def test_revenue_is_what_the_company_earns_even_where_it_is_called_arr():
    (trait,) = read_traits([DescriptionLine(7, "Revenue", "$10M to $100M ARR")], {})
    assert trait.condition == "company_revenue BETWEEN 10000000 AND 100000000"
    assert "arr is what it pays us" in trait.remark
    assert read("ARR", "more than \u20ac1.5bn") == ["company_revenue > 1500000000"]


@pytest.mark.parametrize(
    ("label", "text", "condition"),
    [
        ("Funding Stage", "Series B to Series D", "funding_stage IN ('Series B', 'series_c', 'Series D')"),
        ("Funding", "\u017feed", "funding_stage = 'Seed'"),
        ("Funding", "Pre-seed to Series A", "funding_stage IN ('Pre-Seed', 'Seed', 'Series A')"),
        ("Funding", "Series A/B", "funding_stage IN ('Series A', 'Series B')"),
        ("Stage", "Series G or later", "funding_stage IN ('Series G', 'Series H')"),
        ("Industry", "retail (focus: shoes)", "industry = 'Retail'"),
        ("Industries", "Retail, Fish 'n' Chips", "industry IN ('Retail', 'Fish ''n'' Chips')"),
        ("Sector", "Media & Music", "industry = 'Media & Music'"),
        ("Industry", "Retail, horizontal or for one trade", "industry = 'Retail'"),
        ("Geography", "North America, UK", "geography IN ('Canada', 'United Kingdom')"),
        ("Region", "DACH", "geography = 'Germany'"),
    ],
)
def test_lists_and_rounds_are_spelt_as_the_crm_spells_them(label, text, condition):
    assert read(label, text) == [condition]


@pytest.mark.parametrize(
    "label", ["Revenue Potential", "Average Deal Size", "Team Size", "Growth Rate", "Market Size", "Our ARR", "Budget"]
)
def test_labels_of_something_else_are_no_condition(label):
    assert column_of(label) is None
    assert read(label, "10 to 20") == []


def test_a_sentence_counts_only_where_it_says_who_they_are():
    sentence = "Series A/B shops for shoes (3-15 employees)"
    assert read(None, sentence) == []
    assert read("Profile", sentence, profile=True) == [
        "headcount BETWEEN 3 AND 15",
        "funding_stage IN ('Series A', 'Series B')",
    ]
    assert read(None, "teams of 3 to 15 people", profile=True) == []


def test_a_value_that_no_account_has_is_remarked():
    (trait,) = read_traits([DescriptionLine(3, "Industry", "Forestry")], KNOWN)
    assert trait.remark == "no account has Forestry; existing values: Media & Music, Retail"


@given(st.text(max_size=60))
def test_whatever_is_written_makes_a_condition_that_is_one_or_none(text):
    for label in ("Industry", "Headcount", "Revenue", "Geography", "Funding"):
        for condition in read(label, text):
            assert CONDITION.fullmatch(condition)
