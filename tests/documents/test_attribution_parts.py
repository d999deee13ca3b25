"""The parts of an attribution are told by what they say, wherever they stand."""

from time import process_time

import pytest

from evidence.documents.attribution_parts import Named, cut_at_joints, fact_kind, named_in, stated_time
from evidence.documents.markdown import Link
from evidence.documents.quotations import parse_attribution


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Una Feld, CTO, Tarn Foods, 350 people, March 3, 2026", ("Una Feld", "CTO", "Tarn Foods")),
        ("Una Feld (CTO, Tarn Foods)", ("Una Feld", "CTO", "Tarn Foods")),
        ("Una Feld (Tarn Foods)", ("Una Feld", None, "Tarn Foods")),
        ("Una Feld, CTO at Tarn Foods (Food, 350 people)", ("Una Feld", "CTO", "Tarn Foods")),
        ("Una Feld from Tarn Foods", ("Una Feld", None, "Tarn Foods")),
        ("CTO, Tarn Foods", (None, "CTO", "Tarn Foods")),
        ("CTO of Tarn Foods, Q3 2026", (None, "CTO", "Tarn Foods")),
        ("Head of Platform, Tarn Foods", (None, "Head of Platform", "Tarn Foods")),
        ("Tarn Foods' CTO", (None, "CTO", "Tarn Foods")),
        ("Una Feld | Senior Engineer | Tarn Foods | 12:34", ("Una Feld", "Senior Engineer", "Tarn Foods")),
        ("Una Feld - VP, Engineering - Tarn Foods", ("Una Feld", "VP, Engineering", "Tarn Foods")),
        ("Una Feld, Tarn Foods, 1,200 employees", ("Una Feld", None, "Tarn Foods")),
        ("Una Feld, closed-won, Tarn Foods", ("Una Feld", None, "Tarn Foods")),
        ("Una Feld, CTO", ("Una Feld", "CTO", None)),
        ("Una Feld, Tarn Foods in March 2026", ("Una Feld", None, "Tarn Foods")),
        ("Una Feld, Tarn Foods at 12:34", ("Una Feld", None, "Tarn Foods")),
        ("Una Feld, Tarn Foods' CTO", ("Una Feld", "CTO", "Tarn Foods")),
        ("CTO Una Feld, Tarn Foods", ("Una Feld", "CTO", "Tarn Foods")),
        ("CTO @Tarn Foods", (None, "CTO", "Tarn Foods")),
        ("CTO at Tarn Foods, a 350-person lender", (None, "CTO", "Tarn Foods")),
        ("Una Feld, CTO, Tarn Foods, London", ("Una Feld", "CTO", "Tarn Foods")),
        ("Una Feld, Tarn Foods, Inc., churned", ("Una Feld", None, "Tarn Foods, Inc.")),
        ("Una Feld, Tarn Foods interview, end of March 2026", ("Una Feld", None, "Tarn Foods")),
        ("Una Feld, Tarn Foods, Q1 FY26", ("Una Feld", None, "Tarn Foods")),
        ("Una Feld, Tarn Foods, week of March 2, 2026", ("Una Feld", None, "Tarn Foods")),
        ("Sales Rep on a call with Tarn Foods", (None, "Sales Rep", "Tarn Foods")),
    ],
)  # fmt: skip
def test_person_title_and_company_are_found_in_any_order(text, named):
    read = named_in(text)
    assert (read.person, read.title, read.account) == named


def test_facts_outside_of_parentheses_are_facts():
    read = named_in("Una Feld, CTO, Tarn Foods (Food), ~350 staff, $50k ARR, lost, 3 March 2026, at 12 minutes")
    assert read == Named(
        "Una Feld", "CTO", "Tarn Foods", ("Food", "~350 staff", "$50k ARR", "lost", "3 March 2026", "at 12 minutes")
    )


@pytest.mark.parametrize(
    ("part", "kind"),
    [
        ("Fintech", "industry"), ("Financial Services", "industry"), ("Tarn Foods", ""), ("closed won", "outcome"),
        ("customer since 2024", "since"), ("00:12:34", "time"), ("12 min in", "time"), ("team of 40", "headcount"),
        ("ARR of $50k", "arr"), ("H1 2026", "date"), ("May", ""), ("Series B", ""), ("Engineering", ""),
    ],
)  # fmt: skip
def test_a_part_says_what_it_is(part, kind):
    assert fact_kind(part) == kind


def test_dates_and_numbers_are_not_cut_at_their_commas():
    assert cut_at_joints("Tarn Foods, Tuesday, March 3, 2026, 1,200 people") == (
        "Tarn Foods", "Tuesday, March 3, 2026", "1,200 people",
    )  # fmt: skip


def test_a_time_of_day_is_no_time_of_a_call():
    assert stated_time("10:30 am") is None
    assert stated_time("1:02:03").ms == 3_723_000


def test_a_link_to_another_host_is_no_citation():
    def read(href):
        return parse_attribution("— Una Feld, Tarn Foods, there", 1, [Link("there", href)])

    assert read("../normalized/tarn-1.md#u3").citation
    for href in ("https://evil.example/x/tarn-1.md#u3", "//evil.example/tarn-1.md#u3", "file:///x/tarn-1.md#u3"):
        assert read(href).citation is None
        assert read(href).href == href


@pytest.mark.parametrize("piece", ["word in the house of 3 ", "Name, ", "(", " at", "A's ", "1 ", "at : "])
def test_a_line_of_any_length_is_read_in_no_time(piece):
    started = process_time()
    parse_attribution("— " + piece * 20_000)
    assert process_time() - started < 2
