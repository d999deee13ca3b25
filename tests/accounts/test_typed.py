"""Numbers of a column are typed by the column; what it does not settle is missing, and never a wrong number."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.accounts.columns import columns_of
from evidence.accounts.typed import type_rows
from evidence.sheets import parse_sheet
from strategies import examples

HEADER = ("account_id", "account_name", "arr", "company_revenue", "headcount")


def export(rows, separator=","):
    written = io.StringIO()
    csv.writer(written, delimiter=separator, quoting=csv.QUOTE_ALL).writerows([HEADER, *rows])
    return written.getvalue()


def read(text, date_order=None):
    records, problems = type_rows(parse_sheet(text, columns_of("accounts"), "a.csv"), "a.csv", date_order)
    return [record.values for record in records], [str(problem) for problem in problems]


def arr(*cells, revenue=(), headcount=(), date_order=None):
    """Read a column of money, with others beside it."""
    size = max(map(len, (cells, revenue, headcount)))
    columns = [[*column, *[""] * (size - len(column))] for column in (cells, revenue, headcount)]
    rows, told = read(
        export([f"A{at}", "Larch", *row] for at, row in enumerate(zip(*columns, strict=True))), date_order
    )
    return [row["arr"] for row in rows][: len(cells)], told


@pytest.mark.parametrize("witness", ["1,234.50", "1,250,000", "12.5", "$50,000", "(1,200.00)"])
def test_one_cell_with_one_reading_makes_a_comma_thousands_in_its_column(witness):
    values, told = arr("30,000", witness, "45,000")
    assert (values[0], values[2], told) == (30_000, 45_000, [])


@pytest.mark.parametrize("witness", ["1.234,50", "1.250.000", "12,5", "1250,000", "0,500", "1 234,5"])
def test_one_cell_with_one_reading_makes_a_comma_decimal_in_its_column(witness):
    values, told = arr("30,000", witness, "30.000" if witness != "1250,000" else "30,000")
    assert (values[0], told) == (30, [])
    assert values[2] == (30_000 if witness != "1250,000" else 30)


def test_a_column_that_proves_nothing_is_told_in_one_line_with_its_count():
    values, told = arr("30,000", "950", "45,000", "120,000")
    assert values == [None, 950, None, None]
    assert told == [
        (
            "a.csv:2: arr '30,000' and 2 more cells can be read in two ways; they were treated as missing. "
            "Export the column without thousands separators, or set date_order: MDY if its numbers are American."
        )
    ]
    assert arr("30,000", date_order="MDY") == ([30_000], [])


def test_cells_that_contradict_each_other_are_told_in_one_line_and_settle_nothing():
    values, told = arr("1,250.00", "30,000", "12,50", "1.250,75", "30.000")
    assert values == [1250, None, 12.5, 1250.75, None]
    assert told == [
        (
            "a.csv:3: arr '30,000' and 1 more cell can be read in two ways; they were treated as missing. "
            "Export the column without thousands separators, or set date_order: MDY if its numbers are American."
        ),
        (
            "a.csv:2: arr mixes two ways of writing numbers: 1 cell like '1,250.00' (first on line 2) and 2 cells like "
            "'12,50' (first on line 4). Write them all in one way; what could be read both ways was treated as missing."
        ),
    ]


def test_thousands_in_another_column_of_the_file_settle_one_that_proves_nothing():
    assert arr("30,000", revenue=["1,250,000"]) == ([30_000], [])
    assert arr("30,000", headcount=["1,200"]) == ([30_000], [])
    assert arr("30.000", revenue=["1.250.000"]) == ([30_000], [])


@pytest.mark.parametrize(
    ("cell", "revenue"),
    [
        ("30.000", ["1,250,000"]),  # a point that may be a database's, beside grouped text
        ("30,000", ["12.5"]),  # a database's point says nothing about other columns
        ("30,000", ["12,5"]),
        ("30.000", ["12.5"]),
        ("30.000", ["kr. 12,5"]),
        ("30,000", ["1,250,000", "1.250.000"]),
    ],
)
def test_another_column_never_makes_decimals_and_counts_for_nothing_where_it_may_be_of_another_source(cell, revenue):
    values, told = arr(cell, revenue=revenue)
    assert values == [None]
    assert "arr" in told[0]


def test_a_column_of_its_own_evidence_is_not_swayed_by_another():
    assert arr("30,000", "12,5", revenue=["1,250,000"])[0] == [30, 12.5]
    contradicting, _ = arr("30,000", "12,5", "12.5", revenue=["1,250,000"])
    assert contradicting == [None, 12.5, 12.5]


def test_american_dates_settle_the_thousands_of_their_file():
    head = "opportunity_id,account_id,stage,amount,close_date\n"
    text = f'{head}O1,A1,New,"30,000",12/25/2026\nO2,A1,New,"45,000",\n'
    records, problems = type_rows(parse_sheet(text, columns_of("deals"), "d.csv"), "d.csv", None)
    assert ([record.values["amount"] for record in records], problems) == ([30_000, 45_000], [])
    text = text.replace("12/25", "25/12")
    records, problems = type_rows(parse_sheet(text, columns_of("deals"), "d.csv"), "d.csv", None)
    assert ([record.values["amount"] for record in records], len(problems)) == ([None, None], 1)


def test_a_headcount_is_read_as_its_column_is_written_before_as_whole():
    rows, told = read(export([["A", "Larch", "", "", "5,000"], ["B", "Yew", "", "", "1250,000"]]))
    assert ([row["headcount"] for row in rows], told) == ([5, 1250], [])
    rows, told = read(export([["A", "Larch", "", "", "5.000"], ["B", "Yew", "", "", "1.250"]]))
    assert ([row["headcount"] for row in rows], told) == ([5000, 1250], [])


# -- what is read equals what was written, or is missing -------------------------------------------


def grouped(digits, sign, rest=3):
    """Group from the right: three digits, then as many as `rest` says (two in India)."""
    head, tail = digits[:-3], [digits[-3:]]
    while head:
        head, tail = head[:-rest], [head[-rest:], *tail]
    return sign.join(tail)


STYLES = {
    "en-US": (",", ".", 3),
    "de-DE": (".", ",", 3),
    "fr-FR blank": ("\xa0", ",", 3),
    "fr-FR narrow": ("\u202f", ",", 3),
    "fr-FR typed": (" ", ",", 3),
    "de-CH": ("'", ".", 3),
    "de-CH typeset": ("’", ".", 3),
    "en-IN": (",", ".", 2),
    "plain point": ("", ".", 3),
    "plain comma": ("", ",", 3),
}


def written(number, style, places, *, trimmed):
    thousands, decimal, rest = STYLES[style]
    digits = f"{abs(number):.{places}f}"
    integer, _, fraction = digits.partition(".")
    fraction = fraction.rstrip("0") if trimmed else fraction
    return f"{'-' if number < 0 else ''}{grouped(integer, thousands, rest)}{decimal if fraction else ''}{fraction}"


def numbers(places):
    small = st.integers(-(10**3), 10**3) | st.integers(0, 60).map(lambda n: n * 1000)
    return (small | st.integers(-(10**9), 10**9)).map(lambda n: n / 10**places)


@st.composite
def columns(draw):
    """Return a style, and columns of money and people as one program writes them."""
    style = draw(st.sampled_from(sorted(STYLES)))
    size = draw(st.integers(1, 5))
    drawn = []
    for _ in range(2):
        places, trimmed = draw(st.sampled_from([0, 0, 2, 3])), draw(st.booleans())
        column = draw(st.lists(numbers(places), min_size=size, max_size=size))
        drawn.append([(number, written(number, style, places, trimmed=trimmed)) for number in column])
    people = draw(st.lists(st.integers(0, 300_000), min_size=size, max_size=size))
    return (*drawn, [(number, written(number, style, 0, trimmed=False)) for number in people])


@given(columns(), st.sampled_from([",", ";", "\t"]))
@examples(400)
def test_what_is_read_of_a_column_is_what_was_written_or_is_missing_and_told(columns, separator):
    rows = [[f"A{at}", "Larch", *(cell for _, cell in row)] for at, row in enumerate(zip(*columns, strict=True))]
    values, told = read(export(rows, separator))
    for name, column in zip(("arr", "company_revenue", "headcount"), columns, strict=True):
        got = [row[name] for row in values]
        missing = [cell for value, (_, cell) in zip(got, column, strict=True) if value is None]
        assert [v for v in got if v is not None] == [n for v, (n, _) in zip(got, column, strict=True) if v is not None]
        assert len([line for line in told if f" {name} " in line]) == bool(missing), (told, missing)


@given(st.sampled_from(["en-US", "de-DE"]), st.lists(st.integers(1000, 10**9), min_size=1, max_size=5))
def test_thousands_are_read_wherever_one_cell_shows_them(style, amounts):
    cells = [written(number, style, 0, trimmed=False) for number in [*amounts, 1_250_000]]
    assert arr(*cells) == ([*map(float, amounts), 1_250_000.0], [])
