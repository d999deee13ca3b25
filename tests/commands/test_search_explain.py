"""What each term brings, and why a query finds nothing."""

from __future__ import annotations

from evidence import explain_query
from evidence.commands.search_explain import absence
from evidence.library.asking import Filters, ask


def test_each_term_has_its_forms_its_hits_and_what_is_lost_without_it(small):
    terms = explain_query(small, "auditor OR deploy OR hours")
    assert [(t.term, t.hits, t.accounts, t.alone) for t in terms] == [
        ("auditor", 1, 1, 0), ("deploy", 1, 1, 1), ("hours", 3, 1, 2),
    ]  # fmt: skip
    assert [t.forms for t in terms] == [(("auditors", 1),), (("deploy", 1),), (("hours", 3),)]


def test_a_phrase_is_one_term(small):
    (term,) = explain_query(small, '"by hand"')
    assert (term.term, term.hits, term.accounts, term.alone) == ('"by hand"', 3, 3, 3)


def test_a_term_that_nobody_said_is_named_with_near_words(small):
    why = absence(small, ask("nightmaer"))
    assert (why.calls, why.accounts, why.first_date, why.last_date) == (3, 3, "2026-01-12", "2026-05-04")
    assert why.dead == (("nightmaer", ("nightmare",)),)


def test_terms_that_occur_apart_are_not_called_missing(small):
    why = absence(small, ask("nightmare auditors"))
    assert why.dead == ()
    assert "not together" in str(why)


def test_a_field_is_answered_with_values_that_exist(small):
    why = absence(small, ask("hours", Filters(speaker="Odil")))
    assert why.dead == (("speaker:Odil", ("Odile Marchetti",)),)


def test_operators_in_small_letters_are_pointed_out(small):
    assert "capitals" in absence(small, ask("nightmare or zeppelins")).hint
