"""The one reader of amounts, and what became of the five that it replaced."""

from __future__ import annotations

import re
from math import inf
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.accounts import cells
from evidence.amounts import Numeral, find_amounts, may_hold_amount, read_cell, render_money
from evidence.documents.attribution_parts import counted_in
from evidence.documents.facts import wrong_fact
from evidence.model import Account
from evidence.quotes.quantities import find_quantities
from evidence.segments.contradictions import claim_of_cell, claims_in
from evidence.segments.firmographics import bounds
from strategies import examples, messy

CASES = Path(__file__).with_name("amounts.md").read_text(encoding="utf-8")


def rows(heading):
    """Return the cells of the table under a heading of amounts.md."""
    section = CASES.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [tuple(cell.strip() for cell in line.strip().strip("|").split("|")) for line in lines]


def shown(number):
    return f"{number:.10g}" if abs(number) < 1e10 else f"{number:.0f}"


def read(text):
    """Return the amounts of a text as the table writes them."""
    signs = {"": "", "about": "~", "least": ">=", "over": ">", "most": "<=", "under": "<"}
    found = []
    for amount in find_amounts(text):
        value = shown(amount.number()) + (f"..{shown(amount.bounds()[1])}" if amount.other else "")
        found.append(f"{text[slice(*amount.span)]} = {signs[amount.limit]}{value}")
    return "; ".join(found) or "-"


@pytest.mark.parametrize(("text", "expected"), rows("What is read"))
def test_an_amount_is_read_as_people_write_and_say_it(text, expected):
    assert read(text) == expected


def as_cell(text):
    money = any(sign in text for sign in ("ARR", "$", "€"))
    try:
        return shown((cells.money if money else cells.count)(text))
    except ValueError:
        return "-"


def as_description(text):
    return (bounds("n", text) or "-").replace("n ", "").replace("BETWEEN ", "").replace(" AND ", "-")


def as_claim(text):
    claims = [claim for claim in claims_in("m.md", 1, text, "A") if claim.what != "outcome"]
    claims = claims or list(claim_of_cell("m.md", 1, text, "A", "ARR"))
    return ", ".join(f"{'~' if c.margin == c.value / 10 else ''}{shown(c.value)}" for c in claims) or "-"


def as_speech(text):
    return ", ".join(shown(quantity.number) for quantity in find_quantities(text)) or "-"


@pytest.mark.parametrize("row", rows("Where the readers disagreed"), ids=lambda row: row[0])
def test_where_the_readers_disagreed_there_is_one_reading_now(row):
    text, *changes = row
    cell, description, claim, fact, speech = (change.split("→")[-1].strip() for change in changes)
    assert (as_cell(text), as_description(text), as_claim(text), as_speech(text)) == (cell, description, claim, speech)
    assert holds_against(text, fact) if fact != "-" else holds_band(text, description)


def holds_band(text, description):
    """Whether an attribution says just the band that descriptions read: its ends fit, what is far off does not."""
    band = re.fullmatch(r"(?:<=? )?([\d.]+)(?:-([\d.]+))?", description)
    ends = [float(end) for end in band.groups() if end] if band and counted_in(text) else []
    known = [*ends, 10 * max(ends)] if ends else [1.0, 1e9]
    wrong = [bool(wrong_fact(text, Account("A", "A", headcount=number, arr=number))) for number in known]
    return wrong == ([False] * len(ends) + [True] if ends else [False, False])


def holds_against(text, fact):
    """Whether an attribution says just this: the number itself fits, one far below it does not."""
    said = float(fact.strip(">=~ "))

    def faults(known):
        return wrong_fact(text, Account("A", "A", headcount=known, arr=known))

    return not faults(said) and bool(faults(said / 10))


@pytest.mark.parametrize(
    "blank", [" ", "'", "\u2019", "\u00a0", "\u2009", "\u202f"], ids=["blank", "'", "’", "nbsp", "thin", "narrow"]
)
def test_a_blank_or_an_apostrophe_groups_digits(blank):
    (amount,) = find_amounts(f"we paid 1{blank}234{blank}567 for it")
    assert amount.number() == 1_234_567
    assert read_cell(f"1{blank}234") == Numeral("1234")


def test_what_letters_without_regard_to_case_match_is_read_too():
    assert (
        read("fıve, ſix, FİVE, 5 m\u0131o, 7\u212a") == "fıve = 5; ſix = 6; FİVE = 5; 5 mıo = 5000000; 7\u212a = 7000"
    )


def test_a_point_before_three_digits_parts_thousands_only_of_what_comes_in_whole_pieces():
    (amount,) = find_amounts("1.350")
    assert (amount.number(), amount.number(whole=True)) == (1.35, 1350)
    (amount,) = find_amounts("1.350M")
    assert amount.number(whole=True) == 1_350_000


def test_an_amount_knows_its_currency_on_either_side_and_where_its_words_begin():
    text = "it was about US$50K, 20 EUR or 5 grand"
    assert [(a.currency, text[a.start : a.span[1]]) for a in find_amounts(text)] == [
        ("US$", "about US$50K"),
        ("EUR", "20 EUR or 5 grand"),
    ]


def test_only_the_part_asked_for_is_searched():
    text = "over 10 or 20 people"
    assert [amount.bounds() for amount in find_amounts(text, (5, 9))] == [(10, 10)]
    assert [amount.bounds() for amount in find_amounts(text)] == [(10, 20)]


@pytest.mark.parametrize(
    ("amount", "printed"),
    [(0, "$0"), (0.4, "$0"), (950, "$950"), (999.6, "$1K"), (48_500, "$48.5K"), (999_990, "$1M"), (-2e9, "-$2B")],
)
def test_money_is_printed_as_people_say_it(amount, printed):
    assert render_money(amount) == printed


@given(st.floats(1, 1e12))
def test_money_that_is_printed_reads_back_as_far_as_it_was_rounded(amount):
    printed = render_money(amount)
    (found,) = find_amounts(printed)
    assert found.span == (0, len(printed))
    assert abs(found.number() - amount) <= max(0.5, amount * 0.05)
    assert read_cell(printed).value() == found.number()


@given(st.integers(0, 10**12), st.integers(0, 99), st.sampled_from([",.", ".,", " ,", "'.", "\u00a0."]))
def test_a_number_with_signs_for_thousands_and_decimals_reads_back(whole, cents, signs):
    group, decimal = signs
    written = f"{whole:,}".replace(",", group) + f"{decimal}{cents:02d}"
    (amount,) = find_amounts(f"so {written} it is")
    assert amount.number() == float(f"{whole}.{cents:02d}") == read_cell(written).value()


ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def spell(number, joint):
    """Return a number in words, slowly and obviously."""
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            tail = f"{joint if name in {'hundred', 'thousand'} else ' '}{spell(rest, joint)}" if rest else ""
            return f"{spell(number // size, joint)} {name}{tail}"
    if number < 20:
        return ONES[number]
    return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")


@given(st.integers(1, 10**6 - 1) | st.integers(1, 999).map(lambda millions: millions * 10**6))
def test_a_number_in_words_reads_back(number):
    written = spell(number, " and ")
    (amount,) = find_amounts(f"We had {written} people")
    assert amount.number() == number
    assert amount.numeral.in_words


PIECES = st.sampled_from(
    [*ONES, *TENS, "a", "an", "half", "half an dozen", "couple of", "dozens of", "hundreds of", "and a half", "and",
     "hundred", "thousand", "million", "trillion", "grand", "k", "M", "bn", "Mio.", "$", "US$", "EUR", "kr", "to", "-",
     "–", "or", "or more", "+", "plus", "over", "at least", "no more than", "<=", "between", "~", "%", ",", ".", "1",
     "12", "1.5", "1,234", "1 234", "1'234", "1.2.3", "1,,2", "9" * 70, "٣", "²", "½", "fıve", "ſix", "\u212a", "("]
)  # fmt: skip
JUMBLE = st.builds(str.join, st.sampled_from([" ", "", "-"]), st.lists(PIECES | messy, max_size=12))


@given(JUMBLE)
@examples(300)
def test_any_text_is_read_and_every_span_lies_in_it_behind_the_one_before(text):
    end = 0
    for amount in find_amounts(text):
        start, stop = amount.span
        assert end <= amount.start <= start < stop <= len(text)
        assert all(-inf <= bound <= inf for bound in amount.bounds())
        assert 0 <= amount.number() < inf
        assert 0 <= amount.number(whole=True) < inf
        assert may_hold_amount(text[start:stop])
        end = stop
    read_cell(text)


@given(JUMBLE)
@examples(100)
def test_no_reader_fails_on_any_text(text):
    as_cell(text)
    as_claim(text)
    as_description(text)
    as_speech(text)
    holds_against(text, "1000")


@pytest.mark.parametrize(
    "piece", ["1", "1,", "1.,", "1 234 ", "1-", "two ", "two hundred and ", "thousand ", "a ", "over ", "$", "5 +", " ",
              "hundreds of ", "between 1 and "],
)  # fmt: skip
def test_long_text_takes_no_more_than_its_length(piece):
    """A pattern that goes back over what it has read would take minutes here."""
    text = piece * (30_000 // len(piece))
    assert sum(1 for _ in find_amounts(text)) < len(text)
    assert sum(1 for _ in find_amounts(f"1{text}x 2")) < len(text)
    read_cell(text)
