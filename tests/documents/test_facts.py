"""Only what contradicts the CRM is wrong in an attribution."""

from dataclasses import replace

import pytest

from evidence.documents.attribution_parts import stated_time
from evidence.documents.facts import (
    fits_minute,
    fits_time,
    is_known,
    wrong_fact,
    wrong_outcome,
    wrong_since,
    wrong_title,
    wrong_when,
)
from evidence.documents.quotations import parse_attribution
from evidence.model import Account, Citation, Deal, Utterance

BAKERY = Account("Account_7", "Harbour Bakery", headcount=352, arr=48_500.0)
TITLES = ("Senior Software Engineer", "champion")


def faults(credit, account=BAKERY, titles=TITLES):
    read = parse_attribution(f"— {credit}")
    wrong = [wrong_fact(fact, account) for fact in read.facts] if account else []
    return [*filter(None, wrong), *filter(None, [wrong_title(read.title, titles)])]


@pytest.mark.parametrize(
    "fact",
    [
        "352 employees", "350 employees", "~300 employees", "350+ employees", "over 300 people", "about 400 staff",
        "$48.5K ARR", "$50K ARR", "$48,500 ARR", "ARR: 48.5k", "Food", "Series B", "headcount unknown",
        "350 people", "0.35k staff", "~350 staff", "200-500 employees", "350-person company", "headcount: 350",
        "team of 350", "under 400 employees", "350 Mitarbeiter", "$50k annual recurring revenue", "50k USD ARR",
        "ARR $48.5K", "€40k-60k ARR", "352 FTEs",
    ],
)  # fmt: skip
def test_what_rounding_explains_or_nobody_knows_is_right(fact):
    assert faults(f"Engineer at Account_7 ({fact})") == []


@pytest.mark.parametrize(
    "fact",
    [
        "360 employees",
        "35 employees",
        "900+ employees",
        "$60K ARR",
        "$48.9K ARR",
        "$5M ARR",
        "500 people",
        "3.5k employees",
        "~900 staff",
        "500-1,000 employees",
        "350k-person company",
        "headcount: 530",
        "under 300 employees",
        "530 Mitarbeiter",
        "$90k annual recurring revenue",
        "80k USD ARR",
        "ARR $85K",
        "€60k-90k ARR",
    ],
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
    fault = wrong_fact(fact, account, {"Fish Farming", known or "Food"})
    assert fault == (f"the attribution says {fact}, the CRM says {known}" if wrong else "")


def test_date_and_time_are_those_of_the_call():
    credit = parse_attribution("— Engineer at Account_7, 2026-01-12, 00:12:34")
    assert list(wrong_when(credit, {"2026-01-12"}, {"00:12:34", "00:01:00"})) == []
    assert list(wrong_when(credit, (), ())) == []
    assert list(wrong_when(credit, {"2026-01-13"}, {"00:12:35"})) == [
        "the attribution says 2026-01-12, but the call was on 2026-01-13",
        "the attribution says 00:12:34, but the words are at 00:12:35",
    ]


@pytest.mark.parametrize("stated", [
    "March 3, 2026", "3 March 2026", "3rd of March", "Tue, 3 Mar 2026", "Mar 2026", "in March 2026", "Q1", "Q1 2026",
    "H1 2026", "2026", "03/02/2026", "02.03.2026", "03.03.2026", "3. März 2026", "3 mars 2026", "3 de marzo de 2026",
    "3 marzo 2026", "3 de março de 2026", "3 maart 2026", "2026-03", "Q1 call", "interview in March 2026",
])  # fmt: skip
def test_a_date_in_any_writing_is_that_of_the_call(stated):
    credit = parse_attribution(f"— Engineer at Account_7, {stated}")
    right = {"2026-03-03"} if "02" not in stated[:5] else {"2026-03-02"}
    assert credit.account == "Account_7"
    assert list(wrong_when(credit, right, ())) == []
    assert len(list(wrong_when(credit, {"2019-11-20"}, ()))) == 1


def test_a_customer_since_a_year_after_the_first_deal_or_without_one_is_wrong():
    won = Deal("D1", "A", is_won=True, is_closed=True, close_date="2024-02-10")
    lost = Deal("D2", "A", is_won=False, is_closed=True, close_date="2025-02-10")
    assert wrong_since("customer since 2024", [lost, won]) == ""
    assert wrong_since("customer since 2021", [won]) == ""  # deals of that time may not be in the CRM
    assert (
        wrong_since("customer since 2025", [won])
        == "the attribution says customer since 2025, the CRM says since 2024-02-10"
    )
    assert "no deal of theirs that was won" in wrong_since("customer since 2024", [lost])
    assert wrong_since("customer since 2024", []) == ""


def test_what_is_known_is_what_the_crm_has_of_the_account():
    assert [is_known(fact, BAKERY) for fact in ("9 employees", "$1 ARR", "Fintech", "Series B")] == [
        True, True, False, False,
    ]  # fmt: skip
    assert not is_known("9 employees", None)


def test_one_role_of_a_purchase_is_not_another():
    assert wrong_title("Economic buyer", ("Senior Engineer", "champion"))
    assert not wrong_title("Champion", ("Senior Engineer", "champion"))
    assert not wrong_title("Economic buyer", ("Senior Engineer",))


TURN = Utterance(4, 2, None, "We stop. Then it runs. And nobody knows why.", 60_000, 104_000, "stated", "stated")


@pytest.mark.parametrize(
    ("stated", "fits"),
    [
        ("~00:01:25", True),
        ("00:01:25", True),
        ("00:01:00", True),  # the start of the utterance: what earlier versions printed
        ("00:01:24", True),  # as it is heard
        ("00:01:44", True),  # while it is said
        ("00:01:20", False),
        ("~00:01:10", True),  # of other words in the utterance
        ("~00:00:58", False),
        ("00:01:48", False),
    ],
)
def test_a_time_fits_words_whose_time_is_derived_or_the_start_of_their_utterance(stated, fits):
    assert fits_time(stated, Citation.of("bakery-7", TURN, 23, 44), TURN) is fits


def test_a_stated_time_fits_to_the_second():
    place = Citation.of("bakery-7", TURN, 0, 8)
    assert [fits_time(time, place, TURN) for time in ("00:01:00", "00:01:01", "00:00:59")] == [True, False, False]


def test_for_a_piece_of_a_long_turn_earlier_versions_printed_a_time_of_the_turn_before_it():
    piece = replace(TURN, start_source="derived")
    place = Citation.of("bakery-7", piece, 0, 8)
    assert not fits_time("00:00:30", place, piece)
    assert fits_time("00:00:30", place, piece, 20_000)
    assert not fits_time("00:00:19", place, piece, 20_000)


def test_what_has_no_time_contradicts_none():
    silent = replace(TURN, start_ms=None, start_source=None)
    assert fits_time("00:00:30", Citation.of("bakery-7", silent, 5), silent)


@pytest.mark.parametrize(
    ("stated", "fits"), [("at 1 minute", True), ("at 12 minutes", False), ("around 01:20", True), ("minute 4", False)]
)
def test_a_time_to_the_minute_fits_words_of_that_minute(stated, fits):
    assert fits_minute(stated_time(stated), Citation.of("bakery-7", TURN, 0, 8), TURN) is fits
