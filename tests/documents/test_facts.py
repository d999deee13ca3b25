"""Only what contradicts the CRM is wrong in an attribution."""

import pytest

from evidence.documents.facts import wrong_facts, wrong_industry, wrong_outcome, wrong_when
from evidence.documents.quotations import parse_attribution
from evidence.model import Account

BAKERY = Account("Account_7", "Harbour Bakery", headcount=352, arr=48_500.0)
TITLES = ("Senior Software Engineer", "champion")


def faults(credit, account=BAKERY, titles=TITLES):
    return list(wrong_facts(parse_attribution(f"— {credit}"), account, titles))


@pytest.mark.parametrize(
    "fact",
    [
        "352 employees", "350 employees", "~300 employees", "350+ employees", "over 300 people", "about 400 staff",
        "$48.5K ARR", "$50K ARR", "$48,500 ARR", "ARR: 48.5k", "Food", "Series B", "headcount unknown",
    ],
)  # fmt: skip
def test_what_rounding_explains_or_nobody_knows_is_right(fact):
    assert faults(f"Engineer at Account_7 ({fact})") == []


@pytest.mark.parametrize(
    "fact", ["360 employees", "35 employees", "900+ employees", "$60K ARR", "$48.9K ARR", "$5M ARR"]
)
def test_another_number_is_wrong(fact):
    (fault,) = faults(f"Engineer at Account_7 ({fact})")
    assert fault.startswith(f"the attribution says {fact}, the CRM says ")


def test_what_the_crm_does_not_know_is_not_wrong():
    assert faults("Engineer at Account_7 (9 employees, $1 ARR)", Account("Account_7", "Harbour Bakery")) == []
    assert faults("Engineer at Account_7 (9 employees)", None) == []
    assert faults("Finance Director at Account_7", titles=()) == []


@pytest.mark.parametrize(
    "title", ["Senior Engineer", "Sr. Software Developer", "Champion", "Customer", "Somebody", "SWE"]
)
def test_titles_that_may_be_one_are(title):
    assert faults(f"{title} at Account_7") == []


def test_another_title_is_wrong():
    assert faults("Finance Director at Account_7") == [
        "the attribution says Finance Director, the CRM says Senior Software Engineer"
    ]
    assert faults("VP Finance at Account_7", titles=("Vice President of Finance",)) == []


def test_an_outcome_is_that_of_call_or_account():
    credit = parse_attribution("— Engineer at Account_7 (Food, won)")
    assert wrong_outcome(credit, {"won", "open"}) == ""
    assert wrong_outcome(credit, set()) == ""
    assert wrong_outcome(credit, {"lost"}) == "the attribution says won, the CRM says lost"
    assert wrong_outcome(parse_attribution("— Engineer at Account_7 (Food)"), {"lost"}) == ""


@pytest.mark.parametrize(
    ("known", "fact", "wrong"),
    [
        ("Financial Services", "Fintech", False),
        ("Financial Services", "Banking", False),
        ("Financial Services", "Healthcare", True),
        ("Financial Services", "Fish Farming", True),
        ("Food & Beverages", "Food", False),
        ("Software", "E-commerce software", False),
        ("Software", "Legal", False),
        ("Software", "Series B", False),
        ("Ship Chandlers", "Healthcare", False),
        ("Ship Chandlers", "Fish Farming", True),
        (None, "Healthcare", False),
    ],
)
def test_an_industry_is_wrong_where_it_shares_nothing_with_that_of_the_crm(known, fact, wrong):
    account = Account("Account_7", "Harbour Bakery", industry=known)
    credit = parse_attribution(f"— Engineer at Account_7 ({fact}, 350 employees)")
    faults = list(wrong_industry(credit, account, {"Fish Farming", known or "Food"}))
    assert faults == ([f"the attribution says {fact}, the CRM says {known}"] if wrong else [])


def test_date_and_time_are_those_of_the_call():
    credit = parse_attribution("— Engineer at Account_7, 2026-01-12, 00:12:34")
    assert list(wrong_when(credit, {"2026-01-12"}, {"00:12:34", "00:01:00"})) == []
    assert list(wrong_when(credit, (), ())) == []
    assert list(wrong_when(credit, {"2026-01-13"}, {"00:12:35"})) == [
        "the attribution says 2026-01-12, but the call was on 2026-01-13",
        "the attribution says 00:12:34, but the words are at 00:12:35",
    ]
