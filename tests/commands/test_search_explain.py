"""What each term of a query brings."""

from __future__ import annotations

from evidence import explain_query


def test_each_term_has_its_forms_its_hits_and_what_is_lost_without_it(small):
    terms = explain_query(small, "auditor OR deploy OR hours")
    assert [(t.term, t.hits, t.accounts, t.alone) for t in terms] == [
        ("auditor", 1, 1, 0), ("deploy", 1, 1, 1), ("hours", 3, 1, 2),
    ]  # fmt: skip
    assert [t.forms for t in terms] == [(("auditors", 1),), (("deploy", 1),), (("hours", 3),)]


def test_a_phrase_is_one_term(small):
    (term,) = explain_query(small, '"by hand"')
    assert (term.term, term.hits, term.accounts, term.alone) == ('"by hand"', 3, 3, 3)


def test_a_compound_is_shown_in_all_its_spellings(example):
    (term,) = explain_query(example, "rollback")
    assert dict(term.forms).keys() == {"rollback", "roll back"}
    assert term.hits == 6
    (open_form,) = explain_query(example, '"roll back"')
    assert open_form.hits >= 6  # and forms such as "rolled back"
    assert "rollback" in dict(open_form.forms)
