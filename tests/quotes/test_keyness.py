import pytest

from evidence.quotes.keyness import key_terms, log_likelihood
from evidence.text import stem, words

FOUND = ["The pager rang at night again.", "A pager at night, deploys at night.", "It deploys while the pager sleeps."]
REST = ["We talked about lunch."] * 20 + ["Lunch at night is fine."]


def total_of(term):
    asked = [stem(word) for word in words(term)]
    said = [[stem(word) for word in words(text)] for text in [*FOUND, *REST]]
    return sum(any(one[i : i + len(asked)] == asked for i in range(len(one))) for one in said)


def test_terms_that_go_with_what_was_found_come_first():
    terms = key_terms(FOUND, len(FOUND + REST), total_of)
    assert (terms[0].term, terms[0].inside, terms[0].total) == ("pager", 3, 3)
    assert {"night", "deploys"} <= {term.term for term in terms}
    assert not {"the", "at", "lunch"} & {term.term for term in terms}


def test_what_the_tracker_knows_is_not_suggested():
    terms = key_terms(FOUND, len(FOUND + REST), total_of, frozenset({"pager"}))
    assert not any("pager" in term.term for term in terms)


def test_the_score_is_that_of_the_textbook():
    # The contingency table of Dunning (1993), table 1: "the swiss".
    assert log_likelihood(110, 2442 + 110, 110 + 111, 31_777) == pytest.approx(270.72, abs=1.5)


def test_a_term_as_common_as_elsewhere_scores_nothing():
    assert log_likelihood(10, 100, 100, 1000) == pytest.approx(0)
