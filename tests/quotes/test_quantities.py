import pytest
from hypothesis import given

from evidence.quotes.quantities import find_quantities
from strategies import spoken


def found(text):
    return [(q.text, q.number, q.unit, q.per) for q in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It took ten hours a week.", [("ten hours a week", 10, "hour", "week")]),
        ("$40K a year, gone.", [("$40K a year", 40_000, "money", "year")]),
        ("Three people do it.", [("Three people", 3, "people", None)]),
        ("30 % of them", [("30 %", 30, "%", None)]),
        ("2.5 days each", [("2.5 days", 2.5, "day", None)]),
        ("twenty-five minutes per call", [("twenty-five minutes per call", 25, "minute", "call")]),
        ("two and a half hours", [("two and a half hours", 2.5, "hour", None)]),
        ("half a day", [("half a day", 0.5, "day", None)]),
        ("a couple of weeks", [("a couple of weeks", 2, "week", None)]),
        ("two to three weeks", [("two to three weeks", 2, "week", None)]),
        ("1.25 million dollars", [("1.25 million dollars", 1_250_000, "dollar", None)]),
        ("€1,200 per seat", [("€1,200 per seat", 1_200, "money", "seat")]),
        ("hundreds of tickets", [("hundreds of tickets", 100, "ticket", None)]),
        ("We have SOC 2 and version 3.5 since 2019.", []),
        ("One of us knows.", []),
        ("Sixty hours, in nineteen weeks.", [("Sixty hours", 60, "hour", None), ("nineteen weeks", 19, "week", None)]),
        ("a hundred and fifteen dollars a day", [("a hundred and fifteen dollars a day", 115, "dollar", "day")]),
        ("20+ hours, 5 grand", [("20+ hours", 20, "hour", None), ("5 grand", 5_000, "money", None)]),
        ("$1M to $5M a year", [("$1M to $5M a year", 1_000_000, "money", "year")]),
        ("her seventeen-year-old", []),
    ],
)
def test_amounts_are_found_as_written_and_as_values(text, expected):
    assert found(text) == expected


@given(spoken)
def test_an_amount_stands_where_it_says(text):
    assert all(text[slice(*q.span)] == q.text and q.number >= 0 for q in find_quantities(text))


def test_only_the_part_asked_for_is_searched():
    text = "Ten hours. Two days."
    assert [q.text for q in find_quantities(text, (11, 20))] == ["Two days"]
