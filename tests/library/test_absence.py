"""Why nothing was found: what is missing, and what comes nearest."""

from __future__ import annotations

from evidence.library.absence import absence
from evidence.library.asking import Filters, ask


def test_a_term_that_nobody_said_is_named_with_near_words(small):
    why = absence(small, ask("nightmaer"))
    assert (why.calls, why.accounts, why.first_date, why.last_date) == (3, 3, "2026-01-12", "2026-05-04")
    assert why.dead == ("No call contains 'nightmaer'. Closest words: nightmare.",)


def test_terms_that_occur_apart_are_not_called_missing(small):
    why = absence(small, ask("nightmare auditors"))
    assert why.dead == ()
    assert "not together" in str(why)


def test_a_field_is_answered_with_values_that_exist(small):
    why = absence(small, ask("hours", Filters(speaker="Odil")))
    assert why.dead == ("No speaker is called 'Odil'. Closest: Odile Marchetti.",)


def test_operators_in_small_letters_are_pointed_out(small):
    assert "capitals" in absence(small, ask("nightmare or zeppelins")).hint
