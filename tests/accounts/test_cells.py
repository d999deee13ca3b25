from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.accounts import cells
from evidence.accounts.names import fold_name
from strategies import examples


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("50000", 50000),
        ("$50K", 50000),
        ("$ 50k", 50000),
        ("USD 50,000", 50000),
        ("$1,234", 1234),
        ("1,234.50", 1234.5),
        ("1.234,50 EUR", 1234.5),
        ("1.234.567", 1234567),
        ("12,34,567.00", 1234567),
        ("1 234 567,5", 1234567.5),
        ("1'250.00", 1250),
        ("€1.2M", 1.2e6),
        ("3,5 Mio", 3.5e6),
        ("$2 billion", 2e9),
        ("(1,200.00)", -1200),
        ("-500", -500),
        ("-$500", -500),
        ("0.125", 0.125),
        ("1234.500", 1234.5),
    ],
)
def test_money_is_read_in_the_spellings_of_exports(cell, value):
    assert cells.money(cell) == value


@pytest.mark.parametrize("cell", ["1,234", "1.234", "€1.234", "1.234K"])
def test_an_amount_with_two_readings_is_an_error_until_the_column_decides(cell):
    with pytest.raises(ValueError, match="two ways"):
        cells.money(cell)
    assert cells.money(cell, ",") != cells.money(cell, ".")


@pytest.mark.parametrize(
    ("column", "order", "sign"),
    [
        (["1,234", "12.50"], None, "."),
        (["1.234", "12,50"], None, ","),
        (["1,234", "$50,000"], None, "."),
        (["1,234", "1,234,567"], None, "."),
        (["1,234", "5,678"], None, None),
        (["1,234", "5,678"], "MDY", "."),
        (["1,234", "5,678"], "DMY", None),
        (["12.50", "12,50", "1,234"], "MDY", None),
    ],
)
def test_the_column_decides_what_a_comma_is(column, order, sign):
    assert cells.decimal_sign(column, date_order=order) == sign


@pytest.mark.parametrize(
    ("cell", "value"),
    [("350", 350), ("350.0", 350), ("5,000", 5000), ("1.250", 1250), ("1K", 1000), ("350 employees", 350)],
)
def test_a_headcount_is_a_whole_number_of_people(cell, value):
    assert cells.count(cell) == value


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("200 to 1,000", "range"),
        ("200-1000", "range"),
        ("11 – 50", "range"),
        ("5,000+", "range or an estimate"),
        (">1000", "estimate"),
        ("about 350", "estimate"),
        ("12.5", "whole"),
        ("-3", "whole"),
        ("many", "not a number"),
        ("5.000", "two ways"),
        ("1,2,3", "not a number"),
        ("9" * 100 + " " * 100, "not a number"),
        ("9" * 400, "not a number"),
        ("9" * 30, "not a whole number"),
    ],
)
def test_a_range_or_an_estimate_is_no_headcount(cell, why):
    with pytest.raises(ValueError, match=why):
        cells.count(cell)


@given(st.integers(0, 10**12), st.sampled_from([".", ","]))
def test_an_amount_written_with_its_sign_reads_back(amount, decimal):
    written = f"{amount:,}.50".replace(",", "_").replace(".", decimal).replace("_", "," if decimal == "." else ".")
    assert cells.money(written) == amount + 0.5


@pytest.mark.parametrize("cell", ["TRUE", "yes", "Y", "1", "1.0", "Wahr", " oui ", "Sí", "x"])
def test_true_is_read_in_any_spelling(cell):
    assert cells.truth(cell) is True


@pytest.mark.parametrize("cell", ["false", "No", "0", "Falsch", "non", "não"])
def test_false_is_read_in_any_spelling(cell):
    assert cells.truth(cell) is False


@pytest.mark.parametrize("cell", ["maybe", "2", "Closed Won"])
def test_what_is_neither_true_nor_false_is_an_error(cell):
    with pytest.raises(ValueError, match="neither"):
        cells.truth(cell)


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("2026-03-04", None, "2026-03-04"),
        ("2026-03-04T10:00:00.000Z", None, "2026-03-04"),
        ("2026/3/4 10:00", None, "2026-03-04"),
        ("20260304", None, "2026-03-04"),
        ("3/4/2026", "MDY", "2026-03-04"),
        ("3/4/2026", "DMY", "2026-04-03"),
        ("3/4/26, 9:15 AM", "MDY", "2026-03-04"),
        ("25.12.2026", None, "2026-12-25"),
        ("12/25/2026", "DMY", "2026-12-25"),
        ("04/04/2026", None, "2026-04-04"),
        ("4-Mar-2026", None, "2026-03-04"),
        ("4 March 2026", None, "2026-03-04"),
        ("Mar 4, 2026", None, "2026-03-04"),
    ],
)
def test_dates_are_read_in_the_spellings_of_exports(cell, order, day):
    assert cells.date(cell, order) == day


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("03/04/2026", "two ways"),
        ("2026-02-31", "not a date"),
        ("31/31/2026", "not a date"),
        ("4 Marble 26x", "not a date"),
        ("4 Foo 2026", "not a date"),
        ("46000", "not a date"),
    ],
)
def test_what_is_no_day_or_two_days_is_an_error(cell, why):
    with pytest.raises(ValueError, match=why):
        cells.date(cell)


def test_the_column_decides_which_number_is_the_month():
    assert cells.day_order(["03/04/2026", "25/04/2026"]) == "DMY"
    assert cells.day_order(["03/04/2026", "04/25/2026"], "DMY") == "MDY"
    assert cells.day_order(["03/04/2026"], "DMY") == "DMY"
    assert cells.day_order(["13/04/2026", "04/13/2026"], "DMY") is None


@pytest.mark.parametrize("cell", ["", " ", "None", "N/A", "-", "null", "NaN", "(No value)"])
def test_what_says_nothing_is_missing(cell):
    assert cells.is_missing(cell)


def test_a_salesforce_id_is_one_in_15_and_18_characters_and_in_any_case_of_the_18():
    short, long = "001D000000IRFma", "001D000000IRFmaIAH"
    assert cells.canonical_id(short) == cells.canonical_id(long) == cells.canonical_id(long.lower()) == long
    assert cells.canonical_id(short.lower()) != long, "15 characters tell upper from lower case"


@pytest.mark.parametrize(
    "record", ["Account_023", "42", "abc", "0012345678901234567", "001D000000IRFma!!!", "001D000000IRFma999"]
)
def test_other_ids_are_as_written(record):
    assert cells.canonical_id(record) == record


def test_an_id_that_went_through_a_float_is_itself_and_a_shortened_one_is_an_error():
    assert cells.canonical_id("123.0") == "123"
    with pytest.raises(ValueError, match="shortened"):
        cells.record_id("1.23457E+14")
    with pytest.raises(ValueError, match="spreadsheet"):
        cells.record_id("#REF!")


@given(st.from_regex(r"[0-9A-Za-z]{15}", fullmatch=True), st.booleans())
@examples(80)
def test_the_18_characters_of_an_id_survive_any_change_of_case(short, upper):
    long = cells.canonical_id(short)
    assert len(long) == 18
    assert cells.canonical_id(long.upper() if upper else long.lower()) == long


def test_domains_and_addresses_are_taken_apart():
    assert cells.domains("http://www.Acme-Corp.example/about?x=1") == "acme-corp.example"
    assert cells.domains("user@acme.example") == "acme.example"
    assert cells.email(" Kim <KIM@Acme.example> ") == cells.email("kim@acme.example")
    assert cells.email("kim@acme.example")[1] == "acme.example"
    assert cells.email_hash("AB" * 32) == "ab" * 32
    for read, cell in [(cells.domains, "acme"), (cells.email, "a@b.example; c@d.example"), (cells.email_hash, "abc")]:
        with pytest.raises(ValueError, match="is not"):
            read(cell)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Larch & Sons Co., Ltd.", "larch and sons"),
        ("Larch S.A.", "Larch SA"),
        ("LARCH, Inc", "Larch"),
        ("Lärch GmbH & Co. KG", "Larch"),
        ("Larch's Bakery", "Larchs Bakery"),
    ],
)
def test_spellings_of_a_company_name_fold_together(one, other):
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(("one", "other"), [("Delta", "Delta Dental"), ("Larch Group", "Larch"), ("Co", "Inc")])
def test_words_that_tell_companies_apart_stay(one, other):
    assert fold_name(one) != fold_name(other)
